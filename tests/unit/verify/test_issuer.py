from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from conferral.verify import Check, State, inspect, verify
from conferral.verify.bounded import MOST_FETCHES, BoundedResolver
from conferral.verify.issuer import IssuerKeys
from tests.shared import shared
from tests.unit.verify.small_site import AT, BASE, FIRST, SmallSite, public_key

DID_PATH = "issuers/academy/did.json"
URL = BASE + DID_PATH
NOT_LISTED = ("failed", "The signing key is not one that the issuer publishes for signing.")


def key_check(site: SmallSite, document: dict[str, Any] | None = None, at: datetime = AT) -> Check:
    return site.inspect(document or site.read(f"credentials/{FIRST}/credential.json"), at).check("issuer_key")


def told(check: Check) -> tuple[str, str]:
    return str(check.outcome), check.sentence


def change_document(site: SmallSite, **changes: object) -> None:
    site.write(DID_PATH, {**site.read(DID_PATH), **changes})


def change_method(site: SmallSite, **changes: object) -> None:
    document = site.read(DID_PATH)
    document["verificationMethod"][0].update(changes)
    site.write(DID_PATH, document)


def test_a_retired_key_that_is_still_listed_will_do(site: SmallSite) -> None:
    site.write(DID_PATH, site.did_document("academy", keys=["key-2", "key-1"]))
    check = key_check(site)
    assert told(check) == (
        "passed",
        f"The signing key is one that the issuer, “{site.did('academy')}”, publishes for signing.",
    )
    assert check.details["key"] == f"{site.did('academy')}#key-1"


def test_a_key_that_is_not_listed_for_assertions_fails(site: SmallSite) -> None:
    change_document(site, assertionMethod=[])
    check = key_check(site)
    assert told(check) == NOT_LISTED
    assert check.verdict is State.UNTRUSTED
    assert check.details["problem"] == (
        f"verification method '{site.did('academy')}#key-1' is not listed in 'assertionMethod'"
    )


def test_a_key_that_is_not_in_the_document_fails(site: SmallSite) -> None:
    site.write(DID_PATH, site.did_document("academy", keys=["key-2"]))
    assert told(key_check(site)) == NOT_LISTED


def test_a_key_controlled_by_somebody_else_fails(site: SmallSite) -> None:
    change_method(site, controller=site.did("guild"))
    assert told(key_check(site)) == NOT_LISTED


def test_a_key_of_another_type_fails(site: SmallSite) -> None:
    change_method(site, type="JsonWebKey")
    assert told(key_check(site)) == NOT_LISTED


def test_a_document_in_anothers_name_fails(site: SmallSite) -> None:
    change_document(site, id=site.did("guild"))
    check = key_check(site)
    assert told(check) == ("failed", f"What stands at “{URL}” is not the issuer’s list of keys.")
    assert check.details["problem"] == (
        f"got a DID document with id '{site.did('guild')}', expected '{site.did('academy')}'"
    )


def test_a_document_that_cannot_be_read_fails(site: SmallSite) -> None:
    (site.folder / DID_PATH).write_text("<html>", "utf-8")
    assert told(key_check(site)) == ("failed", f"What stands at “{URL}” is not the issuer’s list of keys.")


def test_a_document_that_is_missing_is_unknown_and_so_is_the_signature(site: SmallSite) -> None:
    (site.folder / DID_PATH).unlink()
    assert told(key_check(site)) == (
        "unknown",
        f"The issuer’s keys could not be fetched from “{URL}”: the folder holds no such file.",
    )
    report = site.inspect(site.read(f"credentials/{FIRST}/credential.json"))
    assert told(report.check("proof")) == (
        "unknown",
        "The signature cannot be checked without the issuer’s key.",
    )
    assert report.exit_code == 3
    assert report.notes == ()


@pytest.mark.parametrize("listed", [True, False])
def test_a_revoked_key_fails_from_that_moment_on(site: SmallSite, listed: bool) -> None:
    change_method(site, revoked="2026-11-01T00:00:00Z")
    if not listed:
        change_document(site, assertionMethod=[])
    check = key_check(site)
    assert told(check) == ("failed", "The issuer has revoked the signing key as of 1 November 2026, 00:00 UTC.")
    assert check.details["date"] == "2026-11-01T00:00:00Z"
    before = key_check(site, at=datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC))
    assert str(before.outcome) == ("passed" if listed else "failed")


def test_an_expired_key_fails_from_that_moment_on(site: SmallSite) -> None:
    change_method(site, expires="2026-11-01T00:00:00Z")
    assert told(key_check(site)) == ("failed", "The signing key expired on 1 November 2026, 00:00 UTC.")
    assert str(key_check(site, at=datetime(2026, 10, 31, tzinfo=UTC)).outcome) == "passed"


def test_a_revocation_date_that_cannot_be_read_is_no_way_around_it(site: SmallSite) -> None:
    change_method(site, revoked="some time")
    assert told(key_check(site)) == NOT_LISTED


@pytest.mark.parametrize("smuggled", ["guild", "academy"])
def test_a_key_spelled_out_in_the_name_of_a_key_is_never_taken(site: SmallSite, smuggled: str) -> None:
    """Whoever forges can name the key `did:web:…#z6Mk…` after their own; the DID document decides."""
    method = f"{site.did('academy')}#{public_key(smuggled, 'key-1')}"
    forged = site.sign(site.credential(FIRST), issuer=smuggled, method=method)
    assert told(key_check(site, forged)) == NOT_LISTED
    assert site.inspect(forged).exit_code == 1


def test_a_key_brought_along_in_the_credential_is_never_taken(site: SmallSite) -> None:
    signed = site.sign(site.credential(FIRST), issuer="guild", method=f"{site.did('academy')}#key-1")
    signed["proof"][0]["publicKeyMultibase"] = public_key("guild", "key-1")
    assert site.inspect(signed).exit_code == 1


@pytest.mark.parametrize(
    ("issuer", "told_as"),
    [
        (
            "did:example:academy",
            (
                "unknown",
                ("The issuer, “did:example:academy”, is named in a way that this verifier cannot look up."),
            ),
        ),
        (
            "did:web:127.0.0.1",
            (
                "failed",
                (
                    "The issuer’s name cannot be looked up: "
                    "got DID 'did:web:127.0.0.1', expected a host name and no IP address."
                ),
            ),
        ),
        (
            "did:web:badges.example.org:..:x",
            (
                "failed",
                (
                    "The issuer’s name cannot be looked up: got DID 'did:web:badges.example.org:..:x', "
                    "expected path segments of letters, digits, '-', '.' and '_'."
                ),
            ),
        ),
    ],
)
def test_issuers_with_other_names(site: SmallSite, issuer: str, told_as: tuple[str, str]) -> None:
    document = site.credential(FIRST)
    document["issuer"]["id"] = issuer
    assert told(key_check(site, site.sign(document, method=f"{issuer}#key-1"))) == told_as


def test_the_badge_of_the_implementation_guide_verifies() -> None:
    """Signed by the authors of Open Badges, with an https address as the issuer and its keys' document."""
    vector = json.loads(shared("standards/vectors/ob30-impl-guide/obv3p0/vector.json").read_text("utf-8"))
    signed, key = vector["signedCredential"], vector["publicKeyMultibase"]
    issuer, method = signed["issuer"]["id"], signed["proof"]["verificationMethod"]
    document = {
        "id": issuer,
        "verificationMethod": [{"id": method, "type": "Multikey", "controller": issuer, "publicKeyMultibase": key}],
        "assertionMethod": [method],
    }

    class Guide:
        note = ""

        def fetch(self, url: str) -> bytes:
            assert url == issuer
            return json.dumps(document).encode()

    report = verify(signed, resolver=Guide(), at=AT)
    assert report.statement == "Valid, with no end date."
    assert (report.issuer_name, report.achievement) == ("Example Corp", "Teamwork")
    altered = {**signed, "name": "Leadership Badge"}
    assert inspect(altered, resolver=Guide(), at=AT).state is State.ALTERED


def test_a_credential_without_issuer_or_key_name_fails(site: SmallSite) -> None:
    signed = site.sign(site.credential(FIRST))
    nameless = {**signed, "issuer": {"type": ["Profile"]}}
    assert told(key_check(site, nameless)) == ("failed", "It names no issuer.")
    for method in ("no key", 7):
        keyless = {**signed, "proof": [{**signed["proof"][0], "verificationMethod": method}]}
        assert told(key_check(site, keyless)) == ("failed", "The signature names no key.")


def test_what_one_verification_could_not_fetch_any_more_the_next_may(site: SmallSite) -> None:
    resolver = BoundedResolver(site.resolver())
    keys = IssuerKeys(resolver, AT, spent=resolver.is_spent)
    method = f"{site.did('academy')}#key-1"
    for _ in range(MOST_FETCHES):
        resolver.fetch(URL)
    check, key = keys.key_for(method, site.did("academy"))
    assert check.sentence == (
        f"The issuer’s keys could not be fetched from “{URL}”: too much had to be fetched before."
    )
    assert key is None
    resolver.begin()
    check, key = keys.key_for(method, site.did("academy"))
    assert str(check.outcome) == "passed"
    assert key is not None


def test_of_https_issuers_documents_and_keys_are_fetched_at_their_own_host(site: SmallSite) -> None:
    issuer, key = "https://academy.example/issuers/1", "https://academy.example/issuers/1/key"
    asked: list[str] = []
    pages = {
        issuer: {"id": issuer},
        key: {
            "id": key,
            "type": "Multikey",
            "controller": issuer,
            "publicKeyMultibase": public_key("academy", "key-1"),
        },
    }

    class Web:
        note = ""

        def fetch(self, url: str) -> bytes:
            asked.append(f"{url} or where it leads")
            return site.resolver().fetch(url)

        def fetch_own(self, url: str) -> bytes:
            asked.append(url)
            return json.dumps(pages[url]).encode()

    keys = IssuerKeys(Web(), AT)
    for _ in range(2):
        check, found = keys.key_for(key, issuer)
        assert check.sentence == f"The signing key lies below the issuer’s own address, “{issuer}”."
        assert found is not None
    assert asked == [issuer, key, key]
    asked.clear()
    check, _ = keys.key_for(f"{site.did('academy')}#key-1", site.did("academy"))
    assert str(check.outcome) == "passed"
    assert asked == [f"{URL} or where it leads"]
