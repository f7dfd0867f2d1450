"""Bitstring Status List 1.0: one bit per credential, compressed and written as text.

Its predecessor, StatusList2021, writes the same bits with another alphabet; `decode_2021` reads that.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable

from conferral.errors import EncodingError, StatusListError
from conferral.standards.base64url import decode_base64url, encode_base64url, is_base64url

MINIMUM_LENGTH = 131_072
"""Entries that a list must at least have, so that one entry hides among many (section 3.3)."""

LENGTH = 1_048_576
"""Entries of the lists that conferral makes."""

MAXIMUM_BYTES = 16_777_216
"""Bytes that `decode` unpacks at most unless told otherwise."""

# One alphabet or the other, never both; at the end all of the padding or none.
_EITHER_BASE64 = re.compile(r"(?:[A-Za-z0-9_-]*|[A-Za-z0-9+/]*)={0,2}", re.ASCII)
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
    return "u" + encode_base64url(_GZIP_HEADER + body + trailer)


def decode(encoded: str, *, maximum_bytes: int = MAXIMUM_BYTES) -> bytes:
    """The bits of an `encodedList`, eight entries to the byte.

    Exactly one gzip member is read, with its checksum, and nothing may follow it; at most `maximum_bytes` are
    unpacked, whatever the input claims.

    Raises `StatusListError` with `MALFORMED_VALUE_ERROR`, or with `STATUS_LIST_LENGTH_ERROR` for fewer than
    131,072 bits.  (A list of wider entries needs more: `status_at` looks at that.)
    """
    if not encoded.startswith("u"):
        raise _malformed(f"got an encoded list that starts with {encoded[:1]!r}, expected 'u' (base64url)")
    text = encoded[1:]
    if not is_base64url(text):
        raise _malformed("the encoded list is not base64url without padding")
    return _unpacked(_from_base64url(text, "base64url"), maximum_bytes)


def decode_2021(encoded: str, *, maximum_bytes: int = MAXIMUM_BYTES) -> bytes:
    """The bits of an `encodedList` of StatusList2021: base64, without the `u`, of the same gzipped bits.

    Issuers wrote it in base64 or base64url, with padding or without, and either is read; other than that
    everything is as strict as in `decode`.  Raises as `decode` does.
    """
    text = encoded.rstrip("=")
    whole = len(text) % 4 != 1 and (text == encoded or len(encoded) % 4 == 0)
    if _EITHER_BASE64.fullmatch(encoded) is None or not whole:
        raise _malformed("the encoded list is not base64")
    return _unpacked(_from_base64url(text.replace("+", "-").replace("/", "_"), "base64"), maximum_bytes)


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


def _from_base64url(text: str, kind: str) -> bytes:
    try:
        return decode_base64url(text)
    except EncodingError as error:
        raise _malformed(f"the encoded list is not {kind} in its one canonical form") from error


def _unpacked(data: bytes, maximum_bytes: int) -> bytes:
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


def _malformed(message: str) -> StatusListError:
    return StatusListError(message, code="MALFORMED_VALUE_ERROR")
