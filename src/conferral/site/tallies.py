"""How much was awarded: numbers, which have no language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from conferral.model import Award


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many awards there are, how many of them are revoked or suspended, and the first and last day of award."""

    awarded: int = 0
    revoked: int = 0
    suspended: int = 0
    first: date | None = None
    last: date | None = None


def tally(awards: list[Award], kinds: Mapping[str, str]) -> Tally:
    """Count registered awards; `kinds` has the states of those that are revoked or suspended, by id."""
    found = [kinds.get(award.row.id) for award in awards if award.row]
    days = [award.awarded for award in awards]
    return Tally(
        awarded=len(awards),
        revoked=found.count("revoked"),
        suspended=found.count("suspended"),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def added(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    all_of_them = list(tallies)
    return Tally(
        awarded=sum(tally.awarded for tally in all_of_them),
        revoked=sum(tally.revoked for tally in all_of_them),
        suspended=sum(tally.suspended for tally in all_of_them),
        first=min((tally.first for tally in all_of_them if tally.first), default=None),
        last=max((tally.last for tally in all_of_them if tally.last), default=None),
    )
