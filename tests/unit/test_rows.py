from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conferral.identifiers import encode_128_bits
from conferral.model import Pins, Place, Row
from conferral.register import rows as register_rows
from conferral.register.rows import (
    COLUMNS,
    format_pins,
    format_row,
    format_rows,
    format_salt,
    parse_pins,
    parse_rows,
    parse_salt,
)

FILE = "credentials/register/awards/first-aid/2026-07-81ht.csv"
RESTORE = "the register is machine-written: restore the file with `git restore` or `git revert`"
ROW = Row(
    id="79v19c1mrrnwr9vsntmwm9338f",
    issue=1,
    badge_version=2,
    issuer_version=3,
    layout="plain-1",
    list=4,
    index=1_048_575,
    registered=datetime(2026, 7, 20, 8, 0, 1, tzinfo=UTC),
    digest="0123456789abcdef" * 4,
    place=Place(FILE, (2,)),
)
LINE = f"79v19c1mrrnwr9vsntmwm9338f,1,2,3,plain-1,4,1048575,2026-07-20T08:00:01Z,{'0123456789abcdef' * 4}\n"


def test_a_row_is_one_line() -> None:
    assert format_row(ROW) == LINE


def test_rows_are_read_as_they_were_written() -> None:
    assert format_rows([ROW]) == ",".join(COLUMNS) + "\n" + LINE
    rows, findings = parse_rows(FILE, format_rows([ROW, ROW]))
    assert (rows, findings) == ([ROW, ROW], [])
    assert [row.place for row in rows] == [Place(FILE, (2,)), Place(FILE, (3,))]


@given(
    st.builds(
        Row,
        id=st.integers(0, (1 << 128) - 1).map(encode_128_bits),
        issue=st.integers(1, 99),
        badge_version=st.integers(1, 9999),
        issuer_version=st.integers(1, 9999),
        layout=st.from_regex(r"[a-z]{1,8}(-[0-9]{1,2})?", fullmatch=True),
        list=st.integers(1, 9),
        index=st.integers(0, 1_048_575),
        registered=st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
            lambda time: time.replace(microsecond=0)
        ),
        digest=st.text("0123456789abcdef", min_size=64, max_size=64),
        place=st.just(Place(FILE)),
    )
)
def test_every_row_survives_being_written_and_read(row: Row) -> None:
    assert parse_rows(FILE, format_rows([row])) == ([row], [])


@given(st.sampled_from(("", "2", "\r", "\n", '"', ",", "x", "-", " ", "é")), st.integers(0, 400), st.integers(0, 2))
@example("", 0, 0)
def test_files_are_read_at_once_as_they_are_cell_by_cell(piece: str, start: int, removed: int) -> None:
    text = format_rows([ROW, replace(ROW, issue=2, registered=datetime(2026, 7, 21, tzinfo=UTC))])
    text = text[:start] + piece + text[start + removed :]
    at_once = register_rows._usual_rows(FILE, text)
    if at_once is not None:
        rows, findings = register_rows._parse_cells(FILE, text)
        assert (at_once, [row.place for row in at_once]) == (rows, [row.place for row in rows])
        assert findings == []


def test_a_row_survives_a_pickle_with_its_place_and_shares_what_others_say() -> None:
    first, second = (pickle.loads(pickle.dumps(row)) for row in (ROW, ROW))  # noqa: S301 -- our own
    assert (first, first.place) == (ROW, ROW.place)
    assert second == first
    one, other = parse_rows(FILE, format_rows([ROW, ROW]), {ROW.id: ROW.id})[0]
    assert one.registered is other.registered
    assert one.id is other.id is ROW.id


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ("x" + LINE, 'has the id "x79v19c1mrrnwr9vsntmwm9338f"'),
        (LINE.replace(",1,", ",01,"), 'has the issue "01"'),
        (LINE.replace("1048575", "-1"), 'has the index "-1"'),
        (LINE.replace("plain-1", "Plain"), 'has the layout "Plain"'),
        (LINE.replace("T08", " 08"), 'has the registered "2026-07-20 08:00:01Z"'),
        (LINE.replace("07-20", "02-30"), 'has the time "2026-02-30T08:00:01Z", which does not exist'),
        (LINE.replace("2026-07-20", "9999-12-31"), 'has the time "9999-12-31T08:00:01Z", which cannot be'),
        (LINE.replace("abcdef\n", "ABCDEF\n"), f'has the digest "{("0123456789abcdef" * 4)[:-6]}ABCDEF"'),
        (LINE.replace("\n", ",\n"), "has 10 cells instead of 9"),
    ],
)
def test_a_row_that_register_would_not_write_is_refused_and_the_others_are_read(wrong: str, what: str) -> None:
    rows, findings = parse_rows(FILE, ",".join(COLUMNS) + "\n" + wrong + LINE)
    assert len(rows) == 1
    assert [(one.place, one.what, one.hint) for one in findings] == [
        (Place(FILE, (2,)), f"this row of the register {what}", RESTORE)
    ]


def test_an_empty_register_file_is_refused() -> None:
    rows, (finding,) = parse_rows(FILE, "")
    assert (rows, finding.what) == ([], "the file is empty")


def test_pins_and_salts_are_read_as_they_were_written() -> None:
    pins = Pins(base_url="https://example.org/a,b", timezone="Europe/Berlin", place=Place(""))
    assert parse_pins(format_pins(pins)) == (pins, [])
    assert parse_salt("a.csv", format_salt(bytes(range(16)))) == (bytes(range(16)), [])


@pytest.mark.parametrize("text", ["", "base_url,x\n", "timezone,x\nbase_url,y\n", "base_url\ntimezone,UTC\n"])
def test_other_pins_are_refused(text: str) -> None:
    pins, (finding,) = parse_pins(text)
    assert (pins, finding.what) == (None, "these are not the register's pins")


@pytest.mark.parametrize("text", ["", "00" * 16, "00" * 15 + "\n", "0G" * 16 + "\n"])
def test_other_salts_are_refused(text: str) -> None:
    salt, (finding,) = parse_salt("a.csv", text)
    assert (salt, finding.what) == (None, "this is no salt")
