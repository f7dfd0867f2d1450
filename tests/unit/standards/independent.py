"""Canonical forms by other implementations, to compare ours with."""

from __future__ import annotations

import pyoxigraph


def labelled_by_oxigraph(nquads: str) -> str:
    """The same statements with the labels that another implementation gives their blank nodes."""
    relabelled = nquads.replace("_:c14n", "_:x")
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(relabelled.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    written = (pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b"").decode()
    return "".join(sorted(line + "\n" for line in written.split("\n")[:-1]))
