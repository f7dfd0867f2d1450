"""A wheel of the running program; that it installs and works is for `tests/test_wheel.py`."""

from __future__ import annotations

import hashlib
import io
import zipfile
from base64 import urlsafe_b64decode
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

import conferral
from conferral.authoring import own_wheel as module
from conferral.authoring.own_wheel import own_wheel
from conferral.errors import BuildError, Error
from conferral.site.bundle import Bundle


def test_its_bytes_are_the_same_every_time() -> None:
    wheel = own_wheel()

    assert own_wheel() == wheel
    assert wheel.name == f"conferral-{conferral.__version__}-py3-none-any.whl"
    assert wheel.sha256 == hashlib.sha256(wheel.content).hexdigest()


def test_its_record_names_every_file_with_digest_and_size() -> None:
    with zipfile.ZipFile(io.BytesIO(own_wheel().content)) as archive:
        names = archive.namelist()
        record = archive.read(names[-1]).decode().splitlines()
        for line, name in zip(record[:-1], names[:-1], strict=True):
            content = archive.read(name)
            path, digest, size = line.split(",")
            assert (path, int(size)) == (name, len(content))
            assert urlsafe_b64decode(f"{digest.removeprefix('sha256=')}=") == hashlib.sha256(content).digest()
        assert record[-1] == f"{names[-1]},,"
        assert names == sorted(names, key=lambda name: (".dist-info/" in name, name.endswith("RECORD"), name))
        assert {(entry.date_time, entry.external_attr >> 16) for entry in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0o100644)
        }


def test_it_says_nothing_of_the_machine_that_made_it() -> None:
    with zipfile.ZipFile(io.BytesIO(own_wheel().content)) as archive:
        about = {name.partition("/")[2] for name in archive.namelist() if ".dist-info/" in name}
        everything = b"".join(map(archive.read, archive.namelist()))

    assert about == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
        "licenses/src/conferral/standards/contexts/SOURCES.md",
    }
    assert str(Path(conferral.__file__).parent).encode() not in everything
    assert b"__pycache__/" not in everything


def test_without_the_verifier_for_browsers_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read = Bundle.read
    monkeypatch.setattr(Bundle, "read", lambda: read(tmp_path))

    with pytest.raises(BuildError) as caught:
        own_wheel()

    assert caught.value.message == "the scripts of the pages are missing from this installation"


def test_an_installation_of_another_version_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conferral, "__version__", "9.8.7")

    with pytest.raises(Error) as caught:
        own_wheel()

    assert caught.value.message == "the code is conferral 9.8.7, what is installed 0.1.0"
    assert caught.value.hint == "Install conferral again with pip, from its wheel or from its checkout."


def test_code_that_is_not_installed_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(module, "distribution", missing)

    with pytest.raises(Error) as caught:
        own_wheel()

    assert caught.value.message == "conferral runs without being installed, so there is nothing to copy"
