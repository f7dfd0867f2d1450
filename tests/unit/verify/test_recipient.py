from __future__ import annotations

import hashlib
from typing import Any

import pytest

from conferral.verify.recipient import check_recipient
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


@pytest.mark.parametrize("value", [KOSHER, "sha256$", "sha1$00", "b5809d8a", "", "sha256$é"])
def test_another_hash_or_one_of_an_unknown_kind_is_somebody_elses(value: str) -> None:
    assert told("b@example.com", identity(value, salt="Kosher")) == ("failed", "recipient.somebody_else")


def test_a_readable_identity_is_compared() -> None:
    name = identity("Robin Example", hashed=False, kind="name")
    assert told("Robin Example", name)[0] == "passed"
    assert told("Sam Example", name)[0] == "failed"
    assert told("A@example.com", identity("a@Example.com", hashed=False))[0] == "passed"


def test_the_id_of_the_subject_counts_unless_it_is_a_mere_number() -> None:
    assert told("did:key:z6Mk", subject="did:key:z6Mk")[0] == "passed"
    assert told("a@example.com", subject="mailto:a@example.com")[0] == "passed"
    assert told("urn:uuid:1") == ("unknown", "recipient.nobody_named")


def test_one_of_several_identities_is_enough() -> None:
    others = [identity("Robin Example", hashed=False, kind="name"), identity(KOSHER, salt="Kosher")]
    assert told("a@example.com", *others)[0] == "passed"


def test_who_is_asked_about_is_not_repeated() -> None:
    check = check_recipient({"credentialSubject": {"identifier": [identity(KOSHER)]}}, "b@example.com")
    assert check.sentence == "It was not awarded to the person asked about."
    assert check.verdict is State.SOMEBODY_ELSES
    assert "b@example.com" not in str(check.as_json())


@pytest.mark.parametrize("found", [None, 7, "x", [7, None], {}, [{"identityHash": 7}]])
def test_identifiers_in_no_order_name_nobody(found: Any) -> None:
    check = check_recipient({"credentialSubject": {"identifier": found}}, "a@example.com")
    assert check.details["code"] == "recipient.nobody_named"
