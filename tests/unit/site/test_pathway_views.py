"""What the pages say of pathways: what they ask for, in words, and what that comes to at least."""

from __future__ import annotations

from datetime import date
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.model import Requirement
from conferral.pathways.progress import PartProgress, Progress, Rules
from conferral.site.indexes.structured_data import pathway_data
from conferral.site.pathway_progress import StepView, steps_of
from conferral.site.pathway_views import Least, RequirementView, least, leaves
from tests.registry_builder import files
from tests.unit.site.pathway_samples import PATHWAY, registry_with, step, views
from tests.unit.site.test_badge_pages import view_of

BADGE = "credentials/badges/teaching/badge.yml"


def asking(requires: str) -> str:
    return f"title: Skipper\ndescription: Two badges.\nearns: teaching\nrequires:\n{requires}"


def badge(slug: str, hours: float = 0, earned: float = 0) -> RequirementView:
    return RequirementView(kind="badge", badge=step(slug, hours=hours, earned=earned))


def group(kind: str, *parts: RequirementView, number: int = 0) -> RequirementView:
    return RequirementView(kind=kind, number=number, parts=parts)  # type: ignore[arg-type] # a word


def test_a_pathway_says_what_it_leads_to_and_who_shares_it() -> None:
    (view,) = views()

    assert (view.title, view.page, view.earns.name) == ("Skipper", "pathways/skipper/", "Teaching")
    assert [(one.name, one.page) for one in view.issuers] == [
        ("Harbour School", "issuers/harbour/"),
        ("Lakeside School", "issuers/lakeside/"),
    ]
    assert (view.within, view.validity, view.expired_count) == ("2 years", "", False)
    assert [one.slug for one in view.badges] == ["sailing", "data-analysis"]


def test_it_says_so_in_the_language_of_the_page() -> None:
    (view,) = views(edition="de")

    assert (view.title, view.title.language) == ("Steuermann", "de")
    assert (view.earns.name, view.earns.name.language) == ("Teaching", "en")


def test_without_issuers_it_is_the_issuers_of_what_it_earns() -> None:
    (view,) = views(asking("- badge: sailing\n"))

    assert [one.slug for one in view.issuers] == ["lakeside"]


def test_a_pathway_to_a_draft_is_no_more_shown_than_the_draft() -> None:
    assert views(more={BADGE: files()[BADGE] + "state: draft\n"}) == ()


def test_a_badge_that_is_a_draft_is_not_named() -> None:
    (view,) = views(
        PATHWAY.replace("earns: teaching", "earns: sailing").replace("- badge: sailing", "- badge: teaching"),
        more={BADGE: files()[BADGE] + "state: draft\n"},
    )

    assert [leaf.badge.slug if leaf.badge else None for leaf in leaves(view.requires)] == [None, "data-analysis"]


@pytest.mark.parametrize(
    ("requires", "label", "notes"),
    [
        ("- badge: sailing\n- badge: data-analysis\n", "All of these", ()),
        ("- one_of: [{badge: sailing}, {badge: data-analysis}]\n", "One of these", ()),
        ("- {choose: 1, of: [{badge: sailing}, {badge: data-analysis}]}\n", "1 of these 2", ()),
        ("- {one_of: [{badge: sailing}, {badge: teaching}], within: 6 months}\n", "One of these", ("within 6 months",)),
        ("- {badge: data-analysis, minimum_level: expert}\n", "", ("Expert or above",)),
        ("- {badge: data-analysis, result: {of: score, at_least: '70'}}\n", "", ("at least 70 in Score",)),
        ("- {badge: sailing, result: {of: gone, at_least: '1'}}\n", "", ("at least 1 in gone",)),
    ],
)
def test_what_is_asked_for_is_said_in_words(requires: str, label: str, notes: tuple[str, ...]) -> None:
    (view,) = views(asking(requires))

    assert (view.requires.label, view.requires.notes) == (label, notes)


def test_a_skill_is_named_with_the_badges_that_show_it() -> None:
    framework = (
        "name: Seamanship\nskills:\n- id: boats\n  name: Boats\n- id: sails\n  name: Sails\n  broader: [boats]\n"
    )
    sailing = files()["credentials/badges/sailing/badge.yml"] + (
        "alignments: [{skill: sea/sails, name: Sails, url: https://example.org/sails, framework: Seamanship}]\n"
    )
    (view,) = views(
        asking("- skill: sea/boats\n"),
        more={"credentials/skills/sea.yml": framework, "credentials/badges/sailing/badge.yml": sailing},
    )

    skill = view.requires.skill
    assert skill
    assert (skill.name, skill.page, skill.framework) == ("Boats", "skills/sea/boats/", "Seamanship")
    assert [one.slug for one in view.requires.shown_by] == ["sailing"]


def test_it_takes_at_least_all_that_is_asked_for() -> None:
    asked = group("all_of", badge("a", 10, 1), badge("b", 20, 0.5), group("optional", badge("c", 90)))

    assert least(asked) == Least(badges=2, hours=30, credits=1.5)


def test_of_alternatives_the_smallest_are_counted() -> None:
    a_choice = group("choose", badge("a", 10), badge("b", 20), badge("c", 5), number=2)

    assert least(a_choice) == Least(badges=2, hours=15, credits=0)
    assert least(group("one_of", badge("a", 10), badge("b", 20), number=1)) == Least(badges=1, hours=10, credits=0)


def test_a_badge_that_serves_two_parts_is_counted_once() -> None:
    either = group("one_of", badge("a", 10), badge("b", 90), number=1)

    assert least(group("all_of", badge("a", 10), either)) == Least(badges=1, hours=10, credits=0)
    assert least(group("all_of", badge("a", 10), badge("a", 10))) == Least(badges=1, hours=10, credits=0)


def met(asked: RequirementView, having: frozenset[str]) -> bool:
    if asked.badge:
        return asked.badge.slug in having
    number = sum(met(part, having) for part in asked.parts)
    needed = {"all_of": len(asked.parts), "optional": 0}.get(asked.kind, asked.number)
    return number >= needed


_HOURS = {"a": 10, "b": 24, "c": 7.5, "d": 40}
_trees = st.recursive(
    st.sampled_from(sorted(_HOURS)).map(lambda slug: badge(slug, _HOURS[slug])),
    lambda inside: st.one_of(
        st.lists(inside, min_size=1, max_size=3).map(lambda parts: group("all_of", *parts)),
        st.lists(inside, min_size=1, max_size=3).map(lambda parts: group("one_of", *parts, number=1)),
        st.lists(inside, min_size=2, max_size=4).map(lambda parts: group("choose", *parts, number=2)),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(_trees)
def test_nobody_can_complete_a_pathway_with_less_than_it_says_it_takes(asked: RequirementView) -> None:
    sets = chain.from_iterable(combinations(_HOURS, size) for size in range(len(_HOURS) + 1))
    enough = [having for having in map(frozenset, sets) if met(asked, having)]
    said = least(asked)

    assert said.hours <= min(sum(_HOURS[slug] for slug in having) for having in enough)
    assert said.badges <= min(map(len, enough))


def badges_of(steps: tuple[StepView, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in steps:
        if one.asked.badge:
            found[one.asked.badge.slug] = one.standing
        found |= badges_of(one.parts)
    return found


@pytest.mark.parametrize(
    ("requires", "standing"),
    [
        ("- badge: sailing\n- badge: data-analysis\n", {"sailing": "missing", "data-analysis": "missing"}),
        (
            "- one_of: [{badge: sailing}, {badge: teaching}]\n- optional: [{badge: data-analysis}]\n",
            {"sailing": "missing", "teaching": "missing", "data-analysis": "extra"},
        ),
    ],
)
def test_the_progress_of_somebody_says_what_is_missing(requires: str, standing: dict[str, str]) -> None:
    registry = registry_with(asking(requires))
    progress = Rules(registry).progress("skipper", (), date(2026, 7, 1))

    assert badges_of(steps_of(registry, view_of(registry), progress)) == standing


def test_a_pathway_is_a_programme_in_the_words_of_schema_org() -> None:
    registry = registry_with()
    base = "https://credentials.example.org/registry"

    assert pathway_data(registry, view_of(registry, "de"), registry.pathways["skipper"]) == {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalProgram",
        "@id": f"{base}/de/pathways/skipper/",
        "name": "Steuermann",
        "description": "Zwei Badges.",
        "url": f"{base}/de/pathways/skipper/",
        "image": f"{base}/pathways/skipper/pathway.svg",
        "educationalCredentialAwarded": {
            "@type": "EducationalOccupationalCredential",
            "@id": f"{base}/de/badges/teaching/",
            "name": "Teaching",
            "url": f"{base}/de/badges/teaching/",
        },
        "provider": [
            {
                "@type": "Organization",
                "@id": f"{base}/de/issuers/{slug}/",
                "name": f"{slug.capitalize()} School",
                "url": f"https://{slug}.example.org",
            }
            for slug in ("harbour", "lakeside")
        ],
        "timeToComplete": "P2Y",
    }


def test_what_a_group_does_not_need_is_not_missing() -> None:
    registry = registry_with(asking("- one_of: [{badge: sailing}, {badge: teaching}]\n- badge: data-analysis\n"))
    pathway = registry.pathways["skipper"]
    either, other = pathway.file.requires

    def part(requirement: Requirement, *parts: PartProgress, met: bool) -> PartProgress:
        return PartProgress(requirement=requirement, met=met, counted=(), needed=1, reached=int(met), parts=parts)

    progress = Progress(
        pathway=pathway,
        on=date(2026, 7, 1),
        complete=False,
        completed_on=None,
        counted=(),
        needed=2,
        reached=1,
        parts=(
            part(either, part(either.parts[0], met=True), part(either.parts[1], met=False), met=True),
            part(other, met=False),
        ),
    )

    assert badges_of(steps_of(registry, view_of(registry), progress)) == {
        "sailing": "met",
        "teaching": "spare",
        "data-analysis": "missing",
    }


def test_groups_and_what_else_is_said_are_translated_too() -> None:
    pathway = asking(
        "- title: At sea\n  translations: {de: {title: Auf See}}\n  one_of: [{badge: sailing}, {badge: teaching}]\n"
    )
    pathway += "about: More.\ntranslations: {de: {title: Steuermann, description: Zwei., about: Mehr.}}\n"
    (english,), (german,) = views(pathway), views(pathway, "de")

    assert (english.requires.title, english.about, english.about_language) == ("At sea", "<p>More.</p>", "en")
    assert (german.requires.title, german.about, german.about_language) == ("Auf See", "<p>Mehr.</p>", "de")
