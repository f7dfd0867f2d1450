"""Check `issuer_key`: the signing key is one that the issuer itself publishes for signing.

An issuer is named by a DID or an https address, and the document that this name stands for lists its keys.  The
document of a did:web or an https issuer is always fetched: a key that a credential carries, or that a key's name
spells out, proves nothing, since whoever forges a credential writes that, too.  A did:key or did:jwk is its own
document: it names a key and nobody behind it, and the report says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from conferral.errors import DIDError, EncodingError
from conferral.standards import controlled_identifiers, did_jwk, did_key
from conferral.standards.canonical import Effort
from conferral.standards.controlled_identifiers import Method
from conferral.standards.public_keys import PublicKey, public_key_from_jwk
from conferral.standards.strict_documents import read_document
from conferral.verify.claims import instant_of
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.places import document_place, lies_below, same_host
from conferral.verify.report import Check, State
from conferral.verify.resolving import FetchError, NotFoundError, Resolver, fetch_own, is_preview

MOST_ISSUERS = 256
"""Documents with keys that are kept at a time."""

MOST_KEYS_FOUND = 256
"""Keys out of these documents that are kept at a time."""

MOST_KEYS = 100
"""Keys of a set at one address that are looked at."""

_LISTING = ("assertionMethod", "verificationMethod", "jwks_uri", "publicKey")  # members that name keys

CheckedKey = tuple[Check, PublicKey | None]
"""The check on a key, and the key where there is one.

A key that was revoked or has expired comes with its failed check: the signature can still be looked at.
"""

_SELF_NAMED: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "did:key:": did_key.controlled_document,
    "did:jwk:": did_jwk.controlled_document,
}


class IssuerKeys:
    """The documents that list the keys of issuers, each fetched once.  Answers hold for the instant `at`.

    `spent` tells whether a verification has used up what it may fetch; what it could not have is not kept.  `effort`
    is what the canonical forms may take that are looked at with these keys.
    """

    def __init__(
        self,
        resolver: Resolver,
        at: datetime,
        *,
        spent: Callable[[], bool] = lambda: False,
        effort: Effort | None = None,
    ) -> None:
        self.effort = effort
        self._resolver = resolver
        self._at = at
        self._spent = spent
        self._documents: dict[str, dict[str, Any] | Check] = {}
        self._found: dict[tuple[str, str], CheckedKey] = {}

    def key_for(  # noqa: PLR0911 - one return a finding
        self, method: object, issuer: str | None
    ) -> CheckedKey:
        """The key that a proof names as its `verificationMethod`, if it is one of `issuer`."""
        if issuer is None:
            return failed("issuer_key.no_issuer", State.UNTRUSTED), None
        if not isinstance(method, str):
            return failed("issuer_key.not_a_key", State.UNTRUSTED), None
        if "#" not in method:
            if method.startswith("https://"):
                return self._at_address(method, issuer)
            return failed("issuer_key.not_a_key", State.UNTRUSTED), None
        owner = method.partition("#")[0]
        if owner != issuer:
            return _somebody_elses(owner, issuer), None
        document = self._document(issuer)
        if isinstance(document, Check):
            return document, None
        if (issuer, method) in self._found:
            return self._found[issuer, method]
        found = self._listed(document, method, issuer)
        if found[1] is not None:
            if len(self._found) >= MOST_KEYS_FOUND:
                self._found.clear()
            self._found[issuer, method] = found
        return found

    def key_for_token(self, header: Mapping[str, Any], issuer: str | None) -> CheckedKey:
        """The key that the header of a JWT names (RFC 7515, section 4.1), if it is one of `issuer`.

        `kid` is a DID URL, the name of a key in the issuer's document, or the https address of a JWK or of a set of
        them.  A `jwk` in the header is never believed, unless the issuer is that very key.
        """
        kid = header.get("kid")
        if issuer is not None and issuer.startswith(tuple(_SELF_NAMED)) and not isinstance(kid, str):
            document = self._document(issuer)
            if isinstance(document, Check):
                return document, None
            return self.key_for(document["assertionMethod"][0], issuer)
        if not isinstance(kid, str):
            code = "issuer_key.spelled_out" if "jwk" in header else "issuer_key.not_a_key"
            return failed(code, State.UNTRUSTED), None
        if issuer is not None and ":" not in kid:
            return self.key_for(f"{issuer}#{kid.removeprefix('#')}", issuer)
        return self.key_for(kid, issuer)

    def _listed(self, document: Mapping[str, Any], method: str, issuer: str) -> CheckedKey:
        try:
            if "#" in method:
                found = controlled_identifiers.assertion_method(document, method)
            else:
                found = controlled_identifiers.method_at(document, method, controller=issuer)
        except DIDError as error:
            since = _revoked_since(document, method)
            if since is not None and since <= self._at:
                return failed("issuer_key.revoked", State.UNTRUSTED, date=since, key=method), None
            return failed("issuer_key.not_listed", State.UNTRUSTED, problem=error.message, key=method), None
        return self._usable(found, issuer), found.key

    def _usable(self, method: Method, issuer: str, code: str = "issuer_key.passed") -> Check:
        # Controlled Identifiers 1.0, section 2.2: not at or after that time.
        if method.revoked is not None and method.revoked <= self._at:
            return failed("issuer_key.revoked", State.UNTRUSTED, date=method.revoked, key=method.id)
        if method.expires is not None and method.expires <= self._at:
            return failed("issuer_key.expired", State.UNTRUSTED, date=method.expires, key=method.id)
        if issuer.startswith(tuple(_SELF_NAMED)):
            code = "issuer_key.self_named"
        return passed(code, issuer=issuer, key=method.id)

    def _document(self, issuer: str) -> dict[str, Any] | Check:
        if issuer not in self._documents:
            if len(self._documents) >= MOST_ISSUERS:
                self._documents.clear()
                self._found.clear()
            found = self._load(issuer)
            if isinstance(found, Check) and self._spent():
                return found
            self._documents[issuer] = found
        return self._documents[issuer]

    def _load(self, issuer: str) -> dict[str, Any] | Check:
        try:
            for prefix, document_of in _SELF_NAMED.items():
                if issuer.startswith(prefix):
                    return document_of(issuer)
            if not issuer.startswith(("did:web:", "https://")):
                return unknown("issuer_key.unknown_method", issuer=issuer)
            url = document_place(issuer)
        except DIDError as error:
            return _bad_name(error)
        document = self._fetch(url, own=issuer.startswith("https://"))
        if isinstance(document, Check):
            return document
        try:
            controlled_identifiers.check_document(document, issuer)
        except DIDError as error:
            return failed("issuer_key.no_keys", State.UNTRUSTED, url=url, problem=error.message)
        return document

    def _fetch(self, url: str, *, own: bool) -> dict[str, Any] | Check:
        # An https address speaks for its host: where it redirects to another, strangers may have chosen which.
        try:
            data = fetch_own(self._resolver, url) if own else self._resolver.fetch(url)
        except FetchError as error:
            if is_preview(url) and not isinstance(error, NotFoundError):
                return failed("issuer_key.preview", State.UNTRUSTED)
            return unknown("issuer_key.unreachable", url=url, problem=error.message)
        try:
            return read_document(data)
        except EncodingError as error:
            return failed("issuer_key.no_keys", State.UNTRUSTED, url=url, problem=error.message)

    def _at_address(self, url: str, issuer: str) -> CheckedKey:
        """A key with an https address of its own (Open Badges 3.0, section 8.2.4)."""
        if not issuer.startswith("https://"):
            return _somebody_elses(url, issuer), None
        try:
            document_place(issuer)
        except DIDError as error:
            return _bad_name(error), None
        if not same_host(url, issuer):
            return _somebody_elses(url, issuer), None
        if url == issuer:
            return self._standing_at(url, issuer, "issuer_key.passed")
        return self._vouched_for(url, issuer)

    def _vouched_for(self, url: str, issuer: str) -> CheckedKey:
        """The key at `url`, on the host of `issuer`.

        Nothing there can say whose key it is, for anybody could publish that about anybody's name, and a host may
        belong to many.  So the issuer's own document must name it; where that says nothing of any key, what lies
        below the issuer's address is the issuer's.
        """
        document = self._document(issuer)
        elsewhere = unknown("issuer_key.elsewhere", url=url, issuer=issuer)
        if isinstance(document, Check):
            # What is no document of the issuer, such as the front page of a host, tells nothing of its keys.
            return (elsewhere if document.code == "issuer_key.no_keys" else document), None
        if not any(member in document for member in _LISTING):
            return self._standing_at(url, issuer, "issuer_key.below") if lies_below(url, issuer) else (elsewhere, None)
        if _refers_to(document, url):
            return self._standing_at(url, issuer, "issuer_key.passed")
        return self._listed(document, url, issuer)

    def _standing_at(self, url: str, issuer: str, code: str) -> CheckedKey:
        document = self._fetch(url, own=True)
        if isinstance(document, Check):
            return document, None
        try:
            if "kty" in document or "keys" in document:
                return passed(code, issuer=issuer, key=url), _from_key_set(document, url)
            method = controlled_identifiers.method_alone(document, url, controller=issuer)
        except (DIDError, EncodingError) as error:
            return failed("issuer_key.no_keys", State.UNTRUSTED, url=url, problem=error.message), None
        return self._usable(method, issuer, code), method.key


def _refers_to(document: Mapping[str, Any], url: str) -> bool:
    """Whether the key that stands at `url` is one of `document`, which does not hold it itself."""
    methods, listed = (document.get(name) for name in ("verificationMethod", "assertionMethod"))
    entries = [entry for value in (methods, listed) if isinstance(value, list) for entry in value]
    if any(isinstance(entry, dict) and entry.get("id") == url for entry in entries):
        return False
    return document.get("jwks_uri") == url or (isinstance(listed, list) and url in listed)


def _from_key_set(document: Mapping[str, Any], url: str) -> PublicKey:
    """The one key of a JWK, or of a JWK Set (RFC 7517, section 5), that `url` can mean.  Raises `EncodingError`."""
    keys = document.get("keys", [document])
    if not isinstance(keys, list) or len(keys) > MOST_KEYS or not all(isinstance(key, dict) for key in keys):
        raise EncodingError("it is no list of keys")
    named = [key for key in keys if key.get("kid") == url] or keys
    if len(named) != 1:
        raise EncodingError(f"got {len(named)} keys, expected one that this address can mean")
    return public_key_from_jwk(named[0])


def _bad_name(error: DIDError) -> Check:
    return failed("issuer_key.bad_name", State.UNTRUSTED, problem=error.message)


def _somebody_elses(owner: str, issuer: str) -> Check:
    return failed("issuer_key.somebody_else", State.UNTRUSTED, owner=owner, issuer=issuer)


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
