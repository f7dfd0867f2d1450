from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from conferral.errors import DIDError
from conferral.standards.did_web import Method, assertion_method, check_document, did_for_url, document_url

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


def method(**changes: Any) -> dict[str, Any]:
    return {
        "id": f"{DID}#key-1",
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": KEY,
        **changes,
    }


@pytest.mark.parametrize(
    ("did", "url"),
    [  # did:web, section 2.5
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"),
        ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
        ("did:web:localhost%3A8443:x", "https://localhost:8443/x/did.json"),
        ("did:web:example.com:a%20b", "https://example.com/a%20b/did.json"),
    ],
)
def test_a_did_names_the_address_of_its_document(did: str, url: str) -> None:
    assert document_url(did) == url


@pytest.mark.parametrize(
    ("url", "did"),
    [
        ("https://org.github.io/repo/", "did:web:org.github.io:repo"),
        ("https://org.github.io/repo", "did:web:org.github.io:repo"),
        ("https://badges.example.org", "did:web:badges.example.org"),
        ("https://badges.example.org/issuers/A_1/", "did:web:badges.example.org:issuers:A_1"),
        ("https://localhost:8443/x/", "did:web:localhost%3A8443:x"),
        ("https://example.org:443/x/", "did:web:example.org:x"),
        ("https://example.org/~a/", "did:web:example.org:%7Ea"),
    ],
)
def test_a_folder_has_a_did(url: str, did: str) -> None:
    assert did_for_url(url) == did
    assert document_url(did).startswith("https://")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org/", "one that starts with 'https://'"),
        ("https://user@example.org/", "one without user, query and fragment"),
        ("https://example.org/?a", "one without user, query and fragment"),
        ("https://example.org/#", "one without user, query and fragment"),
        ("https://Example.org/", "a lower-case host name"),
        ("https:///a", "a lower-case host name"),
        ("https://[::1]/a", "a lower-case host name"),
        ("https://127.0.0.1/", "a host name and no IP address"),
        ("https://0x7f.0x1/", "a host name and no IP address"),
        ("https://2130706433/", "a host name and no IP address"),
        ("https://example.org:/", "a port from 1 to 65535"),
        ("https://example.org:99999/", "a valid https address"),
        ("https://example.org/a/../b", "path segments of letters, digits, '-', '.' and '_'"),
        ("https://example.org/a//b", "path segments of letters, digits, '-', '.' and '_'"),
        ("https://example.org/a:b", "path segments of letters, digits, '-', '.' and '_'"),
        ("https://example.org/ä", "path segments of letters, digits, '-', '.' and '_'"),
    ],
)
def test_an_address_that_no_did_can_name_is_refused(url: str, expected: str) -> None:
    with pytest.raises(DIDError) as caught:
        did_for_url(url)
    assert caught.value.message == f"got address {url!r}, expected {expected}"


@pytest.mark.parametrize(
    ("did", "expected"),
    [
        ("did:key:z6Mk", "one that starts with 'did:web:'"),
        ("did:web:", "a lower-case host name"),
        ("did:web:EXAMPLE.org", "a lower-case host name"),
        ("did:web:127.0.0.1", "a host name and no IP address"),
        ("did:web:1.2.3.4%3A80:a", "a host name and no IP address"),
        ("did:web:example.org%2Fa", "a lower-case host name"),
        ("did:web:example.org%40evil.example", "a lower-case host name"),
        ("did:web:example.org%3A0", "a port from 1 to 65535 after '%3A'"),
        ("did:web:example.org%3A65536", "a port from 1 to 65535 after '%3A'"),
        ("did:web:example.org%3A80%3A90", "a port from 1 to 65535 after '%3A'"),
        ("did:web:example.org:", "path segments of letters, digits, '-', '.' and '_'"),
        ("did:web:example.org:..:b", "path segments of letters, digits, '-', '.' and '_'"),
        ("did:web:example.org:%2E%2E:b", "path segments of letters, digits, '-', '.' and '_'"),
        ("did:web:example.org:a%2Fb", "path segments of letters, digits, '-', '.' and '_'"),
        ("did:web:example.org:a/b", "path segments of letters, digits, '-', '.' and '_'"),
        ("did:web:example.org:a?b", "path segments of letters, digits, '-', '.' and '_'"),
        ("did:web:example.org:a#b", "path segments of letters, digits, '-', '.' and '_'"),
    ],
)
def test_a_did_that_names_no_safe_address_is_refused(did: str, expected: str) -> None:
    with pytest.raises(DIDError) as caught:
        document_url(did)
    assert caught.value.message == f"got DID {did!r}, expected {expected}"


def test_a_document_of_another_did_is_refused() -> None:
    with pytest.raises(DIDError) as caught:
        check_document(document(), "did:web:example.org")
    assert caught.value.message == f"got a DID document with id {DID!r}, expected 'did:web:example.org'"


def test_a_listed_method_is_found() -> None:
    assert assertion_method(document(), f"{DID}#key-1") == Method(
        id=f"{DID}#key-1", controller=DID, public_key_multibase=KEY
    )


def test_a_method_embedded_in_assertion_method_is_found() -> None:
    embedded = document(verificationMethod=[], assertionMethod=[method()])
    assert assertion_method(embedded, f"{DID}#key-1").public_key_multibase == KEY


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
            {"verificationMethod": [method(type="JsonWebKey")]},
            f"verification method {ID!r} has type 'JsonWebKey', expected 'Multikey'",
        ),
        (
            {"verificationMethod": [method(publicKeyMultibase=None)]},
            f"verification method {ID!r} has no 'publicKeyMultibase'",
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


@pytest.mark.parametrize("name", [DID, f"{DID}#", "#key-1", f"{DID}#a#b", f"{DID}#a b"])
def test_a_method_name_without_did_and_fragment_is_refused(name: str) -> None:
    with pytest.raises(DIDError) as caught:
        assertion_method(document(), name)
    assert caught.value.message == f"got verification method {name!r}, expected a DID, '#' and a name"
