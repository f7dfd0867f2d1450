"""Images of badges and issuers: what their names say, small enough to embed, and harmless."""

from __future__ import annotations

import struct

from conferral.errors import EncodingError
from conferral.model import Image
from conferral.standards.baking.png import SIGNATURE, Chunk, carries_credential, chunks
from conferral.svg import svg_faults

MAX_BYTES = 512 * 1024
MIN_PIXELS = 90
MAX_PIXELS = 4_096
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
    if not content.startswith(SIGNATURE):
        looks = _other(content) or ("an SVG" if b"<svg" in content[:1000] else "something else")
        return [f"the file is {looks}, not a PNG"]
    try:
        return _png_faults(list(chunks(content)), square=square)
    except EncodingError as error:
        return [error.message]


def _other(content: bytes) -> str:
    return next((name for mark, name in _OTHERS.items() if content.startswith(mark)), "")


def _png_faults(parts: list[Chunk], *, square: bool) -> list[str]:
    if not any(chunk.kind == b"IDAT" for chunk in parts):
        return ["the PNG is damaged: it has no picture"]
    width, height = struct.unpack(">II", parts[0].data[:8])
    faults = []
    if min(width, height) < MIN_PIXELS or max(width, height) > MAX_PIXELS:
        sizes = f"sides of {MIN_PIXELS} to {MAX_PIXELS} pixels"
        faults.append(f"the image has {width} x {height} pixels instead of {sizes}")
    elif square and max(width, height) * 4 > min(width, height) * 5:
        faults.append(f"the image has {width} x {height} pixels, which is far from square")
    if any(map(carries_credential, parts)):
        faults.append("the image holds a credential; the badge's image is the one without")
    return faults
