"""Statuses of all purposes and sizes: what each value of an entry comes to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from conferral.standards import bitstring
from conferral.verify import Check, State
from conferral.verify.issuer import IssuerKeys
from conferral.verify.status import check_status
from conferral.verify.status_lists import StatusList, StatusLists
from tests.unit.verify.small_site import AT, SmallSite
from tests.unit.verify.status_samples import credential, encoded, entry, messages, url_of

LIST = url_of("revocation-1")
UNMATCHED = "its messages are not one for each of its values"
REVISED = "It was revised. Ask us for the new one."
FOUR = messages("pending", "accepted", REVISED, "undefined")
TWO_BITS: dict[str, Any] = {"statusSize": 2, "statusMessage": FOUR}


def status(site: SmallSite, *entries: dict[str, Any], at: datetime = AT) -> Check:
    return site.inspect(site.publish(credential(site, *entries)), at).check("status")


def told(check: Check) -> tuple[str, str, str]:
    return check.details["code"], str(check.outcome), check.sentence


@pytest.mark.parametrize(
    ("purpose", "members", "value", "code", "outcome", "sentence"),
    [
        ("revocation", {}, 0, "passed", "passed", "The issuer has not revoked it."),
        ("revocation", {}, 1, "revoked", "failed", "The issuer has revoked it."),
        ("suspension", {}, 0, "not_suspended", "passed", "The issuer has not suspended it."),
        ("suspension", {}, 1, "suspended", "failed", "The issuer has suspended it for the time being."),
        ("refresh", {}, 0, "informative", "passed", "Its status entry is for information only."),
        ("refresh", {}, 1, "refresh", "passed", "The issuer offers a newer copy of it."),
        ("message", {}, 0, "informative", "passed", "Its status entry is for information only."),
        ("message", {}, 1, "message", "passed", "The issuer’s message about it: “set”."),
        ("revocation", {"statusSize": 1}, 1, "revoked", "failed", "The issuer has revoked it."),
        (
            "revocation",
            TWO_BITS,
            0,
            "passed",
            "passed",
            "The issuer has not revoked it.",
        ),
        ("revocation", TWO_BITS, 1, "revoked", "failed", "The issuer has revoked it."),
        ("revocation", TWO_BITS, 2, "revoked", "failed", "The issuer has revoked it."),
        (
            "suspension",
            TWO_BITS,
            3,
            "suspended",
            "failed",
            "The issuer has suspended it for the time being.",
        ),
        (
            "refresh",
            TWO_BITS,
            2,
            "refresh",
            "passed",
            "The issuer offers a newer copy of it.",
        ),
        (
            "message",
            TWO_BITS,
            0,
            "message",
            "passed",
            "The issuer’s message about it: “pending”.",
        ),
        (
            "message",
            {"statusSize": 2, "statusMessage": FOUR, "statusReference": "https://example.org/words"},
            2,
            "message",
            "passed",
            f"The issuer’s message about it: “{REVISED}”.",
        ),
        (
            "message",
            TWO_BITS,
            3,
            "informative",
            "passed",
            "Its status entry is for information only.",
        ),
        (
            "message",
            {"statusSize": 2.0, "statusMessage": FOUR[::-1]},
            1,
            "message",
            "passed",
            "The issuer’s message about it: “accepted”.",
        ),
        (
            "message",
            {"statusSize": 1, "statusMessage": messages("", "Late.")},
            1,
            "message",
            "passed",
            "The issuer’s message about it: “Late.”.",
        ),
        (
            "message",
            {"statusSize": 1, "statusMessage": messages("", "Late.")},
            0,
            "informative",
            "passed",
            "Its status entry is for information only.",
        ),
        (
            "message",
            {"statusSize": 8, "statusMessage": messages(*(f"number {n}" for n in range(256)))},
            255,
            "message",
            "passed",
            "The issuer’s message about it: “number 255”.",
        ),
        ("message", {"statusSize": 9}, 1, "informative", "passed", "Its status entry is for information only."),
        (
            "revocation",
            {"statusSize": 9},
            0,
            "unknown_size",
            "unknown",
            "Its status takes 9 bits, more than this verifier reads.",
        ),
        (
            "parole",
            {},
            0,
            "unknown_purpose",
            "unknown",
            "Its status has a purpose that this verifier does not know (“parole”).",
        ),
    ],
)
def test_each_value_comes_to_what_its_purpose_says(
    site: SmallSite, purpose: str, members: dict[str, Any], value: int, code: str, outcome: str, sentence: str
) -> None:
    size = int(members.get("statusSize", 1))
    site.write_list("academy", purpose, encoded=encoded({6: 0, 7: value, 8: 2**size - 1}, size))
    assert told(status(site, entry(purpose, **members))) == (f"status.{code}", outcome, sentence)


def test_a_message_comes_with_all_that_a_program_needs(site: SmallSite) -> None:
    site.write_list("academy", "message", encoded=encoded({7: 2}, 2))
    assert status(site, entry("message", **TWO_BITS)).details == {
        "code": "status.message",
        "url": url_of("message-1"),
        "purpose": "message",
        "index": 7,
        "value": 2,
        "message": REVISED,
    }


def test_a_message_cannot_steer_a_terminal(site: SmallSite) -> None:
    site.write_list("academy", "message", bits=[7])
    hostile = messages("", "\u202e\u009b2J{0}" + "x" * 2000)
    check = status(site, entry("message", statusMessage=hostile))
    assert check.sentence == "The issuer’s message about it: “��2J{0}" + "x" * 792 + "…”."
    assert check.details["message"] == "��2J{0}" + "x" * 992 + "…"


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"statusSize": 0}, "its size is no positive number"),
        ({"statusSize": -1}, "its size is no positive number"),
        ({"statusSize": 1.5}, "its size is no positive number"),
        ({"statusSize": "2"}, "its size is no positive number"),
        ({"statusSize": [2]}, "its size is no positive number"),
        ({"statusSize": True}, "its size is no positive number"),
        ({"statusSize": 2}, "it has several bits and does not say what they mean"),
        ({"statusSize": 2, "statusMessage": FOUR[:3]}, UNMATCHED),
        ({"statusSize": 1, "statusMessage": FOUR}, UNMATCHED),
        ({"statusMessage": "Late."}, UNMATCHED),
        ({"statusMessage": ["Early.", "Late."]}, UNMATCHED),
        ({"statusMessage": messages("a", "b")[:1] * 2}, UNMATCHED),
        (
            {"statusMessage": [*messages("a"), {"status": "1", "message": "b"}]},
            "its messages are not one for each of its values",
        ),
        (
            {"statusMessage": [*messages("a"), {"status": "0x2", "message": "b"}]},
            "its messages are not one for each of its values",
        ),
        ({"statusMessage": [*messages("a"), {"status": "0x1"}]}, UNMATCHED),
    ],
)
@pytest.mark.parametrize("purpose", ["revocation", "message"])
def test_an_entry_with_a_wrong_size_or_wrong_messages_fails(
    site: SmallSite, purpose: str, members: dict[str, Any], problem: str
) -> None:
    check = status(site, entry(purpose, **members))
    assert told(check) == ("status.malformed", "failed", f"Its status entry cannot be used: {problem}.")


@pytest.mark.parametrize(
    ("stated", "size", "code", "sentence"),
    [
        (1, 1, "passed", "The issuer has not revoked it."),
        (2, 2, "passed", "The issuer has not revoked it."),
        (None, 2, "passed", "The issuer has not revoked it."),
        (1, 2, "other_size", f"The status list at “{LIST}” has entries of another size (in bits: 1, not 2)."),
        (2, 1, "other_size", f"The status list at “{LIST}” has entries of another size (in bits: 2, not 1)."),
        (2, 9, "other_size", f"The status list at “{LIST}” has entries of another size (in bits: 2, not 9)."),
    ],
)
def test_a_list_and_its_entries_must_agree_on_their_size(
    site: SmallSite, stated: int | None, size: int, code: str, sentence: str
) -> None:
    class Lists(StatusLists):
        def get(self, url: str, *_: object) -> StatusList:
            bits = bytes(bitstring.MINIMUM_LENGTH)
            return StatusList(url=url, purposes=("revocation",), size=stated, bits=bits, ttl=1, begin=None, end=None)

    document = credential(site, entry("revocation", statusSize=size, statusMessage=FOUR if size == 2 else None))
    lists = Lists(site.resolver(), IssuerKeys(site.resolver(), AT), AT)
    assert told(check_status(document, lists, AT))[::2] == (f"status.{code}", sentence)


def test_a_list_too_short_for_its_wide_entries_fails(site: SmallSite) -> None:
    check = status(site, entry("revocation", **TWO_BITS))
    assert told(check) == (
        "status.bad_list",
        "failed",
        (
            f"The status list at “{url_of('revocation-1')}” is of no use: "
            "got a status list of 65536 entries, expected at least 131072."
        ),
    )


@pytest.mark.parametrize("purpose", ["refresh", "message"])
@pytest.mark.parametrize("prepare", ["missing", "altered", "unsigned", "other purpose", "too short", "lapsed", "later"])
def test_what_is_for_information_only_passes_without_its_list(site: SmallSite, purpose: str, prepare: str) -> None:
    path = f"issuers/academy/status/{purpose}-1.json"
    site.write_list("academy", purpose)
    if prepare == "missing":
        (site.folder / path).unlink()
    elif prepare == "altered":
        site.write(path, {**site.read(path), "name": "Other"})
    elif prepare == "unsigned":
        site.write(path, site.status_list("academy", purpose))
    elif prepare == "other purpose":
        site.write(path, site.read("issuers/academy/status/revocation-1.json"))
    elif prepare == "too short":
        site.write_list("academy", purpose, encoded="uH4sI")
    elif prepare == "lapsed":
        site.write_list("academy", purpose, validUntil="2026-10-01T00:00:00Z")
    else:
        site.write_list("academy", purpose, validFrom="2026-12-01T00:00:00Z")
    check = status(site, entry(purpose))
    assert told(check) == ("status.informative", "passed", "Its status entry is for information only.")


def test_a_list_that_has_lapsed_still_says_that_there_is_a_newer_copy_and_no_message(site: SmallSite) -> None:
    for purpose in ("refresh", "message"):
        site.write_list("academy", purpose, bits=[7], validUntil="2026-10-01T00:00:00Z")
    assert status(site, entry("refresh")).sentence == "The issuer offers a newer copy of it."
    assert status(site, entry("message")).sentence == "Its status entry is for information only."


def test_what_the_issuer_says_is_added_to_the_gravest_finding(site: SmallSite) -> None:
    for purpose in ("refresh", "message"):
        site.write_list("academy", purpose, bits=[7])
    late = entry("message", statusMessage=messages("In time.", "Late."))
    three = [entry("refresh"), late, entry("revocation")]
    check = status(site, *three)
    assert check.sentence == (
        "The issuer has not revoked it. The issuer offers a newer copy of it. The issuer’s message about it: “Late.”."
    )
    assert check.details["code"] == "status.passed"
    assert [also["code"] for also in check.details["also"]] == ["status.refresh", "status.message"]
    assert status(site, *three, entry("suspension")).sentence == (
        "The issuer has neither revoked nor suspended it. "
        "The issuer offers a newer copy of it. The issuer’s message about it: “Late.”."
    )
    site.write_list("academy", "revocation", bits=[7])
    check = status(site, *three, entry("refresh"))
    assert (check.sentence, check.verdict) == (
        ("The issuer has revoked it. The issuer offers a newer copy of it. The issuer’s message about it: “Late.”."),
        State.REVOKED,
    )


def test_what_is_for_information_only_never_hides_that_it_is_not_revoked(site: SmallSite) -> None:
    check = status(site, entry("refresh"), entry("revocation"))
    assert told(check) == ("status.passed", "passed", "The issuer has not revoked it.")


def test_of_an_instant_long_past_a_later_list_says_what_cannot_be_undone(site: SmallSite) -> None:
    then = datetime(2026, 6, 30, tzinfo=UTC)
    assert told(status(site, entry("revocation"), at=then)) == (
        "status.passed",
        "passed",
        "The issuer has not revoked it.",
    )
    assert told(status(site, entry("suspension"), at=then)) == (
        "status.not_begun",
        "unknown",
        (
            f"The status list at “{url_of('suspension-1')}” begins only on 1 July 2026, 08:00 UTC, "
            "so the state is not known."
        ),
    )
    site.write_list("academy", "suspension", bits=[7])
    assert status(site, entry("suspension"), at=then).verdict is State.SUSPENDED
    site.write_list("academy", "refresh", bits=[7])
    assert status(site, entry("refresh"), at=then).sentence == "The issuer offers a newer copy of it."


def test_the_last_entry_of_several_bits_is_in_the_list_and_the_next_is_not(site: SmallSite) -> None:
    last = bitstring.MINIMUM_LENGTH - 1
    site.write_list("academy", "message", encoded=encoded({last: 2}, 2))
    assert status(site, entry("message", last, **TWO_BITS)).details["message"] == REVISED
    site.write_list("academy", "revocation", encoded=encoded({last: 2}, 2))
    assert status(site, entry("revocation", last, **TWO_BITS)).verdict is State.REVOKED
    assert status(site, entry("revocation", last + 1, **TWO_BITS)).details["error"] == "RANGE_ERROR"
