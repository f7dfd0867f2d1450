"""One verification does only so much: documents may name others or hold them, and these again others."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from conferral.standards.canonical import Effort
from conferral.verify.resolving import Resolver, UnreachableError, fetch_from, fetch_own

MOST_FETCHES = 200
"""Addresses that are asked for one credential, with all that is embedded in it."""

MOST_BYTES = 32 << 20
"""Bytes of all that is fetched for one credential: whatever comes has to be read, too."""

MOST_SECONDS = 60.0
"""Time after which nothing more is asked."""

_TOO_MUCH = "too much had to be fetched before"


class BoundedResolver:
    """Asks `resolver`, until one verification has asked too much or for too long; `begin` starts the next.

    `effort` is what the canonical forms of that verification may take.
    """

    def __init__(self, resolver: Resolver, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._resolver = resolver
        self._clock = clock
        self.effort = Effort()
        self._known: Mapping[str, bytes] = {}
        self.begin()

    @property
    def note(self) -> str:
        """What the resolver that is asked cannot show."""
        return self._resolver.note

    def is_spent(self) -> bool:
        """Whether there is nothing left of something.  What was found then is no news about any address."""
        return self._left < 0 or self._bytes < 0 or self.effort.is_spent or self._clock() > self._deadline

    def begin(self) -> None:
        """Count from here."""
        self._known = {}
        self._left = MOST_FETCHES
        self._bytes = MOST_BYTES
        self.effort.begin()
        self._deadline = self._clock() + MOST_SECONDS

    def begin_at(self, url: str) -> bytes:
        """What stands under `url`; count from here.

        Where the verification needs the same again, it counts and is not asked for a second time.
        """
        content = self._resolver.fetch(url)
        self.begin()
        self._known = {url: content}
        return content

    def fetch(self, url: str) -> bytes:
        """What stands under `url`."""
        self._count(url)
        content = self._known.get(url)
        return self._weighed(self._resolver.fetch(url) if content is None else content, url)

    def fetch_own(self, url: str) -> bytes:
        """What stands under `url` at its own host."""
        self._count(url)
        return self._weighed(fetch_own(self._resolver, url), url)

    def fetch_from(self, url: str) -> tuple[bytes, str]:
        """What stands under `url`, and the address that redirects led to."""
        self._count(url)
        content, place = fetch_from(self._resolver, url)
        return self._weighed(content, url), place

    def _count(self, url: str) -> None:
        self._left -= 1
        if self._left < 0 or self._bytes < 0:
            raise UnreachableError(_TOO_MUCH, url=url)
        if self._clock() > self._deadline:
            raise UnreachableError("fetching took too long before", url=url)

    def _weighed(self, content: bytes, url: str) -> bytes:
        self._bytes -= len(content)
        if self._bytes < 0:
            raise UnreachableError(_TOO_MUCH, url=url)
        return content
