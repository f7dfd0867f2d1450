"""Small images to bake into, and pieces of PNG."""

from __future__ import annotations

import struct
import zlib

from hypothesis import strategies as st

CREDENTIAL = '{"type":["VerifiableCredential","OpenBadgeCredential"],"name":"Zoë 🎓"}'
TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319.c2lnbmF0dXJl"
SVG_START = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
SVG = f'{SVG_START}<circle r="4"/></svg>\n'.encode()

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def text_chunk(
    text: bytes, keyword: bytes = b"openbadgecredential", *, flags: bytes = b"\0\0", kind: bytes = b"iTXt"
) -> bytes:
    """An iTXt chunk with a text."""
    return chunk(kind, keyword + b"\0" + flags + b"\0\0" + text)


def png(*before: bytes, after: bytes = b"") -> bytes:
    """A PNG of two by two pixels, with chunks before and bytes after its picture."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\0\x10\x20\x30\x40\x50\x60" * 2))
    return b"".join((b"\x89PNG\r\n\x1a\n", header, *before, picture, after, chunk(b"IEND", b"")))
