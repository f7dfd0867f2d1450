"""The did:web method, and how Controlled Identifiers 1.0 (section 3.3) says a key is found in a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from conferral.errors import DIDError, EncodingError
from conferral.standards.timestamps import parse_timestamp

_PREFIX = "did:web:"
_MAXIMUM_CHARACTERS = 1_000
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
_PORT = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
# DID Core allows these characters, and percent signs with two digits, in a method-specific id.
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+", re.ASCII)
_URL_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+", re.ASCII)
_FRAGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A verification method of type Multikey, found by the rules of Controlled Identifiers 1.0, section 3.3.

    From `revoked` or `expires` on (when given) nothing may be verified with it (section 2.2): callers compare
    them with their own time.
    """

    id: str
    controller: str
    public_key_multibase: str
    revoked: datetime | None = None
    expires: datetime | None = None


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


def check_document(did_document: Mapping[str, Any], did: str) -> None:
    """That `did_document` is the document of `did`: did:web, section 2.5.2, asks for the same `id`.

    Raises `DIDError`.
    """
    found = did_document.get("id")
    if found != did:
        raise DIDError(f"got a DID document with id {found!r}, expected {did!r}")


def assertion_method(did_document: Mapping[str, Any], verification_method_id: str) -> Method:
    """The key that `verification_method_id` names, allowed for `assertionMethod`.

    All rules of Controlled Identifiers 1.0, section 3.3, hold: the document's `id` is the identifier before
    `#`; exactly one method has that very id; the method is controlled by the document; and `assertionMethod`
    lists it, as an id or embedded.  The fragment is only ever a name: one that looks like a key is none.

    Raises `DIDError`, and a message of its own for each rule.
    """
    did, hash_sign, fragment = verification_method_id.partition("#")
    if not did or not hash_sign or _FRAGMENT.fullmatch(fragment) is None:
        raise DIDError(f"got verification method {verification_method_id[:200]!r}, expected a DID, '#' and a name")
    check_document(did_document, did)
    listed = _members(did_document, "assertionMethod")
    candidates = [
        entry
        for entry in [*_members(did_document, "verificationMethod"), *listed]
        if isinstance(entry, dict) and entry.get("id") == verification_method_id
    ]
    if not candidates:
        raise DIDError(f"verification method {verification_method_id!r} is not in the DID document")
    if len(candidates) > 1:
        raise DIDError(f"verification method {verification_method_id!r} is in the DID document more than once")
    method = candidates[0]
    allowed = any(entry == verification_method_id or entry is method for entry in listed)
    if not allowed:
        raise DIDError(f"verification method {verification_method_id!r} is not listed in 'assertionMethod'")
    if method.get("controller") != did:
        raise DIDError(
            f"verification method {verification_method_id!r} has controller {method.get('controller')!r}, "
            f"expected {did!r}"
        )
    if method.get("type") != "Multikey":
        raise DIDError(
            f"verification method {verification_method_id!r} has type {method.get('type')!r}, expected 'Multikey'"
        )
    key = method.get("publicKeyMultibase")
    if not isinstance(key, str):
        raise DIDError(f"verification method {verification_method_id!r} has no 'publicKeyMultibase'")
    return Method(
        id=verification_method_id,
        controller=did,
        public_key_multibase=key,
        revoked=_time(method, "revoked"),
        expires=_time(method, "expires"),
    )


def _check_host(host: str, wrong: str) -> None:
    if _HOST.fullmatch(host) is None or len(host) > 253:
        raise DIDError(f"{wrong}a lower-case host name")
    # The last label of an address of the Internet Protocol, in any of its spellings, begins with a digit.
    if host.rsplit(".", 1)[-1][0].isdigit():
        raise DIDError(f"{wrong}a host name and no IP address")


def _hides_a_slash(segment: str) -> bool:
    return any(escape in segment for escape in ("%2F", "%5C", "%00"))


def _members(document: Mapping[str, Any], name: str) -> list[Any]:
    value = document.get(name, [])
    if not isinstance(value, list):
        raise DIDError(f"{name!r} of the DID document is no list")
    return value


def _time(method: Mapping[str, Any], name: str) -> datetime | None:
    value = method.get(name)
    if value is None and name not in method:
        return None
    if not isinstance(value, str):
        raise DIDError(f"{name!r} of verification method {method['id']!r} is no timestamp")
    try:
        return parse_timestamp(value)
    except EncodingError as error:
        raise DIDError(f"{name!r} of verification method {method['id']!r}: {error.message}") from error
