"""Connections to addresses that were looked at first, each with one deadline over all that it does."""

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

LookUp = Callable[[str, int], Iterable[str]]
"""The IP addresses of a host name and port, as text.  Raises OSError."""

# Relays of 6to4 (RFC 7526) and addresses of examples (RFC 9637), which Python does not call private everywhere.
_UNUSED_IPV4 = ipaddress.ip_network("192.88.99.0/24")
_UNUSED_IPV6 = ipaddress.ip_network("3fff::/20")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Connection(http.client.HTTPSConnection):
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
        """Connect to the first address that answers, and greet it under the host's name."""
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
        if ip.sixtofour is not None or ip.teredo is not None or ip.is_site_local or ip in _UNUSED_IPV6:
            return False
    elif ip in _UNUSED_IPV4:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _remaining(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def addresses_within(deadline: float, look_up: LookUp, host: str, port: int) -> list[str]:
    """What `look_up` finds before the deadline, an instant of `time.monotonic`.

    Raises TimeoutError, and whatever `look_up` raises.
    """
    # The system's resolver cannot be given a time limit; a thread that is still waiting is left behind.
    outcome: list[list[str] | BaseException] = []

    def run() -> None:
        try:
            outcome.append(list(look_up(host, port)))
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
