"""`conferral renew`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from conferral.cli.options import DAY, root_option
from conferral.plurals import counted


@click.command()
@click.argument("awards", metavar="AWARD...", nargs=-1, required=True)
@root_option
@click.option("--awarded", type=DAY, help="The day of the new awards.  [default: today]")
@click.option("--valid-until", type=DAY, help="Their last valid day.  [default: by the badge's validity]")
@click.option("--evidence", multiple=True, metavar="URL", help="Evidence that all of them share; may be repeated.")
def renew(
    awards: tuple[str, ...], root: Path, awarded: date | None, valid_until: date | None, evidence: tuple[str, ...]
) -> None:
    """Renew awards: award the same badges to the same people again.

    Each AWARD is an id or the address of a credential's page.  The new awards go into a new file for each badge and
    name those that they renew, which stay as they are.  If one of them cannot be renewed, none is.

    \b
    conferral renew 4q20b2rj1zdkcbt8khmf7s6ax5
    conferral renew 4q20b2rj1zdkcbt8khmf7s6ax5 16tjrwg8bpkpn6gmyzvmrzpm3q --awarded 2026-12-01

    A renewal is a credential of its own, with another address, under the badge's current version.  `conferral due`
    lists what expires soon.
    """
    from conferral.authoring import renewing  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import awards_named  # noqa: PLC0415
    from conferral.cli.editing import today, write  # noqa: PLC0415

    registry, _ = readable(root)
    named = awards_named(registry, awards)
    edit = renewing.renew(
        registry, named, awarded=awarded or today(registry), valid_until=valid_until, evidence=evidence
    )
    write(
        edit,
        root,
        f"renewed {counted(len(named), 'award')}",
        ["conferral register", "then commit these files on a branch of their own and open a pull request"],
    )
