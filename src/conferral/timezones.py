"""Timezones from the package tzdata, not from the machine: the same days, hence the same bytes, everywhere."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo


@lru_cache
def names() -> frozenset[str]:
    """The names of the IANA database."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


@lru_cache
def zone(name: str) -> ZoneInfo:
    """The timezone of a name in `names()`."""
    with resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)
