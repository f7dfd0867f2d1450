"""The register's files: CSV, one row a line, sorted nowhere: rows are only ever appended."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache

from pydantic import TypeAdapter

from conferral.fields import BaseUrl
from conferral.identifiers import AWARD_ID
from conferral.model import Finding, Move, Pins, Place, Row
from conferral.plurals import counted
from conferral.standards.timestamps import format_timestamp

REGISTRY_FILE = "credentials/register/registry.csv"
AWARDS_FOLDER = "credentials/register/awards"
CORRECTIONS_FOLDER = "credentials/register/corrections"
SALTS_FOLDER = "credentials/register/salts"
COLUMNS = ("id", "issue", "badge_version", "issuer_version", "layout", "list", "index", "registered", "digest")

_NUMBER = re.compile(r"0|[1-9][0-9]{0,6}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BASE_URL: TypeAdapter[str] = TypeAdapter(BaseUrl)
_LAYOUT = re.compile(r"[a-z0-9]+(?:[-+][a-z0-9]+)*")
_NO_IDS: Mapping[str, str] = {}
_PATTERNS = (AWARD_ID, _NUMBER, _NUMBER, _NUMBER, _LAYOUT, _NUMBER, _NUMBER, _INSTANT, _DIGEST)
_HEADING = ",".join(COLUMNS) + "\n"
_ROW = re.compile(f"^{','.join(f'({pattern.pattern})' for pattern in _PATTERNS)}\n", re.MULTILINE)
_RESTORE = "the register is machine-written: restore the file with `git restore` or `git revert`"


def format_row(row: Row) -> str:
    """One line of a register file, newline included."""
    registered = row.registered.strftime("%Y-%m-%dT%H:%M:%SZ")
    cells = (row.id, row.issue, row.badge_version, row.issuer_version, row.layout, row.list, row.index, registered)
    return ",".join(map(str, cells)) + f",{row.digest}\n"


def format_rows(rows: Iterable[Row]) -> str:
    """A whole register file."""
    return _HEADING + "".join(map(format_row, rows))


def parse_rows(file: str, text: str, ids: Mapping[str, str] = _NO_IDS) -> tuple[list[Row], list[Finding]]:
    """The rows of a register file, and what is wrong with it.

    `ids` are those of the awards that it is about, each by itself, for the rows to hold the same objects.
    """
    rows = _usual_rows(file, text, ids)
    return (rows, []) if rows is not None else _parse_cells(file, text)


def _usual_rows(file: str, text: str, ids: Mapping[str, str] = _NO_IDS) -> list[Row] | None:
    """The rows of a sound file that is as `format_rows` writes it; None for any other, which is read cell by cell."""
    found = _ROW.findall(text)
    if not text.startswith(_HEADING) or not text.endswith("\n") or len(found) != text.count("\n") - 1:
        return None
    try:
        return [_row(cells, Place(file, _line(number)), ids) for number, cells in enumerate(found, 2)]
    except ValueError:  # a time
        return None


def _parse_cells(file: str, text: str) -> tuple[list[Row], list[Finding]]:
    rows: list[Row] = []
    findings: list[Finding] = []
    reader = csv.reader(io.StringIO(text))
    for cells in reader:
        place = Place(file, (reader.line_num,))
        if reader.line_num == 1:
            if tuple(cells) != COLUMNS:
                findings.append(Finding(place, "the heading is not the register's", ",".join(COLUMNS), _RESTORE))
                break
            continue
        fault = _fault(cells)
        if fault:
            findings.append(Finding(place, f"this row of the register {fault}", ",".join(COLUMNS), _RESTORE))
            continue
        rows.append(_row(cells, place, _NO_IDS))
    if not text:
        findings.append(Finding(Place(file), "the file is empty", ",".join(COLUMNS), _RESTORE))
    return rows, findings


def _fault(cells: list[str]) -> str:
    if len(cells) != len(COLUMNS):
        return f"has {counted(len(cells), 'cell')} instead of {len(COLUMNS)}"
    for name, cell, pattern in zip(COLUMNS, cells, _PATTERNS, strict=True):
        if not pattern.fullmatch(cell):
            return f'has the {name} "{cell}"'
    try:
        _time(cells[7])
    except ValueError as error:
        return f'has the time "{cells[7]}", which {error}'
    return ""


def _row(cells: Sequence[str], place: Place, ids: Mapping[str, str]) -> Row:
    award, issue, badge_version, issuer_version, layout, number, index, registered, digest = cells
    return Row(
        id=ids.get(award, award),
        issue=int(issue),
        badge_version=int(badge_version),
        issuer_version=int(issuer_version),
        layout=sys.intern(layout),
        list=int(number),
        index=int(index),
        registered=_time(registered),
        digest=digest,
        place=place,
    )


@lru_cache(1024)  # the rows of a registration share one
def _time(text: str) -> datetime:
    """A time in the form of the register; else `ValueError`, which completes a sentence that begins with the text."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("does not exist") from None
    if not 2000 <= time.year <= 2999:
        raise ValueError("cannot be")
    return time


@cache
def _line(number: int) -> tuple[int]:
    """The keys of a place in that line, the same for every file."""
    return (number,)


def format_pins(pins: Pins) -> str:
    """registry.csv: what the first registration fixed, and a line for each move since."""
    moves = (f"moved,{format_timestamp(move.since)},{move.base_url}\n" for move in pins.moves)
    return f"base_url,{pins.base_url}\ntimezone,{pins.timezone}\n" + "".join(moves)


def parse_pins(text: str) -> tuple[Pins | None, list[Finding]]:
    """What the first registration fixed and the moves since, and what is wrong with the file."""
    lines = [line.split(",", 1) for line in text.splitlines()]
    if [line[0] for line in lines[:2]] != ["base_url", "timezone"] or any(len(line) != 2 for line in lines[:2]):
        place = Place(REGISTRY_FILE, (1,))
        return None, [
            Finding(place, "these are not the register's pins", "base_url and timezone, a line each", _RESTORE)
        ]
    pins = Pins(base_url=lines[0][1], timezone=lines[1][1], place=Place(REGISTRY_FILE, (1,)))
    for number, line in enumerate(text.splitlines()[2:], 3):
        move = _move(line)
        if move is None or (pins.moves and move.since <= pins.moves[-1].since):
            what = "this is no move of the registry" if move is None else "this move is no later than the one before it"
            expected = "moved, a time in UTC and an https address, oldest first"
            return None, [Finding(Place(REGISTRY_FILE, (number,)), what, expected, _RESTORE)]
        pins = replace(pins, moves=(*pins.moves, move))
    return pins, []


def _move(line: str) -> Move | None:
    cells = line.split(",", 2)
    if len(cells) != 3 or cells[0] != "moved" or not _INSTANT.fullmatch(cells[1]):
        return None
    try:
        since, base_url = datetime.fromisoformat(cells[1]), _BASE_URL.validate_python(cells[2])
    except ValueError:  # pydantic's is one, too
        return None
    return Move(since=since, base_url=base_url) if base_url == cells[2] else None


def format_salt(salt: bytes) -> str:
    """A salt file: 32 hexadecimal digits."""
    return f"{salt.hex()}\n"


def parse_salt(file: str, text: str) -> tuple[bytes | None, list[Finding]]:
    """An issuer's salt (16 bytes), and what is wrong with the file."""
    if re.fullmatch(r"[0-9a-f]{32}\n", text):
        return bytes.fromhex(text.strip()), []
    return None, [Finding(Place(file, (1,)), "this is no salt", "32 hexadecimal digits", _RESTORE)]
