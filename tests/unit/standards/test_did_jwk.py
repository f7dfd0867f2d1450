from __future__ import annotations

import json
from typing import Any

import pytest

from conferral.errors import DIDError
from conferral.standards.base64url import encode_base64url
from conferral.standards.controlled_identifiers import assertion_method
from conferral.standards.did_jwk import controlled_document
from tests.unit.standards.key_samples import SignWith, ed25519, p256, p384, rsa

# The first example of the did:jwk specification: a P-256 key.
PUBLISHED = (
    "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAi"
    "LCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
)


def named(jwk: Any) -> str:
    return "did:jwk:" + encode_base64url(json.dumps(jwk).encode())


def test_the_published_identifier_is_read() -> None:
    document = controlled_document(PUBLISHED)
    method = f"{PUBLISHED}#0"
    assert document == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": PUBLISHED,
        "verificationMethod": [
            {
                "id": method,
                "type": "JsonWebKey",
                "controller": PUBLISHED,
                "publicKeyJwk": {
                    "crv": "P-256",
                    "kty": "EC",
                    "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
                    "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE",
                },
            }
        ],
        "authentication": [method],
        "assertionMethod": [method],
    }
    assert assertion_method(document, method).key.kind == "P-256"


@pytest.mark.parametrize("pair", [ed25519(), p256(), p384(), rsa()])
def test_every_kind_of_key_is_read(pair: SignWith) -> None:
    did = named({**pair.jwk, "use": "sig", "kid": "1"})
    assert assertion_method(controlled_document(did), f"{did}#0").key == pair.public


def test_only_the_method_of_the_specification_is_in_the_document() -> None:
    with pytest.raises(DIDError) as caught:
        assertion_method(controlled_document(PUBLISHED), f"{PUBLISHED}#1")
    assert caught.value.message == f"verification method '{PUBLISHED}#1' is not in the DID document"


@pytest.mark.parametrize(
    ("did", "problem"),
    [
        ("did:jwk:", "got text that is not JSON, expected a JSON object"),
        (f"{PUBLISHED}=", "got another character, expected base64url without padding"),
        (f"{PUBLISHED}#0", "got another character, expected base64url without padding"),
        (PUBLISHED[:-1] + "A", "got text that is not JSON, expected a JSON object"),
        ("did:jwk:" + encode_base64url(b"\xff"), "got bytes that are not UTF-8, expected a JSON object"),
        (named([ed25519().jwk]), "got JSON of another kind, expected a JSON object"),
        (
            "did:jwk:" + encode_base64url(b'{"kty":"OKP","kty":"OKP"}'),
            "got a name twice in one JSON object, expected each once",
        ),
        (
            named({**ed25519().jwk, "d": "AAAA"}),
            "got a JSON Web Key with the private member 'd', expected a public key",
        ),
        (named({**p256().jwk, "use": "enc"}), "got a JSON Web Key with use 'enc', expected 'sig'"),
        (named({**p256().jwk, "y": p256().jwk["x"]}), "got a P-256 key that is no point of the curve"),
    ],
)
def test_what_holds_no_key_is_refused(did: str, problem: str) -> None:
    with pytest.raises(DIDError) as caught:
        controlled_document(did)
    assert caught.value.message == f"the DID holds no key: {problem}"


def test_a_long_identifier_is_refused() -> None:
    with pytest.raises(DIDError) as caught:
        controlled_document("did:jwk:" + "A" * 2_000)
    assert caught.value.message == "got a DID of 2008 characters, expected at most 2000"


@pytest.mark.parametrize("did", ["", "did:key:z6Mk", "jwk:"])
def test_another_method_is_refused(did: str) -> None:
    with pytest.raises(DIDError) as caught:
        controlled_document(did)
    assert caught.value.message == f"got DID {did!r}, expected one that starts with 'did:jwk:'"
