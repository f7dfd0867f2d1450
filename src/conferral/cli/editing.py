"""What commands that edit a registry have in common: they write all or nothing, name the files, say what is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conferral.cli.options import now

if TYPE_CHECKING:
    from conferral.authoring.edit import Edit
    from conferral.model import Award, Erased, Registry

PULL_REQUEST = "commit these files on a branch of their own and open a pull request"
"""The next step after most edits."""


def today(registry: Registry) -> date:
    """The present day in the registry's timezone."""
    from conferral.states import day_of  # noqa: PLC0415

    return day_of(now(), registry.file.timezone)


def write(edit: Edit, root: Path, done: str, steps: Sequence[str], *, to_stdout: bool = True) -> None:
    """Carry an edit out; its files go to standard output, what was done and what is next to standard error.

    Where standard output is for something else, the files go to standard error too.
    """
    from conferral.authoring.edit import carry_out  # noqa: PLC0415

    carry_out(edit, root, as_of=now())
    for path, content in edit.files:
        click.echo(path if content is not None else f"{path} (deleted)", err=not to_stdout)
    click.echo(done, err=True)
    say_next(steps)


def former_sites(registry: Registry, awards: Iterable[Award | Erased]) -> list[str]:
    """Of a registry that has moved: what else has to be published for a change to these awards, a step a site."""
    bases = dict.fromkeys(map(registry.base_of, awards))
    return [
        f"awarded under {base}, so publish that site, too: `conferral build --for {base}`"
        for base in bases
        if base != registry.file.base_url
    ]


def say_next(steps: Sequence[str]) -> None:
    """What is to be done next, a step a line."""
    for number, step in enumerate(steps):
        click.echo(f"{'next: ' if number == 0 else '      '}{step}", err=True)
