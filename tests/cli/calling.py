"""Calling a command in this process, as the program does, for tests that need no process of their own."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from conferral.cli import main
from tests.program import tree


@dataclass(frozen=True)
class Called:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


class _Terminal(io.StringIO):
    """Standard input that somebody types into."""

    def isatty(self) -> bool:
        return True


def call(*arguments: str | Path, given: str = "", terminal: bool = False) -> Called:
    """Run `conferral` with these arguments; `given` is what stands in standard input, or is typed at a terminal."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch("sys.argv", ["conferral", *map(str, arguments)]),
        mock.patch("sys.stdin", (_Terminal if terminal else io.StringIO)(given)),
    ):
        try:
            main()
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 1
    return Called(code, out.getvalue(), err.getvalue())


def refused(root: Path, *arguments: str | Path, because: str, code: int = 1) -> None:
    """Assert that the command says exactly that, exits with that code and leaves every file as it was."""
    before = tree(root)

    done = call(*arguments, "--root", root)

    assert (done.code, done.out, done.err) == (code, "", because)
    assert tree(root) == before
