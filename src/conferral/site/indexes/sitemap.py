"""sitemap.xml and robots.txt: what search engines should find.

The catalogue's pages in every language, and a registry's own; never credentials, which are for whoever was given
their address.  No page has a date of its last change: a badge's page changes with every award, and saying so would
be no news, while saying less would be untrue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from conferral import addresses
from conferral.site.indexes.published_xml import xml_document
from conferral.site.pages import CataloguePage

MOST = 10_000
"""Pages in one file; sitemaps.org allows five times as many, and 50 MB, which many languages would exceed."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(base_url: str, pages: Iterable[CataloguePage], own: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """sitemap.xml as a site path and its content, and the files that it names where it is an index of several.

    `own` are the site paths of pages that the registry has written itself.
    """
    listed = [_url(base_url, page.path, page) for page in pages if page.indexed]
    listed += [_url(base_url, path, None) for path in own]
    if len(listed) <= MOST:
        yield addresses.SITEMAP, _document("urlset", listed)
        return
    parts = []
    for number, start in enumerate(range(0, len(listed), MOST), 1):
        path = addresses.sitemap_part(number)
        yield path, _document("urlset", listed[start : start + MOST])
        part = ET.Element("sitemap")
        ET.SubElement(part, "loc").text = addresses.url(base_url, path)
        parts.append(part)
    yield addresses.SITEMAP, _document("sitemapindex", parts)


def robots(base_url: str) -> bytes | None:
    """robots.txt; None where the site lies below its host's top, since nobody would read it there."""
    if urlsplit(base_url).path:
        return None
    return f"User-agent: *\nAllow: /\n\nSitemap: {addresses.url(base_url, addresses.SITEMAP)}\n".encode()


def _url(base_url: str, path: str, page: CataloguePage | None) -> ET.Element:
    url = ET.Element("url")
    ET.SubElement(url, "loc").text = addresses.url(base_url, path)
    translations = page.translations if page else {}
    if len(translations) > 1:
        first = next(iter(translations.values()))
        for code, translated in (*translations.items(), ("x-default", first)):
            address = addresses.url(base_url, translated)
            ET.SubElement(url, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": address})
    return url


def _document(name: str, parts: Sequence[ET.Element]) -> bytes:
    root = ET.Element(name, {"xmlns": _NAMESPACE, "xmlns:xhtml": _XHTML})
    root.extend(parts)
    return xml_document(root)
