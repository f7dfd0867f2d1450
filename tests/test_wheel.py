"""The wheel has everything the program needs: installed into an empty environment, away from this checkout.

The environment is made with another Python than the one that runs the tests, where the machine has one, so that the
same test shows invariant 1 between Pythons: a registry gives the same bytes with either.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conferral.standards.bitstring import decode
from tests.program import environ, ok, tree
from tests.registry_builder import commit_all, environment, write_registry
from tests.unit.register.conftest import register

CHECKOUT = Path(__file__).parents[1]
MINORS = [minor for minor in (14, 13, 12, 11) if minor != sys.version_info.minor]


def another_python() -> str:
    """The newest other Python that works, on the path or of pyenv; else this one."""
    kept_by_pyenv = Path.home() / ".pyenv/versions"
    for minor in MINORS:
        found = [shutil.which(f"python3.{minor}"), *sorted(kept_by_pyenv.glob(f"3.{minor}.*/bin/python"))]
        for path in map(str, filter(None, found)):
            if subprocess.run([path, "-c", "import venv, ssl"], capture_output=True, check=False).returncode == 0:
                return path
    return sys.executable


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program `conferral` of an environment that has nothing but the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(CHECKOUT)], check=True, cwd=folder)
    (wheel,) = folder.glob("conferral-*.whl")
    subprocess.run([another_python(), "-m", "venv", str(folder / "env")], check=True)
    python = folder / "env/bin/python"
    subprocess.run([python, *pip[1:], "install", str(wheel)], check=True, cwd=folder)
    return folder / "env/bin/conferral"


def normal(path: str, content: bytes) -> Any:
    """What has to be the same: the bytes; of a status list its bits, since zlib builds compress differently."""
    if "/status/" not in path:
        return content
    document = json.loads(content)
    document.pop("proof")
    document["credentialSubject"]["encodedList"] = decode(document["credentialSubject"]["encodedList"])
    return document


def test_the_installed_wheel_builds_the_same_site_elsewhere(installed: Path, tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    commit_all(root)
    ok("build", "--out", tmp_path / "here", cwd=root, env=environment())

    done = subprocess.run(
        [installed, "build", "--out", tmp_path / "there"],
        cwd=root,
        env=environ(environment()),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    here, there = tree(tmp_path / "here"), tree(tmp_path / "there")
    assert sorted(here) == sorted(there)
    assert [path for path in here if normal(path, here[path]) != normal(path, there[path])] == []


def test_the_installed_program_verifies_and_helps(installed: Path, tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    ok("build", "--preview", "--as-of", "2026-07-02", cwd=root)

    for arguments in (["verify", "--site", "build/site"], ["check"], ["--version"], ["--help"], ["verify", "--help"]):
        subprocess.run([installed, *arguments], cwd=root, env=environ(), capture_output=True, check=True)
