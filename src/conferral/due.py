"""What needs doing soon: awards that end and could be renewed, awards that have ended and were not, keys that retire.

An award needs no renewal once its holder has an unrevoked award of the same badge that is valid longer, whether it
says `renews` or not.  What counts toward a renewal is in `conferral.continuing`.  Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from conferral.continuing import Continuing, Earned
from conferral.fields import Period
from conferral.listing import Choice, Listed, Row, award_row, key_row, listed_awards
from conferral.model import Award, Badge, Issuer, Key, Registry
from conferral.states import day_of, last_day

NotRenewable = Literal["retired", "suspended", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAward:
    """An award that ends or has ended; `hindrance` says why it cannot be renewed: the badge is retired, the award
    suspended, or (empty) nothing.  `earned` is what counts toward its renewal, where its badge asks for further
    learning.
    """

    listed: Listed
    last_day: date
    hindrance: NotRenewable
    earned: Earned | None = None

    @property
    def is_earned(self) -> bool:
        """Whether its renewal is earned by further learning, and nothing stands in its way."""
        return not self.hindrance and self.earned is not None and self.earned.reached

    @property
    def award(self) -> Award:
        """The award."""
        assert isinstance(self.listed.award, Award)  # noqa: S101 -- an erased award has no last day
        return self.listed.award


@dataclass(frozen=True, slots=True, kw_only=True)
class DueBadge:
    """The awards of one badge: those that end within the time asked for, and those that ended in the last year.

    Both in the order of their last days, and without those that were renewed.
    """

    badge: Badge
    issuer: Issuer | None
    ending: tuple[DueAward, ...]
    ended: tuple[DueAward, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueKey:
    """A key that retires within the time asked for; `followed` says whether another one signs from then on."""

    key: Key
    ends: datetime
    followed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """All that is due: from `first` to `last` (days in the registry's timezone) and, for what has ended, `since`."""

    as_of: datetime
    since: date
    first: date
    last: date
    badges: tuple[DueBadge, ...]
    keys: tuple[DueKey, ...]

    @property
    def ending(self) -> int:
        """How many awards end."""
        return sum(len(badge.ending) for badge in self.badges)

    @property
    def ended(self) -> int:
        """How many awards have ended and were not renewed."""
        return sum(len(badge.ended) for badge in self.badges)


def due(registry: Registry, *, within: Period, as_of: datetime) -> Due:
    """What is due from an instant on: `within` is a period such as 30 days, counted from its day on."""
    first = day_of(as_of, registry.file.timezone)
    last = within.after(first)
    since = _year_before(first)
    covered = _covered(registry)
    continuing = Continuing(registry)
    found: dict[str, tuple[list[DueAward], list[DueAward]]] = {}
    for listed in listed_awards(registry, Choice(states=frozenset(("valid", "suspended", "expired"))), as_of):
        award, until = listed.award, listed.until
        if until is None or not since <= until <= last or not isinstance(award, Award):
            continue
        longest = covered[award.badge, award.recipient]
        if longest is None or longest > until:
            continue
        retired = registry.badges[award.badge].current.state != "active"
        hindrance: NotRenewable = "retired" if retired else "suspended" if listed.kind == "suspended" else ""
        ending, ended = found.setdefault(award.badge, ([], []))
        earned = continuing.earned(award, first)
        (ended if until < first else ending).append(
            DueAward(listed=listed, last_day=until, hindrance=hindrance, earned=earned)
        )
    return Due(
        as_of=as_of,
        since=since,
        first=first,
        last=last,
        badges=tuple(_badge(registry, badge, *found[badge]) for badge in registry.badges if badge in found),
        keys=tuple(_keys(registry, as_of, last)),
    )


def due_as_rows(registry: Registry, found: Due) -> Row:
    """What is due as plain data, for JSON."""
    return {
        "as_of": found.as_of.isoformat(),
        "since": found.since.isoformat(),
        "until": found.last.isoformat(),
        "ending": found.ending,
        "ended": found.ended,
        "badges": [
            {
                "badge": each.badge.slug,
                "name": each.badge.current.name,
                "issuer": each.badge.current.issuer,
                "state": each.badge.current.state,
                "ending": [_row(registry, award) for award in each.ending],
                "ended": [_row(registry, award) for award in each.ended],
            }
            for each in found.badges
        ],
        "keys": [
            {**key_row(each.key, found.as_of), "ends": each.ends.isoformat(), "followed": each.followed}
            for each in found.keys
        ],
    }


def _row(registry: Registry, award: DueAward) -> Row:
    row = {**award_row(registry, award.listed), "renewable": not award.hindrance}
    if award.earned is None:
        return row
    return {
        **row,
        "renewal": {
            "hours_needed": award.earned.needed,
            "hours": award.earned.hours,
            "earned": award.is_earned,
            "counted": [
                {"award": one.award.id, "badge": one.award.badge, "hours": one.hours} for one in award.earned.counted
            ],
        },
    }


def _badge(registry: Registry, badge: str, ending: list[DueAward], ended: list[DueAward]) -> DueBadge:
    found = registry.badges[badge]
    return DueBadge(
        badge=found,
        issuer=registry.issuers.get(found.current.issuer),
        ending=tuple(sorted(ending, key=lambda award: (award.last_day, award.award.id or ""))),
        ended=tuple(sorted(ended, key=lambda award: (award.last_day, award.award.id or ""))),
    )


def _covered(registry: Registry) -> Mapping[tuple[str, str], date | None]:
    """Until when each recipient holds each badge by any unrevoked award; None means without end."""
    covered: dict[tuple[str, str], date | None] = {}
    for award in registry.awards:
        if award.id in registry.revocations or award.badge not in registry.badges:
            continue
        until = last_day(registry, award)
        who = (award.badge, award.recipient)
        if who in covered:
            longest = covered[who]
            until = None if longest is None or until is None else max(longest, until)
        covered[who] = until
    return covered


def _keys(registry: Registry, as_of: datetime, last: date) -> Iterator[DueKey]:
    for issuer in registry.issuers:
        for key in registry.keys_of(issuer):
            ends = key.file.retired
            if ends is None or ends <= as_of or day_of(ends, registry.file.timezone) > last:
                continue
            if key.file.compromised and key.file.compromised <= as_of:
                continue
            yield DueKey(key=key, ends=ends, followed=any(other.signs_at(ends) for other in registry.keys_of(issuer)))


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def period_of(text: str) -> Period | None:
    """A period as a registry's files write it (30 days) or ISO 8601 does (P30D, P4W, P3M, P1Y); None for others."""
    words = text.strip().lower()
    units = {"d": ("day", 1), "w": ("day", 7), "m": ("month", 1), "y": ("year", 1)}
    if words.startswith("p") and words[1:-1].isascii() and words[1:-1].isdecimal() and words[-1] in units:
        unit, times = units[words[-1]]
        number = int(words[1:-1]) * times
    else:
        count, _, unit = words.partition(" ")
        unit = unit.removesuffix("s")
        weeks = unit == "week"
        unit = "day" if weeks else unit
        if not (count.isascii() and count.isdecimal()) or unit not in ("day", "month", "year"):
            return None
        number = int(count) * (7 if weeks else 1)
    if not 1 <= number <= {"day": 36_600, "month": 1_200, "year": 100}[unit]:
        return None
    return Period(number, unit)
