"""`conferral federation`: other registries, shown beside this one's own badges with their origin."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.exits import FAILED
from conferral.cli.options import json_option, now, root_option
from conferral.cli.printing import print_json, print_problems, print_table
from conferral.errors import RegistryError, RegistryProblems, on_one_line
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.model import FederatedRegistry, Registry
    from conferral.verify.resolving import Resolver

_SECONDS = 30.0


@click.group()
def federation() -> None:
    """Other registries: list them, and fetch what they publish.

    What they publish is copied into credentials/federated, checked, and committed like every other file: a build
    fetches nothing.
    """


@federation.command("add")
@click.argument("name")
@click.argument("url")
@root_option
@click.option("--note", help="Why it is listed, in one public sentence.")
def federation_add(name: str, url: str, root: Path, note: str | None) -> None:
    """List the registry at the base URL under a short NAME of this registry's choice.

    \b
    conferral federation add riverside https://badges.riverside.example \\
        --note "Schools of our county that award badges, too."
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.federating import listing  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, today, write  # noqa: PLC0415

    registry, files = readable(root)
    edit, listed = listing(registry, files, name, url, since=today(registry), note=note)
    steps = [f"`conferral federation fetch {listed.name}` fetches what it publishes", PULL_REQUEST]
    write(edit, root, f'listed the registry "{listed.name}"', steps)


@federation.command("fetch")
@click.argument("name", required=False)
@root_option
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A catalog.json that was fetched in another way, for networks without a way out.",
)
def federation_fetch(name: str | None, root: Path, file: Path | None) -> None:
    """Fetch what the listed registries publish, or the one of that NAME.

    \b
    conferral federation fetch
    conferral federation fetch riverside
    conferral federation fetch riverside --from ~/catalog.json

    The copy is of what pages show, and is written only if it is of the base URL that is listed, of the form that
    catalogues have, and leads nowhere but to its own registry.  This is the one command of the federation that asks the
    network; a redirect is not followed.  Of several, those that can be had are written, and the others are told.
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.federating import listed_as  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, say_next  # noqa: PLC0415

    if file and name is None:
        raise click.UsageError("--from needs the NAME of the registry that the file is of")
    registry, _ = readable(root)
    wanted = listed_as(registry, name)
    resolver = _File(file) if file else _network()
    failures = [one for one in wanted if not _is_fetched(registry, one, resolver, root, alone=len(wanted) == 1)]
    if len(failures) < len(wanted):
        say_next(["`conferral describe` says what is new", PULL_REQUEST])
    if failures:
        click.echo(f"conferral: {len(failures)} of {counted(len(wanted), 'catalogue')} not fetched", err=True)
        sys.exit(FAILED)


def _is_fetched(registry: Registry, listed: FederatedRegistry, resolver: Resolver, root: Path, *, alone: bool) -> bool:
    """Fetch one, and say so; where it is not `alone`, an error is said and the next one's turn."""
    from conferral.authoring.edit import carry_out  # noqa: PLC0415
    from conferral.authoring.federating import fetched  # noqa: PLC0415

    try:
        edit, found = fetched(registry, listed, resolver, now=now())
    except RegistryError as error:
        if alone:
            raise
        if isinstance(error, RegistryProblems):
            print_problems(error)
        else:
            click.echo(f"conferral: {error.message}", err=True)
        return False
    carry_out(edit, root, as_of=now())
    click.echo(edit.files[0][0])
    badges, issuers = counted(len(found.badges), "badge"), counted(len(found.issuers), "issuer")
    click.echo(on_one_line(f"{listed.name}: {found.title}, {badges} of {issuers}"), err=True)
    return True


@dataclass(frozen=True, slots=True)
class _File:
    """The answer of a registry, fetched in another way: whatever is asked for, the file answers."""

    path: Path
    note: str = ""

    def fetch(self, url: str) -> bytes:  # noqa: ARG002 -- of a resolver
        """The file's content."""
        return self.path.read_bytes()


def _network() -> Resolver:
    from conferral.federation import MAX_BYTES  # noqa: PLC0415
    from conferral.verify.https import HTTPSResolver  # noqa: PLC0415

    return HTTPSResolver(timeout=_SECONDS, max_bytes=MAX_BYTES, max_redirects=0)


@federation.command("list")
@root_option
@json_option
def federation_list(root: Path, *, as_json: bool) -> None:
    """List the other registries, and what is known of each."""
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.federation import UnsoundCatalogError, read  # noqa: PLC0415

    registry, _ = readable(root)
    rows = []
    for listed in registry.federation.registries if registry.federation else ():
        row: dict[str, Any] = {"registry": listed.name, "url": listed.url, "since": listed.since.isoformat()}
        content = registry.federated.get(listed.name)
        try:
            found = read(content, listed, registry) if content is not None else None
            state = "sound" if found else "not fetched"
        except UnsoundCatalogError:
            found, state = None, "not sound; see `conferral check`"
        row |= {
            "state": state,
            "title": found.title if found else None,
            "fetched": f"{found.fetched:%Y-%m-%dT%H:%M:%SZ}" if found else None,
            "badges": len(found.badges) if found else None,
            "issuers": len(found.issuers) if found else None,
        }
        rows.append(row)
    if as_json:
        print_json(rows)
        return
    print_table(
        ("registry", "url", "fetched", "badges", "state"),
        ((one["registry"], one["url"], (one["fetched"] or "")[:10], one["badges"] or "", one["state"]) for one in rows),
    )
    if not rows:
        click.echo("no other registry is listed", err=True)
