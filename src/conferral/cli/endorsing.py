"""`conferral endorsement`: who vouches for a badge, an issuer or an award."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.exits import FAILED, UNDECIDED
from conferral.cli.options import DAY, at_option, json_option, now, root_option
from conferral.cli.printing import print_json, print_table
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.authoring.endorsements import Filed
    from conferral.endorsing import Endorsed
    from conferral.model import Registry
    from conferral.verify import Resolver

_MOST_BYTES = 1 << 20

_offline = click.option(
    "--offline",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="An archive laid out as HOST/PATH, which answers every fetch in place of the network.",
)


@click.group()
def endorsement() -> None:
    """Endorsements: organisations vouch for badges, issuers and awards."""


@endorsement.command("add")
@click.argument("source", metavar="[FILE|URL]", required=False)
@root_option
@click.option("--badge", metavar="BADGE", help="The badge that is endorsed.")
@click.option("--issuer", metavar="ISSUER", help="The issuer that is endorsed.")
@click.option("--award", metavar="AWARD", help="The award that is endorsed: its id, or the address of its page.")
@click.option("--by", metavar="ISSUER", help="An issuer of this registry who endorses, instead of a document.")
@click.option("--comment", help="With --by: what it vouches for, in Markdown; signed.")
@click.option("--on", type=DAY, help="With --by: the day from which it holds.  [default: today]")
@click.option("--until", type=DAY, help="With --by: its last day.  [default: for ever]")
@click.option("--name", help="Short name of the endorsement.  [default: made of who endorses what]")
@_offline
def endorsement_add(
    source: str | None,
    root: Path,
    badge: str | None,
    issuer: str | None,
    award: str | None,
    by: str | None,
    comment: str | None,
    on: date | None,
    until: date | None,
    name: str | None,
    offline: Path | None,
) -> None:
    """File an endorsement: a document that an outside organisation signed, or the word of an own issuer.

    FILE or URL is a signed EndorsementCredential, as JSON or as a token; - is standard input.  It is verified, and
    what that takes (the endorser's keys, its status list) is fetched once and kept beside it, so that builds ask
    nobody.  What it endorses is read from it, unless an option says so.

    \b
    conferral endorsement add https://quality.example/endorsements/17.json
    conferral endorsement add endorsement.json --badge data-analysis-foundations
    conferral endorsement add --by northwind --badge data-analysis-foundations \\
        --comment "Counts as our module 3."

    With --by nothing is fetched: that issuer's key signs it in the next build.
    """
    from conferral.authoring import endorsements  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, today, write  # noqa: PLC0415

    if (source is None) == (by is None):
        raise click.UsageError("name a document, or who endorses with --by")
    if sum(one is not None for one in (badge, issuer, award)) > 1:
        raise click.UsageError("--badge, --issuer and --award exclude each other")
    registry, _ = readable(root)
    target = endorsements.target_named(registry, badge=badge, issuer=issuer, award=award)
    if by is not None:
        if target is None:
            raise click.UsageError("with --by, say what is endorsed: --badge, --issuer or --award")
        if not comment:
            raise click.UsageError("with --by, say what it vouches for: --comment")
        day = on or today(registry)
        made, edit = endorsements.add_own(registry, by, target=target, comment=comment, on=day, until=until, name=name)
        write(edit, root, f'filed the endorsement "{made}"; it is signed in the next build', [PULL_REQUEST])
        return
    for option, given in (("--comment", comment), ("--on", on), ("--until", until)):
        if given is not None:
            raise click.UsageError(f"{option} goes with --by: the document says it itself")
    ask = _asking(offline)
    content, url = _content(source or "", ask)
    filed = endorsements.add_document(
        registry, content, target=target, name=name, ask=ask, at=now(), source=url, given=source or ""
    )
    assert filed.edit is not None  # noqa: S101 -- what is wrong with it, the check of the edit says
    write(filed.edit, root, _told(filed.said), [*_doubts(filed), PULL_REQUEST])


@endorsement.command("refresh")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@root_option
@_offline
def endorsement_refresh(names: tuple[str, ...], root: Path, offline: Path | None) -> None:
    """Ask again whether the endorsements of outside organisations hold, and keep the answers.

    Without NAME all are asked that are not withdrawn.  One that was revoked meanwhile is found so.  Where an endorser
    cannot be reached, what was kept before stays.

    \b
    conferral endorsement refresh
    conferral endorsement refresh quality-board-data-analysis

    Exits with 1 when one does not hold and has to be withdrawn, else with 3 when one could not be asked.
    """
    from conferral.authoring import endorsements  # noqa: PLC0415
    from conferral.authoring.edit import Edit, readable  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, write  # noqa: PLC0415

    registry, _ = readable(root)
    ask, at = _asking(offline), now()
    files: list[tuple[str, bytes | None]] = []
    codes: set[int] = set()
    found = endorsements.outside_ones(registry, names)
    for one in found:
        filed = endorsements.refresh(registry, one, ask=ask, at=at)
        click.echo(_told(filed.said), err=True)
        for doubt in _doubts(filed):
            click.echo(f"  {doubt}", err=True)
        if filed.edit is not None:
            files += filed.edit.files
        elif filed.unreachable:
            codes.add(UNDECIDED)
        else:
            click.echo(f"  nobody's word: `conferral endorsement withdraw {one.slug}`", err=True)
            codes.add(FAILED)
    done = f"asked about {counted(len(found), 'endorsement')}"
    if files:
        write(Edit(tuple(files)), root, done, [PULL_REQUEST])
    else:
        click.echo(f"{done}; nothing to write", err=True)
    sys.exit(next((code for code in (FAILED, UNDECIDED) if code in codes), 0))


@endorsement.command("withdraw")
@click.argument("name")
@root_option
@click.option("--on", type=DAY, help="The day of the decision.  [default: today]")
def endorsement_withdraw(name: str, root: Path, on: date | None) -> None:
    """Withdraw an endorsement: pages say since when, and badges carry it no more.

    \b
    conferral endorsement withdraw northwind-data-analysis-foundations
    """
    from conferral.authoring import endorsements  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, today, write  # noqa: PLC0415

    registry, files = readable(root)
    edit = endorsements.withdraw(registry, files, name, on=on or today(registry))
    write(edit, root, "withdrawn; it takes effect with the next published build", [PULL_REQUEST])


@endorsement.command("list")
@root_option
@at_option
@json_option
def endorsement_list(root: Path, as_of: datetime | None, *, as_json: bool) -> None:
    """List the endorsements, and what holds of each by what is kept.

    \b
    conferral endorsement list
    conferral endorsement list --as-of 2027-06-30 --json
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.endorsing import endorsements  # noqa: PLC0415

    registry, _ = readable(root)
    at = as_of or now()
    rows = [_row(registry, one) for one in endorsements(registry, at)]
    if as_json:
        print_json({"as_of": at.isoformat(), "endorsements": rows})
        return
    keys = ("endorsement", "state", "of", "by", "known", "asked")
    print_table(keys, ([row[key] or "-" for key in keys] for row in rows))
    click.echo(counted(len(rows), "endorsement"), err=True)


def _row(registry: Registry, one: Endorsed) -> dict[str, Any]:
    from conferral.states import day_of  # noqa: PLC0415

    file, zone = one.endorsement.file, registry.file.timezone
    return {
        "endorsement": one.slug,
        "state": one.state,
        "of": f"{file.target} {file.name}",
        "by": one.endorser.name or one.endorser.id,
        "id": one.endorser.id,
        "known": one.endorser.issuer or "a stranger",
        "asked": day_of(one.asked, zone).isoformat() if one.asked else None,
        "reason": one.reason if one.state != "valid" else "",
    }


def _told(said: Endorsed) -> str:
    file, endorser = said.endorsement.file, said.endorser
    known = f"an issuer of this registry, {endorser.issuer}" if endorser.issuer else "a stranger"
    where = f" at {endorser.host}" if endorser.host else ", known by a key alone" if not endorser.issuer else ""
    who = endorser.name or endorser.id or "nobody"
    return f"{said.slug}: {said.state}; {who} ({known}{where}) endorses the {file.target} {file.name}"


def _doubts(filed: Filed) -> list[str]:
    doubts = [f"{url} could not be asked: {problem}" for url, problem in filed.unreachable]
    if not doubts and filed.said.state != "valid" and filed.said.reason:
        doubts = [filed.said.reason]
    return doubts


def _asking(offline: Path | None) -> Resolver:
    from conferral.verify import ArchiveResolver, HTTPSResolver  # noqa: PLC0415

    return ArchiveResolver(offline) if offline else HTTPSResolver()


def _content(source: str, ask: Resolver) -> tuple[bytes, str]:
    """The document, and the address that it was fetched from; empty for a file."""
    from conferral.cli.reading import called, first_bytes  # noqa: PLC0415
    from conferral.errors import RegistryError  # noqa: PLC0415
    from conferral.verify import FetchError  # noqa: PLC0415

    if source.lower().startswith("https://"):
        url = f"https://{source[len('https://') :]}"
        try:
            content = ask.fetch(url)
        except FetchError as error:
            raise RegistryError(f"{url} cannot be had: {error.message}") from error
    else:
        url = ""
        try:
            content = first_bytes(source, _MOST_BYTES + 1)
        except OSError as error:
            raise RegistryError(f"{called(source)} cannot be read: {(error.strerror or str(error)).lower()}") from error
    if len(content) > _MOST_BYTES:
        raise RegistryError(f"{called(source)} is larger than {_MOST_BYTES >> 20} MiB, which no endorsement is")
    return content, url
