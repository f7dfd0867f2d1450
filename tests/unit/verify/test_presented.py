from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from conferral.errors import EncodingError
from conferral.standards import baking
from conferral.verify.presented import read_presented

PLAIN = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "https://academy.example/credentials/1",
    "type": ["VerifiableCredential"],
    "issuer": {"id": "did:web:academy.example"},
    "validFrom": "2026-07-01T08:00:00Z",
    "credentialSubject": {"id": "urn:uuid:1"},
}
CLAIMS: dict[str, Any] = {
    "iss": "did:web:academy.example",
    "jti": "https://academy.example/credentials/1",
    "nbf": 1782892800,
    "sub": "urn:uuid:1",
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def encoded(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def token(payload: object) -> str:
    return f"{encoded({'alg': 'EdDSA', 'kid': 'did:web:academy.example#key-1'})}.{encoded(payload)}.{'A' * 86}"


@pytest.mark.parametrize("given", [PLAIN, json.dumps(PLAIN), json.dumps(PLAIN).encode()])
def test_json_is_read_as_it_is(given: Any) -> None:
    presented = read_presented(given)
    assert (presented.document, presented.token, presented.disagreement) == (PLAIN, None, None)


@pytest.mark.parametrize("given", [token({**PLAIN, **CLAIMS}), f"\n{token({**PLAIN, **CLAIMS})}\n"])
def test_a_token_gives_its_credential_without_its_own_claims(given: str) -> None:
    for source in (given, given.encode()):
        presented = read_presented(source)
        assert presented.document == PLAIN
        assert presented.disagreement is None
        assert presented.token is not None
        assert presented.token.header["kid"] == "did:web:academy.example#key-1"


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "did:web:other.example"),
        ("jti", "https://academy.example/credentials/2"),
        ("nbf", 1782892801),
        ("nbf", "2026-07-01T08:00:00Z"),
        ("sub", "urn:uuid:2"),
        ("sub", 7),
    ],
)
def test_a_claim_that_contradicts_the_credential_is_named(claim: str, value: object) -> None:
    assert read_presented(token({**PLAIN, **CLAIMS, claim: value})).disagreement == claim


def test_what_only_the_claims_say_is_part_of_the_credential() -> None:
    bare = {name: value for name, value in PLAIN.items() if name not in {"id", "issuer", "validFrom"}}
    bare["credentialSubject"] = {"type": "AchievementSubject"}
    document = read_presented(token({**bare, **CLAIMS, "exp": 1782892860})).document
    assert document == {
        **bare,
        "issuer": "did:web:academy.example",
        "id": "https://academy.example/credentials/1",
        "validFrom": "2026-07-01T08:00:00Z",
        "validUntil": "2026-07-01T08:01:00Z",
        "credentialSubject": {"type": "AchievementSubject", "id": "urn:uuid:1"},
    }


def test_the_older_form_of_a_token_keeps_the_credential_in_vc() -> None:
    inner = {"@context": ["https://www.w3.org/2018/credentials/v1"], "credentialSubject": {}}
    document = read_presented(token({"vc": inner, **CLAIMS})).document
    assert document == {
        **inner,
        "issuer": "did:web:academy.example",
        "id": "https://academy.example/credentials/1",
        "issuanceDate": "2026-07-01T08:00:00Z",
        "credentialSubject": {"id": "urn:uuid:1"},
    }


def test_an_envelope_is_opened() -> None:
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token(PLAIN)}",
    }
    assert read_presented(envelope).document == PLAIN


@pytest.mark.parametrize(
    "more",
    [
        {"name": "PhD in Physics"},
        {"proof": {}},
        {"type": ["EnvelopedVerifiableCredential", "OpenBadgeCredential"]},
        {"type": ["EnvelopedVerifiableCredential", 7]},
    ],
)
def test_an_envelope_with_something_else_written_on_it_is_refused(more: dict[str, Any]) -> None:
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": ["EnvelopedVerifiableCredential", "VerifiableCredential"],
        "id": f"data:application/vc+jwt,{token(PLAIN)}",
    }
    assert read_presented(envelope).document == PLAIN
    with pytest.raises(EncodingError) as caught:
        read_presented({**envelope, **more})
    assert caught.value.message == "it is an envelope with something else written on it"


@pytest.mark.parametrize("text", [json.dumps(PLAIN), token(PLAIN)])
def test_a_picture_gives_what_it_holds(text: str) -> None:
    assert read_presented(baking.bake(SVG, text)).document == PLAIN


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (b"", "it is empty"),
        ("a.b.c", "it is no proper JWT: "),
        (token([1]), "it is JSON, but not an object"),
        (token({**PLAIN, "exp": True}), "it is no proper JWT: a time in it is no number of seconds"),
        (token({**PLAIN, "exp": 1e30}), "it is no proper JWT: a time in it is no number of seconds"),
        (token({"vc": {}, "iss": 7}), "it is no proper JWT: a claim that should be text is not"),
        (SVG, "the image holds no credential"),
        ({"type": "EnvelopedVerifiableCredential", "id": "https://a.example"}, "it is an envelope around something"),
        ("x" * (1 << 20) + "yy", 'it is too large: got "1048578" bytes, expected at most "1048576"'),
    ],
)
def test_what_is_no_credential_is_told(given: Any, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        read_presented(given)
    assert caught.value.message.startswith(message)
