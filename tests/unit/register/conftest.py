"""A registered registry in a folder."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.register.registration import Plan, carry_out, plan
from tests.registry_builder import NOW, write_registry


def register(root: Path, seed: int = 1, **options: object) -> Plan:
    """Register whatever is not registered yet; the plan that was carried out."""
    files = FolderFiles(root)
    planned = plan(load_registry(files), files, now=NOW, chance=random.Random(seed), **options)  # type: ignore[arg-type]
    carry_out(planned, root)
    return planned


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a small registry, every award registered."""
    register(write_registry(tmp_path))
    return tmp_path
