from __future__ import annotations

import fcntl
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conferral.atomic import remove_leftovers, replace_file, replace_files


def test_a_new_file_is_written_with_the_mode_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "new.yml", b"new\n")
    finally:
        os.umask(before)

    assert (tmp_path / "new.yml").read_bytes() == b"new\n"
    assert stat.S_IMODE((tmp_path / "new.yml").stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["new.yml"]


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "batch.yml"
    path.write_bytes(b"old\n")
    path.chmod(0o604)

    replace_file(path, b"new\n")

    assert path.read_bytes() == b"new\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_a_symbolic_link_stays_one_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real, link = tmp_path / "elsewhere" / "batch.yml", tmp_path / "batch.yml"
    real.write_bytes(b"old\n")
    link.symlink_to(real)

    replace_file(link, b"new\n")

    assert link.is_symlink()
    assert real.read_bytes() == b"new\n"


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "batch.yml"
    path.write_bytes(b"old\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device"):
        replace_file(path, b"new\n")

    assert path.read_bytes() == b"old\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["batch.yml"]


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path / "folder", b"x")

    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]


def test_leftovers_of_killed_runs_are_removed_and_living_ones_and_others_stay(tmp_path: Path) -> None:
    for name in (".conferral-0123.tmp", ".conferral-4567.tmp", ".conferral-note.yml", "other.tmp"):
        (tmp_path / name).touch()
    with (tmp_path / ".conferral-4567.tmp").open("rb") as living:
        fcntl.flock(living, fcntl.LOCK_EX)

        assert remove_leftovers(tmp_path) == (tmp_path / ".conferral-0123.tmp",)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".conferral-4567.tmp",
        ".conferral-note.yml",
        "other.tmp",
    ]


def test_killing_at_random_moments_leaves_the_old_bytes_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "batch.yml"
    versions = [b"a" * 300_000, b"b" * 200_000]
    replace_file(path, versions[0])
    loop = (
        "import sys, itertools; from pathlib import Path; from conferral.atomic import replace_file\n"
        "print('ready', flush=True)\n"
        "for content in itertools.cycle([b'b' * 200_000, b'a' * 300_000]): replace_file(Path(sys.argv[1]), content)"
    )
    left_over = 0
    for _ in range(12):
        with subprocess.Popen([sys.executable, "-c", loop, str(path)], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(random.uniform(0, 0.02))
            child.send_signal(signal.SIGKILL)
        assert path.read_bytes() in versions
        left_over += len(remove_leftovers(tmp_path))
        assert [entry.name for entry in tmp_path.iterdir()] == ["batch.yml"]
    assert left_over  # else no kill came at a moment that matters


def test_many_files_are_replaced_and_an_error_of_one_is_told(tmp_path: Path) -> None:
    names = [f"{number % 3}/{number}" for number in range(40)]
    for number in range(3):
        (tmp_path / str(number)).mkdir()

    replace_files((tmp_path / name, name.encode()) for name in names)
    with pytest.raises(FileNotFoundError):
        replace_files((tmp_path / name, b"x") for name in ("0/a", "9/b", "1/c"))

    assert all((tmp_path / name).read_text() == name for name in names)
    assert not list(tmp_path.rglob(".conferral-*"))
