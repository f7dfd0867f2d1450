"""Base58btc and Multikey: how Controlled Identifiers 1.0 (section 2.2.2) writes keys as text."""

from __future__ import annotations

from typing import Literal

from conferral.errors import EncodingError

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_FOUR_DIGITS = 58**4  # one digit of Python's, by which dividing is cheap
_MAXIMUM_CHARACTERS = 2_000

PublicKind = Literal["Ed25519", "P-256", "P-384"]
"""The kinds of public keys that are read from Multikey text."""

_ED25519_PUBLIC = b"\xed\x01"  # multicodec 0xed as a varint
_ED25519_SECRET = b"\x80\x26"  # multicodec 0x1300 as a varint
_ED25519_BYTES = 32
_PUBLIC: tuple[tuple[PublicKind, bytes, int], ...] = (
    ("Ed25519", _ED25519_PUBLIC, _ED25519_BYTES),
    ("P-256", b"\x80\x24", 33),  # multicodec 0x1200; a compressed point
    ("P-384", b"\x81\x24", 49),  # multicodec 0x1201
)


def encode_base58btc(data: bytes) -> str:
    """`data` in the Bitcoin alphabet, without the multibase prefix `z`."""
    number = int.from_bytes(data, "big")
    pairs: list[str] = []
    while number:
        number, four = divmod(number, _FOUR_DIGITS)
        pairs.append(_PAIRS[four % 58**2])
        pairs.append(_PAIRS[four // 58**2])
    zeros = len(data) - len(data.lstrip(b"\x00"))
    return "1" * zeros + "".join(reversed(pairs)).lstrip("1")


def decode_base58btc(text: str) -> bytes:
    """The bytes that `text` (without the multibase prefix) stands for.

    Raises `EncodingError` for a foreign character, and for more than 2,000 characters, because decoding takes
    time that grows with the square of the length.
    """
    if len(text) > _MAXIMUM_CHARACTERS:
        raise EncodingError(
            f"got {len(text)} base58btc characters, expected at most {_MAXIMUM_CHARACTERS}",
        )
    number = 0
    for position, character in enumerate(text):
        value = _VALUES.get(character)
        if value is None:
            raise EncodingError(f"got {character!r} at position {position + 1}, expected a base58btc character")
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    return b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def ed25519_public_multibase(raw32: bytes) -> str:
    """The Multikey text (`z6Mk…`) of a raw 32-byte Ed25519 public key.  Raises `EncodingError`."""
    return _multibase(_ED25519_PUBLIC, raw32, "an Ed25519 public key")


def ed25519_public_from_multibase(text: str) -> bytes:
    """The raw 32 bytes of an Ed25519 public key written as Multikey.  Raises `EncodingError`."""
    return _from_multibase(_ED25519_PUBLIC, text, "an Ed25519 public key (z6Mk…)", shown=text[:64])


def public_bytes_from_multibase(text: str) -> tuple[PublicKind, bytes]:
    """The kind and the bytes of a public key written as Multikey; a point may still lie off its curve.

    Raises `EncodingError`, whose message never repeats the text: it may be a secret key.
    """
    problem = "expected a public key as Multikey: Ed25519 (z6Mk…), P-256 (zDn…) or P-384 (z82L…), got something else"
    if not text.startswith("z") or len(text) > 100:
        raise EncodingError(problem)
    try:
        data = decode_base58btc(text[1:])
    except EncodingError:
        raise EncodingError(problem) from None
    for kind, header, size in _PUBLIC:
        if data.startswith(header) and len(data) == len(header) + size:
            return kind, data[len(header) :]
    raise EncodingError(problem)


def ed25519_secret_multibase(seed32: bytes) -> str:
    """The Multikey text (`z3u2…`) of a raw 32-byte Ed25519 seed.  Raises `EncodingError`."""
    return _multibase(_ED25519_SECRET, seed32, "an Ed25519 secret key")


def ed25519_secret_from_multibase(text: str) -> bytes:
    """The raw 32-byte seed of an Ed25519 secret key written as Multikey.

    Raises `EncodingError`, whose message never repeats the text.
    """
    return _from_multibase(_ED25519_SECRET, text, "an Ed25519 secret key (z3u2…)", shown=None)


def _multibase(header: bytes, raw: bytes, what: str) -> str:
    if len(raw) != _ED25519_BYTES:
        raise EncodingError(f"got {len(raw)} bytes for {what}, expected {_ED25519_BYTES}")
    return "z" + encode_base58btc(header + raw)


def _from_multibase(header: bytes, text: str, what: str, *, shown: str | None) -> bytes:
    problem = f"got {shown!r}, expected {what}" if shown is not None else f"expected {what}, got something else"
    if not text.startswith("z") or len(text) > 64:
        raise EncodingError(problem)
    try:
        data = decode_base58btc(text[1:])
    except EncodingError:
        raise EncodingError(problem) from None
    if len(data) != len(header) + _ED25519_BYTES or not data.startswith(header):
        raise EncodingError(problem)
    return data[len(header) :]
