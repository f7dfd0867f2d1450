"""Data Integrity proofs: Verifiable Credential Data Integrity 1.0, Data Integrity EdDSA 1.0 and ECDSA 1.0.

Every suite signs two hashes: that of the proof without its value, then that of the document.  The suites differ in
the canonical form that is hashed (RDFC-1.0 of the statements, or RFC 8785 of the JSON) and in the keys.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json import loads
from types import MappingProxyType
from typing import Any

from conferral.errors import EncodingError, ProofError
from conferral.standards import contexts
from conferral.standards.canonical import DEFAULT_LIMITS, Digest, Effort, Loader, canonical_json, canonicalize
from conferral.standards.multikey import decode_base58btc, encode_base58btc
from conferral.standards.proof_chains import check_previous
from conferral.standards.public_keys import Kind, PublicKey, verify_signature
from conferral.standards.safe_document import check_document
from conferral.standards.timestamps import parse_timestamp

LEGACY = "Ed25519Signature2020"
"""The proof type that came before cryptosuites (Data Integrity EdDSA 1.0, appendix A)."""

_PURPOSE = "assertionMethod"
_TYPE = "DataIntegrityProof"
_MAXIMUM_CONFIG_BYTES = 20_000
_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}
_SIGNATURE_BYTES: Mapping[Kind, int] = {"Ed25519": 64, "P-256": 64, "P-384": 96}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """How a document is secured: `name` is the cryptosuite, or the type of a proof that has none.

    `kinds` are the keys it takes; `jcs` says whether the canonical form is RFC 8785 instead of RDFC-1.0.
    """

    name: str
    kinds: tuple[Kind, ...]
    jcs: bool = False


SUITES: Mapping[str, Suite] = MappingProxyType(
    {
        suite.name: suite
        for suite in (
            Suite(name="eddsa-rdfc-2022", kinds=("Ed25519",)),
            Suite(name="eddsa-jcs-2022", kinds=("Ed25519",), jcs=True),
            Suite(name="ecdsa-rdfc-2019", kinds=("P-256", "P-384")),
            Suite(name="ecdsa-jcs-2019", kinds=("P-256", "P-384"), jcs=True),
        )
    }
)
"""The suites that proofs are made and checked with, by the name they have in `cryptosuite`."""

_ALL = {**SUITES, LEGACY: Suite(name=LEGACY, kinds=("Ed25519",))}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOptions:
    """What a proof says about itself.

    `verification_method` is the key's URL, `cryptosuite` a name in `SUITES` or `LEGACY`.  `created` and `expires`
    are RFC 3339 timestamps.  `previous_proof` is the `id` of the proof that this one follows, or several.
    What is None is left out.
    """

    verification_method: str
    created: str | None
    cryptosuite: str = "eddsa-rdfc-2022"
    id: str | None = None
    expires: str | None = None
    domain: str | tuple[str, ...] | None = None
    challenge: str | None = None
    nonce: str | None = None
    previous_proof: str | tuple[str, ...] | None = None


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


def suite_of(proof: Mapping[str, Any]) -> Suite | None:
    """The suite that a proof says it was made with, or None where it is not one that is known here."""
    kind, name = proof.get("type"), proof.get("cryptosuite")
    if kind == LEGACY and name is None:
        return _ALL[LEGACY]
    return SUITES.get(name) if kind == _TYPE and isinstance(name, str) else None


def proof_config(options: ProofOptions, document: Mapping[str, Any]) -> dict[str, Any]:
    """The proof without its value, under the contexts of the document (EdDSA 1.0, sections 3.2.5 and 3.3.5).

    Raises `ProofError` for a timestamp that is none and for an unknown suite.
    """
    named = {"cryptosuite": options.cryptosuite}
    members = {
        "type": LEGACY if options.cryptosuite == LEGACY else _TYPE,
        "id": options.id,
        **({} if options.cryptosuite == LEGACY else named),
        "created": options.created,
        "expires": options.expires,
        "verificationMethod": options.verification_method,
        "proofPurpose": _PURPOSE,
        "domain": options.domain,
        "challenge": options.challenge,
        "nonce": options.nonce,
        "previousProof": options.previous_proof,
    }
    config = {
        name: list(value) if isinstance(value, tuple) else value for name, value in members.items() if value is not None
    }
    suite = _check_members(config)
    if suite.jcs and "@context" not in document:
        return config
    return {"@context": document.get("@context"), **config}


def hash_data(document_form: str, proof_config_form: str, digest: Digest = "sha256") -> bytes:
    """What is signed: the hash of the canonical proof configuration, then that of the canonical document."""
    return _hashed(proof_config_form, digest) + _hashed(document_form, digest)


def create_proof(
    document: dict[str, Any],
    *,
    options: ProofOptions,
    sign: Callable[[bytes], bytes],
    kind: Kind | None = None,
    previous: Sequence[Mapping[str, Any]] = (),
    document_nquads: str | None = None,
    loader: Loader = contexts.closed_loader,
) -> dict[str, Any]:
    """A proof over `document`, which must have none yet.

    `sign` signs with the key of `options.verification_method`.  It is given the very bytes that the signature is
    over, as Ed25519 and ECDSA take them: the 64 bytes of `hash_data`, or 96 for P-384.  (ECDSA hashes them once
    more.)  It gives r and s one after the other, each as long as the curve asks for, and no DER.

    `kind` is the key's, unless it is the first one that the suite takes.  `previous` are the proofs that
    `options.previous_proof` names.  `document_nquads` saves making the canonical form again; it must be that of
    `document`, with SHA-256.

    Raises `CanonicalizationError` and `ProofError`.
    """
    kind = kind or _ALL[options.cryptosuite].kinds[0]
    prepared = prepare_proof(
        document, options=options, kind=kind, previous=previous, document_nquads=document_nquads, loader=loader
    )
    signature = sign(prepared.data)
    expected = _SIGNATURE_BYTES[kind]
    if len(signature) != expected:
        raise ProofError(f"got a signature of {len(signature)} bytes, expected {expected}")
    return {**prepared.members, "proofValue": proof_value(signature)}


@dataclass(frozen=True, slots=True)
class PreparedProof:
    """A proof that lacks its value: its members, and the bytes that are to be signed."""

    members: dict[str, Any]
    data: bytes


def prepare_proof(
    document: dict[str, Any],
    *,
    options: ProofOptions,
    kind: Kind | None = None,
    previous: Sequence[Mapping[str, Any]] = (),
    document_nquads: str | None = None,
    loader: Loader = contexts.closed_loader,
) -> PreparedProof:
    """The first half of `create_proof`, which needs no key: whoever holds it signs `data`, and no more.

    The proof is whole with `proofValue`, which `proof_value` makes of the signature.
    """
    config = proof_config(options, document)
    suite = _ALL[options.cryptosuite]
    kind = kind or suite.kinds[0]
    _check_key(suite, kind)
    data = _signed_data(document, config, suite, kind, previous, document_nquads, loader, None, {})
    members = {name: value for name, value in config.items() if name != "@context"}
    if suite.jcs and "@context" in config:
        members["@context"] = config["@context"]
    return PreparedProof(members, data)


def proof_value(signature: bytes) -> str:
    """A signature as the value of a proof: multibase, base58btc."""
    return "z" + encode_base58btc(signature)


def verify_proof(
    document_without_proof: dict[str, Any],
    proof: Mapping[str, Any],
    key: PublicKey,
    *,
    document_nquads: str | None = None,
    previous: Sequence[Mapping[str, Any]] = (),
    loader: Loader = contexts.closed_loader,
    effort: Effort | None = None,
    json_forms: dict[str, str] | None = None,
) -> None:
    """That `proof` was made over `document_without_proof` with the secret half of `key`.

    `previous` are the proofs that `previousProof` names, as `previous_proofs` finds them: `proof` is over them,
    too.  `document_nquads` saves making the canonical form again; it must be that of `document_without_proof`,
    with SHA-256.  `json_forms` keeps its forms by RFC 8785 from one proof to the next, by the contexts that these
    name.  What canonical forms take is taken off `effort`.

    Where the key comes from, whether it may be used, whether the previous proofs hold and whether `expires` of
    the proof has passed is for the caller to say.

    Raises `ProofError`, and `CanonicalizationError` for a document or proof with unsigned parts.
    """
    suite = _check_members(proof)
    _check_key(suite, key.kind)
    signature = _signature(proof, _SIGNATURE_BYTES[key.kind])
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    if suite.jcs:
        document_without_proof = _under_its_contexts(document_without_proof, config)
    else:
        config["@context"] = document_without_proof.get("@context")
    forms = {} if json_forms is None or previous else json_forms
    data = _signed_data(
        document_without_proof, config, suite, key.kind, previous, document_nquads, loader, effort, forms
    )
    if not verify_signature(key, signature, data):
        raise ProofError("the signature does not match the document and the key")


def _signed_data(
    document: dict[str, Any],
    config: dict[str, Any],
    suite: Suite,
    kind: Kind,
    previous: Sequence[Mapping[str, Any]],
    document_nquads: str | None,
    loader: Loader,
    effort: Effort | None,
    json_forms: dict[str, str],
) -> bytes:
    """The hashes that are signed, by section 3.2 or 3.3 of the suite's specification."""
    if "proof" in document:
        raise ProofError("got a document with a proof, expected one without")
    check_previous(config, previous)
    # ECDSA 1.0, section 3: the key chooses the hash, that of RDFC-1.0 included.
    digest: Digest = "sha384" if kind == "P-384" else "sha256"
    if previous:
        document = {**document, "proof": [dict(each) for each in previous]}
    if suite.jcs:
        config_form = _bounded(config, effort).decode("utf-8")
        named = _text(config["@context"]) if "@context" in config else ""
        if named not in json_forms:
            json_forms[named] = _text(document, effort)
        return hash_data(json_forms[named], config_form, digest)
    if document_nquads is None or previous or digest != "sha256":
        document_nquads = canonicalize(document, loader=loader, digest=digest, effort=effort)
    written = _written(config)
    if effort is not None:
        effort.take(_config_steps(written))
    return _config_hash(written, loader, digest) + _hashed(document_nquads, digest)


def _under_its_contexts(document: dict[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    """The document as it was signed: others may have added contexts after those that the proof names."""
    if "@context" not in config:
        return document
    found, signed = _listed(document.get("@context", [])), _listed(config["@context"])
    if found[: len(signed)] != signed:
        raise ProofError("got a document whose '@context' does not start with that of the proof")
    return {**document, "@context": config["@context"]}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _check_members(proof: Mapping[str, Any]) -> Suite:
    """The members of a proof, by Data Integrity 1.0, section 2.1, as far as one can see without its key."""
    legacy = proof.get("type") == LEGACY
    for name in ("type", "cryptosuite", "verificationMethod", "proofPurpose"):
        if not isinstance(proof.get(name), str) and not (legacy and name == "cryptosuite" and name not in proof):
            raise ProofError(f"got {_shown(proof.get(name))} as {name!r} of the proof, expected text")
    if not legacy and proof["type"] != _TYPE:
        raise ProofError(f"got proof type {_shown(proof['type'])}, expected {_TYPE!r} or {LEGACY!r}")
    suite = suite_of(proof)
    if suite is None:
        known = "none" if legacy else "one of " + ", ".join(repr(name) for name in SUITES)
        raise ProofError(f"got cryptosuite {_shown(proof['cryptosuite'])}, expected {known}")
    if proof["proofPurpose"] != _PURPOSE:
        raise ProofError(f"got proof purpose {_shown(proof['proofPurpose'])}, expected {_PURPOSE!r}")
    for name in ("created", "expires"):
        if name in proof:
            _check_timestamp(proof[name], name)
    for name in ("id", "challenge", "nonce"):
        if not isinstance(proof.get(name, ""), str):
            raise ProofError(f"got {_shown(proof[name])} as {name!r} of the proof, expected text")
    if "@context" in proof and not suite.jcs:
        raise ProofError("got a proof with '@context', expected one without")
    return suite


def _check_timestamp(value: object, name: str) -> None:
    if not isinstance(value, str):
        raise ProofError(f"got {_shown(value)} as {name!r} of the proof, expected a timestamp")
    try:
        parse_timestamp(value)
    except EncodingError as error:
        raise ProofError(f"{name!r} of the proof: {error.message}") from error


def _check_key(suite: Suite, kind: Kind) -> None:
    if kind not in suite.kinds:
        raise ProofError(f"got a key of kind {kind} for {suite.name!r}, expected {' or '.join(suite.kinds)}")


def _signature(proof: Mapping[str, Any], size: int) -> bytes:
    value = proof.get("proofValue")
    wrong = f"expected 'z' and {size} bytes in base58btc as 'proofValue'"
    if not isinstance(value, str) or not value.startswith("z"):
        raise ProofError(f"got {_shown(value)}, {wrong}")
    try:
        signature = decode_base58btc(value[1:])
    except EncodingError as error:
        raise ProofError(f"{error.message}; {wrong}") from error
    if len(signature) != size:
        raise ProofError(f"got {len(signature)} bytes, {wrong}")
    return signature


def _hashed(form: str, digest: Digest) -> bytes:
    return _HASHES[digest](form.encode("utf-8")).digest()


def _text(value: object, effort: Effort | None = None) -> str:
    return canonical_json(value, effort=effort).decode("utf-8")


def _bounded(config: dict[str, Any], effort: Effort | None = None) -> bytes:
    text = canonical_json(config, effort=effort)
    if len(text) > _MAXIMUM_CONFIG_BYTES:
        raise ProofError(f"got a proof of {len(text)} bytes, expected at most {_MAXIMUM_CONFIG_BYTES}")
    return text


def _written(config: dict[str, Any]) -> bytes:
    """The same bytes for the same values of the same types, and for no others."""
    # In version 2 without references to what was written before, which depend on where a text came from.
    try:
        return marshal.dumps(config, 2)
    except ValueError:  # a class derived from one of JSON's, or nothing that JSON has
        return marshal.dumps(loads(_bounded(config), parse_int=_number), 2)


# The proofs of one build differ in a handful of times and keys, and each of these takes as long as a signature.
@lru_cache(maxsize=256)
def _config_steps(written: bytes) -> int:
    config = marshal.loads(written)  # noqa: S302 - of ours
    _bounded(config)
    return check_document(config, DEFAULT_LIMITS)


@lru_cache(maxsize=256)
def _config_hash(written: bytes, loader: Loader, digest: Digest) -> bytes:
    config = marshal.loads(written)  # noqa: S302 - of ours
    _bounded(config)
    return _hashed(canonicalize(config, loader=loader, digest=digest), digest)


def _number(digits: str) -> int | float:
    # RFC 8785 writes 1e20 like an integer, which it was not.
    return int(digits) if abs(int(digits)) < 2**53 else float(digits)


def _shown(value: object) -> str:
    return repr(value)[:100]
