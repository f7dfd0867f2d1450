"""Signing keys, their public side: what proves them, which one signs, and the DID document that publishes them.

Private halves are the business of `conferral.signers`; nothing here ever holds one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from conferral.addresses import issuer_page, url
from conferral.errors import EncodingError, SigningError
from conferral.model import Finding, Key, Registry
from conferral.standards.canonical import canonical_json
from conferral.standards.did_web import did_for_url
from conferral.standards.multikey import decode_base58btc, ed25519_public_from_multibase
from conferral.standards.timestamps import format_timestamp


def statement(issuer: str, name: str, public_key: str) -> bytes:
    """What a key signs about itself, and another key signs about it: who it belongs to, as canonical JSON."""
    return canonical_json(
        {"statement": "conferral signing key", "issuer": issuer, "key": name, "publicKeyMultibase": public_key}
    )


def is_signed_by(public_key: str, message: bytes, signature: str) -> bool:
    """Whether a base58btc multibase signature over `message` is by an Ed25519 Multikey."""
    try:
        key = Ed25519PublicKey.from_public_bytes(ed25519_public_from_multibase(public_key))
        key.verify(decode_base58btc(signature.removeprefix("z")), message)
    except (InvalidSignature, EncodingError):
        return False
    return True


def did(base_url: str, issuer: str) -> str:
    """The DID of an issuer: did:web with a path, which needs no dot-folder on a static host."""
    return did_for_url(url(base_url, issuer_page(issuer)))


def verification_method(base_url: str, issuer: str, key: str) -> str:
    """The address of a key inside its issuer's DID document."""
    return f"{did(base_url, issuer)}#{key}"


def did_document(
    base_url: str, issuer: str, keys: Sequence[Key], as_of: datetime, *, other_bases: Sequence[str] = ()
) -> dict[str, Any]:
    """The DID document of an issuer (did:web; Controlled Identifiers 1.0, section 2).

    Under `other_bases`, where the registry was or is, the same issuer has other DIDs; each document names the others as
    `alsoKnownAs` (Decentralized Identifiers 1.0, section 5.1.3), and only where both do is the claim worth anything.  A
    retired key stays, unmarked, so that copies already handed out keep verifying.  A compromised one stays with
    `revoked` and leaves `assertionMethod`.  A key that is not yet activated is announced, and may assert nothing.
    """
    identifier = did(base_url, issuer)
    methods = []
    for key in keys:
        method = {
            "id": f"{identifier}#{key.name}",
            "type": "Multikey",
            "controller": identifier,
            "publicKeyMultibase": key.file.public_key,
        }
        if key.file.compromised:
            method["revoked"] = format_timestamp(key.file.compromised)
        methods.append(method)
    trusted = (key for key in keys if key.file.activated <= as_of and not key.file.compromised)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": identifier,
        **({"alsoKnownAs": [did(other, issuer) for other in other_bases]} if other_bases else {}),
        "verificationMethod": methods,
        "assertionMethod": [f"{identifier}#{key.name}" for key in trusted],
    }


def signing_key(registry: Registry, issuer: str, as_of: datetime) -> Key | None:
    """The key that signs for an issuer: the latest activated that is neither retired nor compromised."""
    able = [key for key in registry.keys_of(issuer) if key.signs_at(as_of) and not key.file.compromised]
    return able[-1] if able else None


def unable_to_sign(registry: Registry, as_of: datetime) -> Iterator[Finding]:
    """Issuers with something to sign for which no key may."""
    for issuer in sorted(registry.issuers_that_sign):
        keys = registry.keys_of(issuer)
        if issuer in registry.issuers and signing_key(registry, issuer, as_of) is None:
            yield Finding(
                keys[-1].file.place.at(_ended_by(keys[-1])) if keys else registry.issuers[issuer].current.place,
                f"no key may sign for {issuer}: {why_none_signs(keys, as_of)}",
                "a key under keys/",
                f"make one with `conferral key new {issuer}`",
            )


def why_none_signs(keys: Sequence[Key], as_of: datetime) -> str:
    """Why none of an issuer's keys may sign, as a clause."""
    if not keys:
        return "it has none"
    coming = [key for key in keys if key.file.activated > as_of and not key.file.compromised]
    if coming:
        begins = format_timestamp(coming[0].file.activated)
        return (
            f'key "{coming[0].name}" is activated from {begins} on, and this build speaks of {format_timestamp(as_of)}'
        )
    return "none is activated and neither retired nor compromised"


def _ended_by(key: Key) -> str:
    return "compromised" if key.file.compromised else "retired" if key.file.retired else "activated"


def private_key_file(key: Key, root: Path) -> Path | None:
    """The file that a `file:` signer names; None for any other signer."""
    scheme, _, rest = key.file.signer.partition(":")
    if scheme != "file" or not rest:
        return None
    try:
        return (root / Path(rest).expanduser()).resolve()
    except (RuntimeError, OSError, ValueError) as error:  # no such user, a loop of links, a NUL
        raise SigningError(
            f'key "{key.name}" of {key.issuer} has the signer "{key.file.signer}", which names no file',
            hint="Write file: and a path, absolute, beginning with ~/, or relative to the registry.",
        ) from error


def findings(registry: Registry) -> Iterator[Finding]:
    """Keys that do not prove what they must: possession of the private half, and descent from an active key."""
    for key in registry.keys:
        said = statement(key.issuer, key.name, key.file.public_key)
        if not is_signed_by(key.file.public_key, said, key.file.proof_of_possession):
            yield Finding(
                key.file.place.at("proof_of_possession"),
                f'key "{key.name}" of {key.issuer} does not prove that somebody holds its private half',
                "the signature that `conferral key new` wrote for this issuer and this file name",
                "make a new key with `conferral key new`; never copy or rename a key file",
            )
        if not any(gap[:2] == ("key", key.issuer) for gap in registry.gaps):
            yield from _vouching(registry, key, said)


def _vouching(registry: Registry, key: Key, said: bytes) -> Iterator[Finding]:
    others: Mapping[str, Key] = {
        other.name: other
        for other in registry.keys_of(key.issuer)
        if other.name != key.name and other.file.activated <= key.file.activated
    }
    trusted = {
        name: other
        for name, other in others.items()
        if not other.file.compromised and not (other.file.retired and other.file.retired < key.file.activated)
    }
    hint = "run `conferral key new` where the active key's private half is at hand"
    vouch = key.file.vouched_by
    if vouch is None:
        elder = {
            name for name, other in trusted.items() if (other.file.activated, name) < (key.file.activated, key.name)
        }
        if elder:
            yield Finding(
                key.file.place,
                f'no active key of {key.issuer} vouches for key "{key.name}"',
                f"vouched_by, with a signature by {' or '.join(sorted(elder))}",
                hint,
            )
    elif vouch.key not in trusted:
        yield Finding(
            key.file.place.at("vouched_by", "key"),
            f'key "{key.name}" of {key.issuer} is vouched for by "{vouch.key}", '
            + ("which is compromised or was retired by then" if vouch.key in others else "which it did not have then"),
            f"one of: {', '.join(sorted(trusted))}" if trusted else "no vouched_by: no other key was active then",
            hint if trusted else f'if "{key.name}" itself is sound, delete its vouched_by; else {hint}',
        )
    elif not is_signed_by(trusted[vouch.key].file.public_key, said, vouch.signature):
        yield Finding(
            key.file.place.at("vouched_by", "signature"),
            f'this is no signature of key "{vouch.key}" about key "{key.name}"',
            "the signature that `conferral key new` wrote",
            hint,
        )
