"""Every fault, one case each: dropping a folder or a file in makes a test.

- `yaml/<case>.yml` is a file, `yaml/<case>.expect` what reading it says.
- `minimal/<case>/` is laid over the sound registry tests/registries/minimal, whose awards are not registered yet;
  `registered/<case>/` is laid over the same with `bases/registered`.  `expect` is what checking the whole says;
  `without`, if there, names files that are taken away.

An `expect` file begins with a comment that says which fault it is.  `python -m tests.invalid.regenerate` writes them
anew; then read `git diff`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral import file_kinds, validation
from conferral.errors import RegistryProblems
from conferral.files import FolderFiles
from conferral.loading import load
from conferral.validation.facts import Facts
from conferral.yaml_text import read_yaml

HERE = Path(__file__).parent
MINIMAL = HERE.parent / "registries" / "minimal"
AS_OF = datetime(2026, 11, 23, 12, tzinfo=UTC)

YAML_CASES = sorted((HERE / "yaml").glob("*.yml"))
REGISTRY_CASES = sorted(path for base in ("minimal", "registered") for path in (HERE / base).iterdir())


def outcome_of_yaml(case: Path) -> str:
    try:
        read_yaml(case.read_bytes(), case.name)
    except RegistryProblems as error:
        return _lines(error.problems)
    return ""


def outcome_of_registry(case: Path, folder: Path) -> str:
    lay_out(case, folder)
    loaded = load(FolderFiles(folder))
    assert loaded.registry is not None
    rules = validation.findings if case.parent.name == "registered" else validation.findings_before_registration
    found = loaded.locate(rules(loaded.registry, as_of=AS_OF))
    return _lines(sorted({*loaded.problems, *found}))


def lay_out(case: Path, folder: Path) -> None:
    shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
    if case.parent.name == "registered":
        shutil.copytree(HERE / "bases" / "registered", folder, dirs_exist_ok=True)
    shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expect", "without"))
    without = case / "without"
    for line in without.read_text().splitlines() if without.exists() else ():
        (folder / line).unlink()


def expectation(path: Path) -> str:
    comment, _, text = path.read_text(encoding="utf-8").partition("\n")
    assert comment.startswith("# "), f"{path} does not begin with a comment that says which fault it is"
    return text


def _lines(problems: Iterable[object]) -> str:
    return "".join(f"{problem}\n" for problem in problems)


@pytest.fixture(autouse=True)
def _the_same_random_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_kinds, "new_file_ending", lambda: "k3v9")


@pytest.mark.parametrize("case", YAML_CASES, ids=lambda case: case.stem)
def test_the_faulty_file_is_refused_in_these_words(case: Path) -> None:
    assert outcome_of_yaml(case) == expectation(case.with_suffix(".expect"))


@pytest.mark.parametrize("case", REGISTRY_CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_the_faulty_registry_is_refused_in_these_words(case: Path, tmp_path: Path) -> None:
    assert outcome_of_registry(case, tmp_path) == expectation(case / "expect")


def test_every_rule_has_a_case(tmp_path: Path) -> None:
    broken: set[str] = set()
    for number, case in enumerate(REGISTRY_CASES):
        lay_out(case, tmp_path / str(number))
        registry = load(FolderFiles(tmp_path / str(number))).registry
        assert registry
        facts = Facts(registry, AS_OF)
        broken.update(rule.__name__ for rule in validation.rules if any(True for _ in rule(facts)))
    assert broken == {rule.__name__ for rule in validation.rules}


def test_the_corpus_is_there() -> None:
    assert len(YAML_CASES) > 50
    assert len(REGISTRY_CASES) > 90


@pytest.mark.parametrize("base", ["minimal", "registered"])
def test_what_the_cases_are_laid_over_is_sound(base: str, tmp_path: Path) -> None:
    nothing = tmp_path / base / "nothing"
    nothing.mkdir(parents=True)
    assert outcome_of_registry(nothing, tmp_path / "registry") == ""
