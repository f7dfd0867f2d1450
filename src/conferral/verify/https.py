"""Asking the network, on the verifier's own terms.

The addresses come from a document that a stranger wrote.  So: https only, every redirect checked anew, no
address that is not public, the connection made to the very address that was checked (a name that answers
differently the second time gains nothing), one deadline over everything, a bounded body, no compression,
no cookies, no proxies, certificates always checked.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from conferral.verify.resolving import (
    FetchError,
    NotFoundError,
    RefusedError,
    UnreachableError,
    is_preview,
)

LookUp = Callable[[str, int], Iterable[str]]
"""The IP addresses of a host name and port, as text.  Raises OSError."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CHUNK = 1 << 16


class HTTPSResolver:
    """Fetches over HTTPS within limits.

    `timeout` is the total for one address, redirects included, in seconds; `max_bytes` bounds a body;
    `max_redirects` the hops.  `look_up` turns a name into IP addresses, `allowed` says which of them may be
    connected to, `context` holds the trusted certificates: the three are for tests and for closed networks.
    """

    def __init__(
        self,
        *,
        timeout: float = 10.0,
        max_bytes: int = 5 << 20,
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
        deadline = time.monotonic() + self.timeout
        place = url
        try:
            for _ in range(self.max_redirects + 1):
                answer = self._ask(place, deadline)
                if isinstance(answer, bytes):
                    return answer
                place = urljoin(place, answer.location)
        except FetchError as error:
            # The caller knows the address it asked for, not the hop that failed.
            error.url = url
            raise
        raise UnreachableError(f"it redirects more than {self.max_redirects} times", url=url)

    def _ask(self, url: str, deadline: float) -> bytes | _Redirect:
        parts = _checked(url)
        host, port = parts.hostname or "", parts.port or 443
        addresses = self._addresses(url, host, port, deadline)
        connection = _Connection(host, port, addresses, self._context, deadline)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Accept": "application/vc, application/did+json, application/ld+json, application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "conferral",
        }
        try:
            connection.request("GET", target, headers=headers)
            return self._answer(connection.getresponse(), url)
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
            addresses = _within(deadline, lambda: list(self._look_up(host, port)))
        except TimeoutError as error:
            raise UnreachableError(f"it did not answer within {self.timeout:g} seconds", url=url) from error
        except (OSError, UnicodeError) as error:
            raise UnreachableError("there is no such host", url=url) from error
        if not addresses:
            raise UnreachableError("there is no such host", url=url)
        if not all(self._allowed(address) for address in addresses):
            raise RefusedError("its host is not on the public internet", url=url)
        return addresses

    def _answer(self, response: http.client.HTTPResponse, url: str) -> bytes | _Redirect:
        location = response.getheader("Location")
        if response.status in _REDIRECTS and location:
            return _Redirect(location)
        if response.status in _GONE:
            raise NotFoundError(f"it answers {response.status}", url=url)
        if response.status != 200:
            raise UnreachableError(f"it answers {response.status}", url=url)
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
        return bytes(body)


class _Redirect:
    __slots__ = ("location",)

    def __init__(self, location: str) -> None:
        self.location = location


class _Connection(http.client.HTTPSConnection):
    """A connection to addresses that were checked, under the host's own name, within a deadline."""

    def __init__(self, host: str, port: int, addresses: list[str], context: ssl.SSLContext, deadline: float) -> None:
        super().__init__(host, port, context=context)
        self._addresses = addresses
        self._tls = context
        self._deadline = deadline
        self._secure: ssl.SSLSocket | None = None

    def hang_up(self) -> None:
        """End the connection for good; `close` only ends http.client's part in it."""
        self.close()
        if self._secure is not None:
            self._secure.close()

    def connect(self) -> None:
        plain = self._first_that_answers()
        try:
            plain.settimeout(_remaining(self._deadline))
            self._secure = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
        self.sock = _DeadlineSocket(self._secure, self._deadline)

    def _first_that_answers(self) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in self._addresses:
            try:
                return socket.create_connection((address, self.port), timeout=_remaining(self._deadline))
            except TimeoutError:
                raise
            except OSError as error:
                failure = error
        raise failure


class _DeadlineSocket:
    """The part of a socket that http.client uses; each operation gets what is left of the time.

    A plain timeout starts afresh with every byte that drips in.
    """

    def __init__(self, sock: ssl.SSLSocket, deadline: float) -> None:
        self._sock = sock
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(_remaining(self._deadline))
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        if mode != "rb":
            raise ValueError(f'got mode "{mode}", expected "rb"')
        return io.BufferedReader(_DeadlineReader(self._sock, self._deadline))

    def close(self) -> None:
        # http.client closes as soon as it has read the head of a last answer; the body is still to come.
        pass


class _DeadlineReader(io.RawIOBase):
    def __init__(self, sock: ssl.SSLSocket, deadline: float) -> None:
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(_remaining(self._deadline))
        return self._sock.recv_into(buffer)


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


def system_addresses(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver knows for `host`, each once, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address lies on the public internet, wrapped forms of IPv4 included."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)))
        if ip.sixtofour is not None or ip.teredo is not None or ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _remaining(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _within(deadline: float, work: Callable[[], list[str]]) -> list[str]:
    # The system's resolver cannot be given a time limit; a thread that is still waiting is left behind.
    outcome: list[list[str] | BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except Exception as error:  # noqa: BLE001 - handed over to the caller's thread
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True, name="conferral name lookup")
    thread.start()
    thread.join(_remaining(deadline))
    if not outcome:
        raise TimeoutError
    result = outcome[0]
    if isinstance(result, BaseException):
        raise result
    return result


def _size(number: int) -> str:
    return f"{number >> 20} MiB" if number >= 1 << 20 else f"{number} bytes"
