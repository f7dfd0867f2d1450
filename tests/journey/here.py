"""Running the program in this process, in a folder: a tenth of the time that `tests.program` takes for the same."""

from __future__ import annotations

import contextlib
from pathlib import Path

from tests.cli.calling import Called, call


def run(*arguments: str | Path, root: Path) -> Called:
    """Run the program in the folder `root`; whatever its exit code."""
    with contextlib.chdir(root):
        return call(*arguments)


def ok(*arguments: str | Path, root: Path) -> Called:
    """Run the program, which has to succeed."""
    done = run(*arguments, root=root)
    assert done.code == 0, f"{arguments} exited with {done.code}\n{done.out}\n{done.err}"
    return done
