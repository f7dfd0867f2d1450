"""Baked images: PNG and SVG files that carry a credential (Open Badges 3.0, section 5.3).

    baked = bake(image, text)
    unbake(baked).text == text

`png` and `svg` have a function each to bake, to unbake and to leave a credential out; here the right one is chosen by
what the file holds.
"""

from __future__ import annotations

from conferral.errors import EncodingError
from conferral.standards.baking import png, svg
from conferral.standards.baking.carried import MAX_IMAGE_BYTES, MAX_TEXT_BYTES, Baked, Kind
from conferral.standards.baking.kinds import PNG, SVG, kind_of

__all__ = ["MAX_IMAGE_BYTES", "MAX_TEXT_BYTES", "Baked", "Kind", "bake", "is_image", "unbake", "without_credential"]


def bake(image: bytes, text: str) -> bytes:
    """The PNG or SVG `image` with the credential `text`, JSON or a compact JWS, in place of any that it held.

    Raises `EncodingError` for an image that is neither, damaged or too large, and for a text that cannot be a
    credential.
    """
    return png.bake(image, text) if _is_png(image) else svg.bake(image, text)


def unbake(data: bytes) -> Baked:
    """The credential in a PNG or SVG image.

    Raises `EncodingError` for an image that is neither, damaged or too large, and for one that holds no credential
    or several.
    """
    baked = png.unbake(data) if _is_png(data) else svg.unbake(data)
    if baked is None:
        hint = "Many programs leave it out when they copy or convert an image. Ask for the file as it was issued."
        raise EncodingError("the image holds no credential", hint=hint)
    return baked


def without_credential(image: bytes) -> bytes:
    """The PNG or SVG `image` without any credential that it carries; all else stays byte for byte.

    Raises `EncodingError` for an image that is neither, damaged or too large.
    """
    return png.without_credential(image) if _is_png(image) else svg.without_credential(image)


def is_image(data: bytes) -> bool:
    """Whether a file looks like an image, even a damaged one, or one of a kind that carries no credentials."""
    return kind_of(data) is not None


def _is_png(data: bytes) -> bool:
    """True for a PNG, false for an SVG; raises `EncodingError` for everything else."""
    kind = kind_of(data)
    if kind not in (PNG, SVG):
        raise EncodingError(f"got {kind}, expected a PNG or an SVG" if kind else "the file is neither a PNG nor an SVG")
    return kind == PNG
