"""What commands print: problems, JSON, tables and progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
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


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Rows under their headings, a line each, in columns as wide as what stands in them; nothing where no rows are.

    Text of strangers in a cell begins no line and steers no terminal.
    """
    cells = [[on_one_line(str(cell)) for cell in row] for row in rows]
    if not cells:
        return
    lines = [list(headings), *cells]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def print_table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A table on standard output."""
    click.echo("".join(f"{line}\n" for line in table(headings, rows)), nl=False)
