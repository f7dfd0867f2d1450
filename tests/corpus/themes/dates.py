"""When a credential holds: before, at, within and after its own dates, and dates that are none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.corpus.builders.expectations import Case, case, failed, passed
from tests.corpus.builders.issuers import ACADEMY

BEGIN, END = "2026-06-29T22:00:00Z", "2028-06-30T21:59:59Z"
EXPIRED = {"state": "expired", "validity": failed("validity.expired")}
NOT_BEGUN = {"state": "not yet valid", "validity": failed("validity.not_begun")}
UNREADABLE = {
    "state": "malformed",
    "format": failed("format.structure"),
    "validity": failed("validity.unreadable"),
}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    members: dict[str, Any]
    for name, about, at, expected in (
        ("first-moment", "Asked for the instant at which it begins.", BEGIN, {}),
        ("last-moment", "Asked for the last instant at which it is valid.", END, {}),
        ("a-second-too-early", "Asked for the second before it begins.", "2026-06-29T21:59:59Z", NOT_BEGUN),
        ("a-second-too-late", "Asked for the second after it ended.", "2028-06-30T22:00:00Z", EXPIRED),
        ("a-microsecond-too-late", "Asked for the microsecond after it ended.", "2028-06-30T21:59:59.000001Z", EXPIRED),
        ("years-later", "Asked for a day long after it ended.", "2040-01-01T00:00:00Z", EXPIRED),
    ):
        yield case(f"date-{name}", about, ACADEMY.issued(), ACADEMY.documents(), at=at, **expected)
    for name, about, members, expected in (
        ("expired", "It has expired.", {"validUntil": "2026-08-31T21:59:59Z"}, EXPIRED),
        ("not-yet-valid", "It is not valid yet.", {"validFrom": "2027-01-01T00:00:00Z"}, NOT_BEGUN),
        (
            "not-yet-valid-without-end",
            "It is not valid yet, and will be without end.",
            {"validFrom": "2027-01-01T00:00:00Z", "validUntil": None},
            NOT_BEGUN,
        ),
        (
            "of-one-instant",
            "It is valid for one instant.",
            {"validFrom": "2026-11-01T00:00:00Z", "validUntil": "2026-11-01T00:00:00Z"},
            {},
        ),
        (
            "in-other-time-zones",
            "Its dates are written in other time zones, in which they look like other days.",
            {"validFrom": "2026-11-01T13:59:59+14:00", "validUntil": "2026-10-31T10:00:01-14:00"},
            {},
        ),
        (
            "expired-in-another-time-zone",
            "Its last day looks like today, and is over where it was written.",
            {"validUntil": "2026-11-01T01:59:59.5+02:00"},
            EXPIRED,
        ),
        (
            "very-far",
            "It is valid until the last year that can be written.",
            {"validUntil": "9999-12-31T23:59:59Z"},
            {},
        ),
        ("very-old", "It has been valid for very long.", {"validFrom": "0001-01-01T00:00:00Z"}, {}),
        ("of-many-digits", "Its dates are very precise.", {"validFrom": "2026-06-29T22:00:00.123456789012Z"}, {}),
    ):
        yield _case(name, about, members, **expected)
    for name, about, members in (
        ("without-begin", "It does not say when it begins.", {"validFrom": None}),
        ("ends-before-it-begins", "It ends before it begins.", {"validFrom": END, "validUntil": BEGIN}),
        ("without-time-zone", "Its first day names no time zone.", {"validFrom": "2026-06-29T22:00:00"}),
        ("without-time", "Its last day is a day without a time.", {"validUntil": "2028-06-30"}),
        (
            "with-a-leap-second",
            "Its last second is one that clocks here do not have.",
            {"validUntil": "2016-12-31T23:59:60Z"},
        ),
        ("that-does-not-exist", "Its last day does not exist.", {"validUntil": "2027-02-29T00:00:00Z"}),
        ("in-small-letters", "Its first day is written with small letters.", {"validFrom": "2026-06-29t22:00:00z"}),
        ("in-words", "Its last day is written in words.", {"validUntil": "end of June 2028"}),
        ("in-other-digits", "Its last day is written in Arabic-Indic digits.", {"validUntil": "٢٠٢٨-06-30T21:59:59Z"}),
        ("of-the-year-zero", "Its first day is in the year 0, which never was.", {"validFrom": "0000-01-01T00:00:00Z"}),
        (
            "beyond-the-last-year",
            "Its last instant is in the year 10000 by UTC.",
            {"validUntil": "9999-12-31T23:59:59-01:00"},
        ),
        ("empty", "Its last day is empty.", {"validUntil": ""}),
    ):
        yield _case(name, about, members, **UNREADABLE)
    yield case(
        "date-expired-without-status",
        "It has expired, and its issuer keeps no status list.",
        ACADEMY.issued(validUntil="2026-08-31T21:59:59Z", credentialStatus=None),
        ACADEMY.documents(),
        **EXPIRED,
        status=passed("status.none"),
    )


def _case(name: str, about: str, members: dict[str, Any], **expected: Any) -> Case:
    return case(f"date-{name}", about, ACADEMY.issued(**members), ACADEMY.documents(), **expected)
