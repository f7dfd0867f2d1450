"""What can be said of an award at a given time: valid, or why not (DESIGN sections 3 "Time" and 7).

Dates in a registry are days in its timezone: an award is valid from the first second of one day to the last
second of another.  Revocation and suspension hold from the moment their file is there, whatever the time: the
as-of time only decides what the calendar decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from conferral.model import Award, Registry
from conferral.timezones import zone

StateKind = Literal["valid", "expired", "not-yet-valid", "suspended", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What holds of an award.

    `starts` is its first valid day and `until` its last (None: no end), in the registry's timezone.
    `since` is the day of a revocation or suspension, with its `reason` (a word of the closed list) and
    `note`; None and empty otherwise.
    """

    kind: StateKind
    starts: date
    until: date | None = None
    since: date | None = None
    reason: str = ""
    note: str = ""


def state_of(registry: Registry, award: Award, as_of: datetime) -> State:
    """The state of a registered award at an instant.

    What the issuer decided goes before what the calendar says: revoked, then suspended, then not yet
    valid, then expired, else valid.
    """
    starts = first_day(registry, award)
    until = last_day(registry, award)
    revocation = registry.revocations.get(award.id or "")
    if revocation:
        return State(
            kind="revoked",
            starts=starts,
            until=until,
            since=revocation.on,
            reason=revocation.reason,
            note=revocation.note or "",
        )
    suspension = registry.suspensions.get(award.id or "")
    if suspension and suspension.lifted is None:
        return State(
            kind="suspended",
            starts=starts,
            until=until,
            since=suspension.on,
            reason=suspension.reason,
            note=suspension.note or "",
        )
    kind: StateKind = "valid"
    if as_of < valid_from(registry, award):
        kind = "not-yet-valid"
    elif until is not None and as_of > end_of(until, registry.file.timezone):
        kind = "expired"
    return State(kind=kind, starts=starts, until=until)


def first_day(registry: Registry, award: Award) -> date:
    """The first valid day: that of the award, or of the latest registration once it was corrected."""
    return day_of(valid_from(registry, award), registry.file.timezone)


def last_day(registry: Registry, award: Award, badge_version: int | None = None) -> date | None:
    """The last valid day under a version of the badge (the registered one unless said); None means no end."""
    versions = registry.badges[award.badge].versions
    return award.last_day(versions[badge_version or version_of(registry, award)])


def version_of(registry: Registry, award: Award) -> int:
    """The badge version that an award is given under: the registered one, else the current one."""
    return award.row.badge_version if award.row else registry.badges[award.badge].current.version


def valid_from(registry: Registry, award: Award) -> datetime:
    """The credential's `validFrom`, in UTC: the first second of the day of the award.

    A corrected copy is valid from the second of its registration, or later where the award is of a coming day: of two
    copies the one with the later `validFrom` replaces the other (Open Badges 3.0, section 9.2), on the same day too.
    """
    first = start_of(award.awarded, registry.file.timezone)
    if award.row is None or award.row.issue == 1:
        return first
    return max(award.row.registered, first + timedelta(seconds=award.row.issue - 1))


def valid_until(registry: Registry, award: Award, badge_version: int | None = None) -> datetime | None:
    """The credential's `validUntil`, in UTC: the last second of the last valid day; None means no end."""
    day = last_day(registry, award, badge_version)
    return None if day is None else end_of(day, registry.file.timezone)


@lru_cache(maxsize=4096)  # a cohort shares its day
def start_of(day: date, timezone: str) -> datetime:
    """The first second of a day in a timezone, in UTC (the first there is, where clocks skip midnight)."""
    return datetime.combine(day, time.min, zone(timezone)).astimezone(UTC)


def end_of(day: date, timezone: str) -> datetime:
    """The last second of a day in a timezone, in UTC."""
    return start_of(day + timedelta(days=1), timezone) - timedelta(seconds=1)


@lru_cache(maxsize=4096)
def day_of(instant: datetime, timezone: str) -> date:
    """The day that an instant belongs to in a timezone."""
    return instant.astimezone(zone(timezone)).date()
