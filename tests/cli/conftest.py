"""What tests of commands share: a registered registry to edit."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.registry_builder import write_registry
from tests.unit.register.conftest import register

TODAY = datetime(2026, 8, 3, 22, 30, tzinfo=UTC)
"""What commands take for the present: in the registry's timezone it is 4 August already."""


@pytest.fixture(scope="session")
def registered_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small registered registry that nobody changes."""
    root = write_registry(tmp_path_factory.mktemp("registered"))
    register(root)
    return root


@pytest.fixture
def root(registered_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small registered registry, and TODAY as the present."""
    monkeypatch.setattr("conferral.cli.editing.now", lambda: TODAY)
    return Path(shutil.copytree(registered_once, tmp_path / "registry"))


@pytest.fixture
def ids(root: Path) -> dict[str, list[str]]:
    """The ids of the awards of each badge, in the order of its files."""
    found: dict[str, list[str]] = {}
    for award in load_registry(FolderFiles(root)).awards:
        found.setdefault(award.badge, []).append(award.id or "")
    return found
