"""What the expanded form of a document must be, so that every value of the document is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from conferral.errors import CanonicalizationError, UndefinedTermError
from conferral.standards.safe_document import pointer

VOCABULARY = "urn:x-conferral-undefined:"
"""Undefined terms and types expand to this, followed by themselves."""

BASE = "x-conferral-relative://base/"
"""Relative references resolve against this; whatever they do to host and path, the scheme stays."""

_BASE_SCHEME = BASE.partition("//")[0]
# RFC 3987 excludes these characters, and an N-Quads parser would read a statement out of them.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f]*")
_BLANK_NODE = re.compile(r"_:[A-Za-z0-9]+", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_LITERAL_KEYS = frozenset({"@value", "@type", "@language"})


def check_expanded(document: dict[str, Any], expanded: list[Any]) -> None:
    """Refuse an expansion that invented a name, lost a value, or holds what RDF would lose.

    `document` is what was expanded, for the JSON Pointers of messages.

    Raises `UndefinedTermError` and `CanonicalizationError`.
    """
    found = sum(_check_node(node, document) for node in expanded)
    expected = sum(_scalars(document))
    if found != expected:
        raise UndefinedTermError(
            f"got {found} values in the expanded document, expected {expected}: some would go unsigned",
            hint="A context maps their terms to null, or JSON-LD takes no such value there.",
        )


def _check_node(item: Any, document: dict[str, Any]) -> int:
    """Check one item of an expansion and everything below; the number of scalars of the document in it."""
    if "@value" in item:
        return _check_literal(item)
    if set(item) == {"@list"}:
        return sum(_check_node(inner, document) for inner in item["@list"])
    count = 0
    for key, value in item.items():
        if key == "@id":
            _check_reference(value, document, "id")
            count += 1
        elif key == "@type":
            for name in value:
                _check_reference(name, document, "type")
            count += len(value)
        elif key == "@graph":
            count += sum(_check_node(inner, document) for inner in value)
        elif key.startswith("@"):
            raise CanonicalizationError(f"got {key!r}, which would go unsigned")
        else:
            _check_predicate(key, document)
            count += sum(_check_node(inner, document) for inner in value)
    return count


def _check_literal(item: dict[str, Any]) -> int:
    if not set(item) <= _LITERAL_KEYS:
        raise CanonicalizationError(
            f"got a text with {_others(item, _LITERAL_KEYS)}, which would go unsigned"
        )
    language = item.get("@language")
    if language is not None and (not isinstance(language, str) or _LANGUAGE.fullmatch(language) is None):
        raise CanonicalizationError(f"got language {language!r}, expected a language tag such as 'en'")
    datatype = item.get("@type")
    if datatype == "@json":
        return sum(1 for _ in _leaves(item["@value"]))
    if datatype is not None:
        _check_reference(datatype, {}, "datatype")
    return 1


def _check_predicate(name: str, document: dict[str, Any]) -> None:
    if name.startswith(VOCABULARY):
        term = name.removeprefix(VOCABULARY)
        where = _find_key(document, term)
        raise UndefinedTermError(
            f"term {term!r} would go unsigned: no context defines it" + _at(where), where=where
        )
    if name.startswith("_:"):
        raise CanonicalizationError(f"got blank node {name!r} as a term, which would go unsigned")
    if _IRI.fullmatch(name) is None or name.startswith(_BASE_SCHEME):
        raise UndefinedTermError(f"term {name!r} would go unsigned: it is no absolute IRI")


def _check_reference(name: Any, document: dict[str, Any], role: str) -> None:
    if not isinstance(name, str):
        raise UndefinedTermError(f"got {name!r} as {role}, which would go unsigned")
    if name.startswith(VOCABULARY):
        term = name.removeprefix(VOCABULARY)
        where = _find_value(document, term)
        raise UndefinedTermError(
            f"{role} {term!r} would go unsigned: no context defines it" + _at(where), where=where
        )
    if name.startswith(_BASE_SCHEME):
        reference = name.removeprefix(BASE)
        where = _find_value(document, reference)
        raise UndefinedTermError(
            f"{role} {reference!r} is relative, expected an absolute IRI" + _at(where), where=where
        )
    if name.startswith("_:"):
        if role == "datatype" or _BLANK_NODE.fullmatch(name) is None:
            raise CanonicalizationError(f"got blank node {name!r} as {role}, expected an IRI")
    elif _IRI.fullmatch(name) is None:
        where = _find_value(document, name)
        raise UndefinedTermError(f"{role} {name!r} is no absolute IRI" + _at(where), where=where)


def _scalars(value: Any) -> Iterator[int]:
    """One for each scalar of a document that its signed form must show."""
    if isinstance(value, dict):
        skipped = {"@context"}
        if "@value" in value:
            skipped |= {"@type", "type", "@language"}
        for key, inner in value.items():
            if key not in skipped:
                yield from _scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _scalars(inner)
    else:
        yield 1


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value


def _find_key(document: Any, name: str, where: str = "") -> str:
    """The JSON Pointer of the first member called `name`, or an empty text."""
    children = _children(document)
    if isinstance(document, dict) and name in document:
        return pointer(where, name)
    for key, inner in children:
        found = _find_key(inner, name, pointer(where, key))
        if found:
            return found
    return ""


def _find_value(document: Any, text: str, where: str = "") -> str:
    """The JSON Pointer of the first value that is `text`, or an empty text."""
    for key, inner in _children(document):
        place = pointer(where, key)
        if inner == text and key != "@context":
            return place
        found = _find_value(inner, text, place)
        if found:
            return found
    return ""


def _children(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _at(where: str) -> str:
    return f" (at {where})" if where else ""


def _others(item: dict[str, Any], known: frozenset[str]) -> str:
    return ", ".join(repr(key) for key in sorted(set(item) - known))
