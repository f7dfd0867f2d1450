"""What the rules look at: the registry, the day, and a few ways to find things in it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from conferral.model import Award, BadgeFile, Erased, Registry
from conferral.states import day_of

_SLACK = timedelta(days=366)


@dataclass(frozen=True)
class Facts:
    """A registry at an instant."""

    registry: Registry
    as_of: datetime

    @cached_property
    def last_plausible_day(self) -> date:
        """A year from now; a later day is a slip of the pen."""
        return day_of(self.as_of, self.registry.file.timezone) + _SLACK

    @cached_property
    def awards_by_id(self) -> Mapping[str, Award]:
        """Every award that has an id; the first one where an id stands twice."""
        found: dict[str, Award] = {}
        for award in self.registry.awards:
            if award.id:
                found.setdefault(award.id, award)
        return found

    @cached_property
    def erased_by_id(self) -> Mapping[str, Erased]:
        """Every award that was erased."""
        return {award.id: award for award in self.registry.erased}

    @property
    def registered_ids(self) -> Set[str]:
        """The ids that have a row in the register."""
        return self.registry.rows_by_id.keys()

    @cached_property
    def awarded_versions(self) -> frozenset[tuple[str, int]]:
        """The badge versions that the register names, by (short name, number): what they sign never changes."""
        return frozenset((row.badge, row.badge_version) for row in self.registry.rows)

    @cached_property
    def new_awards(self) -> tuple[Award, ...]:
        """The awards that have no row in the register yet."""
        return tuple(award for award in self.registry.awards if not award.rows)

    @cached_property
    def awards_are_whole(self) -> bool:
        """Whether all files of awards could be read."""
        return not any(gap[0] == "awards" for gap in self.registry.gaps)

    def is_gap(self, *name: str) -> bool:
        """Whether a file is there and could not be read."""
        return name in self.registry.gaps

    def version_of(self, award: Award) -> BadgeFile | None:
        """The badge version that an award is given under: the registered one, else the current."""
        badge = self.registry.badges.get(award.badge)
        if badge is None:
            return None
        return badge.versions.get(award.row.badge_version) if award.row else badge.current


def entry_name(award: Award | Erased) -> str:
    """How another message refers to an entry, whose line it does not know."""
    number = award.place.keys[-1]
    ordinal = int(number) + 1 if isinstance(number, int) else 0
    return f"entry {ordinal} of {award.place.file}"
