"""Whose hands an address is in: what can be said of two addresses without asking anybody."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from conferral.errors import DIDError
from conferral.standards import did_web

_REGISTRY = re.compile(r"(?P<base>https://.+/)issuers/[^/]+/did\.json")


def document_place(issuer: str) -> str:
    """Where the document that lists an issuer's keys is fetched.

    For did:web its method says so; an https address is the place itself (Controlled Identifiers 1.0,
    section 3.3).  Raises `DIDError`.
    """
    return issuer if issuer.startswith("https://") else did_web.document_url(issuer)


def place_of(issuer: str | None) -> str | None:
    """`document_place` of an issuer, or None where it has no place of its own on the web."""
    try:
        return document_place(issuer) if issuer is not None else None
    except DIDError:
        return None


def is_registry(place: str) -> bool:
    """Whether the document with an issuer's keys lies where a registry of conferral puts it.

    Such registries publish every credential at its own address.
    """
    return _REGISTRY.fullmatch(place) is not None


def folder_of(place: str) -> str:
    """The folder that an issuer's documents lie in: its registry's, or else that of the document with its keys.

    A host may belong to many; only what lies with that document is surely in the same hands.
    """
    registry = _REGISTRY.fullmatch(place)
    if registry is not None:
        return registry["base"]
    folder, _, name = place.removesuffix(".well-known/did.json").rpartition("/")
    # An issuer may be named by its host alone.
    return f"{folder}/" if folder != "https:/" else f"https://{name}/"


def lies_under(url: str, folder: str) -> bool:
    """Whether `url` is surely an address inside `folder`."""
    ours, theirs = _split(url), _split(folder)
    if ours is None or theirs is None or not _same_host(ours, theirs):
        return False
    inside = ours.path.removeprefix(theirs.path)
    # What a server might decode and resolve could lead out of the folder again.
    plain = "@" not in ours.netloc and "%" not in inside and not {"..", "."} & set(inside.split("/"))
    return plain and ours.path.startswith(theirs.path)


def same_host(url: str, other: str) -> bool:
    """Whether two addresses are of one host and port."""
    ours, theirs = _split(url), _split(other)
    return ours is not None and theirs is not None and _same_host(ours, theirs)


def _same_host(ours: SplitResult, theirs: SplitResult) -> bool:
    return (ours.hostname, ours.port or 443) == (theirs.hostname, theirs.port or 443)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
