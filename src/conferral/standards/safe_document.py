"""What a document may hold before any JSON-LD processor sees it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from conferral.errors import CanonicalizationError, UndefinedTermError

_SAFE_INTEGER = 2**53 - 1
_KEYWORDS = frozenset({"@context", "@id", "@type", "@value", "@language"})
# Processors escape these differently in N-Quads (C0 without tab, line feed and carriage return; DEL), or
# cannot write them as UTF-8 at all (surrogates).
_UNSAFE_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a document may be, and how much work its canonical form may take.

    `depth` counts nested objects and lists, `values` all objects, lists and scalars, `characters` all text
    and keys, `comparisons` the pairs of values of one member of one object (processors look for duplicates),
    `blank_nodes` the objects without id, `work` the steps of telling alike blank nodes apart.
    """

    depth: int = 40
    values: int = 25_000
    characters: int = 8_000_000
    comparisons: int = 1_000_000
    blank_nodes: int = 5_000
    work: int = 20_000


DEFAULT_LIMITS = Limits()
"""Generous for a credential: a few kilobytes are usual, a status list has some hundred kilobytes."""


def check_document(document: dict[str, Any], limits: Limits) -> None:
    """Refuse what JSON-LD would drop without a word, what has no one reading, and what is too large.

    Raises `CanonicalizationError`, of which `UndefinedTermError` for a key that looks like a keyword.
    """
    if not isinstance(document, dict):
        raise CanonicalizationError(f"got {_kind(document)}, expected an object")
    characters = comparisons = 0
    for values, (value, where, depth) in enumerate(_walk(document, limits.depth), 1):
        if isinstance(value, str):
            characters += len(value)
        if isinstance(value, dict):
            characters += sum(len(key) for key in value if isinstance(key, str))
            _check_keys(value, where, depth)
            comparisons += sum(_leaves(inner) ** 2 for inner in value.values() if isinstance(inner, list))
        if values > limits.values:
            raise CanonicalizationError(f"the document has more than {limits.values} values")
        if characters > limits.characters:
            raise CanonicalizationError(f"the document has more than {limits.characters} characters of text")
        _check_value(value, where)
    # Before anything is expanded, since expansion already compares the values of a list each with each.
    if comparisons > limits.comparisons:
        raise CanonicalizationError("the document has too many values in one list")


def check_plain(value: object) -> None:
    """Refuse what `canonical_json` does not write.  Raises `CanonicalizationError`."""
    for item, where, _depth in _walk(value, DEFAULT_LIMITS.depth):
        place = where or "the top"
        if isinstance(item, dict):
            for key in item:
                if not isinstance(key, str):
                    raise CanonicalizationError(f"got key {key!r} at {place}, expected text")
                _check_characters(key, f"a key at {place}")
        elif isinstance(item, str):
            _check_characters(item, f"the text at {place}")
        elif isinstance(item, float):
            if not math.isfinite(item):
                raise CanonicalizationError(f"got number {item} at {place}, expected a finite one")
        elif isinstance(item, int):
            if abs(item) > _SAFE_INTEGER:
                raise CanonicalizationError(f"got number {item} at {place}, expected at most 2**53 - 1")
        elif item is not None and not isinstance(item, list):
            raise CanonicalizationError(f"got {_kind(item)} at {place}, which JSON does not have")


def pointer(where: str, key: str | int) -> str:
    """`where` extended by one step, as a JSON Pointer (RFC 6901)."""
    return f"{where}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _walk(value: object, depth: int) -> Iterator[tuple[Any, str, int]]:
    """Every value inside `value`, itself first, with its JSON Pointer and its depth."""
    pending: list[tuple[Any, str, int]] = [(value, "", 1)]
    while pending:
        item, where, level = pending.pop()
        yield item, where, level
        if isinstance(item, dict | list) and level > depth:
            raise CanonicalizationError(f"the document is nested deeper than {depth} levels")
        if isinstance(item, dict):
            pending.extend((inner, pointer(where, key), level + 1) for key, inner in item.items())
        elif isinstance(item, list):
            pending.extend((inner, pointer(where, place), level + 1) for place, inner in enumerate(item))


def _leaves(values: list[Any]) -> int:
    """How many values `values` holds; lists inside count as their values, because JSON-LD dissolves them."""
    count = 0
    pending = [values]
    while pending:
        for inner in pending.pop():
            if isinstance(inner, list):
                pending.append(inner)
            else:
                count += 1
    return count


def _check_keys(value: dict[str, Any], where: str, depth: int) -> None:
    for key in value:
        _check_key(key, where)
        if key.startswith("@") and key not in _KEYWORDS:
            raise UndefinedTermError(
                f"{key!r} would go unsigned: it is no term, and no keyword that is used here",
                where=pointer(where, key),
            )
        if ":" in key:
            raise CanonicalizationError(
                f"got member {key!r} at {where or 'the top'}, expected a term and no IRI",
                hint="Written as an IRI, a term means the same to the signature and nothing to most readers: "
                "a status or an expiry could be hidden so.",
            )
    if "@context" in value:
        if depth > 1 and re.fullmatch(r"(/verifiableCredential(/[0-9]+)?)+", where) is None:
            raise CanonicalizationError(f"got a nested '@context' at {where}, expected it at the top only")
        _check_context(value["@context"], where)
    elif depth == 1:
        raise CanonicalizationError("got a document without '@context', expected one with it")


def _check_context(context: object, where: str) -> None:
    for item in context if isinstance(context, list) else [context]:
        if not isinstance(item, str):
            raise CanonicalizationError(
                f"got {_kind(item)} in '@context' at {where or 'the top'}, expected URLs only",
                hint="A context written into the document could give its terms any meaning.",
            )


def _check_key(key: object, where: str) -> None:
    if not isinstance(key, str):
        raise CanonicalizationError(f"got key {key!r} at {where or 'the top'}, expected text")
    if _UNSAFE_CHARACTER.search(key):
        raise CanonicalizationError(f"got key {key!r} at {where or 'the top'} with a control character")


def _check_characters(text: str, place: str) -> None:
    if not text.isascii() and _SURROGATE.search(text):
        raise CanonicalizationError(f"got half of a surrogate pair in {place}, which is no character")


def _check_value(value: object, where: str) -> None:
    place = where or "the top"
    if value is None:
        raise CanonicalizationError(f"got null at {place}, which would go unsigned", hint="Leave it out.")
    if isinstance(value, dict | list) and not value:
        raise CanonicalizationError(
            f"got an empty {_kind(value).split()[-1]} at {place}, which would go unsigned",
            hint="Leave it out.",
        )
    _check_scalar(value, where)


def _check_scalar(value: object, where: str) -> None:
    place = where or "the top"
    if isinstance(value, str):
        match = _UNSAFE_CHARACTER.search(value)
        if match:
            raise CanonicalizationError(
                f"got character U+{ord(match[0]):04X} in the text at {place}, "
                "expected no control character but tab and line ends",
            )
    elif isinstance(value, bool):
        pass
    elif isinstance(value, int):
        if abs(value) > _SAFE_INTEGER:
            raise CanonicalizationError(f"got number {value} at {place}, expected at most 2**53 - 1")
    elif isinstance(value, float):
        _check_float(value, place)
    elif not isinstance(value, dict | list):
        raise CanonicalizationError(f"got {_kind(value)} at {place}, which JSON does not have")


def _check_float(value: float, place: str) -> None:
    if not math.isfinite(value):
        raise CanonicalizationError(f"got number {value} at {place}, expected a finite one")
    if abs(value) > _SAFE_INTEGER:
        raise CanonicalizationError(f"got number {value!r} at {place}, expected at most 2**53 - 1")
    # Canonical doubles have 16 significant digits.  Where the 17th and last is a 5, C rounds to even and
    # ECMAScript rounds up.
    digits = Decimal(value).as_tuple().digits
    if len(digits) == 17 and digits[-1] == 5:
        raise CanonicalizationError(f"got number {value!r} at {place}, which processors round differently")
    # JavaScript's processors sign 1e-7 as "0", and some know a negative zero.
    if 0 < abs(value) < 1e-6 or (value == 0 and math.copysign(1, value) < 0):
        raise CanonicalizationError(f"got number {value!r} at {place}, which processors write differently")


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", type(None): "null", bool: "a boolean"}
    return names.get(type(value), f"a value of type {type(value).__name__!r}")
