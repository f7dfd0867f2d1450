"""What a document may hold before any JSON-LD processor sees it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from conferral.errors import CanonicalizationError, UndefinedTermError
from conferral.standards.embedded_documents import Part, part_under

_SAFE_INTEGER = 2**53 - 1
EFFORT = {
    "@context": 80,
    "@type": 20,
    "type": 20,
    "cnf": 20,
    "credentialSchema": 20,
    "proofPurpose": 20,
    "refreshService": 20,
    "statusMessage": 20,
}
"""Members of which each value makes a processor read a context: a whole one, or the small one of a type or a term."""

SLASHES = 16
"""Slashes of one text that take as long as a step of effort."""

_MOST_CONTEXTS = 20
_KEYWORDS = frozenset({"@context", "@id", "@type", "@value", "@language"})
UNSAFE_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What processors escape differently in N-Quads (C0 without tab, line feed and carriage return; DEL), or cannot write
as UTF-8 at all (surrogates)."""

_SURROGATE = re.compile("[\ud800-\udfff]")


Place: TypeAlias = "tuple[Place, str | int] | None"
"""Where a value stands: in which place, and under which key there; None is the top.

Only messages write places out.  A document may hold one long key and many values under it.
"""


Digest = Literal["sha256", "sha384"]
"""The hash algorithms that RDFC-1.0 (section 4.1) is run with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a document may be, and how much work its canonical form may take.

    `depth` counts nested objects and lists, `values` all objects, lists and scalars, `characters` all text
    and keys, `comparisons` the pairs of values of one member of one object (processors look for duplicates),
    `effort` what expansion takes (1 for each value and each 16 slashes, 20 more for each type and for each member
    whose term has a context, 80 for each URL in `@context`), `statements` the characters of all N-Quads (one long
    id stands in every statement about it), `blank_nodes` the objects without id, `work` the steps of telling alike
    blank nodes apart.
    """

    depth: int = 40
    values: int = 25_000
    characters: int = 6_000_000
    comparisons: int = 1_000_000
    effort: int = 60_000
    statements: int = 16_000_000
    blank_nodes: int = 5_000
    work: int = 20_000


DEFAULT_LIMITS = Limits()
"""Generous for a credential: a few kilobytes are usual, a status list has some hundred kilobytes."""


MOST_EFFORT = 120_000
"""What the canonical forms of several documents may take together: a record of a hundred credentials takes 96,000."""

COMPARISONS = 80
"""Comparisons that take as long as a step of effort, where each is made twice."""


class Effort:
    """What canonical forms may take together: one verification makes many, of documents inside documents.

    Effort and work are counted as in `Limits`, and so are comparisons; RFC 8785 takes 1 for each value and for each
    1,000 bytes.  `begin` counts anew.
    """

    def __init__(self, most: int = MOST_EFFORT) -> None:
        self._most = most
        self.begin()

    @property
    def is_spent(self) -> bool:
        """Whether anything was refused."""
        return self._left < 0

    def begin(self) -> None:
        """Count from here."""
        self._left = self._most

    def take(self, steps: int) -> None:
        """Count `steps`.  Raises `CanonicalizationError` where there are not so many left."""
        self._left -= steps
        if self._left < 0:
            raise CanonicalizationError("all documents together would take too long to make canonical")


def check_document(document: dict[str, Any], limits: Limits) -> int:
    """Refuse what JSON-LD would drop without a word, what has no one reading, and what is too large.

    Gives the effort of what is left, comparisons included.

    Raises `CanonicalizationError`, of which `UndefinedTermError` for a key that looks like a keyword.
    """
    if not isinstance(document, dict):
        raise CanonicalizationError(f"got {_kind(document)}, expected an object")
    characters = comparisons = effort = 0
    for values, (value, place, depth, part) in enumerate(_walk(document, limits.depth), 1):
        effort += 1
        if isinstance(value, str):
            characters += len(value)
            effort += value.count("/") // SLASHES
        if isinstance(value, dict):
            characters += sum(len(key) for key in value if isinstance(key, str))
            _check_keys(value, place, depth, part)
            comparisons += sum(_leaves(inner) ** 2 for inner in value.values() if isinstance(inner, list))
            effort += sum(EFFORT.get(key, 0) * _items(inner) for key, inner in value.items())
        if values > limits.values:
            raise CanonicalizationError(f"the document has more than {limits.values} values")
        if characters > limits.characters:
            raise CanonicalizationError(f"the document has more than {limits.characters} characters of text")
        _check_value(value, place)
    # Before anything is expanded, since expansion already compares the values of a list each with each.
    if comparisons > limits.comparisons:
        raise CanonicalizationError("the document has too many values in one list")
    if effort > limits.effort:
        raise CanonicalizationError(
            "the document would take too long to expand", hint="Its types and contexts count most."
        )
    return effort + comparisons // COMPARISONS


def check_plain(value: object, effort: Effort | None = None) -> None:
    """Refuse what `canonical_json` does not write, and what takes more than `effort`, where values count 1 each.

    Raises `CanonicalizationError`.
    """
    for item, place, _depth, _part in _walk(value, DEFAULT_LIMITS.depth):
        if effort is not None:
            effort.take(1)
        if isinstance(item, dict):
            for key in item:
                if not isinstance(key, str):
                    raise CanonicalizationError(f"got key {key!r} at {_at(place)}, expected text")
                _check_characters(key, "a key", place)
        elif isinstance(item, str):
            _check_characters(item, "the text", place)
        elif isinstance(item, float):
            if not math.isfinite(item):
                raise CanonicalizationError(f"got number {item} at {_at(place)}, expected a finite one")
        elif isinstance(item, int):
            _check_integer(item, place)
        elif item is not None and not isinstance(item, list):
            raise CanonicalizationError(f"got {_kind(item)} at {_at(place)}, which JSON does not have")


def pointer(place: Place) -> str:
    """The JSON Pointer (RFC 6901) of `place`."""
    steps: list[str] = []
    while place is not None:
        place, step = place
        steps.append("/" + str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(reversed(steps))


def _at(place: Place) -> str:
    return pointer(place) or "the top"


def _walk(value: object, depth: int) -> Iterator[tuple[Any, Place, int, Part]]:
    """Every value inside `value`, itself first, with its place and its depth, and what it is if it is an object."""
    pending: list[tuple[Any, Place, int, Part]] = [(value, None, 1, Part.TOP)]
    while pending:
        item, place, level, part = pending.pop()
        yield item, place, level, part
        if isinstance(item, dict | list) and level > depth:
            raise CanonicalizationError(f"the document is nested deeper than {depth} levels")
        if isinstance(item, dict):
            pending.extend((inner, (place, key), level + 1, part_under(part, key)) for key, inner in item.items())
        elif isinstance(item, list):
            pending.extend(
                (inner, (place, number), level + 1, Part.OTHER if isinstance(inner, list) else part)
                for number, inner in enumerate(item)
            )


def _items(value: object) -> int:
    return len(value) if isinstance(value, list) else 1


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


def _check_keys(value: dict[str, Any], place: Place, depth: int, part: Part) -> None:
    for key in value:
        _check_key(key, place)
        if key.startswith("@") and key not in _KEYWORDS:
            raise UndefinedTermError(
                f"{key!r} would go unsigned: it is no term, and no keyword that is used here",
                where=pointer((place, key)),
            )
        if ":" in key:
            raise CanonicalizationError(
                f"got member {key!r} at {_at(place)}, expected a term and no IRI",
                hint="Written as an IRI, a term means the same to the signature and nothing to most readers: "
                "a status or an expiry could be hidden so.",
            )
    if "@context" in value:
        if not part.has_context:
            raise CanonicalizationError(
                f"got a nested '@context' at {_at(place)}, expected it at the top or in an embedded credential"
            )
        _check_context(value["@context"], place)
    elif depth == 1:
        raise CanonicalizationError("got a document without '@context', expected one with it")


def _check_context(context: object, place: Place) -> None:
    if _items(context) > _MOST_CONTEXTS:
        raise CanonicalizationError(
            f"got {_items(context)} contexts at {_at(place)}, expected at most {_MOST_CONTEXTS}"
        )
    for item in context if isinstance(context, list) else [context]:
        if not isinstance(item, str):
            raise CanonicalizationError(
                f"got {_kind(item)} in '@context' at {_at(place)}, expected URLs only",
                hint="A context written into the document could give its terms any meaning.",
            )


def _check_key(key: object, place: Place) -> None:
    if not isinstance(key, str):
        raise CanonicalizationError(f"got key {key!r} at {_at(place)}, expected text")
    if UNSAFE_CHARACTER.search(key):
        raise CanonicalizationError(f"got key {key!r} at {_at(place)} with a control character")


def _check_characters(text: str, what: str, place: Place) -> None:
    if not text.isascii() and _SURROGATE.search(text):
        raise CanonicalizationError(f"got half of a surrogate pair in {what} at {_at(place)}, which is no character")


def _check_value(value: object, place: Place) -> None:
    if value is None:
        raise CanonicalizationError(f"got null at {_at(place)}, which would go unsigned", hint="Leave it out.")
    if isinstance(value, dict | list) and not value:
        raise CanonicalizationError(
            f"got an empty {_kind(value).split()[-1]} at {_at(place)}, which would go unsigned",
            hint="Leave it out.",
        )
    _check_scalar(value, place)


def _check_scalar(value: object, place: Place) -> None:
    if isinstance(value, str):
        match = UNSAFE_CHARACTER.search(value)
        if match:
            raise CanonicalizationError(
                f"got character U+{ord(match[0]):04X} in the text at {_at(place)}, "
                "expected no control character but tab and line ends",
            )
    elif isinstance(value, bool):
        pass
    elif isinstance(value, int | float):
        check_number(value, place)
    elif not isinstance(value, dict | list):
        raise CanonicalizationError(f"got {_kind(value)} at {_at(place)}, which JSON does not have")


def check_number(value: float, place: Place = None) -> None:
    """Refuse a number that processors write differently.  Raises `CanonicalizationError`."""
    if isinstance(value, int):
        _check_integer(value, place)
    else:
        _check_float(value, place)


def _check_integer(value: int, place: Place) -> None:
    if abs(value) > _SAFE_INTEGER:
        # Python writes no integer of more than some thousand digits.
        shown = str(value) if value.bit_length() < 128 else "of more than 38 digits"
        raise CanonicalizationError(f"got number {shown} at {_at(place)}, expected at most 2**53 - 1")


def _check_float(value: float, place: Place) -> None:
    if not math.isfinite(value):
        raise CanonicalizationError(f"got number {value} at {_at(place)}, expected a finite one")
    if abs(value) > _SAFE_INTEGER:
        raise CanonicalizationError(f"got number {value!r} at {_at(place)}, expected at most 2**53 - 1")
    # Canonical doubles have 16 significant digits.  Where the 17th and last is a 5, C rounds to even and
    # ECMAScript rounds up.
    digits = Decimal(value).as_tuple().digits
    if len(digits) == 17 and digits[-1] == 5:
        raise CanonicalizationError(f"got number {value!r} at {_at(place)}, which processors round differently")
    # JavaScript's processors sign 1e-7 as "0", and some know a negative zero.
    if 0 < abs(value) < 1e-6 or (value == 0 and math.copysign(1, value) < 0):
        raise CanonicalizationError(f"got number {value!r} at {_at(place)}, which processors write differently")


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", type(None): "null", bool: "a boolean"}
    return names.get(type(value), f"a value of type {type(value).__name__!r}")
