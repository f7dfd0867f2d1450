"""Reminders: an iCalendar file (RFC 5545) of what ends, that names nobody and is the same however often it is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from conferral.due import due
from conferral.fields import Period
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.reminders import _folded, _text, reminders
from tests.registry_builder import files, key_file, recipient, write_registry
from tests.unit.register.conftest import register

AS_OF = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
DATA = "credentials/badges/data-analysis/badge.yml"


def _calendar(root: Path, changes: Mapping[str, str] | None = None, *, days: int = 90) -> bytes:
    if not root.exists():
        write_registry(root, changes)
        register(root)
    registry = load_registry(FolderFiles(root))
    return reminders(registry, due(registry, within=Period(days, "day"), as_of=AS_OF))


def _unfolded(calendar: bytes) -> list[str]:
    return calendar.decode().replace("\r\n ", "").split("\r\n")


def test_an_award_that_ends_is_an_event_of_its_last_day_with_a_reminder_two_weeks_ahead(tmp_path: Path) -> None:
    calendar = _calendar(tmp_path / "registry")
    (award,) = (
        one.id
        for one in load_registry(FolderFiles(tmp_path / "registry")).awards
        if (one.badge, one.recipient) == ("data-analysis", recipient(3))
    )

    assert _unfolded(calendar) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//conferral//conferral due//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Test registry",
        "BEGIN:VEVENT",
        "DTSTAMP:20261201T120000Z",
        f"UID:{award}@credentials.example.org",
        "DTSTART;VALUE=DATE:20261231",
        "SUMMARY:A credential of Data Analysis ends",
        f"DESCRIPTION:Last valid day: 2026-12-31. To renew it: conferral renew {award}",
        f"URL:https://credentials.example.org/registry/credentials/{award}/",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:A credential of Data Analysis ends",
        "TRIGGER:-P14D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_same_registry_gives_the_same_bytes_and_names_nobody(tmp_path: Path) -> None:
    consent = "display_name: Ada Example\nconsent: {on: 2026-01-01, to: [display_name]}\n"
    calendar = _calendar(tmp_path / "registry", {f"recipients/{recipient(3)}.yml": consent})

    assert calendar == _calendar(tmp_path / "registry")
    assert b"Ada" not in calendar
    assert recipient(3).encode() not in calendar


def test_every_line_ends_as_it_must_and_has_at_most_75_octets(tmp_path: Path) -> None:
    name = "name: Œuvres; analyse, \\ données – et tout ce qui s’ensuit, de bout en bout et jusqu’à la fin"
    calendar = _calendar(tmp_path / "registry", {DATA: files()[DATA].replace("name: Data Analysis", name)})

    assert calendar.endswith(b"END:VCALENDAR\r\n")
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", calendar) is None
    assert max(map(len, calendar.split(b"\r\n"))) <= 75
    assert (
        "SUMMARY:A credential of Œuvres\\; analyse\\, \\\\ données – et tout ce qui s’ensuit\\, de bout en bout et "
        "jusqu’à la fin ends"
    ) in _unfolded(calendar)


def test_a_key_that_retires_is_an_event_of_that_second(tmp_path: Path) -> None:
    key = key_file("harbour", retired='"2026-12-20T08:00:00Z"')
    lines = _unfolded(_calendar(tmp_path / "registry", {"keys/harbour/key-1.yml": key}))

    start = lines.index("UID:key-harbour-key-1@credentials.example.org")
    assert lines[start : start + 4] == [
        "UID:key-harbour-key-1@credentials.example.org",
        "DTSTART:20261220T080000Z",
        "SUMMARY:The key harbour/key-1 retires",
        "DESCRIPTION:No other key signs from then on: conferral key new",
    ]


def test_where_nothing_ends_the_calendar_is_empty(tmp_path: Path) -> None:
    lines = _unfolded(_calendar(tmp_path / "registry", days=1))

    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "BEGIN:VEVENT" not in lines


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs"))))
def test_folding_loses_nothing_and_cuts_no_character(line: str) -> None:
    parts = list(_folded(line))

    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == line
    assert all(part.startswith(" ") for part in parts[1:])
    assert max(len(part.encode()) for part in parts) <= 75


@given(st.text())
def test_a_text_can_be_read_back(text: str) -> None:
    written = _text(text)

    assert "\n" not in written
    read = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], written, flags=re.DOTALL)
    assert read == text.replace("\r\n", "\n")
