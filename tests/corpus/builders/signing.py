"""Proofs, made step by step as the specifications say and not by the code that the verifier shares.

Data Integrity EdDSA 1.0 and ECDSA 1.0 hash the proof without its value and the document, each in a canonical form,
and sign the two hashes.  Only the canonical form of graphs is taken from `conferral.standards`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from conferral.standards.canonical import Digest, canonicalize
from conferral.standards.multikey import encode_base58btc
from tests.corpus.builders.secrets import JSON, Kind, Secret

CREATED = "2026-07-01T08:00:00Z"
LEGACY = "Ed25519Signature2020"
SUITES: dict[Kind, str] = {
    "Ed25519": "eddsa-rdfc-2022",
    "P-256": "ecdsa-rdfc-2019",
    "P-384": "ecdsa-rdfc-2019",
}


def proof_over(
    document: JSON, key: Secret, method: str | None, suite: str = "", *, previous: Sequence[JSON] = (), **members: Any
) -> JSON:
    """A proof over `document`, of which no proof is signed but those of `previous`.

    `suite` is by default the one for graphs of the key's kind.  `members` replace members of the proof before it is
    signed, and None leaves them out.
    """
    suite = suite or SUITES[key.kind]
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    kind = {"type": LEGACY} if suite == LEGACY else {"type": "DataIntegrityProof", "cryptosuite": suite}
    proof = {
        **({"@context": document["@context"]} if "-jcs-" in suite else {}),
        **kind,
        "created": CREATED,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        **members,
    }
    proof = {name: value for name, value in proof.items() if value is not None}
    # Data Integrity 1.0, section 4.3: a proof in a chain covers those that it names.
    covered = {**unsigned, "proof": list(previous)} if previous else unsigned
    under = {"@context": document["@context"], **proof}
    digest: Digest = "sha384" if key.kind == "P-384" else "sha256"
    parts = (_json(part) if "-jcs-" in suite else _graph(part, digest) for part in (under, covered))
    data = b"".join(hashlib.new(digest, part).digest() for part in parts)
    return {**proof, "proofValue": "z" + encode_base58btc(key.sign(data))}


def _json(value: Any) -> bytes:
    """RFC 8785, for what the cases hold: no number beyond those that Python writes like ECMAScript."""
    return json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _sorted(value: Any) -> Any:
    """`value` with the members of its objects in the order of UTF-16 code units."""
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _graph(value: JSON, digest: Digest) -> bytes:
    return _nquads(json.dumps(value), digest).encode("utf-8")


@cache
def _nquads(text: str, digest: Digest) -> str:
    return canonicalize(json.loads(text), digest=digest)
