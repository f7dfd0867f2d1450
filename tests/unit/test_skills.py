"""Where skills stand in their tree, and which badges show them."""

from __future__ import annotations

import pytest

from conferral.loading import load
from conferral.model import Framework, Registry
from conferral.skills import ShownBy, badge_shows, find_skill, shown_skills, skill_ancestors
from tests.registry_builder import SVG, files
from tests.unit.memory_files import MemoryFiles

FRAMEWORK = """\
name: Lakeside Skills
levels: [{name: Level 1}, {name: Level 2}, {name: Level 3}]
skills:
  - {id: digital, name: Digital competence}
  - {id: data, name: Data, broader: [digital]}
  - {id: statistics, name: Statistics, broader: [data, mathematics]}
  - {id: mathematics, name: Mathematics}
  - {id: regression, name: Regression, broader: [statistics]}
"""


def read(texts: dict[str, str]) -> Registry:
    loaded = load(MemoryFiles({path: text.encode() for path, text in texts.items()}))
    assert loaded.problems == ()
    assert loaded.registry is not None
    return loaded.registry


def badge(alignments: str, state: str = "active") -> str:
    return (
        "issuer: lakeside\nversion: 1\nname: Teaching\ndescription: Teaches.\ncriteria: Taught.\n"
        f"state: {state}\nalignments:\n{alignments}"
    )


def registry_with(**badges: str) -> Registry:
    texts = {**files(), "credentials/skills/lakeside.yml": FRAMEWORK}
    for name, text in badges.items():
        texts[f"credentials/badges/{name}/badge.yml"] = text
        texts.setdefault(f"credentials/badges/{name}/badge.svg", SVG.replace("{colour}", "123456"))
    return read(texts)


def framework_of(skills: str) -> Framework:
    text = {"credentials/skills/f.yml": f"name: F\nskills:\n{skills}"}
    return read({**files(), **text}).frameworks["f"]


def test_the_ancestors_of_a_skill_are_all_it_is_part_of_the_nearest_first() -> None:
    framework = registry_with().frameworks["lakeside"]

    assert skill_ancestors(framework, "regression") == ("statistics", "data", "mathematics", "digital")
    assert skill_ancestors(framework, "digital") == ()
    assert skill_ancestors(framework, "unheard-of") == ()


def test_a_circle_comes_to_an_end() -> None:
    framework = framework_of(
        "  - {id: a, name: A, broader: [b]}\n"
        "  - {id: b, name: B, broader: [c]}\n  - {id: c, name: C, broader: [a, c]}\n"
    )

    assert skill_ancestors(framework, "a") == ("b", "c")
    assert framework.roots == ()


def test_a_framework_knows_the_parts_of_its_skills_and_where_its_trees_begin() -> None:
    framework = registry_with().frameworks["lakeside"]

    assert framework.roots == ("digital", "mathematics")
    assert framework.narrower == {
        "digital": ("data",),
        "data": ("statistics",),
        "mathematics": ("statistics",),
        "statistics": ("regression",),
    }


def test_ancestors_of_a_deep_tree_need_no_deep_stack() -> None:
    lines = ["  - {id: s0, name: S}\n", *(f"  - {{id: s{n}, name: S, broader: [s{n - 1}]}}\n" for n in range(1, 3000))]

    assert len(skill_ancestors(framework_of("".join(lines)), "s2999")) == 2999


def test_skills_are_shown_by_the_current_versions_of_badges_that_are_no_drafts() -> None:
    registry = registry_with(
        teaching=badge("  - {skill: lakeside/data, level: Level 2}\n  - {skill: lakeside/statistics}\n"),
        retired=badge("  - {skill: lakeside/data}\n", "retired"),
        draft=badge("  - {skill: lakeside/data}\n", "draft"),
    )

    assert shown_skills(registry) == {
        "lakeside/data": (
            ShownBy(badge="retired", version=1, level=None),
            ShownBy(badge="teaching", version=1, level="Level 2"),
        ),
        "lakeside/statistics": (ShownBy(badge="teaching", version=1, level=None),),
    }


def test_a_badge_that_names_a_skill_twice_shows_it_at_the_higher_level() -> None:
    lines = ("  - {skill: lakeside/data, level: Level 3}\n", "  - {skill: lakeside/data, level: Level 2}\n")

    for order in (lines, lines[::-1]):
        shown = shown_skills(registry_with(teaching=badge("".join(order))))
        assert shown["lakeside/data"] == (ShownBy(badge="teaching", version=1, level="Level 3"),)


@pytest.mark.parametrize(
    ("skill", "level", "shows"),
    [
        ("lakeside/statistics", None, True),
        ("lakeside/data", None, True),
        ("lakeside/digital", None, True),
        ("lakeside/regression", None, False),
        ("elsewhere/data", None, False),
        ("lakeside/statistics", "Level 1", True),
        ("lakeside/digital", "Level 2", True),
        ("lakeside/statistics", "Level 3", False),
        ("lakeside/statistics", "Level 9", False),
    ],
)
def test_a_badge_shows_a_skill_and_what_it_is_part_of_up_to_its_level(
    skill: str, level: str | None, shows: bool
) -> None:
    registry = registry_with(teaching=badge("  - {skill: lakeside/statistics, level: Level 2}\n"))

    assert badge_shows(registry, registry.badges["teaching"].current, skill, level) is shows


def test_a_skill_at_no_level_reaches_none() -> None:
    registry = registry_with(teaching=badge("  - {skill: lakeside/data}\n"))
    teaching = registry.badges["teaching"].current

    assert badge_shows(registry, teaching, "lakeside/data")
    assert not badge_shows(registry, teaching, "lakeside/data", "Level 1")


def test_a_skill_is_found_by_its_name() -> None:
    registry = registry_with()

    found = find_skill(registry, "lakeside/data")
    assert found is not None
    assert (found[0].slug, found[1].name) == ("lakeside", "Data")
    assert find_skill(registry, "lakeside/unheard-of") is None
    assert find_skill(registry, "elsewhere/data") is None
