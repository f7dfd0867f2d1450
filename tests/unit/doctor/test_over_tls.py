"""`conferral doctor` as it is run: over TLS, to a host of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conferral.cli.doctor import doctor
from conferral.verify import https
from tests.journey.door import opened
from tests.journey.host import BASE_URL, NAME, Served, StaticHost, serving


@contextmanager
def reachable(
    host: StaticHost, folder: Path, monkeypatch: pytest.MonkeyPatch, *, ended: bool = False, name: str = NAME
) -> Iterator[Served]:
    with serving(host, folder, ended=ended, name=name) as served, monkeypatch.context() as patch:
        for word, value in opened(served.port).items():
            patch.setattr(https, word, value)
        patch.setenv("SSL_CERT_FILE", str(served.certificate))
        yield served


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(doctor, [str(argument) for argument in arguments])


def test_all_is_well(host: StaticHost, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with reachable(host, tmp_path / "tls", monkeypatch):
        done = run(f"{BASE_URL}/", "--site", site, "--sample", "2")
        assert done.exit_code == 0, done.output
        assert done.stdout.startswith(f"All is well: {BASE_URL} (commit ")
        assert "\n  passed   credentials   2 of 5 credentials verified over HTTPS: " in done.stdout
        as_json = run(BASE_URL, "--json")
        assert json.loads(as_json.stdout)["outcome"] == "passed"


def test_something_is_wrong(host: StaticHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (host.folder / "verify/index.html").unlink()
    with reachable(host, tmp_path / "tls", monkeypatch):
        done = run(BASE_URL, "--wait", "1")
    assert done.exit_code == 1
    assert (
        f"  FAILED   folders       {BASE_URL}/verify/ answers 404.\n"
        "                         The host has to serve the index.html of a folder at the folder's address.\n"
    ) in done.stdout
    assert done.stderr == (f"not yet: {BASE_URL}/verify/ answers 404. Asking again in 1 seconds, for 1 seconds more.\n")


@pytest.mark.parametrize(
    ("ended", "name", "problem"),
    [
        (True, NAME, "its certificate has expired"),
        (False, "elsewhere.example.org", "its certificate is for another name"),
    ],
)
def test_a_certificate_that_nobody_may_trust(
    host: StaticHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: bool, name: str, problem: str
) -> None:
    with reachable(host, tmp_path / "tls", monkeypatch, ended=ended, name=name):
        done = run(BASE_URL)
    assert done.exit_code == 1
    assert f"  FAILED   reachable     {BASE_URL}/ cannot be reached safely: {problem}.\n" in done.stdout


def test_a_certificate_of_an_unknown_authority(
    host: StaticHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reachable(host, tmp_path / "tls", monkeypatch):
        monkeypatch.delenv("SSL_CERT_FILE")
        done = run(BASE_URL)
    assert f"{BASE_URL}/ cannot be reached safely: its certificate is signed by itself alone.\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["http://credentials.example.org"], "name the base URL of a registry, which begins with https://"),
        (["https://preview.invalid/x"], "that is the address of previews, which are never published"),
        ([BASE_URL, "--sample", "3"], "--sample is about the credentials of --site: name that folder, too"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], problem: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr.endswith(f"Error: {problem}\n")
