"""JSON that others wrote: what two readers might read differently is refused.

The rules are those of I-JSON (RFC 7493): UTF-8, each name once in an object, no number beyond IEEE 754 doubles, no
half of a surrogate pair.  `parse_json` is for every reader, each with its own words; `read_object` reads what is
small, such as keys and headers.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from conferral.errors import EncodingError

MAXIMUM_DEPTH = 16
"""How deep objects and lists may be nested in what `read_object` reads."""

MAXIMUM_INTEGER = 2**53 - 1
"""Largest integer that every reader of JSON understands alike (RFC 7493, section 2.2)."""

_HALF_OF_A_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """How a reader says what is wrong.

    `syntax` is given line and column, `twice` a name, `constant` one such as `NaN`, and `large` the digits of a
    number and whether it is an integer.  `deep` is for what is nested too deeply.
    """

    syntax: Callable[[int, int], str]
    twice: Callable[[str], str]
    constant: Callable[[str], str]
    large: Callable[[str, bool], str]
    deep: str


_COMPLAINTS = Complaints(
    syntax=lambda _line, _column: "got text that is not JSON, expected a JSON object",
    twice=lambda _name: "got a name twice in one JSON object, expected each once",
    constant=lambda name: f"got {name}, which is no JSON number",
    large=lambda _digits, integer: (
        f"got a number beyond {'2**53 - 1' if integer else 'IEEE 754 doubles'}, which is not read alike everywhere"
    ),
    deep=f"got JSON that is nested deeper than {MAXIMUM_DEPTH} levels",
)


def read_object(data: bytes) -> dict[str, Any]:
    """The JSON object in `data`.  Raises `EncodingError`, whose message repeats nothing of it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EncodingError("got bytes that are not UTF-8, expected a JSON object") from error
    value = parse_json(text, _COMPLAINTS)
    _check(value, 1)
    if not isinstance(value, dict):
        raise EncodingError("got JSON of another kind, expected a JSON object")
    return value


def parse_json(text: str, complaints: Complaints) -> Any:
    """The value that `text` stands for.

    How deep and how large it may be, and halves of surrogate pairs, are for the caller to look at; here only what
    is nested too deeply for Python's own parser is refused.

    Raises `EncodingError` in the words of `complaints`.
    """

    try:
        return _decoder(complaints).decode(text)
    except json.JSONDecodeError as error:
        place = _place(error)
        raise EncodingError(complaints.syntax(place.lineno, place.colno)) from error
    except RecursionError as error:
        raise EncodingError(complaints.deep) from error


@lru_cache(maxsize=8)
def _decoder(complaints: Complaints) -> json.JSONDecoder:
    # Kept from one text to the next: to make one takes as long as to read a hundred values.
    def collected(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            counts = Counter(name for name, _ in pairs)
            raise EncodingError(complaints.twice(next(name for name in found if counts[name] > 1)))
        return found

    def refused(name: str) -> Any:
        raise EncodingError(complaints.constant(name))

    def integer(digits: str) -> int:
        if len(digits) > 17 or abs(int(digits)) > MAXIMUM_INTEGER:
            raise EncodingError(complaints.large(digits, True))
        return int(digits)

    def number(digits: str) -> float:
        found = float(digits)
        if not math.isfinite(found):
            raise EncodingError(complaints.large(digits, False))
        # 1.0 is 1: JSON has one kind of number, and readers in JavaScript cannot tell how it was written.
        exact = found.is_integer() and abs(found) <= MAXIMUM_INTEGER and (found != 0 or math.copysign(1, found) > 0)
        return int(found) if exact else found

    return json.JSONDecoder(object_pairs_hook=collected, parse_constant=refused, parse_int=integer, parse_float=number)


def has_half_of_a_pair(text: str) -> bool:
    """Whether half of a surrogate pair stands in `text`, which is no character."""
    return not text.isascii() and _HALF_OF_A_PAIR.search(text) is not None


def _place(error: json.JSONDecodeError) -> json.JSONDecodeError:
    # From Python 3.13 on, a comma too many is told by its own place; before, by that of what follows.
    place = error.pos
    if error.msg.startswith("Illegal trailing comma"):
        place += 1
        while error.doc[place] in " \t\n\r":
            place += 1
    return json.JSONDecodeError(error.msg, error.doc, place)


def _check(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if has_half_of_a_pair(value):
            raise EncodingError("got half of a surrogate pair, which is no character")
    elif isinstance(value, dict | list):
        if depth > MAXIMUM_DEPTH:
            raise EncodingError(_COMPLAINTS.deep)
        for inner in [*value, *value.values()] if isinstance(value, dict) else value:
            _check(inner, depth + 1)
