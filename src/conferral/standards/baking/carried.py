"""What a baked image carries: one credential as text, and how large either may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from conferral.errors import EncodingError
from conferral.standards.jose import looks_like_jws

Kind = Literal["ob3", "ob2", "clr"]
"""A credential of Open Badges 3.0, an assertion of Open Badges 2.0 or a comprehensive learner record (CLR 2.0)."""

MAX_IMAGE_BYTES = 10 << 20
"""Largest image that is read or made, in bytes."""

MAX_TEXT_BYTES = 1 << 20
"""Largest credential that is read out of an image or put into one, in bytes of UTF-8."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Baked:
    """What an image carries.

    `text` is what was baked, unread: JSON, a compact JWS, or with Open Badges 2.0 also the address of an assertion.
    """

    kind: Kind
    text: str


def text_to_bake(text: str) -> str:
    """`text` as it goes into an image: a compact JWS without white space around it, all else as it is.

    Raises `EncodingError` for a text that no reader would take for JSON: empty, with raw control characters (RFC
    8259, section 7) or halves of surrogate pairs, or larger than `MAX_TEXT_BYTES`.
    """
    stripped = text.strip()
    try:
        return checked(stripped if looks_like_jws(stripped) else text, "the credential")
    except UnicodeEncodeError as error:
        raise EncodingError("the credential holds half of a surrogate pair, which is no character") from error


def checked(text: str, what: str) -> str:
    """`text` if it can be a credential; raises `EncodingError`, whose message calls it `what`."""
    size = len(text.encode())
    if size > MAX_TEXT_BYTES:
        raise too_large(what)
    if not text.strip():
        raise EncodingError(f"{what} is empty")
    found = _CONTROLS.search(text)
    if found:
        raise EncodingError(f"{what} holds the control character U+{ord(found[0]):04X}, which JSON writes escaped")
    return text


def too_large(what: str) -> EncodingError:
    """The error for a text that is too large, whose size may not be known."""
    return EncodingError(f"{what} is larger than {MAX_TEXT_BYTES} bytes")


def check_image_size(image: bytes) -> None:
    """Raise `EncodingError` unless the image is small enough to be read."""
    if len(image) > MAX_IMAGE_BYTES:
        raise EncodingError(f"the image has {len(image)} bytes, expected at most {MAX_IMAGE_BYTES}")
