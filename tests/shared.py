"""Published vectors, contexts and schemas that tests compare with, and that the product does without."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared"


def shared_folder() -> Path:
    """The shared folder, which need not be there."""
    return Path(os.environ.get("CONFERRAL_SHARED") or _BESIDE_THE_CHECKOUT)


def shared(path: str) -> Path:
    """The file or folder `path` of the shared folder; without it the calling test is skipped."""
    found = shared_folder() / path
    if not found.exists():
        pytest.skip(f"{path} is not in the shared folder; set CONFERRAL_SHARED to the folder that holds it")
    return found
