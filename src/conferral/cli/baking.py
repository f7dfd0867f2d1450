"""`conferral bake` and `conferral unbake`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from conferral.cli.reading import called, first_bytes
from conferral.errors import Error


@click.command()
@click.argument("image", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("credential", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    required=True,
    help="The file to write; - is standard output.",
)
def bake(image: Path, credential: Path, out: Path) -> None:
    """Put a credential into the picture of its badge, a PNG or an SVG.

    \b
    conferral bake badge.png credential.json -o my-badge.png
    conferral bake badge.svg credential.jwt -o my-badge.svg

    The picture looks the same afterwards, and whoever gets it can verify it.  CREDENTIAL is signed, JSON or a token
    (JWT), or - for standard input.  A credential that the picture held before is replaced.
    """
    from conferral.bakeable import credential_text  # noqa: PLC0415
    from conferral.standards.baking import MAX_IMAGE_BYTES, is_image  # noqa: PLC0415
    from conferral.standards.baking import bake as bake_image  # noqa: PLC0415

    _check_target(out, credential, "credential")
    picture, document = _content(image, MAX_IMAGE_BYTES + 1), _content(credential, MAX_IMAGE_BYTES + 1)
    if is_image(document) and not is_image(picture):
        raise click.UsageError(f"{called(credential)} is a picture and {image} is none: the picture comes first")
    with _about(credential):
        text = credential_text(document)
    with _about(image):
        baked = bake_image(picture, text)
    _check_name(out, picture, image)
    _write(out, baked)
    size = len(text.strip().encode())
    where = "standard output" if out == Path("-") else out
    click.echo(f"{where}: {len(baked)} bytes, of which the credential has {size}", err=True)


@click.command()
@click.argument("image", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default=Path("-"),
    help="The file to write.  [default: standard output]",
)
def unbake(image: Path, out: Path) -> None:
    """Take the credential out of a picture, a PNG or an SVG.

    \b
    conferral unbake my-badge.png
    conferral unbake my-badge.svg -o credential.json

    Nothing is verified: `conferral verify` does that, and reads pictures itself.  IMAGE may be - for standard
    input.  Assertions of Open Badges 2.0 and comprehensive learner records are taken out, too.
    """
    from conferral.standards.baking import MAX_IMAGE_BYTES  # noqa: PLC0415
    from conferral.standards.baking import unbake as unbake_image  # noqa: PLC0415

    _check_target(out, image, "image")
    with _about(image):
        baked = unbake_image(_content(image, MAX_IMAGE_BYTES + 1))
    text = baked.text if baked.text.endswith("\n") else f"{baked.text}\n"
    if out == Path("-") and sys.stdout.isatty():  # text of strangers does not steer the terminal
        text = "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode() for c in text)
    _write(out, text.encode())
    if baked.kind != "ob3":
        what = "an assertion of Open Badges 2.0" if baked.kind == "ob2" else "a comprehensive learner record"
        click.echo(f"note: {called(image)} holds {what}", err=True)


def _content(path: Path, most: int) -> bytes:
    """The first bytes of a file, or of standard input for -."""
    try:
        return first_bytes(path, most)
    except OSError as error:
        raise click.UsageError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None


def _write(path: Path, content: bytes) -> None:
    """Replace a file, or write to standard output for -."""
    from conferral.atomic import replace_file  # noqa: PLC0415

    if path == Path("-"):
        click.echo(content, nl=False)
        return
    try:
        replace_file(path, content)
    except OSError as error:  # which names the file beside it that is written first
        raise Error(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from error


def _check_name(out: Path, picture: bytes, image: Path) -> None:
    """Refuse to give a picture the name of the other kind."""
    ending = ".png" if picture.startswith(b"\x89PNG") else ".svg"
    if out.suffix.lower() in {".png", ".svg"} - {ending}:
        what = "a PNG" if ending == ".png" else "an SVG"
        raise click.UsageError(f"{image} is {what}, so the name of what is written ends in {ending}, not as {out}")


def _check_target(out: Path, source: Path, what: str) -> None:
    """Refuse to write where nothing can be written, or over another kind of file that is being read."""
    if out == Path("-"):
        return
    if not out.parent.is_dir():
        raise click.UsageError(f"there is no folder {out.parent}")
    if out.exists() and not out.is_file():
        raise click.UsageError(f"{out} is no file that can be replaced")
    if source != Path("-") and out.exists() and source.exists() and out.samefile(source):
        raise click.UsageError(f"{out} is the {what}, which would be lost")


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """What is wrong with a file is told with its name."""
    from conferral.errors import EncodingError  # noqa: PLC0415

    try:
        yield
    except EncodingError as error:
        raise EncodingError(f"{called(path)}: {error.message}", hint=error.hint) from error
