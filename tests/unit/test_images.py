from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.images import MAX_BYTES, image_faults
from conferral.model import Image

PNG = Image("badge.png", "image/png", "")
SVG = Image("badge.svg", "image/svg+xml", "")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 100, height: int = 100, *more: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    picture = zlib.compress((b"\0" + b"\xff" * ((width + 7) // 8)) * height)
    parts = (chunk(b"IHDR", header), *more, chunk(b"IDAT", picture), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(("width", "height"), [(90, 90), (100, 125), (4096, 4096)])
def test_a_png_of_a_usual_size_is_accepted(width: int, height: int) -> None:
    assert image_faults(PNG, png(width, height), square=True) == []


def test_a_logo_need_not_be_square() -> None:
    assert image_faults(PNG, png(400, 100), square=False) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "the image is empty"),
        (b"\xff\xd8\xff\xe0", "the file is a JPEG, not a PNG"),
        (b"GIF89a", "the file is a GIF, not a PNG"),
        (b"RIFF    WEBP", "the file is a WebP, not a PNG"),
        (b"<svg/>", "the file is an SVG, not a PNG"),
        (b"hello", "the file is something else, not a PNG"),
        (png()[:-5], "the PNG is damaged: it ends too early"),
        (png()[:20], "the PNG is damaged: it ends too early"),
        (
            png().replace(b"\x00\x00\x00\x64", b"\x00\x00\x00\x65", 1),
            "the PNG is damaged: the checksum of its part IHDR is wrong",
        ),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), "the PNG is damaged: it does not begin with a header"),
        (
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""),
            "the PNG is damaged: it has no picture",
        ),
        (png(89, 89), "the image has 89 x 89 pixels instead of sides of 90 to 4096 pixels"),
        (png(100, 126), "the image has 100 x 126 pixels, which is far from square"),
        (
            png(100, 100, chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0{}")),
            "the image holds a credential; the badge's image is the one without",
        ),
        (bytes(MAX_BYTES + 1), "the image has 524289 bytes, more than 524288"),
    ],
)
def test_what_is_no_good_png_is_refused(content: bytes, fault: str) -> None:
    assert image_faults(PNG, content, square=True) == [fault]


@pytest.mark.parametrize(
    ("content", "name"), [(png(), "a PNG"), (b"\xff\xd8\xff\xe0", "a JPEG"), (b"%PDF-1.7", "a PDF")]
)
def test_another_image_named_svg_is_called_by_its_name(content: bytes, name: str) -> None:
    assert image_faults(SVG, content, square=True) == [f"the file is {name}, not an SVG"]


@given(st.binary(max_size=80))
def test_any_bytes_behind_a_signature_are_judged(content: bytes) -> None:
    assert image_faults(PNG, b"\x89PNG\r\n\x1a\n" + content, square=True)
