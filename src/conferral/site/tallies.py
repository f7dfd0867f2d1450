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
    """Look at every registered award once; of awards that are alike but for the person, at one."""
    alike: dict[tuple[object, ...], list[Award]] = {}
    taken_back = registry.revocations.keys() | registry.suspensions.keys()
    for award in registry.awards:
        row = award.row
        if row is None:
            continue
        key: tuple[object, ...] = (row.id,)
        if row.issue == 1 and row.id not in taken_back:  # nothing else decides on its state
            given = award.batch.file
            key = (award.badge, row.badge_version, award.awarded, award.entry.valid_until or given.valid_until)
        alike.setdefault(key, []).append(award)
    badges: dict[str, list[Tally]] = {slug: [] for slug in registry.badges}
    versions: Counter[tuple[str, int]] = Counter()
    states: Counter[StateKind] = Counter()
    months: Counter[date] = Counter()
    ending: Counter[date] = Counter()
    withdrawn: list[tuple[date, str, Award, State]] = []
    for (award, *_), number in ((some, len(some)) for some in alike.values()):
        assert award.row is not None  # noqa: S101 -- others were left out above
        state = state_of(registry, award, as_of)
        badges[award.badge].append(
            Tally(
                awarded=number,
                revoked=number if state.kind == "revoked" else 0,
                suspended=number if state.kind == "suspended" else 0,
                first=award.awarded,
                last=award.awarded,
            )
        )
        versions[award.badge, award.row.badge_version] += number
        months[award.awarded.replace(day=1)] += number
        states[state.kind] += number
        if state.kind == "valid" and state.until:
            ending[state.until.replace(day=1)] += number
        if state.since is not None:
            withdrawn.append((state.since, award.row.id, award, state))
    withdrawn.sort(key=lambda line: (-line[0].toordinal(), line[1]))
    return Counts(
        badges={slug: added(some) for slug, some in badges.items()},
        versions=versions,
        withdrawn=tuple((award, state) for _, _, award, state in withdrawn),
        states=states,
        months=months,
        ending=ending,
    )
