"""Links lead somewhere, examples are right, and no page names a command that is not there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from conferral.cli import cli
from conferral.model import FILE_KINDS
from conferral.records import read_record
from conferral.yaml_text import read_yaml
from tests.docs.pages import DECISIONS, PAGES, ROOT, anchors, blocks, links, name_of, prose

MODELINE = re.compile(r"# yaml-language-server: \$schema=(?:\.\./)+schemas/(\w+)\.schema\.json\n")
DECISION = re.compile(r"[0-9]{4}-[a-z0-9-]+\.md")
RECORDS = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
SECTIONS = ["Context", "Options", "Decision", "Consequences"]
ONE_PAGE = 75  # lines


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_within_the_repository_resolve(page: Path) -> None:
    broken = []
    for link in links(page):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        inside = target.is_relative_to(ROOT) and target.exists()
        if not inside or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"`conferral\s+([a-z-]+)", prose(page))
    named += [
        word for _, text in blocks(page) for word in re.findall(r"^(?:\$ )?conferral ([a-z-]+)", text, re.MULTILINE)
    ]

    assert sorted(set(named) - set(cli.list_commands(click.Context(cli)))) == []


def examples() -> list[tuple[str, str, str]]:
    return [
        (name_of(page), found[1], text)
        for page in PAGES
        for language, text in blocks(page)
        if language == "yaml" and (found := MODELINE.match(text))
    ]


@pytest.mark.parametrize(("page", "kind", "text"), examples())
def test_an_example_of_a_whole_file_is_one_that_the_registry_takes(page: str, kind: str, text: str) -> None:
    read_record(FILE_KINDS[kind], read_yaml(text, page))


def test_there_are_examples() -> None:
    assert {kind for _, kind, _ in examples()} == {
        "awards",
        "collection",
        "correction",
        "endorsement",
        "pathway",
        "revocation",
        "suspension",
    }


def test_every_decision_is_in_the_index_under_its_title() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[(\d+)\]\(([^)]+)\) \| (.+) \|$", index, re.MULTILINE)
    titles = [path.read_text(encoding="utf-8").partition("\n")[0] for path in RECORDS]

    assert [f"# {number}. {title}" for number, _, title in listed] == titles
    assert [name for _, name, _ in listed] == [path.name for path in RECORDS]


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name)
def test_a_decision_is_one_page_of_the_usual_sections(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)

    assert DECISION.fullmatch(record.name)
    assert text.startswith(f"# {int(record.name[:4])}. ")
    assert sections in (SECTIONS, ["Context", "Options and decision", "Consequences"])
    assert len(text.splitlines()) <= ONE_PAGE


def test_the_decisions_are_numbered_without_gap() -> None:
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))
