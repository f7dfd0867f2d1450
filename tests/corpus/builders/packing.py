"""Bytes packed by hand: builds of zlib differ in what they make of the same data, and cases must not.

`gzip_of` shortens runs of one byte and nothing else, which is all that a status list needs.
"""

from __future__ import annotations

import struct
import zlib
from itertools import groupby

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_LONGEST = 258
_END = 256


def gzip_of(data: bytes) -> bytes:
    """`data` as one gzip member (RFC 1952)."""
    return _HEADER + _deflated(data) + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def zlib_of(data: bytes) -> bytes:
    """`data` as a zlib stream (RFC 1950), as the pixels of a PNG."""
    return b"\x78\x01" + _deflated(data) + struct.pack(">I", zlib.adler32(data))


def _deflated(data: bytes) -> bytes:
    """One block of DEFLATE with the fixed codes (RFC 1951, section 3.2.6)."""
    bits = Bits()
    bits.write(1, 1)
    bits.write(1, 2)
    for value, run in groupby(data):
        length = sum(1 for _ in run)
        bits.code(value)
        length -= 1
        while length:
            step = _LONGEST if length >= _LONGEST else min(length, 10)
            if step < 3:
                bits.code(value)
                length -= 1
            else:
                bits.code(285 if step == _LONGEST else 254 + step)
                bits.write(0, 5)  # the distance of one byte
                length -= step
    bits.code(_END)
    return bits.done()


class Bits:
    """Bits in the order of DEFLATE, one after the other."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._pending = 0
        self._count = 0

    def write(self, value: int, width: int) -> None:
        """Write a number, its lowest bit first."""
        self._pending |= value << self._count
        self._count += width
        while self._count >= 8:
            self._bytes.append(self._pending & 0xFF)
            self._pending >>= 8
            self._count -= 8

    def code(self, symbol: int) -> None:
        """Write the fixed code of a literal or of a length, its highest bit first."""
        if symbol < 144:
            value, width = 0x30 + symbol, 8
        elif symbol < 256:
            value, width = 0x190 + symbol - 144, 9
        elif symbol < 280:
            value, width = symbol - 256, 7
        else:
            value, width = 0xC0 + symbol - 280, 8
        self.write(int(f"{value:0{width}b}"[::-1], 2), width)

    def done(self) -> bytes:
        """Everything written, filled up to a whole byte."""
        return bytes(self._bytes) + (bytes([self._pending & 0xFF]) if self._count else b"")
