"""From an address that a person has to the credential: the file itself, or the page that is about it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

from conferral.verify.resolving import NotFoundError, Resolver

_LONGEST_HEAD = 1 << 16  # characters of a page in which the link must stand
_TYPES = frozenset({"application/ld+json", "application/vc", "application/vc+jwt"})


def fetch_credential(url: str, resolver: Resolver) -> bytes:
    """What stands at `url`, or, where that is a page, the credential that the page links to.

    A page of a registry of conferral lies in one folder with its `credential.json`.  Pages of others are looked
    through for a link with `rel="alternate"` and the type of a credential.

    Raises `FetchError`.
    """
    if url.endswith("/"):
        try:
            return resolver.fetch(f"{url}credential.json")
        except NotFoundError:
            pass
    content = resolver.fetch(url)
    link = _alternate(content)
    return content if link is None else resolver.fetch(urljoin(url, link))


def _alternate(content: bytes) -> str | None:
    head = content[:_LONGEST_HEAD].decode("utf-8", "replace")
    if not head.lstrip("\ufeff \t\r\n")[:9].lower().startswith(("<!doctype", "<html")):
        return None
    finder = _LinkFinder()
    finder.feed(head)
    return finder.found


class _LinkFinder(HTMLParser):
    found: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        kinds = (given.get("rel") or "").lower().split()
        if tag == "link" and self.found is None and "alternate" in kinds and given.get("type") in _TYPES:
            self.found = given.get("href")
