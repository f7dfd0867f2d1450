from __future__ import annotations

import pytest

from conferral.errors import DIDError
from conferral.standards.did_web import did_for_url, document_url


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
