"""Reminders of what ends, as an iCalendar file (RFC 5545), for whoever looks after the registry.

    reminders(registry, due(registry, within=..., as_of=...))

An event on the last valid day of every award that ends, and one when a signing key retires.  An event names the badge
and the address of the credential, and nobody.  Its UID stays the same whenever the file is made again, so that a
calendar that reads it twice has it once.  The same registry, period and instant give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from conferral.addresses import credential_page, url
from conferral.due import Due, DueAward, DueKey
from conferral.model import Registry
from conferral.standards.timestamps import format_timestamp

_LONGEST = 75
"""Octets of a line, without its end (section 3.1)."""

_BEFORE = "P14D"
"""How long before the day an alarm is given."""


def reminders(registry: Registry, found: Due) -> bytes:
    """The calendar of everything that ends within the time asked for; what has ended is left out."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//conferral//conferral due//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(registry.file.title)}",
    ]
    stamp = _instant(format_timestamp(found.as_of))
    for badge in found.badges:
        for award in badge.ending:
            lines += _event(_award(registry, badge.badge.current.name, award), stamp)
    for key in found.keys:
        lines += _event(_key(registry, key), stamp)
    return "".join(f"{line}\r\n" for whole in (*lines, "END:VCALENDAR") for line in _folded(whole)).encode()


def _event(lines: Iterator[str], stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"DTSTAMP:{stamp}"
    summary = ""
    for line in lines:
        summary = line if line.startswith("SUMMARY:") else summary
        yield line
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield summary.replace("SUMMARY:", "DESCRIPTION:", 1)
    yield f"TRIGGER:-{_BEFORE}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _award(registry: Registry, name: str, due: DueAward) -> Iterator[str]:
    base_url = registry.base_of(due.award)
    address = url(base_url, credential_page(due.award.id or ""))
    yield f"UID:{due.award.id}@{_host(base_url)}"
    yield f"DTSTART;VALUE=DATE:{_day(due.last_day)}"  # without an end, all of that day (section 3.6.1)
    yield f"SUMMARY:{_text(f'A credential of {name} ends')}"
    yield f"DESCRIPTION:{_text(f'Last valid day: {due.last_day}. {_way_on(due)}')}"
    yield f"URL:{address}"


def _way_on(due: DueAward) -> str:
    if due.hindrance:
        because = {"retired": "its badge is retired", "suspended": "it is suspended"}[due.hindrance]
        return f"It cannot be renewed: {because}."
    if due.earned is None:
        return f"To renew it: conferral renew {due.award.id}"
    hours = f"{due.earned.hours:g} of {due.earned.needed:g} hours of further learning count."
    return f"{hours} To renew it: conferral renew --earned" if due.earned.reached else f"So far {hours}"


def _key(registry: Registry, due: DueKey) -> Iterator[str]:
    name = f"{due.key.issuer}/{due.key.name}"
    yield f"UID:key-{due.key.issuer}-{due.key.name}@{_host(registry.file.base_url)}"
    yield f"DTSTART:{_instant(format_timestamp(due.ends))}"
    yield f"SUMMARY:{_text(f'The key {name} retires')}"
    after = "Another key signs from then on." if due.followed else "No other key signs from then on: conferral key new"
    yield f"DESCRIPTION:{_text(after)}"


def _host(base_url: str) -> str:
    return urlsplit(base_url).hostname or ""


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _instant(timestamp: str) -> str:
    """A time in UTC in the basic form of ISO 8601 (section 3.3.5)."""
    return timestamp.replace("-", "").replace(":", "")


def _text(text: str) -> str:
    """A value of the type TEXT (section 3.3.11)."""
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line as several of at most 75 octets, each but the first behind a space; no character is cut in two."""
    part, room = "", _LONGEST
    for character in line:
        size = len(character.encode())
        if size > room:
            yield part
            part, room = " ", _LONGEST - 1
        part += character
        room -= size
    yield part
