"""Signing keys, their private side: from a `signer:` URI to something that signs.

    env:NAME     the environment variable NAME holds the secret key as one line of Multikey (begins with z3u2)
    file:PATH    a PKCS#8 file, normally encrypted; relative to the registry, `~` is the home folder

Messages name variables and files, never what is in them.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from conferral.errors import EncodingError, SigningError
from conferral.keys import private_key_file, statement
from conferral.model import Key
from conferral.standards.multikey import (
    ed25519_public_multibase,
    ed25519_secret_from_multibase,
    ed25519_secret_multibase,
    encode_base58btc,
)

_LARGEST_FILE = 65_536  # bytes; an encrypted key has about 300

Passphrase = Callable[[str], str]
"""Asks for the passphrase of the file named; the library itself never prompts."""


@dataclass(frozen=True, slots=True)
class SecretKey:
    """An Ed25519 key pair in memory.  Its representation shows the public half only."""

    _private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls) -> SecretKey:
        """A fresh key pair from the operating system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_multibase(cls, text: str) -> SecretKey:
        """From a Multikey secret key; raises `EncodingError`."""
        return cls(Ed25519PrivateKey.from_private_bytes(ed25519_secret_from_multibase(text)))

    @property
    def public_key(self) -> str:
        """The public half as Multikey."""
        return ed25519_public_multibase(self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature (RFC 8032, deterministic)."""
        return self._private.sign(message)

    def sign_statement(self, issuer: str, name: str, public_key: str) -> str:
        """The signature, as multibase, over the statement about a key (`conferral.keys.statement`)."""
        return "z" + encode_base58btc(self.sign(statement(issuer, name, public_key)))

    def as_multibase(self) -> str:
        """The secret half as one line, for the secret store of a CI."""
        return ed25519_secret_multibase(self._private.private_bytes_raw())

    def as_pem(self, passphrase: str) -> bytes:
        """The pair as a PKCS#8 file, encrypted unless the passphrase is empty."""
        encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A key that signs for an issuer, under its name in the issuer's DID document."""

    key: Key
    secret: SecretKey = field(repr=False)

    @property
    def activated(self) -> datetime:
        """From when on it signs."""
        return self.key.file.activated

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature."""
        return self.secret.sign(message)


def open_signer(key: Key, *, root: Path, environ: Mapping[str, str], passphrase: Passphrase) -> Signer:
    """The signer that a key file declares; raises `SigningError` if it is missing, unusable or another key."""
    scheme, _, rest = key.file.signer.partition(":")
    who = f'key "{key.name}" of {key.issuer}'
    if scheme == "env" and rest:
        secret = _from_environment(who, rest, environ)
    elif file := private_key_file(key, root):
        secret = _from_file(who, file, root, passphrase)
    else:
        raise SigningError(
            f'{who} has the signer "{key.file.signer}"', hint="Write env:NAME or file:PATH in its file under keys/."
        )
    if secret.public_key != key.file.public_key:
        raise SigningError(
            f"what {key.file.signer} holds is not the private half of {who}",
            hint=f"Its public half would be {secret.public_key}; the key file says {key.file.public_key}.",
        )
    return Signer(key=key, secret=secret)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a private half is: here, here behind a passphrase, or not here, and then why."""

    state: Literal["here", "locked", "not here"]
    why: str = ""


class _LockedError(Exception):
    """A file asks for its passphrase."""


def whereabouts(key: Key, *, root: Path, environ: Mapping[str, str]) -> Whereabouts:
    """Whether the private half of a key is at hand; nobody is asked for a passphrase."""

    def locked(_: str) -> str:
        raise _LockedError

    try:
        open_signer(key, root=root, environ=environ, passphrase=locked)
    except _LockedError:
        return Whereabouts("locked")
    except SigningError as error:
        return Whereabouts("not here", error.message)
    return Whereabouts("here")


def _from_environment(who: str, name: str, environ: Mapping[str, str]) -> SecretKey:
    value = environ.get(name, "").strip()
    if not value:
        raise SigningError(
            f"{who} is missing: the environment variable {name} is not set",
            hint="Set it to the line that `conferral key new` printed, or use --preview for a site to look at.",
        )
    try:
        return SecretKey.from_multibase(value)
    except EncodingError:
        # not chained: the cause might quote what it could not read
        raise SigningError(
            f"{who} is unusable: the environment variable {name} does not hold a secret key",
            hint="It is one line that begins with z3u2, as `conferral key new` printed it.",
        ) from None


def _from_file(who: str, path: Path, root: Path, passphrase: Passphrase) -> SecretKey:
    if path.is_relative_to(root.resolve()):
        raise SigningError(
            f"{who} is unusable: {path} lies inside the registry's folder",
            hint="A private key never belongs in a repository, where templates and plugins could read it; move it out.",
        )
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise SigningError(f"{who} is unusable: {path} is no regular file")
            pem = file.read(_LARGEST_FILE)
    except OSError as error:
        raise SigningError(
            f"{who} is missing: {path} cannot be read ({error.strerror})",
            hint="Put the private half there, or use --preview for a site to look at.",
        ) from None
    encrypted = b"ENCRYPTED" in pem
    try:
        private = load_pem_private_key(pem, passphrase(str(path)).encode() if encrypted else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SigningError(
            f"{who} is unusable: {path} cannot be opened{' with that passphrase' if encrypted else ''}",
            hint="Is CONFERRAL_PASSPHRASE that of this file? It serves the files of all issuers."
            if encrypted
            else "It is a PKCS#8 file, as `conferral key new` wrote it.",
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningError(f"{who} is unusable: {path} holds no Ed25519 key")
    return SecretKey(private)
