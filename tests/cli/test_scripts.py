"""Runs every script of this folder: plain text of commands, what they print, and how they exit.

    $ conferral check              a command, run by sh in a folder that holds a small registered registry in git
    no problems: 2 issuers, ...    what it prints, standard output and standard error as they come
    [1]                            its exit code, unless it is 0

`[..]` in a line stands for anything, a line of `[...]` for any number of lines; indented lines above the first
command are prose.  Drop a file in and it is a test.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.program import environ
from tests.registry_builder import commit_all, environment, write_registry
from tests.unit.register.conftest import register

FOLDER = Path(__file__).parent
SCRIPTS = sorted(FOLDER.glob("*.txt"))


@dataclass(frozen=True)
class Step:
    """One command of a script."""

    line: int
    command: str
    expected: str
    code: int


def read_script(path: Path) -> list[Step]:
    """The commands of a script."""
    steps: list[Step] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        body = lines[start + 1 : end]
        while body and not body[-1]:
            body.pop()
        code = 0
        if body and re.fullmatch(r"\[\d+\]", body[-1]):
            code = int(body.pop()[1:-1])
        steps.append(Step(start + 1, lines[start][2:], "".join(f"{line}\n" for line in body), code))
    return steps


def matches(expected: str, got: str) -> bool:
    """Whether an output is the expected one, wildcards allowed."""
    pattern = re.escape(expected).replace(re.escape("[...]\n"), "(?:.*\n)*").replace(re.escape("[..]"), ".*")
    return re.fullmatch(pattern, got) is not None


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) >= 5
    assert all(read_script(script) for script in SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_script(script: Path, tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    commit_all(root)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/conferral").write_text(f'#!/bin/sh\nexec {sys.executable} -P -m conferral "$@"\n')
    (tmp_path / "bin/conferral").chmod(0o755)
    env = environ(environment())
    env |= {"PATH": f"{tmp_path}/bin:{env['PATH']}", "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}

    for step in read_script(script):
        done = subprocess.run(
            ["sh", "-c", step.command],
            cwd=root,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        got = done.stdout.replace(str(tmp_path), "TMP")
        where = f"{script.name}:{step.line}: $ {step.command}"
        assert matches(step.expected, got), f"{where}\n--- expected\n{step.expected}--- got\n{got}"
        assert done.returncode == step.code, f"{where}\nexited with {done.returncode}, not {step.code}\n{got}"
