from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import EncodingError
from conferral.standards.base64url import decode_base64url, encode_base64url


@pytest.mark.parametrize(
    ("data", "text"),
    [  # RFC 4648, section 10, without padding, and RFC 7515, appendix C
        (b"", ""),
        (b"f", "Zg"),
        (b"fo", "Zm8"),
        (b"foo", "Zm9v"),
        (b"foobar", "Zm9vYmFy"),
        (bytes([3, 236, 255, 224, 193]), "A-z_4ME"),
    ],
)
def test_base64url_gives_the_published_values(data: bytes, text: str) -> None:
    assert encode_base64url(data) == text
    assert decode_base64url(text) == data


@given(st.binary(max_size=80))
def test_base64url_comes_back(data: bytes) -> None:
    assert decode_base64url(encode_base64url(data)) == data


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Zg==", "got another character, expected base64url without padding"),
        ("Z g", "got another character, expected base64url without padding"),
        ("Zg\n", "got another character, expected base64url without padding"),
        ("A+z/", "got another character, expected base64url without padding"),
        ("Zm9vY", "got 5 characters, which is no length of base64url"),
        ("Zh", "got bits that are not used in the last character, expected base64url without them"),
        ("Zm9", "got bits that are not used in the last character, expected base64url without them"),
    ],
)
def test_what_is_no_base64url_is_refused(text: str, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        decode_base64url(text)
    assert caught.value.message == message
