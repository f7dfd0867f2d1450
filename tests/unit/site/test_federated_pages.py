"""Pages about other registries: their texts are strangers', and nothing of theirs is loaded."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conferral.standards.json_schema import misfits
from tests.registry_builder import files, write_registry
from tests.unit.federated import FEDERATION, THERE, badge, catalog, copy_of, issuer
from tests.unit.site.page_reader import read
from tests.unit.site.site_builder import register, render, sign

HOSTILE = "</script><img src=x onerror=alert(1)>\"' & ${7*7} {{7*7}}"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a registry in two languages that lists a hostile one and one that is not sound."""
    folder = tmp_path_factory.mktemp("federated")
    registry = files()["credentials/registry.yml"].replace("policy:", "languages: [en, de]\npolicy:")
    hostile = catalog(
        title=HOSTILE,
        description=HOSTILE,
        issuers=[issuer(name=HOSTILE)],
        badges=[badge(name=HOSTILE, description=HOSTILE, skills=[HOSTILE], level=HOSTILE, field=HOSTILE)]
        + [badge(f"badge-{number}") for number in range(250)],
    )
    other = "  - name: unsound\n    url: https://unsound.example\n    since: 2026-05-01\n"
    root = write_registry(
        folder / "registry",
        {
            "credentials/registry.yml": registry,
            "credentials/federation.yml": FEDERATION + other,
            "credentials/federated/riverside.json": copy_of(hostile),
            "credentials/federated/unsound.json": copy_of(catalog()),
        },
    )
    register(root)
    return render(root, sign(root, folder / "signed", preview=False), folder / "out")


def _html(out: Path, path: str) -> str:
    return (out / path / "index.html").read_text(encoding="utf-8")


def test_the_texts_of_others_are_text(out: Path) -> None:
    for path in ("registries", "registries/riverside", "badges"):
        html = _html(out, path)
        assert "<img src=x" not in html
        assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in html
        assert "{{7*7}}" in html


def test_nothing_of_theirs_is_loaded(out: Path) -> None:
    for path in ("registries", "registries/riverside", "de/registries/riverside"):
        html = _html(out, path)
        assert re.findall(r'(?:src|data|poster|srcset|action)="https?:', html) == []
        assert f"{THERE}/badges/rowing/1/badge.svg" not in html


def test_every_link_to_it_leads_to_its_own_pages(out: Path) -> None:
    links = re.findall(r'href="(https://badges[^"]*)"', _html(out, "registries/riverside"))
    assert links
    assert [link for link in links if not link.startswith(f"{THERE}/")] == []
    anchors = re.findall(rf'<a href="{re.escape(THERE)}[^>]*>', _html(out, "registries/riverside"))
    assert [anchor for anchor in anchors if 'rel="external nofollow noopener"' not in anchor] == []


def test_the_origin_stands_on_everything(out: Path) -> None:
    html = _html(out, "registries/riverside")
    assert html.count('<p class="cf-origin">') == html.count("cf-card--there") == 200
    assert "This does not belong to Test registry." in html
    assert "All 251 badges there" in html


def test_a_badge_is_told_in_the_language_of_the_page(out: Path) -> None:
    assert ">Rudern</a>" in _html(out, "de/registries/riverside")
    assert ">Badge-1</a>" in _html(out, "registries/riverside")


def test_a_registry_whose_copy_is_not_sound_is_not_shown(out: Path) -> None:
    assert not (out / "registries/unsound").exists()
    assert "unsound" not in _html(out, "registries")


def test_search_engines_find_it_at_its_own_place(out: Path) -> None:
    assert '<meta name="robots" content="noindex">' in _html(out, "registries/riverside")
    assert "registries/riverside" not in (out / "sitemap.xml").read_text(encoding="utf-8")
    assert "/registries/" in (out / "sitemap.xml").read_text(encoding="utf-8")


def test_the_catalogue_names_it(out: Path) -> None:
    found = json.loads((out / "catalog.json").read_bytes())
    assert found["registries"] == [
        {
            "registry": "riverside",
            "title": HOSTILE,
            "base_url": THERE,
            "fetched": "2026-06-01T08:00:00Z",
            "issuers": 1,
            "badges": 251,
            "page": "https://credentials.example.org/registry/registries/riverside/",
        }
    ]
    schema = json.loads((out / "catalog.schema.json").read_bytes())
    assert list(misfits(schema, found)) == []


def test_an_issuers_page_says_of_which_domain_its_identifier_is(out: Path) -> None:
    page = read(_html(out, "issuers/lakeside"))
    words = " ".join(page.text.split())
    assert "Its website lakeside.example.org" in words
    assert "of credentials.example.org, another domain" in words
