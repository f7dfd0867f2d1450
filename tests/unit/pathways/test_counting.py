"""Which awards count, and which of them fit."""

from __future__ import annotations

from typing import Any

import pytest

from conferral.model import Requirement
from conferral.pathways import counts
from conferral.pathways.counting import fits
from tests.unit.pathways.stack import Given, badge, day, pathway, registry_of

NEEDS_A = pathway([{"badge": "a"}])


@pytest.mark.parametrize(
    ("given", "on", "said"),
    [
        (Given(badge="a", day="2026-03-01"), "2026-03-01", True),
        (Given(badge="a", day="2026-03-01"), "2026-02-28", False),
        (Given(badge="a", day="2026-03-01", until="2026-05-01"), "2026-05-01", True),
        (Given(badge="a", day="2026-03-01", until="2026-05-01"), "2026-05-02", False),
        (Given(badge="a", day="2026-03-01", registered=False), "2026-06-01", False),
        (Given(badge="a", day="2026-03-01", revoked=True), "2026-06-01", False),
        (Given(badge="a", day="2026-03-01", suspended=True), "2026-06-01", False),
        (Given(badge="a", day="2026-03-01", reinstated=True), "2026-06-01", True),
        (Given(badge="a", day="2026-03-01", version=2), "2026-06-01", False),  # there is no version 2
    ],
)
def test_an_award_counts_while_it_is_valid(given: Given, on: str, said: bool) -> None:
    registry = registry_of(NEEDS_A, [given])
    assert counts(registry, registry.awards[0], day(on)) is said


@pytest.mark.parametrize(("more", "said"), [({}, True), ({"revoked": True}, False), ({"suspended": True}, False)])
def test_an_award_that_is_over_counts_where_the_pathway_says_so(more: dict[str, bool], said: bool) -> None:
    registry = registry_of(NEEDS_A, [Given(badge="a", day="2026-03-01", until="2026-05-01", **more)])  # type: ignore[arg-type]
    assert counts(registry, registry.awards[0], day("2027-01-01"), expired_count=True) is said


@pytest.mark.parametrize(
    ("asked", "level", "said"),
    [
        ("foundation", "foundation", True),
        ("intermediate", "foundation", False),
        ("intermediate", "expert", True),
        ("expert", "advanced", False),
        ("foundation", None, False),
    ],
)
def test_a_level_is_that_of_the_version_which_was_awarded(asked: str, level: str | None, said: bool) -> None:
    versions = ({"level": level} if level else {}, {"level": "expert"})
    registry = registry_of(NEEDS_A, [Given(badge="a", day="2026-03-01")], [badge("a", *versions)])
    assert (
        fits(registry, Requirement.model_validate({"badge": "a", "minimum_level": asked}), registry.awards[0]) is said
    )


@pytest.mark.parametrize(
    ("asked", "result", "said"),
    [
        (("score", "9"), {"of": "score", "value": "10"}, True),  # as numbers, not as text
        (("score", "60"), {"of": "score", "value": "60.0"}, True),
        (("score", "60"), {"of": "score", "value": "59.99999999999999999"}, False),
        (("score", "60"), {"of": "score", "value": "pass"}, False),
        (("score", "60"), {"of": "score", "status": "Completed"}, False),
        (("score", "60"), {"value": "90"}, False),  # of which result is not said
        (("score", "60"), {"of": "grade", "value": "A"}, False),
        (("score", "60"), None, False),
        (("grade", "B"), {"of": "grade", "value": "A"}, True),
        (("grade", "B"), {"of": "grade", "value": "B"}, True),
        (("grade", "B"), {"of": "grade", "value": "C"}, False),
        (("grade", "B"), {"of": "grade", "value": "E"}, False),
        (("grade", "F"), {"of": "grade", "value": "A"}, False),
        (("rubric", "good"), {"of": "rubric", "level": "good"}, True),
        (("rubric", "good"), {"of": "rubric", "level": "fair"}, False),
        (("rubric", "fair"), {"of": "rubric", "level": "good"}, True),
        (("gone", "1"), {"of": "gone", "value": "1"}, False),
    ],
)
def test_a_result_is_compared_as_its_description_says(
    asked: tuple[str, str], result: dict[str, str] | None, said: bool
) -> None:
    registry = registry_of(NEEDS_A, [Given(badge="a", day="2026-03-01", result=result)])
    wanted = {"badge": "a", "result": {"of": asked[0], "at_least": asked[1]}}
    assert fits(registry, Requirement.model_validate(wanted), registry.awards[0]) is said


FRAMEWORK = {
    "name": "Skills",
    "levels": [{"name": "Basic"}, {"name": "High"}],
    "skills": [
        {"id": "data", "name": "Data"},
        {"id": "charts", "name": "Charts", "broader": ["data"]},
        {"id": "law", "name": "Law"},
    ],
}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"skill": "own/charts"}, True),
        ({"skill": "own/data"}, True),  # which charts is part of
        ({"skill": "own/law"}, False),
        ({"skill": "own/data", "skill_level": "Basic"}, True),
        ({"skill": "own/data", "skill_level": "High"}, False),
    ],
)
def test_a_skill_is_shown_by_whatever_badge_has_it_or_a_part_of_it(asked: dict[str, Any], said: bool) -> None:
    shown = {"name": "Charts", "url": "https://example.org/charts", "skill": "own/charts", "level": "Basic"}
    registry = registry_of(
        NEEDS_A, [Given(badge="a", day="2026-03-01")], [badge("a", {"alignments": [shown]})], {"own": FRAMEWORK}
    )
    assert fits(registry, Requirement.model_validate(asked), registry.awards[0]) is said
