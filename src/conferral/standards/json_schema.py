"""JSON Schema 2020-12, as far as the schemas that this program publishes use it, to look at what others publish.

What is asked of a value is its shape: of which kind it is, and of which kind its members are.  A member that a schema
requires and that is not there is not told, since an older or newer program may not write it; whoever needs it asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from conferral.errors import DocumentError
from conferral.standards.timestamps import parse_timestamp

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}
_WORDS = {"object": "an object", "array": "a list", "string": "text", "integer": "a whole number", "number": "a number"}
_ONLY_SAID = frozenset({"$schema", "$id", "title", "description", "required"})
"""Keywords that ask nothing of a value here."""


def misfits(  # noqa: PLR0912 - a case each
    schema: Mapping[str, Any], value: Any, pointer: str = ""
) -> Iterator[tuple[str, str]]:
    """Every value that is not of the shape that a schema gives it: its JSON Pointer, and what is expected there.

    Raises `ValueError` for a schema with keywords that are not looked at here.
    """
    types = schema.get("type")
    if types is not None:
        allowed = [types] if isinstance(types, str) else list(types)
        if not any(_is(value, name) for name in allowed):
            yield pointer, " or ".join(_WORDS.get(name, name) for name in allowed)
            return
    for keyword, given in schema.items():
        match keyword:
            case "type":
                pass
            case "const" | "enum":
                choices = [given] if keyword == "const" else given
                if not any(type(value) is type(one) and value == one for one in choices):
                    yield pointer, " or ".join(map(str, choices))
            case "pattern":
                if isinstance(value, str) and not re.search(given, value):
                    yield pointer, f"text of the form {given}"
            case "format":
                if isinstance(value, str) and not _is_formatted(value, given):
                    yield pointer, {"uri": "an address", "date": "a day"}.get(given, "a time")
            case "minimum" | "exclusiveMinimum":
                number = value if isinstance(value, int | float) else None
                if number is not None and (number < given or (number == given and keyword != "minimum")):
                    yield pointer, f"{'at least' if keyword == 'minimum' else 'more than'} {given}"
            case "properties" | "additionalProperties" | "propertyNames" | "items":
                yield from _inside(keyword, schema, value, pointer)
            case _ if keyword not in _ONLY_SAID:
                raise ValueError(f'the keyword "{keyword}" is not looked at')


def _inside(keyword: str, schema: Mapping[str, Any], value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    given = schema[keyword]
    if keyword == "items" and isinstance(value, list):
        for number, item in enumerate(value):
            yield from misfits(given, item, f"{pointer}/{number}")
    if not isinstance(value, dict):
        return
    known = schema.get("properties", {})
    for name, member in value.items():
        inside = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
        if keyword == "propertyNames":
            yield from misfits(given, name, inside)
        elif keyword == "properties" and name in given:
            yield from misfits(given[name], member, inside)
        elif keyword == "additionalProperties" and name not in known and isinstance(given, Mapping):
            yield from misfits(given, member, inside)


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])


def _is_formatted(value: str, form: str) -> bool:
    try:
        if form == "uri":
            return bool(urlsplit(value).scheme)
        if form == "date":
            return date.fromisoformat(value).isoformat() == value
        if form == "date-time":
            parse_timestamp(value)
            return True
    except (ValueError, DocumentError):
        return False
    raise ValueError(f'the format "{form}" is not looked at')
