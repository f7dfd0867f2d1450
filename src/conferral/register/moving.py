"""Moves of the registry: what a move may not do to awards that were issued before it arrived.

A move is planned on a branch, while awards are still issued under the former address.  Those that are published by the
time it is merged keep their address, so the move has to be later than all of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from conferral.model import Move, Pins, Registry, Row


def extends(pins: Pins | None, published: Pins | None) -> bool:
    """Whether pins are those that are published, with nothing but moves added."""
    return (
        pins is not None
        and published is not None
        and (pins.base_url, pins.timezone) == (published.base_url, published.timezone)
        and pins.moves[: len(published.moves)] == published.moves
    )


def carried_along(published: Registry, pins: Pins) -> tuple[Row, ...]:
    """The first rows of published awards that would belong to another base URL by `pins`, in the order of issue."""
    if published.pins is None or published.pins == pins:
        return ()
    was = published.pins.base_at
    rows = (row for row in published.rows if row.issue == 1 and was(row.registered) != pins.base_at(row.registered))
    return tuple(sorted(rows, key=lambda row: (row.registered, row.id)))


def redated(registry: Registry, published: Registry, *, now: datetime) -> Registry:
    """The registry with its latest move later than every published award, if nobody has seen that move yet.

    Moves between the published ones and the latest go, since nothing was ever issued under their addresses.
    """
    pins = registry.pins
    if pins is None or published.pins is None or not extends(pins, published.pins):
        return registry
    if not carried_along(published, pins):
        return registry
    since = max(now, *(row.registered + timedelta(seconds=1) for row in published.rows))
    move = Move(since=since, base_url=pins.present_base_url)
    return replace(registry, pins=replace(pins, moves=(*published.pins.moves, move)))
