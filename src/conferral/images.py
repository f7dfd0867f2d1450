"""Images of badges and issuers: what their names say, small enough to embed, and harmless."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from conferral.model import Image
from conferral.svg import svg_faults

MAX_BYTES = 512 * 1024
MIN_PIXELS = 90
MAX_PIXELS = 4_096
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_OTHERS = {b"\xff\xd8\xff": "a JPEG", b"GIF8": "a GIF", b"RIFF": "a WebP", b"%PDF": "a PDF", b"\x89PNG": "a PNG"}


def image_faults(image: Image, content: bytes, *, square: bool) -> list[str]:
    """What keeps an image from being published; an empty list if nothing does.

    `square` asks for sides that differ by no more than a quarter, as badges are shown in round or square frames.
    """
    if len(content) > MAX_BYTES:
        return [f"the image has {len(content)} bytes, more than {MAX_BYTES}"]
    if not content:
        return ["the image is empty"]
    if image.media_type == "image/svg+xml":
        other = _other(content)
        return [f"the file is {other}, not an SVG"] if other else svg_faults(content)
    if not content.startswith(_SIGNATURE):
        looks = _other(content) or ("an SVG" if b"<svg" in content[:1000] else "something else")
        return [f"the file is {looks}, not a PNG"]
    try:
        chunks = list(_chunks(content))
    except ValueError as error:
        return [f"the PNG is damaged: {error}"]
    return _png_faults(chunks, square=square)


def _other(content: bytes) -> str:
    return next((name for mark, name in _OTHERS.items() if content.startswith(mark)), "")


def _png_faults(chunks: list[tuple[bytes, bytes]], *, square: bool) -> list[str]:
    kind, header = chunks[0]
    if kind != b"IHDR" or len(header) != 13 or not any(kind == b"IDAT" for kind, _ in chunks):
        return ["the PNG is damaged: it has no header or no picture"]
    width, height = struct.unpack(">II", header[:8])
    faults = []
    if min(width, height) < MIN_PIXELS or max(width, height) > MAX_PIXELS:
        sizes = f"sides of {MIN_PIXELS} to {MAX_PIXELS} pixels"
        faults.append(f"the image has {width} x {height} pixels instead of {sizes}")
    elif square and max(width, height) * 4 > min(width, height) * 5:
        faults.append(f"the image has {width} x {height} pixels, which is far from square")
    if any(kind == b"iTXt" and data.startswith(b"openbadge") for kind, data in chunks):
        faults.append("the image holds a credential; the badge's image is the one without")
    return faults


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG (third edition, section 5.3), each whole and with the right checksum."""
    position = len(_SIGNATURE)
    while True:
        length, kind = struct.unpack_from(">I4s", content, position) if position + 8 <= len(content) else (0, b"")
        end = position + 12 + length
        if not kind or end > len(content):
            raise ValueError("it ends too early")
        data = content[position + 8 : end - 4]
        if zlib.crc32(kind + data) != int.from_bytes(content[end - 4 : end], "big"):
            raise ValueError(f"the checksum of its part {kind.decode('ascii', 'replace')} is wrong")
        yield kind, data
        if kind == b"IEND":
            return
        position = end
