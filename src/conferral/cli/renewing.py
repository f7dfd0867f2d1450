"""`conferral renew`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conferral.cli.options import DAY, PERIOD, root_option
from conferral.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conferral.continuing import Earned
    from conferral.fields import Period
    from conferral.model import Registry


@click.command()
@click.argument("awards", metavar="[AWARD...]", nargs=-1)
@root_option
@click.option("--awarded", type=DAY, help="The day of the new awards.  [default: today]")
@click.option("--valid-until", type=DAY, help="Their last valid day.  [default: by the badge's validity]")
@click.option(
    "--earned", is_flag=True, help="All awards whose renewal is earned by further learning, as `conferral due` counts."
)
@click.option(
    "--within",
    type=PERIOD,
    help='With --earned: how far to look ahead for awards that end.  [default: "30 days"]',
)
@click.option("--evidence", multiple=True, metavar="URL", help="Evidence that all of them share; may be repeated.")
def renew(
    awards: tuple[str, ...],
    root: Path,
    awarded: date | None,
    valid_until: date | None,
    evidence: tuple[str, ...],
    within: Period | None,
    *,
    earned: bool,
) -> None:
    """Renew awards: award the same badges to the same people again.

    Each AWARD is an id or the address of a credential's page.  The new awards go into a new file for each badge and
    name those that they renew, which stay as they are.  If one of them cannot be renewed, none is.

    \b
    conferral renew 4q20b2rj1zdkcbt8khmf7s6ax5
    conferral renew 4q20b2rj1zdkcbt8khmf7s6ax5 16tjrwg8bpkpn6gmyzvmrzpm3q --awarded 2026-12-01
    conferral renew --earned --within "3 months"

    A renewal is a credential of its own, with another address, under the badge's current version.  `conferral due`
    lists what expires soon.  With --earned, the badges and hours that counted become the evidence of each.
    """
    from conferral.authoring import renewing  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import awards_named  # noqa: PLC0415
    from conferral.cli.editing import today, write  # noqa: PLC0415

    if earned == bool(awards):
        raise click.UsageError("name the awards to renew, or say --earned for all whose renewal is earned")
    if within and not earned:
        raise click.UsageError("--within is about --earned")
    registry, _ = readable(root)
    day = awarded or today(registry)
    by_learning = _earned(registry, within, day) if earned else {}
    named = awards_named(registry, list(by_learning) if earned else awards)
    if not named:
        click.echo("nothing to write: no renewal is earned by further learning", err=True)
        return
    edit = renewing.renew(registry, named, awarded=day, valid_until=valid_until, evidence=evidence, earned=by_learning)
    write(
        edit,
        root,
        f"renewed {counted(len(named), 'award')}",
        ["conferral register", "then commit these files on a branch of their own and open a pull request"],
    )


def _earned(registry: Registry, within: Period | None, on: date) -> Mapping[str, Earned]:
    """What earned the renewal of each award that ends soon or has ended, by the award's id."""
    from conferral.due import due  # noqa: PLC0415
    from conferral.fields import Period  # noqa: PLC0415
    from conferral.states import start_of  # noqa: PLC0415

    found = due(registry, within=within or Period(30, "day"), as_of=start_of(on, registry.file.timezone))
    listed = (one for badge in found.badges for one in (*badge.ending, *badge.ended))
    return {one.award.id: one.earned for one in listed if one.is_earned and one.earned and one.award.id}
