"""Whom a credential names as its holder, as far as the signature covers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conferral.verify.claims import text_at
from conferral.verify.report import Holder


def holder_of(document: Mapping[str, Any]) -> Holder:
    """The holder that `document` names; it is believed only where format, proof and issuer's key are in order."""
    subject = document.get("credentialSubject")
    found: Any = subject.get("identifier") if isinstance(subject, Mapping) else None
    readable: list[str] = []
    hashed: list[str] = []
    for item in found if isinstance(found, list) else [found]:
        if not isinstance(item, Mapping):
            continue
        kind, value = text_at(item, "identityType"), text_at(item, "identityHash")
        if kind is None or value is None:
            continue
        if item.get("hashed") is not False:
            hashed.append(kind)
        else:
            readable.append(value if kind == "name" else f"{kind} {value}")
    identifier = text_at(document, "credentialSubject", "id")
    if identifier is not None and not identifier.lower().startswith("urn:"):
        readable.append(identifier)
    return Holder(name=", ".join(readable) or None, hashed=tuple(hashed))
