"""Instants of time as credentials write them: RFC 3339, as XML Schema's dateTimeStamp narrows it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from conferral.errors import EncodingError

_SHAPE = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,12}))?(?:Z|([+-])(\d{2}):(\d{2}))", re.ASCII
)


@lru_cache(maxsize=4_096)
def parse_timestamp(text: str) -> datetime:
    """The instant that `text` names, with its offset.

    Accepted is what is both an RFC 3339 date-time and an XML Schema dateTimeStamp: upper-case `T` and `Z`, a
    mandatory offset of at most 14 hours, years 0001 to 9999.  Digits beyond the microsecond are cut.  Leap
    seconds are refused, because neither XML Schema nor Python has them.

    Raises `EncodingError`.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise EncodingError(f"got timestamp {text[:64]!r}, expected one like '2026-06-30T22:00:00Z'")
    year, month, day, hour, minute, second = (int(match[group]) for group in range(1, 7))
    if second == 60:
        raise EncodingError(f"got timestamp {text!r}, expected no leap second")
    offset = timedelta()
    if match[8]:
        offset = timedelta(hours=int(match[9]), minutes=int(match[10]))
        if int(match[10]) > 59 or offset > timedelta(hours=14):
            raise EncodingError(f"got timestamp {text!r}, expected an offset of at most 14 hours")
        if match[8] == "-":
            offset = -offset
    microsecond = int((match[7] or "").ljust(6, "0")[:6])
    zone = timezone(offset) if offset else UTC
    try:
        instant = datetime(year, month, day, hour, minute, second, microsecond, zone)
        instant.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise EncodingError(f"got timestamp {text!r}, expected a day and time that exist") from error
    return instant


def format_timestamp(instant: datetime) -> str:
    """`instant` in UTC, as `2026-06-30T22:00:00Z`; a fraction appears only when it is not zero.

    Raises `EncodingError` for an instant without a time zone.
    """
    if instant.tzinfo is UTC:
        moment = instant
    elif instant.tzinfo is None or instant.utcoffset() is None:
        raise EncodingError(f"got time {instant.isoformat()!r} without a time zone, expected one with it")
    else:
        moment = instant.astimezone(UTC)
    text = moment.isoformat()[: len("2026-06-30T22:00:00")]
    if moment.microsecond:
        text += f".{moment.microsecond:06d}".rstrip("0")
    return text + "Z"
