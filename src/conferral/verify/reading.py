"""From bytes to a document: JSON, read strictly.

What two readers of JSON may understand differently is refused: duplicate names, numbers beyond IEEE 754
doubles, lone surrogates, any encoding but UTF-8 (I-JSON, RFC 7493).  So is what would cost a verifier too
much: size and depth are bounded before anything else looks at the document.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from conferral.errors import EncodingError

MAX_BYTES = 1 << 20
"""Largest credential that is read, in bytes."""

MAX_DEPTH = 64
"""Deepest nesting of objects and arrays."""

MAX_VALUES = 50_000
"""Most values, objects and arrays among them: a megabyte can hold ten times as many, and credentials have hundreds."""

MAX_INTEGER = 2**53 - 1
"""Largest integer that every reader of JSON understands alike (RFC 7493, section 2.2)."""

Document = dict[str, Any]


def read_document(
    source: bytes | str | Mapping[str, Any], *, max_bytes: int = MAX_BYTES, max_values: int = MAX_VALUES
) -> Document:
    """The JSON object in `source`, which may also be one that was parsed already.

    Raises:
        EncodingError: it is not strict JSON, not an object, larger than `max_bytes`, deeper than `MAX_DEPTH`, or
            of more than `max_values` values.
    """
    text = _text(source, max_bytes)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        place = _place(error)
        message = f"it is not JSON: something is wrong at line {place.lineno}, column {place.colno}"
        raise EncodingError(message) from error
    except RecursionError as error:
        raise EncodingError(_too_deep()) from error
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


def _place(error: json.JSONDecodeError) -> json.JSONDecodeError:
    # From Python 3.13 on, a comma too many is told by its own place; before, by that of what follows.
    place = error.pos
    if error.msg.startswith("Illegal trailing comma"):
        place += 1
        while error.doc[place] in " \t\n\r":
            place += 1
    return json.JSONDecodeError(error.msg, error.doc, place)


def _check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise EncodingError(f'it is too large: got "{size}" bytes, expected at most "{max_bytes}"')


def _object(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) != len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name in found if counts[name] > 1)
        raise EncodingError(f"the name {json.dumps(twice[:80])} stands twice in one object")
    return found


def _refuse_constant(name: str) -> Any:
    raise EncodingError(f'"{name}" is no JSON number')


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise EncodingError(f'the number "{digits[:40]}" is too large to be read alike everywhere')
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise EncodingError(f'the number "{digits[:40]}" is too large to be read alike everywhere')
    # 1.0 is 1: JSON has one kind of number, and readers in JavaScript cannot tell how it was written.
    exact = number.is_integer() and abs(number) <= MAX_INTEGER and (number != 0 or math.copysign(1, number) > 0)
    return int(number) if exact else number


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
                    raise EncodingError(_too_deep())
                if isinstance(item, dict):
                    for name in item:
                        _check_text(name)
                    waiting.append((depth + 1, iter(item.values())))
                else:
                    waiting.append((depth + 1, iter(item)))


def _check_text(text: str) -> None:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise EncodingError("a text in it holds half of a surrogate pair, which is no character")


def _too_deep() -> str:
    return f'it is nested too deeply: expected at most "{MAX_DEPTH}" levels'
