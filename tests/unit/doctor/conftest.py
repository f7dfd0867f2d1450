"""A small site, built once, and a host that serves it."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.register.registration import carry_out, plan
from conferral.signed_folder import lay_out
from conferral.signing import sign
from conferral.site.bundle import Bundle
from tests.journey.host import StaticHost
from tests.registry_builder import NOW, commit_all, environment, write_registry
from tests.unit.site.site_builder import render

AT = datetime(2026, 7, 2, tzinfo=UTC)


def _nobody(file: str) -> str:
    raise AssertionError(f"asked for the passphrase of {file}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small registry with one award revoked, as it is published."""
    folder = tmp_path_factory.mktemp("doctor")
    root = write_registry(folder / "registry")
    files = FolderFiles(root)
    carry_out(plan(load_registry(files), files, now=NOW, chance=random.Random(1)), root)
    revoked = load_registry(FolderFiles(root)).awards[0].id
    (root / "credentials/revocations").mkdir()
    (root / f"credentials/revocations/{revoked}.yml").write_text("on: 2026-06-30\nreason: misconduct\n")
    commit_all(root)
    sign(root, folder / "signed", preview=False, as_of=NOW, environ=environment(), passphrase=_nobody)
    out = render(root, folder / "signed", folder / "site")
    Bundle.read().lay(out)
    lay_out(folder / "signed", out)
    return out


@pytest.fixture
def host(site: Path, tmp_path: Path) -> StaticHost:
    """A host that serves the site."""
    found = StaticHost(tmp_path / "host")
    found.publish(site)
    return found
