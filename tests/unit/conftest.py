"""What unit tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from tests.registry_builder import write_registry
from tests.unit.register.conftest import register


@pytest.fixture
def registered(tmp_path: Path) -> Path:
    """The folder of a small registry, every award registered."""
    register(write_registry(tmp_path))
    return tmp_path


@pytest.fixture
def registry(registered: Path) -> Registry:
    """A small registry, every award registered."""
    return load_registry(FolderFiles(registered))
