"""Check `issuers`: every issuer's DID document stands where did:web looks for it, under its own id, with its keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conferral.doctor.findings import Finding, failed, summed_up, unknown
from conferral.doctor.live import LiveSite
from conferral.errors import DocumentError
from conferral.plurals import counted
from conferral.standards.controlled_identifiers import assertion_method, check_document
from conferral.standards.did_web import did_for_url
from conferral.standards.strict_documents import read_document
from conferral.verify.resolving import FetchError
from conferral.verify.words import harmless

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
"""The short name of an issuer: part of its address."""

_PUBLISH = "Publish what `conferral build` writes, unchanged: no key of this issuer can be found without it."


def check_issuers(site: LiveSite, issuers: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Fetch and read the DID document of each issuer that catalog.json names."""
    troubles, keys = [], 0
    for issuer in issuers:
        slug = issuer.get("issuer")
        if not isinstance(slug, str) or SLUG.fullmatch(slug) is None:
            troubles.append(failed("issuers", f"catalog.json names an issuer {harmless(str(slug))}, which is no name."))
            continue
        found = _document_of(site, slug, issuer)
        if isinstance(found, Finding):
            troubles.append(found)
        else:
            keys += found
    told = f"{counted(len(issuers), 'issuer')} and {counted(keys, 'key')} stand where did:web looks for them."
    yield from summed_up("issuers", troubles, told)


def named(issuers: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, bool]]:
    """The short name and the DID of each issuer, and whether it has awarded anything."""
    for issuer in issuers:
        slug, did = issuer.get("issuer"), issuer.get("did")
        if isinstance(slug, str) and SLUG.fullmatch(slug) and isinstance(did, str):
            yield slug, did, issuer.get("awarded") not in (0, None)


def _document_of(site: LiveSite, slug: str, issuer: Mapping[str, Any]) -> int | Finding:
    """How many keys may sign for the issuer, or what is wrong."""
    path = f"issuers/{slug}/did.json"
    url = site.url(path)
    try:
        did = did_for_url(site.url(f"issuers/{slug}/"))
        answer = site.ask(path)
        if answer.status != 200:
            return failed("issuers", f"{url} answers {answer.status}.", _PUBLISH, passing=answer.status == 404)
        keys = _keys_in(answer.body, did)
    except FetchError as error:
        return unknown("issuers", f"{url} cannot be had: {error.message}.", passing=True)
    except DocumentError as error:
        return failed("issuers", f"{url} is of no use: {error.message}.", _PUBLISH)
    if issuer.get("did") != did:
        said = harmless(str(issuer.get("did")))
        return failed(
            "issuers",
            f"catalog.json says that {slug} is {said}, and its address makes it {did}.",
            "A did:web is its address: publish the site at the base URL of registry.yml.",
        )
    if not keys and issuer.get("awarded"):
        return failed("issuers", f"{url} lists no key that may sign, so nothing of {slug} verifies.", _PUBLISH)
    return keys


def _keys_in(content: bytes, did: str) -> int:
    """How many keys a DID document lists for signing.  Raises `DocumentError` where it or one of them is of no use."""
    document = read_document(content)
    check_document(document, did)
    listed = document.get("assertionMethod")
    methods = listed if isinstance(listed, list) else []
    for method in methods:
        assertion_method(document, str(method))
    return len(methods)
