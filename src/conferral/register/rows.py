"""The register's files: CSV, one row a line, sorted nowhere: rows are only ever appended."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime

from conferral.identifiers import AWARD_ID
from conferral.model import Finding, Pins, Place, Row

REGISTRY_FILE = "credentials/register/registry.csv"
AWARDS_FOLDER = "credentials/register/awards"
CORRECTIONS_FOLDER = "credentials/register/corrections"
SALTS_FOLDER = "credentials/register/salts"
COLUMNS = ("id", "issue", "badge_version", "issuer_version", "layout", "list", "index", "registered", "digest")

_NUMBER = re.compile(r"0|[1-9][0-9]{0,6}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LAYOUT = re.compile(r"[a-z0-9]+(?:[-+][a-z0-9]+)*")
_RESTORE = "the register is machine-written: restore the file with `git restore` or `git revert`"


def format_row(row: Row) -> str:
    """One line of a register file, newline included."""
    registered = row.registered.strftime("%Y-%m-%dT%H:%M:%SZ")
    cells = (row.id, row.issue, row.badge_version, row.issuer_version, row.layout, row.list, row.index, registered)
    return ",".join(map(str, cells)) + f",{row.digest}\n"


def format_rows(rows: Iterable[Row]) -> str:
    """A whole register file."""
    return ",".join(COLUMNS) + "\n" + "".join(map(format_row, rows))


def parse_rows(file: str, text: str) -> tuple[list[Row], list[Finding]]:
    """The rows of a register file, and what is wrong with it."""
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
        rows.append(
            Row(
                id=cells[0],
                issue=int(cells[1]),
                badge_version=int(cells[2]),
                issuer_version=int(cells[3]),
                layout=cells[4],
                list=int(cells[5]),
                index=int(cells[6]),
                registered=datetime.fromisoformat(cells[7]),
                digest=cells[8],
                place=place,
            )
        )
    if not text:
        findings.append(Finding(Place(file), "the file is empty", ",".join(COLUMNS), _RESTORE))
    return rows, findings


def _fault(cells: list[str]) -> str:
    if len(cells) != len(COLUMNS):
        return f"has {len(cells)} cell{'' if len(cells) == 1 else 's'} instead of {len(COLUMNS)}"
    patterns = (AWARD_ID, _NUMBER, _NUMBER, _NUMBER, _LAYOUT, _NUMBER, _NUMBER, _INSTANT, _DIGEST)
    for name, cell, pattern in zip(COLUMNS, cells, patterns, strict=True):
        if not pattern.fullmatch(cell):
            return f'has the {name} "{cell}"'
    try:
        year = datetime.fromisoformat(cells[7]).year
    except ValueError:
        return f'has the time "{cells[7]}", which does not exist'
    return "" if 2000 <= year <= 2999 else f'has the time "{cells[7]}", which cannot be'


def format_pins(pins: Pins) -> str:
    """registry.csv: what the first registration fixed."""
    return f"base_url,{pins.base_url}\ntimezone,{pins.timezone}\n"


def parse_pins(text: str) -> tuple[Pins | None, list[Finding]]:
    """What the first registration fixed, and what is wrong with the file."""
    place = Place(REGISTRY_FILE, (1,))
    lines = [line.split(",", 1) for line in text.splitlines()]
    if [line[0] for line in lines] != ["base_url", "timezone"] or any(len(line) != 2 for line in lines):
        return None, [
            Finding(place, "these are not the register's pins", "base_url and timezone, a line each", _RESTORE)
        ]
    return Pins(base_url=lines[0][1], timezone=lines[1][1], place=place), []


def format_salt(salt: bytes) -> str:
    """A salt file: 32 hexadecimal digits."""
    return f"{salt.hex()}\n"


def parse_salt(file: str, text: str) -> tuple[bytes | None, list[Finding]]:
    """An issuer's salt (16 bytes), and what is wrong with the file."""
    if re.fullmatch(r"[0-9a-f]{32}\n", text):
        return bytes.fromhex(text.strip()), []
    return None, [Finding(Place(file, (1,)), "this is no salt", "32 hexadecimal digits", _RESTORE)]
