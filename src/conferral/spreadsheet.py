"""A spreadsheet saved as CSV: every cell with the line and the column that its text has in the file.

Spreadsheets do not agree on what CSV is.  The encoding is told by the byte order mark (UTF-8, UTF-16), else it is
UTF-8 if the bytes are, else Windows-1252, which Excel writes when it is asked for plain CSV.  The delimiter is the one
that Excel's line `sep=;` names, else the comma, semicolon or tab that gives headings which are known, else the one
that cuts the lines most alike.  Empty rows, and empty cells at the end of a row, are not there.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from conferral.errors import Problem, RegistryProblems

MAX_BYTES = 32 * 1024 * 1024
DELIMITERS = ",;\t"

_SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?[,;\t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_ENOUGH_TO_JUDGE = 64 * 1024  # characters from which the delimiter is told
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_READ_AS_WINDOWS = (
    "the file is not in UTF-8 and was read as Windows-1252, as Excel saves plain CSV; if letters look wrong, "
    'save it as "CSV UTF-8"'
)
_OTHER_FORMATS = (
    (b"PK\x03\x04", "a workbook (.xlsx or .ods)"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel (.xls)"),
    (b"%PDF", "a PDF"),
    (b"age-encryption.org/", "a file that is encrypted with age"),
    (b"-----BEGIN AGE", "a file that is encrypted with age"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, without spaces around it; `line` in the file and `column` of the table, from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with at least one filled cell; `last_line` differs from `line` where a cell holds line breaks."""

    line: int
    last_line: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell of a column, from 1; an empty one where the row has none."""
        if column <= len(self.cells):
            return self.cells[column - 1]
        return Cell("", self.cells[-1].line if self.cells else self.line, column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreadsheet:
    """All rows of a file, the headings among them; `notes` say what was guessed about it."""

    file: str
    text: str
    rows: tuple[TableRow, ...]
    delimiter: str
    encoding: str
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Where reading stopped, if it did: rows further down are not there."""


def read_spreadsheet(content: bytes, file: str, knows: Callable[[str], bool] = lambda _: False) -> Spreadsheet:
    """The rows of a CSV file; `file` names it in problems, `knows` tells a heading that is expected.

    Raises `RegistryProblems` for what is no CSV at all.
    """
    text, encoding, notes = _decoded(content, file)
    start = 0
    found = _SEPARATOR_LINE.match(text)
    if found:
        delimiter, start = found[1], found.end()
    else:
        delimiter = _delimiter(text, knows)
    lines_before = len(_LINE_BREAK.findall(text[:start]))
    rows: list[TableRow] = []
    problems: list[Problem] = []
    reading = _Records(text[start:], delimiter, lines_before)
    try:
        for line, last_line, values in reading:
            row = _row(line, last_line, values)
            if row.cells:
                rows.append(row)
    except csv.Error as error:
        problems.append(_unreadable(file, reading.line, str(error)))
    return Spreadsheet(
        file=file,
        text=text,
        rows=tuple(rows),
        delimiter=delimiter,
        encoding=encoding,
        notes=notes,
        problems=tuple(problems),
    )


class _Records:
    """The records of a CSV text with the lines where each begins and ends."""

    def __init__(self, text: str, delimiter: str, lines_before: int) -> None:
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        self._before = lines_before
        self.line = lines_before + 1

    def __iter__(self) -> Iterator[tuple[int, int, list[str]]]:
        for values in self._reader:
            last = self._before + self._reader.line_num
            yield self.line, last, values
            self.line = last + 1


def _row(line: int, last_line: int, values: Sequence[str]) -> TableRow:
    filled = max((number for number, value in enumerate(values, 1) if value.strip()), default=0)
    cells = []
    at = line
    for number, value in enumerate(values[:filled], 1):
        leading = value[: len(value) - len(value.lstrip())]
        cells.append(Cell(_tidy(value), at + len(_LINE_BREAK.findall(leading)), number))
        at += len(_LINE_BREAK.findall(value))
    return TableRow(line, last_line, tuple(cells))


def _tidy(value: str) -> str:
    """A cell's text with one kind of line break, and without the invisible marks that programs put around it."""
    return _LINE_BREAK.sub("\n", value).replace("\u00a0", " ").strip(" \t\n\u200b\u200e\u200f\u2060\ufeff")


def _unreadable(file: str, line: int, error: str) -> Problem:
    if "field larger" in error:
        what, hint = "a cell of more than 131072 characters", "shorten it; a quotation mark may be missing in this row"
    elif "unexpected end" in error:
        what = "a quotation mark opens a cell that is never closed"
        hint = 'close it, or write "" for a quotation mark inside a cell; the rows below could not be read'
    else:
        what = "a quotation mark stands where a cell has ended already"
        hint = 'write "" for a quotation mark inside a cell; the rows below could not be read'
    return Problem(file, line, 1, what, "cells in pairs of quotation marks", hint)


def _decoded(content: bytes, file: str) -> tuple[str, str, tuple[str, ...]]:
    """The text, the name of its encoding, and what is to be said about it."""
    if len(content) > MAX_BYTES:
        what = f"the file has more than {MAX_BYTES} bytes"
        raise _refused(file, what, f"at most {MAX_BYTES} bytes", "split it into several files")
    for start, kind in _OTHER_FORMATS:
        if content.startswith(start):
            hint = 'open it in the spreadsheet program and save it as "CSV UTF-8"'
            raise _refused(file, f"this is {kind}", "a CSV file", hint if "age" not in kind else "decrypt it first")
    notes: tuple[str, ...] = ()
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encoding = "utf-16"
    elif content.startswith(BOM_UTF8):
        encoding = "utf-8-sig"
    else:
        encoding = "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            what = f"the file says that it is {encoding.removesuffix('-sig').upper()}, and is not throughout"
            raise _refused(file, what, "text in one encoding", 'save it again as "CSV UTF-8"') from None
        text, encoding = _windows(content, file), "cp1252"
        notes = (_READ_AS_WINDOWS,)
    if _CONTROLS.search(text):
        raise _refused(file, "this is no text", "a CSV file", 'save the spreadsheet as "CSV UTF-8"')
    if not text.strip():
        raise _refused(file, "the file is empty", "a line of headings and a row for each person", "")
    return text, encoding, notes


def _windows(content: bytes, file: str) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = f"the byte 0x{content[error.start]:02X} is neither UTF-8 nor Windows-1252"
        hint = 'save the spreadsheet as "CSV UTF-8"'
        raise RegistryProblems([Problem(file, line, 1, what, "text in UTF-8", hint)], where=file) from None


def _refused(file: str, what: str, expected: str, hint: str) -> RegistryProblems:
    return RegistryProblems([Problem(file, 0, 0, what, expected, hint)], where=file)


def _delimiter(text: str, knows: Callable[[str], bool]) -> str:
    """The delimiter that gives most known headings, then rows most alike; a comma where none cuts anything."""
    sample = text[:_ENOUGH_TO_JUDGE]
    return max(DELIMITERS, key=lambda delimiter: _worth(sample, delimiter, knows))


def _worth(sample: str, delimiter: str, knows: Callable[[str], bool]) -> tuple[int, float, int]:
    """How many headings are known with a delimiter, how alike the rows are, how many cells they have."""
    rows: list[list[str]] = []
    try:
        for values in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(value.strip() for value in values):
                rows.append(values)
    except csv.Error:
        pass
    widths = [len(values) for values in rows]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    if usual == 1:
        return (0, 0.0, 0)
    known = max(sum(map(knows, values)) for values in rows[:20])
    return (known, round(widths.count(usual) / len(widths), 1), usual)
