"""Asking the network, on the verifier's own terms.

The addresses come from a document that a stranger wrote.  So: https only, every redirect checked anew, no
address that is not public, the connection made to the very address that was checked (a name that answers
differently the second time gains nothing), one deadline over everything, a bounded body, no compression,
no cookies, no proxies, certificates always checked.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from conferral.standards.baking import MAX_IMAGE_BYTES
from conferral.verify.connecting import Connection, LookUp, addresses_within, is_public, system_addresses
from conferral.verify.resolving import (
    FetchError,
    NotFoundError,
    RefusedError,
    UnreachableError,
    is_preview,
)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host answers: its status, its headers by name in lower case, the body, and where redirects led to."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    place: str


class HTTPSResolver:
    """Fetches over HTTPS within limits.

    `timeout` is the total for one address, redirects included, in seconds; `max_bytes` bounds a body, which may be a
    picture; `max_redirects` the hops.  `look_up` turns a name into IP addresses, `allowed` says which of them may be
    connected to, `context` holds the trusted certificates: the three are for tests and for closed networks.
    """

    def __init__(
        self,
        *,
        timeout: float = 10.0,
        max_bytes: int = MAX_IMAGE_BYTES,
        max_redirects: int = 5,
        look_up: LookUp | None = None,
        allowed: Callable[[str], bool] | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.timeout = timeout
        self.max_bytes = max_bytes
        self.max_redirects = max_redirects
        self._look_up = look_up or system_addresses
        self._allowed = allowed or is_public
        self._context = context or ssl.create_default_context()

    @property
    def note(self) -> str:
        """Nothing to add: the documents came from where they belong."""
        return ""

    def fetch(self, url: str) -> bytes:
        """The body that `url` answers with."""
        return self.fetch_from(url)[0]

    def fetch_from(self, url: str) -> tuple[bytes, str]:
        """The body that `url` answers with, and the address that redirects led to."""
        answer = self._follow(url, _needs_ok)
        return answer.body, answer.place

    def fetch_own(self, url: str) -> bytes:
        """The body that `url` answers with; no redirect may lead to another host."""
        return self._follow(url, _needs_ok, host=_host(url)).body

    def ask(self, url: str) -> Answer:
        """Whatever `url` answers with, which may be that there is nothing.  Raises as `fetch` does where none comes."""
        return self._follow(url, _takes_any)

    def _follow(self, url: str, accept: Callable[[int, str], None], host: tuple[str, int] | None = None) -> Answer:
        deadline = time.monotonic() + self.timeout
        place = url
        try:
            for _ in range(self.max_redirects + 1):
                answer = self._ask(place, deadline, accept)
                if isinstance(answer, Answer):
                    return answer
                place = _next(place, answer.location)
                if host is not None and _host(place) != host:
                    raise UnreachableError("it redirects to another host", url=url)
        except FetchError as error:
            # The caller knows the address it asked for, not the hop that failed.
            error.url = url
            raise
        times = f" more than {self.max_redirects} times" if self.max_redirects else ""
        raise UnreachableError(f"it redirects{times}", url=url)

    def _ask(self, url: str, deadline: float, accept: Callable[[int, str], None]) -> Answer | _Redirect:
        parts = _checked(url)
        host, port = _host(url)
        addresses = self._addresses(url, host, port, deadline)
        connection = Connection(host, port, addresses, self._context, deadline)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Accept": "application/vc, application/did+json, application/ld+json, application/json, */*;q=0.1",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "conferral",
        }
        try:
            connection.request("GET", target, headers=headers)
            return self._answer(connection.getresponse(), url, accept)
        except TimeoutError as error:
            raise UnreachableError(f"it did not answer within {self.timeout:g} seconds", url=url) from error
        except ssl.SSLCertVerificationError as error:
            raise UnreachableError("its certificate is not trusted", url=url) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UnreachableError("the connection failed", url=url) from error
        finally:
            connection.hang_up()

    def _addresses(self, url: str, host: str, port: int, deadline: float) -> list[str]:
        try:
            addresses = addresses_within(deadline, self._look_up, host, port)
        except TimeoutError as error:
            raise UnreachableError(f"it did not answer within {self.timeout:g} seconds", url=url) from error
        except (OSError, UnicodeError) as error:
            raise UnreachableError("there is no such host", url=url) from error
        if not addresses:
            raise UnreachableError("there is no such host", url=url)
        if not all(self._allowed(address) for address in addresses):
            raise RefusedError("its host is not on the public internet", url=url)
        return addresses

    def _answer(
        self, response: http.client.HTTPResponse, url: str, accept: Callable[[int, str], None]
    ) -> Answer | _Redirect:
        location = response.getheader("Location")
        if response.status in _REDIRECTS and location:
            return _Redirect(location)
        accept(response.status, url)
        if response.getheader("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
            raise UnreachableError("it answers in a compressed form that was not asked for", url=url)
        body = bytearray()
        # A body one byte over the limit is enough to know; a length announced may be a lie.
        while len(body) <= self.max_bytes:
            part = response.read(min(_CHUNK, self.max_bytes + 1 - len(body)))
            if not part:
                break
            body += part
        if len(body) > self.max_bytes:
            raise UnreachableError(f"it answers with more than {_size(self.max_bytes)}", url=url)
        if response.length:
            raise UnreachableError("its answer broke off", url=url)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=headers, body=bytes(body), place=url)


class _Redirect:
    __slots__ = ("location",)

    def __init__(self, location: str) -> None:
        self.location = location


def _needs_ok(status: int, url: str) -> None:
    if status in _GONE:
        raise NotFoundError(f"it answers {status}", url=url)
    if status != 200:
        raise UnreachableError(f"it answers {status}", url=url)


def _takes_any(_status: int, _url: str) -> None:
    """Nothing is refused."""


def _next(place: str, location: str) -> str:
    try:
        return urljoin(place, location)
    except ValueError as error:
        raise RefusedError("it redirects to what is no address", url=place) from error


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError("it is no address", url=url) from error
    if parts.scheme != "https":
        raise RefusedError("it is no https address", url=url)
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not plain or not parts.hostname or "@" in parts.netloc or port == 0:
        raise RefusedError("it is no plain https address", url=url)
    if is_preview(url):
        raise RefusedError("it belongs to a preview", url=url)
    return parts


def _host(url: str) -> tuple[str, int]:
    parts = _checked(url)
    return parts.hostname or "", parts.port or 443


def _size(number: int) -> str:
    return f"{number >> 20} MiB" if number >= 1 << 20 else f"{number} bytes"
