"""What commands print: problems, JSON, counts and progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from conferral.errors import RegistryProblems, on_one_line
from conferral.progress import Progress


def print_problems(problems: RegistryProblems) -> None:
    """All problems, then their number."""
    for problem in problems.problems:
        click.echo(str(problem), err=True)
    click.echo(f"conferral: {problems.message}", err=True)


def print_json(value: object) -> None:
    """A result as JSON, whose texts of strangers steer no terminal."""
    from conferral.verify.text import json_text  # noqa: PLC0415

    click.echo(json_text(value))


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error while a terminal is there; silence otherwise."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    width, shown = 30, False

    def show(label: str, done: int, total: int) -> None:
        nonlocal shown
        shown = True
        filled = width * done // max(total, 1)
        click.echo(f"\r{label:<10} [{'#' * filled}{'-' * (width - filled)}] {done}/{total}\x1b[K", err=True, nl=False)

    try:
        yield show
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def counted(number: int, noun: str) -> str:
    """A number and its noun, such as "1 award" and "2 awards"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows under their headings, in columns as wide as what stands in them; text of strangers steers no terminal."""
    cells = [[on_one_line(str(cell)) for cell in row] for row in (headings, *rows)]
    widths = [max(len(row[number]) for row in cells) for number in range(len(headings))]
    for row in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
