"""Two states of a registry share what is the same in both, and nothing else."""

from __future__ import annotations

from pathlib import Path

from conferral.files import FolderFiles
from conferral.history import CommitFiles
from conferral.loading import load
from conferral.model import Registry
from conferral.readings import Readings
from tests.registry_builder import commit_all, write_registry
from tests.unit.register.conftest import register

BATCH = "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"


def test_a_commit_is_read_as_without_the_folder_and_shares_what_did_not_change(tmp_path: Path) -> None:
    register(write_registry(tmp_path))
    commit = commit_all(tmp_path)
    before = (tmp_path / BATCH).read_text()
    (tmp_path / BATCH).write_text(before.replace("recipients:", "evidence: https://example.org/x\nrecipients:"))
    readings = Readings()

    present = load(FolderFiles(tmp_path), readings)
    shared = load(CommitFiles(tmp_path, commit), readings)

    assert present.registry == load(FolderFiles(tmp_path)).registry
    assert shared.registry == load(CommitFiles(tmp_path, commit)).registry
    assert shared.registry != present.registry
    assert different(present.registry, shared.registry) == [BATCH]


def test_a_file_that_was_broken_in_between_is_read_anew(tmp_path: Path) -> None:
    write_registry(tmp_path)
    sound = (tmp_path / BATCH).read_bytes()
    readings = Readings()
    first = load(FolderFiles(tmp_path), readings)

    (tmp_path / BATCH).write_bytes(sound + b"recipients: []\n")
    broken = load(FolderFiles(tmp_path), readings)
    again = load(FolderFiles(tmp_path), readings)
    (tmp_path / BATCH).write_bytes(sound)
    mended = load(FolderFiles(tmp_path), readings)

    assert broken.problems == again.problems != ()
    assert (mended.registry, mended.problems) == (first.registry, first.problems)


def different(one: Registry | None, other: Registry | None) -> list[str]:
    """The files of batches that are not one and the same record, and rows that are not one and the same row."""
    assert one
    assert other
    pairs = [(a.file, b.file) for a, b in zip(one.batches, other.batches, strict=True)]
    pairs += [(a, b) for a, b in zip(one.rows, other.rows, strict=True)]  # type: ignore[misc]
    return [a.place.file for a, b in pairs if a is not b]
