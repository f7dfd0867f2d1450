"""`conferral correct` and `conferral extend`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from conferral.cli.options import DAY, root_option
from conferral.plurals import counted

REASONS = ("clerical-error", "result-changed", "extension", "holder-request", "badge-text", "other")

_awards = click.argument("awards", metavar="AWARD...", nargs=-1, required=True)
reason_option = click.option(
    "--reason", type=click.Choice(REASONS), required=True, help="Why; shown on the credential's page."
)
note_option = click.option("--note", help="One public sentence on the credential's page; no names.")
on_option = click.option("--on", type=DAY, help="The day of the decision.  [default: today]")
set_option = click.option(
    "--set", "changes", metavar="KEY=VALUE", multiple=True, help="Another value; KEY= takes the key away."
)

NEXT = ["conferral register", "commit the files on a branch of their own and open a pull request"]


@click.command()
@_awards
@root_option
@set_option
@reason_option
@note_option
@on_option
def correct(
    awards: tuple[str, ...],
    root: Path,
    changes: tuple[str, ...],
    reason: str,
    note: str | None,
    on: date | None,
) -> None:
    """Issue awards again, corrected: same id, same address, a new copy.

    Each AWARD is an id or the address of a credential's page.  --set changes its entry: awarded, valid_until,
    result.status, result.value, result.of, narrative, evidence (addresses with spaces between them).  Without --set,
    the awards are issued again as their files are now, say after an edit by hand or when a holder has given another
    identity.  Copies that were handed out before no longer hold.

    \b
    conferral correct 4q20b2rj1zdkcbt8khmf7s6ax5 --set result.value=95 --reason clerical-error
    conferral correct 4q20b2rj1zdkcbt8khmf7s6ax5 --set narrative= --reason holder-request \\
        --note "The account of the project was withdrawn."

    For another last day see `conferral extend`, for a badge's text `conferral badge correct`.
    """
    from conferral.authoring import correcting  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import awards_named  # noqa: PLC0415
    from conferral.authoring.settings import settings  # noqa: PLC0415
    from conferral.cli.editing import former_sites, today, write  # noqa: PLC0415

    registry, files = readable(root)
    named = awards_named(registry, awards)
    decision = correcting.Decision(on=on or today(registry), reason=reason, note=note)
    edit = correcting.correct(registry, files, named, decision, settings(changes))
    write(
        edit,
        root,
        f"corrected {counted(len(named), 'award')}; nothing is issued yet",
        [*NEXT, *former_sites(registry, named)],
    )


@click.command()
@_awards
@root_option
@click.option("--until", type=DAY, help="The new last valid day.")
@click.option("--by", metavar="PERIOD", help='How much longer than now, such as "1 year" or "6 months".')
@note_option
@on_option
def extend(
    awards: tuple[str, ...], root: Path, until: date | None, by: str | None, note: str | None, on: date | None
) -> None:
    """Move the last valid day of awards: the same credential, valid for longer.

    Each AWARD is an id or the address of a credential's page.  For a new assessment, `conferral renew` gives a new
    award instead.

    \b
    conferral extend 4q20b2rj1zdkcbt8khmf7s6ax5 --until 2027-12-31
    conferral extend 4q20b2rj1zdkcbt8khmf7s6ax5 --by "6 months" --note "The examination was moved."
    """
    from pydantic import TypeAdapter  # noqa: PLC0415

    from conferral.authoring import correcting  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import awards_named  # noqa: PLC0415
    from conferral.cli.editing import former_sites, today, write  # noqa: PLC0415
    from conferral.fields import Period, PeriodField, refusal  # noqa: PLC0415

    if (until is None) == (by is None):
        raise click.UsageError("say how long: --until DAY, or --by PERIOD")
    moved: date | Period
    if until is not None:
        moved = until
    else:
        period: TypeAdapter[Period] = TypeAdapter(PeriodField)
        refused = refusal(period, by)
        if refused:
            raise click.UsageError(f"--by: {refused.what}; expected {refused.expected}")
        moved = period.validate_python(by)
    registry, files = readable(root)
    named = awards_named(registry, awards)
    decision = correcting.Decision(on=on or today(registry), reason="extension", note=note)
    edit = correcting.extend(registry, files, named, decision, until=moved)
    write(
        edit,
        root,
        f"extended {counted(len(named), 'award')}; nothing is issued yet",
        [*NEXT, *former_sites(registry, named)],
    )
