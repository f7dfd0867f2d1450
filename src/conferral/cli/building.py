"""`conferral build`, its two halves, `conferral serve` and `conferral schemas`."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from conferral.cli.options import PLACE, as_of_option, executor_option, jobs_option, preview_option, root_option
from conferral.cli.passphrases import ask_passphrase
from conferral.cli.printing import progress_bar
from conferral.errors import BuildError
from conferral.plurals import counted

_PLACE = "build/site"
_FORMER_PLACE = "build/site-former"
_PREVIEW_STAYS = "a preview is to be looked at here, and is brought to no store"
_for_option = click.option(
    "--for",
    "for_base",
    metavar="BASE_URL",
    help="The site of a former base URL, for a registry that has moved.  [default: the present one]",
)


@click.command()
@root_option
@preview_option
@as_of_option
@_for_option
@jobs_option
@executor_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new folder for the signed documents.")
def sign(
    root: Path,
    out: Path,
    as_of: datetime | None,
    for_base: str | None,
    jobs: int | None,
    executor: str | None,
    *,
    preview: bool,
) -> None:
    """Sign every credential and status list (the half of a build that holds the keys)."""
    from conferral.history import as_of as as_of_time  # noqa: PLC0415
    from conferral.signing import sign as sign_registry  # noqa: PLC0415
    from conferral.workers import Workers  # noqa: PLC0415

    with progress_bar() as progress:
        manifest = sign_registry(
            root,
            out,
            preview=preview,
            as_of=as_of_time(root, os.environ, as_of),
            environ=os.environ,
            passphrase=ask_passphrase,
            for_base=for_base,
            workers=Workers.named(jobs, executor),
            progress=progress,
        )
    click.echo(f"signed {counted(manifest.awards, 'credential')} as of {manifest.as_of}", err=True)


@click.command()
@root_option
@click.option(
    "--signed",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The folder that `conferral sign --out` wrote.",
)
@jobs_option
@click.option("--out", type=PLACE, help=f"The site's folder, or the address of an object store.  [default: {_PLACE}]")
@click.option("--store", hidden=True, help="The address of an object store, where --out names the folder as well.")
@click.option("--discard-signed", is_flag=True, hidden=True, help="Delete the folder of --signed at the end.")
def render(
    root: Path,
    signed: Path,
    out: Path | str | None,
    store: str | None,
    jobs: int | None,
    *,
    discard_signed: bool,
) -> None:
    """Render the site around signed documents (the half of a build that runs templates and plugins)."""
    import shutil  # noqa: PLC0415

    from conferral.site.wall import keys_left_behind, leave_keys_behind, wall_strength  # noqa: PLC0415

    if isinstance(out, str):
        out, store = None, out
    if not keys_left_behind(os.environ):
        leave_keys_behind(["-m", "conferral", *sys.argv[1:]], os.environ, store=store is not None)
    from conferral.manifest import Manifest  # noqa: PLC0415
    from conferral.object_store import bring  # noqa: PLC0415
    from conferral.rendering import render as render_site  # noqa: PLC0415
    from conferral.site.writing import default_place  # noqa: PLC0415

    if store is not None and Manifest.of(signed).preview:
        raise BuildError(_PREVIEW_STAYS)
    out = out or default_place(root, _FORMER_PLACE if Manifest.of(signed).moved_to else _PLACE)
    try:
        with progress_bar() as progress:
            manifest = render_site(root, signed, out, jobs=jobs, progress=progress)
            brought = bring(out, store, progress=progress) if store is not None else None
    finally:
        if discard_signed:
            shutil.rmtree(signed, ignore_errors=True)
    if wall_strength() == "process":
        click.echo("note: this system has no Landlock; plugins can read whatever files this user can", err=True)
    kind = "a preview, signed with a throwaway key" if manifest.preview else manifest.base_url
    click.echo(f"{out}: {counted(manifest.awards, 'credential')} as of {manifest.as_of} ({kind})", err=True)
    if brought:
        there = f"{brought.there} were there, {brought.deleted} deleted"
        click.echo(f"{store}: {counted(brought.sent, 'file')} sent, {there}", err=True)


@click.command()
@root_option
@preview_option
@as_of_option
@_for_option
@jobs_option
@executor_option
@click.option(
    "--out",
    type=PLACE,
    help="The site's folder, or the address of an object store, to which it is brought from the default folder.  "
    f"[default: {_PLACE}, that of a former base URL {_FORMER_PLACE}]",
)
def build(
    root: Path,
    out: Path | str | None,
    as_of: datetime | None,
    for_base: str | None,
    jobs: int | None,
    executor: str | None,
    *,
    preview: bool,
) -> None:
    """Check, sign and render: the whole site, in one exchange with the old one.

    \b
    conferral build
    conferral build --preview --out build/preview
    conferral build --for https://old.example.org/registry --out build/site-former
    conferral build --out s3://credentials.example.org

    Nothing changes when anything fails.  Signing and rendering are separate processes: the one that runs templates
    and plugins never has a key.
    """
    from conferral.building import build as build_site  # noqa: PLC0415
    from conferral.building import is_former  # noqa: PLC0415
    from conferral.site.writing import default_place  # noqa: PLC0415
    from conferral.workers import Workers  # noqa: PLC0415

    store = out if isinstance(out, str) else None
    if store is not None and preview:
        raise BuildError(_PREVIEW_STAYS)
    usual = _FORMER_PLACE if for_base and is_former(root, for_base) else _PLACE
    place = out if isinstance(out, Path) else default_place(root, usual)
    build_site(
        root,
        place,
        preview=preview,
        as_of=as_of,
        environ=os.environ,
        for_base=for_base,
        workers=Workers.named(jobs, executor),
        store=store,
    )


@click.command()
@root_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port on this machine.")
@click.option("--out", type=click.Path(path_type=Path), help="The site's folder.  [default: build/preview]")
def serve(root: Path, port: int, out: Path | None) -> None:
    """Show a preview of the site on this machine, and build it again whenever a file changes.

    \b
    conferral serve
    conferral serve --port 8080

    Ctrl-C stops it.
    """
    from conferral.building import refuse_without_registry  # noqa: PLC0415
    from conferral.serving import serve as serve_site  # noqa: PLC0415
    from conferral.site.writing import default_place  # noqa: PLC0415

    refuse_without_registry(root)
    out = out or default_place(root, "build/preview")
    serve_site(root, out, port=port, say=lambda text: click.echo(text, err=True))


@click.command()
@root_option
def schemas(root: Path) -> None:
    """Write the JSON Schemas that let editors complete and explain the registry's files."""
    from conferral.schemas import write_schemas  # noqa: PLC0415

    click.echo(f"{write_schemas(root)}: written", err=True)
