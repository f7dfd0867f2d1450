"""Registering: every award once, nothing twice, nothing lost to a kill."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from conferral.credentials import credential, digest
from conferral.errors import RegistryError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.register.mending import Published
from conferral.register.registration import one_at_a_time, plan
from conferral.register.rows import format_rows
from tests.registry_builder import NOW, recipient, write_registry
from tests.unit.register.conftest import register

LATE = "credentials/awards/sailing/2026-07-09-late-2b3c.yml"


def test_every_award_gets_an_id_and_a_row(root: Path) -> None:
    registry = load_registry(FolderFiles(root))

    assert len(registry.awards) == len(registry.rows) == 5
    assert all(award.id and award.row and award.row.issue == 1 for award in registry.awards)
    assert registry.pins is not None
    assert (registry.pins.base_url, registry.pins.timezone) == (
        "https://credentials.example.org/registry",
        "Europe/Berlin",
    )
    assert set(registry.salts) == {"harbour", "lakeside"}


def test_a_second_run_changes_nothing(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    planned = register(root)

    assert (planned.files, planned.registered, planned.mended) == ((), (), ())
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_the_digest_is_the_hash_that_is_signed(root: Path) -> None:
    registry = load_registry(FolderFiles(root))

    for award in registry.awards:
        assert award.row
        assert award.row.digest == digest(credential(registry, award, registry.file.base_url))


def test_a_late_award_leaves_the_rows_before_it(root: Path) -> None:
    file = root / "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
    csv = root / "credentials/register/awards/sailing/2026-05-02-regatta-7m2x.csv"
    before = csv.read_text()
    file.write_text(file.read_text() + f"- recipient: {recipient(9)}\n")

    planned = register(root, seed=2)

    assert len(planned.registered) == 1
    assert csv.read_text().startswith(before)
    assert len(csv.read_text().splitlines()) == len(before.splitlines()) + 1


def test_an_award_with_an_id_and_no_row_is_registered_under_its_id(tmp_path: Path) -> None:
    """What a kill between the two files leaves behind."""
    root = write_registry(tmp_path)
    files = FolderFiles(root)
    planned = plan(load_registry(files), files, now=NOW, chance=random.Random(1))
    for path, content in planned.files:
        if path.startswith("credentials/awards/"):
            (root / path).write_bytes(content)
    ids = {award.id for award in load_registry(files).awards}

    again = register(root)

    assert {row.id for row in again.registered} == ids
    assert not [path for path, _ in again.files if path.startswith("credentials/awards/")]


def test_each_of_two_issuers_and_purposes_has_indexes_of_its_own(root: Path) -> None:
    registry = load_registry(FolderFiles(root))

    by_badge = {award.badge: award.row for award in registry.awards}
    assert by_badge["sailing"]
    assert by_badge["data-analysis"]
    assert {row.list for row in by_badge.values() if row} == {1}


def test_rows_that_are_not_deployed_give_way_when_an_index_is_taken_twice(root: Path) -> None:
    registry = load_registry(FolderFiles(root))
    deployed = registry.rows
    (root / LATE).write_text(f"badge: sailing\nawarded: 2026-07-09\nrecipients:\n- recipient: {recipient(7)}\n")
    register(root, seed=3)
    sailing = next(award.row for award in registry.awards if award.badge == "sailing")
    late = next(row for row in load_registry(FolderFiles(root)).rows if row.place.file.endswith("late-2b3c.csv"))
    assert sailing
    forged = replace(late, list=sailing.list, index=sailing.index)
    (root / late.place.file).write_text(format_rows([forged]))

    planned = register(root, seed=4, deployed=Published(deployed))

    (mended,) = planned.mended
    redrawn = mended.after
    assert redrawn.id == late.id
    assert mended.why == "drew another index, as another award has its old one"
    assert redrawn.index != sailing.index
    assert redrawn.digest != late.digest
    assert set(deployed) <= set(load_registry(FolderFiles(root)).rows)


@pytest.mark.parametrize("attempt", range(8))
def test_being_killed_at_a_random_moment_loses_nothing(tmp_path: Path, attempt: int) -> None:
    """Invariant 7 for the register: afterwards every file can be read, and one more run finishes the work."""
    root = write_registry(tmp_path)
    program = (
        "from tests.unit.register.conftest import register; from pathlib import Path; import sys;"
        "print('ready', flush=True); register(Path(sys.argv[1]))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(root)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert child.stdout
    child.stdout.readline()
    time.sleep(random.Random(attempt).uniform(0, 0.12))
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()

    register(root)

    registry = load_registry(FolderFiles(root))
    assert all(award.row for award in registry.awards)
    assert len(registry.rows) == len({row.id for row in registry.rows}) == 5
    assert not list(root.rglob(".conferral-*"))


def test_a_second_run_at_the_same_time_is_turned_away(root: Path) -> None:
    with one_at_a_time(root), pytest.raises(RegistryError) as caught, one_at_a_time(root):
        pass

    assert caught.value.message == "another run of `conferral register` is under way"
    with one_at_a_time(root):
        pass
