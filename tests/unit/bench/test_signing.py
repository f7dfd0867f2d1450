"""What is timed against others is the same work: they come to the same signatures."""

from __future__ import annotations

from pathlib import Path

from bench.one_core import openbadgeslib, ours, pyld
from bench.registering import make_registry
from bench.signing import jobs_of, signatures
from bench.synthetic import Shape

SHAPE = Shape(10)


def test_others_sign_what_we_sign(tmp_path: Path) -> None:
    make_registry(tmp_path / "registry", SHAPE)
    sample = ours(SHAPE, tmp_path / "registry", 3)
    assert len(sample["signed"]) == 3
    for peer in (pyld, openbadgeslib):
        theirs = peer(jobs_of(SHAPE, sample))
        assert signatures(theirs["signed"]) == signatures(sample["signed"])
        assert [one["id"] for one in theirs["signed"]] == [one["id"] for one in sample["signed"]]
