"""Whose hands an address is in: what can be said of two addresses without asking anybody."""

from __future__ import annotations

import re

from conferral.errors import DIDError
from conferral.standards import did_web

_ADDRESS = re.compile(
    r"https://(?P<user>[^/?#@]*@)?(?P<host>[A-Za-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?(?P<path>(?:/[^?#]*)?)(?P<query>\?[^#]*)?"
)
# Nothing that is not printed, and no backslash, which some readers take for a slash.
_PLAIN = re.compile(r"[^\x00-\x20\x7f-\U0010ffff\\]*")
_REGISTRY = re.compile(r"(?P<base>https://.+/)issuers/[^/]+/did\.json")


def document_place(issuer: str) -> str:
    """Where the document that lists an issuer's keys is fetched.

    For did:web its method says so; an https address is the place itself (Controlled Identifiers 1.0,
    section 3.3), unless it has a query: what a host answers to those is often what the asking wrote.  Raises
    `DIDError`.
    """
    if not issuer.startswith("https://"):
        return did_web.document_url(issuer)
    for mark, part in (("#", "fragment"), ("?", "query")):
        if mark in issuer:
            raise DIDError(f"it is an address with a {part}")
    return issuer


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
    """The folder that an issuer's documents lie in.

    That is its registry's, or else the one of its did.json; for an issuer with an https address, what lies below
    that address.  A host may belong to many; only what lies there is surely in the same hands.
    """
    registry = _REGISTRY.fullmatch(place)
    if registry is not None:
        return registry["base"]
    if place.endswith("/did.json"):
        return place.removesuffix("did.json").removesuffix(".well-known/")
    return place if place.endswith("/") else f"{place}/"


def lies_under(url: str, folder: str) -> bool:
    """Whether `url` is surely an address inside `folder`; one with a query or a fragment never is."""
    ours, theirs = _ADDRESS.fullmatch(url), _ADDRESS.fullmatch(folder)
    if ours is None or theirs is None or _host(ours) != _host(theirs):
        return False
    if ours["user"] or ours["query"] or theirs["query"] or _PLAIN.fullmatch(url) is None:
        return False
    if not ours["path"].startswith(theirs["path"]):
        return False
    inside = ours["path"].removeprefix(theirs["path"])
    # What a server might decode and resolve could lead out of the folder again.
    return "%" not in inside and not {"..", "."} & set(inside.split("/"))


def lies_below(url: str, address: str) -> bool:
    """Whether `url` surely lies below `address`, taken as a folder."""
    return lies_under(url, address if address.endswith("/") else f"{address}/")


def same_host(url: str, other: str) -> bool:
    """Whether two addresses are of one host and port."""
    ours, theirs = _ADDRESS.fullmatch(url), _ADDRESS.fullmatch(other)
    return ours is not None and theirs is not None and _host(ours) == _host(theirs)


def _host(address: re.Match[str]) -> tuple[str, int]:
    return address["host"].lower(), int(address["port"] or 443)
