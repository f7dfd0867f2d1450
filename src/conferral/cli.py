"""The command line: parse, import what the command needs, call it, print, exit.

Exit codes: 0 done or verified, 1 problems or failed, 2 wrong usage, 3 could not be decided (`verify` alone).
Results go to standard output; everything else goes to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import conferral
from conferral.errors import Error, RegistryProblems, UndecidedError
from conferral.progress import Progress

if TYPE_CHECKING:
    from conferral.verify import Verifier

FAILED, WRONG_USE, UNDECIDED = 1, 2, 3
SHORT_PASSPHRASE = 12
Command = Callable[..., Any]


def main() -> None:
    """The program `conferral`."""
    try:
        cli.main(prog_name="conferral", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("conferral: stopped", err=True)
        sys.exit(130)
    except RegistryProblems as error:
        print_problems(error)
        sys.exit(FAILED)
    except Error as error:
        click.echo(f"conferral: {error.message}", err=True)
        if error.hint:
            click.echo(f"hint: {error.hint}", err=True)
        sys.exit(UNDECIDED if isinstance(error, UndecidedError) else FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except RecursionError:
        click.echo("conferral: something is nested too deeply to be read", err=True)
        sys.exit(FAILED)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"conferral: {where}{(error.strerror or str(error)).lower()}", err=True)
        sys.exit(FAILED)


def print_problems(problems: RegistryProblems) -> None:
    """All problems, then their number."""
    for problem in problems.problems:
        click.echo(str(problem), err=True)
    click.echo(f"conferral: {problems.message}", err=True)


def _print_json(value: object) -> None:
    """A result as JSON, whose texts of strangers steer no terminal."""
    from conferral.verify.text import json_text  # noqa: PLC0415

    click.echo(json_text(value))


class _Instant(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        from conferral.errors import DocumentError  # noqa: PLC0415
        from conferral.standards.timestamps import parse_timestamp  # noqa: PLC0415

        if isinstance(value, datetime):
            return value
        try:
            return parse_timestamp(f"{value}T00:00:00Z" if len(value) == len("2026-06-30") else value)
        except DocumentError:
            self.fail(f'"{value}" is no time; write 2026-06-30 or 2026-06-30T09:00:00Z', param, ctx)


INSTANT = _Instant()
root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The registry's folder, which holds credentials/.  [default: this folder]",
)
as_of_option = click.option(
    "--as-of",
    type=INSTANT,
    help="The time that pages speak of.  [default: SOURCE_DATE_EPOCH, else the time of the commit]",
)
preview_option = click.option(
    "--preview", is_flag=True, help="Sign with a throwaway key under https://preview.invalid/ and say so on every page."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(conferral.__version__, prog_name="conferral")
def cli() -> None:
    """Turn a git repository into a registry of verifiable credentials."""


@cli.command()
@root_option
@click.option("--base", metavar="REV", help="Refuse what would lose or change anything that this revision has issued.")
@json_option
def check(root: Path, base: str | None, *, as_json: bool) -> None:
    """Report every problem of the registry, each with its place and how to mend it.

    Exits with 0 when there is none, with 1 otherwise.
    """
    from conferral.checking import check as check_registry  # noqa: PLC0415

    with progress_bar() as progress:
        registry, problems = check_registry(root, as_of=_now(), base=base, progress=progress)
    if as_json:
        _print_json({"problems": [problem.as_json() for problem in problems]})
    else:
        for problem in problems:
            click.echo(str(problem))
    if problems:
        click.echo(f"conferral: {RegistryProblems(problems).message}", err=True)
        sys.exit(FAILED)
    if registry and not as_json:
        counted = (
            _count(len(registry.issuers), "issuer"),
            _count(len(registry.badges), "badge"),
            _count(len(registry.awards), "award"),
        )
        click.echo(f"no problems: {', '.join(counted)}")


@cli.command()
@root_option
@click.option(
    "--base", metavar="REV", help="What is deployed; where two branches drew one index, rows that it lacks draw again."
)
def register(root: Path, base: str | None) -> None:
    """Give every new award its id and its row in the register.

    The rows of a pull request are the list of what it issues.  Running it again changes nothing; being killed
    while it runs loses nothing.
    """
    from conferral.checking import ready_to_register, registry_at  # noqa: PLC0415
    from conferral.register.registration import carry_out, one_at_a_time, plan  # noqa: PLC0415

    now = _now()
    with one_at_a_time(root):
        registry, files = ready_to_register(root, as_of=now, base=base)
        deployed = registry_at(root, base).rows if base is not None else None
        planned = plan(registry, files, now=now, deployed=deployed)
        carry_out(planned, root)
    for row in planned.redrawn:
        click.echo(f"{row.id}  drew another index, as another award has its old one")
    names = {award.id: award for award in registry.awards}
    for row in planned.registered:
        badge = row.place.file.split("/")[-2]
        click.echo(f"{row.id}  {badge}" + ("" if names.get(row.id) is None else "  (had an id, no row)"))
    if planned.files:
        click.echo(f"registered {_count(len(planned.registered), 'award')}; commit the changed files", err=True)
    else:
        click.echo("nothing to register", err=True)


@cli.command()
@root_option
@preview_option
@as_of_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new folder for the signed documents.")
def sign(root: Path, out: Path, as_of: datetime | None, *, preview: bool) -> None:
    """Sign every credential and status list (the half of a build that holds the keys)."""
    from conferral.history import as_of as as_of_time  # noqa: PLC0415
    from conferral.signing import sign as sign_registry  # noqa: PLC0415

    with progress_bar() as progress:
        manifest = sign_registry(
            root,
            out,
            preview=preview,
            as_of=as_of_time(root, os.environ, as_of),
            environ=os.environ,
            passphrase=ask_passphrase,
            progress=progress,
        )
    click.echo(f"signed {_count(manifest.awards, 'credential')} as of {manifest.as_of}", err=True)


@cli.command()
@root_option
@click.option(
    "--signed",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The folder that `conferral sign --out` wrote.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The site's folder.  [default: build/site]")
@click.option("--discard-signed", is_flag=True, hidden=True, help="Delete the folder of --signed at the end.")
def render(root: Path, signed: Path, out: Path | None, *, discard_signed: bool) -> None:
    """Render the site around signed documents (the half of a build that runs templates and plugins)."""
    import shutil  # noqa: PLC0415

    from conferral.site.wall import keys_left_behind, leave_keys_behind, wall_strength  # noqa: PLC0415

    if not keys_left_behind(os.environ):
        leave_keys_behind(["-m", "conferral", *sys.argv[1:]], os.environ)
    from conferral.rendering import render as render_site  # noqa: PLC0415
    from conferral.site.writing import default_place  # noqa: PLC0415

    out = out or default_place(root, "build/site")
    try:
        with progress_bar() as progress:
            manifest = render_site(root, signed, out, progress=progress)
    finally:
        if discard_signed:
            shutil.rmtree(signed, ignore_errors=True)
    if wall_strength() == "process":
        click.echo("note: this system has no Landlock; plugins can read whatever files this user can", err=True)
    kind = "a preview, signed with a throwaway key" if manifest.preview else manifest.base_url
    click.echo(f"{out}: {_count(manifest.awards, 'credential')} as of {manifest.as_of} ({kind})", err=True)


@cli.command()
@root_option
@preview_option
@as_of_option
@click.option("--out", type=click.Path(path_type=Path), help="The site's folder.  [default: build/site]")
def build(root: Path, out: Path | None, as_of: datetime | None, *, preview: bool) -> None:
    """Check, sign and render: the whole site, in one exchange with the old one.

    Nothing changes when anything fails.  Signing and rendering are separate processes: the one that runs templates
    and plugins never has a key.
    """
    from conferral.building import build as build_site  # noqa: PLC0415
    from conferral.site.writing import default_place  # noqa: PLC0415

    build_site(root, out or default_place(root, "build/site"), preview=preview, as_of=as_of, environ=os.environ)


@cli.command()
@root_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port on this machine.")
@click.option("--out", type=click.Path(path_type=Path), help="The site's folder.  [default: build/preview]")
def serve(root: Path, port: int, out: Path | None) -> None:
    """Show a preview of the site on this machine, and build it again whenever a file changes."""
    from conferral.serving import serve as serve_site  # noqa: PLC0415
    from conferral.site.writing import default_place  # noqa: PLC0415

    out = out or default_place(root, "build/preview")
    serve_site(root, out, port=port, say=lambda text: click.echo(text, err=True))


@cli.command()
@click.argument("credentials", nargs=-1, metavar="[FILE|URL]...")
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A built site: verify all of it, or take from it whatever lies under its address.",
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
@json_option
def verify(
    credentials: tuple[str, ...],
    site: Path | None,
    offline: Path | None,
    recipient: str | None,
    as_of: datetime | None,
    contexts: tuple[str, ...],
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
    _check_about_one(credentials, recipient, contexts)
    at = as_of or _now()
    if site is not None and not credentials:
        with progress_bar() as progress:
            found = verify_site(site, at=at, progress=lambda done, total: progress("verifying", done, total))
        if as_json:
            _print_json(found.as_json())
        else:
            click.echo(site_text(found))
        sys.exit(found.exit_code)
    resolver: Resolver = HTTPSResolver()
    if site is not None:
        resolver = FolderResolver.for_site(site)
    elif offline is not None:
        resolver = ArchiveResolver(offline)
    verifier = Verifier(resolver=resolver, at=at, recipient=recipient, contexts=contexts)
    sys.exit(_verify_each(credentials, verifier, as_json=as_json, dated=as_of is not None))


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
    from conferral.verify import report_text  # noqa: PLC0415

    reports: list[dict[str, Any]] = []
    codes: set[int] = set()
    for source in credentials:
        try:
            if source.lower().startswith("https://"):
                report = verifier.inspect_at(f"https://{source[len('https://') :]}")
            else:
                report = verifier.inspect(_credential_in(source))
        except OSError as error:
            problem = (error.strerror or str(error)).lower()
            click.echo(f"conferral: {source} cannot be read: {problem}", err=True)
            codes.add(WRONG_USE)
            reports.append({"source": source, **verifier.unreachable(source, problem).as_json()})
            continue
        codes.add(report.exit_code)
        reports.append({"source": source, **report.as_json()})
        if not as_json:
            name = "standard input" if source == "-" else source
            click.echo(f"{name}: {report_text(report, dated=dated)}")
    if as_json:
        _print_json(reports)
    return next(code for code in (FAILED, WRONG_USE, UNDECIDED, 0) if code in codes)


def _credential_in(source: str) -> bytes:
    """What a file holds, or standard input for -, as far as it may be read."""
    from conferral.standards.baking import MAX_IMAGE_BYTES  # noqa: PLC0415

    if source == "-":
        return sys.stdin.buffer.read(MAX_IMAGE_BYTES + 1)
    with Path(source).open("rb") as file:
        return file.read(MAX_IMAGE_BYTES + 1)


@cli.command()
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
        raise click.UsageError(f"{_called(credential)} is a picture and {image} is none: the picture comes first")
    with _about(credential):
        text = credential_text(document)
    with _about(image):
        baked = bake_image(picture, text)
    _check_name(out, picture, image)
    _write(out, baked)
    size = len(text.strip().encode())
    where = "standard output" if out == Path("-") else out
    click.echo(f"{where}: {len(baked)} bytes, of which the credential has {size}", err=True)


@cli.command()
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
        click.echo(f"note: {_called(image)} holds {what}", err=True)


def _content(path: Path, most: int) -> bytes:
    """The first bytes of a file, or of standard input for -."""
    if path == Path("-"):
        return sys.stdin.buffer.read(most)
    try:
        with path.open("rb") as file:
            return file.read(most)
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
        raise EncodingError(f"{_called(path)}: {error.message}", hint=error.hint) from error


def _called(path: Path) -> str:
    return "standard input" if path == Path("-") else str(path)


@cli.command()
@root_option
def schemas(root: Path) -> None:
    """Write the JSON Schemas that let editors complete and explain the registry's files."""
    from conferral.schemas import write_schemas  # noqa: PLC0415

    folder = root / "schemas"
    write_schemas(folder)
    click.echo(f"{folder}: written", err=True)


@cli.group()
def key() -> None:
    """Signing keys."""


@key.command("new")
@click.argument("issuer")
@root_option
@click.option("--name", help="The key's name.  [default: key-1, key-2, ...]")
@click.option("--file", "file", type=click.Path(path_type=Path), help="Where to write the encrypted private half.")
@click.option("--env", metavar="NAME", help="Print the private half as one line, for the secret NAME of a CI.")
@click.option("--activated", type=INSTANT, help="From when on the key signs.  [default: now]")
def key_new(
    issuer: str, root: Path, name: str | None, file: Path | None, env: str | None, activated: datetime | None
) -> None:
    """Make a signing key for ISSUER.

    The public half becomes a file under keys/, to be committed.  The private half goes to an encrypted PKCS#8 file
    outside the repository, or with --env to standard output as one line:

    \b
    conferral key new northwind --file ~/keys/northwind-1.pem
    conferral key new northwind --env CONFERRAL_KEY_NORTHWIND_1 > secret.txt

    From an issuer's second key on, the active key vouches for the new one, so its private half must be at hand.
    """
    from conferral.authoring.new_key import new_key, next_name, write_private_key  # noqa: PLC0415
    from conferral.files import FolderFiles  # noqa: PLC0415
    from conferral.loading import load_registry  # noqa: PLC0415
    from conferral.signers import SecretKey  # noqa: PLC0415

    if (file is None) == (env is None):
        raise click.UsageError("say where the private half goes: --file PATH, or --env NAME")
    registry = load_registry(FolderFiles(root))
    secret = SecretKey.generate()
    made = new_key(
        registry,
        root,
        issuer=issuer,
        name=name or next_name(registry, issuer),
        secret=secret,
        signer=f"env:{env}" if env else f"file:{_without_home(file)}",
        activated=activated or _now(),
        environ=os.environ,
        passphrase=ask_passphrase,
        keep=(lambda: write_private_key(file, secret, choose_passphrase(file), root=root)) if file else None,
    )
    click.echo(f"{made.file}: commit this file", err=True)
    if env:
        click.echo(f"the next line is the private half; store it as the secret {env}, with one copy offline", err=True)
        click.echo(secret.as_multibase())
    else:
        click.echo(f"{file}: the private half, encrypted; keep a copy of it and of its passphrase", err=True)


def ask_passphrase(file: str) -> str:
    """The passphrase of a private key's file: from CONFERRAL_PASSPHRASE, else from the terminal."""
    given = os.environ.get("CONFERRAL_PASSPHRASE")
    if given is None:
        _need_terminal()
        given = str(click.prompt(f"Passphrase of {file}", hide_input=True, err=True))
    return given


def choose_passphrase(file: Path) -> str:
    """A passphrase for a new file: from CONFERRAL_PASSPHRASE, else asked for twice."""
    given = os.environ.get("CONFERRAL_PASSPHRASE")
    if given is None:
        _need_terminal()
        given = str(click.prompt(f"Passphrase for {file}", hide_input=True, confirmation_prompt=True, err=True))
    if not given:
        raise click.UsageError("a private key needs a passphrase")
    if len(given) < SHORT_PASSPHRASE:
        click.echo(f"warning: a passphrase of {len(given)} characters is soon guessed", err=True)
    return given


def _need_terminal() -> None:
    if not sys.stdin.isatty():
        from conferral.errors import SigningError  # noqa: PLC0415

        raise SigningError(
            "there is no terminal to ask for the passphrase", hint="Set the environment variable CONFERRAL_PASSPHRASE."
        )


def _without_home(file: Path | None) -> str:
    """The path as the key file names it, which is public: the shell has put the home folder where a ~ stood."""
    home = Path.home()
    return f"~/{file.relative_to(home)}" if file and file.is_relative_to(home) else str(file)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error while a terminal is there; silence otherwise."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    width, shown = 30, False

    def show(label: str, done: int, total: int) -> None:
        nonlocal shown
        shown = True
        filled = width * done // max(total, 1)
        click.echo(f"\r{label:<10} [{'#' * filled}{'-' * (width - filled)}] {done}/{total}\x1b[K", err=True, nl=False)

    try:
        yield show
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
