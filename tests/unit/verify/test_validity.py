from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conferral.verify import State
from conferral.verify.validity import Window, check_validity, window_of

FROM, UNTIL = "2026-06-29T22:00:00Z", "2028-06-30T21:59:59Z"
BEGIN, END = datetime(2026, 6, 29, 22, tzinfo=UTC), datetime(2028, 6, 30, 21, 59, 59, tzinfo=UTC)
LATER, LATER_BEGIN = "2027-01-01T00:00:00Z", datetime(2027, 1, 1, tzinfo=UTC)
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


def test_the_older_names_of_the_dates_are_read() -> None:
    older = {"issuanceDate": FROM, "expirationDate": UNTIL}
    for at, state in ((BEGIN - SECOND, State.NOT_YET_VALID), (END, State.VALID), (END + SECOND, State.EXPIRED)):
        assert check_validity(older, at).verdict is state
    assert window_of(older) == Window(begin=BEGIN, end=END)


@pytest.mark.parametrize(
    ("members", "begin", "end"),
    [
        ({"validFrom": FROM, "issuanceDate": LATER}, LATER_BEGIN, None),
        ({"validFrom": LATER, "issuanceDate": FROM}, LATER_BEGIN, None),
        ({"validFrom": FROM, "validUntil": LATER, "expirationDate": UNTIL}, BEGIN, LATER_BEGIN),
        ({"issuanceDate": FROM, "validUntil": UNTIL, "expirationDate": LATER}, BEGIN, LATER_BEGIN),
    ],
)
def test_of_two_windows_the_narrower_counts(members: dict[str, str], begin: datetime, end: datetime | None) -> None:
    assert window_of(members) == Window(begin=begin, end=end)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({}, "it does not say when it begins"),
        ({"validUntil": UNTIL}, "it does not say when it begins"),
        ({"expirationDate": UNTIL}, "it does not say when it begins"),
        ({"issuanceDate": FROM, "validFrom": None}, '"validFrom" is no timestamp'),
        ({"validFrom": FROM, "expirationDate": 7}, '"expirationDate" is no timestamp'),
        (
            {"validFrom": FROM, "validUntil": UNTIL, "expirationDate": "2026-01-01T00:00:00Z"},
            "it ends before it begins",
        ),
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
