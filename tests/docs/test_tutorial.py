"""The tutorial can be followed to the letter: its commands run in a clone of this checkout, and say what it says."""

from __future__ import annotations

import re
import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.cli.calling import Called, call
from tests.docs.pages import ROOT, blocks
from tests.registry_builder import environment

PAGE = ROOT / "docs/guide/tutorial.md"
PRESENT = datetime(2026, 11, 24, 9, tzinfo=UTC)
IN_THE_TABLE = re.compile(r"^\| [^|]+ \| `(conferral [^`]+)` \|$", re.MULTILINE)


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that one works in, as the present folder, on a day soon after the cohort's."""
    for module in ("awarding", "checking", "editing"):
        monkeypatch.setattr(f"conferral.cli.{module}.now", lambda: PRESENT)
    folder = tmp_path / "practice"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    monkeypatch.chdir(folder)
    for command in (
        "git config user.name Robin",
        "git config user.email robin@example.org",
        "git switch -q -C main",
        "git switch -q --create my-first-cohort",
    ):
        assert run(command).code == 0
    return folder


def run(command: str, *more: str) -> Called:
    """A command of the page, in the present folder."""
    program, *arguments = [*shlex.split(command), *more]
    if program == "conferral":
        return call(*arguments)
    done = subprocess.run([program, *arguments], env=environment(), capture_output=True, text=True, check=False)
    return Called(done.returncode, done.stdout, done.stderr)


def test_the_tutorial_can_be_followed(practice: Path) -> None:
    texts = [text for _, text in blocks(PAGE)]
    cohort = next(text for text in texts if text.startswith("Name,"))
    told = next(text for text in texts if text.startswith("../cohort.csv: none"))
    described = next(text for text in texts if text.startswith("issues "))
    commands = [line for text in texts for line in text.splitlines() if line.startswith(("conferral ", "git "))]
    assert commands[:2] == ["git clone . ../practice", "git switch --create my-first-cohort"]
    (practice / "../cohort.csv").write_text(cohort)

    done = Called(0, "", "")
    for command in commands[2:]:
        if command == "conferral serve":
            continue
        done = run(command)
        if "--dry-run" in command:
            assert (done.code, told in done.err) == (1, True), done.err
            (practice / "../cohort.csv").write_text(cohort.replace("31.11.2026", "20.11.2026"))
        else:
            assert done.code == 0, (command, done.err)
    assert done.out.startswith(described)

    registry = load_registry(FolderFiles(practice))
    scored = [one.id for one in registry.awards if one.place.file.endswith("-my-first-cohort-" + one.place.file[-8:])]
    assert len(scored) == 3
    ending = run("conferral list --badge first-aid-in-schools --state valid --json")
    assert ending.code == 0
    ids = iter(sorted(set(re.findall(r'"id": "([0-9a-z]{26})"', ending.out))))
    for command in IN_THE_TABLE.findall(PAGE.read_text()):
        award = scored[0] if "result.value" in command else next(ids)
        assert award
        done = run(command.replace("ID", award), *(["--yes"] if " erase " in command else []))
        assert done.code == 0, (command, done.err)
    assert run("conferral register").code == 0
    checked = run("conferral check --base main")
    assert checked.code == 0, checked.err
