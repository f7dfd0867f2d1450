from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from conferral.file_kinds import file_kind
from conferral.model import FILE_KINDS
from conferral.schemas import editor_schemas, modeline, write_schemas
from conferral.yaml_text import read_yaml
from tests.unit.memory_files import REGISTRIES

SCHEMAS = editor_schemas()
CASES = REGISTRIES.parent / "invalid" / "minimal"
SOUND = [
    (path, path.relative_to(root).as_posix())
    for root in (REGISTRIES / "minimal", REGISTRIES / "unicode")
    for path in sorted(root.rglob("*.yml"))
]


def schema_name(path: str) -> str:
    kind = file_kind(path)
    assert kind
    return {"issuer version": "issuer", "badge version": "badge"}.get(kind.kind, kind.kind)


def is_accepted(path: Path, name: str) -> bool:
    validator = Draft202012Validator(SCHEMAS[schema_name(name)], format_checker=FormatChecker())
    return bool(validator.is_valid(read_yaml(path.read_bytes(), name).data))


@pytest.mark.parametrize("name", FILE_KINDS)
def test_every_schema_is_one_of_2020_12_and_closed(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"{name}.schema.json"
    assert schema["title"]
    for record in (schema, *schema.get("$defs", {}).values()):
        assert record["additionalProperties"] is False


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for record in (schema, *schema.get("$defs", {}).values()):
        yield from record["properties"].items()


@pytest.mark.parametrize("name", FILE_KINDS)
def test_every_key_is_described_in_sentences_and_no_word_is_pythons(name: str) -> None:
    for key, described in properties(SCHEMAS[name]):
        assert described["description"].rstrip("`").endswith("."), key
        assert not {"title", "gt", "ge", "lt", "le"} & described.keys(), key
    assert '"null"' not in json.dumps(SCHEMAS[name])


@pytest.mark.parametrize(("path", "name"), SOUND, ids=[name for _, name in SOUND])
def test_sound_files_are_accepted(path: Path, name: str) -> None:
    assert is_accepted(path, name)


@pytest.mark.parametrize(
    "case",
    [
        "key-missing",
        "key-unknown",
        "key-unknown-inside",
        "text-is-a-number",
        "number-is-text",
        "version-is-a-fraction",
        "version-zero",
        "hours-below-zero",
        "level-unknown",
        "type-unknown",
        "portfolio-in-quotes",
        "list-is-text",
        "list-empty",
        "mapping-is-text",
        "text-empty",
        "text-too-long",
        "address-http",
        "language-unknown-form",
        "day-not-in-calendar",
        "day-other-order",
        "period-without-unit",
        "recipient-is-an-email-address",
        "award-id-form",
        "file-is-a-list",
        "key-time-with-offset",
        "translation-language-form",
        "translation-empty",
        "translation-lacks-texts",
        "collection-without-badges",
        "brand-no-colour",
        "brand-of-one-colour",
        "linkedin-id-is-a-name",
        "same-as-no-address",
    ],
)
def test_what_can_be_seen_in_one_value_is_refused_by_the_editor_too(case: str) -> None:
    paths = list((CASES / case).rglob("*.yml"))
    assert not all(is_accepted(path, path.relative_to(CASES / case).as_posix()) for path in paths)


@pytest.mark.parametrize("evidence", ["https://example.org", ["https://example.org", {"name": "Essay"}]])
def test_both_ways_to_write_evidence_are_accepted(evidence: object) -> None:
    batch = {
        "badge": "a",
        "awarded": "2026-06-30",
        "evidence": evidence,
        "recipients": [{"recipient": "r-7pb02gtds4a7fsm9t821vxn9rg5", "evidence": evidence}],
    }
    assert Draft202012Validator(SCHEMAS["awards"]).is_valid(batch)


@pytest.mark.parametrize(("path", "name"), SOUND, ids=[name for _, name in SOUND])
def test_the_first_line_of_a_file_leads_to_its_schema(path: Path, name: str) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == modeline(name)
    relative = first.partition("$schema=")[2]
    root = Path("/registry")
    assert (root / name).parent.joinpath(relative).resolve() == root / "schemas" / f"{schema_name(name)}.schema.json"


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("credentials/register/registry.csv", "credentials/register/registry.csv has no schema"),
        ("credentials/README.md", "credentials/README.md has no schema"),
        ("keys/key.yml", "keys/key.yml: there is no place for this file in a registry"),
    ],
)
def test_other_files_have_no_first_line(path: str, what: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        modeline(path)
    assert str(caught.value) == what


def test_schemas_are_written_as_they_are(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    written = {path.name: json.loads(path.read_text()) for path in (tmp_path / "schemas").iterdir()}
    assert written == {f"{name}.schema.json": schema for name, schema in SCHEMAS.items()}
