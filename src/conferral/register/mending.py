"""Rows that nobody has seen yet give way: `conferral register --base REV`.

What the base has is published and stays as it is, byte for byte.  A row that the base lacks may have been made on a
branch that knew nothing of another one; it then counts on, draws again, and pins what the files say now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from conferral.credentials import credential, digest, layout_for
from conferral.model import Award, Pins, Registry, Row
from conferral.register.taken import Taken, lists_of


@dataclass(frozen=True, slots=True)
class Published:
    """What the public has: rows of the register, and the pins."""

    rows: Collection[Row]
    pins: Pins | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """A row, what it becomes, and why, in words that complete "award ...: "."""

    before: Row
    after: Row
    why: str


def mended(registry: Registry, taken: Taken, published: Published, *, now: datetime) -> Iterator[Mended]:
    """The rows that are not `published` and have to change."""
    seen = frozenset(published.rows)
    has_moved = has_moved_before(published.pins, registry)
    for award in registry.awards:
        yield from _mended(registry, award, taken, seen, now, has_moved=has_moved)
    for erased in registry.erased:  # nothing to pin any more, but an index of its own it must have
        for row in erased.rows:
            if row not in seen and _gives_way(registry, taken, row, seen):
                yield Mended(row, _redrawn(registry, taken, row), DREW_AGAIN)


DREW_AGAIN = "drew another index, as another award has its old one"
COUNTED_ON = "is issue {issue} now, as another correction was issued as issue {before}"
PINNED_ANEW = "is pinned anew, as the files say something else now"
MOVED = "is registered anew, as the registry had moved to {base_url} when it came"


def has_moved_before(pins: Pins | None, registry: Registry) -> bool:
    """Whether the public knows the registry's present base URL as the one it moved to."""
    return pins is not None and bool(pins.moves) and pins.present_base_url == registry.file.base_url


def pinned(registry: Registry, award: Award, earlier: Collection[Row], row: Row) -> Row:
    """The row with the digest of what it issues after `earlier` ones, under the base URL that the award belongs to."""
    issued = replace(award, rows=(*earlier, row))
    return replace(row, digest=digest(credential(registry, issued, registry.base_of(issued))))


def _mended(
    registry: Registry, award: Award, taken: Taken, published: frozenset[Row], now: datetime, *, has_moved: bool
) -> Iterator[Mended]:
    rows = [row for row in award.rows if row in published]
    loose = [row for row in award.rows if row not in published]
    loose.sort(key=lambda row: (row.issue, row.registered, row.place.file))
    late = has_moved and not rows and registry.base_of(award) != registry.file.base_url
    for row in loose:
        issue = rows[-1].issue + 1 if rows else 1
        after, why = row, ""
        if row.issue != issue:
            after = _redrawn(registry, taken, replace(row, issue=issue, registered=now))
            why = COUNTED_ON.format(issue=issue, before=row.issue)
        elif _gives_way(registry, taken, row, published):
            after, why = _redrawn(registry, taken, row), DREW_AGAIN
        if late:
            after, why = replace(after, registered=now), why or MOVED.format(base_url=registry.file.base_url)
        if row is loose[-1] and not _signs(registry, award, rows, row):
            after = _as_of_now(registry, award, rows, replace(after, registered=now), taken)
            why = why or PINNED_ANEW
        if why:
            after = pinned(registry, award, rows, after)
            yield Mended(row, after, why)
        rows.append(after)


def _signs(registry: Registry, award: Award, earlier: list[Row], row: Row) -> bool:
    """Whether the award signs what the row says; only then is there nothing to pin anew."""
    try:
        return pinned(registry, award, earlier, row) == row
    except LookupError:  # the identity that the row names was withdrawn
        return False


def _as_of_now(registry: Registry, award: Award, earlier: list[Row], row: Row, taken: Taken) -> Row:
    """The row with the versions and the layout that it would get today."""
    badge = registry.badges[award.badge]
    version = earlier[-1].badge_version if earlier else badge.current.version
    after = replace(
        row,
        badge_version=version,
        issuer_version=registry.issuers[badge.versions[version].issuer].current.version,
        layout=layout_for(registry.recipients.get(award.recipient)),
    )
    moved = lists_of(registry, award.badge, version) != lists_of(registry, award.badge, row.badge_version)
    return _redrawn(registry, taken, after) if moved else after


def _gives_way(registry: Registry, taken: Taken, row: Row, published: frozenset[Row]) -> bool:
    """Whether the row shares its index and has to give it up: published rows never do, else the lowest id stays."""
    sharing = taken.sharing(lists_of(registry, row.badge, row.badge_version), row)
    return min(sharing, key=lambda other: (other not in published, other.id, other.issue)) != row


def _redrawn(registry: Registry, taken: Taken, row: Row) -> Row:
    ((number, index),) = taken.draw(1, lists_of(registry, row.badge, row.badge_version))
    return replace(row, list=number, index=index)
