"""Every page of both sites as a file: what it refers to is there, and its elements fit into each other."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.browser.sites import Site

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

REFERENCES = {"href", "src", "poster", "data", "action", "xlink:href"}
NEVER_CLOSED = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Parsed:
    """What an HTML file refers to, the ids it has, and elements that were not closed where they should have been."""

    references: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    misfits: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parsed = Parsed()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(attrs)
        if tag not in NEVER_CLOSED:
            self._open.append(tag)

    def handle_startendtag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.parsed.misfits.append(f"</{tag}> at line {self.getpos()[0]}")

    def close(self) -> None:
        super().close()
        self.parsed.misfits += [f"<{tag}> is never closed" for tag in self._open]

    def _attributes(self, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in REFERENCES:
                self.parsed.references.append(value or "")
            elif name == "srcset":
                self.parsed.references += [part.split()[0] for part in (value or "").split(",") if part.strip()]
            elif name == "id":
                self.parsed.ids[value or ""] += 1


@pytest.fixture(scope="module")
def parsed(sites: dict[str, Site]) -> dict[str, dict[Path, Parsed]]:
    """Every HTML file of every site."""
    return {name: {file: _parse(file) for file in _pages(site.served.folder)} for name, site in sites.items()}


each_site = pytest.mark.parametrize("name", ["preview", "live"])


@each_site
def test_every_link_within_the_site_leads_somewhere(
    sites: dict[str, Site], parsed: dict[str, dict[Path, Parsed]], name: str
) -> None:
    folder = sites[name].served.folder
    base = json.loads((folder / "catalog.json").read_bytes())["base_url"] + "/"
    assert len(parsed[name]) > 5
    assert [
        f"{page.relative_to(folder)}: {reference}"
        for page, content in parsed[name].items()
        for reference in content.references
        if not _leads_somewhere(parsed[name], folder, base, page, reference)
    ] == []


@each_site
def test_every_link_that_leaves_the_site_is_https(parsed: dict[str, dict[Path, Parsed]], name: str) -> None:
    schemes = Counter(
        urlsplit(reference).scheme for content in parsed[name].values() for reference in content.references
    )
    # ESCO names its concepts by http addresses, which an alignment has to repeat letter by letter
    assert set(schemes) <= {"", "https", "http", "mailto"}
    assert {
        urlsplit(reference).hostname
        for content in parsed[name].values()
        for reference in content.references
        if urlsplit(reference).scheme == "http"
    } <= {"data.europa.eu"}


@each_site
def test_elements_fit_into_each_other_and_ids_are_taken_once(parsed: dict[str, dict[Path, Parsed]], name: str) -> None:
    for page, content in parsed[name].items():
        assert (page, content.misfits) == (page, [])
        assert (page, [taken for taken, times in content.ids.items() if times > 1]) == (page, [])


@each_site
def test_every_file_of_the_sitemap_is_there_and_no_credential_is_in_it(sites: dict[str, Site], name: str) -> None:
    folder = sites[name].served.folder
    base = json.loads((folder / "catalog.json").read_bytes())["base_url"] + "/"
    listed = [part.split("</loc>")[0] for part in (folder / "sitemap.xml").read_text().split("<loc>")[1:]]
    assert listed
    for address in listed:
        path = address.removeprefix(base)
        assert (folder / path / "index.html").is_file(), address
        assert not path.startswith("credentials/")


def _pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def _parse(file: Path) -> Parsed:
    parser = _Parser()
    parser.feed(file.read_text(encoding="utf-8"))
    parser.close()
    return parser.parsed


def _leads_somewhere(pages: dict[Path, Parsed], folder: Path, base: str, page: Path, reference: str) -> bool:
    """Whether a reference is there, its fragment too; what lies elsewhere is believed."""
    own = urljoin(base, page.relative_to(folder).as_posix())
    target = urlsplit(urljoin(own, reference))
    address = target._replace(fragment="", query="").geturl()
    if target.netloc != urlsplit(base).netloc:
        return True
    if not f"{address}/".startswith(base) or not reference:
        return False
    file = folder / unquote(address[len(base) :])
    if address.endswith("/") or file == folder:
        file /= "index.html"
    if target.fragment:
        return file in pages and unquote(target.fragment) in pages[file].ids
    return file.is_file()
