"""catalog.json: its schema, its addresses, translations, and its size."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from conferral.site.indexes.catalog_file import catalog
from conferral.site.tallies import counts
from tests.unit.site.indexes.samples import BASE, Published, addresses_in
from tests.unit.site.site_builder import AS_OF


@pytest.fixture(params=["sample", "demo"])
def any_site(request: pytest.FixtureRequest) -> Published:
    found: Published = request.getfixturevalue("site" if request.param == "sample" else "demo")
    return found


@pytest.mark.parametrize("name", ["catalog", "revocations"])
def test_a_document_follows_the_schema_that_it_names(any_site: Published, name: str) -> None:
    document, schema = any_site.json(f"{name}.json"), any_site.json(f"{name}.schema.json")

    jsonschema.validators.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, format_checker=jsonschema.FormatChecker())
    assert document["$schema"] == schema["$id"] == f"{any_site.base_url}/{name}.schema.json"


@pytest.mark.parametrize("name", ["catalog.json", "revocations.json", "feed.json"])
def test_every_address_in_a_document_answers_within_the_site(any_site: Published, name: str) -> None:
    named = [*addresses_in(any_site.json(name), any_site.base_url)]

    assert len(named) > 2
    assert [address for address in named if not any_site.answers(address)] == []


@pytest.mark.parametrize(
    ("member", "wrong"),
    [
        ("pages", {"en": "not an address"}),
        ("version", 2),
        ("as_of", "yesterday"),
        ("badges", [{"badge": "without the rest"}]),
        ("collections", None),
        ("translations", {"de": {"title": "without a description"}}),
    ],
)
def test_the_schema_refuses_what_is_no_catalogue(site: Published, member: str, wrong: Any) -> None:
    document = site.json("catalog.json") | {member: wrong}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, site.json("catalog.schema.json"), format_checker=jsonschema.FormatChecker())


def test_translations_stand_where_there_are_any(site: Published) -> None:
    document = site.json("catalog.json")
    badges = {badge["badge"]: badge for badge in document["badges"]}

    assert document["translations"] == {"de": {"title": "Testregister", "description": "Ein Register zum Testen."}}
    assert badges["data-analysis"]["translations"] == {
        "de": {
            "name": "Datenanalyse",
            "description": "Macht aus Daten Antworten.",
            "skills": ["SQL", "Statistik"],
        }
    }
    assert "translations" not in badges["sailing"]
    assert document["pages"] == {"en": f"{BASE}/", "de": f"{BASE}/de/"}


def test_a_collection_names_its_badges_in_its_own_order(site: Published) -> None:
    assert site.json("catalog.json")["collections"] == [
        {
            "collection": "first-steps",
            "title": "First steps",
            "description": "Where to begin.",
            "translations": {"de": {"title": "Erste Schritte", "description": "Zum Anfangen."}},
            "badges": ["sailing", "data-analysis"],
            "page": f"{BASE}/collections/first-steps/",
        }
    ]


def test_former_names_and_public_registers_are_named(site: Published) -> None:
    document = site.json("catalog.json")

    assert {badge["badge"]: badge["formerly"] for badge in document["badges"]} == {
        "data-analysis": ["numbers", "figures"],
        "sailing": [],
        "teaching": [],
    }
    assert [(one["issuer"], one["formerly"], one["same_as"], one["awarded"]) for one in document["issuers"]] == [
        ("harbour", ["quay"], ["https://ror.example.org/harbour"], 2),
        ("lakeside", [], [], 3),
    ]


def test_nobody_is_in_a_document_for_programs(site: Published) -> None:
    for name in ("catalog.json", "revocations.json", "revocations.csv", "feed.json", "feed.atom"):
        text = (site.out / name).read_text()
        assert [award.recipient for award in site.registry.awards if award.recipient in text] == []


def test_ten_thousand_badges_take_seconds_and_megabytes(site: Published) -> None:
    registry = site.registry
    badge = registry.badges["data-analysis"]
    many = {f"badge-{number}": replace(badge, slug=f"badge-{number}") for number in range(10_000)}
    large = replace(registry, badges=many, batches=(), collections={})

    started = time.process_time()
    content = catalog(large, site.manifest, counts(large, AS_OF))
    assert time.process_time() - started < 5
    assert len(json.loads(content)["badges"]) == 10_000
    assert len(content) < 20_000_000
