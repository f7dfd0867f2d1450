"""Which indexes of the status lists are in use, and drawing more of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cached_property

from conferral.model import Registry, Row, StatusPurpose
from conferral.register.drawing import InUse, Pair, draw

Lists = tuple[str, StatusPurpose]
"""The issuer and the purpose of the status lists that a badge version points to."""


def lists_of(registry: Registry, badge: str, version: int | None = None) -> Lists:
    """The status lists of a badge version, by default the current one."""
    versions = registry.badges[badge]
    found = versions.versions[version] if version else versions.current
    return found.issuer, found.status_purpose


class Taken:
    """The (list, index) pairs in use, by issuer and purpose.

    `salts` has one for every issuer that draws.
    """

    def __init__(self, registry: Registry, salts: Mapping[str, bytes], chance: random.Random) -> None:
        self._registry = registry
        self._salts = salts
        self._chance = chance
        self._in_use: dict[Lists, InUse] = {}
        self._twice: set[tuple[Lists, Pair]] = set()
        for lists, row in self._rows():
            in_use = self._in_use.setdefault(lists, InUse())
            pair = row.list, row.index
            if pair in in_use:
                self._twice.add((lists, pair))
            in_use.add(pair)

    def sharing(self, lists: Lists, row: Row) -> list[Row]:
        """The rows of the register that have the index of one of them, itself included."""
        place = lists, (row.list, row.index)
        return self._shared[place] if place in self._twice else [row]

    def draw(self, count: int, lists: Lists) -> list[Pair]:
        """Free pairs, taken from now on."""
        issuer, purpose = lists
        taken = self._in_use.setdefault(lists, InUse())
        return draw(count, salt=self._salts[issuer], purpose=purpose, taken=taken, chance=self._chance)

    @cached_property
    def _shared(self) -> Mapping[tuple[Lists, Pair], list[Row]]:
        shared: dict[tuple[Lists, Pair], list[Row]] = {}
        for lists, row in self._rows():
            place = lists, (row.list, row.index)
            if place in self._twice:
                shared.setdefault(place, []).append(row)
        return shared

    def _rows(self) -> Iterator[tuple[Lists, Row]]:
        for row in self._registry.rows:
            yield lists_of(self._registry, row.badge, row.badge_version), row
