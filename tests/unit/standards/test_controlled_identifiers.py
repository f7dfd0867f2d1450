from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from conferral.errors import DIDError
from conferral.standards.controlled_identifiers import (
    Method,
    assertion_method,
    check_document,
    method_alone,
)
from conferral.standards.multikey import ed25519_secret_multibase
from conferral.standards.public_keys import public_key_from_multibase
from tests.unit.standards.anything import altered
from tests.unit.standards.key_samples import SignWith, ed25519, multikey, p256, p384, rsa

DID = "did:web:badges.example.org:issuers:a"
KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


def document(**changes: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [method()],
        "assertionMethod": [f"{DID}#key-1"],
        **changes,
    }


def method(kind: str | None = None, /, **changes: Any) -> dict[str, Any]:
    """A Multikey method with changes, or one of another type with just these members."""
    key = {"type": "Multikey", "publicKeyMultibase": KEY} if kind is None else {"type": kind}
    return {"id": f"{DID}#key-1", "controller": DID, **key, **changes}


def test_a_document_of_another_did_is_refused() -> None:
    with pytest.raises(DIDError) as caught:
        check_document(document(), "did:web:example.org")
    assert caught.value.message == f"got a DID document with id {DID!r}, expected 'did:web:example.org'"


def test_a_listed_method_is_found() -> None:
    assert assertion_method(document(), f"{DID}#key-1") == Method(
        id=f"{DID}#key-1", controller=DID, key=public_key_from_multibase(KEY)
    )


def test_a_method_embedded_in_assertion_method_is_found() -> None:
    embedded = document(verificationMethod=[], assertionMethod=[method()])
    assert assertion_method(embedded, f"{DID}#key-1").key == public_key_from_multibase(KEY)


def test_the_times_of_a_method_are_read() -> None:
    dated = document(verificationMethod=[method(revoked="2026-06-30T00:00:00Z", expires="2027-06-30T02:00:00+02:00")])
    found = assertion_method(dated, f"{DID}#key-1")
    assert found.revoked == datetime(2026, 6, 30, tzinfo=UTC)
    assert found.expires == datetime(2027, 6, 30, tzinfo=UTC)


def test_a_fragment_that_is_a_key_does_not_replace_the_document() -> None:
    with pytest.raises(DIDError) as caught:
        assertion_method(document(), f"{DID}#{KEY}")
    assert caught.value.message == f"verification method '{DID}#{KEY}' is not in the DID document"


ID = f"{DID}#key-1"
KNOWN = "expected one of 'Multikey', 'JsonWebKey', 'JsonWebKey2020', 'Ed25519VerificationKey2020'"


@pytest.mark.parametrize(
    ("found", "pair"),
    [
        (method("Multikey", publicKeyMultibase=multikey(p256().public)), p256()),
        (method("Multikey", publicKeyMultibase=multikey(p384().public)), p384()),
        (method("JsonWebKey", publicKeyJwk=ed25519().jwk), ed25519()),
        (method("JsonWebKey", publicKeyJwk={**p256().jwk, "kid": "1", "alg": "ES256"}), p256()),
        (method("JsonWebKey2020", publicKeyJwk=p384().jwk), p384()),
        (method("JsonWebKey2020", publicKeyJwk=rsa().jwk), rsa()),
        (method("Ed25519VerificationKey2020", publicKeyMultibase=multikey(ed25519().public)), ed25519()),
    ],
)
def test_a_key_is_found_however_it_is_written(found: dict[str, Any], pair: SignWith) -> None:
    assert assertion_method(document(verificationMethod=[found]), ID).key == pair.public


SECRET = ed25519_secret_multibase(bytes(range(32)))


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (method(secretKeyMultibase=SECRET), "has 'secretKeyMultibase', expected no private key"),
        (method(privateKeyMultibase=SECRET), "has 'privateKeyMultibase', expected no private key"),
        (
            method("JsonWebKey", publicKeyJwk=p256().jwk, secretKeyJwk={"d": "AAAA"}),
            "has 'secretKeyJwk', expected no private key",
        ),
        (
            method("JsonWebKey2020", publicKeyJwk=p256().jwk, privateKeyJwk={"d": "AAAA"}),
            "has 'privateKeyJwk', expected no private key",
        ),
        (method(privateKeyBase58=None), "has 'privateKeyBase58', expected no private key"),
        (
            method("JsonWebKey", publicKeyJwk={**p256().jwk, "d": "AAAA"}),
            ": got a JSON Web Key with the private member 'd', expected a public key",
        ),
        (
            method(publicKeyMultibase=SECRET),
            (": expected a public key as Multikey: Ed25519 (z6Mk…), P-256 (zDn…) or P-384 (z82L…), got something else"),
        ),
        (
            method(publicKeyJwk=p256().jwk),
            "has more than one public key, expected 'publicKeyMultibase' only",
        ),
        (
            method("JsonWebKey", publicKeyJwk=p256().jwk, publicKeyPem="a"),
            "has more than one public key, expected 'publicKeyJwk' only",
        ),
        (method("JsonWebKey", publicKeyJwk=KEY), "has a 'publicKeyJwk' that holds no key"),
        (method("JsonWebKey", publicKeyJwk=None), "has a 'publicKeyJwk' that holds no key"),
        (method(publicKeyMultibase=[KEY]), "has a 'publicKeyMultibase' that holds no key"),
        (method("JsonWebKey2020", publicKeyMultibase=KEY), "has no 'publicKeyJwk'"),
        (
            method("Ed25519VerificationKey2020", publicKeyMultibase=multikey(p256().public)),
            "has a key of kind P-256, expected Ed25519",
        ),
    ],
)
def test_a_method_without_exactly_one_public_key_is_refused(found: dict[str, Any], message: str) -> None:
    with pytest.raises(DIDError) as caught:
        assertion_method(document(verificationMethod=[found]), ID)
    named = f"verification method {ID!r}"
    assert caught.value.message == (named + message if message.startswith(":") else f"{named} {message}")
    assert SECRET not in caught.value.message


def test_the_keys_at_an_https_address_are_found_by_the_same_rules() -> None:
    place = "https://example.org/keys"
    found = {"id": f"{place}#key-1", "type": "Multikey", "controller": place, "publicKeyMultibase": KEY}
    keys = {"id": place, "verificationMethod": [found], "assertionMethod": [f"{place}#key-1"]}
    assert assertion_method(keys, f"{place}#key-1").controller == place
    with pytest.raises(DIDError) as caught:
        assertion_method({**keys, "id": f"{place}/"}, f"{place}#key-1")
    assert caught.value.message == f"got a DID document with id '{place}/', expected '{place}'"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"id": "did:web:x.org"}, f"got a DID document with id 'did:web:x.org', expected {DID!r}"),
        ({"verificationMethod": []}, f"verification method {ID!r} is not in the DID document"),
        (
            {"verificationMethod": [method(id="#key-1")], "assertionMethod": ["#key-1"]},
            f"verification method {ID!r} is not in the DID document",
        ),
        (
            {"verificationMethod": [method(), method(publicKeyMultibase="z6Mkother")]},
            f"verification method {ID!r} is in the DID document more than once",
        ),
        ({"assertionMethod": []}, f"verification method {ID!r} is not listed in 'assertionMethod'"),
        (
            {"assertionMethod": [], "authentication": [ID]},
            f"verification method {ID!r} is not listed in 'assertionMethod'",
        ),
        ({"assertionMethod": ID}, "'assertionMethod' of the DID document is no list"),
        (
            {"verificationMethod": [method(controller="did:web:x.org")]},
            f"verification method {ID!r} has controller 'did:web:x.org', expected {DID!r}",
        ),
        (
            {"verificationMethod": [method(type="Ed25519VerificationKey2018")]},
            f"verification method {ID!r} has type 'Ed25519VerificationKey2018', {KNOWN}",
        ),
        (
            {"verificationMethod": [method(type=["Multikey"])]},
            f"verification method {ID!r} has type ['Multikey'], {KNOWN}",
        ),
        (
            {"verificationMethod": [method(type="JsonWebKey")]},
            f"verification method {ID!r} has no 'publicKeyJwk'",
        ),
        (
            {"verificationMethod": [method("Multikey")]},
            f"verification method {ID!r} has no 'publicKeyMultibase'",
        ),
        (
            {"verificationMethod": [method(publicKeyMultibase=None)]},
            f"verification method {ID!r} has a 'publicKeyMultibase' that holds no key",
        ),
        ({"verificationMethod": [method(revoked=None)]}, f"'revoked' of verification method {ID!r} is no timestamp"),
        (
            {"verificationMethod": [method(expires="soon")]},
            f"'expires' of verification method {ID!r}: got timestamp 'soon', expected one like '2026-06-30T22:00:00Z'",
        ),
    ],
)
def test_a_method_that_breaks_a_rule_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(DIDError) as caught:
        assertion_method(document(**changed), ID)
    assert caught.value.message == message


@pytest.mark.parametrize("name", [DID, f"{DID}#", "#key-1", f"{DID}#a#b", f"{DID}#a b", f"{DID}#{'a' * 4_000}", ""])
def test_a_method_name_without_did_and_fragment_is_refused(name: str) -> None:
    with pytest.raises(DIDError) as caught:
        assertion_method(document(), name)
    assert caught.value.message == f"got verification method {name[:200]!r}, expected a DID, '#' and a name"


def test_a_message_shows_the_beginning_of_a_long_value() -> None:
    with pytest.raises(DIDError) as caught:
        assertion_method(document(id=["x"] * 1_000), ID)
    shown = repr(["x"] * 1_000)[:200]
    assert caught.value.message == f"got a DID document with id {shown}, expected {DID!r}"


def test_a_method_that_is_a_document_of_its_own_is_found_at_its_address() -> None:
    place = "https://example.org/keys/1"
    alone = method(id=place)
    assert method_alone(alone, place, controller=DID) == Method(
        id=place, controller=DID, key=public_key_from_multibase(KEY)
    )
    with pytest.raises(DIDError) as caught:
        method_alone(alone, f"{place}/", controller=DID)
    assert caught.value.message == f"got a DID document with id {place!r}, expected '{place}/'"
    with pytest.raises(DIDError) as caught:
        method_alone(alone, place, controller="did:web:x.org")
    assert caught.value.message == (f"verification method {place!r} has controller {DID!r}, expected 'did:web:x.org'")


@given(altered(document()) | altered(document(verificationMethod=[method("JsonWebKey", publicKeyJwk=rsa().jwk)])))
def test_whatever_document_is_given_a_key_is_found_or_a_did_error(found: Any) -> None:
    with contextlib.suppress(DIDError):
        assert assertion_method(found if isinstance(found, dict) else {}, ID).id == ID
