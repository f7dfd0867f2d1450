"""`conferral verify`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.exits import FAILED, UNDECIDED, WRONG_USE
from conferral.cli.options import INSTANT, jobs_option, json_option, now
from conferral.cli.printing import print_json, progress_bar
from conferral.cli.reading import called, first_bytes

if TYPE_CHECKING:
    from conferral.verify import Verifier


@click.command()
@click.argument("credentials", nargs=-1, metavar="[FILE|URL]...")
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A built site: verify all of it, or take from it whatever lies under its address.",
)
@click.option(
    "--signed",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="What `conferral sign` wrote: all of --site that is signed has to be that, unchanged, and nothing else.",
)
@click.option(
    "--offline",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="An archive laid out as HOST/PATH, which answers every fetch in place of the network.",
)
@click.option("--recipient", metavar="WHO", help="Check that it was awarded to this e-mail address, DID or name.")
@click.option("--as-of", type=INSTANT, help="The instant to answer for.  [default: now]")
@click.option(
    "--allow-context",
    "contexts",
    metavar="URL",
    multiple=True,
    help="Fetch this JSON-LD context; without it only the bundled ones are known.",
)
@jobs_option
@json_option
def verify(
    credentials: tuple[str, ...],
    site: Path | None,
    signed: Path | None,
    offline: Path | None,
    recipient: str | None,
    as_of: datetime | None,
    contexts: tuple[str, ...],
    jobs: int | None,
    *,
    as_json: bool,
) -> None:
    """Verify credentials: who issued them, whether they were altered, whether they hold.

    A credential is a JSON file, a compact JWT, a PNG or SVG with one of these inside, an address of any of them, or -
    for standard input.  It need not be of a registry of conferral.

    \b
    conferral verify credential.json
    conferral verify https://credentials.example.org/credentials/.../
    conferral verify badge.png --recipient somebody@example.org
    conferral verify --offline archive https://credentials.example.org/credentials/.../
    conferral verify --site build/site
    conferral verify --site build/site --signed build/signed
    conferral verify --site build/site credential.json

    Exits with 0 when everything is verified, 1 when something failed, else with 2 when the command was used wrongly
    or a file cannot be read, else with 3 when something could not be decided.
    """
    from conferral.verify import (  # noqa: PLC0415
        ArchiveResolver,
        FolderResolver,
        HTTPSResolver,
        Resolver,
        Verifier,
        site_text,
        verify_site,
    )

    if not credentials and site is None:
        raise click.UsageError("name a file, an address, or a site with --site")
    if site is not None and offline is not None:
        raise click.UsageError("--site and --offline exclude each other")
    if signed is not None and (site is None or credentials):
        raise click.UsageError("--signed is about all of a site: name it with --site, and no credential")
    if jobs is not None and (site is None or credentials):
        raise click.UsageError("--jobs is about all of a site: name it with --site, and no credential")
    _check_about_one(credentials, recipient, contexts)
    at = as_of or now()
    if site is not None and not credentials:
        with progress_bar() as progress:
            told = partial(progress, "verifying")
            found = verify_site(site, at=at, jobs=jobs, progress=told)
        if as_json:
            print_json(found.as_json())
        else:
            click.echo(site_text(found))
        if signed is not None:
            _compare_with_signed(signed, site)
        sys.exit(found.exit_code)
    resolver: Resolver = HTTPSResolver()
    if site is not None:
        resolver = FolderResolver.for_site(site)
    elif offline is not None:
        resolver = ArchiveResolver(offline)
    verifier = Verifier(resolver=resolver, at=at, recipient=recipient, contexts=contexts)
    sys.exit(_verify_each(credentials, verifier, as_json=as_json, dated=as_of is not None))


def _compare_with_signed(signed: Path, site: Path) -> None:
    """Refuse a site with other signed documents than these, be they sound: an old status list still verifies."""
    from conferral.manifest import Manifest  # noqa: PLC0415
    from conferral.signed_folder import DOCUMENTS, signed_credentials  # noqa: PLC0415
    from conferral.site.verbatim import assert_verbatim  # noqa: PLC0415

    Manifest.of(signed)
    assert_verbatim(signed / DOCUMENTS, site, signed_credentials(signed))


def _check_about_one(credentials: Sequence[str], recipient: str | None, contexts: Sequence[str]) -> None:
    """Refuse options that would have no effect, and arguments that can be nothing."""
    from conferral.verify.folder import split_address  # noqa: PLC0415

    for option, given in (("--recipient", recipient is not None), ("--allow-context", bool(contexts))):
        if given and not credentials:
            raise click.UsageError(f"{option} is about one credential: name its file, too")
    if recipient is not None and not recipient.strip():
        raise click.UsageError("--recipient is blank, and takes an e-mail address, a DID or a name")
    for url in contexts:
        parts = split_address(url)
        if parts is None or parts.scheme != "https" or not parts.hostname:
            raise click.UsageError(f'--allow-context takes an address that begins with https://, not "{url}"')
    for source in credentials:
        # `Path.exists` raises for what is too long to be a name, as DIDs may be.
        if source.lower().startswith(("http://", "did:")) and not os.path.exists(source):  # noqa: PTH110
            raise click.UsageError(f"{source}: an address begins with https://")


def _verify_each(credentials: Sequence[str], verifier: Verifier, *, as_json: bool, dated: bool) -> int:
    from conferral.standards.baking import MAX_IMAGE_BYTES  # noqa: PLC0415
    from conferral.verify import report_text  # noqa: PLC0415

    reports: list[dict[str, Any]] = []
    codes: set[int] = set()
    for source in credentials:
        try:
            if source.lower().startswith("https://"):
                report = verifier.inspect_at(f"https://{source[len('https://') :]}")
            else:
                report = verifier.inspect(first_bytes(source, MAX_IMAGE_BYTES + 1))
        except OSError as error:
            problem = (error.strerror or str(error)).lower()
            click.echo(f"conferral: {source} cannot be read: {problem}", err=True)
            codes.add(WRONG_USE)
            reports.append({"source": source, **verifier.unreachable(source, problem).as_json()})
            continue
        codes.add(report.exit_code)
        reports.append({"source": source, **report.as_json()})
        if not as_json:
            click.echo(f"{called(source)}: {report_text(report, dated=dated)}")
    if as_json:
        print_json(reports)
    return next(code for code in (FAILED, WRONG_USE, UNDECIDED, 0) if code in codes)
