"""Check `registered`: the issuer still publishes this credential, with the same claims.

A signature says that somebody who held the key wrote this.  That the issuer stands by it shows only at the
issuer's own address: a key that was stolen after it retired signs what nobody there publishes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from conferral.errors import DIDError, EncodingError
from conferral.verify.claims import instant_of, issuer_of, text_at
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.issuer import IssuerKeys, document_place
from conferral.verify.reading import read_document
from conferral.verify.report import Check, State
from conferral.verify.resolving import FetchError, NotFoundError, Resolver
from conferral.verify.signature import Signature, check_signature

_REGISTRY = re.compile(r"(?P<base>https://.+/)issuers/[^/]+/did\.json")


def check_registered(  # noqa: PLR0911 - one return a finding
    document: Mapping[str, Any], claims: str, *, resolver: Resolver, keys: IssuerKeys, at: datetime
) -> Check:
    """Compare `document`, whose canonical unsigned form is `claims`, with the copy at its own address."""
    url, issuer = text_at(document, "id"), issuer_of(document)
    place = _place_of(issuer)
    if url is None or not url.startswith("https://"):
        if place is not None and _REGISTRY.fullmatch(place) is not None:
            return unknown("registered.address_expected")
        return passed("registered.no_address")
    if place is None or not _lies_under(url, _folder_of(place)):
        return unknown("registered.elsewhere", url=url)
    try:
        data = resolver.fetch(url)
    except NotFoundError:
        return failed("registered.gone", State.WITHDRAWN, url=url)
    except FetchError as error:
        return unknown("registered.unreachable", url=url, problem=error.message)
    try:
        published = read_document(data)
    except EncodingError:
        return failed("registered.not_signed", State.WITHDRAWN, url=url)
    if published == document:
        return passed("registered.passed", url=url)
    signature = check_signature(published, keys, at)
    if signature.claims == claims:
        return passed("registered.passed", url=url)
    return _compare(document, published, signature, url)


def _compare(document: Mapping[str, Any], published: Mapping[str, Any], signature: Signature, url: str) -> Check:
    """What it means that the published copy makes other claims."""
    if signature.refused or (issuer_of(published), published.get("id")) != (issuer_of(document), url):
        return failed("registered.not_signed", State.WITHDRAWN, url=url)
    if not signature.trusted:
        return unknown("registered.undecided", url=url, sentence=signature.trouble.sentence)
    # Open Badges 3.0, "equality and comparison": of the same issuer and id, the newer validFrom replaces.
    try:
        ours, theirs = instant_of(document, "validFrom"), instant_of(published, "validFrom")
    except EncodingError:
        ours = theirs = None
    if ours is not None and theirs is not None and ours < theirs:
        return failed("registered.superseded", State.SUPERSEDED, url=url, replaced=theirs)
    return failed("registered.other_claims", State.WITHDRAWN, url=url)


def _place_of(issuer: str | None) -> str | None:
    try:
        return document_place(issuer) if issuer is not None else None
    except DIDError:
        return None


def _folder_of(place: str) -> str:
    """The folder that an issuer's credentials lie in: its registry's, or else that of the document with its keys.

    A host may belong to many; only what lies with that document is surely in the same hands.
    """
    registry = _REGISTRY.fullmatch(place)
    if registry is not None:
        return registry["base"]
    return place.removesuffix(".well-known/did.json").rpartition("/")[0] + "/"


def _lies_under(url: str, folder: str) -> bool:
    try:
        ours, theirs = urlsplit(url), urlsplit(folder)
        same_host = (ours.hostname, ours.port or 443) == (theirs.hostname, theirs.port or 443)
    except ValueError:
        return False
    inside = ours.path.removeprefix(theirs.path)
    # What a server might decode and resolve could lead out of the folder again.
    plain = "@" not in ours.netloc and "%" not in inside and not {"..", "."} & set(inside.split("/"))
    return same_host and plain and ours.path.startswith(theirs.path)
