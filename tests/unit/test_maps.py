"""Packages whose docstring lists their modules list all of them, and the house is built in the order of its list."""

from __future__ import annotations

import ast
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

import conferral
from conferral import authoring, describing, doctor, model, register, site, standards, validation, verify
from conferral.authoring import importing
from conferral.site import indexes

_MAPPED = (
    conferral,
    authoring,
    importing,
    describing,
    doctor,
    model,
    register,
    site,
    indexes,
    standards,
    validation,
    verify,
)


def _listed(package: ModuleType) -> list[str]:
    """The modules that a docstring names: in indented lines of name and words, or in items `name`, `name`: words."""
    text = package.__doc__ or ""
    in_columns = re.findall(r"^    ([a-z_0-9]+)  +\S", text, re.MULTILINE)
    items = re.findall(r"^- .*", text, re.MULTILINE)
    return in_columns or [name for item in items for name in re.findall(r"`([a-z_0-9]+)`", item)]


@pytest.mark.parametrize("package", _MAPPED, ids=lambda package: package.__name__)
def test_every_module_is_listed_once(package: ModuleType) -> None:
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert sorted(_listed(package)) == sorted(modules - {"__main__"})


def test_a_part_imports_only_what_stands_above_it_in_the_list() -> None:
    floors = {name: floor for floor, name in enumerate(_listed(conferral))}
    root = Path(conferral.__file__).parent
    upwards = [
        f"{path.relative_to(root)} imports {name}"
        for path in sorted(root.rglob("*.py"))
        if (part := path.relative_to(root).parts[0].removesuffix(".py")) in floors
        for name in sorted(_imported(path))
        if name != part and floors.get(name, -1) > floors[part]
    ]
    assert upwards == []


@pytest.mark.parametrize(("part", "may_import"), [("standards", {"errors"}), ("verify", {"errors", "standards"})])
def test_what_verifies_stands_on_nothing_else(part: str, may_import: set[str]) -> None:
    paths = sorted((Path(conferral.__file__).parent / part).rglob("*.py"))
    assert {name for path in paths for name in _imported(path)} - {part} == may_import


def test_only_the_catalogue_knows_the_site_generator() -> None:
    root = Path(conferral.__file__).parent
    knowing = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"^\s*(import|from) (mkdocs|material)\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert knowing == ["site/catalogue.py"]


def _imported(path: Path) -> set[str]:
    """The parts of the house that a module imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "conferral":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("conferral."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("conferral.")}
    return found
