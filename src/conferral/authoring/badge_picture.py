"""A picture for a badge that has none yet: a medal whose colours and pattern follow from the badge's short name.

It is a drawing in the terms of `conferral.svg`, without text, so that it looks the same everywhere.  The same name
gives the same picture, and two badges of a registry are told apart at a glance.
"""

from __future__ import annotations

import colorsys
import hashlib
from html import escape

_RIM = (
    "M214.4 36Q256 12 297.6 36L425.7 110Q467.3 134 467.3 182L467.3 330Q467.3 378 425.7 402L297.6 476"
    "Q256 500 214.4 476L86.3 402Q44.7 378 44.7 330L44.7 182Q44.7 134 86.3 110Z"
)
_FACE = (
    "M223.1 73Q256 54 288.9 73L398 136Q430.9 155 430.9 193L430.9 319Q430.9 357 398 376L288.9 439"
    "Q256 458 223.1 439L114 376Q81.1 357 81.1 319L81.1 193Q81.1 155 114 136Z"
)
_RINGS = ((150, 30, 62, ".85"), (202, 17, 36, ".55"))
"""Centre, half width, half height and opacity of the petals of each ring, the outer one first."""


def placeholder(name: str, short_name: str) -> bytes:
    """The SVG; `name` is what it is called for those who cannot see it."""
    chance = hashlib.sha256(short_name.encode()).digest()
    hue = int.from_bytes(chance[:2], "big") / 65_536
    petals, rings = 5 + chance[2] % 5, 1 + chance[3] % 2
    light, middle, dark = _colour(hue, 0.72, 0.75), _colour(hue, 0.45, 0.6), _colour(hue, 0.22, 0.65)
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" role="img" aria-labelledby="t">',
        f'  <title id="t">{escape(name, quote=False)}</title>',
        "  <defs>",
        '    <linearGradient id="rim" x1=".15" y1="0" x2=".85" y2="1">',
        f'      <stop offset="0" stop-color="{light}"/>',
        f'      <stop offset=".5" stop-color="{middle}"/>',
        f'      <stop offset="1" stop-color="{dark}"/>',
        "    </linearGradient>",
        '    <radialGradient id="face" cx=".38" cy=".25" r=".85">',
        f'      <stop offset="0" stop-color="{middle}"/><stop offset="1" stop-color="{dark}"/>',
        "    </radialGradient>",
        "  </defs>",
        f'  <path d="{_RIM}" fill="url(#rim)"/>',
        f'  <path d="{_FACE}" fill="url(#face)"/>',
    ]
    for ring, (centre, width, height, opacity) in enumerate(_RINGS[:rings]):
        petal = f'cx="256" cy="{centre}" rx="{width}" ry="{height}" fill="{light}" opacity="{opacity}"'
        turns = (180 / petals * (ring + 2 * number) for number in range(petals))
        lines += [f'  <ellipse {petal} transform="rotate({turn:g} 256 256)"/>' for turn in turns]
    lines += [
        f'  <circle cx="256" cy="256" r="44" fill="{dark}"/>',
        '  <circle cx="256" cy="256" r="30" fill="#fff"/>',
        "</svg>",
    ]
    return "\n".join(lines).encode() + b"\n"


def _colour(hue: float, lightness: float, saturation: float) -> str:
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return f"#{red:02x}{green:02x}{blue:02x}"
