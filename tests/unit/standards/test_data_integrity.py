from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conferral.errors import CanonicalizationError, ProofError, UndefinedTermError
from conferral.standards import contexts
from conferral.standards.canonical import canonicalize
from conferral.standards.data_integrity import (
    SUITES,
    ProofOptions,
    create_proof,
    hash_data,
    proof_config,
    proofs_of,
    verify_proof,
    without_proof,
)
from conferral.standards.multikey import (
    decode_base58btc,
    ed25519_secret_from_multibase,
    encode_base58btc,
)
from conferral.standards.public_keys import PublicKey, public_key_from_multibase
from tests.shared import shared
from tests.unit.standards.key_samples import ed25519, p256
from tests.unit.standards.samples import badge, full_badge

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PublicKey("Ed25519", SECRET.public_key().public_bytes_raw())
OPTIONS = ProofOptions(verification_method="did:web:badges.example.org:issuers:a#key-1", created="2026-06-30T08:00:00Z")
EXTRA = {  # contexts that only the published vectors need
    "https://www.w3.org/ns/credentials/examples/v2": "credentials-examples-v2.jsonld",
    "https://w3id.org/citizenship/v4rc1": "citizenship-v4rc1.jsonld",
}


def loader(url: str, options: Mapping[str, Any]) -> dict[str, Any]:
    remote = contexts.closed_loader("https://www.w3.org/ns/credentials/v2" if url in EXTRA else url, options)
    if url in EXTRA:
        text = shared(f"standards/contexts/{EXTRA[url]}").read_text("utf-8")
        return {**remote, "documentUrl": url, "document": json.loads(text)}
    return remote


def signed(**changes: Any) -> dict[str, Any]:
    document = badge(**changes)
    return {**document, "proof": [create_proof(document, options=OPTIONS, sign=SECRET.sign)]}


def only(folder: Path, pattern: str) -> str:
    (found,) = folder.glob(pattern)
    return found.read_text("utf-8")


@pytest.mark.parametrize(
    ("folder", "keys", "unsigned"),
    [("", "keyPair.json", "unsigned.json"), ("employ", "keyPair.json", "employmentAuth.json")],
)
def test_the_w3c_vectors_are_made_byte_for_byte(folder: str, keys: str, unsigned: str) -> None:
    top = shared("standards/vectors/vc-di-eddsa")
    vector = top / "eddsa-rdfc-2022" / folder
    pair = json.loads((top / keys).read_text())
    seed = ed25519_secret_from_multibase(pair.get("privateKeyMultibase") or pair["secretKeyMultibase"])
    expected = json.loads(only(vector, "signedDataInt*.json"))
    document = json.loads((top / unsigned).read_text())
    assert without_proof(expected) == document
    (proof,) = proofs_of(expected)
    options = ProofOptions(verification_method=proof["verificationMethod"], created=proof["created"])

    config = proof_config(options, document)
    assert config == json.loads(only(vector, "proofConfig*.json"))
    document_nquads = canonicalize(document, loader=loader)
    config_nquads = canonicalize(config, loader=loader)
    assert document_nquads == only(vector, "canonDoc*.txt")
    assert config_nquads == only(vector, "proofCanon*.txt")
    assert hashlib.sha256(document_nquads.encode()).hexdigest() == only(vector, "docHash*.txt").strip()
    assert hashlib.sha256(config_nquads.encode()).hexdigest() == only(vector, "proofHash*.txt").strip()
    combined = hash_data(document_nquads, config_nquads)
    assert combined.hex() == only(vector, "combinedHash*.txt").strip()

    sign = Ed25519PrivateKey.from_private_bytes(seed).sign
    made = create_proof(document, options=options, sign=sign, loader=loader)
    assert decode_base58btc(made["proofValue"][1:]).hex() == only(vector, "sigHex*.txt").strip()
    assert made["proofValue"] == only(vector, "sigBTC58*.txt").strip()
    assert {**document, "proof": made} == expected
    verify_proof(document, proof, public_key_from_multibase(pair["publicKeyMultibase"]), loader=loader)


def test_the_badge_of_the_implementation_guide_is_made_byte_for_byte() -> None:
    folder = shared("standards/vectors/ob30-impl-guide/obv3p0")
    vector = json.loads((folder / "vector.json").read_text())
    expected = vector["signedCredential"]
    document = without_proof(expected)
    (proof,) = proofs_of(expected)
    options = ProofOptions(verification_method=proof["verificationMethod"], created=proof["created"])
    document_nquads = canonicalize(document)
    config_nquads = canonicalize(proof_config(options, document))
    assert document_nquads == (folder / "document-canon.txt").read_text("utf-8")
    assert config_nquads == (folder / "proof-canon.txt").read_text("utf-8")
    assert hashlib.sha256(document_nquads.encode()).hexdigest() == vector["documentHashHex"]
    assert hashlib.sha256(config_nquads.encode()).hexdigest() == vector["proofHashHex"]
    assert hash_data(document_nquads, config_nquads).hex() == vector["dataToSignHex"]
    seed = bytes.fromhex(vector["privateKeyHex_seed_plus_pub"])[:32]
    made = create_proof(document, options=options, sign=Ed25519PrivateKey.from_private_bytes(seed).sign)
    assert decode_base58btc(made["proofValue"][1:]).hex() == vector["signatureHex"]
    assert made == proof
    verify_proof(document, proof, public_key_from_multibase(vector["publicKeyMultibase"]))


def test_both_proofs_of_the_published_proof_set_hold() -> None:
    folder = shared("standards/vectors/vc-di-eddsa/proof-set-chain")
    document = json.loads((folder / "signedProofSet2.json").read_text())
    keys = json.loads((folder / "multiKeyPairs.json").read_text())
    publics = [pair["publicKeyMultibase"] for pair in keys.values()]
    proofs = proofs_of(document)
    assert len(proofs) == 2
    for proof in proofs:
        (public,) = [key for key in publics if key in proof["verificationMethod"]]
        verify_proof(without_proof(document), proof, public_key_from_multibase(public), loader=loader)


def test_a_proof_made_here_holds() -> None:
    for document in (badge(), full_badge()):
        proof = create_proof(document, options=OPTIONS, sign=SECRET.sign)
        assert list(proof) == [
            "type",
            "cryptosuite",
            "created",
            "verificationMethod",
            "proofPurpose",
            "proofValue",
        ]
        verify_proof(document, proof, PUBLIC)


def test_the_same_document_always_gets_the_same_proof() -> None:
    assert signed() == signed()


def test_a_canonical_form_at_hand_is_used() -> None:
    document = badge()
    nquads = canonicalize(document)
    proof = create_proof(document, options=OPTIONS, sign=SECRET.sign, document_nquads=nquads)
    assert proof == create_proof(document, options=OPTIONS, sign=SECRET.sign)
    verify_proof(document, proof, PUBLIC, document_nquads=nquads)


def altered(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        target, *rest = name.split(".")
        inner: Any = document if not rest else document[target]
        inner[rest[-1] if rest else target] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        altered("name", "Another"),
        altered("validFrom", "2026-06-29T22:00:01Z"),
        altered("issuer.name", "Another School"),
        altered("credentialSubject.id", "urn:uuid:6f0f7d0e-4b4e-4d0c-9d59-0c8f1e5d2a12"),
        altered("validUntil", "2030-01-01T00:00:00Z"),
    ],
)
def test_an_altered_document_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    document = signed(name="One")
    change(document)
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), document["proof"][0], PUBLIC)
    assert caught.value.message == "the signature does not match the document and the key"


@pytest.mark.parametrize(
    "change",
    [
        {"created": "2026-06-30T08:00:01Z"},
        {"verificationMethod": "did:web:badges.example.org:issuers:b#key-1"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"nonce": "1"},
    ],
)
def test_an_altered_proof_is_refused(change: dict[str, Any]) -> None:
    document = signed()
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), {**document["proof"][0], **change}, PUBLIC)
    assert caught.value.message == "the signature does not match the document and the key"


def test_a_proof_without_created_is_checked_all_the_same() -> None:
    document = badge()
    config = proof_config(OPTIONS, document)
    del config["created"]
    data = hash_data(canonicalize(document), canonicalize(config))
    del config["@context"]
    proof = {**config, "proofValue": "z" + encode_base58btc(SECRET.sign(data))}
    verify_proof(document, proof, PUBLIC)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "Ed25519Signature2020"}, "got proof type 'Ed25519Signature2020', expected 'DataIntegrityProof'"),
        ({"type": ["DataIntegrityProof"]}, "got ['DataIntegrityProof'] as 'type' of the proof, expected text"),
        ({"cryptosuite": "eddsa-jcs-2022"}, "got cryptosuite 'eddsa-jcs-2022', expected 'eddsa-rdfc-2022'"),
        ({"proofPurpose": "authentication"}, "got proof purpose 'authentication', expected 'assertionMethod'"),
        (
            {"verificationMethod": {"id": "did:web:x"}},
            "got {'id': 'did:web:x'} as 'verificationMethod' of the proof, expected text",
        ),
        (
            {"created": "2026-06-30"},
            "'created' of the proof: got timestamp '2026-06-30', expected one like '2026-06-30T22:00:00Z'",
        ),
        ({"created": None}, "got None as 'created' of the proof, expected a timestamp"),
        ({"previousProof": "urn:a"}, "got a proof in a chain ('previousProof'), expected one that stands alone"),
        ({"@context": "https://www.w3.org/ns/credentials/v2"}, "got a proof with '@context', expected one without"),
        ({"proofValue": None}, "got None, expected 'z' and 64 bytes in base58btc as 'proofValue'"),
        ({"proofValue": "uAAAA"}, "got 'uAAAA', expected 'z' and 64 bytes in base58btc as 'proofValue'"),
        ({"proofValue": "z2"}, "got 1 bytes, expected 'z' and 64 bytes in base58btc as 'proofValue'"),
        (
            {"proofValue": "z0"},
            (
                "got '0' at position 1, expected a base58btc character; "
                "expected 'z' and 64 bytes in base58btc as 'proofValue'"
            ),
        ),
        ({"nonce": "x" * 30_000}, "got a proof of 30317 bytes, expected at most 20000"),
    ],
)
def test_a_malformed_proof_is_refused(change: dict[str, Any], message: str) -> None:
    document = signed()
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), {**document["proof"][0], **change}, PUBLIC)
    assert caught.value.message == message


@pytest.mark.parametrize("name", ["type", "cryptosuite", "proofPurpose", "verificationMethod"])
def test_a_proof_without_a_required_member_is_refused(name: str) -> None:
    document = signed()
    del document["proof"][0][name]
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), document["proof"][0], PUBLIC)
    assert caught.value.message == f"got None as {name!r} of the proof, expected text"


def test_an_unknown_member_of_a_proof_is_refused() -> None:
    document = signed()
    with pytest.raises(UndefinedTermError) as caught:
        verify_proof(without_proof(document), {**document["proof"][0], "colour": "red"}, PUBLIC)
    assert caught.value.message == "term 'colour' would go unsigned: no context defines it (at /colour)"


def test_an_unknown_member_of_the_document_is_refused() -> None:
    document = signed()
    with pytest.raises(UndefinedTermError):
        verify_proof(without_proof(document) | {"colour": "red"}, document["proof"][0], PUBLIC)


def test_an_expiry_cannot_be_hidden_behind_an_iri() -> None:
    document = signed(validUntil="2020-01-01T00:00:00Z")
    document["https://www.w3.org/2018/credentials#validUntil"] = {
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": document.pop("validUntil"),
    }
    with pytest.raises(CanonicalizationError) as caught:
        verify_proof(without_proof(document), document["proof"][0], PUBLIC)
    assert caught.value.message == (
        "got member 'https://www.w3.org/2018/credentials#validUntil' at the top, expected a term and no IRI"
    )


def test_another_key_is_refused() -> None:
    document = signed()
    other = ed25519(2).public
    for key in (other, PublicKey("Ed25519", bytes(32)), PublicKey("Ed25519", b"")):
        with pytest.raises(ProofError) as caught:
            verify_proof(without_proof(document), document["proof"][0], key)
        assert caught.value.message == "the signature does not match the document and the key"
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), document["proof"][0], p256().public)
    assert caught.value.message == "got a key of kind P-256 for 'eddsa-rdfc-2022', expected Ed25519"


def test_a_nested_context_is_refused() -> None:
    document = signed()
    changed = copy.deepcopy(without_proof(document))
    changed["credentialSubject"]["@context"] = "https://www.w3.org/ns/credentials/v2"
    for attempt in (
        lambda: verify_proof(changed, document["proof"][0], PUBLIC),
        lambda: create_proof(changed, options=OPTIONS, sign=SECRET.sign),
    ):
        with pytest.raises(ProofError) as caught:
            attempt()
        assert caught.value.message == "got a nested '@context', expected it at the top of the document only"


def test_a_document_that_has_a_proof_is_not_signed_again() -> None:
    document = signed()
    for attempt in (
        lambda: verify_proof(document, document["proof"][0], PUBLIC),
        lambda: create_proof(document, options=OPTIONS, sign=SECRET.sign),
    ):
        with pytest.raises(ProofError) as caught:
            attempt()
        assert caught.value.message == "got a document with a proof, expected one without"


def test_a_signer_that_gives_too_little_is_refused() -> None:
    with pytest.raises(ProofError) as caught:
        create_proof(badge(), options=OPTIONS, sign=lambda data: data[:63])
    assert caught.value.message == "got a signature of 63 bytes, expected 64"


def test_proofs_are_read_as_one_or_a_list() -> None:
    assert proofs_of({}) == []
    assert proofs_of({"proof": {"type": "a"}}) == [{"type": "a"}]
    assert proofs_of({"proof": [{"type": "a"}, {"type": "b"}]}) == [{"type": "a"}, {"type": "b"}]
    with pytest.raises(ProofError) as caught:
        proofs_of({"proof": ["a"]})
    assert caught.value.message == "got a proof that is no object"


def test_suites_are_registered_under_their_own_name() -> None:
    assert {name: suite.name for name, suite in SUITES.items()} == {"eddsa-rdfc-2022": "eddsa-rdfc-2022"}
