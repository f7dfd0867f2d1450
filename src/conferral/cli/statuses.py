"""`conferral revoke`, `conferral suspend` and `conferral reinstate`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from conferral.cli.options import DAY, root_option
from conferral.plurals import counted

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
    from conferral.cli.editing import PULL_REQUEST, former_sites, today, write  # noqa: PLC0415

    registry, _ = readable(root)
    named = awards_named(registry, awards)
    edit = statuses.revoke(registry, named, reason=reason, on=on or today(registry), note=note)
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
    from conferral.cli.editing import PULL_REQUEST, former_sites, today, write  # noqa: PLC0415

    registry, files = readable(root)
    named = awards_named(registry, awards)
    edit = statuses.suspend(registry, files, named, reason=reason, on=on or today(registry), note=note)
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
    from conferral.cli.editing import PULL_REQUEST, former_sites, today, write  # noqa: PLC0415

    registry, files = readable(root)
    named = awards_named(registry, awards)
    edit = statuses.reinstate(registry, files, named, on=on or today(registry))
    write(
        edit,
        root,
        f"reinstated {counted(len(named), 'award')}; it takes effect with the next published build",
        [PULL_REQUEST, *former_sites(registry, named)],
    )
