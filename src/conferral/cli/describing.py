"""`conferral describe`: what a change does, in words."""

from __future__ import annotations

from pathlib import Path

import click

from conferral.cli.options import root_option
from conferral.cli.printing import print_json


@click.command()
@click.argument("base")
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Text for a terminal, Markdown for a comment or a summary, or JSON.",
)
def describe(base: str, root: Path, form: str) -> None:
    """Say in words what the registry changes against BASE: what it issues, revokes and alters, and who may sign.

    \b
    conferral describe origin/main
    conferral describe origin/main --format markdown

    BASE is a branch, a tag or a commit; what it gained since this branch left it does not count.  The files are
    taken as they are, committed or not, registered or not.
    """
    from conferral.branches import changed_files, merge_base  # noqa: PLC0415
    from conferral.checking import registry_at  # noqa: PLC0415
    from conferral.describing import as_json, changes, in_markdown_text, in_plain_text  # noqa: PLC0415
    from conferral.files import FolderFiles  # noqa: PLC0415
    from conferral.loading import load  # noqa: PLC0415
    from conferral.readings import Readings  # noqa: PLC0415

    start, readings = merge_base(root, base), Readings()
    before = registry_at(root, start, readings)
    loaded = load(FolderFiles(root), readings)
    if loaded.registry is None:
        from conferral.errors import RegistryProblems  # noqa: PLC0415

        raise RegistryProblems(loaded.problems)
    found = changes(before, loaded.registry, files=changed_files(root, start))
    if form == "json":
        print_json(as_json(found))
    else:
        click.echo(in_markdown_text(found) if form == "markdown" else in_plain_text(found))
