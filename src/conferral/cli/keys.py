"""`conferral key`: the signing keys of issuers."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from conferral.cli.options import INSTANT, now, root_option
from conferral.cli.passphrases import ask_passphrase, choose_passphrase


@click.group()
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
    from conferral.authoring.new_key import new_key, next_name, signer_uri, write_private_key  # noqa: PLC0415
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
        signer=signer_uri(env, file),
        activated=activated or now(),
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
