"""Canonical forms of documents that were made to keep a canonicaliser busy, and proofs over anything."""

from __future__ import annotations

import json
import re
import zlib
from random import Random
from typing import Any

import pyoxigraph

from conferral.errors import CanonicalizationError, ProofError
from conferral.standards.canonical import Digest, canonical_json, canonicalize
from conferral.standards.data_integrity import proofs_of, verify_proof, without_proof
from conferral.standards.proof_chains import previous_proofs
from conferral.standards.public_keys import public_key_from_multibase
from tests.corpus.builders.issuers import ACADEMY
from tests.corpus.builders.secrets import JSON
from tests.corpus.cases import FOLDER
from tests.fuzz.forms import Signed
from tests.fuzz.graphs import hostile_document
from tests.fuzz.mutations import mutated_bytes, mutated_json, shuffled
from tests.fuzz.reports import promise
from tests.fuzz.signatures import check_made
from tests.fuzz.timing import measured
from tests.shared import shared_folder

_ALGORITHMS = {
    "sha256": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_256,
    "sha384": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_384,
}
_IRI = r'<[^\x00-\x20<>"{}|^`\\]+>'
_NODE = rf"(?:{_IRI}|_:c14n\d+)"
_LITERAL = rf'"(?:[^"\\\n\r]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^{_IRI})?'
_QUAD = re.compile(rf"{_NODE} {_IRI} (?:{_NODE}|{_LITERAL})(?: {_NODE})? \.")
_MOST_COMPARED = 50_000
"""Characters of the canonical forms that are compared with those of another program."""


def run(data: bytes) -> None:
    """Make every canonical form of the document in `data`, and try to verify its proofs."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return
    digest: Digest = "sha384" if zlib.crc32(data) % 4 == 0 else "sha256"
    form = _form(document, digest)
    if form is not None:
        _check_form(form)
        if zlib.crc32(data) % 16 == 0:
            _compare(form, digest)
    if zlib.crc32(data) % 4 == 1:
        promise(_form(shuffled(document, Random(0)), digest) == form, "in another order, it has another form")
    _check_json(document)
    if isinstance(document, dict) and form is not None:
        _check_proofs(document)


def mutate(data: bytes, most: int, chance: Random) -> bytes:
    """`data` changed, or a document that was made to be hostile."""
    if chance.random() < 0.1:
        text = json.dumps(hostile_document(chance)).encode()
        return text if len(text) <= most else data
    changed = mutated_json(data, most, chance) if chance.random() < 0.95 else None
    return changed if changed is not None else mutated_bytes(data, most, chance)


def seeds() -> list[bytes]:
    """The credentials of the corpus, the published vectors where they are, and hostile documents."""
    documents = [
        json.loads(file.read_text("utf-8"))["given"].get("json") for file in sorted(FOLDER.glob("valid*.json"))
    ]
    found = [json.dumps(document).encode() for document in documents if document]
    folder = shared_folder() / "standards/vectors"
    found += [file.read_bytes() for file in sorted(folder.rglob("*.json")) if file.stat().st_size < 50_000]
    chance = Random(1)
    found += [json.dumps(hostile_document(chance)).encode() for _ in range(20)]
    return [*found, json.dumps(_with_proofs()).encode()]


def _with_proofs() -> JSON:
    """A document with a chain of proofs."""
    document = ACADEMY.issued()
    first = {**document["proof"][0], "id": "urn:p:1"}
    return {**document, "proof": [first, {**first, "id": "urn:p:2", "previousProof": ["urn:p:1"]}]}


def _form(document: Any, digest: Digest = "sha256") -> str | None:
    try:
        return measured(canonicalize, document, digest=digest)
    except CanonicalizationError:
        return None


def _check_form(form: str) -> None:
    lines = form.split("\n")
    promise(lines.pop() == "", "the last line has no end")
    promise(lines == sorted(set(lines)), "the lines are not sorted, or one stands twice")
    for line in lines:
        promise(_QUAD.fullmatch(line) is not None, f"a line is no N-Quad: {line[:200]!r}")


def _compare(form: str, digest: Digest) -> None:
    """That an implementation which is not ours gives the same labels."""
    if len(form) > _MOST_COMPARED:
        return
    relabelled = form.replace("_:c14n", "_:x").encode()
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(relabelled, format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(_ALGORITHMS[digest])
    theirs = (pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b"").decode()
    promise(sorted(theirs.split("\n")) == sorted(form.split("\n")), f"another canonicaliser gives {theirs[:500]!r}")


def _check_json(document: Any) -> None:
    try:
        text = measured(canonical_json, document)
    except CanonicalizationError:
        return
    # Large numbers are written as integers, whatever they were.
    again = json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < 16 else float(digits))
    promise(canonical_json(again) == text, "RFC 8785 read and written again differs")


def _check_proofs(document: JSON) -> None:
    key = public_key_from_multibase(ACADEMY.key.multibase)
    unsigned = without_proof(document)
    try:
        proofs = proofs_of(document)
        for proof in proofs[:3]:
            previous = previous_proofs(proof, proofs)
            measured(verify_proof, unsigned, proof, key, previous=previous)
            check_made(document, Signed())
    except (ProofError, CanonicalizationError):
        pass
