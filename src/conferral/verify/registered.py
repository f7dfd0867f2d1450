"""Check `registered`: the issuer still publishes this credential, with the same claims.

A signature says that somebody who held the key wrote this.  That the issuer stands by it shows only at the
issuer's own address: a key that was stolen after it retired signs what nobody there publishes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conferral.errors import EncodingError
from conferral.verify.claims import instant_of, issuer_of, same_json, text_at
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.places import folder_of, is_registry, lies_under, place_of
from conferral.verify.presented import Presented, read_presented
from conferral.verify.report import Check, State
from conferral.verify.resolving import FetchError, NotFoundError, Resolver
from conferral.verify.signature import Signature

Signatures = Callable[[Presented], Signature]
"""What is found about the signatures of a document."""


def check_registered(presented: Presented, claims: str | None, *, resolver: Resolver, signatures: Signatures) -> Check:
    """Compare a credential, whose canonical unsigned form is `claims`, with the copy at its own address.

    A registry of conferral publishes each, so one that it does not publish is none of its own.  Other systems may
    put a page or nothing at that address; with them only a signed copy that says something else counts.
    """
    document = presented.document
    url, place = text_at(document, "id"), place_of(issuer_of(document))
    registry = place is not None and is_registry(place)
    if url is None or not url.startswith("https://"):
        return unknown("registered.address_expected") if registry else passed("registered.no_address")
    if place is None or not lies_under(url, folder_of(place)):
        return unknown("registered.elsewhere", url=url) if registry else passed("registered.not_kept")
    try:
        content = resolver.fetch(url)
        if content == presented.source:
            return passed("registered.passed", url=url)
        published = read_presented(content)
    except NotFoundError:
        finding = failed("registered.gone", State.WITHDRAWN, url=url)
    except FetchError as error:
        finding = unknown("registered.unreachable", url=url, problem=error.message)
    except EncodingError:
        finding = failed("registered.not_signed", State.WITHDRAWN, url=url)
    else:
        if _are_the_same(published, presented):
            return passed("registered.passed", url=url)
        signature = signatures(published)
        if claims is not None and signature.claims == claims:
            return passed("registered.passed", url=url)
        finding = _compare(document, published.document, signature, url)
    # What another system has at the address of a credential need not be the credential.
    foreign = not registry and finding.code not in _SIGNED_FINDINGS
    return passed("registered.not_kept") if foreign else finding


def _are_the_same(one: Presented, other: Presented) -> bool:
    wrapped = (one.token, one.disagreement) == (other.token, other.disagreement)
    return wrapped and same_json(one.document, other.document)


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


_SIGNED_FINDINGS = frozenset({"registered.superseded", "registered.other_claims"})
