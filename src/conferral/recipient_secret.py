"""Recipient ids that are derived: a keyed hash of the e-mail address, with a secret that an issuer's stewards share.

    id = "r-", the first 128 bits of HMAC-SHA-256(secret, normal form of the address), and the check character

Two stewards then give one person one id without sharing a list.  Without the secret nobody can test whether an
address belongs to an id.  Which secret it is shows a fingerprint in the issuer's file (`recipient_ids.check`).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from conferral.errors import RegistryError
from conferral.identifiers import ALPHABET, check_character, encode_128_bits
from conferral.model import Issuer

PREFIX = "conferral-recipient-secret-"
_TEXT = re.compile(rf"{PREFIX}([{ALPHABET}]{{26}})([{ALPHABET}]{{26}})([{ALPHABET}])")
_FINGERPRINT_OF = b"fingerprint of a recipient secret"  # no e-mail address has spaces


@dataclass(frozen=True, slots=True)
class RecipientSecret:
    """256 bits that an issuer's recipient ids are derived with."""

    raw: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> RecipientSecret:
        """A fresh secret."""
        return cls(secrets.token_bytes(32))

    @classmethod
    def from_text(cls, text: str) -> RecipientSecret:
        """The secret that `as_text` wrote; raises `ValueError` for what is none or was mistyped."""
        found = _TEXT.fullmatch(text.strip())
        if not found or check_character(found[1] + found[2]) != found[3]:
            raise ValueError("no recipient secret")
        values = [
            sum(ALPHABET.index(c) << 5 * place for place, c in enumerate(reversed(half))) for half in found.group(1, 2)
        ]
        if any(value >> 128 for value in values):
            raise ValueError("no recipient secret")
        return cls(b"".join(value.to_bytes(16, "big") for value in values))

    def as_text(self) -> str:
        """The secret as one line, to be kept."""
        halves = "".join(encode_128_bits(int.from_bytes(part, "big")) for part in (self.raw[:16], self.raw[16:]))
        return f"{PREFIX}{halves}{check_character(halves)}"

    @property
    def fingerprint(self) -> str:
        """16 characters that tell secrets apart and tell nothing about them."""
        number = int.from_bytes(hmac.digest(self.raw, _FINGERPRINT_OF, hashlib.sha256)[:16], "big")
        return encode_128_bits(number)[-16:]

    def recipient_id(self, email: str) -> str:
        """The id of whoever has an e-mail address, which has to be in normal form (`conferral.people.normal_email`)."""
        body = encode_128_bits(int.from_bytes(hmac.digest(self.raw, email.encode(), hashlib.sha256)[:16], "big"))
        return f"r-{body}{check_character(body)}"


def variable(issuer: str) -> str:
    """The environment variable that holds an issuer's secret."""
    return f"CONFERRAL_RECIPIENT_SECRET_{issuer.upper().replace('-', '_')}"


def secret_of(issuer: Issuer, *, environ: Mapping[str, str], file: Path | None = None) -> RecipientSecret | None:
    """The secret of an issuer whose ids are derived; None for one whose ids are random.

    From `file`, else from the environment.  Raises `RegistryError` when it is not at hand or another one.
    """
    declared = issuer.current.recipient_ids
    if declared is None:
        if file:
            raise RegistryError(
                f"the recipient ids of {issuer.slug} are random, so there is no secret",
                hint="Leave --secret-file out; `conferral people secret` changes to derived ids.",
            )
        return None
    place = str(file) if file else f"the variable {variable(issuer.slug)}"
    text = file.read_text(encoding="utf-8", errors="replace") if file else environ.get(variable(issuer.slug), "")
    if not text:
        raise RegistryError(
            f"the recipient ids of {issuer.slug} are derived, and its secret is not at hand",
            hint=f"Set {variable(issuer.slug)}, or name a file with --secret-file; another steward can give it to you.",
        )
    try:
        secret = RecipientSecret.from_text(text)
    except ValueError:
        hint = f"One line that begins with {PREFIX}; a character may have been mistyped."
        raise RegistryError(f"{place} holds no recipient secret", hint=hint) from None
    if not hmac.compare_digest(secret.fingerprint, declared.check):
        raise RegistryError(
            f"{place} holds another secret than that of {issuer.slug}",
            hint=f"Its fingerprint is {secret.fingerprint}, and {issuer.current.place.file} says {declared.check}.",
        )
    return secret
