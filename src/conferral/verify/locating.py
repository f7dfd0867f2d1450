"""From an address that a person has to the credential: the file itself, or the page that is about it."""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from conferral.verify.pages import looks_like_page
from conferral.verify.resolving import NotFoundError, RefusedError, Resolver, fetch_from

_LONGEST_HEAD = 1 << 18  # bytes of a page in which the link must stand
_TYPES = frozenset({"application/ld+json", "application/vc", "application/vc+jwt"})


def fetch_credential(url: str, resolver: Resolver) -> bytes:
    """What stands at `url`, or, where that is a page, the credential that the page links to.

    A page of a registry of conferral lies in one folder with its `credential.json`.  Pages of others are looked
    through for a link with `rel="alternate"` and the type of a credential.

    Raises `FetchError`, also for a page that names no credential.
    """
    address = re.split(r"[?#]", url, maxsplit=1)[0]
    if address.endswith("/"):
        try:
            content = resolver.fetch(f"{address}credential.json")
        except NotFoundError:
            content = b""
        if content and not looks_like_page(content):
            return content
    content, place = fetch_from(resolver, url)
    if looks_like_page(content):
        place = _linked(content, place, url)
        content = resolver.fetch(place)
        if looks_like_page(content):
            raise NotFoundError(_NAMES_NONE, url=place)
    return content


_NAMES_NONE = "it is a web page that names no credential"


def _linked(page: bytes, place: str, url: str) -> str:
    """The address of the credential that a page names, which stands at `place` and was asked for by `url`."""
    finder = _LinkFinder()
    with suppress(AssertionError):  # how the parser ends on some declarations; what it found before stands
        finder.feed(page[:_LONGEST_HEAD].decode("utf-8", "replace"))
    if finder.found is None:
        raise NotFoundError(_NAMES_NONE, url=url)
    try:
        return urldefrag(urljoin(place, finder.found)).url
    except ValueError as error:
        raise RefusedError("it is a web page whose link to a credential is no address", url=url) from error


class _LinkFinder(HTMLParser):
    found: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "link" or self.found is not None:
            return
        given: dict[str, str] = {}
        for name, value in attrs:
            given.setdefault(name, value or "")  # of attributes that stand twice, browsers take the first
        if "alternate" in given.get("rel", "").lower().split() and given.get("type", "").lower() in _TYPES:
            self.found = given.get("href", "").strip() or None
