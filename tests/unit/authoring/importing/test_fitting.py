"""Values of others are made fit, or it is said why not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.authoring.importing.fitting import LINE, Fitting, day_written, last_day_written
from conferral.authoring.importing.found import Notes, Origin
from conferral.fields import Period
from conferral.standards.timestamps import format_timestamp
from conferral.states import end_of, start_of
from conferral.timezones import zone

HERE = Origin("file.json")
BERLIN = zone("Europe/Berlin")
ZONES = ("UTC", "Europe/Berlin", "America/Denver", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago")


def _said(notes: Notes) -> list[tuple[str, str]]:
    return [(note.kind, note.what) for note in notes.all]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2021-06-30T21:59:59+00:00", "2021-06-30", "2021-06-30"),
        ("2021-06-30T22:00:00+00:00", "2021-07-01", "2021-06-30"),  # midnight in Berlin
        ("2021-06-30T23:30:00+0000", "2021-07-01", "2021-07-01"),
        ("2021-06-30T23:59:59.999-07:00", "2021-06-30", "2021-06-30"),
        ("2021-06-30T18:30:00-07:00", "2021-07-01", "2021-07-01"),
        ("2021-07-01T00:00:00Z", "2021-07-01", "2021-06-30"),
        ("2021-07-01T00:00:00.000+02:00", "2021-07-01", "2021-06-30"),
        ("2021-07-01", "2021-07-01", "2021-07-01"),
        ("2021-07-01 09:30", "2021-07-01", "2021-07-01"),
        (1625097600, "2021-07-01", "2021-06-30"),
        ("1625097601", "2021-07-01", "2021-07-01"),
    ],
)
def test_a_day_is_that_of_the_registrys_timezone_and_the_edges_of_a_day_are_that_day(
    written: Any, first: str, last: str
) -> None:
    found = (day_written(written, BERLIN), last_day_written(written, BERLIN))
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "soon",
        "2021-02-30",
        "2021-13-01T00:00:00Z",
        "2021-06-30T25:00:00Z",
        True,
        -1,
        1e20,
        [],
        "30/06/2021",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_what_is_no_time_is_no_day(written: Any) -> None:
    assert day_written(written, BERLIN) is last_day_written(written, BERLIN) is None


@given(day=st.dates(date(1900, 1, 2), date(2998, 1, 1)), offset=st.integers(-14, 14), name=st.sampled_from(ZONES))
def test_what_was_written_as_a_day_stays_that_day_in_every_timezone(day: date, offset: int, name: str) -> None:
    written = f"{day}T00:00:00{'+' if offset >= 0 else '-'}{abs(offset):02}:00"
    assert day_written(written, zone(name)) == day
    assert last_day_written(written, zone(name)) == day - timedelta(days=1)
    assert last_day_written(written.replace("00:00:00", "23:59:59"), zone(name)) == day


@given(day=st.dates(date(1971, 1, 2), date(2998, 1, 1)), name=st.sampled_from(ZONES))
def test_the_days_of_this_program_come_back_as_they_were(day: date, name: str) -> None:
    first, last = format_timestamp(start_of(day, name)), format_timestamp(end_of(day, name))
    assert (day_written(first, zone(name)), last_day_written(last, zone(name))) == (day, day)


def test_a_text_is_brought_onto_one_line_and_invisible_characters_are_left_out() -> None:
    notes = Notes()
    assert Fitting(notes).line(" Two\r\n lines\u202e ", HERE, "a name") == "Two lines"
    assert _said(notes) == [("changed", "a name: invisible characters are left out")]


def test_a_long_text_ends_with_a_sentence_or_a_word() -> None:
    fit = Fitting(Notes())
    assert fit.cut("One sentence. Another one.", HERE, "it", longest=20) == ("One sentence.", True)
    assert fit.cut("word " * 10, HERE, "it", longest=20) == ("word word word word…", True)
    assert fit.cut("x" * 30, HERE, "it", longest=20) == ("x" * 19 + "…", True)
    assert fit.cut("short", HERE, "it", longest=20) == ("short", False)


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=400))
def test_a_text_that_is_cut_fits(text: str) -> None:
    found = Fitting(Notes()).cut(text, HERE, "it", longest=50)
    assert found is None or (0 < len(found[0]) <= 50 and "\n" not in found[0])


def test_an_address_that_is_http_is_written_with_https_and_said() -> None:
    notes = Notes()
    assert Fitting(notes).url("http://a.example.org/x", HERE, "an address") == "https://a.example.org/x"
    assert _said(notes) == [
        ("changed", "an address: http://a.example.org/x is written with https: check that it leads there")
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("javascript:alert(1)", '"javascript:alert(1)" is no https address'),
        ("data:text/html,x", "a data: address, which is the thing itself"),
        ("http://user:word@a.example.org", '"https://user:word@a.example.org" is no https address'),
        ({"id": "x"}, "it is no text"),
    ],
)
def test_an_address_that_is_none_is_not_carried(value: Any, said: str) -> None:
    notes = Notes()
    assert Fitting(notes).url(value, HERE, "an address") is None
    assert _said(notes) == [("not carried", f"an address: {said}")]


def test_an_identifier_of_a_vocabulary_stays_http() -> None:
    notes = Notes()
    name = "http://data.europa.eu/esco/skill/1"
    assert Fitting(notes).url(name, HERE, "an address", vocabulary=True) == name
    assert notes.all == []


def test_values_of_closed_lists_and_periods_are_taken_or_said() -> None:
    notes = Notes()
    fit = Fitting(notes)
    assert fit.value("achievement type", "Certificate", HERE, "the type") == "Certificate"
    assert fit.value("achievement type", "Program", HERE, "the type") is None
    assert fit.period("2 weeks", HERE, "the validity") == Period(14, "day")
    assert fit.period("soon", HERE, "the validity") is None
    assert fit.line("x" * (LINE + 1), HERE, "a line") is None
    assert _said(notes) == [
        ("not carried", 'the type: "Program" is no achievement type'),
        ("not carried", "the validity: it is no period"),
        ("not carried", "a line: text of 301 characters"),
    ]
