"""`conferral.spreadsheet`: CSV as programs write it, every cell with its place."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import Problem, RegistryProblems
from conferral.spreadsheet import Spreadsheet, read_spreadsheet

TEXT = "Name;E-Mail;Größe\r\nÀda;ada@example.org;12\r\n"


def texts(sheet: Spreadsheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def refused(content: bytes) -> Problem:
    with pytest.raises(RegistryProblems) as caught:
        read_spreadsheet(content, "a.csv")
    assert caught.value.message == "1 problem in a.csv"
    return caught.value.problems[0]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        b"sep=;\r\n" + TEXT.encode(),
        b'"sep=;"\r\n' + TEXT.encode("cp1252"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode("utf-16"),
        TEXT.replace("\r\n", "\r").encode(),
        TEXT.replace("\r\n", ";;\n").encode() + b";;;;\n\n;\n",
    ],
)
def test_the_same_table_comes_in_many_forms(content: bytes) -> None:
    sheet = read_spreadsheet(content, "a.csv")

    assert texts(sheet) == [["Name", "E-Mail", "Größe"], ["Àda", "ada@example.org", "12"]]
    assert sheet.problems == ()


@pytest.mark.parametrize("delimiter", ['"', "\r"])
def test_no_quotation_mark_or_line_break_is_taken_for_a_delimiter(delimiter: str) -> None:
    """Python refuses them with an error of its own, from 3.13 on."""
    assert read_spreadsheet(f"sep={delimiter}\na,b\n".encode(), "a.csv").delimiter == ","


def test_reading_as_windows_1252_is_said() -> None:
    note = (
        "the file is not in UTF-8 and was read as Windows-1252, as Excel saves plain CSV; if letters look wrong, "
        'save it as "CSV UTF-8"'
    )
    assert read_spreadsheet(TEXT.encode("cp1252"), "a.csv").notes == (note,)
    assert read_spreadsheet(TEXT.encode(), "a.csv").notes == ()


def test_a_cell_knows_its_line_and_column_below_line_breaks_and_empty_rows() -> None:
    sheet = read_spreadsheet(b'sep=,\na,b,c\n\n,,\n"x\ny","\n\nz",w\nlast\n', "a.csv")

    assert [(cell.text, cell.line, cell.column) for row in sheet.rows for cell in row.cells] == [
        ("a", 2, 1),
        ("b", 2, 2),
        ("c", 2, 3),
        ("x\ny", 5, 1),
        ("z", 8, 2),
        ("w", 8, 3),
        ("last", 9, 1),
    ]
    assert [(row.line, row.last_line) for row in sheet.rows] == [(2, 2), (5, 8), (9, 9)]


def test_a_quotation_mark_that_is_never_closed_is_found_where_its_row_begins() -> None:
    sheet = read_spreadsheet(b'a,b\n1,2\n3,"4\n5,6\n', "a.csv")

    assert texts(sheet) == [["a", "b"], ["1", "2"]]
    assert sheet.problems == (
        Problem(
            "a.csv",
            3,
            1,
            "a quotation mark opens a cell that is never closed",
            "cells in pairs of quotation marks",
            'close it, or write "" for a quotation mark inside a cell; the rows below could not be read',
        ),
    )


SAVE_AS = 'open it in the spreadsheet program and save it as "CSV UTF-8"'
AGAIN = 'save it again as "CSV UTF-8"'
PLAIN = 'save the spreadsheet as "CSV UTF-8"'


@pytest.mark.parametrize(
    ("content", "what", "hint"),
    [
        (b"PK\x03\x04....", "this is a workbook (.xlsx or .ods)", SAVE_AS),
        (b"\xd0\xcf\x11\xe0", "this is a workbook of an old Excel (.xls)", SAVE_AS),
        (b"age-encryption.org/v1\n", "this is a file that is encrypted with age", "decrypt it first"),
        (b"a\x00b", "this is no text", PLAIN),
        (b" \r\n\r\n", "the file is empty", ""),
        (b"a,b\n\x81,2", "the byte 0x81 is neither UTF-8 nor Windows-1252", PLAIN),
        (BOM_UTF8 + b"a,\xff", "the file says that it is UTF-8, and is not throughout", AGAIN),
        (BOM_UTF16_BE + b"a", "the file says that it is UTF-16, and is not throughout", AGAIN),
    ],
)
def test_what_is_no_csv_is_refused_with_a_way_out(content: bytes, what: str, hint: str) -> None:
    problem = refused(content)

    assert (problem.what, problem.hint) == (what, hint)


def test_headings_that_are_known_tell_the_delimiter() -> None:
    content = b"name;note, or not\na;b, c\n"

    assert read_spreadsheet(content, "a.csv", {"name"}.__contains__).delimiter == ";"
    assert read_spreadsheet(content, "a.csv").delimiter == ","


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zs")), max_size=8) | st.sampled_from(
    ['"', ";", "a,b", "x\ny", "\t", '""', "1;2"]
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_every_filled_cell_is_found_at_the_line_that_holds_it(table: list[list[str]], delimiter: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows([["a", "b"], *table])
    sheet = read_spreadsheet(b"sep=" + delimiter.encode() + b"\n" + written.getvalue().encode(), "a.csv")

    lines = sheet.text.split("\n")
    cells = [cell for row in sheet.rows[1:] for cell in row.cells if cell.text]
    assert [cell.text for cell in cells] == [text for row in table for cell in row if (text := cell.strip())]
    for cell in cells:
        assert cell.text.split("\n", maxsplit=1)[0].replace('"', '""') in lines[cell.line - 1].replace(
            '""', '"'
        ).replace('"', '""')
