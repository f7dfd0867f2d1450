"""Check `recipient`: it was awarded to the person who is asked about (Open Badges 3.0, section 9.1, step 5)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from typing import Any

from conferral.verify.claims import text_at
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.report import Check, State

MOST_IDENTIFIERS = 50
"""Identifiers of one holder that are looked at."""

_HASHES = {"sha256": hashlib.sha256, "md5": lambda data: hashlib.md5(data, usedforsecurity=False)}


def check_recipient(document: Mapping[str, Any], asked: str) -> Check:
    """Whether one of the holder's identifiers is `asked`: an e-mail address, a DID, a name, a number.

    Open Badges 3.0 says how identifiers are hashed and not how they are written before that; as is, without spaces
    around it, and in lower case are tried.  The answer does not repeat what was asked.
    """
    writings = tuple(dict.fromkeys((asked, asked.strip(), asked.strip().lower())))
    known = False
    for kind, matches in _identifiers(document):
        known = True
        if any(matches(writing) for writing in writings):
            return passed("recipient.passed", kind=kind)
    if not known:
        return unknown("recipient.nobody_named")
    return failed("recipient.somebody_else", State.SOMEBODY_ELSES)


def _identifiers(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The kind of each identifier of the holder, and what tells whether a text is that identifier."""
    subject = document.get("credentialSubject")
    found = subject.get("identifier") if isinstance(subject, Mapping) else None
    for item in (found if isinstance(found, list) else [found])[:MOST_IDENTIFIERS]:
        if not isinstance(item, Mapping):
            continue
        value, kind = text_at(item, "identityHash"), text_at(item, "identityType")
        if value is not None and kind is not None:
            yield kind, _Identifier(value, text_at(item, "salt") or "", hashed=item.get("hashed") is not False)
    own = text_at(document, "credentialSubject", "id")
    if own is not None and not own.lower().startswith("urn:"):
        yield "id", _Identifier(own.removeprefix("mailto:"), "", hashed=False)


class _Identifier:
    def __init__(self, value: str, salt: str, *, hashed: bool) -> None:
        self._value = value
        self._salt = salt
        self._hashed = hashed

    def __call__(self, writing: str) -> bool:
        if not self._hashed:
            return writing in {self._value, self._value.strip().lower()}
        name, _, digest = self._value.partition("$")
        make = _HASHES.get(name)
        if make is None:
            return False
        expected = make((writing + self._salt).encode("utf-8")).hexdigest()
        return hmac.compare_digest(expected, digest.lower().encode("ascii", "replace").decode("ascii"))
