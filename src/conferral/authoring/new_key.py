"""A new signing key: its public half as a file of the registry, its private half outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conferral.atomic import replace_file, write_private_file
from conferral.errors import SigningError
from conferral.fields import is_short_name
from conferral.keys import signing_key
from conferral.model import Registry
from conferral.schemas import modeline
from conferral.signers import Passphrase, SecretKey, open_signer, whereabouts
from conferral.standards.timestamps import format_timestamp

_KEY_NUMBER = re.compile(r"key-(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key that was made: where its public half lies, and which key vouches for it."""

    issuer: str
    name: str
    file: Path
    signer: str
    public_key: str
    vouched_by: str | None


def next_name(registry: Registry, issuer: str) -> str:
    """key-1, key-2, ...: the first number above all that the issuer has used."""
    found = (_KEY_NUMBER.fullmatch(key.name) for key in registry.keys_of(issuer))
    return f"key-{max((int(match[1]) for match in found if match), default=0) + 1}"


def signer_uri(env: str | None, file: Path | None) -> str:
    """Where a key's file, which is public, says that the private half is: the shell has put a home where a ~ stood."""
    if env:
        return f"env:{env}"
    home = Path.home()
    return f"file:~/{file.relative_to(home)}" if file and file.is_relative_to(home) else f"file:{file}"


def new_key(
    registry: Registry,
    root: Path,
    *,
    issuer: str,
    name: str,
    secret: SecretKey,
    signer: str,
    activated: datetime,
    environ: Mapping[str, str],
    passphrase: Passphrase,
) -> tuple[NewKey, bytes]:
    """A key for an issuer, and the content of its file `keys/<issuer>/<name>.yml` with proof of possession.

    If the issuer has an active key, that key vouches for the new one, so its private half must be at hand.  Raises
    `SigningError`; nothing is written yet.
    """
    if issuer not in registry.issuers:
        known = ", ".join(sorted(registry.issuers)) or "none yet"
        raise SigningError(f'there is no issuer "{issuer}"', hint=f"Issuers of this registry: {known}.")
    if not is_short_name(name):
        hint = "Choose a --name of lower-case letters, digits and single hyphens, such as key-2."
        raise SigningError(f'"{name}" is no short name', hint=hint)
    path = root / "keys" / issuer / f"{name}.yml"
    if path.exists():
        raise SigningError(f"{path.relative_to(root)} exists", hint="Choose another --name; keys are never replaced.")
    elder = signing_key(registry, issuer, activated)
    vouch = ""
    if elder:
        try:
            voucher = open_signer(elder, root=root, environ=environ, passphrase=passphrase)
        except SigningError as error:
            is_here = whereabouts(elder, root=root, environ=environ).state != "not here"
            lost = f" If it is lost for good: `conferral key retire {issuer} {elder.name}`, then a new key."
            raise SigningError(
                f'the active key "{elder.name}" of {issuer} has to vouch for the new one: {error.message}',
                hint=error.hint if is_here else f"{error.hint}{lost}".strip(),
            ) from None
        signature = voucher.secret.sign_statement(issuer, name, secret.public_key)
        vouch = f"vouched_by:\n  key: {elder.name}\n  signature: {signature}\n"
    text = (
        f"{modeline(path.relative_to(root).as_posix())}\n"
        "# Public half of a signing key, made by `conferral key new`; the private half is never in a repository.\n"
        f"public_key: {secret.public_key}\n"
        f"signer: {signer}\n"
        f"activated: {format_timestamp(activated)}\n"
        f"proof_of_possession: {secret.sign_statement(issuer, name, secret.public_key)}\n"
        f"{vouch}"
    )
    made = NewKey(
        issuer=issuer,
        name=name,
        file=path,
        signer=signer,
        public_key=secret.public_key,
        vouched_by=elder.name if elder else None,
    )
    return made, text.encode()


def write_public_key(made: NewKey, content: bytes) -> None:
    """Write the file of a new key, once its private half is put away."""
    made.file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(made.file, content)


def write_private_key(path: Path, secret: SecretKey, passphrase: str, *, root: Path) -> None:
    """Write an encrypted PKCS#8 file that only its owner can read; never inside the registry, never over a file.

    Raises `SigningError`.
    """
    if path.resolve().is_relative_to(root.resolve()):
        raise SigningError(
            f"{path} lies inside the registry's folder",
            hint="A private key never belongs in a repository; choose a place outside it.",
        )
    try:
        write_private_file(path, secret.as_pem(passphrase))
    except OSError as error:
        hint = "Choose another --file; keys are never replaced." if isinstance(error, FileExistsError) else ""
        raise SigningError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}", hint=hint) from None
