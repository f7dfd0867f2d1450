"""How far two colours stand out from each other (Web Content Accessibility Guidelines 2.2, "contrast ratio")."""

from __future__ import annotations

ENOUGH_FOR_TEXT = 4.5
"""The least contrast of text to what is behind it (WCAG 2.2, success criterion 1.4.3)."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21.  Colours are `#` and six hexadecimal digits."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def towards(colour: str, target: str, share: float) -> str:
    """A colour moved towards another by a share from 0 (itself) to 1 (the other)."""
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(colour), _channels(target), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
