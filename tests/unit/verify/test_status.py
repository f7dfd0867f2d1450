from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from conferral.standards import bitstring
from conferral.verify import Check, CheckOutcome, State
from conferral.verify.issuer import IssuerKeys
from conferral.verify.status import check_status
from conferral.verify.status_fetching import MAX_LIST_BYTES
from conferral.verify.status_lists import StatusLists
from tests.unit.verify.small_site import AT, BASE, FIRST, SmallSite

LIST = f"{BASE}issuers/academy/status/revocation-1.json"
PATH = "issuers/academy/status/revocation-1.json"


def status(site: SmallSite, document: dict[str, Any] | None = None, at: datetime = AT) -> Check:
    fresh = document if document is not None else site.credential(FIRST)
    return site.inspect(site.publish(fresh), at).check("status")


def with_entry(site: SmallSite, **changes: object) -> dict[str, Any]:
    document = site.credential(FIRST)
    entry = {**document["credentialStatus"], **changes}
    document["credentialStatus"] = {name: value for name, value in entry.items() if value is not None}
    return document


def with_suspension(site: SmallSite) -> dict[str, Any]:
    return with_entry(
        site, statusPurpose="suspension", statusListCredential=LIST.replace("revocation", "suspension"), id=None
    )


def told(check: Check) -> tuple[str, str]:
    return str(check.outcome), check.sentence


def test_only_the_bit_of_its_own_index_counts(site: SmallSite) -> None:
    site.write_list("academy", "revocation", bits=[6, 8])
    assert told(status(site)) == ("passed", "The issuer has not revoked it.")
    site.write_list("academy", "revocation", bits=[7])
    check = status(site)
    assert told(check) == ("failed", "The issuer has revoked it.")
    assert check.verdict is State.REVOKED
    assert check.details == {"code": "status.revoked", "url": LIST, "purpose": "revocation", "index": 7}


def test_the_last_index_is_in_the_list_and_the_next_is_not(site: SmallSite) -> None:
    last = bitstring.MINIMUM_LENGTH - 1
    site.write_list("academy", "revocation", bits=[last])
    assert status(site, with_entry(site, statusListIndex=str(last))).verdict is State.REVOKED
    check = status(site, with_entry(site, statusListIndex=str(last + 1)))
    assert told(check) == (
        "failed",
        f"The status list at “{LIST}” is of no use: got status index 131072, expected one from 0 to 131071.",
    )
    assert check.details["error"] == "RANGE_ERROR"


def test_without_an_entry_there_is_nothing_to_look_up(site: SmallSite) -> None:
    document = site.credential(FIRST)
    del document["credentialStatus"]
    assert told(status(site, document)) == ("passed", "The issuer gives no way to revoke it.")


@pytest.mark.parametrize("index", ["-1", "0x7", "7.0", "", " 7", "٧", "7" * 13, 7])
def test_an_index_that_is_no_decimal_number_fails(site: SmallSite, index: object) -> None:
    check = status(site, with_entry(site, statusListIndex=index or None))
    assert told(check) == ("failed", "Its status entry cannot be used: its index is no decimal number.")


@pytest.mark.parametrize("member", ["statusListCredential", "statusPurpose"])
def test_an_entry_without_list_or_purpose_fails(site: SmallSite, member: str) -> None:
    check = status(site, with_entry(site, **{member: None}))
    assert told(check) == ("failed", "Its status entry cannot be used: it names no list, or no purpose.")


def test_a_type_of_entry_that_is_not_known_is_unknown(site: SmallSite) -> None:
    document = site.credential(FIRST)
    document["credentialStatus"] = {
        "id": "https://example.org/status/1",
        "type": "https://example.org/terms#OtherStatus",
    }
    assert told(status(site, document)) == (
        "unknown",
        "Its status is kept in a way that this verifier does not know (“https://example.org/terms#OtherStatus”).",
    )


def test_purposes_that_are_not_known_are_unknown(site: SmallSite) -> None:
    check = status(site, with_entry(site, statusPurpose="parole"))
    assert told(check) == ("unknown", "Its status has a purpose that this verifier does not know (“parole”).")


def test_every_entry_of_several_is_looked_up_and_the_gravest_counts(site: SmallSite) -> None:
    document = site.credential(FIRST)
    revocation = document["credentialStatus"]
    suspension = {
        name: value.replace("revocation", "suspension").replace("#7", "#9") for name, value in revocation.items()
    }
    suspension["statusListIndex"] = "9"
    document["credentialStatus"] = [revocation, suspension]
    assert told(status(site, document)) == ("passed", "The issuer has neither revoked nor suspended it.")
    site.write_list("academy", "suspension", bits=[9])
    assert told(status(site, document)) == ("failed", "The issuer has suspended it for the time being.")
    site.write_list("academy", "revocation", bits=[7])
    assert told(status(site, document)) == ("failed", "The issuer has revoked it.")
    (site.folder / PATH).unlink()
    assert told(status(site, document)) == ("failed", "The issuer has suspended it for the time being.")
    site.write_list("academy", "suspension")
    assert status(site, document).outcome is CheckOutcome.UNKNOWN


def test_more_entries_than_anybody_needs_are_not_looked_up(site: SmallSite) -> None:
    document = site.credential(FIRST)
    entry = document["credentialStatus"]
    document["credentialStatus"] = [{**entry, "id": f"{LIST}#{number}"} for number in range(11)]
    assert told(status(site, document)) == (
        "unknown",
        "It names more status entries than this verifier looks at.",
    )


def test_a_list_that_is_missing_is_unknown(site: SmallSite) -> None:
    (site.folder / PATH).unlink()
    assert told(status(site)) == (
        "unknown",
        f"The status list could not be fetched from “{LIST}”: the folder holds no such file.",
    )


def test_a_list_at_another_place_is_unknown(site: SmallSite) -> None:
    url = "https://elsewhere.example.org/list.json"
    assert told(status(site, with_entry(site, statusListCredential=url))) == (
        "unknown",
        (
            f"The status list could not be fetched from “{url}”: "
            f'it lies outside "{BASE}", and only the folder may be read.'
        ),
    )


def test_a_list_that_cannot_be_read_fails(site: SmallSite) -> None:
    (site.folder / PATH).write_bytes(b"<html>")
    assert told(status(site)) == (
        "failed",
        f"The status list at “{LIST}” cannot be read: it is not JSON: something is wrong at line 1, column 1.",
    )


def test_a_list_that_is_too_large_is_not_read(site: SmallSite) -> None:
    (site.folder / PATH).write_bytes(b" " * (MAX_LIST_BYTES - 1) + b"{}")
    assert told(status(site)) == (
        "unknown",
        f"The status list could not be fetched from “{LIST}”: it is larger than 5242880 bytes.",
    )


def test_a_list_that_was_altered_fails(site: SmallSite) -> None:
    signed = site.read(PATH)
    signed["credentialSubject"]["encodedList"] = bitstring.encode([1], bitstring.MINIMUM_LENGTH)
    site.write(PATH, signed)
    check = status(site)
    assert check.verdict is State.UNTRUSTED
    assert told(check) == (
        "failed",
        (
            f"The status list at “{LIST}” is not properly signed. "
            "The signature does not hold: it was altered, or somebody else signed it."
        ),
    )


def test_an_unsigned_list_fails(site: SmallSite) -> None:
    site.write(PATH, site.status_list("academy", "revocation"))
    assert told(status(site)) == (
        "failed",
        f"The status list at “{LIST}” is not properly signed. It is not signed.",
    )


def test_a_list_that_names_no_issuer_fails(site: SmallSite) -> None:
    unsigned = site.status_list("academy", "revocation")
    del unsigned["issuer"]
    site.write(PATH, site.sign(unsigned))
    assert told(status(site)) == (
        "failed",
        f"The status list at “{LIST}” is not properly signed. It names no issuer.",
    )


def test_a_list_issued_by_another_issuer_fails(site: SmallSite) -> None:
    site.write(PATH, site.read("issuers/guild/status/revocation-1.json"))
    assert told(status(site)) == (
        "failed",
        f"The status list at “{LIST}” is issued by “{site.did('guild')}”, not by the issuer, “{site.did('academy')}”.",
    )


def test_a_list_in_our_name_signed_by_another_issuer_fails(site: SmallSite) -> None:
    unsigned = site.status_list("academy", "revocation")
    site.write(PATH, site.sign(unsigned, issuer="guild"))
    assert told(status(site)) == (
        "failed",
        (
            f"The status list at “{LIST}” is not properly signed. "
            f"The signing key belongs to “{site.did('guild')}”, not to the issuer, “{site.did('academy')}”."
        ),
    )


def test_a_list_whose_signature_cannot_be_checked_is_unknown(site: SmallSite) -> None:
    signed = site.read(PATH)
    signed["proof"][0]["cryptosuite"] = "bbs-2023"
    site.write(PATH, signed)
    assert told(status(site)) == (
        "unknown",
        (
            f"The status list at “{LIST}” cannot be trusted yet. "
            "It is signed in a way that this verifier does not know (“bbs-2023”)."
        ),
    )


def test_a_list_kept_for_another_purpose_fails(site: SmallSite) -> None:
    subject = {**site.status_list("academy", "revocation")["credentialSubject"], "statusPurpose": "suspension"}
    site.write_list("academy", "revocation", credentialSubject=subject)
    assert told(status(site)) == (
        "failed",
        f"The status list at “{LIST}” is kept for suspension, not for revocation.",
    )


def test_a_list_kept_for_several_purposes_will_do(site: SmallSite) -> None:
    subject = site.status_list("academy", "revocation", bits=[7])["credentialSubject"]
    subject["statusPurpose"] = ["suspension", "revocation"]
    site.write_list("academy", "revocation", credentialSubject=subject)
    assert told(status(site)) == ("failed", "The issuer has revoked it.")


def test_a_list_that_is_cut_short_or_too_short_fails(site: SmallSite) -> None:
    whole = bitstring.encode([], bitstring.MINIMUM_LENGTH)
    site.write_list("academy", "revocation", encoded=whole[:-8])
    assert told(status(site)) == (
        "failed",
        f"The status list at “{LIST}” is of no use: the encoded list is cut short.",
    )
    site.write_list("academy", "revocation", encoded=short_list())
    check = status(site)
    assert told(check) == (
        "failed",
        f"The status list at “{LIST}” is of no use: got a status list of 65536 bits, expected at least 131072.",
    )
    assert check.details["error"] == "STATUS_LIST_LENGTH_ERROR"


def short_list() -> str:
    import base64
    import gzip

    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(8192))).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": f"{BASE}issuers/academy/status/revocation-2.json"}, "it gives itself another address"),
        ({"type": ["VerifiableCredential"]}, "it is no BitstringStatusListCredential"),
        (
            {"credentialSubject": {"id": f"{LIST}#list", "type": "BitstringStatusListEntry"}},
            "its subject is no BitstringStatusList",
        ),
        (
            {"credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "revocation"}},
            "it has no encodedList",
        ),
        (
            {"credentialSubject": {"type": "BitstringStatusList", "encodedList": "uH4sIAAAAAAAAA"}},
            "it does not say what it is kept for",
        ),
        (
            {"credentialSubject": {"type": "BitstringStatusList", "statusPurpose": ["revocation", 1]}},
            "it does not say what it is kept for",
        ),
        ({"credentialSubject": [{"type": "BitstringStatusList"}] * 2}, "its subject is no BitstringStatusList"),
    ],
)
def test_a_list_of_another_form_fails(site: SmallSite, changes: dict[str, Any], problem: str) -> None:
    site.write_list("academy", "revocation", **changes)
    assert told(status(site)) == ("failed", f"The status list at “{LIST}” is of no use: {problem}.")


def test_a_list_that_has_lapsed_or_not_begun_says_nothing(site: SmallSite) -> None:
    site.write_list("academy", "revocation", validUntil="2026-10-01T00:00:00Z")
    assert told(status(site)) == (
        "unknown",
        f"The status list at “{LIST}” was valid only until 1 October 2026, 00:00 UTC, so the state is not known.",
    )
    document = with_suspension(site)
    site.write_list("academy", "suspension", validFrom="2026-12-01T00:00:00Z")
    url = LIST.replace("revocation", "suspension")
    assert told(status(site, document)) == (
        "unknown",
        f"The status list at “{url}” begins only on 1 December 2026, 00:00 UTC, so the state is not known.",
    )
    assert status(site, document, at=datetime(2026, 12, 1, tzinfo=UTC)).outcome is CheckOutcome.PASSED


def test_what_was_not_revoked_when_a_later_list_began_was_not_revoked_before(site: SmallSite) -> None:
    then = datetime(2026, 7, 15, tzinfo=UTC)
    site.write_list("academy", "revocation", validFrom="2026-09-01T00:00:00Z")
    assert told(status(site, at=then)) == ("passed", "The issuer has not revoked it.")
    site.write_list("academy", "revocation", bits=[7], validFrom="2026-09-01T00:00:00Z")
    assert told(status(site, at=then)) == ("failed", "The issuer has revoked it.")


def test_a_list_of_a_day_to_come_does_not_say_what_is_not_revoked(site: SmallSite) -> None:
    site.write_list("academy", "revocation", validFrom="2999-01-01T00:00:00Z")
    assert told(status(site)) == (
        "unknown",
        f"The status list at “{LIST}” begins only on 1 January 2999, 00:00 UTC, so the state is not known.",
    )
    site.write_list("academy", "revocation", bits=[7], validFrom="2999-01-01T00:00:00Z")
    assert told(status(site)) == ("failed", "The issuer has revoked it.")


@pytest.mark.parametrize(
    ("begin", "code"),
    [
        ("2026-11-05T00:00:00Z", "status.passed"),
        ("2026-11-05T00:00:01Z", "status.not_begun"),
    ],
)
def test_a_list_has_begun_by_the_present_whatever_instant_is_asked_about(
    site: SmallSite, begin: str, code: str
) -> None:
    site.write_list("academy", "revocation", validFrom=begin)
    keys = IssuerKeys(site.resolver(), AT)
    lists = StatusLists(site.resolver(), keys, AT, now=datetime(2026, 11, 5, tzinfo=UTC))
    assert check_status(site.credential(FIRST), lists, AT).details["code"] == code


def test_a_revocation_in_a_list_that_has_lapsed_still_counts(site: SmallSite) -> None:
    site.write_list("academy", "revocation", bits=[7], validUntil="2026-10-01T00:00:00Z")
    assert told(status(site)) == ("failed", "The issuer has revoked it.")


def test_a_list_whose_dates_cannot_be_read_fails(site: SmallSite) -> None:
    signed = site.read(PATH)
    signed["validUntil"] = "tomorrow"
    site.write(PATH, signed)
    assert told(status(site)) == (
        "failed",
        (
            f"The status list at “{LIST}” cannot be read: "
            "got timestamp 'tomorrow', expected one like '2026-06-30T22:00:00Z'."
        ),
    )
