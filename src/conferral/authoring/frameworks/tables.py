"""Tables of an export: rows by the names of their columns, each with its line.

CSV is read as every spreadsheet is (`conferral.spreadsheet`): byte order mark, Windows line ends, commas or
semicolons, quotation marks and line breaks in cells.  Files that end in .txt are tab-delimited as O*NET publishes
them: a line a row, where a quotation mark is a quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conferral.authoring.importing.handed_in import GivenFile
from conferral.errors import Problem, RegistryProblems
from conferral.spreadsheet import read_spreadsheet

_FIRST_LINE = re.compile(rb"[^\r\n]*")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its line in the file, and what stands under each heading, without spaces around it."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an export, its rows as they are read."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def problem(self, line: int, what: str, expected: str = "", hint: str = "") -> Problem:
        """Something wrong in a line."""
        return Problem(self.file, line, 1 if line else 0, what, expected, hint)


def headings(given: GivenFile) -> frozenset[str]:
    """The words in the first line of a file, roughly: enough to tell which table it is without reading all of it."""
    line = _FIRST_LINE.match(given.content)
    text = line[0].decode("utf-8-sig", "replace") if line else ""
    return frozenset(word.strip(' "') for word in re.split("[,;\t]", text))


def read_table(given: GivenFile, knows: Callable[[str], bool]) -> Table:
    """The table in a file; `knows` tells a heading that is expected.  Raises `RegistryProblems`."""
    if given.name.lower().endswith(".txt"):
        return _tab_delimited(given)
    sheet = read_spreadsheet(given.content, given.name, knows)
    if sheet.problems:
        raise RegistryProblems(sheet.problems, where=given.name)
    if not sheet.rows:
        raise _empty(given)
    first, *others = sheet.rows
    columns = tuple(cell.text for cell in first.cells)
    rows = [(row.line, [cell.text for cell in row.cells]) for row in others]
    return _table(given.name, columns, rows)


def _tab_delimited(given: GivenFile) -> Table:
    try:
        text = given.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.content[: error.start].count(b"\n") + 1
        what = f"the byte 0x{given.content[error.start]:02X} is not UTF-8"
        raise RegistryProblems([Problem(given.name, line, 1, what, "text in UTF-8")], where=given.name) from None
    lines = [
        (number, [cell.strip() for cell in line.split("\t")])
        for number, line in enumerate(_LINE_BREAK.split(text), 1)
        if line.strip()
    ]
    if not lines:
        raise _empty(given)
    return _table(given.name, tuple(lines[0][1]), lines[1:])


def _table(file: str, columns: tuple[str, ...], rows: Sequence[tuple[int, Sequence[str]]]) -> Table:
    longer = list(_longer(file, columns, rows))
    if longer:
        raise RegistryProblems(longer, where=file)
    return Table(file, columns, tuple(TableRow(line, dict(zip(columns, cells, strict=False))) for line, cells in rows))


def _longer(file: str, columns: tuple[str, ...], rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Problem]:
    for line, cells in rows:
        if len(cells) > len(columns):
            hint = "export the file again; a delimiter stands in a cell that has no quotation marks around it"
            yield Problem(
                file, line, 1, f"{len(cells)} cells in this row", f"at most {len(columns)}, as there are headings", hint
            )


def _empty(given: GivenFile) -> RegistryProblems:
    problem = Problem(given.name, 0, 0, "the file is empty", "a line of headings, and rows")
    return RegistryProblems([problem], where=given.name)
