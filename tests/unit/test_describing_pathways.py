"""What a change does to pathways, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from conferral.describing.changes import changes
from conferral.describing.data import as_json
from conferral.describing.words import in_markdown_text, in_plain_text
from conferral.model import Pathway
from tests.registry_builder import recipient
from tests.unit.pathways.stack import Given, pathway, registry_of

A, B, C, D = ({"badge": name} for name in "abcd")


def said(was: Pathway | None, now: Pathway | None) -> list[str]:
    before, after = (registry_of([one] if one else []) for one in (was, now))
    return in_plain_text(changes(before, after)).splitlines()


def differences(was: list[Any], now: list[Any], before: Mapping[str, Any] | None = None, **more: Any) -> list[str]:
    lines = said(pathway(was, **(before or {})), pathway(now, **more))
    return [line.removeprefix("  - ") for line in lines[1:]]


def test_a_new_pathway_is_told_with_what_it_asks_for() -> None:
    now = pathway([A, {"choose": 2, "of": [B, C, D], "within": "1 year"}, {"optional": [C], "title": "More"}])
    assert said(None, now) == [
        "adds the pathway Programme, which earns whole",
        "  - asks for a",
        "  - asks for 2 of 3 within 1 year (b, c, d)",
        "  - asks for More: nothing, as it is optional (c)",
    ]
    assert said(now, None) == ["removes the pathway Programme"]
    assert said(now, now) == ["changes nothing in the registry"]


def test_how_many_are_needed_is_said_as_before_and_now() -> None:
    was = [{"choose": 2, "of": [A, B, C, D]}]
    now = [{"choose": 3, "of": [A, B, C, D, {"badge": "e"}]}]
    assert differences(was, now) == [
        "the group of a now needs 3 of 5 instead of 2 of 4",
        "the group of a: asks for e, too",
    ]
    titled = [{"title": "Electives", "choose": 2, "of": [A, B, C]}]
    assert differences(titled, [{"title": "Electives", "one_of": [A, B, C]}]) == [
        "Electives now needs one of 3 instead of 2 of 3"
    ]


@pytest.mark.parametrize(
    ("was", "now", "line"),
    [
        ([A], [A, B], "asks for b, too"),
        ([A, B], [A], "no longer asks for b"),
        ([A], [{**A, "minimum_level": "expert"}], "a: expert or above instead of any award"),
        (
            [{**A, "result": {"of": "exam", "at_least": "60"}}],
            [{**A, "result": {"of": "exam", "at_least": "80"}}],
            "a: exam at least 80 instead of exam at least 60",
        ),
        (
            [{"skill": "own/data"}],
            [{"skill": "own/data", "skill_level": "High"}],
            "the skill own/data: High or above instead of any award",
        ),
        (
            [{"all_of": [A, B], "within": "1 year"}],
            [{"all_of": [A, B]}],
            "the group of a within any time instead of 1 year",
        ),
        ([{"all_of": [A, B]}], [{"all_of": [A, B], "title": "Core"}], "calls a group Core"),
        ([{"all_of": [A, B]}], [{"all_of": [B, A]}, C], "asks for c, too"),
    ],
)
def test_each_difference_is_a_line(was: list[Any], now: list[Any], line: str) -> None:
    assert differences(was, now) == [line]


def test_what_holds_of_the_whole_is_told() -> None:
    assert differences([A], [A], {"within": "1 year"}, within="2 years", expired_count=True) == [
        "awards that are over count now",
        "all of it within 2 years instead of 1 year",
    ]


def test_another_badge_in_the_end_is_a_warning() -> None:
    assert said(pathway([A]), pathway([A], earns="other")) == [
        "warning: changes the pathway Programme: earns",
        "  - earns other instead of whole",
    ]


def test_texts_of_strangers_mean_nothing_in_markdown() -> None:
    now = pathway([{"one_of": [A, B], "title": "<b>Core</b> [x](y)"}], title="*Programme*")
    text = in_markdown_text(changes(registry_of([]), registry_of([now])))
    assert "<b>" not in text
    assert "](y)" not in text
    assert "*Programme*" not in text.replace(r"\*", "")


def test_programs_read_the_same() -> None:
    found = as_json(changes(registry_of([pathway([A])]), registry_of([pathway([A, B])])))
    assert found["pathways"] == [
        {
            "name": "programme",
            "title": "Programme",
            "change": "changed",
            "fields": ["requires"],
            "details": ["asks for b, too"],
        }
    ]


def test_who_is_awarded_without_having_completed_the_pathway_is_told() -> None:
    asked = pathway([A])
    given = [
        Given(badge="a", day="2026-02-01"),
        Given(badge="whole", day="2026-02-01"),
        Given(badge="whole", day="2026-02-01", who=2),
        Given(badge="a", day="2026-03-01", who=3),
        Given(badge="whole", day="2026-02-28", who=3),
    ]
    found = changes(registry_of(asked), registry_of(asked, given))
    (group,) = [one for one in found.awarded if one.badge == "whole"]
    assert set(group.without_pathway) == {recipient(2), recipient(3)}
    told = f"  - without having completed Programme: {', '.join(group.without_pathway)}"
    assert told in in_plain_text(found).splitlines()
    assert "without having completed" not in in_plain_text(changes(registry_of([]), registry_of([], given)))
