from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conferral.verify import State
from conferral.verify.validity import check_validity

FROM, UNTIL = "2026-06-29T22:00:00Z", "2028-06-30T21:59:59Z"
BEGIN, END = datetime(2026, 6, 29, 22, tzinfo=UTC), datetime(2028, 6, 30, 21, 59, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "state", "sentence"),
    [
        (BEGIN - SECOND, State.NOT_YET_VALID, "Its validity begins only on 29 June 2026, 22:00 UTC."),
        (BEGIN, State.VALID, "It is valid from 29 June 2026, 22:00 UTC until 30 June 2028, 21:59 UTC."),
        (END, State.VALID, "It is valid from 29 June 2026, 22:00 UTC until 30 June 2028, 21:59 UTC."),
        (END + SECOND, State.EXPIRED, "Its validity ended on 30 June 2028, 21:59 UTC."),
    ],
)
def test_both_ends_of_the_window_belong_to_it(at: datetime, state: State, sentence: str) -> None:
    check = check_validity({"validFrom": FROM, "validUntil": UNTIL}, at)
    assert (check.verdict, check.sentence) == (state, sentence)


def test_without_an_end_it_stays_valid() -> None:
    check = check_validity({"validFrom": FROM}, datetime(2999, 1, 1, tzinfo=UTC))
    assert check.sentence == "It is valid from 29 June 2026, 22:00 UTC on, with no end."


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({}, "it does not say when it begins"),
        ({"validUntil": UNTIL}, "it does not say when it begins"),
        ({"validFrom": UNTIL, "validUntil": FROM}, "it ends before it begins"),
        ({"validFrom": 7}, '"validFrom" is no timestamp'),
        ({"validFrom": None}, '"validFrom" is no timestamp'),
        ({"validFrom": FROM, "validUntil": None}, '"validUntil" is no timestamp'),
        (
            {"validFrom": "2026-06-29"},
            "got timestamp '2026-06-29', expected one like '2026-06-30T22:00:00Z'",
        ),
        (
            {"validFrom": "2026-06-29T22:00:00"},
            "got timestamp '2026-06-29T22:00:00', expected one like '2026-06-30T22:00:00Z'",
        ),
    ],
)
def test_dates_that_cannot_be_read_fail(document: dict[str, object], problem: str) -> None:
    check = check_validity(document, BEGIN)
    assert check.verdict is State.MALFORMED
    assert check.sentence == f"Its dates cannot be read: {problem}."
