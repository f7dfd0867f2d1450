"""A case, and how it says what must come of it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.corpus.builders.packing import gzip_of

AT = "2026-11-01T00:00:00Z"
_LONG = 20_000

Given = Mapping[str, Any] | str | bytes


class Trouble(StrEnum):
    """Why an address gives nothing.  One that a case does not list is unreachable, too."""

    NOT_FOUND = "not-found"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case, ready to be written."""

    name: str
    content: Mapping[str, Any]


# The three give a pair of outcome and code, typed as anything so that expectations can be put together freely.
def passed(code: str) -> Any:
    """The check passes, with this code."""
    return "passed", code


def failed(code: str) -> Any:
    """The check fails, with this code."""
    return "failed", code


def unknown(code: str) -> Any:
    """The check cannot be made, with this code."""
    return "unknown", code


ALL_WELL: Mapping[str, Any] = {
    "format": passed("format.passed"),
    "proof": passed("proof.passed"),
    "issuer_key": passed("issuer_key.passed"),
    "status": passed("status.passed"),
    "validity": passed("validity.passed"),
    "registered": passed("registered.no_address"),
}
"""What is found of the usual credential of the usual issuer, unless a case says otherwise."""

_LATER = ("recipient", "endorsements", "credentials")

NOT_AUTHENTIC: Mapping[str, Any] = {
    "status": unknown("status.not_authentic"),
    "validity": unknown("validity.not_authentic"),
    "registered": unknown("registered.not_authentic"),
}
"""What follows wherever the signature was not found to hold."""

ALTERED: Mapping[str, Any] = {"state": "altered", "proof": failed("proof.broken"), **NOT_AUTHENTIC}
"""What follows where anything that was signed was changed."""

UNREAD: Mapping[str, Any] = {
    "state": "malformed",
    "format": failed("format.unreadable"),
    "proof": unknown("proof.not_read"),
    "issuer_key": unknown("issuer_key.not_read"),
    "status": unknown("status.not_read"),
    "validity": unknown("validity.not_read"),
    "registered": unknown("registered.not_read"),
}
"""What follows where there is nothing to read."""


def case(
    name: str,
    about: str,
    given: Given,
    documents: Mapping[str, Given | Trouble] | None = None,
    *,
    state: str = "valid",
    at: str = AT,
    asked: str | None = None,
    **checks: Any,
) -> Case:
    """A case.  `checks` are the findings that differ from `ALL_WELL`, or come in addition.

    `asked` is the person that the verifier is asked about.
    """
    content: dict[str, Any] = {"about": about, "at": at, "given": _written(given)}
    if asked is not None:
        content["recipient"] = asked
    content["documents"] = {url: _written(document) for url, document in (documents or {}).items()}
    found = {**ALL_WELL, **checks}
    names = [*ALL_WELL, *(name for name in _LATER if name in found)]
    if len(names) != len(found):
        raise ValueError(f"got findings on {sorted(found)}, expected checks of the report")
    content["expect"] = {"state": state, "checks": {name: list(found[name]) for name in names}}
    return Case(name=name, content=content)


def _written(given: Given | Trouble) -> dict[str, Any]:
    if isinstance(given, Trouble):
        return {"error": str(given)}
    if isinstance(given, Mapping):
        return {"json": dict(given)}
    data = given.encode("utf-8") if isinstance(given, str) else given
    if len(data) > _LONG:
        return {"gzip": base64.b64encode(gzip_of(data)).decode("ascii")}
    return {"text": given} if isinstance(given, str) else {"base64": base64.b64encode(data).decode("ascii")}
