"""The did:jwk method: the identifier is a JSON Web Key, and the document follows from it."""

from __future__ import annotations

from typing import Any

from conferral.errors import DIDError, EncodingError
from conferral.standards.base64url import decode_base64url
from conferral.standards.public_keys import public_key_from_jwk
from conferral.standards.strict_json import read_object

PREFIX = "did:jwk:"

MAXIMUM_CHARACTERS = 2_000
"""Longest identifier that is read; an RSA key of 8,192 bits takes some 1,900."""


def controlled_document(did: str) -> dict[str, Any]:
    """The document that `did` spells out: one verification method, named `#0`.

    Ed25519, P-256, P-384 and RSA keys are read.  A key that says it is for something else than signatures is
    refused, because it could not stand in `assertionMethod`.

    Raises `DIDError`, whose message never repeats the key.
    """
    encoded = did.removeprefix(PREFIX)
    if encoded == did:
        raise DIDError(f"got DID {did[:100]!r}, expected one that starts with {PREFIX!r}")
    if len(did) > MAXIMUM_CHARACTERS:
        raise DIDError(f"got a DID of {len(did)} characters, expected at most {MAXIMUM_CHARACTERS}")
    try:
        jwk = read_object(decode_base64url(encoded))
        public_key_from_jwk(jwk)
    except EncodingError as error:
        raise DIDError(f"the DID holds no key: {error.message}") from error
    method = f"{did}#0"
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": [{"id": method, "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk}],
        "authentication": [method],
        "assertionMethod": [method],
    }
