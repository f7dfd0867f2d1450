"""Chains of proofs: which proofs of a document one is built on (Data Integrity 1.0, sections 2.1.2 and 4.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from conferral.errors import ProofError


def previous_proofs(proof: Mapping[str, Any], proofs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of `proofs`, all proofs of a document, that `proof` names in `previousProof`, in their order there.

    They are what `data_integrity.verify_proof` asks for as `previous`.  That they hold is for the caller to see: a
    proof counts only if the proofs before it do, too.

    Raises `ProofError` if an id is that of no proof or of several, here or further back, or if a proof comes
    before itself.
    """
    by_id: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in proofs:
        if isinstance(each.get("id"), str):
            by_id[each["id"]].append(each)
    named = _previous_ids(proof)
    chain: dict[str, list[str]] = {}
    waiting = list(named)
    while waiting:
        name = waiting.pop()
        if name not in chain:
            found = by_id.get(name, [])
            if len(found) != 1:
                raise ProofError(f"got {len(found) or 'no'} proofs with id {name[:100]!r}, expected one")
            chain[name] = _previous_ids(found[0])
            waiting += chain[name]
    try:
        TopologicalSorter(chain).prepare()
    except CycleError as error:
        raise ProofError("got proofs that come before themselves, expected a chain with a beginning") from error
    return [each for each in proofs if each.get("id") in named]


def check_previous(proof: Mapping[str, Any], previous: Sequence[Mapping[str, Any]]) -> None:
    """That `previous` are the proofs that `proof` names in `previousProof`.  Raises `ProofError`."""
    named, given = _previous_ids(proof), [each.get("id") for each in previous]
    if len(named) != len(given) or any(name not in given for name in named):
        raise ProofError(f"got the previous proofs {given!r:.100}, expected {named!r:.100}")


def _previous_ids(proof: Mapping[str, Any]) -> list[str]:
    """The ids in `previousProof`, which is text or a list of texts; none for a proof that stands alone."""
    if "previousProof" not in proof:
        return []
    value = proof["previousProof"]
    ids = value if isinstance(value, list) else [value]
    if not ids or not all(isinstance(each, str) for each in ids):
        raise ProofError(f"got {value!r:.100} as 'previousProof' of the proof, expected an id or a list of ids")
    if len(set(ids)) != len(ids):
        raise ProofError("got an id twice in 'previousProof' of the proof, expected each once")
    return ids
