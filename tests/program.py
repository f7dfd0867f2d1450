"""Running the program `conferral` as a user does: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME")


def command(*arguments: str | Path) -> list[str]:
    """The program with its arguments."""
    return [sys.executable, "-P", "-m", "conferral", *map(str, arguments)]


def environ(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A small environment, so that nothing of the machine running the tests slips in."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | dict(extra or {})


def run(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program and wait; whatever its exit code."""
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environ(env), capture_output=True, text=True, check=False, timeout=300
    )


def ok(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Run the program, which has to succeed; its standard output."""
    done = run(*arguments, cwd=cwd, env=env)
    assert done.returncode == 0, f"{arguments} exited with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
