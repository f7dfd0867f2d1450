"""Small JSON objects that others wrote, such as keys and headers: what two readers might read differently is refused.

The rules are those of I-JSON (RFC 7493): UTF-8, each name once in an object, no number beyond IEEE 754 doubles, no
half of a surrogate pair.
"""

from __future__ import annotations

import json
import math
from typing import Any

from conferral.errors import EncodingError

MAXIMUM_DEPTH = 16
"""How deep objects and lists may be nested."""

_SAFE_INTEGER = 2**53 - 1


def read_object(data: bytes) -> dict[str, Any]:
    """The JSON object in `data`.  Raises `EncodingError`, whose message repeats nothing of it."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_refuse,
            parse_int=_integer,
            parse_float=_number,
        )
        _check(value, 1)
    except UnicodeDecodeError as error:
        raise EncodingError("got bytes that are not UTF-8, expected a JSON object") from error
    except json.JSONDecodeError as error:
        raise EncodingError("got text that is not JSON, expected a JSON object") from error
    except RecursionError as error:
        raise _too_deep() from error
    if not isinstance(value, dict):
        raise EncodingError("got JSON of another kind, expected a JSON object")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise EncodingError("got a name twice in one JSON object, expected each once")
    return found


def _refuse(name: str) -> Any:
    raise EncodingError(f"got {name}, which is no JSON number")


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > _SAFE_INTEGER:
        raise EncodingError("got a number beyond 2**53 - 1, which is not read alike everywhere")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise EncodingError("got a number beyond IEEE 754 doubles, which is not read alike everywhere")
    return number


def _check(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise EncodingError("got half of a surrogate pair, which is no character")
    elif isinstance(value, dict | list):
        if depth > MAXIMUM_DEPTH:
            raise _too_deep()
        for inner in [*value, *value.values()] if isinstance(value, dict) else value:
            _check(inner, depth + 1)


def _too_deep() -> EncodingError:
    return EncodingError(f"got JSON that is nested deeper than {MAXIMUM_DEPTH} levels")
