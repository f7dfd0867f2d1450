"""Fetching a status list, no larger and no fuller than one can be."""

from __future__ import annotations

from conferral.verify.findings import failed, unknown
from conferral.verify.report import Check, State
from conferral.verify.resolving import FetchError, Resolver

MAX_LIST_BYTES = 5 << 20
"""Largest status list that is read, in bytes as published."""

MOST_VALUES = 250_000
"""Values that are read of one list: JSON of this size can hold so many that reading it takes seconds."""


def fetch_list(url: str, resolver: Resolver) -> bytes | Check:
    """What stands at `url`; else the check that says what is wrong."""
    try:
        data = resolver.fetch(url)
    except FetchError as error:
        return unknown("status.unreachable", url=url, problem=error.message)
    if len(data) > MAX_LIST_BYTES:
        problem = f"it is larger than {MAX_LIST_BYTES} bytes"
        return unknown("status.unreachable", url=url, problem=problem)
    # Whatever stands in texts is counted, too, which matters to no list that there is.
    if data.count(b",") >= MOST_VALUES:
        problem = f"it holds more than {MOST_VALUES} values"
        return failed("status.unreadable", State.UNTRUSTED, url=url, problem=problem)
    return data
