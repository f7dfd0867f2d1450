"""The page of statistics: numbers of credentials, each month and year in its place, and none of persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from conferral.site.statistics import Bar, statistics_view
from conferral.site.tallies import Counts
from tests.unit.site import english_site

SITE = replace(english_site.SITE, as_of_day=date(2026, 2, 14))
COUNTS = Counts(
    badges={},
    versions={},
    withdrawn=(),
    states={"valid": 6, "expired": 1, "revoked": 1},
    months={date(2023, 5, 1): 2, date(2025, 2, 1): 1, date(2025, 3, 1): 1, date(2026, 2, 1): 4},
    ending={date(2026, 2, 1): 1, date(2027, 1, 1): 2, date(2027, 2, 1): 1},
)


def test_years_are_listed_newest_first_and_none_between_is_left_out() -> None:
    assert statistics_view(SITE, [], [], COUNTS).years == (
        Bar(name="2026", number=4, length=100.0),
        Bar(name="2025", number=2, length=50.0),
        Bar(name="2024", number=0, length=0.0),
        Bar(name="2023", number=2, length=50.0),
    )


def test_months_go_back_a_year_from_that_of_the_site() -> None:
    months = statistics_view(SITE, [], [], COUNTS).months

    assert (len(months), months[0].name, months[-1].name) == (12, "February 2026", "March 2025")
    assert [bar.number for bar in months] == [4, *[0] * 10, 1]


def test_what_ends_is_said_for_a_year_ahead_and_of_the_rest_how_many() -> None:
    view = statistics_view(SITE, [], [], COUNTS)

    assert [(bar.name, bar.number) for bar in view.ending if bar.number] == [("February 2026", 1), ("January 2027", 2)]
    assert (view.later, view.endless) == (1, 2)


def test_states_are_shares_of_all_and_those_without_any_are_left_out() -> None:
    assert [(bar.kind, bar.number, bar.length) for bar in statistics_view(SITE, [], [], COUNTS).states] == [
        ("valid", 6, 75.0),
        ("expired", 1, 12.5),
        ("revoked", 1, 12.5),
    ]


def test_a_registry_without_awards_has_empty_numbers() -> None:
    view = statistics_view(SITE, [], [], Counts(badges={}, versions={}, withdrawn=()))

    assert (view.years, view.badges, view.later, view.endless) == ((), (), 0, 0)
    assert {bar.length for bar in (*view.months, *view.states, *view.ending)} == {0.0}
