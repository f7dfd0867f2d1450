"""What the expanded form of a document must be, so that every value of the document is in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from pyld import iri_resolver

from conferral.errors import CanonicalizationError, UndefinedTermError
from conferral.standards.safe_document import Limits, Place, pointer

VOCABULARY = "urn:x-conferral-undefined:"
"""Undefined terms and types expand to this, followed by themselves."""

BASE = "x-conferral-relative://base/"
"""Relative references resolve against this; whatever they do to host and path, the scheme stays."""

_BASE_SCHEME = BASE.partition("//")[0]
# RFC 3987 excludes these characters, and an N-Quads parser would read a statement out of them.  It allows spaces other
# than the common one, but to processors nothing with a space in it is absolute.
_SPACES = r"\x80-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{{}}|\\^`\x7f{_SPACES}]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_LITERAL_KEYS = frozenset({"@value", "@type", "@language"})


def check_expanded(document: dict[str, Any], expanded: list[Any], limits: Limits) -> int:
    """Refuse an expansion that invented a name, lost a value, or holds what RDF would lose.

    `document` is what was expanded, for the JSON Pointers of messages.  Gives the comparisons that are left to make.

    Raises `UndefinedTermError` and `CanonicalizationError`.
    """
    check = _Check(document)
    found = sum(check.item(node) for node in expanded)
    expected = sum(1 for _ in _signed_scalars(document))
    if found != expected:
        raise UndefinedTermError(
            f"got {found} values in the expanded document, expected {expected}: some would go unsigned",
            hint="A context maps their terms to null, or JSON-LD takes no such value there.",
        )
    comparisons = sum(number * number for number in check.sizes.values())
    if comparisons > limits.comparisons:
        raise CanonicalizationError("the document has too many values in one list")
    return comparisons


class _Check:
    """One walk over an expansion.

    `sizes` counts the values that one member of one object holds, wherever the document repeats the object.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self.sizes: Counter[tuple[Any, str]] = Counter()

    def item(self, item: dict[str, Any]) -> int:
        """Check an object, a literal or a list, and everything below; the number of scalars in it."""
        if "@value" in item:
            return self._literal(item)
        if set(item) == {"@list"}:
            return self._values(id(item), "@list", item["@list"])
        identity = item.get("@id", id(item))
        count = 0
        for key, value in item.items():
            if key == "@id":
                self._reference(value, "id")
                count += 1
            elif key == "@type":
                for name in value:
                    self._reference(name, "type")
                self.sizes[identity, key] += len(value)
                count += len(value)
            elif key == "@graph":
                # RDF has no place in a graph for a text or an id by itself, and other processors have none, either.
                count += self._values(identity, key, [node for node in value if _is_statement(node)])
            elif key.startswith("@"):
                raise CanonicalizationError(f"got {key!r}, which would go unsigned")
            else:
                self._predicate(key)
                count += self._values(identity, key, value)
        return count

    def _values(self, identity: object, key: str, values: list[dict[str, Any]]) -> int:
        self.sizes[identity, key] += len(values)
        return sum(self.item(inner) for inner in values)

    def _literal(self, item: dict[str, Any]) -> int:
        others = ", ".join(repr(key) for key in sorted(set(item) - _LITERAL_KEYS))
        if others:
            raise CanonicalizationError(f"got a text with {others}, which would go unsigned")
        language = item.get("@language")
        if language is not None and (not isinstance(language, str) or _LANGUAGE.fullmatch(language) is None):
            raise CanonicalizationError(f"got language {language!r}, expected a language tag such as 'en'")
        datatype = item.get("@type")
        if datatype == "@json":
            return sum(1 for _ in _scalars(item["@value"]))
        if datatype is not None:
            self._reference(datatype, "datatype")
        return 1

    def _predicate(self, name: str) -> None:
        if name.startswith(VOCABULARY):
            term = name.removeprefix(VOCABULARY)
            raise self._undefined(f"term {term!r}", pointer(next(_keys(self._document, term), None)))
        if _IRI.fullmatch(name) is None or name.startswith(_BASE_SCHEME):
            raise UndefinedTermError(f"term {name!r} would go unsigned: it is no absolute IRI")

    def _reference(self, name: object, role: str) -> None:
        if not isinstance(name, str):
            raise UndefinedTermError(f"got {role} {name!r}, which would go unsigned, expected an absolute IRI")
        if name.startswith(VOCABULARY):
            term = name.removeprefix(VOCABULARY)
            where, _ = self._find(lambda value: value == term)
            raise self._undefined(f"{role} {term!r}", where)
        if name.startswith(_BASE_SCHEME):
            where, written = self._find(lambda value: iri_resolver.resolve(value, BASE) == name)
            problem = f"{role} {written or repr(name)} is relative, expected an absolute IRI"
            raise UndefinedTermError(problem + _at(where), where=where)
        if _IRI.fullmatch(name) is None:
            where, _ = self._find(lambda value: value == name)
            raise UndefinedTermError(f"got {role} {name!r}, expected an absolute IRI" + _at(where), where=where)

    def _undefined(self, what: str, where: str) -> UndefinedTermError:
        message = f"{what} would go unsigned: no context defines it"
        return UndefinedTermError(message + _at(where), where=where)

    def _find(self, matches: Callable[[str], bool]) -> tuple[str, str]:
        """The JSON Pointer of the first text of the document that `matches`, and the text, in quotes."""
        for place, value in _texts(self._document):
            if matches(value):
                return pointer(place), repr(value)
        return "", ""


def _is_statement(node: dict[str, Any]) -> bool:
    return not ("@value" in node or "@list" in node or node.keys() <= {"@id"})


def _signed_scalars(value: Any) -> Iterator[Any]:
    """The scalars of a document, without contexts, and without what only qualifies a text."""
    if isinstance(value, dict):
        skipped = {"@context", "@type", "type", "@language"} if "@value" in value else {"@context"}
        for key, inner in value.items():
            if key not in skipped:
                yield from _signed_scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _signed_scalars(inner)
    else:
        yield value


def _scalars(value: Any) -> Iterator[Any]:
    for _, inner in _children(value):
        yield from _scalars(inner)
    if not isinstance(value, dict | list):
        yield value


def _keys(value: Any, name: str, place: Place = None) -> Iterator[Place]:
    """The places of the members called `name`."""
    for key, inner in _children(value):
        if key == name:
            yield (place, key)
        yield from _keys(inner, name, (place, key))


def _texts(value: Any, place: Place = None) -> Iterator[tuple[Place, str]]:
    """Every text outside of contexts, with its place."""
    if isinstance(value, str):
        yield place, value
    for key, inner in _children(value):
        if key != "@context":
            yield from _texts(inner, (place, key))


def _children(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _at(where: str) -> str:
    return f" (at {where})" if where else ""
