"""How far somebody has come, part by part: what the comparison with brute force does not look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from conferral.pathways import Progress, completed, progress
from tests.registry_builder import recipient
from tests.unit.pathways.stack import Given, award_id, day, pathway, registry_of


def progress_of(
    requires: Sequence[Mapping[str, Any]], given: list[Given], on: str = "2026-12-31", **more: Any
) -> Progress:
    asked = pathway(requires, **more)
    registry = registry_of(asked, given)
    return progress(registry, asked, registry.awards, day(on))


def on(badge: str, when: str, **more: Any) -> Given:
    return Given(badge=badge, day=when, **more)


def numbers(found: Progress) -> list[tuple[bool, int, int]]:
    return [(part.met, part.reached, part.needed) for part in found.parts]


def test_each_part_says_how_much_of_it_is_met() -> None:
    asked: list[dict[str, Any]] = [
        {"badge": "a"},
        {"badge": "z"},
        {"choose": 2, "of": [{"badge": "a"}, {"badge": "b"}, {"badge": "c"}]},
        {"one_of": [{"badge": "y"}, {"badge": "z"}]},
        {"optional": [{"badge": "c"}, {"badge": "z"}]},
    ]
    found = progress_of(asked, [on("a", "2026-01-01"), on("b", "2026-01-02"), on("c", "2026-01-03")])
    assert numbers(found) == [(True, 1, 1), (False, 0, 1), (True, 3, 2), (False, 0, 1), (True, 1, 0)]
    assert (found.reached, found.needed, found.complete, found.completed_on) == (2, 4, False, None)


def test_nobody_is_in_the_way_of_what_is_optional() -> None:
    found = progress_of([{"badge": "a"}, {"optional": [{"badge": "z"}]}], [on("a", "2026-01-01")])
    assert found.complete
    assert (found.reached, found.needed) == (1, 1)


def test_one_award_may_serve_several_parts() -> None:
    found = progress_of([{"badge": "a"}, {"one_of": [{"badge": "a"}, {"badge": "b"}]}], [on("a", "2026-01-01")])
    assert found.complete
    assert [award.id for award in found.counted] == [award_id(1)]


def test_of_several_awards_the_one_that_is_valid_longest_stands_for_a_badge() -> None:
    given = [
        on("a", "2026-01-01", until="2026-12-31"),
        on("a", "2026-02-01", until="2027-06-30"),
        on("a", "2026-03-01", until="2027-06-30"),
    ]
    assert [award.id for award in progress_of([{"badge": "a"}], given).counted] == [award_id(2)]
    given.append(on("a", "2026-04-01"))  # without end
    assert [award.id for award in progress_of([{"badge": "a"}], given).counted] == [award_id(4)]


def test_a_renewal_keeps_what_the_renewed_award_has_earned() -> None:
    given = [on("a", "2025-01-01", until="2026-01-01"), on("b", "2025-06-01"), on("a", "2026-01-01")]
    found = progress_of([{"badge": "a"}, {"badge": "b"}], given)
    assert (found.complete, found.completed_on) == (True, day("2025-06-01"))


def test_what_was_complete_once_is_complete_no_longer_when_an_award_is_over() -> None:
    given = [on("a", "2025-01-01", until="2026-01-01"), on("b", "2025-06-01")]
    asked: list[dict[str, Any]] = [{"badge": "a"}, {"badge": "b"}]
    assert progress_of(asked, given, "2026-01-01").completed_on == day("2025-06-01")
    found = progress_of(asked, given, "2026-01-02")
    assert (found.complete, found.completed_on) == (False, None)
    assert progress_of(asked, given, "2026-01-02", expired_count=True).completed_on == day("2025-06-01")


@pytest.mark.parametrize(("second", "said"), [("2027-03-01", True), ("2027-03-02", False)])
def test_a_window_has_its_last_day_as_a_validity_has(second: str, said: bool) -> None:
    asked: list[dict[str, Any]] = [{"badge": "a"}, {"badge": "b"}]
    found = progress_of(asked, [on("a", "2026-03-01"), on("b", second)], "2028-01-01", within="1 year")
    assert found.complete is said


def test_a_window_inside_a_window_lies_within_it() -> None:
    asked: list[dict[str, Any]] = [{"badge": "a"}, {"all_of": [{"badge": "b"}, {"badge": "c"}], "within": "1 year"}]
    given = [on("a", "2026-01-01"), on("b", "2026-01-20"), on("c", "2026-03-01")]
    assert progress_of(asked, given, within="3 months").complete
    assert not progress_of(asked, given, within="1 month").complete


def test_of_several_windows_the_first_in_which_it_was_complete_is_shown() -> None:
    asked: list[dict[str, Any]] = [{"badge": "a"}, {"badge": "b"}]
    given = [
        on("a", "2024-01-01"),
        on("a", "2025-01-10"),
        on("b", "2025-02-01"),
        on("a", "2026-01-01"),
        on("b", "2026-01-05"),
    ]
    found = progress_of(asked, given, within="1 month")
    assert found.window == (day("2025-01-10"), day("2025-02-10"))
    assert found.completed_on == day("2025-02-01")
    assert [award.awarded for award in found.counted] == [day("2025-01-10"), day("2025-02-01")]


def test_of_several_windows_none_of_which_is_enough_the_latest_with_most_is_shown() -> None:
    asked: list[dict[str, Any]] = [{"badge": "a"}, {"badge": "b"}, {"badge": "z"}]
    given = [on("a", "2024-01-01"), on("b", "2024-01-02"), on("b", "2025-05-01"), on("a", "2025-05-02")]
    found = progress_of(asked, [*given, on("a", "2026-01-01")], within="1 month")
    assert (found.reached, found.window) == (2, (day("2025-05-01"), day("2025-06-01")))


def test_there_is_no_window_before_the_first_award() -> None:
    found = progress_of([{"badge": "a"}], [], within="1 month")
    assert (found.window, found.reached, found.complete) == (None, 0, False)


def test_people_are_told_apart_and_come_in_order() -> None:
    asked = [pathway([{"badge": "a"}]), pathway([{"badge": "b"}])]
    other = type(asked[1])(slug="another", file=asked[1].file)
    given = [on("a", "2026-01-01", who=1), on("b", "2026-01-02", who=1), on("a", "2026-01-03", who=2)]
    registry = registry_of([asked[0], other], given)
    found = [(one.recipient, one.pathway.slug, str(one.completed_on)) for one in completed(registry, day("2026-06-01"))]
    assert found == sorted(
        [
            (recipient(1), "another", "2026-01-02"),
            (recipient(1), "programme", "2026-01-01"),
            (recipient(2), "programme", "2026-01-03"),
        ]
    )
