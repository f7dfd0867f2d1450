"""Images of badges, and logos: what their names say, small enough to embed, and harmless."""

from __future__ import annotations

import struct

from conferral.errors import EncodingError
from conferral.model import Image
from conferral.standards.baking.kinds import PNG, SVG, kind_of
from conferral.standards.baking.png import Chunk, carries_credential, chunks
from conferral.svg import svg_faults

MAX_BYTES = 512 * 1024
MIN_PIXELS = 90
MAX_PIXELS = 4_096


def image_faults(image: Image, content: bytes, *, square: bool) -> list[str]:
    """What keeps an image from being published; an empty list if nothing does.

    `square` asks for sides that differ by no more than a quarter, as badges are shown in round or square frames.
    """
    if len(content) > MAX_BYTES:
        return [f"the image has {len(content)} bytes, more than {MAX_BYTES}"]
    if not content:
        return ["the image is empty"]
    kind = kind_of(content)
    if image.media_type == "image/svg+xml":
        return svg_faults(content) if kind in (SVG, None) else [f"the file is {kind}, not an SVG"]
    if kind != PNG:
        return [f"the file is {kind or 'something else'}, not a PNG"]
    try:
        return _png_faults(list(chunks(content)), square=square)
    except EncodingError as error:
        return [error.message]


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
