"""The reference pages are those of the program as it is."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from conferral import model
from conferral.file_kinds import SHAPES
from tests.docs.reference import REFERENCE, every_command, pages

COMMANDS = (REFERENCE / "commands.md").read_text(encoding="utf-8")
FILES = (REFERENCE / "files.md").read_text(encoding="utf-8")


def records() -> list[type[model.Record]]:
    return sorted(
        (record for record in model.Record.__subclasses__() if record.__module__.startswith(model.__name__)),
        key=lambda record: record.__name__,
    )


@pytest.mark.parametrize(("path", "text"), list(pages().items()), ids=lambda value: getattr(value, "name", ""))
def test_the_page_says_what_the_program_says(path: Path, text: str) -> None:
    # versions of click differ in where they break lines
    assert path.read_text(encoding="utf-8").split() == text.split(), "run `python -m tests.docs.reference`"


@pytest.mark.parametrize("context", list(every_command()), ids=lambda context: context.command_path)
def test_every_command_and_option_is_documented(context: click.Context) -> None:
    _, found, section = COMMANDS.partition(f"## {context.command_path}\n")
    section = section.partition("\n## ")[0]
    options = [
        name
        for parameter in context.command.get_params(context)
        if isinstance(parameter, click.Option) and not parameter.hidden
        for name in parameter.opts
    ]

    assert found
    assert [name for name in options if f" {name}" not in section] == []


@pytest.mark.parametrize("record", records(), ids=lambda record: record.__name__)
def test_every_key_of_every_file_is_documented_with_its_description(record: type[model.Record]) -> None:
    lines = FILES.replace("\\<", "<").splitlines()
    missing = [
        key
        for key, field in record.model_fields.items()
        if not any(line.startswith(f"- `{key}` (") and f"): {field.description}" in line for line in lines)
    ]

    assert missing == []


def test_every_place_for_a_file_is_documented() -> None:
    assert [shape for _, shape in SHAPES if f"`{shape}`" not in FILES] == []
