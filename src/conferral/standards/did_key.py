"""The did:key method: the identifier is the key, and the document follows from it."""

from __future__ import annotations

from typing import Any

from conferral.errors import DIDError, EncodingError
from conferral.standards.public_keys import public_key_from_multibase

PREFIX = "did:key:"


def controlled_document(did: str) -> dict[str, Any]:
    """The document that `did` spells out, with one verification method whose name is the key once more.

    Ed25519, P-256 and P-384 keys are read (did:key, section 3; Controlled Identifiers 1.0, section 2.2.2).

    Raises `DIDError`.
    """
    multibase = did.removeprefix(PREFIX)
    if multibase == did:
        raise DIDError(f"got DID {did[:100]!r}, expected one that starts with {PREFIX!r}")
    try:
        public_key_from_multibase(multibase)
    except EncodingError as error:
        raise DIDError(f"the DID holds no key: {error.message}") from error
    method = f"{did}#{multibase}"
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {"id": method, "type": "Multikey", "controller": did, "publicKeyMultibase": multibase},
        ],
        "authentication": [method],
        "assertionMethod": [method],
    }
