"""A TrueType font of one square, which stands for whatever characters are asked for."""

from __future__ import annotations

import struct

_UNITS = 1000


def tiny_font(family: str, characters: str, *, advance: int = 900) -> bytes:
    """The bytes of a font file (OpenType 1.9) of that family with those characters, each `advance` wide."""
    codes = sorted(set(map(ord, characters)))
    square = struct.pack(">hhhhh", 1, 0, 0, 800, 800) + struct.pack(">HH", 3, 0)
    square += bytes([0x01] * 4) + struct.pack(">hhhh", 0, 800, 0, -800) + struct.pack(">hhhh", 0, 0, 800, 0)
    square += b"\0" * (-len(square) % 4)
    tables = {
        b"OS/2": _os2(codes),
        b"cmap": _cmap(codes),
        b"glyf": square,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, 0, 0, 800, 800, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 900, -200, 0, 900, 0, 0, 800, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", 500, 0, advance, 0),
        b"loca": struct.pack(">III", 0, 0, len(square)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _name(family),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }
    at = 12 + 16 * len(tables)
    head, body = b"", b""
    for tag, content in sorted(tables.items()):
        padded = content + b"\0" * (-len(content) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        head += struct.pack(">4sIII", tag, total, at + len(body), len(content))
        body += padded
    return struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, len(tables) * 16 - 128) + head + body


def _cmap(codes: list[int]) -> bytes:
    groups = b"".join(struct.pack(">III", code, code, 1) for code in codes)
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _name(family: str) -> bytes:
    texts = {1: family, 2: "Regular", 3: family, 4: family, 5: "Version 1.0", 6: family.replace(" ", "")}
    records, storage = b"", b""
    for number, text in texts.items():
        encoded = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(encoded), len(storage))
        storage += encoded
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + storage


def _os2(codes: list[int]) -> bytes:
    first, last = min(codes[0], 0xFFFF), min(codes[-1], 0xFFFF)
    return (
        struct.pack(">HhHHH", 4, 500, 400, 5, 0)
        + struct.pack(">hhhhhhhhhhh", 650, 700, 0, 140, 650, 700, 0, 480, 50, 250, 0)
        + bytes(10)
        + struct.pack(">IIII", 1, 0, 0, 0)
        + b"TEST"
        + struct.pack(">HHHhhhHHIIhhHHH", 64, first, last, 800, -200, 0, 900, 200, 1, 0, 500, 700, 0, 32, 1)
    )
