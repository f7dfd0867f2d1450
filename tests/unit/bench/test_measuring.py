"""What a command takes is that of all the processes it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.measuring import CommandError, descendants, measure, memory
from bench.weight import Weight, weight

_STARTS_ANOTHER = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "x = bytearray(b'x' * 40_000_000); print(len(x), flush=True); input()"])
child.wait()
"""
on_linux = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")


@on_linux
def test_memory_is_that_of_all_that_a_process_has_started() -> None:
    command = [sys.executable, "-c", _STARTS_ANOTHER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        assert running.stdout.readline() == "40000000\n"
        pids = descendants(running.pid)
        alone, _ = memory([running.pid])
        together, is_exact = memory(pids)
        running.stdin.write("\n")

    assert len(pids) == 2
    assert pids[0] == running.pid
    assert is_exact
    assert together - alone > 40_000_000
    assert memory(pids) == (0, True)  # they have ended


def test_a_command_runs_to_its_end_and_what_it_said_is_kept() -> None:
    found = measure([sys.executable, "-c", "print(6 * 7)"], environ=os.environ)
    assert found.output == "42\n"
    assert found.stages == {}


def test_a_command_that_fails_is_no_figure() -> None:
    with pytest.raises(CommandError) as failed:
        measure(["/bin/sh", "-c", "echo sorry; exit 3"], environ=os.environ)
    assert str(failed.value) == "/bin/sh -c echo sorry; exit 3 exited with 3:\nsorry\n"


def test_weight_of_a_site(tmp_path: Path) -> None:
    for path, size in (
        ("index.html", 100),
        ("credentials/a/index.html", 20),
        ("credentials/a/credential.json", 10),
        ("credentials/b/index.html", 30),
        ("credentials/b/credential.json", 11),
        ("credentials/b/certificate.pdf", 5),
        ("credentials/erased/index.html", 7),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x" * size)

    assert weight(tmp_path) == Weight(
        bytes=183, files=7, credentials=2, pages=50, documents=21, credential_files=5, heaviest=41
    )
