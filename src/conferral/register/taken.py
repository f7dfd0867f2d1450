"""Which indexes of the status lists are in use, and drawing more of them."""

from __future__ import annotations

import random
from collections.abc import Mapping

from conferral.model import Registry, Row, StatusPurpose
from conferral.register.drawing import draw

Pair = tuple[int, int]
"""A status list's number and an index in it."""

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
        self._salts = salts
        self._chance = chance
        self._rows: dict[Lists, dict[Pair, list[Row]]] = {}
        for row in registry.rows:
            rows = self._rows.setdefault(lists_of(registry, row.badge, row.badge_version), {})
            rows.setdefault((row.list, row.index), []).append(row)

    def sharing(self, lists: Lists, row: Row) -> list[Row]:
        """The rows that have the index of a row, itself included."""
        return self._rows[lists][row.list, row.index]

    def draw(self, count: int, lists: Lists) -> list[Pair]:
        """Free pairs, taken from now on."""
        issuer, purpose = lists
        rows = self._rows.setdefault(lists, {})
        drawn = draw(count, salt=self._salts[issuer], purpose=purpose, taken=rows.keys(), chance=self._chance)
        rows.update((pair, []) for pair in drawn)
        return drawn
