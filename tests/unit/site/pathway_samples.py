"""A registry with a pathway, from the files of a small one; and views of pathways put together at random."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st
from markupsafe import Markup

from conferral.loading import load
from conferral.model import Registry, Text
from conferral.site.pathway_views import Least, PathwayView, RequirementView, StepBadge, StepSkill, pathway_views
from conferral.site.tallies import Tally, counts
from tests.registry_builder import files
from tests.unit.memory_files import MemoryFiles
from tests.unit.site.test_badge_pages import AS_OF, view_of

PATHWAY = """title: Skipper
description: Two badges that make a skipper.
earns: teaching
issuers: [harbour, lakeside]
within: 2 years
requires:
- badge: sailing
- {badge: data-analysis, minimum_level: foundation, result: {of: score, at_least: '70'}}
translations:
  de: {title: Steuermann, description: Zwei Badges.}
"""
LANGUAGES = "languages: [en, de, ar]\n"


def registry_with(pathway: str = PATHWAY, more: Mapping[str, str] | None = None) -> Registry:
    """The small registry with one pathway."""
    texts = files() | {
        "credentials/registry.yml": files()["credentials/registry.yml"] + LANGUAGES,
        "credentials/pathways/skipper.yml": pathway,
        **(more or {}),
    }
    loaded = load(MemoryFiles({path: text.encode() for path, text in texts.items()}))
    assert loaded.registry, loaded.problems
    return loaded.registry


def views(
    pathway: str = PATHWAY, edition: str = "en", more: Mapping[str, str] | None = None
) -> tuple[PathwayView, ...]:
    """The pathways of that registry, as the pages in a language show them."""
    registry = registry_with(pathway, more)
    return pathway_views(registry, view_of(registry, edition), counts(registry, AS_OF))


def step(slug: str = "a", name: str = "", hours: float = 0, earned: float = 0, language: str = "en") -> StepBadge:
    """A badge on a pathway."""
    return StepBadge(
        slug=slug,
        page=f"badges/{slug}/",
        image=f"badges/{slug}/1/badge.svg",
        name=Text(name or slug.capitalize(), language),
        type="Badge",
        issuer=Text("Harbour School", language),
        issuer_page="issuers/harbour/",
        retired=False,
        hours=hours,
        credits=earned,
    )


def view(requires: RequirementView, earns: StepBadge | None = None) -> PathwayView:
    """A pathway that asks for something."""
    return PathwayView(
        slug="skipper",
        page="pathways/skipper/",
        picture="pathways/skipper/pathway.svg",
        title=Text("Skipper", "en"),
        description=Text("A pathway.", "en"),
        about=Markup(""),
        about_language="en",
        earns=earns or step("z"),
        issuers=(),
        requires=requires,
        badges=(),
        least=Least(badges=0, hours=0, credits=0),
        within="",
        validity="",
        expired_count=False,
        tally=Tally(),
    )


_names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120)
_notes = st.lists(st.sampled_from(["within 2 years", "at least 70 in a written examination of two hours"]), max_size=2)
_badges = st.builds(
    lambda name, notes: RequirementView(kind="badge", notes=tuple(notes), badge=step("a", name)), _names, _notes
)
_skills = st.builds(
    lambda name: RequirementView(
        kind="skill", skill=StepSkill(name=Text(name, "en"), page="", framework=None), notes=("Level 5 or above",)
    ),
    _names,
)
_drafts = st.just(RequirementView(kind="badge"))
_LABELS = {"all_of": "All of these", "one_of": "One of these", "choose": "2 of these 3", "optional": "Optional"}


def _groups(inside: st.SearchStrategy[RequirementView]) -> st.SearchStrategy[RequirementView]:
    return st.builds(
        lambda kind, parts, title, notes: RequirementView(
            kind=kind,
            label=_LABELS[kind],
            title=Text(title, "en") if title else None,
            notes=tuple(notes),
            number=1,
            parts=tuple(parts),
        ),
        st.sampled_from(["all_of", "one_of", "choose", "optional"]),
        st.lists(inside, min_size=1, max_size=4),
        st.none() | _names,
        _notes,
    )


requirements = st.recursive(_badges | _skills | _drafts, _groups, max_leaves=12)
"""Anything that a pathway could ask for."""
