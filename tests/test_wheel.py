"""The wheel has everything the program needs: installed into an empty environment, away from this checkout.

The environment is made with another Python than the one that runs the tests, where the machine has one, so that the
same test shows invariant 1 between Pythons: a registry gives the same bytes with either.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from conferral.authoring.own_wheel import own_wheel
from conferral.standards.bitstring import decode
from tests.program import environ, ok, tree
from tests.registry_builder import commit_all, environment, write_registry
from tests.unit.register.conftest import register

pytestmark = pytest.mark.xdist_group("wheel")

CHECKOUT = Path(__file__).parents[1]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
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
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([*PIP, "wheel", "--no-deps", "--wheel-dir", str(folder), str(CHECKOUT)], check=True, cwd=folder)
    (built,) = folder.glob("conferral-*.whl")
    return built


def install(wheel: Path, folder: Path, python: str, *constraints: str) -> Path:
    """The program `conferral` of a new environment that has nothing but the wheel and what it depends on."""
    subprocess.run([python, "-m", "venv", "--without-pip", str(folder)], check=True)
    into = ["--python", str(folder / "bin/python")]
    subprocess.run([*PIP, *into, "install", str(wheel), *constraints], check=True, cwd=folder)
    return folder / "bin/conferral"


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The program under another Python, with the newest of all that it depends on."""
    return install(wheel, wheel.parent / "another", another_python())


@pytest.fixture(scope="module")
def lowest(wheel: Path) -> Path:
    """The program under this Python, with the oldest of all that it promises to work with.

    It is installed from the wheel that the running program makes of itself, as registries carry it.
    """
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = [dependency.partition(",")[0].replace(">=", "==") for dependency in project["dependencies"]]
    assert all("==" in bound for bound in bounds)
    own = own_wheel()
    carried = wheel.parent / "own" / own.name
    carried.parent.mkdir()
    carried.write_bytes(own.content)
    return install(carried, wheel.parent / "lowest", sys.executable, *bounds)


def normal(path: str, content: bytes) -> Any:
    """What has to be the same: the bytes; of a status list its bits, since zlib builds compress differently."""
    if "/status/" not in path:
        return content
    document = json.loads(content)
    document.pop("proof")
    document["credentialSubject"]["encodedList"] = decode(document["credentialSubject"]["encodedList"])
    return document


def test_the_wheel_carries_the_verifier_of_the_pages(wheel: Path) -> None:
    bundled = CHECKOUT / "src/conferral/site/scripts"
    with zipfile.ZipFile(wheel) as archive:
        carried = {
            name.removeprefix("conferral/site/scripts/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith("conferral/site/scripts/")
        }
    assert carried == {path.name: path.read_bytes() for path in bundled.iterdir()}
    assert {"verify.js", "licences.txt"} <= carried.keys()


def contents(wheel: zipfile.ZipFile) -> dict[str, bytes]:
    """The package and how it is started; what is said about it is of the day on which it was installed."""
    names = [name for name in wheel.namelist() if ".dist-info/" not in name or name.endswith("entry_points.txt")]
    return {name: wheel.read(name) for name in names}


def test_the_wheel_that_the_program_makes_of_itself_holds_the_same(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as built, zipfile.ZipFile(io.BytesIO(own_wheel().content)) as own:
        assert contents(own) == contents(built)
        licences = [name for name in built.namelist() if "/licenses/" in name]
        assert [own.read(name) for name in licences] == [built.read(name) for name in licences]
        assert len(licences) == 2


def test_what_is_installed_from_it_makes_the_same_of_itself(lowest: Path) -> None:
    code = "from conferral.authoring.own_wheel import own_wheel; print(own_wheel().sha256)"
    done = subprocess.run(
        [lowest.with_name("python"), "-c", code], env=environ(), capture_output=True, text=True, check=True
    )

    (carried,) = (lowest.parents[2] / "own").iterdir()
    assert done.stdout.strip() == hashlib.sha256(carried.read_bytes()).hexdigest()


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


@pytest.mark.parametrize("which", ["installed", "lowest"])
def test_the_installed_program_checks_builds_and_verifies(
    which: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    program: Path = request.getfixturevalue(which)
    root = write_registry(tmp_path / "registry")
    register(root)
    build = ["build", "--preview", "--as-of", "2026-07-02"]

    for arguments in (["--version"], ["verify", "--help"], ["check"], build, ["verify", "--site", "build/site"]):
        subprocess.run([program, *arguments], cwd=root, env=environ(), capture_output=True, check=True)
