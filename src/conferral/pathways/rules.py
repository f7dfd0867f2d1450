"""The requirements of a pathway made ready to be held against many people's awards.

`compiled` turns a pathway into a tree of nodes, whose leaves (a badge, a skill) are numbered.  What one person has is
`Held`: for each leaf the days of the awards that fit it, in order.  `first_day` says when that met a node, and is
quick; it explains nothing, which `conferral.pathways.progress` does.

Days are numbers here (`date.toordinal`), and a window is a pair of them, both included.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from conferral.fields import Period
from conferral.model import Pathway, Requirement

Held = Mapping[int, Sequence[int]]
"""The days of the awards that fit a leaf, in order, by the leaf's number."""

Window = tuple[int, int]

ALWAYS: Window = (date.min.toordinal(), date.max.toordinal())
"""The window without bounds."""


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A badge, or a skill."""

    requirement: Requirement
    number: int

    @property
    def leaves(self) -> tuple[int, ...]:
        """Itself."""
        return (self.number,)

    def could(self, there: Collection[int]) -> bool:
        """Whether there is an award that fits, at whatever time."""
        return self.number in there

    def first_day(self, held: Held, window: Window) -> int | None:
        """The day of the first award in the window; None if there is none."""
        days = held.get(self.number)
        if not days:
            return None
        first, last = window
        if days[0] >= first:
            return days[0] if days[0] <= last else None
        at = bisect_left(days, first)
        return days[at] if at < len(days) and days[at] <= last else None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Parts of which so many are `needed`."""

    requirement: Requirement
    """For the pathway as a whole, all of what it requires."""

    parts: tuple[Leaf | Group, ...]
    """All of them, as the file lists them."""

    asked: tuple[Leaf | Group, ...]
    """Those that are not optional."""

    needed: int
    within: Period | None

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """Those of the parts that are asked for."""
        return tuple(leaf for part in self.asked for leaf in part.leaves)

    def could(self, there: Collection[int]) -> bool:
        """Whether awards that fit these leaves could be enough, at whatever time they were given.

        Quick to say, and no in most cases.
        """
        needed = self.needed
        if needed == len(self.asked):
            return all(part.could(there) for part in self.asked)
        return sum(part.could(there) for part in self.asked) >= needed

    def first_day(self, held: Held, window: Window) -> int | None:
        """The earliest day by which enough parts were met, by awards within its own period if it has one.

        None if they are not; the first of the window where nothing is needed.
        """
        if self.within is None:
            return self.first_day_within(held, window)
        if not self.needed:
            return window[0]
        found = (self.first_day_within(held, inner) for inner in self.windows(held, window))
        return min((day for day in found if day is not None), default=None)

    def windows(self, held: Held, window: Window) -> Iterator[Window]:
        """The windows of its own period that are to be tried, earliest first.

        Each begins with an award: one that begins between two awards ends no later than the one that begins with the
        second, and holds no more of them.
        """
        assert self.within  # noqa: S101 -- asked only of a group that has one
        first, last = window
        days = {day for leaf in self.leaves for day in held.get(leaf, ()) if first <= day <= last}
        for day in sorted(days):
            yield day, min(last, _last_day(self.within, day))

    def first_day_within(self, held: Held, window: Window) -> int | None:
        """The earliest day by which enough parts were met by awards in the window, whatever its own period."""
        needed = self.needed
        if needed == len(self.asked):
            latest = window[0]
            for part in self.asked:
                day = part.first_day(held, window)
                if day is None:
                    return None
                latest = max(latest, day)
            return latest
        if not needed:
            return window[0]
        met = [day for part in self.asked if (day := part.first_day(held, window)) is not None]
        return sorted(met)[needed - 1] if len(met) >= needed else None


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """A pathway, ready; `leaves` are its leaves by their numbers."""

    pathway: Pathway
    whole: Group
    leaves: tuple[Leaf, ...]


def compiled(pathway: Pathway) -> Compiled:
    """A pathway made ready."""
    leaves: list[Leaf] = []

    def node(requirement: Requirement) -> Leaf | Group:
        if requirement.kind in ("badge", "skill"):
            leaf = Leaf(requirement=requirement, number=len(leaves))
            leaves.append(leaf)
            return leaf
        return group(requirement)

    def group(requirement: Requirement) -> Group:
        nodes = [(part.kind, node(part)) for part in requirement.parts]
        asked = tuple(made for kind, made in nodes if kind != "optional")
        return Group(
            requirement=requirement,
            parts=tuple(made for _, made in nodes),
            asked=asked,
            needed=_needed(requirement, len(asked)),
            within=requirement.within,
        )

    whole = group(Requirement(all_of=pathway.file.requires, within=pathway.file.within))
    return Compiled(pathway=pathway, whole=whole, leaves=tuple(leaves))


def _needed(requirement: Requirement, parts: int) -> int:
    """How many of a group's parts are needed."""
    match requirement.kind:
        case "choose":
            assert requirement.choose  # noqa: S101 -- that is what the kind says
            return requirement.choose
        case "one_of":
            return 1
        case "optional":
            return 0
        case _:
            return parts


@lru_cache(maxsize=100_000)
def _last_day(period: Period, day: int) -> int:
    return period.after(date.fromordinal(day)).toordinal()
