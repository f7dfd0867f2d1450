"""`conferral serve`: a preview on this machine that follows the files."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.program import command, environ, run
from tests.registry_builder import commit_all, write_registry
from tests.unit.register.conftest import register


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A registry's folder, and the address that it is served at."""
    root = write_registry(tmp_path)
    register(root)
    commit_all(root)
    process = subprocess.Popen(
        command("serve", "--port", "0"),
        cwd=root,
        env=environ(),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stderr
        address = next(line.split()[0] for line in process.stderr if line.startswith("http://"))
        yield root, address
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()  # type: ignore[union-attr]


def test_a_folder_without_a_registry_is_not_served(tmp_path: Path) -> None:
    done = run("serve", "--port", "0", cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "conferral: there is no registry in '.'\nhint: Its folder holds credentials/registry.yml; see --root.\n",
    )


def get(address: str) -> str:
    with urllib.request.urlopen(address) as answer:  # noqa: S310 -- an address of this machine
        return str(answer.read().decode())


def test_the_site_is_served_and_built_again_on_every_change(served: tuple[Path, str]) -> None:
    root, address = served
    assert "Test registry" in get(address)

    file = root / "credentials/registry.yml"
    file.write_text(file.read_text().replace("Test registry", "Another title"))

    deadline = time.monotonic() + 60
    while "Another title" not in get(address):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_what_is_not_there_shows_the_sites_own_page_and_folders_are_not_listed(served: tuple[Path, str]) -> None:
    _, address = served
    for path in ("nothing/", "credentials/", "assets/"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(address + path)
        assert caught.value.code == 404
        assert "Test registry" in caught.value.read().decode()
        caught.value.close()


def test_a_change_that_does_not_build_leaves_the_last_good_site(served: tuple[Path, str]) -> None:
    root, address = served
    (root / "credentials/registry.yml").write_text("title: [\n")
    time.sleep(5)

    assert "Test registry" in get(address)


def test_a_port_that_is_taken_is_said_before_anything_is_built(served: tuple[Path, str]) -> None:
    root, address = served
    port = address.rstrip("/").rpartition(":")[2]

    done = run("serve", "--port", port, "--out", "elsewhere", cwd=root)

    assert done.returncode == 1
    assert done.stderr == (
        f"conferral: port {port} cannot be served: address already in use\nhint: Name another with --port.\n"
    )
    assert not (root / "elsewhere").exists()
