from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import EncodingError
from conferral.standards.timestamps import format_timestamp, parse_timestamp


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-06-30T22:00:00Z", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2026-06-30T22:00:00.25Z", datetime(2026, 6, 30, 22, 0, 0, 250_000, UTC)),
        ("2026-06-30T22:00:00.1234567Z", datetime(2026, 6, 30, 22, 0, 0, 123_456, UTC)),
        ("2026-07-01T00:00:00+02:00", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2026-06-30T16:30:00-05:30", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2026-06-30T22:00:00-00:00", datetime(2026, 6, 30, 22, tzinfo=UTC)),
    ],
)
def test_a_timestamp_is_read(text: str, instant: datetime) -> None:
    assert parse_timestamp(text) == instant


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-06-30", "got timestamp '2026-06-30', expected one like '2026-06-30T22:00:00Z'"),
        (
            "2026-06-30T22:00:00",
            "got timestamp '2026-06-30T22:00:00', expected one like '2026-06-30T22:00:00Z'",
        ),
        (
            "2026-06-30t22:00:00z",
            "got timestamp '2026-06-30t22:00:00z', expected one like '2026-06-30T22:00:00Z'",
        ),
        (
            "2026-06-30T22:00:00Z\n",
            r"got timestamp '2026-06-30T22:00:00Z\n', expected one like '2026-06-30T22:00:00Z'",
        ),
        (
            "२०२६-06-30T22:00:00Z",
            "got timestamp '२०२६-06-30T22:00:00Z', expected one like '2026-06-30T22:00:00Z'",
        ),
        ("2026-06-30T23:59:60Z", "got timestamp '2026-06-30T23:59:60Z', expected no leap second"),
        ("2026-02-29T00:00:00Z", "got timestamp '2026-02-29T00:00:00Z', expected a day and time that exist"),
        ("2026-06-30T24:00:00Z", "got timestamp '2026-06-30T24:00:00Z', expected a day and time that exist"),
        (
            "0001-01-01T00:00:00+01:00",
            "got timestamp '0001-01-01T00:00:00+01:00', expected a day and time that exist",
        ),
        (
            "2026-06-30T22:00:00+14:01",
            "got timestamp '2026-06-30T22:00:00+14:01', expected an offset of at most 14 hours",
        ),
        (
            "2026-06-30T22:00:00+01:60",
            "got timestamp '2026-06-30T22:00:00+01:60', expected an offset of at most 14 hours",
        ),
    ],
)
def test_what_is_no_timestamp_is_refused(text: str, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        parse_timestamp(text)
    assert caught.value.message == message


def test_an_instant_is_written_in_utc() -> None:
    summer = timezone(timedelta(hours=2))
    assert format_timestamp(datetime(2026, 7, 1, tzinfo=summer)) == "2026-06-30T22:00:00Z"
    assert format_timestamp(datetime(2026, 7, 1, 0, 0, 0, 500_000, UTC)) == "2026-07-01T00:00:00.5Z"
    assert format_timestamp(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00Z"


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(EncodingError) as caught:
        format_timestamp(datetime(2026, 7, 1))  # noqa: DTZ001
    assert caught.value.message == "got time '2026-07-01T00:00:00' without a time zone, expected one with it"


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_comes_back(instant: datetime) -> None:
    assert parse_timestamp(format_timestamp(instant)) == instant
