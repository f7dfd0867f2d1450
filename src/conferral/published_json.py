"""JSON that is published, and the pieces of which its JSON Schemas are made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"

TEXT: dict[str, Any] = {"type": "string"}
URL: dict[str, Any] = {"type": "string", "format": "uri"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
INSTANT: dict[str, Any] = {"type": "string", "format": "date-time"}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
COMMIT: dict[str, Any] = {"type": ["string", "null"], "pattern": "^[0-9a-f]{40,64}$"}


def or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A value of a schema, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def list_of(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A list of such values."""
    return {"type": "array", "items": dict(schema)}


def record(members: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An object with these members; others are allowed, since members may be added to what is published."""
    return {"type": "object", "required": list(members), "properties": {**members, **(optional or {})}}


def by_language(schema: Mapping[str, Any]) -> dict[str, Any]:
    """An object whose members are language codes, and its values of a schema."""
    return {"type": "object", "propertyNames": {"pattern": "^[a-z]{2,3}(-.+)?$"}, "additionalProperties": dict(schema)}


def schema_document(address: str, title: str, body: Mapping[str, Any]) -> bytes:
    """A JSON Schema (2020-12) as a document of its own."""
    return as_json({"$schema": DIALECT, "$id": address, "title": title, **body})


def as_json(document: Mapping[str, Any]) -> bytes:
    """A document as people read it too: a line for each value, letters of every script as they are."""
    return _lines(document, "\n").encode() + b"\n"


def _lines(value: Any, margin: str) -> str:
    """What `json.dumps` writes with `indent=1`, which then takes three times as long; `margin` begins the last line."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        inner = f"{margin} "
        members = [f"{inner}{encode_basestring(name)}: {_lines(member, inner)}" for name, member in value.items()]
        return f"{{{','.join(members)}{margin}}}"
    if isinstance(value, list | tuple) and value:
        inner = f"{margin} "
        items = [f"{inner}{_lines(item, inner)}" for item in value]
        return f"[{','.join(items)}{margin}]"
    return json.dumps(value)
