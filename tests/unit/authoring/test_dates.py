"""`conferral.authoring.dates`: days as spreadsheets write them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.authoring.dates import EXCEL_EPOCH, Order, Written, order_of, written_day

BERLIN = ZoneInfo("Europe/Berlin")
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905

PLAIN_WAYS: tuple[Any, ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.isoformat()} 00:00:00",
    lambda day: f"{day.isoformat()}T12:30:00+01:00",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day:%d.%m.%Y} 14:05",
    lambda day: f"{day.day}. {GERMAN[day.month - 1]} {day.year}",
    lambda day: f"{day.day} {ENGLISH[day.month - 1]} {day.year}",
    lambda day: f"{day.day}-{ENGLISH[day.month - 1]}-{day.year}",
    lambda day: f"{ENGLISH[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"Tuesday, {ENGLISH[day.month - 1]}. {day.day}th, {day.year}",
    lambda day: f"Di. {day.day}. {GERMAN[day.month - 1]} {day.year}",
    lambda day: f"{day.day} de {SPANISH[day.month - 1]} de {day.year}",
)
DAYS = st.dates(date(1960, 1, 1), date(2110, 12, 31))


@given(DAYS, st.sampled_from(PLAIN_WAYS))
def test_a_day_is_the_same_in_every_way_of_writing(day: date, way: Any) -> None:
    assert written_day(way(day), BERLIN) == Written(day, day)


@given(DAYS, st.sampled_from("/-"), st.booleans())
def test_slashes_and_hyphens_leave_two_readings(day: date, mark: str, padded: bool) -> None:
    width = 2 if padded else 1
    written = written_day(f"{day.day:0{width}}{mark}{day.month:0{width}}{mark}{day.year}")

    assert written
    assert written.day_first == written.read("dmy") == day
    assert written.is_plain == (day.day == day.month)
    assert (written.month_first is None) == (day.day > 12)


@given(DAYS, st.sampled_from(("", ".5", ",75")))
def test_a_number_is_excels_count_of_days(day: date, fraction: str) -> None:
    assert written_day(f"{(day - EXCEL_EPOCH).days}{fraction}") == Written(day, day, serial=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46203", date(2026, 6, 30)),
        ("30-Jun-26", date(2026, 6, 30)),
        ("1er mars 2026", date(2026, 3, 1)),
        ("30 août 2026", date(2026, 8, 30)),
        ("30 czerwca 2026", date(2026, 6, 30)),
        ("2026-06-30T23:30:00Z", date(2026, 7, 1)),
        ("6.6.26", date(2026, 6, 6)),
        ("01.02.99", date(1999, 2, 1)),
    ],
)
def test_what_spreadsheets_write_is_read(text: str, day: date) -> None:
    written = written_day(text, BERLIN)

    assert written
    assert (written.day_first, written.month_first) == (day, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026",
        "12",
        "31/02/2026",
        "13/13/2026",
        "2026-02-30",
        "3 Brumaire 2026",
        "99999",
        "1.1.1.1",
        "6/2026",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert written_day(text, BERLIN) is None


@given(st.lists(DAYS, min_size=1, max_size=20), st.sampled_from(("dmy", "mdy")))
def test_a_column_tells_its_order_if_one_day_does(days: list[date], order: Order) -> None:
    column = [
        written_day(f"{day.day}/{day.month}/{day.year}" if order == "dmy" else f"{day.month}/{day.day}/{day.year}")
        for day in days
    ]
    found = order_of(written for written in column if written)

    assert found == (order if any(day.day > 12 for day in days) else None)


def test_one_slip_in_ten_tells_nothing_about_the_column() -> None:
    day_first, month_first = written_day("13/01/2026"), written_day("01/13/2026")
    assert day_first
    assert month_first

    assert order_of([*[day_first] * 10, month_first]) == "dmy"
    assert order_of([*[month_first] * 10, day_first]) == "mdy"
    assert order_of([*[day_first] * 9, month_first]) is None
    assert month_first.read("dmy") is None
    assert order_of([Written(EXCEL_EPOCH, EXCEL_EPOCH + timedelta(1))]) is None
