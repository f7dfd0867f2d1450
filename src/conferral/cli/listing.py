"""`conferral list`: what a registry holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.names import asked, id_of, people_in, with_name
from conferral.cli.options import DAY, at_option, json_option, now, people_option, root_option
from conferral.cli.printing import print_json, print_table
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.listing import Choice
    from conferral.model import Registry

_KINDS = ("awards", "badges", "collections", "issuers", "recipients", "keys")


@click.command("list")
@click.argument("kind", type=click.Choice(_KINDS), default="awards")
@root_option
@click.option("--badge", multiple=True, metavar="BADGE", help="Only this badge; may be given several times.")
@click.option("--issuer", multiple=True, metavar="ISSUER", help="Only this issuer; may be given several times.")
@click.option("--recipient", multiple=True, metavar="ID", help="Only this recipient; may be given several times.")
@click.option(
    "--state",
    multiple=True,
    metavar="STATE",
    help="Only awards in this state: valid, suspended, not-yet-valid, expired, revoked, not-registered or erased; "
    "may be given several times.",
)
@click.option("--expiring-before", type=DAY, metavar="DAY", help="Only awards whose last valid day is before DAY.")
@click.option("--awarded-since", type=DAY, metavar="DAY", help="Only awards of DAY or later.")
@at_option
@people_option
@json_option
def list_(
    kind: str,
    root: Path,
    badge: tuple[str, ...],
    issuer: tuple[str, ...],
    recipient: tuple[str, ...],
    state: tuple[str, ...],
    expiring_before: date | None,
    awarded_since: date | None,
    as_of: datetime | None,
    people_path: Path | None,
    *,
    as_json: bool,
) -> None:
    """List what the registry holds: awards, badges, collections, issuers, recipients or keys.

    \b
    conferral list --badge data-analysis-foundations --state valid
    conferral list --expiring-before 2027-01-01 --json
    conferral list badges --issuer northwind
    conferral list recipients --awarded-since 2026-09-01
    conferral list --recipient "Ada Ferrant" --people ~/people.csv

    Badges, collections, issuers and recipients are listed with the numbers of their awards; a choice of awards narrows
    these, and leaves out who has none.  With --expiring-before, what has ended already is left out unless --state asks
    for it.  With --people, names stand beside ids, and --recipient takes a name or an e-mail address as well.
    """
    from conferral import listing  # noqa: PLC0415
    from conferral.authoring import naming  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415

    wrong = [one for one in state if one not in listing.STATES]
    if wrong:
        from conferral.fields import closest  # noqa: PLC0415

        near = closest(wrong[0], listing.STATES)
        raise click.UsageError(f'"{wrong[0]}" is no state; {near or "states are " + ", ".join(listing.STATES)}')
    registry, _ = readable(root)
    people = people_in(people_path)
    with asked():
        choice = listing.Choice(
            badges=frozenset(naming.badge_named(registry, name).slug for name in badge),
            issuers=frozenset(naming.issuer_named(registry, name).slug for name in issuer),
            recipients=frozenset(naming.recipient_named(registry, id_of(name, people)) for name in recipient),
            states=frozenset(state),  # type: ignore[arg-type]  # looked at above
            expiring_before=expiring_before,
            awarded_since=awarded_since,
        )
    if kind == "keys" and (choice.is_about_awards or choice.badges):
        raise click.UsageError("keys are chosen by --issuer alone")
    at = as_of or now()
    rows = [with_name(row, people) for row in _rows(registry, kind, choice, at)]
    if as_json:
        print_json({"as_of": at.isoformat(), kind: rows})
        return
    heading, cells = _TABLES[kind]
    named = people is not None and "recipient" in heading
    print_table(
        [*heading, *["name"] * named],
        ([*cells(row), *[row.get("recipient_name") or "-"] * named] for row in rows),
    )
    click.echo(counted(len(rows), kind.removesuffix("s")), err=True)


def _rows(registry: Registry, kind: str, choice: Choice, at: datetime) -> list[dict[str, Any]]:
    from conferral import listing  # noqa: PLC0415

    match kind:
        case "awards":
            return [listing.award_row(registry, one) for one in listing.listed_awards(registry, choice, at)]
        case "badges":
            return listing.badge_rows(registry, choice, at)
        case "collections":
            return listing.collection_rows(registry, choice, at)
        case "issuers":
            return listing.issuer_rows(registry, choice, at)
        case "recipients":
            return listing.recipient_rows(registry, choice, at)
        case _:
            return listing.key_rows(registry, choice, at)


def states_in(row: Mapping[str, Any]) -> str:
    """The numbers of awards in each state, in words."""
    return ", ".join(f"{number} {state}" for state, number in row["states"].items()) or "-"


_Cells = Callable[[Mapping[str, Any]], list[str]]
_TABLES: Mapping[str, tuple[Sequence[str], _Cells]] = {
    "awards": (
        ("id", "badge", "recipient", "awarded", "valid until", "state"),
        lambda row: [
            row["id"] or "(none yet)",
            row["badge"],
            row["recipient"] or "-",
            row["awarded"] or "-",
            row["valid_until"] or "-",
            row["state"],
        ],
    ),
    "badges": (
        ("badge", "name", "issuer", "version", "state", "awards"),
        lambda row: [row["badge"], row["name"], row["issuer"], str(row["version"]), row["state"], states_in(row)],
    ),
    "collections": (
        ("collection", "title", "badges", "awards"),
        lambda row: [row["collection"], row["title"], ", ".join(row["badges"]), states_in(row)],
    ),
    "issuers": (
        ("issuer", "name", "badges", "active keys", "awards"),
        lambda row: [row["issuer"], row["name"], str(row["badges"]), str(row["keys"]), states_in(row)],
    ),
    "recipients": (
        ("recipient", "awards", "badges"),
        lambda row: [row["recipient"], states_in(row), ", ".join(row["badges"]) or "-"],
    ),
    "keys": (
        ("issuer", "key", "state", "activated", "retired", "signer"),
        lambda row: [
            row["issuer"],
            row["key"],
            row["state"],
            row["activated"][:10],
            (row["retired"] or "-")[:10],
            row["signer"],
        ],
    ),
}
