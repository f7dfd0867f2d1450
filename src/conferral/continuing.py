"""Further learning that earns the renewal of an award: which other awards of its holder count, and for how many hours.

A badge's `renewal` says how many hours are needed and of what.  Another award counts by the hours of the badge version
that it was given under, once, if it stands (registered, neither revoked nor suspended), was given after the award that
is to be renewed and not after the day of the question, and is no longer ago than `within`.  That it has ended since
does not matter: what was learned was learned.  So hours that earned one renewal never earn the next.

    Continuing(registry).earned(award, day).reached
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import fsum

from conferral.model import Award, BadgeFile, Registry, Renewal
from conferral.pathways.counting import given_version, stands
from conferral.skills import badge_shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An award that counts, by so many hours."""

    award: Award
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What counts toward the renewal of an award, the earliest first, and how many hours are needed."""

    needed: float
    counted: tuple[Counted, ...]

    @property
    def hours(self) -> float:
        """How many hours count in all."""
        return fsum(one.hours for one in self.counted)

    @property
    def reached(self) -> bool:
        """Whether they are enough."""
        return self.hours >= self.needed


@dataclass(frozen=True)
class Continuing:
    """The awards of everybody, to be asked about one after the other."""

    registry: Registry

    def earned(self, award: Award, on: date) -> Earned | None:
        """What counts toward the renewal of an award on a day; None where its badge says nothing of renewals.

        The badge's current version decides, as it is the one that a renewal is given under.
        """
        badge = self.registry.badges.get(award.badge)
        renewal = badge.current.renewal if badge else None
        if renewal is None:
            return None
        counted = sorted(
            self._counted(award, renewal, on), key=lambda one: (one.award.awarded, one.award.badge, one.award.id or "")
        )
        return Earned(needed=renewal.hours, counted=tuple(counted))

    @cached_property
    def _by_recipient(self) -> Mapping[str, list[Award]]:
        found: dict[str, list[Award]] = defaultdict(list)
        for award in self.registry.awards:
            found[award.recipient].append(award)
        return found

    def _counted(self, award: Award, renewal: Renewal, on: date) -> Iterator[Counted]:
        for other in self._by_recipient.get(award.recipient, ()):
            if not award.awarded < other.awarded <= on or not stands(self.registry, other):
                continue
            if renewal.within and renewal.within.after(other.awarded) < on:
                continue
            version = given_version(self.registry, other)
            if version and version.hours and self._is_of(renewal, other.badge, version):
                yield Counted(award=other, hours=version.hours)

    def _is_of(self, renewal: Renewal, badge: str, version: BadgeFile) -> bool:
        return any(badge_shows(self.registry, version, name) if "/" in name else name == badge for name in renewal.of)
