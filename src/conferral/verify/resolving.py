"""Fetching what a verification needs: the issuer's keys, the status list, the published copy.

A `Resolver` turns an address into bytes.  Two are given: `conferral.verify.HTTPSResolver` asks the network,
`conferral.verify.FolderResolver` a folder that holds a copy of a registry's site.  Anything else with the
same two members will do.
"""

from __future__ import annotations

import re
from typing import Protocol, runtime_checkable

from conferral.errors import UndecidedError

PREVIEW_HOST = "preview.invalid"
"""The host of every preview: a name that can never resolve (RFC 2606, section 2)."""


class FetchError(UndecidedError):
    """Something could not be fetched.  `url` is its address; the message is a clause about it, as in "it timed out"."""

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url


class UnreachableError(FetchError):
    """No answer, or none that can be used.  Asking again later may help."""


class NotFoundError(FetchError):
    """The place was reached and holds nothing under this address."""


class RefusedError(FetchError):
    """This resolver does not go to such addresses."""


class Resolver(Protocol):
    """Where documents come from."""

    @property
    def note(self) -> str:
        """A sentence for the report on what this way of fetching cannot show; empty if there is none."""

    def fetch(self, url: str) -> bytes:
        """What stands under the https address `url`.

        Raises:
            NotFoundError: nothing stands there.
            UnreachableError: it could not be asked.
            RefusedError: it must not be asked.
        """


@runtime_checkable
class Following(Resolver, Protocol):
    """A resolver that tells where redirects led."""

    def fetch_from(self, url: str) -> tuple[bytes, str]:
        """What stands under `url`, and the address that redirects led to.  Raises as `fetch` does."""


def fetch_from(resolver: Resolver, url: str) -> tuple[bytes, str]:
    """What stands under `url`, and where: `url` itself, unless the resolver tells of redirects."""
    return resolver.fetch_from(url) if isinstance(resolver, Following) else (resolver.fetch(url), url)


@runtime_checkable
class Staying(Resolver, Protocol):
    """A resolver that can keep to one host."""

    def fetch_own(self, url: str) -> bytes:
        """What stands under `url` at its own host: a redirect may not lead to another.  Raises as `fetch` does."""


def fetch_own(resolver: Resolver, url: str) -> bytes:
    """What stands under `url` at its own host, as far as the resolver can tell."""
    return resolver.fetch_own(url) if isinstance(resolver, Staying) else resolver.fetch(url)


def is_preview(address: str) -> bool:
    """Whether an https address or a did:web identifier belongs to a preview."""
    if PREVIEW_HOST not in address.lower():  # as it is nearly always
        return False
    place = address.removeprefix("did:web:").removeprefix("https://")
    return re.split(r"[/:?#]|%3A", place, maxsplit=1)[0].rstrip(".").lower() == PREVIEW_HOST
