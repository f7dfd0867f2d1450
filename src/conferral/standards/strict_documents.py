"""From bytes to a document: JSON, read strictly.

What two readers of JSON may understand differently is refused: duplicate names, numbers beyond IEEE 754
doubles, lone surrogates, any encoding but UTF-8 (I-JSON, RFC 7493).  So is what would cost a verifier too
much: size and depth are bounded before anything else looks at the document.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from conferral.errors import EncodingError
from conferral.standards.strict_json import Complaints, has_half_of_a_pair, parse_json

MAX_BYTES = 1 << 20
"""Largest credential that is read, in bytes."""

MAX_DEPTH = 64
"""Deepest nesting of objects and arrays."""

MAX_VALUES = 50_000
"""Most values, objects and arrays among them: a megabyte can hold ten times as many, and credentials have hundreds."""

Document = dict[str, Any]

_WHITE_SPACE = " \t\r\n"

_COMPLAINTS = Complaints(
    syntax=lambda line, column: f"it is not JSON: something is wrong at line {line}, column {column}",
    twice=lambda name: f"the name {json.dumps(name[:80])} stands twice in one object",
    constant=lambda name: f'"{name}" is no JSON number',
    large=lambda digits, _integer: f'the number "{digits[:40]}" is too large to be read alike everywhere',
    deep=f'it is nested too deeply: expected at most "{MAX_DEPTH}" levels',
)


def read_document(
    source: bytes | str | Mapping[str, Any], *, max_bytes: int = MAX_BYTES, max_values: int = MAX_VALUES
) -> Document:
    """The JSON object in `source`, which may also be one that was parsed already.

    Raises:
        EncodingError: it is not strict JSON, not an object, larger than `max_bytes`, deeper than `MAX_DEPTH`, or
            of more than `max_values` values.
    """
    text = _text(source, max_bytes)
    _check_begin(text)
    value = parse_json(text, _COMPLAINTS)
    if not _is_plainly_small(text, max_values):
        _check_inside(value, max_values)
    if not isinstance(value, dict):
        raise EncodingError("it is JSON, but not an object")
    return value


def _text(source: bytes | str | Mapping[str, Any], max_bytes: int) -> str:
    if isinstance(source, bytes | bytearray | memoryview):
        _check_size(len(source), max_bytes)
        try:
            return bytes(source).decode("utf-8")
        except UnicodeDecodeError as error:
            raise EncodingError(f"it is not UTF-8: byte {error.start} cannot be decoded") from error
    if not isinstance(source, str):
        try:
            source = json.dumps(source, ensure_ascii=True, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise EncodingError("it is not made of JSON values only") from error
    _check_size(len(source), max_bytes)
    return source


def _check_begin(text: str) -> None:
    # What people hand in by mistake is told in their words.
    if not text.strip(_WHITE_SPACE):
        raise EncodingError("it is empty")
    if text.startswith("\ufeff"):  # RFC 8259, section 8.1
        raise EncodingError("it begins with a byte order mark, which JSON must not have")


def _check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise EncodingError(f'it is too large: got "{size}" bytes, expected at most "{max_bytes}"')


def _is_plainly_small(text: str, max_values: int) -> bool:
    """Whether the JSON in `text` can be neither too full nor too deep, and holds no half of a surrogate pair.

    Each value takes at least a character, each level an opening bracket, and each half an escape or a character beyond
    ASCII.
    """
    return (
        len(text) <= max_values
        and text.count("{") + text.count("[") <= MAX_DEPTH
        and "\\u" not in text
        and not has_half_of_a_pair(text)
    )


def _check_inside(value: Any, max_values: int) -> None:
    count = 0
    waiting: list[tuple[int, Iterator[Any]]] = [(0, iter([value]))]
    while waiting:
        depth, values = waiting.pop()
        for item in values:
            count += 1
            if count > max_values:
                raise EncodingError(f'it holds too much: expected at most "{max_values}" values')
            if isinstance(item, str):
                _check_text(item)
            elif isinstance(item, dict | list):
                if depth >= MAX_DEPTH:
                    raise EncodingError(_COMPLAINTS.deep)
                if isinstance(item, dict):
                    for name in item:
                        _check_text(name)
                    waiting.append((depth + 1, iter(item.values())))
                else:
                    waiting.append((depth + 1, iter(item)))


def _check_text(text: str) -> None:
    if has_half_of_a_pair(text):
        raise EncodingError("a text in it holds half of a surrogate pair, which is no character")
