"""A sample site and a preview of the demo, as `conferral render` makes them, for tests of what programs read."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.addresses import PREVIEW_BASE_URL
from conferral.rendering import render
from tests.unit.site.indexes.samples import Published, write_sample
from tests.unit.site.site_builder import sign

DEMO = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Published:
    made = write_sample(tmp_path_factory.mktemp("indexes"))
    render(made.root, made.signed, made.out)
    return made


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("demo")
    sign(DEMO, folder / "signed")
    render(DEMO, folder / "signed", folder / "out")
    return Published(DEMO, folder / "signed", folder / "out", PREVIEW_BASE_URL)
