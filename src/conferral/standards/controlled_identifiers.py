"""How a key is found in the document that lists somebody's keys: Controlled Identifiers 1.0, section 3.3."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conferral.errors import DIDError, EncodingError
from conferral.standards.public_keys import PublicKey, public_key_from_jwk, public_key_from_multibase
from conferral.standards.timestamps import parse_timestamp

_MAXIMUM_CHARACTERS = 4_000  # did:jwk identifiers are long
_FRAGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+", re.ASCII)
# The member that holds the key of each type: section 2.2.2, section 2.2.3, and two names of older documents.
_MEMBERS = {
    "Multikey": "publicKeyMultibase",
    "JsonWebKey": "publicKeyJwk",
    "JsonWebKey2020": "publicKeyJwk",
    "Ed25519VerificationKey2020": "publicKeyMultibase",
}
_PUBLIC_MEMBERS = ("publicKeyMultibase", "publicKeyJwk", "publicKeyBase58", "publicKeyPem", "publicKeyHex")
_PRIVATE_MEMBERS = (
    "secretKeyMultibase",
    "secretKeyJwk",
    "privateKeyMultibase",
    "privateKeyJwk",
    "privateKeyBase58",
    "privateKeyPem",
    "privateKeyHex",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A verification method that was found by the rules of section 3.3.

    From `revoked` or `expires` on (when given) nothing may be verified with it (section 2.2): callers compare
    them with their own time.
    """

    id: str
    controller: str
    key: PublicKey
    revoked: datetime | None = None
    expires: datetime | None = None


def check_document(document: Mapping[str, Any], identifier: str) -> None:
    """That `document` is the one of `identifier`: a DID, or the https address that it was fetched from.

    Raises `DIDError`.
    """
    found = document.get("id")
    if found != identifier:
        raise DIDError(f"got a DID document with id {_shown(found)}, expected {identifier!r}")


def assertion_method(document: Mapping[str, Any], verification_method_id: str) -> Method:
    """The key that `verification_method_id` names, allowed for `assertionMethod`.

    All rules of section 3.3 hold: the document's `id` is the identifier before `#`; exactly one method has
    that very id; the method is controlled by the document; and `assertionMethod` lists it, as an id or
    embedded.  The fragment is only ever a name: one that looks like a key is none.

    The method is of type Multikey or JsonWebKey, or of the older JsonWebKey2020 or Ed25519VerificationKey2020.
    It holds one key, and no private one.

    Raises `DIDError`, and a message of its own for each rule.
    """
    identifier, hash_sign, fragment = verification_method_id.partition("#")
    named = identifier and hash_sign and _FRAGMENT.fullmatch(fragment)
    if not named or len(verification_method_id) > _MAXIMUM_CHARACTERS:
        raise DIDError(f"got verification method {verification_method_id[:200]!r}, expected a DID, '#' and a name")
    check_document(document, identifier)
    return _method(_listed(document, verification_method_id), identifier)


def method_at(document: Mapping[str, Any], url: str, *, controller: str) -> Method:
    """The key in the document of `controller` whose id is an address of its own, `url`, allowed for `assertionMethod`.

    Raises `DIDError`, as `assertion_method` does.
    """
    check_document(document, controller)
    return _method(_listed(document, url), controller)


def _listed(document: Mapping[str, Any], verification_method_id: str) -> Mapping[str, Any]:
    listed = _members(document, "assertionMethod")
    candidates: list[dict[str, Any]] = [
        entry
        for entry in [*_members(document, "verificationMethod"), *listed]
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
    return method


def method_alone(document: Mapping[str, Any], url: str, *, controller: str) -> Method:
    """The key in a document that is a verification method itself, fetched from `url`, which must be its id.

    Whether the controller stands by it such a document cannot show; that is for the caller to know.

    Raises `DIDError`.
    """
    check_document(document, url)
    return _method(document, controller)


def _method(method: Mapping[str, Any], controller: str) -> Method:
    if method.get("controller") != controller:
        raise DIDError(
            f"verification method {method['id']!r} has controller {_shown(method.get('controller'))}, "
            f"expected {controller!r}"
        )
    return Method(
        id=method["id"],
        controller=controller,
        key=_key(method),
        revoked=_time(method, "revoked"),
        expires=_time(method, "expires"),
    )


def _key(method: Mapping[str, Any]) -> PublicKey:
    named = f"verification method {method['id']!r}"
    kind = method.get("type")
    if not isinstance(kind, str) or kind not in _MEMBERS:
        known = ", ".join(repr(name) for name in _MEMBERS)
        raise DIDError(f"{named} has type {_shown(kind)}, expected one of {known}")
    private = [name for name in _PRIVATE_MEMBERS if name in method]
    if private:
        raise DIDError(
            f"{named} has {private[0]!r}, expected no private key",
            hint="Whoever has read the document can sign with it: replace the key.",
        )
    member = _MEMBERS[kind]
    if member not in method:
        raise DIDError(f"{named} has no {member!r}")
    if sum(name in method for name in _PUBLIC_MEMBERS) > 1:
        raise DIDError(f"{named} has more than one public key, expected {member!r} only")
    key = _read(method[member], member, named)
    if kind == "Ed25519VerificationKey2020" and key.kind != "Ed25519":
        raise DIDError(f"{named} has a key of kind {key.kind}, expected Ed25519")
    return key


def _read(value: object, member: str, named: str) -> PublicKey:
    try:
        if member == "publicKeyMultibase" and isinstance(value, str):
            return public_key_from_multibase(value)
        if member == "publicKeyJwk" and isinstance(value, dict):
            return public_key_from_jwk(value)
    except EncodingError as error:
        raise DIDError(f"{named}: {error.message}") from error
    raise DIDError(f"{named} has a {member!r} that holds no key")


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


def _shown(value: object) -> str:
    return repr(value)[:200]
