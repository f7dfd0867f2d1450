"""Every file of both sites: what it refers to is there, and every page of the catalogue is found."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from PIL import Image

from tests.browser.references import Tree
from tests.browser.sites import Site

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser


@pytest.fixture(scope="module")
def trees(sites: dict[str, Site]) -> dict[str, Tree]:
    """Every file of every site."""
    return {name: Tree.read(site.served.folder, f"{site.base_url}/") for name, site in sites.items()}


each_site = pytest.mark.parametrize("name", ["preview", "live"])


@each_site
def test_whatever_a_file_of_the_site_refers_to_within_the_site_is_there(trees: dict[str, Tree], name: str) -> None:
    assert len(trees[name].pages) > 5
    assert trees[name].broken() == []


@each_site
def test_every_page_of_the_catalogue_is_reached_by_links_from_the_home_page(trees: dict[str, Tree], name: str) -> None:
    tree = trees[name]
    # a credential is found by its holder, and an address of old only by who has it
    moved = {path for path, page in tree.pages.items() if "refresh" in page.content}
    hidden = {path for path in tree.pages if path.startswith(("credentials/", "people/"))} | moved | {"404.html"}
    assert set(tree.pages) - tree.reached() - hidden == set()


@each_site
def test_every_link_that_leaves_the_site_is_https(trees: dict[str, Tree], name: str) -> None:
    targets = [urlsplit(address) for page in trees[name].pages.values() for address in page.addresses]
    # ESCO names its concepts by http addresses, which an alignment has to repeat letter by letter
    assert {target.scheme for target in targets} <= {"", "https", "http", "mailto"}
    assert {target.hostname for target in targets if target.scheme == "http"} <= {"data.europa.eu"}


@each_site
def test_the_page_for_unknown_addresses_works_at_any_depth(trees: dict[str, Tree], name: str) -> None:
    """What stands on it is shown wherever nothing is published, so no address may depend on where that is."""
    addresses = trees[name].pages["404.html"].addresses
    assert [one for one in addresses if not one.startswith(("/", "https://", "#", "mailto:"))] == []


@each_site
def test_each_language_of_a_page_names_all_the_others_and_itself(trees: dict[str, Tree], name: str) -> None:
    tree = trees[name]
    told = {path: _languages(tree, path) for path in tree.pages}
    pages = {path for path, languages in told.items() if languages}
    assert len(pages) > 10
    for path in pages:
        assert told[path][tree.pages[path].language] == tree.base + path.removesuffix("index.html")
        for other in told[path].values():
            assert told[f"{other.removeprefix(tree.base)}index.html"] == told[path]


def _languages(tree: Tree, path: str) -> dict[str, str]:
    """Addresses of the same page by language."""
    return {
        link["hreflang"]: urljoin(tree.base + path, link["href"])
        for link in tree.pages[path].heads
        if "hreflang" in link
    }


@each_site
def test_pictures_of_shared_links_have_the_size_that_networks_ask_for(trees: dict[str, Tree], name: str) -> None:
    tree = trees[name]
    cards = {page.content["og:image"] for page in tree.pages.values() if "og:image" in page.content}
    assert cards
    for card in cards:
        with Image.open(tree.folder / card.removeprefix(tree.base)) as image:
            assert (image.format, image.size) == ("PNG", (1200, 627))


BROKEN = {
    "index.html": (
        '<!doctype html><html lang="en"><head><title>x</title><link rel="alternate" hreflang="de" href="de/">'
        '<meta property="og:image" content="https://site.example.org/r/no-card.png">'
        '<script type="application/ld+json">{"image": "https://site.example.org/r/no-image.png"}</script></head>'
        '<body><p id="here"></p><a href="#here">1</a><a href="#nowhere">2</a><a href="below/#there">3</a>'
        '<img srcset="small.png 1x, large.png 2x" src="small.png"><label for="absent">4</label>'
        '<a href="verify/#is=state">5</a><a href="../outside/">6</a><a href="https://elsewhere.example.org/">7</a>'
        "</body></html>"
    ),
    "below/index.html": '<!doctype html><meta http-equiv="refresh" content="0; url=../gone/"><p>x',
    "verify/index.html": "<!doctype html>",
    "small.png": "",
    "style.css": "a { background: url(no.png) } b { background: url(data:image/png,x) }",
    "picture.svg": '<svg xmlns="http://www.w3.org/2000/svg"><use href="#own"/><image href="no.png"/></svg>',
    "feed.atom": '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://site.example.org/r/no-entry/"/></feed>',
    "catalog.json": json.dumps(
        {"id": "https://site.example.org/r/verify/#part", "page": "https://site.example.org/r/no/"}
    ),
    "revocations.csv": "credential\nhttps://site.example.org/r/credentials/no/\n",
    "robots.txt": "Sitemap: https://site.example.org/r/no-sitemap.xml\n",
}


def test_whatever_is_broken_is_noticed(tmp_path: Path) -> None:
    for path, text in BROKEN.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    tree = Tree.read(tmp_path, "https://site.example.org/r/")
    base = "https://site.example.org/r"
    assert Counter(tree.broken()) == Counter(
        [
            "index.html: de/",
            f"index.html: {base}/no-card.png",
            f"index.html: {base}/no-image.png",
            "index.html: #nowhere",
            "index.html: below/#there",
            "index.html: large.png",
            "index.html: #absent",
            "index.html: ../outside/",
            "below/index.html: ../gone/",
            "style.css: no.png",
            "picture.svg: no.png",
            f"feed.atom: {base}/no-entry/",
            f"catalog.json: {base}/no/",
            f"revocations.csv: {base}/credentials/no/",
            f"robots.txt: {base}/no-sitemap.xml",
        ]
    )
