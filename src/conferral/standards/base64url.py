"""Base64url without padding, as RFC 7515 (section 2) writes bytes."""

from __future__ import annotations

import base64
import binascii
import re

from conferral.errors import EncodingError

_TEXT = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def encode_base64url(data: bytes) -> str:
    """`data` in base64url, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def is_base64url(text: str) -> bool:
    """Whether `text` has the characters and a length of base64url; bits that are not used are not looked at."""
    return _TEXT.fullmatch(text) is not None and len(text) % 4 != 1


def decode_base64url(text: str) -> bytes:
    """The bytes that `text` stands for.

    There is one text for the same bytes: padding, white space and bits that are not used are refused.  The
    message never repeats the text, which may be secret.

    Raises `EncodingError`.
    """
    if _TEXT.fullmatch(text) is None:
        raise EncodingError("got another character, expected base64url without padding")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise EncodingError(f"got {len(text)} characters, which is no length of base64url") from error
    if encode_base64url(data) != text:
        raise EncodingError("got bits that are not used in the last character, expected base64url without them")
    return data
