"""JSON Schemas of the files that people edit, for editors that complete and explain keys (`conferral schemas`).

They are JSON Schema 2020-12, made from `conferral.model`.  They say what can be said of one value; what spans values
or files is for `conferral check`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from conferral.atomic import replace_file
from conferral.file_kinds import MisplacedError, file_kind
from conferral.model import FILE_KINDS

FOLDER = "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# pydantic leaves the bounds of a union of numbers in its own words
_BOUNDS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}
_SCHEMA_OF = {"issuer version": "issuer", "badge version": "badge"}


def editor_schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema for every kind of file, by its name in `conferral.model.FILE_KINDS`."""
    return {name: _schema(name) for name in FILE_KINDS}


def schema_files() -> dict[str, bytes]:
    """Every schema as a file of a registry, by its path there."""
    return {
        f"{FOLDER}/{name}.schema.json": (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()
        for name, schema in editor_schemas().items()
    }


def write_schemas(root: Path) -> Path:
    """Write every schema into a registry, and say into which folder."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for path, content in schema_files().items():
        replace_file(root / path, content)
    return root / FOLDER


def modeline(file_path: str) -> str:
    """The first line of a file, by its path in the registry, from which editors know its schema.

    Raises `ValueError` for a path that no file has that people edit.
    """
    try:
        kind = file_kind(file_path)
    except MisplacedError as error:
        raise ValueError(f"{file_path}: {error.what}") from error
    name = _SCHEMA_OF.get(kind.kind, kind.kind) if kind else ""
    if name not in FILE_KINDS:
        raise ValueError(f"{file_path} has no schema")
    return f"# yaml-language-server: $schema={'../' * file_path.count('/')}{FOLDER}/{name}.schema.json"


class _Generator(GenerateJsonSchema):
    """Schemas without titles derived from the names of Python's attributes."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def _schema(name: str) -> dict[str, Any]:
    made: dict[str, Any] = FILE_KINDS[name].model_json_schema(schema_generator=_Generator, mode="validation")
    path, _, purpose = (FILE_KINDS[name].__doc__ or "").partition(": ")
    title = f"{purpose[:1].upper()}{purpose[1:]}" or path
    tidied: dict[str, Any] = _tidy(made)
    return {"$schema": DIALECT, "$id": f"{name}.schema.json", **tidied, "title": title, "description": path}


def _tidy(value: Any) -> Any:
    """Without what only Python needs: class names as titles, and null for keys that are better left out."""
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    branches = value.get("anyOf", [])
    if {"type": "null"} in branches:
        rest = [branch for branch in branches if branch != {"type": "null"}]
        value = {key: item for key, item in value.items() if key not in ("anyOf", "default")}
        value = {**(rest[0] if len(rest) == 1 else {"anyOf": rest}), **value}
    if value.get("type") == "array":  # an empty list is never meant
        value = {**value, "minItems": 1}
    if "patternProperties" in value:  # a mapping by language: pydantic allows other keys, and counts letters
        value = {key: item for key, item in value.items() if key not in ("minLength", "propertyNames")}
        value = {**value, "minProperties": 1, "additionalProperties": False}
    return {
        _BOUNDS.get(key, key): _tidy(item)
        for key, item in value.items()
        if not (key == "title" and isinstance(item, str)) and not (key == "default" and item == [])
    }
