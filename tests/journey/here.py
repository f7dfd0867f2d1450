"""Running the program in this process, as `tests.program` runs it in one of its own: a tenth of the time."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from conferral.cli import main


@dataclass(frozen=True)
class Done:
    """How a run ended, and what it printed."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path, root: Path) -> Done:
    """Run the program in the folder `root`; whatever its exit code."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    given = sys.argv
    sys.argv = ["conferral", *map(str, arguments)]
    try:
        with contextlib.chdir(root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    finally:
        sys.argv = given
    return Done(code, out.getvalue(), err.getvalue())


def ok(*arguments: str | Path, root: Path) -> Done:
    """Run the program, which has to succeed."""
    done = run(*arguments, root=root)
    assert done.code == 0, f"{arguments} exited with {done.code}\n{done.out}\n{done.err}"
    return done
