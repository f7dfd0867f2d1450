"""The keywords of JSON Schema that our published schemas use, held to the library that knows all of them."""

from __future__ import annotations

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from conferral.site.indexes.catalog_schema import catalog_shape
from conferral.standards.json_schema import misfits

_SCHEMAS: list[tuple[dict[str, Any], list[Any]]] = [
    ({"type": "string"}, ["", "x", 1, None, True, []]),
    ({"type": ["string", "null"], "pattern": "^a"}, ["abc", "b", None, 1]),
    ({"type": "integer", "minimum": 1}, [1, 0, 1.5, True, "1"]),
    ({"type": "number", "exclusiveMinimum": 0}, [0, 0.1, 1, -1, False]),
    ({"const": 1}, [1, 2, "1", True]),
    ({"enum": ["a", "b"]}, ["a", "c", 1]),
    ({"type": "string", "format": "date"}, ["2026-06-30", "2026-02-30", "20260630", "x"]),
    ({"type": "string", "format": "date-time"}, ["2026-06-30T09:00:00Z", "2026-06-30", "x"]),
    ({"type": "string", "format": "uri"}, ["https://example.org/a", "urn:uuid:1", "x/y", ""]),
    ({"type": "array", "items": {"type": "string"}}, [[], ["a"], ["a", 1], "a"]),
    ({"type": "object", "properties": {"a": {"type": "boolean"}}}, [{}, {"a": True}, {"a": 0}, {"b": 1}, []]),
    (
        {"type": "object", "propertyNames": {"pattern": "^[a-z]{2}$"}, "additionalProperties": {"type": "string"}},
        [{}, {"de": "x"}, {"de": 1}, {"DE": "x"}],
    ),
]


@pytest.mark.parametrize(("schema", "values"), _SCHEMAS, ids=[str(schema) for schema, _ in _SCHEMAS])
def test_a_value_fits_where_the_library_says_so(schema: dict[str, Any], values: list[Any]) -> None:
    library = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for value in values:
        assert (not list(misfits(schema, value))) == library.is_valid(value), value


def test_a_misfit_is_told_with_its_place_and_what_is_expected() -> None:
    schema = {"type": "object", "properties": {"a/b": {"type": "array", "items": {"type": ["integer", "null"]}}}}
    assert list(misfits(schema, {"a/b": [1, "x"]})) == [("/a~1b/1", "a whole number or null")]


def test_a_member_that_is_required_and_missing_is_not_told() -> None:
    assert list(misfits({"type": "object", "required": ["a"]}, {})) == []


def test_a_keyword_that_is_not_looked_at_is_no_keyword_to_pass_over() -> None:
    with pytest.raises(ValueError, match='the keyword "maxLength" is not looked at'):
        list(misfits({"maxLength": 1}, "xx"))


def test_all_keywords_of_the_catalogue_are_looked_at() -> None:
    assert list(misfits(catalog_shape(), {})) == []
    sample: dict[str, Any] = {}
    for name, member in catalog_shape()["properties"].items():
        if member.get("type") == "array":
            sample[name] = [_like(member["items"])]
    list(misfits(catalog_shape(), sample))


def _like(schema: dict[str, Any]) -> Any:
    """A value as deep as a schema goes."""
    if schema.get("type") == "object":
        inner = {name: _like(member) for name, member in schema.get("properties", {}).items()}
        return inner | ({"de": _like(schema["additionalProperties"])} if "additionalProperties" in schema else {})
    return [_like(schema["items"])] if schema.get("type") == "array" else "x"
