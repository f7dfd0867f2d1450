"""What the page of statistics shows: how much was awarded when, of what and by whom, and what became of it.

Only numbers of credentials, which are public one by one anyway; nothing is counted by person, and nothing of who
looks at pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conferral.model import Text
from conferral.site.badge_views import BadgeView
from conferral.site.issuer_views import IssuerView
from conferral.site.skill_views import SkillPage
from conferral.site.tallies import Counts
from conferral.site.views import SiteView
from conferral.site.wording import LABELS
from conferral.states import StateKind

MOST = 20
"""So many badges and skills, the most awarded, are listed."""

MONTHS = 12
"""So many months are listed: back from that of the site, what was awarded; ahead, what ends."""

_STATES: tuple[StateKind, ...] = ("valid", "expired", "not-yet-valid", "suspended", "revoked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A line of a table: of what it tells, the number, and how long its bar is, from 0 to 100.

    `page` is the path of the page about it, below the home page of this language, `kind` its state; either may be
    empty.
    """

    name: Text | str
    number: int
    length: float
    page: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsView:
    """The numbers of a registry.  `states` are shares of all credentials; other bars are measured by their longest.

    `months` are the last twelve, `ending` the next twelve; `later` is how many valid credentials end after these,
    `endless` how many have no end.
    """

    states: tuple[Bar, ...]
    years: tuple[Bar, ...]
    months: tuple[Bar, ...]
    badges: tuple[Bar, ...]
    issuers: tuple[Bar, ...]
    skills: tuple[Bar, ...]
    ending: tuple[Bar, ...]
    later: int
    endless: int


def statistics_view(
    site: SiteView,
    badges: Sequence[BadgeView],
    issuers: Sequence[IssuerView],
    counts: Counts,
    skills: Sequence[SkillPage] = (),
) -> StatisticsView:
    """The numbers in the words of a site; `skills` are those of frameworks, the most awarded first."""
    words, this_month = site.words, site.as_of_day.replace(day=1)
    years: dict[int, int] = {}
    for month, number in counts.months.items():
        years[month.year] = years.get(month.year, 0) + number
    every_year = range(min(years, default=1), max(years, default=0) + 1)
    ahead = [_moved(this_month, step) for step in range(MONTHS)]
    ending = sum(counts.ending.values())
    soon = sum(counts.ending.get(month, 0) for month in ahead)
    awarded = sorted(badges, key=lambda view: -view.tally.awarded)
    return StatisticsView(
        states=_shares(
            (words.say(LABELS[kind]), counts.states.get(kind, 0), "", kind)
            for kind in _STATES
            if counts.states.get(kind) or kind in ("valid", "revoked")
        ),
        years=_bars((str(year), years.get(year, 0), "") for year in reversed(every_year)),
        months=_bars(_by_month(site, counts.months, (_moved(this_month, -step) for step in range(MONTHS)))),
        badges=_bars((view.name, view.tally.awarded, view.page) for view in awarded[:MOST] if view.tally.awarded),
        issuers=_bars(
            (view.name, view.tally.awarded, view.page) for view in sorted(issuers, key=lambda view: -view.tally.awarded)
        ),
        skills=_bars((page.name, page.awarded, page.page) for page in skills[:MOST] if page.awarded),
        ending=_bars(_by_month(site, counts.ending, ahead)),
        later=ending - soon,
        endless=counts.states.get("valid", 0) - ending,
    )


def _by_month(
    site: SiteView, numbers: Mapping[date, int], months: Iterable[date]
) -> Iterable[tuple[Text | str, int, str]]:
    return ((site.words.month(month), numbers.get(month, 0), "") for month in months)


def _bars(lines: Iterable[tuple[Text | str, int, str]]) -> tuple[Bar, ...]:
    given = list(lines)
    longest = max((number for _, number, _ in given), default=0)
    return tuple(
        Bar(name=name, number=number, length=_length(number, longest), page=page) for name, number, page in given
    )


def _shares(lines: Iterable[tuple[str, int, str, str]]) -> tuple[Bar, ...]:
    given = list(lines)
    whole = sum(number for _, number, _, _ in given)
    return tuple(
        Bar(name=name, number=number, length=_length(number, whole), page=page, kind=kind)
        for name, number, page, kind in given
    )


def _length(number: int, whole: int) -> float:
    return round(100 * number / whole, 1) if whole else 0.0


def _moved(month: date, steps: int) -> date:
    """The first day of the month that is so many months later."""
    years, index = divmod(month.month - 1 + steps, 12)
    return date(month.year + years, index + 1, 1)
