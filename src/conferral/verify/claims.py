"""What a credential says, read from its JSON.

JSON-LD lets one statement be written in many ways, and a signature covers the statement, not the writing.
Whoever moves `credentialStatus` under its full address keeps the signature and hides the revocation.
`layout_problem` refuses such documents, so that what these functions read is what was signed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from conferral.errors import EncodingError
from conferral.standards import contexts
from conferral.standards.timestamps import parse_timestamp
from conferral.verify.words import harmless


def text_at(document: Mapping[str, Any], *path: str) -> str | None:
    """The text under the members `path`, or None if there is none."""
    value: Any = document
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else None


def issuer_of(document: Mapping[str, Any]) -> str | None:
    """The issuer's id: VCDM 2.0, section 4.7, has it as text or as an object with an id."""
    return text_at(document, "issuer") or text_at(document, "issuer", "id")


def types_of(document: object) -> tuple[str, ...]:
    """The types of an object, written as one text or as a list of texts."""
    found = document.get("type") if isinstance(document, Mapping) else None
    return tuple(name for name in (found if isinstance(found, list) else [found]) if isinstance(name, str))


def contexts_of(document: Mapping[str, Any]) -> list[object]:
    """The items of `@context`."""
    found = document.get("@context", [])
    return found if isinstance(found, list) else [found]


def is_version_1(document: Mapping[str, Any]) -> bool:
    """Whether it is written by version 1.1 of the data model, which has other names for the dates."""
    return contexts_of(document)[:1] == ["https://www.w3.org/2018/credentials/v1"]


def unknown_context(document: Mapping[str, Any], known: Collection[str] = contexts.KNOWN) -> str | None:
    """The first context address that is not among the `known` ones, or None."""
    named = (item for item in contexts_of(document) if isinstance(item, str))
    return next((item for item in named if item not in known), None)


def instant_of(document: Mapping[str, Any], name: str) -> datetime | None:
    """The instant that the member `name` holds, or None if there is no such member.

    Raises:
        EncodingError: it is no timestamp with a time zone.
    """
    if name not in document:
        return None
    value = document[name]
    if not isinstance(value, str):
        raise EncodingError(f'"{name}" is no timestamp')
    return parse_timestamp(value)


def layout_problem(document: Mapping[str, Any]) -> str | None:
    """What may make `document` seem to say something else than its signature covers, or None.

    Every name must be a plain term and every value something, because JSON-LD drops the rest; and no object
    inside may claim the document's own id, because statements about the credential could hide there.
    `proof` is left out; nothing is read from it that the proof's own check does not look at.
    """
    own = document.get("id")
    top = {name: value for name, value in document.items() if name not in {"@context", "proof"}}
    for place in _objects(top):
        for name, value in place.items():
            if "@" in name or ":" in name:
                return f"“{harmless(name, 80)}” stands where a plain word belongs"
            if value is None or value in ({}, []):
                return f"“{harmless(name, 80)}” holds nothing, which no signature can cover"
        if place is not top and own is not None and place.get("id") == own:
            return "an object in it claims the credential’s own id"
    return None


def _objects(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
