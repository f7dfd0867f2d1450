"""The did:web method: where the document of an identifier is, and which identifier a folder has."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from conferral.errors import DIDError

_PREFIX = "did:web:"
_MAXIMUM_CHARACTERS = 1_000
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
_PORT = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
# DID Core allows these characters, and percent signs with two digits, in a method-specific id.
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+", re.ASCII)
_URL_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+", re.ASCII)


def did_for_url(url: str) -> str:
    """The did:web identifier whose document lies in the folder `url`, an https URL.

    `https://example.org/issuers/a/` gives `did:web:example.org:issuers:a`.  Raises `DIDError`.
    """
    if len(url) > _MAXIMUM_CHARACTERS:
        raise DIDError(f"got an address of {len(url)} characters, expected at most {_MAXIMUM_CHARACTERS}")
    wrong = f"got address {url!r}, expected "
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise DIDError(f"{wrong}a valid https address") from error
    if parts.scheme != "https":
        raise DIDError(f"{wrong}one that starts with 'https://'")
    if "?" in url or "#" in url or "@" in parts.netloc:
        raise DIDError(f"{wrong}one without user, query and fragment")
    host, colon, written_port = parts.netloc.partition(":")
    _check_host(host, wrong)
    if colon and (_PORT.fullmatch(written_port) is None or port is None):
        raise DIDError(f"{wrong}a port from 1 to 65535")
    place = host if not colon or written_port == "443" else f"{host}%3A{written_port}"
    path = parts.path.removeprefix("/").removesuffix("/")
    segments = path.split("/") if path else []
    for segment in segments:
        if segment in {".", ".."} or _URL_SEGMENT.fullmatch(segment) is None:
            raise DIDError(f"{wrong}path segments of letters, digits, '-', '.' and '_'")
    return _PREFIX + ":".join([place, *(segment.replace("~", "%7E") for segment in segments)])


@lru_cache(maxsize=256)
def document_url(did: str) -> str:
    """Where the document of a did:web identifier is fetched.

    `did:web:example.org` gives `https://example.org/.well-known/did.json`, and `did:web:example.org%3A8443:a`
    gives `https://example.org:8443/a/did.json`.  Only a port is percent-decoded; a path segment keeps its
    escapes, so that none can smuggle in a slash.  Raises `DIDError`.
    """
    if len(did) > _MAXIMUM_CHARACTERS:
        raise DIDError(f"got a DID of {len(did)} characters, expected at most {_MAXIMUM_CHARACTERS}")
    wrong = f"got DID {did!r}, expected "
    if not did.startswith(_PREFIX):
        raise DIDError(f"{wrong}one that starts with 'did:web:'")
    place, *segments = did.removeprefix(_PREFIX).split(":")
    host, escape, port = place.partition("%3A")
    _check_host(host, wrong)
    if escape and (_PORT.fullmatch(port) is None or int(port) > 65_535):
        raise DIDError(f"{wrong}a port from 1 to 65535 after '%3A'")
    for segment in segments:
        decoded = segment.replace("%2E", ".")
        if _SEGMENT.fullmatch(segment) is None or decoded in {".", ".."} or _hides_a_slash(segment):
            raise DIDError(f"{wrong}path segments of letters, digits, '-', '.' and '_'")
    authority = f"{host}:{port}" if escape else host
    return f"https://{authority}/{'/'.join(segments or ['.well-known'])}/did.json"


def _check_host(host: str, wrong: str) -> None:
    if _HOST.fullmatch(host) is None or len(host) > 253:
        raise DIDError(f"{wrong}a lower-case host name")
    # The last label of an address of the Internet Protocol, in any of its spellings, begins with a digit.
    if host.rsplit(".", 1)[-1][0].isdigit():
        raise DIDError(f"{wrong}a host name and no IP address")


def _hides_a_slash(segment: str) -> bool:
    return any(escape in segment for escape in ("%2F", "%5C", "%00"))
