"""What the tests of `conferral.verify` share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.verify.small_site import SmallSite


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site")
