"""resume.json of a portfolio against the JSON Schema that JSON Resume publishes (npm package @jsonresume/schema)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker  # type: ignore[import-untyped]

from tests.conformance.sites import CHECKOUT
from tests.unit.site.test_portfolio_page import registry_in, resume_of

SCHEMA = CHECKOUT / "node_modules/@jsonresume/schema/schema.json"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    if not SCHEMA.is_file():
        pytest.fail("node_modules is missing: run `npm ci` in the checkout, or `make setup`", pytrace=False)
    found: dict[str, Any] = json.loads(SCHEMA.read_bytes())
    Draft7Validator.check_schema(found)
    return found


def test_a_resume_fits_the_schema_and_says_nothing_that_it_does_not_know(
    schema: dict[str, Any], tmp_path: Path
) -> None:
    resume = resume_of(registry_in(tmp_path), tmp_path)
    validator = Draft7Validator(schema, format_checker=FormatChecker())
    assert [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(resume)] == []
    assert list(_unknown(resume, schema, schema, "")) == []
    assert resume["certificates"]
    assert resume["skills"]


def _unknown(value: Any, schema: dict[str, Any], whole: dict[str, Any], where: str) -> Iterator[str]:
    """The members that the schema does not name, as it lets every other one be."""
    if "$ref" in schema:
        schema = whole["definitions"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in schema["properties"]:
                yield f"{where}/{name}"
            else:
                yield from _unknown(inner, schema["properties"][name], whole, f"{where}/{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _unknown(inner, schema["items"], whole, where)
