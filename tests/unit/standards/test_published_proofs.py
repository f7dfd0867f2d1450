"""Every published proof holds, and none does after any change."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conferral.errors import CanonicalizationError, ProofError
from conferral.standards.canonical import Digest, canonical_json, canonicalize
from conferral.standards.data_integrity import (
    LEGACY,
    SUITES,
    ProofOptions,
    create_proof,
    hash_data,
    proof_config,
    proofs_of,
    suite_of,
    verify_proof,
    without_proof,
)
from conferral.standards.multikey import decode_base58btc, encode_base58btc
from conferral.standards.proof_chains import previous_proofs
from conferral.standards.public_keys import PublicKey, public_key_from_multibase
from tests.shared import shared
from tests.unit.standards.key_samples import ed25519, p256, p384, rsa
from tests.unit.standards.published import W3C, loader, only, vector

NAMES = [folder for folder, _ in W3C]
OTHERS = {"Ed25519": ed25519(), "P-256": p256(), "P-384": p384()}
CHAINS = ["signedProofChain1.json", "signedProofChain2.json", "signedProofSet1.json", "signedProofSet2.json"]


def holds(
    document: dict[str, Any], proof: Mapping[str, Any], key: PublicKey, previous: list[dict[str, Any]] | None = None
) -> bool:
    try:
        verify_proof(document, proof, key, previous=previous or [], loader=loader)
    except (ProofError, CanonicalizationError):
        return False
    return True


def options_of(proof: dict[str, Any]) -> ProofOptions:
    previous = proof.get("previousProof")
    return ProofOptions(
        verification_method=proof["verificationMethod"],
        created=proof["created"],
        cryptosuite=proof.get("cryptosuite", LEGACY),
        id=proof.get("id"),
        previous_proof=tuple(previous) if isinstance(previous, list) else previous,
    )


@pytest.mark.parametrize(("folder", "keys"), W3C, ids=NAMES)
def test_the_w3c_vectors_are_made_byte_for_byte(folder: str, keys: str) -> None:
    given = vector(folder, keys)
    suite = suite_of(given.proof)
    assert suite is not None
    digest: Digest = "sha384" if given.key.kind == "P-384" else "sha256"

    config = proof_config(options_of(given.proof), given.document)
    assert config == json.loads(only(given.folder, "proofConfig*.json"))
    forms = [
        canonical_json(value).decode() if suite.jcs else canonicalize(value, loader=loader, digest=digest)
        for value in (given.document, config)
    ]
    assert forms == [only(given.folder, "canonDoc*.txt"), only(given.folder, "proofCanon*.txt")]
    hashes = [hashlib.new(digest, form.encode()).hexdigest() for form in forms]
    assert hashes == [only(given.folder, f"{what}Hash*.txt").strip() for what in ("doc", "proof")]
    assert hash_data(forms[0], forms[1], digest).hex() == only(given.folder, "combinedHash*.txt").strip()

    made = create_proof(
        given.document, options=options_of(given.proof), sign=given.sign, kind=given.key.kind, loader=loader
    )
    assert made == given.proof
    assert decode_base58btc(made["proofValue"][1:]).hex() == only(given.folder, "sigHex*.txt").strip()
    assert made["proofValue"] == only(given.folder, "sigBTC58*.txt").strip()
    verify_proof(given.document, given.proof, given.key, loader=loader)


def test_there_is_a_vector_for_each_suite_and_kind_of_key() -> None:
    found = {(given.proof.get("cryptosuite", LEGACY), given.key.kind) for given in (vector(*names) for names in W3C)}
    assert found == {*((suite.name, kind) for suite in SUITES.values() for kind in suite.kinds), (LEGACY, "Ed25519")}


def changes(value: Any) -> Iterator[Any]:
    """`value` with one thing changed, in every place: a scalar, a member that is gone, a member more."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield {key: each for key, each in value.items() if key != name}
            for changed in changes(inner):
                yield {**value, name: changed}
        yield {**value, "alsoKnownAs" if "name" in value else "name": "Another"}
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield [*value[:place], *value[place + 1 :]]
            for changed in changes(inner):
                yield [*value[:place], changed, *value[place + 1 :]]
    elif isinstance(value, str):
        later = value.replace("00:00:00Z", "00:00:01Z").replace("6:38Z", "6:39Z")
        yield later if later != value else value + "x"
        yield value[:-1]
    else:
        raise AssertionError(value)


@pytest.mark.parametrize(("folder", "keys"), W3C, ids=NAMES)
def test_an_altered_w3c_vector_is_refused(folder: str, keys: str) -> None:
    given = vector(folder, keys)
    attempts = list(changes(given.document))
    assert len(attempts) > 20
    assert [each for each in attempts if holds(each, given.proof, given.key)] == []
    attempts = list(changes(given.proof))
    assert len(attempts) > 12
    assert [each for each in attempts if holds(given.document, each, given.key)] == []


def with_signature(proof: dict[str, Any], place: int) -> dict[str, Any]:
    signature = bytearray(decode_base58btc(proof["proofValue"][1:]))
    signature[place] ^= 1
    return {**proof, "proofValue": "z" + encode_base58btc(bytes(signature))}


@pytest.mark.parametrize(("folder", "keys"), W3C, ids=NAMES)
def test_a_w3c_vector_with_another_signature_or_key_is_refused(folder: str, keys: str) -> None:
    given = vector(folder, keys)
    size = len(decode_base58btc(given.proof["proofValue"][1:]))
    for place in range(0, size, 7):
        with pytest.raises(ProofError) as caught:
            verify_proof(given.document, with_signature(given.proof, place), given.key, loader=loader)
        assert caught.value.message == "the signature does not match the document and the key"
    with pytest.raises(ProofError) as caught:
        verify_proof(given.document, given.proof, OTHERS[given.key.kind].public, loader=loader)
    assert caught.value.message == "the signature does not match the document and the key"
    for other in (*OTHERS.values(), rsa()):
        assert not holds(given.document, given.proof, other.public)


@pytest.mark.parametrize(("folder", "keys"), W3C, ids=NAMES)
def test_a_w3c_vector_is_refused_under_the_name_of_another_suite(folder: str, keys: str) -> None:
    given = vector(folder, keys)
    others = [name for name in SUITES if name != given.proof.get("cryptosuite")]
    for name in others:
        for proof in (
            {**given.proof, "type": "DataIntegrityProof", "cryptosuite": name},
            {**without_context(given.proof), "type": "DataIntegrityProof", "cryptosuite": name},
        ):
            assert not holds(given.document, proof, given.key)
    if given.proof["type"] != LEGACY:
        legacy = {name: value for name, value in given.proof.items() if name != "cryptosuite"} | {"type": LEGACY}
        assert not holds(given.document, legacy, given.key)


def without_context(proof: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in proof.items() if name != "@context"}


@pytest.mark.parametrize("name", ["obv3p0", "clrv2p0"])
def test_the_credentials_of_the_implementation_guide_are_made_byte_for_byte(name: str) -> None:
    folder = shared(f"standards/vectors/ob30-impl-guide/{name}")
    given = json.loads((folder / "vector.json").read_text())
    key = public_key_from_multibase(given["publicKeyMultibase"])
    seed = bytes.fromhex(given["privateKeyHex_seed_plus_pub"])[:32]
    document, (proof,) = without_proof(given["signedCredential"]), proofs_of(given["signedCredential"])
    options = options_of(proof)
    document_nquads, config_nquads = canonicalize(document), canonicalize(proof_config(options, document))
    assert document_nquads == (folder / "document-canon.txt").read_text("utf-8")
    assert config_nquads == (folder / "proof-canon.txt").read_text("utf-8")
    assert hashlib.sha256(document_nquads.encode()).hexdigest() == given["documentHashHex"]
    assert hashlib.sha256(config_nquads.encode()).hexdigest() == given["proofHashHex"]
    assert hash_data(document_nquads, config_nquads).hex() == given["dataToSignHex"]
    made = create_proof(document, options=options, sign=Ed25519PrivateKey.from_private_bytes(seed).sign)
    assert decode_base58btc(made["proofValue"][1:]).hex() == given["signatureHex"]
    assert made == proof
    verify_proof(document, proof, key)


def chain(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((shared("standards/vectors/vc-di-eddsa/proof-set-chain") / name).read_text())
    return read


def key_of(proof: dict[str, Any]) -> PublicKey:
    pairs = chain("multiKeyPairs.json").values()
    (public,) = {
        pair["publicKeyMultibase"] for pair in pairs if pair["publicKeyMultibase"] in proof["verificationMethod"]
    }
    return public_key_from_multibase(public)


@pytest.mark.parametrize("name", CHAINS)
def test_every_proof_of_the_published_sets_and_chains_holds(name: str) -> None:
    signed = chain(name)
    proofs = proofs_of(signed)
    for proof in proofs:
        previous = previous_proofs(proof, proofs)
        verify_proof(without_proof(signed), proof, key_of(proof), previous=previous, loader=loader)
        if "previousProof" in proof:
            assert previous


@pytest.mark.parametrize(("name", "temporary"), [(CHAINS[0], 1), (CHAINS[1], 2)])
def test_the_last_proof_of_the_published_chains_is_made_byte_for_byte(name: str, temporary: int) -> None:
    signed = chain(name)
    proofs = proofs_of(signed)
    last = proofs[-1]
    previous = previous_proofs(last, proofs)
    assert {**without_proof(signed), "proof": previous} == chain(f"proofChainTempDoc{temporary}.json")
    assert last == chain(f"proofChainConfigSigned{temporary}.json")
    secrets = {pair["publicKeyMultibase"]: pair["privateKeyMultibase"] for pair in chain("multiKeyPairs.json").values()}
    secret = secrets[last["verificationMethod"].partition("#")[2]]
    made = create_proof(
        without_proof(signed),
        options=options_of(last),
        sign=Ed25519PrivateKey.from_private_bytes(decode_base58btc(secret[1:])[2:]).sign,
        previous=previous,
        loader=loader,
    )
    assert made == last


@pytest.mark.parametrize("name", CHAINS)
def test_altered_sets_and_chains_are_refused(name: str) -> None:
    signed = chain(name)
    document, proofs = without_proof(signed), proofs_of(signed)
    for proof in proofs:
        previous = previous_proofs(proof, proofs)
        assert holds(document, proof, key_of(proof), previous)
        for altered in changes(document):
            assert not holds(altered, proof, key_of(proof), previous)
        for altered in changes(proof):
            assert not holds(document, altered, key_of(proof), previous)
        assert not holds(document, proof, OTHERS["Ed25519"].public, previous)
        assert not holds(document, with_signature(proof, 3), key_of(proof), previous)


@pytest.mark.parametrize("name", CHAINS[:2])
def test_a_chain_whose_first_proofs_are_gone_or_changed_is_refused(name: str) -> None:
    signed = chain(name)
    document, proofs = without_proof(signed), proofs_of(signed)
    last = proofs[-1]
    previous = previous_proofs(last, proofs)
    for altered in changes(previous):
        assert not holds(document, last, key_of(last), altered)
    for place, each in enumerate(previous):
        # Signed again, over the same document with the same key, but not the proof that the last one is over.
        again = copy.deepcopy(previous)
        again[place] = with_signature(each, 5)
        with pytest.raises(ProofError) as caught:
            verify_proof(document, last, key_of(last), previous=again, loader=loader)
        assert caught.value.message == "the signature does not match the document and the key"
    with pytest.raises(ProofError) as caught:
        verify_proof(document, last, key_of(last), loader=loader)
    named = last["previousProof"] if isinstance(last["previousProof"], list) else [last["previousProof"]]
    assert caught.value.message == f"got the previous proofs [], expected {repr(named)[:100]}"


def test_a_proof_that_stands_alone_is_not_over_others() -> None:
    signed = chain("signedProofChain1.json")
    first, second, _ = proofs_of(signed)
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(signed), first, key_of(first), previous=[second], loader=loader)
    assert caught.value.message == f"got the previous proofs ['{second['id']}'], expected []"


def test_the_order_of_previous_proofs_does_not_matter_where_statements_are_signed() -> None:
    signed = chain("signedProofChain1.json")
    proofs = proofs_of(signed)
    previous = previous_proofs(proofs[-1], proofs)
    verify_proof(without_proof(signed), proofs[-1], key_of(proofs[-1]), previous=previous[::-1], loader=loader)
