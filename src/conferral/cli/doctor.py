"""`conferral doctor`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conferral.cli.options import json_option, now
from conferral.cli.printing import print_json


@click.command()
@click.argument("url")
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that was published: what is live is compared with it, and a sample of its credentials verified.",
)
@click.option(
    "--sample",
    type=click.IntRange(0, 1000),
    help="How many credentials of --site are verified; others for every publication.  [default: 20]",
)
@click.option(
    "--wait",
    type=click.IntRange(0, 3600),
    default=0,
    metavar="SECONDS",
    help="Ask again for so long where only time is needed, as for a host's old copies.",
)
@json_option
def doctor(url: str, site: Path | None, sample: int | None, wait: int, *, as_json: bool) -> None:
    """Look after what is published: is it all right, and is it what was built?

    URL is the base URL of the registry.  Everything is asked for over HTTPS, as strangers do: catalog.json, the keys
    of every issuer, every status list, credentials, pages, media types, what browsers may read, and what is not there.

    \b
    conferral doctor https://credentials.example.org/registry
    conferral doctor https://credentials.example.org/registry --site build/site --wait 900

    Exits with 0 when all is well, 1 when something is wrong, else with 3 when something could not be looked at.
    """
    from conferral.doctor import (  # noqa: PLC0415
        Built,
        diagnosis_text,
        examine,
        examine_until_current,
    )
    from conferral.doctor.examining import SAMPLE  # noqa: PLC0415
    from conferral.verify.folder import MAX_CATALOG_BYTES  # noqa: PLC0415
    from conferral.verify.https import HTTPSResolver  # noqa: PLC0415

    base_url = _base_url(url)
    if sample is not None and site is None:
        raise click.UsageError("--sample is about the credentials of --site: name that folder, too")
    built = Built(site, base_url) if site is not None else None
    host = HTTPSResolver(max_bytes=MAX_CATALOG_BYTES)
    diagnosis = examine_until_current(
        lambda: examine(base_url, host=host, built=built, sample=SAMPLE if sample is None else sample, at=now()),
        wait=wait,
        say=lambda text: click.echo(text, err=True),
    )
    if as_json:
        print_json(diagnosis.as_json())
    else:
        click.echo(diagnosis_text(diagnosis, compared=built is not None))
    sys.exit(diagnosis.exit_code)


def _base_url(url: str) -> str:
    """The address without a slash at its end; refuses what no site can be published at."""
    from conferral.verify.folder import split_address  # noqa: PLC0415
    from conferral.verify.resolving import is_preview  # noqa: PLC0415

    parts = split_address(url)
    if parts is None or parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise click.UsageError("name the base URL of a registry, which begins with https://")
    if is_preview(url):
        raise click.UsageError("that is the address of previews, which are never published")
    return url.rstrip("/")
