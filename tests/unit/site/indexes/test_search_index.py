"""The index that the search of badges reads: what stands in it, how little that is, and that it is always the same."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.badges import write_synthetic_badges

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Text
from conferral.site.badge_views import Term
from conferral.site.indexes.search_index import search_index
from conferral.site.language import Language
from conferral.site.overviews import overview
from conferral.site.tallies import counts
from tests.unit.site.badge_samples import badge
from tests.unit.site.indexes.samples import Published

MANY = 1_000
MOST = 60_000
"""Bytes, gzipped, of the index of 1,000 badges."""


def read(*badges: Any) -> Any:
    return json.loads(search_index(badges))


def test_what_badges_share_stands_once() -> None:
    first = badge("a", name="A", description="Reads and reads.", skills=("SQL", "Charts"), field="Data")
    second = badge("b", name="B", description="Writes, reads!", skills=("SQL",), level="expert", issuer="harbour")
    assert read(first, second) == {
        "common": [],
        "words": ["reads", "and", "writes"],
        "facets": {
            "skill": [["SQL"], ["Charts"]],
            "field": [["Data"]],
            "issuer": [["harbour", "Harbour School"], ["lakeside", "Lakeside School"]],
            "level": [["foundation"], ["expert"]],
            "type": [["MicroCredential"]],
        },
        "badges": {
            "slug": ["a", "b"],
            "name": ["A", "B"],
            "values": {"skill": [[0, 1], [0]], "field": [0, -1], "issuer": [1, 0], "level": [0, 1], "type": [0, 0]},
            "words": [[0, 1], [0, 2]],
            "retired": [],
            "awarded": [0, 0],
            "since": [0, 0],
        },
    }


def test_a_translated_value_keeps_its_key() -> None:
    german = replace(badge("a"), skills=(Term("Charts", Text("Diagramme", "de")), Term("SQL", Text("SQL", "de"))))
    assert read(german)["facets"]["skill"] == [["Charts", "Diagramme"], ["SQL"]]


def test_a_badge_is_as_new_as_its_present_version_or_else_its_first_award() -> None:
    dated = badge("a", since="1970-01-11")
    assert read(dated, badge("b"), badge("c", retired=True))["badges"]["since"] == [10, 0, 0]
    assert read(badge("b"), badge("c", retired=True))["badges"]["retired"] == [1]


def test_the_site_has_one_for_each_language_with_the_badges_of_its_page(site: Published) -> None:
    english, german = (site.json(f"assets/search/{code}.json") for code in ("en", "de"))
    assert english["badges"]["slug"] == ["data-analysis", "sailing", "teaching"]  # the retired one comes last
    assert english["badges"]["retired"] == german["badges"]["retired"] == [2]
    assert german["badges"]["name"] == ["Datenanalyse", "Sailing", "Teaching"]
    assert ["Statistics", "Statistik"] in german["facets"]["skill"]
    assert ["foundation", "Foundation"] in english["facets"]["level"]
    page = site.page("badges/")
    assert [f"badges/{slug}/" for slug in english["badges"]["slug"]] == [
        target.removeprefix("../")
        for target in page.links
        if target.startswith("../badges/") and target.count("/") == 3
    ]


def test_the_index_of_a_thousand_badges_is_small_and_always_the_same(tmp_path: Path, site: Published) -> None:
    write_synthetic_badges(tmp_path, MANY)
    registry = load_registry(FolderFiles(tmp_path))
    view = replace(site.view(), words=Language.of("en"))
    shown = overview(registry, view, counts(registry, view.as_of)).badges
    assert len(shown) == MANY
    index = search_index(shown)
    assert len(gzip.compress(index, 9)) < MOST
    assert search_index(shown) == index
