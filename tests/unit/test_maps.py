"""Packages whose docstring lists their modules list all of them."""

from __future__ import annotations

import pkgutil
import re
from types import ModuleType

import pytest

from conferral import standards, verify


@pytest.mark.parametrize("package", [standards, verify], ids=lambda package: package.__name__)
def test_every_module_is_listed(package: ModuleType) -> None:
    listed = re.findall(r"^    ([a-z_0-9]+)  +\S", package.__doc__ or "", re.MULTILINE)
    assert sorted(listed) == sorted(module.name for module in pkgutil.iter_modules(package.__path__))
