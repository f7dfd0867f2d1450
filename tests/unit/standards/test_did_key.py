from __future__ import annotations

import pytest

from conferral.errors import DIDError
from conferral.standards.controlled_identifiers import assertion_method
from conferral.standards.did_key import controlled_document
from conferral.standards.multikey import ed25519_secret_multibase
from conferral.standards.public_keys import public_key_from_multibase
from tests.unit.standards.key_samples import SignWith, ed25519, multikey, p256, p384

# did:key, section 2 of its test vectors, and Controlled Identifiers 1.0, section 2.2.2
PUBLISHED = [
    ("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "Ed25519"),
    ("z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", "Ed25519"),
    ("zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169", "P-256"),
    ("zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv", "P-256"),
    ("z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9", "P-384"),
]


@pytest.mark.parametrize(("key", "kind"), PUBLISHED)
def test_published_identifiers_are_read(key: str, kind: str) -> None:
    found = assertion_method(controlled_document(f"did:key:{key}"), f"did:key:{key}#{key}")
    assert found.key == public_key_from_multibase(key)
    assert found.key.kind == kind
    assert found.controller == f"did:key:{key}"


@pytest.mark.parametrize("pair", [ed25519(), p256(), p384()])
def test_the_document_has_one_method_named_after_the_key(pair: SignWith) -> None:
    key = multikey(pair.public)
    did = f"did:key:{key}"
    assert controlled_document(did) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {"id": f"{did}#{key}", "type": "Multikey", "controller": did, "publicKeyMultibase": key}
        ],
        "authentication": [f"{did}#{key}"],
        "assertionMethod": [f"{did}#{key}"],
    }


@pytest.mark.parametrize("name", ["key-1", "0", PUBLISHED[1][0]])
def test_no_other_name_is_a_method_of_it(name: str) -> None:
    did = f"did:key:{PUBLISHED[0][0]}"
    with pytest.raises(DIDError) as caught:
        assertion_method(controlled_document(did), f"{did}#{name}")
    assert caught.value.message == f"verification method '{did}#{name}' is not in the DID document"


@pytest.mark.parametrize(
    "key",
    [
        "",
        "z",
        f"1.1:{PUBLISHED[0][0]}",
        f"{PUBLISHED[0][0]}#{PUBLISHED[0][0]}",
        f"{PUBLISHED[0][0]} ",
        "z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F",  # X25519
        "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",  # secp256k1
        ed25519_secret_multibase(bytes(range(32))),
        "z" + "6" * 3_000,
    ],
)
def test_what_holds_no_key_is_refused(key: str) -> None:
    with pytest.raises(DIDError) as caught:
        controlled_document(f"did:key:{key}")
    assert caught.value.message == (
        "the DID holds no key: expected a public key as Multikey: "
        "Ed25519 (z6Mk…), P-256 (zDn…) or P-384 (z82L…), got something else"
    )


@pytest.mark.parametrize("did", ["", "did:web:example.org", "DID:KEY:z6Mk", "did:keys:z6Mk"])
def test_another_method_is_refused(did: str) -> None:
    with pytest.raises(DIDError) as caught:
        controlled_document(did)
    assert caught.value.message == f"got DID {did!r}, expected one that starts with 'did:key:'"
