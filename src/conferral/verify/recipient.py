"""Check `recipient`: it was awarded to the person who is asked about (Open Badges 3.0, section 9.1, step 5)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from conferral.verify.claims import text_at
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.report import Check, State

MOST_IDENTIFIERS = 50
"""Identifiers of one holder that are looked at."""

_Sort = Literal["e-mail", "DID", "other"]

_EMAIL_TYPES = frozenset({"emailAddress", "email"})
_HASHES = {"sha256": hashlib.sha256, "md5": lambda data: hashlib.md5(data, usedforsecurity=False)}
_DIGESTS = {"sha256": re.compile("[0-9a-f]{64}"), "md5": re.compile("[0-9a-f]{32}")}


def check_recipient(document: Mapping[str, Any], asked: str) -> Check:
    """Whether one of the holder's identifiers is `asked`: an e-mail address, a DID, a name, a number.

    Open Badges 3.0 says how identifiers are hashed and not how they are written before that; as is, without spaces
    around it, and in lower case are tried.  The answer does not repeat what was asked.

    It fails only if an identifier of the same sort was compared and is another one: whoever is known by a number, or
    by a hash of an unknown kind, may well have the address that was asked about.
    """
    address = _without_mailto(asked.strip())
    writings = tuple(dict.fromkeys((asked, asked.strip(), asked.strip().lower(), address, address.lower())))
    found = _found(document)
    identifiers = list(_identifiers(document, found[:MOST_IDENTIFIERS]))
    for each in identifiers:
        if each.matches is not None and any(each.matches(writing) for writing in writings):
            return passed("recipient.passed", kind=each.kind)
    if len(found) > MOST_IDENTIFIERS:
        return unknown("recipient.too_many", count=len(found))
    if not identifiers:
        return unknown("recipient.nobody_named")
    if any(each.matches is not None and each.sort == _sort_of(asked) for each in identifiers):
        return failed("recipient.somebody_else", State.AWARDED_TO_ANOTHER)
    return unknown("recipient.not_comparable", kinds=", ".join(dict.fromkeys(each.kind for each in identifiers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Identifier:
    """An identifier of the holder, and what tells whether a text is it, unless nothing can."""

    kind: str
    sort: _Sort
    matches: Callable[[str], bool] | None


def _sort_of(text: str) -> _Sort:
    text = text.strip().lower()
    if text.startswith("did:"):
        return "DID"
    return "e-mail" if "@" in text and "did:" not in text else "other"


def _found(document: Mapping[str, Any]) -> list[Any]:
    subject = document.get("credentialSubject")
    found = subject.get("identifier") if isinstance(subject, Mapping) else None
    return found if isinstance(found, list) else [found]


def _identifiers(document: Mapping[str, Any], found: list[Any]) -> Iterator[_Identifier]:
    for item in found:
        value, kind = text_at(item, "identityHash"), text_at(item, "identityType")
        if not isinstance(item, Mapping) or value is None or kind is None:
            continue
        hashed = item.get("hashed") is not False
        sort: _Sort = "e-mail" if kind in _EMAIL_TYPES else "other"
        if not hashed and _sort_of(value) == "DID":
            sort = "DID"
        matches = _hashed(value, text_at(item, "salt") or "") if hashed else _written(value)
        yield _Identifier(kind=kind, sort=sort, matches=matches)
    own = text_at(document, "credentialSubject", "id")
    if own is None or own.lower().startswith("urn:"):
        return
    address = _without_mailto(own)
    own_sort: _Sort = "e-mail" if address != own else "DID" if _sort_of(own) == "DID" else "other"
    yield _Identifier(kind="id", sort=own_sort, matches=_written(address))


def _without_mailto(text: str) -> str:
    return text[7:] if text[:7].lower() == "mailto:" else text


def _written(value: str) -> Callable[[str], bool]:
    return {value, value.strip().lower()}.__contains__


def _hashed(value: str, salt: str) -> Callable[[str], bool] | None:
    """What tells whether a text has the hash `value`, such as `sha256$` and a digest; None for no known hash."""
    name, _, digest = value.partition("$")
    if name not in _HASHES or _DIGESTS[name].fullmatch(digest.lower()) is None:
        return None

    def matches(writing: str) -> bool:
        return hmac.compare_digest(_HASHES[name]((writing + salt).encode("utf-8")).hexdigest(), digest.lower())

    return matches
