"""The picture of a badge or an issuer: sound, harmless, and without a credential inside.

It is taken from a data: address, from a file that lies beside, or from the picture that a credential was baked into.
Nothing is fetched.  A picture that the registry would refuse is not carried, with the reason.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from conferral.authoring.importing.found import Notes, Picture
from conferral.errors import EncodingError
from conferral.images import image_faults
from conferral.model import Image
from conferral.standards.baking import MAX_IMAGE_BYTES, without_credential
from conferral.standards.baking.kinds import PNG, SVG, kind_of

_DATA = re.compile(r"data:(image/[a-z+.-]+)?((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)


def taken(
    picture: Picture | None, also: tuple[str, ...], *, square: bool, what: str, notes: Notes
) -> tuple[str, bytes] | None:
    """The picture's file name ending (svg or png) and its bytes; None, with notes, if there is none that can be used.

    `also` are names of files beside that hold it if `image` leads nowhere.
    """
    if picture is None:
        return None
    for source, content in _candidates(picture, also):
        fault = _fault(content, square=square)
        if fault is None:
            return _without(content)
        notes.not_carried(picture.origin, f"{what}, {source}: {fault}")
    if picture.reference.lower().startswith(("http://", "https://")):
        notes.not_carried(picture.origin, f"{what}: it is at {picture.reference[:200]}, and nothing is fetched")
    elif picture.reference and not picture.reference.startswith("data:") and not picture.beside(picture.reference):
        notes.not_carried(picture.origin, f"{what}: {picture.reference[:200]} does not lie beside the file")
    return None


def _candidates(picture: Picture, also: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    reference = picture.reference
    if reference.startswith("data:"):
        yield "from its data: address", _of_data(reference) or b""
    elif reference:
        content = picture.beside(reference)
        if content is not None:
            yield "from the file beside", content
    for name in also:
        content = picture.beside(name)
        if content is not None:
            yield f"from {name} beside", content
    if picture.content is not None:
        yield "from the baked picture", picture.content


def _of_data(reference: str) -> bytes | None:
    found = _DATA.fullmatch(reference)
    if found is None or len(reference) > MAX_IMAGE_BYTES * 2:
        return None
    try:
        if ";base64" in found[2].lower():
            return base64.b64decode(re.sub(r"\s", "", found[3]), validate=True)
        return unquote_to_bytes(found[3])
    except (binascii.Error, ValueError):
        return None


def _fault(content: bytes, *, square: bool) -> str | None:
    """Why the registry would refuse a picture; None if it would not."""
    kind = kind_of(content)
    if not content:
        return "it cannot be decoded"
    if kind not in (PNG, SVG):
        return f"it is {kind}, not a PNG or an SVG" if kind else "it is neither a PNG nor an SVG"
    try:
        ending, plain = _without(content)
    except EncodingError as error:
        return error.message
    image = Image(f"badge.{ending}", "image/png" if ending == "png" else "image/svg+xml", "")
    faults = image_faults(image, plain, square=square)
    return faults[0] if faults else None


def _without(content: bytes) -> tuple[str, bytes]:
    return "png" if kind_of(content) == PNG else "svg", without_credential(content)
