"""`conferral erase`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from conferral.cli.options import DAY, root_option
from conferral.plurals import counted


@click.command()
@click.argument("names", metavar="AWARD|RECIPIENT...", nargs=-1, required=True)
@root_option
@click.option("--on", type=DAY, help="The day of the erasure.  [default: today]")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
def erase(names: tuple[str, ...], root: Path, on: date | None, *, yes: bool) -> None:
    """Erase awards, or all that there is of a recipient, for good.

    Each name is the id of an award, the address of a credential's page, or the id of a recipient, for whom all awards
    and the file recipients/<id>.yml go.  Of an award its id, its row in the register and its bit in the status list
    stay, and a page that says that it was erased.  Erasing is not revoking: revoke first what must no longer hold.

    \b
    conferral erase 4q20b2rj1zdkcbt8khmf7s6ax5
    conferral erase r-7pb02gtds4a7fsm9t821vxn9rg5

    What was merged before stays in many places; the command lists them.
    """
    from conferral.authoring import erasing  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.cli.editing import former_sites, say_next, today, write  # noqa: PLC0415

    registry, files = readable(root)
    erasure = erasing.erase(registry, files, names, on=on or today(registry))
    what = [counted(len(erasure.awards), "award")]
    what += [f"{counted(len(erasure.dropped), 'award')} that nobody has seen"] if erasure.dropped else []
    what += [f"the file of {counted(len(erasure.recipients), 'recipient')}"] if erasure.recipients else []
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError(f"erasing {' and '.join(what)} is for good: add --yes; at a terminal, it asks first")
        click.confirm(f"erase {' and '.join(what)}, for good?", abort=True, err=True)
    write(erasure.edit, root, f"erased {' and '.join(what)}", ())
    for file in erasure.notes:
        click.echo(f"{file}: its note was taken away, too", err=True)
    click.echo("data may still be in:", err=True)
    for place in erasing.PLACES:
        click.echo(f"  - {place}", err=True)
    say_next(
        [
            *(
                f"read {file}: comments, file name and shared texts may still tell of the person"
                for file in erasure.to_read
            ),
            "commit the files with a message that names nobody, and publish",
            *former_sites(registry, erasure.awards),
        ]
    )
