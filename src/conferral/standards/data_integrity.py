"""Data Integrity proofs: Verifiable Credential Data Integrity 1.0, and Data Integrity EdDSA 1.0."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from json import loads
from types import MappingProxyType
from typing import Any

from conferral.errors import EncodingError, ProofError
from conferral.standards import contexts
from conferral.standards.canonical import Loader, canonical_json, canonicalize
from conferral.standards.multikey import decode_base58btc, encode_base58btc
from conferral.standards.public_keys import Kind, PublicKey, verify_signature
from conferral.standards.timestamps import parse_timestamp

_PURPOSE = "assertionMethod"
_TYPE = "DataIntegrityProof"
_MAXIMUM_CONFIG_BYTES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """How one cryptosuite turns 64 bytes of hashes into a proof value, and checks it."""

    name: str
    signature_bytes: int
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOptions:
    """What a proof says about itself: the key's URL, and when it was made, as an RFC 3339 timestamp."""

    verification_method: str
    created: str
    cryptosuite: str = "eddsa-rdfc-2022"


EDDSA_RDFC_2022 = Suite(
    name="eddsa-rdfc-2022",
    signature_bytes=64,
    kind="Ed25519",
)
"""Ed25519 over RDFC-1.0 canonical forms (Data Integrity EdDSA 1.0, section 3.2)."""

SUITES: Mapping[str, Suite] = MappingProxyType({suite.name: suite for suite in (EDDSA_RDFC_2022,)})
"""The suites that proofs are made and checked with, by the name they have in `cryptosuite`."""


def proofs_of(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The proofs of a document, which holds one object, or a list of them, or none.  Raises `ProofError`."""
    found = document.get("proof", [])
    proofs = found if isinstance(found, list) else [found]
    if not all(isinstance(proof, dict) for proof in proofs):
        raise ProofError("got a proof that is no object")
    return proofs


def without_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a proof is about: the document without its `proof`."""
    return {key: value for key, value in document.items() if key != "proof"}


def proof_config(options: ProofOptions, document: Mapping[str, Any]) -> dict[str, Any]:
    """The proof without its value, under the contexts of the document (section 3.2.5).

    Raises `ProofError` for a `created` that is no timestamp and for an unknown suite.
    """
    config = {
        "type": _TYPE,
        "cryptosuite": options.cryptosuite,
        "created": options.created,
        "verificationMethod": options.verification_method,
        "proofPurpose": _PURPOSE,
    }
    _check_members(config)
    return {"@context": document.get("@context"), **config}


def hash_data(document_nquads: str, proof_config_nquads: str) -> bytes:
    """The 64 bytes that are signed: SHA-256 of the canonical proof configuration, then of the document."""
    config, document = (
        hashlib.sha256(text.encode("utf-8")).digest() for text in (proof_config_nquads, document_nquads)
    )
    return config + document


def create_proof(
    document: dict[str, Any],
    *,
    options: ProofOptions,
    sign: Callable[[bytes], bytes],
    document_nquads: str | None = None,
    loader: Loader = contexts.closed_loader,
) -> dict[str, Any]:
    """A proof over `document`, which must have none yet.

    `sign` signs 64 bytes with the key of `options.verification_method`.  `document_nquads` saves making the
    canonical form again; it must be that of `document`.

    Raises `CanonicalizationError` and `ProofError`.
    """
    if "proof" in document:
        raise ProofError("got a document with a proof, expected one without")
    _refuse_nested_contexts(document)
    config = proof_config(options, document)
    if document_nquads is None:
        document_nquads = canonicalize(document, loader=loader)
    signature = sign(hash_data(document_nquads, _canonical_config(config, loader)))
    expected = SUITES[options.cryptosuite].signature_bytes
    if len(signature) != expected:
        raise ProofError(f"got a signature of {len(signature)} bytes, expected {expected}")
    proof = {key: value for key, value in config.items() if key != "@context"}
    return {**proof, "proofValue": "z" + encode_base58btc(signature)}


def verify_proof(
    document_without_proof: dict[str, Any],
    proof: Mapping[str, Any],
    key: PublicKey,
    *,
    document_nquads: str | None = None,
    loader: Loader = contexts.closed_loader,
) -> None:
    """That `proof` was made over `document_without_proof` with the secret half of `key`.

    Where the key comes from, whether it may be used, and whether `expires` of the proof has passed is for the
    caller to say.  Proof chains (`previousProof`) are not followed: such a proof is refused.

    Raises `ProofError`, and `CanonicalizationError` for a document or proof with unsigned parts.
    """
    _check_members(proof)
    suite = SUITES[proof["cryptosuite"]]
    signature = _signature(proof, suite)
    if "proof" in document_without_proof:
        raise ProofError("got a document with a proof, expected one without")
    _refuse_nested_contexts(document_without_proof)
    config = {key: value for key, value in proof.items() if key != "proofValue"}
    config["@context"] = document_without_proof.get("@context")
    if document_nquads is None:
        document_nquads = canonicalize(document_without_proof, loader=loader)
    data = hash_data(document_nquads, _canonical_config(config, loader))
    if key.kind != suite.kind:
        raise ProofError(f"got a key of kind {key.kind} for {suite.name!r}, expected {suite.kind}")
    if not verify_signature(key, signature, data):
        raise ProofError("the signature does not match the document and the key")


def _check_members(proof: Mapping[str, Any]) -> None:
    """The members of a proof, by Data Integrity 1.0, section 2.1, as far as one can see without its key."""
    for name in ("type", "cryptosuite", "verificationMethod", "proofPurpose"):
        if not isinstance(proof.get(name), str):
            raise ProofError(f"got {proof.get(name)!r} as {name!r} of the proof, expected text")
    if proof["type"] != _TYPE:
        raise ProofError(f"got proof type {proof['type']!r}, expected {_TYPE!r}")
    if proof["cryptosuite"] not in SUITES:
        known = ", ".join(repr(name) for name in SUITES)
        raise ProofError(f"got cryptosuite {proof['cryptosuite']!r}, expected {known}")
    if proof["proofPurpose"] != _PURPOSE:
        raise ProofError(f"got proof purpose {proof['proofPurpose']!r}, expected {_PURPOSE!r}")
    for name in ("created", "expires"):
        if name in proof:
            _check_timestamp(proof[name], name)
    if "previousProof" in proof:
        raise ProofError("got a proof in a chain ('previousProof'), expected one that stands alone")
    if "@context" in proof:
        raise ProofError("got a proof with '@context', expected one without")


def _check_timestamp(value: object, name: str) -> None:
    if not isinstance(value, str):
        raise ProofError(f"got {value!r} as {name!r} of the proof, expected a timestamp")
    try:
        parse_timestamp(value)
    except EncodingError as error:
        raise ProofError(f"{name!r} of the proof: {error.message}") from error


def _signature(proof: Mapping[str, Any], suite: Suite) -> bytes:
    value = proof.get("proofValue")
    wrong = f"expected 'z' and {suite.signature_bytes} bytes in base58btc as 'proofValue'"
    if not isinstance(value, str) or not value.startswith("z"):
        raise ProofError(f"got {repr(value)[:100]}, {wrong}")
    try:
        signature = decode_base58btc(value[1:])
    except EncodingError as error:
        raise ProofError(f"{error.message}; {wrong}") from error
    if len(signature) != suite.signature_bytes:
        raise ProofError(f"got {len(signature)} bytes, {wrong}")
    return signature


def _refuse_nested_contexts(document: Mapping[str, Any]) -> None:
    """Data Integrity 1.0, section 4.6: a context further down could give signed terms another meaning."""
    pending: list[Any] = list(document.values())
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if "@context" in value:
                raise ProofError("got a nested '@context', expected it at the top of the document only")
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)


def _canonical_config(config: dict[str, Any], loader: Loader) -> str:
    text = canonical_json(config)
    if len(text) > _MAXIMUM_CONFIG_BYTES:
        raise ProofError(f"got a proof of {len(text)} bytes, expected at most {_MAXIMUM_CONFIG_BYTES}")
    return _canonical_config_of(text, loader)


@lru_cache(maxsize=256)
def _canonical_config_of(config: bytes, loader: Loader) -> str:
    # The proofs of one build differ in a handful of times and keys, and this takes two milliseconds.
    return canonicalize(loads(config), loader=loader)
