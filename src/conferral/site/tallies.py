"""How much was awarded, and what was taken back: counted once, since numbers have no language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from conferral.model import Award, Registry
from conferral.states import State, StateKind, state_of


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the registered awards of a registry add up to.

    `badges` has a tally for each badge by its short name, `versions` how many awards each of its versions has, by
    (short name, number).  `withdrawn` are those that are revoked or suspended, with their states, newest first.
    `states` has how many are in each state, `months` how many were awarded in each month that has any, `ending` how
    many of the valid ones end in each; a month is its first day.
    """

    badges: Mapping[str, Tally]
    versions: Mapping[tuple[str, int], int]
    withdrawn: tuple[tuple[Award, State], ...]
    states: Mapping[StateKind, int] = field(default_factory=dict)
    months: Mapping[date, int] = field(default_factory=dict)
    ending: Mapping[date, int] = field(default_factory=dict)


def counts(registry: Registry, as_of: datetime) -> Counts:
    """Look at every registered award once."""
    awards: dict[str, list[Award]] = {slug: [] for slug in registry.badges}
    versions: Counter[tuple[str, int]] = Counter()
    states: Counter[StateKind] = Counter()
    months: Counter[date] = Counter()
    ending: Counter[date] = Counter()
    withdrawn: list[tuple[date, str, Award, State]] = []
    kinds: dict[str, str] = {}
    for award in registry.awards:
        if award.row is None:
            continue
        awards[award.badge].append(award)
        versions[award.badge, award.row.badge_version] += 1
        months[award.awarded.replace(day=1)] += 1
        state = state_of(registry, award, as_of)
        states[state.kind] += 1
        if state.kind == "valid" and state.until:
            ending[state.until.replace(day=1)] += 1
        if state.since is not None:
            withdrawn.append((state.since, award.row.id, award, state))
            kinds[award.row.id] = state.kind
    withdrawn.sort(key=lambda line: (-line[0].toordinal(), line[1]))
    return Counts(
        badges={slug: tally(some, kinds) for slug, some in awards.items()},
        versions=versions,
        withdrawn=tuple((award, state) for _, _, award, state in withdrawn),
        states=states,
        months=months,
        ending=ending,
    )
