from __future__ import annotations

import json
from typing import Any

import pytest

from conferral.bakeable import credential_text
from conferral.errors import EncodingError
from conferral.standards.base64url import encode_base64url

TYPES = ["VerifiableCredential", "OpenBadgeCredential"]


def as_json(**members: Any) -> bytes:
    return json.dumps(members, ensure_ascii=False).encode()


def token(payload: bytes) -> bytes:
    return f"eyJhbGciOiJFUzI1NiJ9.{encode_base64url(payload)}.c2ln\n".encode()


@pytest.mark.parametrize(
    "content",
    [
        as_json(type=TYPES, proof={"type": "DataIntegrityProof"}, name="Zoë"),
        as_json(type=["VerifiableCredential", "AchievementCredential"], proof=[{}]),
        b" \r\n" + as_json(type=TYPES, proof=[{}]) + b"\n",
        token(as_json(type=TYPES)),
        token(as_json(iss="did:web:example.org", vc={"type": TYPES})),
    ],
)
def test_a_signed_credential_is_taken_as_it_is(content: bytes) -> None:
    assert credential_text(content).encode() == content


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff", "it is neither JSON nor a token: it is not UTF-8"),
        (b"", "it is empty"),
        (b"[]", "it is JSON, but not an object"),
        (b"\x89PNG", "it is a picture, expected a credential"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "it is a picture, expected a credential"),
        (b"<!doctype html>", "it is a web page; give the file that it offers, or the page’s address"),
        ("é".encode() * (1 << 19) + "é".encode(), "the credential is larger than 1048576 bytes"),
        (b"a.b.c", "the token holds no credential: got 1 characters, which is no length of base64url"),
        (token(b"[]"), "the token holds no credential: it is JSON, but not an object"),
        (token(b"{}"), 'it is no credential: "VerifiableCredential" is not among its types'),
        (as_json(), 'it is no credential: "VerifiableCredential" is not among its types'),
        (
            as_json(type={"VerifiableCredential": 1}),
            'it is no credential: "VerifiableCredential" is not among its types',
        ),
        (as_json(type="Assertion"), 'it is no credential: "VerifiableCredential" is not among its types'),
        (
            as_json(type=["VerifiableCredential", "ClrCredential"], proof=[{}]),
            'it is no badge: neither "OpenBadgeCredential" nor "AchievementCredential" is among its types',
        ),
        (
            as_json(type="VerifiableCredential", proof=[{}]),
            'it is no badge: neither "OpenBadgeCredential" nor "AchievementCredential" is among its types',
        ),
        (as_json(type=TYPES), "the credential is not signed: it has no proof"),
        (as_json(type=TYPES, proof=[]), "the credential is not signed: it has no proof"),
    ],
)
def test_what_is_no_signed_badge_is_called_by_its_name(content: bytes, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        credential_text(content)
    assert caught.value.message == message
