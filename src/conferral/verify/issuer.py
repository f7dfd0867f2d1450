"""Check `issuer_key`: the signing key is one that the issuer itself publishes for signing.

The DID document is always fetched.  A key that a document carries, or that a key's name spells out, proves
nothing: whoever forges a credential writes that, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conferral.errors import DIDError, EncodingError
from conferral.standards import controlled_identifiers, did_web
from conferral.standards.public_keys import PublicKey
from conferral.verify.claims import instant_of
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.reading import read_document
from conferral.verify.report import Check, State
from conferral.verify.resolving import FetchError, NotFoundError, Resolver, is_preview

MOST_ISSUERS = 256
"""DID documents kept at a time."""


def document_place(issuer: str) -> str:
    """Where the document that lists an issuer's keys is fetched.

    For did:web its method says so; an https address is the place itself (Controlled Identifiers 1.0,
    section 3.3).  Raises `DIDError`.
    """
    return issuer if issuer.startswith("https://") else did_web.document_url(issuer)


class IssuerKeys:
    """The documents that list the keys of issuers, each fetched once.  Answers hold for the instant `at`."""

    def __init__(self, resolver: Resolver, at: datetime) -> None:
        self._resolver = resolver
        self._at = at
        self._found: dict[str, dict[str, Any] | Check] = {}

    def key_for(  # noqa: PLR0911 - one return a finding
        self, proof: Mapping[str, Any], issuer: str | None
    ) -> tuple[Check, PublicKey | None]:
        """The check, and the key for as far as there is one.

        A key that was revoked or has expired comes with its failed check: the signature can still be looked at.
        """
        method = proof.get("verificationMethod")
        if issuer is None:
            return failed("issuer_key.no_issuer", State.UNTRUSTED), None
        if not isinstance(method, str) or "#" not in method:
            return failed("issuer_key.not_a_key", State.UNTRUSTED), None
        owner = method.partition("#")[0]
        if owner != issuer:
            return failed("issuer_key.somebody_else", State.UNTRUSTED, owner=owner, issuer=issuer), None
        if not issuer.startswith(("did:web:", "https://")):
            return unknown("issuer_key.unknown_method", issuer=issuer), None
        document = self._document(issuer)
        if isinstance(document, Check):
            return document, None
        try:
            key = controlled_identifiers.assertion_method(document, method)
        except DIDError as error:
            since = _revoked_since(document, method)
            if since is not None and since <= self._at:
                return failed("issuer_key.revoked", State.UNTRUSTED, date=since, key=method), None
            return failed("issuer_key.not_listed", State.UNTRUSTED, problem=error.message, key=method), None
        # Controlled Identifiers 1.0, section 2.2: not at or after that time.
        if key.revoked is not None and key.revoked <= self._at:
            check = failed("issuer_key.revoked", State.UNTRUSTED, date=key.revoked, key=method)
        elif key.expires is not None and key.expires <= self._at:
            check = failed("issuer_key.expired", State.UNTRUSTED, date=key.expires, key=method)
        else:
            check = passed("issuer_key.passed", issuer=issuer, key=method)
        return check, key.key

    def _document(self, did: str) -> dict[str, Any] | Check:
        if did not in self._found:
            if len(self._found) >= MOST_ISSUERS:
                self._found.clear()
            self._found[did] = self._fetch(did)
        return self._found[did]

    def _fetch(self, did: str) -> dict[str, Any] | Check:
        try:
            url = document_place(did)
        except DIDError as error:
            return failed("issuer_key.bad_name", State.UNTRUSTED, problem=error.message)
        try:
            data = self._resolver.fetch(url)
        except FetchError as error:
            if is_preview(url) and not isinstance(error, NotFoundError):
                return failed("issuer_key.preview", State.UNTRUSTED)
            return unknown("issuer_key.unreachable", url=url, problem=error.message)
        try:
            document = read_document(data)
            controlled_identifiers.check_document(document, did)
        except (EncodingError, DIDError) as error:
            return failed("issuer_key.no_keys", State.UNTRUSTED, url=url, problem=error.message)
        return document


def _revoked_since(document: Mapping[str, Any], method: str) -> datetime | None:
    # A revoked key usually has left assertionMethod too; that it was revoked is the better news to tell.
    methods = document.get("verificationMethod")
    for entry in methods if isinstance(methods, list) else []:
        if isinstance(entry, dict) and entry.get("id") == method:
            try:
                return instant_of(entry, "revoked")
            except EncodingError:
                return None
    return None
