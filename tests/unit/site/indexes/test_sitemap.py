"""sitemap.xml and robots.txt: what search engines should find, and what they should not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]
from markupsafe import Markup

from conferral.rendering import render
from conferral.site.indexes.sitemap import MOST, robots, sitemap
from conferral.site.pages import CataloguePage
from tests.registry_builder import write_registry
from tests.unit.site.indexes.samples import BASE, Published
from tests.unit.site.page_reader import read
from tests.unit.site.site_builder import add_files, register, sign

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def locations(document: Any) -> list[str]:
    return [str(loc.text) for loc in document.iterfind(".//s:loc", NAMES)]


def pages(paths: Iterable[str]) -> list[CataloguePage]:
    return [CataloguePage(path=path, title="", description="", html=Markup()) for path in paths]


@pytest.fixture(scope="module")
def document(site: Published) -> Any:
    return etree.fromstring((site.out / "sitemap.xml").read_bytes())


def test_it_has_every_page_of_the_catalogue_in_every_language_and_no_other(document: Any, site: Published) -> None:
    here = (
        "", "badges/", "badges/data-analysis/", "badges/sailing/", "badges/teaching/", "collections/",
        "collections/first-steps/", "issuers/", "issuers/harbour/", "issuers/lakeside/", "revocations/", "statistics/",
    )  # fmt: skip

    assert sorted(locations(document)) == sorted(f"{BASE}/{home}{path}" for home in ("", "de/") for path in here)
    assert [address for address in locations(document) if not site.answers(address)] == []


def test_what_it_has_may_be_indexed_and_what_may_be_indexed_it_has(document: Any, site: Published) -> None:
    found = {
        f"{BASE}/{path.relative_to(site.out).as_posix().removesuffix('index.html')}"
        for path in site.out.rglob("index.html")
        if not any(meta.get("name") == "robots" for meta in read(path.read_text(encoding="utf-8")).all("meta"))
    }

    assert found - {f"{BASE}/verify/"} == set(locations(document))


def test_each_page_names_itself_in_all_languages(document: Any) -> None:
    for url in document.iterfind("s:url", NAMES):
        links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", NAMES)}
        assert url.findtext("s:loc", None, NAMES) in (links["en"], links["de"])
        assert links["x-default"] == links["en"]
        assert links["de"] == links["en"].replace(f"{BASE}/", f"{BASE}/de/")


def test_a_page_of_the_registrys_own_is_found_too_and_a_registry_at_the_top_of_its_host_has_a_robots_txt(
    tmp_path: Path,
) -> None:
    root = write_registry(tmp_path / "registry")
    registry = root / "credentials/registry.yml"
    base = "https://top.example.org"
    registry.write_text(registry.read_text().replace(BASE, base))
    register(root)
    add_files(
        root,
        {
            "mkdocs.yml": "docs_dir: docs\ntheme:\n  name: material\nplugins:\n  - search\n  - conferral\n",
            "docs/about us.md": "# About\n",
        },
    )
    signed = sign(root, tmp_path / "signed", preview=False)

    render(root, signed, tmp_path / "out")

    listed = locations(etree.fromstring((tmp_path / "out/sitemap.xml").read_bytes()))
    assert f"{base}/about%20us/" in listed
    assert len(listed) == len(set(listed))
    assert (tmp_path / "out/robots.txt").read_text() == (
        "User-agent: *\nAllow: /\n\nSitemap: https://top.example.org/sitemap.xml\n"
    )


def test_below_its_hosts_top_a_site_has_no_robots_txt(site: Published) -> None:
    assert robots(BASE) is None
    assert not (site.out / "robots.txt").exists()


def test_a_preview_has_neither(demo: Published) -> None:
    found = [name for name in ("sitemap.xml", "sitemap.xml.gz", "robots.txt") if (demo.out / name).exists()]

    assert found == []


def test_more_pages_than_fit_are_in_several_files() -> None:
    many = pages(f"badges/badge-{number}/" for number in range(MOST + 1))
    files = dict(sitemap(BASE, many, ["about/"]))
    index = etree.fromstring(files["sitemap.xml"])

    assert index.tag == f"{{{NAMES['s']}}}sitemapindex"
    assert locations(index) == [f"{BASE}/sitemap-1.xml", f"{BASE}/sitemap-2.xml"]
    parts = [locations(etree.fromstring(files[f"sitemap-{number}.xml"])) for number in (1, 2)]
    assert [len(part) for part in parts] == [MOST, 2]
    assert parts[1] == [f"{BASE}/badges/badge-{MOST}/", f"{BASE}/about/"]


def test_what_is_not_to_be_indexed_is_left_out() -> None:
    ((_, content),) = sitemap(
        BASE, [CataloguePage(path="x/", title="", description="", html=Markup(), indexed=False)], []
    )

    assert locations(etree.fromstring(content)) == []
