"""The README's transcripts are true: each is run in a clone of this checkout, and prints what stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT, blocks
from tests.program import environ

MAKE_SITE = "conferral build --preview && echo 'open build/site/index.html, or: make serve'"
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def test_the_transcripts_are_true(tmp_path: Path) -> None:
    transcripts = [text for language, text in blocks(ROOT / "README.md") if language == "console" and "$ " in text]
    assert len(transcripts) == 2
    assert MAKE_SITE.partition("'")[2].rstrip("'") in (ROOT / "Makefile").read_text()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/conferral").write_text(f'#!/bin/sh\nexec {sys.executable} -P -m conferral "$@"\n')
    (tmp_path / "bin/conferral").chmod(0o755)
    (tmp_path / "bin/make").write_text(f"#!/bin/sh\n{MAKE_SITE}\n")
    (tmp_path / "bin/make").chmod(0o755)
    clone = tmp_path / "conferral"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    (clone / ".venv/bin").mkdir(parents=True)
    (clone / ".venv/bin/activate").write_text("")
    env = environ()
    env["PATH"] = f"{tmp_path}/bin:{env['PATH']}"

    for transcript in transcripts:
        commands = [line[2:] for line in transcript.splitlines() if line.startswith("$ ")]
        shell = "\n".join(f"printf '%s\\n' {_quoted(f'$ {command}')}\n{command}" for command in commands)
        done = subprocess.run(
            ["sh", "-c", shell],
            cwd=clone,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert TIME.sub("TIME", done.stdout) == TIME.sub("TIME", transcript)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
