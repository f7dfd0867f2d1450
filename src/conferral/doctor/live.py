"""The site as its host serves it: every address asked once, all of them together within limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from conferral.verify.https import Answer
from conferral.verify.resolving import FetchError, NotFoundError, UnreachableError

MOST_ASKED = 5_000
"""Addresses that one examination asks for."""

MOST_BYTES = 512 << 20
"""Bytes that one examination takes in."""

_GONE = frozenset({404, 410})


class Asking(Protocol):
    """What asks a host: `conferral.verify.HTTPSResolver`."""

    def ask(self, url: str) -> Answer:
        """Whatever `url` answers with.  Raises FetchError where no answer comes."""


class LiveSite:
    """The site under `base_url`, a resolver for the verifier as well: what both ask for is fetched once.

    `base_url` has no slash at its end.
    """

    note = ""
    """Nothing to add: the documents came from where they belong."""

    def __init__(self, base_url: str, host: Asking) -> None:
        self.base_url = base_url
        self._host = host
        self._asked: dict[str, Answer | FetchError] = {}
        self._bytes = 0

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Every answer so far, by the address that was asked."""
        return MappingProxyType({url: found for url, found in self._asked.items() if isinstance(found, Answer)})

    def url(self, path: str) -> str:
        """The address of a site path."""
        return f"{self.base_url}/{path}"

    def ask(self, path: str) -> Answer:
        """Whatever stands at a site path, be it that nothing does.  Raises FetchError where no answer comes."""
        return self.ask_at(self.url(path))

    def ask_at(self, url: str) -> Answer:
        """Whatever stands at an address.  Raises FetchError where no answer comes."""
        if url not in self._asked:
            self._asked[url] = self._fetch(url)
        found = self._asked[url]
        if isinstance(found, FetchError):
            raise found
        return found

    def fetch(self, url: str) -> bytes:
        """What stands at an address, as a verifier asks for it (`conferral.verify.Resolver`)."""
        answer = self.ask_at(url)
        if answer.status in _GONE:
            raise NotFoundError(f"it answers {answer.status}", url=url)
        if answer.status != 200:
            raise UnreachableError(f"it answers {answer.status}", url=url)
        return answer.body

    def _fetch(self, url: str) -> Answer | FetchError:
        if len(self._asked) >= MOST_ASKED or self._bytes > MOST_BYTES:
            return UnreachableError("too much had to be fetched before", url=url)
        try:
            answer = self._host.ask(url)
        except FetchError as error:
            return error
        self._bytes += len(answer.body)
        return answer
