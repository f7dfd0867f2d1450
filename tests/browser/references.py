"""Whatever the files of a site refer to: pages, styles, pictures, feeds, lists, signed documents."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

ADDRESSES = {"href", "src", "poster", "data", "action", "formaction", "cite", "xlink:href", "background"}
OF_IDS = {"for", "list", "form", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"}
METADATA = {"og:image", "og:url", "twitter:image", "og:image:secure_url"}


@dataclass
class Page:
    """What an HTML file refers to, and the ids it has.

    `addresses` are as written.  `links` are those of `<a>` alone, `heads` the `<link>` elements of its head.  `named`
    are ids that it refers to.  `content` has by name what its `<meta>` elements say.
    """

    addresses: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    content: dict[str, str] = field(default_factory=dict)
    structured: list[Any] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)
    language: str = ""


def read_page(text: str) -> Page:
    """What an HTML file refers to."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._data: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._read(tag, {name: value or "" for name, value in attrs})

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._data is not None:
            self.page.structured.append(json.loads("".join(self._data)))
            self._data = None

    def _read(self, tag: str, attributes: dict[str, str]) -> None:
        page = self.page
        if tag == "html":
            page.language = attributes.get("lang", "")
        if tag == "script" and attributes.get("type") == "application/ld+json":
            self._data = []
        if tag == "link":
            page.heads.append(attributes)
        if tag == "a" and "href" in attributes:
            page.links.append(attributes["href"])
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("http-equiv", "").lower()
            page.content[name] = content = attributes.get("content", "")
            if name in METADATA:
                page.addresses.append(content)
            if name == "refresh":
                page.addresses.append(re.sub(r"^[\d.]+\s*;\s*url=", "", content, flags=re.IGNORECASE))
        for name, value in attributes.items():
            if name in ADDRESSES:
                page.addresses.append(value)
            elif name in {"srcset", "imagesrcset"}:
                page.addresses += [part.split()[0] for part in value.split(",") if part.strip()]
            elif name in OF_IDS:
                page.named += value.split()
            elif name == "id":
                page.ids[value] += 1


@dataclass(frozen=True, slots=True)
class Tree:
    """Every file of a site whose address is `base`, which ends with a slash."""

    folder: Path
    base: str
    pages: dict[str, Page]

    @classmethod
    def read(cls, folder: Path, base: str) -> Tree:
        """The site in a folder; its pages by site path."""
        files = sorted(folder.rglob("*.html"))
        pages = {file.relative_to(folder).as_posix(): read_page(file.read_text("utf-8")) for file in files}
        return cls(folder, base, pages)

    def broken(self) -> list[str]:
        """Every reference to what is not there, as "file: address"."""
        found = [
            f"{path}: {address}"
            for path, page in self.pages.items()
            for address in page.addresses
            if not self.leads_somewhere(path, address)
        ]
        found += [f"{path}: #{name}" for path, page in self.pages.items() for name in page.named if not page.ids[name]]
        for file in sorted(self.folder.rglob("*")):
            path = file.relative_to(self.folder).as_posix()
            read = _READERS.get(file.suffix, _nothing)
            found += [
                f"{path}: {address}"
                for address in read(file.read_text("utf-8") if read is not _nothing else "")
                if (file.suffix in {".css", ".svg"} or address.startswith(self.base))
                and not self.leads_somewhere(path, address.partition("#")[0] if file.suffix == ".json" else address)
            ]
        found += [
            f"{path}: {address}"
            for path, page in self.pages.items()
            for address in strings(page.structured)
            if address.startswith(self.base) and not self.leads_somewhere(path, address.partition("#")[0])
        ]
        return found

    def leads_somewhere(self, path: str, address: str) -> bool:
        """Whether what a file refers to is there, its fragment too; what lies elsewhere is believed."""
        target = urlsplit(urljoin(self.base + path, address))
        whole = target._replace(fragment="", query="").geturl()
        if target.netloc != urlsplit(self.base).netloc:
            return True
        if not f"{whole}/".startswith(self.base):
            return False
        name = unquote(whole[len(self.base) :])
        if not name or name.endswith("/"):
            name += "index.html"
        # states of a page that its script reads are no places in it
        if target.fragment and "=" not in target.fragment:
            return name in self.pages and self.pages[name].ids[unquote(target.fragment)] > 0
        return (self.folder / name).is_file()

    def reached(self) -> set[str]:
        """The pages that links lead to from the home page, over any number of others."""
        found, waiting = {"index.html"}, ["index.html"]
        while waiting:
            path = waiting.pop()
            for address in self.pages[path].links:
                whole = urlsplit(urljoin(self.base + path, address))._replace(fragment="", query="").geturl()
                name = unquote(whole.removeprefix(self.base))
                name += "index.html" if not name or name.endswith("/") else ""
                if name in self.pages and name not in found:
                    found.add(name)
                    waiting.append(name)
        return found


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value, keys aside."""
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from strings(part)
        case list():
            for part in value:
                yield from strings(part)


def _in_xml(text: str) -> Iterator[str]:
    for element in ElementTree.fromstring(text).iter():  # noqa: S314 -- written by the build
        yield (element.text or "").strip()
        yield from element.attrib.values()


def _in_css(text: str) -> Iterator[str]:
    for found in re.findall(r"url\(\s*[\"']?([^)\"']+)", text):
        if not found.startswith(("data:", "#")):
            yield found


def _in_svg(text: str) -> Iterator[str]:
    yield from _in_css(text)
    yield from re.findall(r"href=[\"']([^#\"'][^\"']*)", text)


def _in_csv(text: str) -> Iterator[str]:
    for row in csv.reader(text.splitlines()):
        yield from row


def _in_json(text: str) -> Iterator[str]:
    yield from strings(json.loads(text))


def _in_lines(text: str) -> Iterator[str]:
    yield from text.split()


def _nothing(_text: str) -> Iterator[str]:
    yield from ()


_READERS: dict[str, Callable[[str], Iterator[str]]] = {
    ".atom": _in_xml,
    ".css": _in_css,
    ".csv": _in_csv,
    ".json": _in_json,
    ".svg": _in_svg,
    ".txt": _in_lines,
    ".xml": _in_xml,
}
