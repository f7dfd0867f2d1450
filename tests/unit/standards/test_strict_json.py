from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import EncodingError
from conferral.standards.strict_json import read_object


def test_an_object_is_read() -> None:
    assert read_object('{"a": [1, -2.5, true, null, "ü😀"], "b": {}}'.encode()) == {
        "a": [1, -2.5, True, None, "ü😀"],
        "b": {},
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "got text that is not JSON, expected a JSON object"),
        (b"{", "got text that is not JSON, expected a JSON object"),
        (b"{} {}", "got text that is not JSON, expected a JSON object"),
        (b"\xef\xbb\xbf{}", "got text that is not JSON, expected a JSON object"),
        (b'{"a": "\n"}', "got text that is not JSON, expected a JSON object"),
        (b"\xff", "got bytes that are not UTF-8, expected a JSON object"),
        (b"[]", "got JSON of another kind, expected a JSON object"),
        (b'"{}"', "got JSON of another kind, expected a JSON object"),
        (b'{"a": 1, "a": 1}', "got a name twice in one JSON object, expected each once"),
        (b'{"b": {"a": 1, "\\u0061": 1}}', "got a name twice in one JSON object, expected each once"),
        (b'{"a": NaN}', "got NaN, which is no JSON number"),
        (b'{"a": -Infinity}', "got -Infinity, which is no JSON number"),
        (b'{"a": 9007199254740992}', "got a number beyond 2**53 - 1, which is not read alike everywhere"),
        (
            b'{"a": ' + b"9" * 5_000 + b"}",
            "got a number beyond 2**53 - 1, which is not read alike everywhere",
        ),
        (b'{"a": 1e999}', "got a number beyond IEEE 754 doubles, which is not read alike everywhere"),
        (b'{"a": "\\ud800"}', "got half of a surrogate pair, which is no character"),
        (b'{"\\ud800": 1}', "got half of a surrogate pair, which is no character"),
        (b'{"a":' * 17 + b"1" + b"}" * 17, "got JSON that is nested deeper than 16 levels"),
        (b'{"a":' + b"[" * 100_000, "got JSON that is nested deeper than 16 levels"),
    ],
)
def test_what_two_readers_might_read_differently_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        read_object(data)
    assert caught.value.message == message


@given(st.binary(max_size=60) | st.text('{}[]":,0e-\\u0aN', max_size=60).map(str.encode))
def test_whatever_is_given_an_object_comes_out_or_an_encoding_error(data: bytes) -> None:
    with contextlib.suppress(EncodingError):
        assert json.loads(json.dumps(read_object(data))) == json.loads(data)
