from __future__ import annotations

import base64
import gzip
import random
import zlib
from collections.abc import Iterator

from tests.unit.verifier.browser_side import ask

MAXIMUM = 5_000


def expected(packed: bytes, window_bits: int) -> bytes | str:
    """What zlib makes of `packed`: the content, or in one word why there is none."""
    unpacker = zlib.decompressobj(window_bits)
    try:
        content = unpacker.decompress(packed, MAXIMUM + 1)
    except zlib.error:
        return "damaged"
    if len(content) > MAXIMUM:
        return "too large"
    if not unpacker.eof:
        return "cut short"
    return "followed" if unpacker.unused_data else content


def packed(chance: random.Random, window_bits: int) -> Iterator[bytes]:
    contents = [
        b"",
        b"a",
        b"abc" * 40,
        bytes(600),
        chance.randbytes(300),
        bytes(chance.choices(b"ab", k=800)),
        bytes(chance.choices(range(256), weights=[2.0**-place for place in range(256)], k=900)),
        chance.randbytes(40) * 100,
        b"x" * (MAXIMUM + 100),
        b"y" * MAXIMUM,
    ]
    for content in contents:
        for level in (0, 1, 9):
            for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FIXED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE):
                packer = zlib.compressobj(level, zlib.DEFLATED, window_bits, 9, strategy)
                yield packer.compress(content) + packer.flush()


def damaged(chance: random.Random, whole: bytes) -> Iterator[bytes]:
    yield whole
    yield whole + b"\0"
    yield whole + whole
    for _ in range(8):
        yield whole[: chance.randrange(len(whole))]
        place = chance.randrange(len(whole))
        yield whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
        yield whole[:place] + chance.randbytes(2) + whole[place + 2 :]


def headers() -> Iterator[bytes]:
    """Gzip with everything that may stand in its header, and what may not."""
    body = gzip.compress(b"content", mtime=0)[10:]
    crc = zlib.crc32(b"\x1f\x8b\x08\x02\0\0\0\0\0\xff") & 0xFFFF
    yield b"\x1f\x8b\x08\x02\0\0\0\0\0\xff" + crc.to_bytes(2, "little") + body
    yield b"\x1f\x8b\x08\x02\0\0\0\0\0\xff" + (crc ^ 1).to_bytes(2, "little") + body
    yield b"\x1f\x8b\x08\x1c\0\0\0\0\0\xff\x03\0abcname\0comment\0" + body
    yield b"\x1f\x8b\x08\x08\0\0\0\0\0\xffname without end"
    for head in (
        b"",
        b"\x1f",
        b"\x1f\x8b",
        b"\x1f\x8b\x07",
        b"\x1f\x8b\x07\0",
        b"\x1f\x8b\x08\x20",
        b"PK\x03\x04",
        b"\x78",
    ):
        yield head
        yield head + body


def all_equal(function: str, window_bits: int, sources: list[bytes]) -> None:
    answers = ask("inflate.ts", [(function, (source, MAXIMUM)) for source in sources])
    for source, answer in zip(sources, answers, strict=True):
        found = base64.b64decode(answer["value"]["$bytes"]) if "value" in answer else answer["message"]
        assert found == expected(source, window_bits), source.hex()


def test_gzip_is_unpacked_or_refused_as_by_zlib() -> None:
    chance = random.Random(3)
    sources = [each for whole in packed(chance, 31) for each in damaged(chance, whole)]
    all_equal("gunzip", 31, [*sources, *headers()])


def test_zlib_streams_are_unpacked_or_refused_as_by_zlib() -> None:
    chance = random.Random(4)
    all_equal("unzlib", 15, [each for whole in packed(chance, 15) for each in damaged(chance, whole)])


def test_what_is_made_up_is_refused_as_by_zlib() -> None:
    chance = random.Random(5)
    made_up = [b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + chance.randbytes(chance.randrange(1, 60)) for _ in range(1500)]
    # Most begin with a block of a code of their own, which is where most can be wrong.
    made_up += [each[:10] + bytes([each[10] & 0xF8 | 0x04 | each[10] & 1]) + each[11:] for each in made_up]
    all_equal("gunzip", 31, made_up)
