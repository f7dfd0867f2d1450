from __future__ import annotations

import hashlib
from typing import Any

import pytest

from conferral.verify.recipient import MOST_IDENTIFIERS, check_recipient
from conferral.verify.report import State

# Open Badges 3.0, appendix B.1.12: identifier first, then salt.
KOSHER = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def identity(value: str, *, hashed: bool = True, kind: str = "emailAddress", **more: Any) -> dict[str, Any]:
    return {"type": "IdentityObject", "identityType": kind, "hashed": hashed, "identityHash": value, **more}


def told(asked: str, *identifiers: dict[str, Any], subject: str = "urn:uuid:1") -> tuple[str, str]:
    check = check_recipient({"credentialSubject": {"id": subject, "identifier": list(identifiers)}}, asked)
    return str(check.outcome), check.details["code"]


@pytest.mark.parametrize("asked", ["a@example.com", " A@Example.com\n"])
def test_the_published_hash_of_an_address_is_recognised(asked: str) -> None:
    assert told(asked, identity(KOSHER, salt="Kosher")) == ("passed", "recipient.passed")


def test_a_hash_in_upper_case_and_one_of_md5_are_recognised() -> None:
    upper = "sha256$" + KOSHER.removeprefix("sha256$").upper()
    md5 = "md5$" + hashlib.md5(b"a@example.comsalt", usedforsecurity=False).hexdigest()
    assert told("a@example.com", identity(upper, salt="Kosher"))[0] == "passed"
    assert told("a@example.com", identity(md5, salt="salt"))[0] == "passed"


def test_another_hash_is_somebody_elses() -> None:
    assert told("b@example.com", identity(KOSHER, salt="Kosher")) == ("failed", "recipient.somebody_else")
    md5 = "md5$" + hashlib.md5(b"a@example.com", usedforsecurity=False).hexdigest()
    assert told("b@example.com", identity(md5)) == ("failed", "recipient.somebody_else")


@pytest.mark.parametrize("value", ["sha256$", KOSHER[:-1], f"{KOSHER}\n", "sha1$00", "b5809d8a", "", "sha256$é"])
def test_of_what_is_no_hash_of_a_known_kind_nobody_can_tell(value: str) -> None:
    assert told("b@example.com", identity(value, salt="Kosher")) == ("unknown", "recipient.not_comparable")
    both = [identity(value), identity(KOSHER, salt="Kosher")]
    assert told("b@example.com", *both) == ("failed", "recipient.somebody_else")
    assert told("a@example.com", *both) == ("passed", "recipient.passed")


ADDRESS = identity(KOSHER, salt="Kosher")
NUMBER = identity("S-4711", hashed=False, kind="ext:studentNumber")
DID = identity("did:example:holder", hashed=False, kind="identifier")


@pytest.mark.parametrize(
    ("asked", "identifiers", "subject", "outcome"),
    [
        ("b@example.com", [NUMBER], "urn:uuid:1", "unknown"),
        ("b@example.com", [DID], "did:example:holder", "unknown"),
        ("b@example.com", [], "https://example.org/#me", "unknown"),
        ("b@example.com", [NUMBER, ADDRESS], "urn:uuid:1", "failed"),
        ("b@example.com", [], "mailto:a@example.com", "failed"),
        ("b@example.com", [identity("a@example.com", hashed=False, kind="email")], "urn:uuid:1", "failed"),
        ("b@example.com", [identity("b@example.com", hashed=False, kind="userName")], "urn:uuid:1", "passed"),
        (" DID:example:other", [ADDRESS, NUMBER], "https://example.org/#me", "unknown"),
        ("did:example:other", [DID], "urn:uuid:1", "failed"),
        ("did:example:other@example.com", [ADDRESS], "urn:uuid:1", "unknown"),
        ("did:example:other", [], "did:example:holder", "failed"),
        ("S-4712", [ADDRESS, DID], "did:example:holder", "unknown"),
        ("S-4712", [NUMBER], "urn:uuid:1", "failed"),
        ("acct:did:x@example.com", [ADDRESS], "urn:uuid:1", "unknown"),
    ],
)
def test_only_identifiers_of_the_same_sort_tell_that_it_is_somebody_else(
    asked: str, identifiers: list[dict[str, Any]], subject: str, outcome: str
) -> None:
    assert told(asked, *identifiers, subject=subject)[0] == outcome


def test_what_cannot_be_compared_is_told_by_its_kinds() -> None:
    found = {"id": "did:example:holder", "identifier": [NUMBER, NUMBER]}
    check = check_recipient({"credentialSubject": found}, "a@example.com")
    assert check.sentence == "It names its holder in another way (ext:studentNumber, id), so this cannot be told."
    assert check.verdict is State.UNDECIDED


def test_a_holder_of_more_identifiers_than_are_looked_at_may_be_anybody() -> None:
    many = [identity(f"b{number}@example.com", hashed=False) for number in range(MOST_IDENTIFIERS + 1)]
    assert told("a@example.com", *many) == ("unknown", "recipient.too_many")
    assert told("b50@example.com", *many) == ("unknown", "recipient.too_many")
    assert told("b49@example.com", *many) == ("passed", "recipient.passed")
    assert told("a@example.com", *many[:MOST_IDENTIFIERS]) == ("failed", "recipient.somebody_else")


def test_a_readable_identity_is_compared() -> None:
    name = identity("Robin Example", hashed=False, kind="name")
    assert told("Robin Example", name)[0] == "passed"
    assert told("Sam Example", name)[0] == "failed"
    assert told("A@example.com", identity("a@Example.com", hashed=False))[0] == "passed"


def test_the_id_of_the_subject_counts_unless_it_is_a_mere_number() -> None:
    assert told("did:key:z6Mk", subject="did:key:z6Mk")[0] == "passed"
    assert told("a@example.com", subject="mailto:a@example.com")[0] == "passed"
    assert told("Mailto:A@example.com", subject="MAILTO:a@example.com")[0] == "passed"
    assert told("urn:uuid:1") == ("unknown", "recipient.nobody_named")


def test_one_of_several_identities_is_enough() -> None:
    others = [identity("Robin Example", hashed=False, kind="name"), identity(KOSHER, salt="Kosher")]
    assert told("a@example.com", *others)[0] == "passed"


def test_who_is_asked_about_is_not_repeated() -> None:
    check = check_recipient({"credentialSubject": {"identifier": [identity(KOSHER)]}}, "b@example.com")
    assert check.sentence == "It was not awarded to the person asked about."
    assert check.verdict is State.AWARDED_TO_ANOTHER
    assert "b@example.com" not in str(check.as_json())


@pytest.mark.parametrize("found", [None, 7, "x", [7, None], {}, [{"identityHash": 7}]])
def test_identifiers_in_no_order_name_nobody(found: Any) -> None:
    check = check_recipient({"credentialSubject": {"identifier": found}}, "a@example.com")
    assert check.details["code"] == "recipient.nobody_named"
