"""What kind of image a file is, by its first bytes."""

from __future__ import annotations

import re

PNG = "a PNG"
SVG = "an SVG"

_MARKS = {b"\x89PNG": PNG, b"\xff\xd8\xff": "a JPEG", b"GIF8": "a GIF", b"RIFF": "a WebP", b"%PDF-": "a PDF"}
_LOOKS_LIKE_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?+(?:\s++|<\?.*?\?>|<!--.*?-->)*+(?:<!DOCTYPE\s++svg\b|<(?:[\w.-]++:)?+svg[\s/>])", re.DOTALL
)


def kind_of(data: bytes) -> str | None:
    """The kind of image that a file looks like, even a damaged one: `PNG`, `SVG` or another; None if it is none."""
    if _LOOKS_LIKE_SVG.match(data):
        return SVG
    return next((kind for mark, kind in _MARKS.items() if data.startswith(mark)), None)
