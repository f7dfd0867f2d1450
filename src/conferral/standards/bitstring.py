"""Bitstring Status List 1.0: one bit per credential, compressed and written as text."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterable

from conferral.errors import StatusListError

MINIMUM_LENGTH = 131_072
"""Entries that a list must at least have, so that one entry hides among many (section 3.3)."""

LENGTH = 1_048_576
"""Entries of the lists that conferral makes."""

MAXIMUM_BYTES = 16_777_216
"""Bytes that `decode` unpacks at most unless told otherwise."""

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
# No name, no time, best compression, unknown system: the header says nothing about when or where it was made.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_GZIP_FLAGS = 31  # zlib: gzip framing only, largest window


def encode(set_indexes: Iterable[int], length: int = LENGTH) -> str:
    """The `encodedList` of a list of `length` one-bit entries with the bits at `set_indexes` set.

    That is `u` and the base64url, without padding, of the gzipped bits; index 0 is the left-most bit.  The
    same bits give the same text with the same build of zlib; other builds may pack differently.

    Raises `StatusListError` with `RANGE_ERROR` or `STATUS_LIST_LENGTH_ERROR`.
    """
    if length < MINIMUM_LENGTH or length % 8:
        raise StatusListError(
            f"got a status list of {length} entries, expected a multiple of 8 of at least {MINIMUM_LENGTH}",
            code="STATUS_LIST_LENGTH_ERROR",
        )
    bits = bytearray(length // 8)
    for index in set_indexes:
        if not 0 <= index < length:
            raise StatusListError(f"got status index {index}, expected one from 0 to {length - 1}", code="RANGE_ERROR")
        bits[index >> 3] |= 0x80 >> (index & 7)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    body = packer.compress(bytes(bits)) + packer.flush()
    trailer = struct.pack("<II", zlib.crc32(bits), len(bits) & 0xFFFFFFFF)
    return "u" + base64.urlsafe_b64encode(_GZIP_HEADER + body + trailer).rstrip(b"=").decode("ascii")


def decode(encoded: str, *, maximum_bytes: int = MAXIMUM_BYTES) -> bytes:
    """The bits of an `encodedList`, eight entries to the byte.

    Exactly one gzip member is read, with its checksum, and nothing may follow it; at most `maximum_bytes` are
    unpacked, whatever the input claims.

    Raises `StatusListError` with `MALFORMED_VALUE_ERROR`, or with `STATUS_LIST_LENGTH_ERROR` for fewer than
    131,072 bits.  (A list of wider entries needs more: `status_at` looks at that.)
    """
    if not encoded.startswith("u"):
        raise _malformed(f"got an encoded list that starts with {encoded[:1]!r}, expected 'u' (base64url)")
    data = _from_base64url(encoded[1:])
    unpacker = zlib.decompressobj(_GZIP_FLAGS)
    try:
        bits = unpacker.decompress(data, maximum_bytes + 1)
    except zlib.error as error:
        raise _malformed("the encoded list is not gzip, or is damaged") from error
    if len(bits) > maximum_bytes:
        raise _malformed(f"the encoded list unpacks to more than {maximum_bytes} bytes")
    if not unpacker.eof:
        raise _malformed("the encoded list is cut short")
    if unpacker.unused_data:
        raise _malformed("something follows the end of the encoded list")
    if len(bits) * 8 < MINIMUM_LENGTH:
        raise StatusListError(
            f"got a status list of {len(bits) * 8} bits, expected at least {MINIMUM_LENGTH}",
            code="STATUS_LIST_LENGTH_ERROR",
        )
    return bits


def status_at(bits: bytes, index: int, size: int = 1) -> int:
    """The value, from 0 to 2**size - 1, of the entry at `index` of a list whose entries have `size` bits.

    Raises `StatusListError` with `STATUS_LIST_LENGTH_ERROR` if the list has fewer than 131,072 such entries,
    with `RANGE_ERROR` if `index` lies outside (section 3.2), and with `MALFORMED_VALUE_ERROR` for a size
    that is not positive.
    """
    if size < 1:
        raise _malformed(f"got status size {size}, expected a positive number")
    entries = len(bits) * 8 // size
    if entries < MINIMUM_LENGTH:
        raise StatusListError(
            f"got a status list of {entries} entries, expected at least {MINIMUM_LENGTH}",
            code="STATUS_LIST_LENGTH_ERROR",
        )
    if not 0 <= index < entries:
        raise StatusListError(f"got status index {index}, expected one from 0 to {entries - 1}", code="RANGE_ERROR")
    first, last = index * size, (index + 1) * size - 1
    window = int.from_bytes(bits[first >> 3 : (last >> 3) + 1], "big")
    return (window >> (7 - (last & 7))) & ((1 << size) - 1)


def _from_base64url(text: str) -> bytes:
    if _BASE64URL.fullmatch(text) is None:
        raise _malformed("the encoded list is not base64url without padding")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise _malformed("the encoded list is not base64url without padding") from error
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii") != text:
        raise _malformed("the encoded list is not base64url in its one canonical form")
    return data


def _malformed(message: str) -> StatusListError:
    return StatusListError(message, code="MALFORMED_VALUE_ERROR")
