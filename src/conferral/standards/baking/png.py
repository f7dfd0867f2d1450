"""Credentials in PNG images: a chunk of text (Open Badges 3.0, section 5.3.1; PNG, third edition, section 11.3.3.4).

The chunk goes directly after the header, IHDR.  Text chunks may stand anywhere between IHDR and IEND except amid the
picture's data, so every decoder takes it there; readers that stop at the picture still meet it, and so does everyone
who stops at the first credential, as the specification says.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conferral.errors import EncodingError
from conferral.standards.baking.carried import (
    MAX_TEXT_BYTES,
    Baked,
    Kind,
    check_image_size,
    checked,
    text_to_bake,
    too_large,
)

SIGNATURE = b"\x89PNG\r\n\x1a\n"

KEYWORDS: Mapping[str, Kind] = {"openbadgecredential": "ob3", "openbadges": "ob2", "clrcredential": "clr"}
"""The keywords of chunks that carry a credential."""

MAX_CHUNKS = 20_000
"""Most chunks of an image: at the 8 KiB that encoders commonly write, sixteen times what the largest image needs."""

_KEYWORD = b"openbadgecredential"
_HEADER_BYTES = 13
_WHAT = "the credential in the PNG"


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk: its type, its data, and where the whole of it stands in the file."""

    kind: bytes
    data: bytes
    start: int
    end: int


def bake(png: bytes, text: str) -> bytes:
    """The image with the credential `text` in it, in place of any that it held; all else stays byte for byte.

    Raises `EncodingError` for an image that is damaged or too large, and for a text that cannot be a credential.
    """
    content = text_to_bake(text).encode()
    header, *others = chunks(png)
    # Compression flag and method, language and translated keyword: 0, 0, empty, empty.
    added = _chunk(b"iTXt", _KEYWORD + b"\0\0\0\0\0" + content)
    kept = [png[chunk.start : chunk.end] for chunk in others if not carries_credential(chunk)]
    after = png[others[-1].end :]
    baked = b"".join((png[: header.end], added, *kept, after))
    check_image_size(baked)
    return baked


def unbake(png: bytes) -> Baked | None:
    """The credential in an image, or None if it holds none.

    Compressed text is read as well, although the specification rules it out, and so is what Open Badges 2.0 baked.
    Raises `EncodingError` for an image that is damaged or too large, or that holds more than one credential.
    """
    # Counted before any is unpacked: each may be a thousand times as large as its chunk.
    found = [chunk for chunk in chunks(png) if _is_read(chunk)]
    if len(found) > 1:
        raise EncodingError(f"got {len(found)} credentials in the PNG, expected one")
    return _carried(found[0]) if found else None


def without_credential(png: bytes) -> bytes:
    """The image without any credential that it carries, well or badly; all else stays byte for byte.

    Raises `EncodingError` for an image that is damaged or too large.
    """
    found = list(chunks(png))
    kept = [png[chunk.start : chunk.end] for chunk in found if not carries_credential(chunk)]
    return b"".join((png[: found[0].start], *kept, png[found[-1].end :]))


def chunks(png: bytes) -> Iterator[Chunk]:
    """The chunks of a PNG, each whole and with the right checksum; the header is first, IEND last.

    What follows IEND is no part of the image.  Raises `EncodingError`.
    """
    check_image_size(png)
    if not png.startswith(SIGNATURE):
        raise EncodingError("the file is not a PNG")
    view = memoryview(png)
    position, number, kind = len(SIGNATURE), 0, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", png, position) if position + 8 <= len(png) else (0, b"")
        end = position + 12 + length
        if not kind or end > len(png):
            raise _damaged("it ends too early")
        if zlib.crc32(view[position + 4 : end - 4]) != int.from_bytes(view[end - 4 : end], "big"):
            raise _damaged(f"the checksum of its part {kind.decode('ascii', 'replace')} is wrong")
        if number == 0 and (kind != b"IHDR" or length != _HEADER_BYTES):
            raise _damaged("it does not begin with a header")
        number += 1
        if number > MAX_CHUNKS:
            raise EncodingError(f"the PNG has more than {MAX_CHUNKS} parts")
        yield Chunk(kind, png[position + 8 : end - 4], position, end)
        position = end


def carries_credential(chunk: Chunk) -> bool:
    """Whether a chunk carries a credential, well or badly."""
    return chunk.kind in (b"iTXt", b"tEXt", b"zTXt") and _keyword(chunk) in KEYWORDS


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def _keyword(chunk: Chunk) -> str:
    """The keyword of a text chunk, which has at most 79 characters of Latin-1."""
    return chunk.data[:80].partition(b"\0")[0].decode("latin-1")


def _is_read(chunk: Chunk) -> bool:
    # Before there was a specification, the assertion's address was baked as plain text.
    return (chunk.kind == b"iTXt" and _keyword(chunk) in KEYWORDS) or (
        chunk.kind == b"tEXt" and _keyword(chunk) == "openbadges"
    )


def _carried(chunk: Chunk) -> Baked:
    if chunk.kind == b"iTXt":
        return Baked(kind=KEYWORDS[_keyword(chunk)], text=_international_text(chunk.data))
    return Baked(kind="ob2", text=checked(chunk.data.partition(b"\0")[2].decode("latin-1"), _WHAT))


def _international_text(data: bytes) -> str:
    """The text of an iTXt chunk: keyword, compression flag and method, language, translated keyword, text."""
    flags_and_rest = data.partition(b"\0")[2]
    _, ended, rest = flags_and_rest[2:].partition(b"\0")
    _, ended_again, text = rest.partition(b"\0")
    if not (ended and ended_again):
        raise _damaged("its credential ends too early")
    compressed, method = flags_and_rest[:2]
    if compressed > 1 or (compressed and method):
        raise EncodingError(f"{_WHAT} is compressed in a way that PNG does not know")
    try:
        return checked((_inflated(text) if compressed else text).decode(), _WHAT)
    except UnicodeDecodeError as error:
        raise EncodingError(f"{_WHAT} is not UTF-8") from error


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, MAX_TEXT_BYTES + 1)
    except zlib.error as error:
        raise _damaged("its credential cannot be unpacked") from error
    if len(text) > MAX_TEXT_BYTES:
        raise too_large(_WHAT)
    if not unpacker.eof or unpacker.unused_data:
        raise _damaged("its credential cannot be unpacked")
    return text


def _damaged(why: str) -> EncodingError:
    return EncodingError(f"the PNG is damaged: {why}")
