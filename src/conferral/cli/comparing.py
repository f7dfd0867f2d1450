"""Which revision a command compares with: one that is named, or the one that is published now."""

from __future__ import annotations

from pathlib import Path

import click

LIVE = "live"

live_option = click.option(
    "--live",
    "place",
    metavar="URL_OR_FILE",
    envvar="CONFERRAL_LIVE",
    help="Where --base live looks instead of the registry's address: a copy of the site or its catalog.json; "
    "`none` says that awards were issued and never published.  [default: CONFERRAL_LIVE]",
)

_MOST_BYTES = 64 * 1024 * 1024
_SECONDS = 60


def revision(root: Path, base: str | None, place: str | None) -> str | None:
    """The revision that `--base` means; for `live` the commit of the published site.

    None where there is nothing to compare with: no base was named, or nothing is published yet.
    """
    if base != LIVE:
        return base
    from conferral.live import live  # noqa: PLC0415
    from conferral.verify import HTTPSResolver  # noqa: PLC0415

    found = live(root, place=place or None, resolver=HTTPSResolver(timeout=_SECONDS, max_bytes=_MOST_BYTES))
    if found is None:
        click.echo("nothing is published yet: this is the first publication, with nothing to compare", err=True)
        return None
    laid_over = ", with revocations laid over it" if found.dirty else ""
    click.echo(f"published now: commit {found.commit[:12]}{laid_over}, as of {_words(found.as_of)}", err=True)
    return found.commit


def _words(text: str) -> str:
    from conferral.errors import on_one_line  # noqa: PLC0415

    return on_one_line(text)[:40]
