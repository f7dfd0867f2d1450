"""Comments of files about people are read, since git keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.comments import problems
from conferral.files import FolderFiles
from conferral.loading import load, load_registry
from conferral.model import Registry
from tests.registry_builder import recipient
from tests.unit.memory_files import MemoryFiles, minimal

DEMO = Path(__file__).parents[2]
BATCH = "credentials/awards/data-analysis/2026-spring-b4qc.yml"
ID = recipient(1)


@pytest.fixture(scope="module")
def registry() -> Registry:
    found = load(minimal()).registry
    assert found
    return found


def found_in(registry: Registry, text: str, path: str = BATCH) -> list[tuple[int, int, str]]:
    files = MemoryFiles({path: text.encode()})
    return [(problem.line, problem.column, problem.what) for problem in problems(files, registry)]


@pytest.mark.parametrize(
    "name", ["Jane Doe", "Jane van Doe", "Zoë Öz", "J. O'Neill-Smith", "Robin M. Doe", "Ana de la Cruz"]
)
def test_a_name_behind_a_recipients_id_is_found(registry: Registry, name: str) -> None:
    text = f"recipients:\n  - recipient: {ID}  # {name}\n"

    assert found_in(registry, text) == [(2, 18 + len(ID), f'behind the id of a recipient, "{name}" looks like a name')]


@pytest.mark.parametrize(
    "comment",
    ["late", "the first", "First", "Re-sat the test", "2 of 3", "spring cohort", "Led the Team of Ten People"],
)
def test_a_remark_behind_an_id_is_no_name(registry: Registry, comment: str) -> None:
    assert found_in(registry, f"recipients:\n  - recipient: {ID}  # {comment}\n") == []


def test_capitals_elsewhere_are_no_name(registry: Registry) -> None:
    assert found_in(registry, f"# Spring Cohort\nbadge: x # Data Analysis\nrecipients:\n  - recipient: {ID}\n") == []


def test_personal_data_and_known_names_are_found_in_any_comment(registry: Registry) -> None:
    text = "# asked by pat@example.com\nbadge: x # for robin example\n#tel. 030 901820\n"

    assert found_in(registry, text) == [
        (1, 1, 'this comment holds what looks like an e-mail address: "pat@example.com"'),
        (2, 10, 'this comment holds the name "Robin Example"'),
        (3, 1, 'this comment holds what looks like a telephone number: "tel. 030 901820"'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "note: 'x # pat@example.com'\n",
        'note: "x\n  # pat@example.com"\n',
        "note: |\n  # pat@example.com\n",
        "note: a#pat@example.com\n",
        "note: 'x # pat@example.com\n",
    ],
)
def test_what_is_a_value_or_no_yaml_is_left_to_others(registry: Registry, text: str) -> None:
    assert found_in(registry, text) == []


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("credentials/revocations/79v19c1mrrnwr9vsntmwm9338f.yml", True),
        ("recipients/r-7pb02gtds4a7fsm9t821vxn9rg5.yml", True),
        ("credentials/corrections/data-analysis/x-k3v9.yml", True),
        ("credentials/issuers/northwind/issuer.yml", False),
        ("credentials/awards/README.md", False),
    ],
)
def test_files_about_people_are_read(registry: Registry, path: str, read: bool) -> None:
    assert bool(found_in(registry, "x: y # pat@example.com\n", path)) == read


def test_a_file_that_is_no_text_is_left_to_others(registry: Registry) -> None:
    assert list(problems(MemoryFiles({BATCH: b"\xff # pat@example.com"}), registry)) == []


def test_nothing_is_found_in_the_demo() -> None:
    assert list(problems(FolderFiles(DEMO), load_registry(FolderFiles(DEMO)))) == []


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_read(text: str) -> None:
    registry = load(minimal()).registry
    assert registry

    list(problems(MemoryFiles({BATCH: f"{text}\n# pat@example.com\n".encode()}), registry))
