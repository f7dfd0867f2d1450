"""`conferral review`: who is who in a change, on the reviewer's own machine."""

from __future__ import annotations

import os
from pathlib import Path

import click

from conferral.cli.options import json_option, root_option
from conferral.cli.printing import print_json, print_table


@click.command()
@click.argument("base", required=False, metavar="[REV]")
@root_option
@click.option(
    "--people",
    "people_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    required=True,
    help="The file that says which id is whose; CSV, or encrypted if it ends in .age.",
)
@click.option("--head", metavar="REV", help="Review this revision.  [default: the files as they are]")
@json_option
def review(base: str | None, root: Path, people_path: Path, head: str | None, *, as_json: bool) -> None:
    """List who gets, has and loses what against REV, with names.

    \b
    conferral review --people ~/people.csv
    conferral review origin/main --head origin/spring-cohort --people people.csv.age

    REV is where the branch came from; what it gained since does not count.  By default it is the default branch of
    origin.  People whom the file does not know are marked, and so are texts that hold a name or an address.

    The list names people: keep it out of pull requests, issues and logs.
    """
    from conferral.branches import changed_files, default_branch, merge_base  # noqa: PLC0415
    from conferral.checking import registry_at  # noqa: PLC0415
    from conferral.describing import changes, headline  # noqa: PLC0415
    from conferral.errors import RegistryProblems  # noqa: PLC0415
    from conferral.files import FolderFiles  # noqa: PLC0415
    from conferral.loading import load  # noqa: PLC0415
    from conferral.people_file import people_file  # noqa: PLC0415
    from conferral.readings import Readings  # noqa: PLC0415
    from conferral.reviewing import review as review_changes  # noqa: PLC0415

    start = merge_base(root, base or default_branch(root), head or "HEAD")
    readings = Readings()
    before = registry_at(root, start, readings)
    if head:
        registry = registry_at(root, head, readings)
    else:
        loaded = load(FolderFiles(root), readings)
        if loaded.registry is None:
            raise RegistryProblems(loaded.problems)
        registry = loaded.registry
    with people_file(people_path, environ=os.environ) as opened:
        found = changes(before, registry, files=() if head else changed_files(root, start))
        lines = review_changes(before, registry, found, opened.people)
    if as_json:
        print_json({"base": start, "headline": headline(found), "lines": [line.as_json() for line in lines]})
        return
    if lines:
        print_table(
            ("who", "what", "badge", "recipient", "awarded", "result", "look at"),
            [
                (
                    line.name or "?",
                    line.words,
                    line.badge,
                    line.recipient,
                    line.awarded,
                    line.result,
                    "; ".join(line.remarks),
                )
                for line in lines
            ],
        )
    click.echo(headline(found), err=True)
    unknown = len({line.recipient for line in lines if line.recipient and not line.name})
    if unknown:
        click.echo(f"{unknown} of the people are not in {people_path}, or without a name there", err=True)
