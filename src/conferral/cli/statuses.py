"""`conferral revoke`, `conferral suspend` and `conferral reinstate`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conferral.cli.options import DAY, root_option
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.model import Registry

_REVOCATIONS = ("awarded-in-error", "requirements-not-met", "misconduct", "superseded", "holder-request", "other")
_SUSPENSIONS = ("under-review", "renewal-overdue", "holder-request", "other")

_awards = click.argument("awards", metavar="AWARD...", nargs=-1, required=True)
_note = click.option("--note", help="One public sentence on the credential's page; no names.")
_on = click.option("--on", type=DAY, help="The day of the decision.  [default: today]")


@click.command()
@_awards
@root_option
@click.option("--reason", type=click.Choice(_REVOCATIONS), required=True, help="Why; shown on the credential's page.")
@_note
@_on
def revoke(awards: tuple[str, ...], root: Path, reason: str, note: str | None, on: date | None) -> None:
    """Revoke awards, for good.

    Each AWARD is an id or the address of a credential's page.  If one of them cannot be revoked, none is.

    \b
    conferral revoke 4q20b2rj1zdkcbt8khmf7s6ax5 --reason misconduct
    conferral revoke https://credentials.example.org/credentials/4q20b2rj1zdkcbt8khmf7s6ax5/ \\
        --reason awarded-in-error --note "Entered for a participant who had not taken the examination."

    It takes effect with the next published build.  For a badge that can be suspended, see `conferral suspend`.
    """
    from conferral.authoring import statuses  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import awards_named  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, former_sites, write  # noqa: PLC0415

    registry, _ = readable(root)
    named = awards_named(registry, awards)
    edit = statuses.revoke(registry, named, reason=reason, on=_decided(registry, on), note=note)
    write(
        edit,
        root,
        f"revoked {counted(len(named), 'award')}; it takes effect with the next published build",
        [PULL_REQUEST, *former_sites(registry, named)],
    )


@click.command()
@_awards
@root_option
@click.option("--reason", type=click.Choice(_SUSPENSIONS), required=True, help="Why; shown on the credential's page.")
@_note
@_on
def suspend(awards: tuple[str, ...], root: Path, reason: str, note: str | None, on: date | None) -> None:
    """Suspend awards until they are reinstated.

    Only awards of badges with "status_purpose: suspension" can be suspended.  Each AWARD is an id or the address of a
    credential's page.  If one of them cannot be suspended, none is.

    \b
    conferral suspend 4q20b2rj1zdkcbt8khmf7s6ax5 --reason renewal-overdue --on 2026-11-14
    """
    from conferral.authoring import statuses  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import awards_named  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, former_sites, write  # noqa: PLC0415

    registry, files = readable(root)
    named = awards_named(registry, awards)
    edit = statuses.suspend(registry, files, named, reason=reason, on=_decided(registry, on), note=note)
    write(
        edit,
        root,
        f"suspended {counted(len(named), 'award')}; it takes effect with the next published build",
        [
            PULL_REQUEST,
            *former_sites(registry, named),
            "to end it later: conferral reinstate " + " ".join(award.id or "" for award in named),
        ],
    )


@click.command()
@_awards
@root_option
@click.option("--on", type=DAY, help="The day on which it was decided.  [default: today]")
def reinstate(awards: tuple[str, ...], root: Path, on: date | None) -> None:
    """End the suspension of awards.

    Each AWARD is an id or the address of a credential's page.  If one of them cannot be reinstated, none is.

    \b
    conferral reinstate 4q20b2rj1zdkcbt8khmf7s6ax5
    """
    from conferral.authoring import statuses  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import awards_named  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, former_sites, write  # noqa: PLC0415

    registry, files = readable(root)
    named = awards_named(registry, awards)
    edit = statuses.reinstate(registry, files, named, on=_decided(registry, on))
    write(
        edit,
        root,
        f"reinstated {counted(len(named), 'award')}; it takes effect with the next published build",
        [PULL_REQUEST, *former_sites(registry, named)],
    )


def _decided(registry: Registry, on: date | None) -> date:
    """The day of the decision, today if not said; raises `RegistryProblems` for one that has not come."""
    from conferral.cli.editing import today  # noqa: PLC0415
    from conferral.errors import GIVEN, Problem, RegistryProblems  # noqa: PLC0415

    present = today(registry)
    if on and on > present:
        what, hint = f"{on} has not come yet", "it takes effect with the next published build, whatever the day"
        problem = Problem("--on", 0, 0, what, f"the day on which it was decided, {present} at the latest", hint)
        raise RegistryProblems([problem], where=GIVEN)
    return on or present
