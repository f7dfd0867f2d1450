from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.errors import EncodingError
from conferral.standards.strict_documents import MAX_BYTES, MAX_DEPTH, MAX_VALUES, read_document
from conferral.standards.strict_json import MAXIMUM_INTEGER

# Looking for the name that stands twice must not compare each with each.
MANY_NAMES = b"{" + b",".join(b'"n%d":0' % number for number in [*range(40_001), 40_000]) + b"}"


def problem_with(source: bytes | str | dict[str, Any]) -> str:
    with pytest.raises(EncodingError) as caught:
        read_document(source)
    return caught.value.message


def test_bytes_text_and_parsed_documents_are_read_alike() -> None:
    document = {"id": "urn:x", "name": "Übung 𝄞", "list": [1, 2.5, True, None]}
    text = json.dumps(document, ensure_ascii=False)
    assert read_document(text) == read_document(text.encode()) == read_document(document) == document


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"", "it is empty"),
        (" \r\n\t", "it is empty"),
        (b'{"a": [1, \n]}', "it is not JSON: something is wrong at line 2, column 1"),
        (b'{"a": 1 , }', "it is not JSON: something is wrong at line 1, column 11"),
        (b"{}x", "it is not JSON: something is wrong at line 1, column 3"),
        (b"\xef\xbb\xbf{}", "it begins with a byte order mark, which JSON must not have"),
        (b'{"a": "\xff"}', "it is not UTF-8: byte 7 cannot be decoded"),
        ('{"a": 1}'.encode("utf-16"), "it is not UTF-8: byte 0 cannot be decoded"),
        (b"[1]", "it is JSON, but not an object"),
        (b'{"a": 1, "a": 2}', 'the name "a" stands twice in one object'),
        (b'{"b": {"a\\n": 1, "a\\n": 2}}', 'the name "a\\n" stands twice in one object'),
        (b'{"a": NaN}', '"NaN" is no JSON number'),
        (b'{"a": -Infinity}', '"-Infinity" is no JSON number'),
        (b'{"a": 1e999}', 'the number "1e999" is too large to be read alike everywhere'),
        (b'{"a": 9007199254740992}', 'the number "9007199254740992" is too large to be read alike everywhere'),
        (
            b'{"a": ' + b"9" * 5000 + b"}",
            f'the number "{"9" * 40}" is too large to be read alike everywhere',
        ),
        (b'{"a": "\\ud800"}', "a text in it holds half of a surrogate pair, which is no character"),
        (b'{"\\udfff": 1}', "a text in it holds half of a surrogate pair, which is no character"),
        (
            b'{"a": "' + b"x" * MAX_BYTES + b'"}',
            f'it is too large: got "{MAX_BYTES + 9}" bytes, expected at most "{MAX_BYTES}"',
        ),
        (
            b'{"a":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}",
            'it is nested too deeply: expected at most "64" levels',
        ),
        (b'{"a":' * 200_000, 'it is nested too deeply: expected at most "64" levels'),
        (MANY_NAMES, 'the name "n40000" stands twice in one object'),
        (b'{"a": [' + b"0," * (MAX_VALUES - 2) + b"0]}", 'it holds too much: expected at most "50000" values'),
        ({"a": {1, 2}}, "it is not made of JSON values only"),
        ({"a": float("nan")}, "it is not made of JSON values only"),
    ],
)
def test_what_readers_could_understand_differently_is_refused(source: bytes | dict[str, Any], message: str) -> None:
    assert problem_with(source) == message


def test_the_limits_themselves_are_allowed() -> None:
    deepest = b'{"a":' + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1) + b"}"
    assert "a" in read_document(deepest)
    assert read_document(f'{{"a": {MAXIMUM_INTEGER}}}') == {"a": MAXIMUM_INTEGER}
    assert len(read_document(b'{"a": [' + b"0," * (MAX_VALUES - 3) + b"0]}")["a"]) == MAX_VALUES - 2


@pytest.mark.parametrize(
    ("written", "read"),
    [("1.0", "1"), ("-2e3", "-2000"), ("0.0", "0"), ("-0", "0"), ("-0.0", "-0.0"), ("2.5", "2.5"), ("1e16", "1e+16")],
)
def test_a_number_is_the_same_however_it_was_written(written: str, read: str) -> None:
    assert repr(read_document(f'{{"a": {written}}}')["a"]) == read


def test_a_document_that_contains_itself_is_refused() -> None:
    document: dict[str, Any] = {}
    document["self"] = document
    assert problem_with(document) == "it is not made of JSON values only"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_document(data)
    except EncodingError:
        return
