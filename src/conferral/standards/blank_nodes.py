"""Canonical labels for blank nodes (RDFC-1.0), with a bound on the work that a made-up graph can cause."""

from __future__ import annotations

import hashlib
import math
from typing import Any

from pyld.canon import URDNA2015

from conferral.errors import CanonicalizationError
from conferral.standards.safe_document import Digest, Effort, Limits

_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


def canonical_nquads(
    dataset: dict[str, list[dict[str, Any]]], limits: Limits, digest: Digest = "sha256", effort: Effort | None = None
) -> str:
    """The sorted N-Quads of `dataset` (as PyLD represents it) under canonical labels.

    RDFC-1.0 section 7.1 warns of poison graphs: where many blank nodes look alike, telling them apart takes
    time that grows with the factorial of their number.  The work is counted, not timed, so that a document is
    refused on every machine or on none.  It is taken off `effort`, too.

    Raises `CanonicalizationError`.
    """
    _check_size(dataset, limits)
    algorithm = _BoundedAlgorithm(limits, digest, effort)
    text: str = algorithm.main(dataset, {"format": "application/n-quads"})
    if not is_order_certain(text):
        raise CanonicalizationError(
            "two texts in one list differ in a character that processors sort differently",
            hint="One of them has an emoji (or another character above U+FFFF) where the other has a character "
            "from U+E000 to U+FFFF; change the beginning of one.",
        )
    return text


def is_order_certain(text: str) -> bool:
    """Whether sorted N-Quads are sorted for every processor.

    RDFC-1.0 sorts by code point; implementations in JavaScript sort by UTF-16 code unit, which puts U+10000 before
    U+E000.  A document that the two sort differently would verify in half of the world.
    """
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return True
    lines = text.split("\n")[:-1]
    return sorted(lines, key=lambda line: line.encode("utf-16-be")) == lines


def _check_size(dataset: dict[str, list[dict[str, Any]]], limits: Limits) -> None:
    roles = ("subject", "predicate", "object")
    size = sum(len(quad[role]["value"]) for quads in dataset.values() for quad in quads for role in roles)
    if size > limits.statements:
        raise CanonicalizationError(f"the statements of the document take more than {limits.statements} characters")


class _BoundedAlgorithm(URDNA2015):  # type: ignore[misc]
    """PyLD's algorithm.  Without control characters, it is RDFC-1.0."""

    def __init__(self, limits: Limits, digest: Digest, effort: Effort | None) -> None:
        super().__init__()
        self._limits = limits
        self._effort = effort
        self._hash = _HASHES[digest]
        self._work = 0

    def create_hash(self) -> Any:
        return self._hash()

    def hash_first_degree_quads(self, id_: str) -> str:
        if len(self.blank_node_info) > self._limits.blank_nodes:
            raise CanonicalizationError(
                f"got {len(self.blank_node_info)} objects without id, expected at most {self._limits.blank_nodes}"
            )
        digest: str = super().hash_first_degree_quads(id_)
        return digest

    def create_hash_to_related(self, id_: str, issuer: Any) -> dict[str, list[str]]:
        related: dict[str, list[str]] = super().create_hash_to_related(id_, issuer)
        before = self._work
        for alike in related.values():
            # Every order of the alike nodes is tried, each with a copy of all labels given so far.  One node that is
            # related several times, as each proof is to its graph, has one order.
            orders = math.factorial(min(len(alike), 12)) if len(set(alike)) > 1 else 1
            self._work += orders * (len(alike) + len(issuer.order))
        if self._work > self._limits.work:
            raise CanonicalizationError(
                "too many objects without id are alike: telling them apart would take too long",
                hint="Give them ids, or different contents.",
            )
        if self._effort is not None:
            self._effort.take(self._work - before)
        return related
