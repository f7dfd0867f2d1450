"""`conferral key`: the signing keys of issuers."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conferral.cli.names import asked
from conferral.cli.options import INSTANT, json_option, now, root_option
from conferral.cli.passphrases import ask_passphrase, choose_passphrase
from conferral.cli.printing import print_json, print_table

if TYPE_CHECKING:
    from conferral.model import Key, Registry
    from conferral.signers import SecretKey

_issuer = click.argument("issuer")
_name = click.option("--name", help="The key's name.  [default: key-1, key-2, ...]")
_file = click.option(
    "--file", "file", type=click.Path(path_type=Path), help="Where to write the encrypted private half."
)
_env = click.option("--env", metavar="NAME", help="Print the private half as one line, for the secret NAME of a CI.")
_activated = click.option("--activated", type=INSTANT, help="From when on the key signs.  [default: now]")


@click.group()
def key() -> None:
    """Signing keys."""


@key.command("new")
@_issuer
@root_option
@_name
@_file
@_env
@_activated
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
    from conferral.authoring.carried import MANIFEST  # noqa: PLC0415
    from conferral.authoring.new_key import (  # noqa: PLC0415
        new_key,
        next_name,
        signer_uri,
        write_private_key,
        write_public_key,
    )
    from conferral.cli.editing import say_next  # noqa: PLC0415
    from conferral.files import FolderFiles  # noqa: PLC0415
    from conferral.loading import load_registry  # noqa: PLC0415
    from conferral.signers import SecretKey  # noqa: PLC0415

    _say_where(file, env)
    registry = load_registry(FolderFiles(root))
    secret = SecretKey.generate()
    made, content = new_key(
        registry,
        root,
        issuer=issuer,
        name=name or next_name(registry, issuer),
        secret=secret,
        signer=signer_uri(env, file),
        activated=activated or now(),
        environ=os.environ,
        passphrase=ask_passphrase,
    )
    if file:
        write_private_key(file, secret, choose_passphrase(file), root=root)
    write_public_key(made, content)
    click.echo(f"{made.file}: commit this file", err=True)
    _hand_over(secret, file, env)
    if env and (root / MANIFEST).exists():
        say_next(["conferral upgrade, so that the CI hands out the new secret"])


@key.command("rotate")
@_issuer
@root_option
@_name
@_file
@_env
@_activated
def key_rotate(
    issuer: str, root: Path, name: str | None, file: Path | None, env: str | None, activated: datetime | None
) -> None:
    """Make a new signing key for ISSUER, and retire the one that signs now.

    Both in one edit.  The old key vouches for the new one, so its private half must be at hand; what it signed keeps
    verifying.  The private half of the new one goes where `conferral key new` would put it:

    \b
    conferral key rotate northwind --env CONFERRAL_KEY_NORTHWIND_2 > secret.txt
    conferral key rotate northwind --file ~/keys/northwind-2.pem --activated 2027-01-01

    With --activated in the future the old key signs until then.
    """
    from conferral.authoring.edit import Edit, readable  # noqa: PLC0415
    from conferral.authoring.ending_keys import ended_by_rotation, retire  # noqa: PLC0415
    from conferral.authoring.naming import issuer_named  # noqa: PLC0415
    from conferral.authoring.new_key import new_key, next_name, signer_uri, write_private_key  # noqa: PLC0415
    from conferral.cli.editing import write  # noqa: PLC0415
    from conferral.errors import SigningError  # noqa: PLC0415
    from conferral.signers import SecretKey  # noqa: PLC0415

    _say_where(file, env)
    registry, files = readable(root)
    slug = issuer_named(registry, issuer).slug
    at, secret = activated or now(), SecretKey.generate()
    old = ended_by_rotation(registry, slug, at)
    if not old:
        hint = f"Make one with `conferral key new {slug}`."
        raise SigningError(f"{slug} has no key that signs, so there is none to rotate", hint=hint)
    made, content = new_key(
        registry,
        root,
        issuer=slug,
        name=name or next_name(registry, slug),
        secret=secret,
        signer=signer_uri(env, file),
        activated=at,
        environ=os.environ,
        passphrase=ask_passphrase,
    )
    path = made.file.relative_to(root).as_posix()
    edit = Edit(((path, content), *retire(registry, files, old, at).files))
    names = " and ".join(f'"{one.name}"' for one in old)
    with ExitStack() as undo:
        if file:
            write_private_key(file, secret, choose_passphrase(file), root=root)
            undo.callback(file.unlink)
        write(
            edit,
            root,
            f'key "{made.name}" of {slug} takes over from {names} on {at:%Y-%m-%d at %H:%M:%S} UTC',
            [
                *(["conferral upgrade, so that the CI hands out the new secret"] if env else []),
                "commit these files; from the next build on everything is signed with the new key",
                f"keep the old private half away from everybody, or destroy it, once {names} no longer signs",
            ],
            to_stdout=not env,
        )
        undo.pop_all()
    _hand_over(secret, file, env)


@key.command("retire")
@_issuer
@click.argument("key")
@root_option
@click.option("--at", type=INSTANT, help="From when on it signs no more.  [default: now]")
def key_retire(issuer: str, key: str, root: Path, at: datetime | None) -> None:
    """Retire KEY of ISSUER: it signs no more, and what it signed keeps verifying.

    For a key whose private half is lost and in nobody's hands, or that is no longer needed.  To put another in its
    place in one step, see `conferral key rotate`; if somebody else may have it, `conferral key compromise`.

    \b
    conferral key retire northwind key-1
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.ending_keys import retire  # noqa: PLC0415
    from conferral.authoring.naming import key_named  # noqa: PLC0415
    from conferral.cli.editing import write  # noqa: PLC0415

    registry, files = readable(root)
    named, when = key_named(registry, issuer, key), at or now()
    edit = retire(registry, files, [named], when)
    steps = _successor(registry, named, when)
    write(edit, root, f'key "{named.name}" of {named.issuer} is retired', [*steps, "commit these files"])


@key.command("compromise")
@_issuer
@click.argument("key")
@root_option
@click.option("--at", type=INSTANT, help="Since when nothing it signed may be trusted.  [default: now]")
@click.option(
    "--sound",
    multiple=True,
    metavar="KEY",
    help="A key that it vouched for and that is yours for certain; may be repeated.",
)
def key_compromise(issuer: str, key: str, root: Path, at: datetime | None, sound: tuple[str, ...]) -> None:
    """Mark KEY of ISSUER as compromised: somebody else has its private half, or may have it.

    It never signs again, and copies that it signed stop verifying, until holders download them anew.

    \b
    conferral key compromise northwind key-1
    conferral key compromise northwind key-1 --sound key-2

    Keys that it vouched for lose their voucher.  With --sound you say that one of them is yours all the same; have
    that reviewed by somebody who knows whose keys they are, since no signature proves it.
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.ending_keys import compromise, vouched_for  # noqa: PLC0415
    from conferral.authoring.naming import key_named  # noqa: PLC0415
    from conferral.cli.editing import write  # noqa: PLC0415

    registry, files = readable(root)
    named, when = key_named(registry, issuer, key), at or now()
    edit = compromise(registry, files, named, when, sound)
    doubtful = [other.name for other in vouched_for(registry, named) if other.name not in sound]
    steps = [
        f'it vouched for "{name}": if that key is yours, run this again with --sound {name}, '
        f"else conferral key compromise {named.issuer} {name}"
        for name in doubtful
    ]
    steps += _successor(registry, named, when)
    write(
        edit,
        root,
        f'key "{named.name}" of {named.issuer} is marked as compromised',
        [
            *steps,
            "have this reviewed by somebody who knows whose keys they are, merge it and publish",
            "tell the holders to download their credentials again; copies that this key signed no longer verify",
        ],
    )


@key.command("list")
@click.argument("issuers", metavar="[ISSUER]...", nargs=-1)
@root_option
@json_option
def key_list(issuers: tuple[str, ...], root: Path, *, as_json: bool) -> None:
    """List signing keys, what holds of each, and whether its private half is at hand.

    \b
    conferral key list
    conferral key list northwind --json

    "locked" is a file that asks for its passphrase.
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import issuer_named  # noqa: PLC0415
    from conferral.keys import signing_key  # noqa: PLC0415
    from conferral.listing import key_row  # noqa: PLC0415
    from conferral.signers import whereabouts  # noqa: PLC0415

    registry, _ = readable(root)
    at = now()
    with asked():
        wanted = [issuer_named(registry, issuer).slug for issuer in issuers] or sorted(registry.issuers)
    rows = []
    for issuer in dict.fromkeys(wanted):
        signs = signing_key(registry, issuer, at)
        for each in registry.keys_of(issuer):
            found = whereabouts(each, root=root, environ=os.environ)
            row = {**key_row(each, at), "signs": each is signs, "private_half": found.state, "why": found.why}
            rows.append(row)
    if as_json:
        print_json({"keys": rows})
        return
    shown = (
        [
            row["issuer"],
            row["key"],
            "signs" if row["signs"] else row["state"],
            row["activated"][:10],
            (row["compromised"] or row["retired"] or "")[:10],
            row["private_half"],
            row["signer"],
        ]
        for row in rows
    )
    print_table(("issuer", "key", "state", "activated", "ended", "private half", "signer"), shown)


def _say_where(file: Path | None, env: str | None) -> None:
    if (file is None) == (env is None):
        raise click.UsageError("say where the private half goes: --file PATH, or --env NAME")


def _hand_over(secret: SecretKey, file: Path | None, env: str | None) -> None:
    """Say where the private half is; with `env`, print it."""
    if env:
        click.echo(f"the next line is the private half; store it as the secret {env}, with one copy offline", err=True)
        click.echo(secret.as_multibase())
    else:
        click.echo(f"{file}: the private half, encrypted; keep a copy of it and of its passphrase", err=True)


def _successor(registry: Registry, ended: Key, at: datetime) -> list[str]:
    """The step that is needed when an issuer is left without a key that signs, now or once `at` has come."""
    at = max(at, now())
    others = [one for one in registry.keys_of(ended.issuer) if one.name != ended.name and one.signs_at(at)]
    if others:
        return []
    return [f"conferral key new {ended.issuer} ..., since no key signs for it now; until then nothing can be built"]
