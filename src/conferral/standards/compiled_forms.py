"""Canonical forms of documents whose objects are of forms that are known, without a JSON-LD processor.

The statements of an object depend on little: where it stands (under which contexts, members and types), its types,
its members, and of which kind their values are.  A `Form` is these statements with the values left out, as PyLD has
shown them (`learned_forms`).  Here the values are filled in, objects without id get their labels (RDFC-1.0, section
4.4), and the lines are sorted.

What might come out otherwise than PyLD makes it is `Unusual`, and PyLD's to say: a name that some context could
change, a character or a number that is refused, objects that only their neighbours tell apart, sizes near a limit.
"""

from __future__ import annotations

import marshal
import re
from bisect import bisect
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import groupby, repeat
from typing import Any, NamedTuple, TypeAlias

from pyld.jsonld import _canonicalize_double
from pyld.nquads import escape

from conferral.errors import CanonicalizationError
from conferral.standards.blank_nodes import is_order_certain
from conferral.standards.safe_document import (
    COMPARISONS,
    DEFAULT_LIMITS,
    SLASHES,
    UNSAFE_CHARACTER,
    check_number,
)

Object: TypeAlias = dict[str, Any]
Shape: TypeAlias = tuple[tuple[str, ...], tuple[type, ...], tuple[object, ...]]
"""The members of an object, the types of their values, and what else decides on its statements."""

STEADY = frozenset({"issuer", "achievement", "relatedResource"})
"""Members whose objects stand alike in many documents: their statements are kept."""

_MOST_KEPT = 1_000

# No document within these reaches a limit of `DEFAULT_LIMITS` but those that are looked at in `_canonical`.
_MOST_STEPS = 20_000
_MOST_CHARACTERS = 1_000_000

# These stand for themselves under every context: behind a scheme comes "//", which no processor takes for a term's
# prefix, or the scheme is no term of a bundled context.
_IRI = re.compile(r"(?:https?://|urn:uuid:|did:[a-z0-9]+:)[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = f"<{_RDF}first>", f"<{_RDF}rest>", f"<{_RDF}nil>"


class Unusual(Exception):  # noqa: N818 -- nothing is wrong: somebody else knows
    """What this document comes to is for PyLD to say."""


class Position:
    """Where an object stands.  To all objects at one position, contexts mean the same."""

    __slots__ = ("_below", "forms")

    def __init__(self) -> None:
        self.forms: dict[Shape, Form] = {}
        self._below: dict[tuple[object, str], Position] = {}

    def below(self, types: object, member: str) -> Position:
        """The position of what stands in `member` of an object of these types."""
        return self._below.setdefault((types, member), Position())


_NOWHERE = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """A member with a list of texts: each is the object of one statement, or they make one list of RDF, `in_order`.

    Around each stand `before` and `after`.  With `named` they are names.
    """

    member: str
    predicate: str
    before: str
    after: str
    named: bool
    in_order: bool = False


class Children(NamedTuple):
    """A member with an object or a list of objects."""

    member: str
    predicate: str
    position: Position
    steady: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The statements of an object, with the values left out.

    `template` has those of its types and of the members with one value, each on a line.  Members stand in it for their
    values, `%(name)s`, and `_:a` for an object without id.  `texts` are the members with one text, `names` those of
    them that name something, `numbers` the members with one number; `lists` and `children` have the others.

    `sizes` says how many values there are of each predicate, except those of `plurals`, which are members with a list.
    `steps` and `pairs` are the effort and the comparisons (`Limits`) that it takes to look at all but what stands in
    lists and in objects, `comparisons` those of the expanded form.
    """

    template: str
    texts: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    lists: tuple[Values, ...]
    children: tuple[Children, ...]
    plurals: tuple[tuple[str, str], ...]
    sizes: Mapping[str, int]
    steps: int
    pairs: int
    comparisons: int


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonical form, and the effort it takes: of the document, and of comparing values when it was expanded."""

    text: str
    steps: int
    comparisons: int


Trial: TypeAlias = Mapping[tuple[Position, Shape], Form]
"""Forms that are not known to be right yet."""


class CompiledForms:
    """All forms that are known.  More of them save time; they never change what comes of a document."""

    def __init__(self) -> None:
        self._roots: dict[tuple[str, ...], Position] = {}
        self._kept: dict[tuple[object, ...], _Statements] = {}

    def canonical(self, document: Object, trial: Trial | None = None) -> Canonical | None:
        """The canonical form of a document whose objects are of forms that are known or on trial, or None for others.

        A document for which this is None may well have one.
        """
        postponed: list[tuple[Position, Object]] = []
        own = _Statements(trial or {}, postponed)
        try:
            own.add(document, self._roots.get(contexts_of(document), _NOWHERE))
            own.finish()
            return _canonical(self._steady(postponed, trial), own)
        except Unusual:
            return None

    def root(self, contexts: tuple[str, ...]) -> Position:
        """The position of a document under these contexts."""
        return self._roots.setdefault(contexts, Position())

    def forget(self) -> None:
        """Begin anew."""
        self._roots.clear()
        self._kept.clear()

    def _steady(self, postponed: list[tuple[Position, Object]], trial: Trial | None) -> _Statements:
        """The statements about the steady objects."""
        # Equal bytes are equal values of the same types: marshal tells 1, 1.0 and True apart, and in version 2 it
        # writes no references.  It refuses what JSON does not have, classes derived from those of JSON included.
        try:
            key = (*[position for position, _ in postponed], marshal.dumps([item for _, item in postponed], 2))
        except ValueError:
            raise Unusual from None
        kept = self._kept.get(key)
        if kept is None:
            kept = _Statements(trial or {})
            for position, item in postponed:
                kept.add(item, position)
            kept.finish()
            kept.gather()
            if not trial:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[key] = kept
        return kept


def contexts_of(document: object) -> tuple[str, ...]:
    """The contexts at the top of a document.  Raises `Unusual` where they are not just texts."""
    contexts = _listed(document.get("@context")) if type(document) is dict else []
    if set(map(type, contexts)) != {str}:
        raise Unusual
    return tuple(contexts)


def shape_of(item: Object) -> Shape:
    """What decides on the statements of an object, apart from its position."""
    names, kinds = tuple(item), tuple(map(type, item.values()))
    decisive: list[object] = []
    for name in _deciding(names, kinds):
        value = item[name]
        if type(value) is not list:
            decisive.append(value.is_integer() if type(value) is float else value)
        elif name == "type":
            decisive.append(tuple(value))
        else:
            decisive.append(type(value[0]) if value else None)
    return names, kinds, tuple(decisive)


@lru_cache(maxsize=1_000)
def _deciding(names: tuple[str, ...], kinds: tuple[type, ...]) -> tuple[str, ...]:
    """The members of whose values more than the type decides."""
    return tuple(name for name, kind in zip(names, kinds, strict=True) if name == "type" or kind in {bool, float, list})


def _check_names(texts: list[str]) -> None:
    """Raises `Unusual` for what a context could change."""
    if not all(map(_IRI.fullmatch, texts)):
        raise Unusual


def _listed(value: Any) -> list[Any]:
    return value if type(value) is list else [value]


class _Node:
    """An object that statements are about: its name, or `_:a` where it has no id.

    `lines` are the statements, but for `links`, those that lead to objects without id: predicates, and the numbers of
    these.  `origin` is the statement that leads to an object without id, `unnamed` is what stands before and behind its
    name where it is a subject.
    """

    __slots__ = ("lines", "links", "origin", "subject", "unnamed")

    def __init__(self, subject: str, lines: list[str], origin: str = "") -> None:
        self.subject = subject
        self.lines = lines
        self.origin = origin
        self.links: list[tuple[str, int]] = []
        self.unnamed: list[str] = []

    def first_degree(self) -> str:
        """The hash of every statement that an object without id stands in (RDFC-1.0, section 4.6)."""
        lines = [*self.lines, *[f"_:a {predicate} _:z ." for predicate, _ in self.links]]
        if self.origin:
            lines.append(self.origin)
        lines.sort()
        return sha256(("\n".join(lines) + "\n").encode()).hexdigest()


class _Statements:
    """Statements about objects and all below them, and the effort that they take.

    Where there is a list of what is `postponed`, steady objects go there, with their positions.
    """

    def __init__(self, trial: Trial, postponed: list[tuple[Position, Object]] | None = None) -> None:
        self._trial = trial
        self._postponed = postponed
        self._stated: list[tuple[_Node, Object, Form]] = []
        self._blanks: list[_Node] = []
        self._linked: list[_Node] = []
        self.lines: list[str] = []
        self.hashes: list[str] = []
        self.subjects: list[tuple[str, Mapping[str, int]]] = []
        self.names: frozenset[str] = frozenset()
        self.is_merged = False
        self.steps = self.pairs = self.comparisons = self.merged = self.characters = 0

    def add(self, item: Object, position: Position, holder: _Node | None = None, predicate: str = "") -> str | int:
        """Add an object that a statement of `holder` leads to: its name, or its number among those without id."""
        if type(item) is not dict:
            raise Unusual
        shape = shape_of(item)
        try:
            form = position.forms.get(shape) or self._trial.get((position, shape))
        except TypeError:  # where types are no texts
            form = None
        if form is None:
            raise Unusual
        name: str | int
        if "id" in item:
            node = _Node(name := f"<{item['id']}>", self.lines)
        else:
            name = len(self._blanks)
            self._blanks.append(node := _Node("_:a", [], _origin(holder, predicate)))
        self._stated.append((node, item, form))
        for member, link, below, is_steady in form.children:
            value = item[member]
            children = value if type(value) is list else (value,)
            if is_steady and self._postponed is not None:
                names = [self._postpone(child, below) for child in children]
            else:
                names = [self.add(child, below, node, link) for child in children]
            for child in names if len(names) == 1 else dict.fromkeys(names):
                if isinstance(child, str):
                    node.lines.append(f"{node.subject} {link} {child} .")
                else:
                    node.links.append((link, child))
        return name

    def _postpone(self, item: Object, position: Position) -> str | int:
        """Leave an object aside: its name."""
        if self._postponed is None or type(item) is not dict or "id" not in item:
            raise Unusual
        self._postponed.append((position, item))
        return f"<{item['id']}>"

    def finish(self) -> None:
        """Fill in values, when everything is added."""
        stated = self._stated
        _check_names([item[member] for _, item, form in stated for member in form.names])
        texts = [item[member] for _, item, form in stated for member in form.texts]
        written = self._written(texts)
        if written is not texts:
            left = iter(written)
            stated = [
                (node, {**item, **dict(zip(form.texts, left, strict=False))}, form) for node, item, form in stated
            ]
        for node, item, form in stated:
            self._state(node, item, form)
        self._linked = [node for node, item, _ in stated if node.links and node.subject != "_:a"]
        self._stated = []
        for blank in self._blanks:
            blank.lines.sort()
            blank.unnamed = [
                "",
                *[f"{line[3:]}\n" for line in blank.lines[:-1]],
                *[line[3:] for line in blank.lines[-1:]],
            ]
        self.hashes = [blank.first_degree() for blank in self._blanks]
        self.names = frozenset([name for name, _ in self.subjects])
        self.is_merged = len(self.names) < len(self.subjects)
        if self.is_merged:
            self.merged = _merged(self.subjects)
            self.lines = _united(self.lines)

    def gather(self) -> None:
        """Join lines that stay together, whatever is added to them: sorting takes its time for each."""
        links = sorted(f"{node.subject} {predicate} _:" for node in self._linked for predicate, _ in node.links)
        together = groupby(sorted(self.lines), lambda line: (line.split(" ", 1)[0], bisect(links, line)))
        self.lines = ["\n".join(lines) for _, lines in together]

    def labelled(self, labels: Mapping[str, str]) -> list[str]:
        """The statements that name objects without id, under the labels of their hashes."""
        names = [labels[digest] for digest in self.hashes]
        lines = []
        for name, blank in zip(names, self._blanks, strict=True):
            if not blank.links:
                # They stay together: the name stands before each.
                lines.append(name.join(blank.unnamed))
                continue
            lines += [name + line[3:] for line in blank.lines]
            lines += [f"{name} {predicate} {names[number]} ." for predicate, number in blank.links]
        for node in self._linked:
            lines += [f"{node.subject} {predicate} {names[number]} ." for predicate, number in node.links]
        return lines

    def _state(self, node: _Node, item: Object, form: Form) -> None:
        """The statements of an object, whose texts are written as N-Quads have them."""
        self.steps += form.steps
        self.pairs += form.pairs
        self.comparisons += form.comparisons
        sizes = form.sizes
        if form.plurals:
            plurals = {predicate: len(item[member]) for member, predicate in form.plurals}
            self._compare(sum([size * size for size in plurals.values()]))
            sizes = {**sizes, **plurals}
        if form.numbers:
            item = {**item, **{member: number_text(item[member]) for member in form.numbers}}
        if form.template:
            node.lines += (form.template % item).split("\n")
        for values in form.lists:
            self._state_list(node, item[values.member], values)
        if "id" in item:
            self.subjects.append((node.subject, sizes))

    def _state_list(self, node: _Node, values: list[Any], of: Values) -> None:
        """The statements of a member with a list of texts."""
        if set(map(type, values)) != {str}:
            raise Unusual
        if of.named:
            _check_names(values)
        size = len(values)
        self.steps += size
        objects = [f"{of.before}{text}{of.after}" for text in self._written(values)]
        if not of.in_order:
            # Statements are a set.
            node.lines += [f"{node.subject} {of.predicate} {written}" for written in dict.fromkeys(objects)]
            return
        self._compare(size * size)
        origin = _origin(node, of.predicate)
        node.links.append((of.predicate, len(self._blanks)))
        for number, written in enumerate(objects, 1):
            cell = _Node("_:a", [f"_:a {_FIRST} {written}"], origin)
            self._blanks.append(cell)
            if number == size:
                cell.lines.append(f"_:a {_REST} {_NIL} .")
            else:
                cell.links.append((_REST, len(self._blanks)))
            origin = _origin(cell, _REST)

    def _written(self, texts: list[str]) -> list[str]:
        """Texts as N-Quads have them; characters and slashes are counted."""
        together = "".join(texts)
        self.characters += len(together)
        slashes = list(map(str.count, texts, repeat("/")))
        if max(slashes, default=0) >= SLASHES:
            self.steps += sum([number // SLASHES for number in slashes])
        if together.isprintable() and '"' not in together and "\\" not in together:
            return texts
        if UNSAFE_CHARACTER.search(together):
            raise Unusual
        return [escape(text) for text in texts]

    def _compare(self, pairs: int) -> None:
        """Lists are compared in the document, and when it is expanded."""
        self.pairs += pairs
        self.comparisons += pairs


def _origin(holder: _Node | None, predicate: str) -> str:
    """The statement that leads to `_:a`."""
    if holder is None:
        return ""
    return f"{'_:z' if holder.subject == '_:a' else holder.subject} {predicate} _:a ."


def number_text(value: float) -> str:
    """As PyLD writes it.  Raises `Unusual` for a number that is refused."""
    try:
        check_number(value)
    except CanonicalizationError:
        raise Unusual from None
    written: str = str(int(value)) if value == int(value) else _canonicalize_double(value)
    return written


def _canonical(steady: _Statements, own: _Statements) -> Canonical:
    """What both come to (RDFC-1.0, section 4.4, where the hashes of all objects without id differ)."""
    steps, pairs = steady.steps + own.steps, steady.pairs + own.pairs
    hashes = steady.hashes + own.hashes
    labels = {digest: f"_:c14n{number}" for number, digest in enumerate(sorted(hashes))}
    if steps > _MOST_STEPS or steady.characters + own.characters > _MOST_CHARACTERS or len(labels) < len(hashes):
        raise Unusual
    lines = [*steady.lines, *own.lines, *steady.labelled(labels), *own.labelled(labels)]
    merged = steady.merged
    if own.is_merged or not own.names.isdisjoint(steady.names):
        lines = _united("\n".join(lines).split("\n"))
        merged = _merged(steady.subjects + own.subjects)
    comparisons = steady.comparisons + own.comparisons + merged
    lines.sort()
    text = "\n".join(lines) + "\n"
    if max(pairs, comparisons) > DEFAULT_LIMITS.comparisons or not (text.isascii() or is_order_certain(text)):
        raise Unusual
    return Canonical(text, steps + pairs // COMPARISONS, comparisons // COMPARISONS)


def _merged(subjects: list[tuple[str, Mapping[str, int]]]) -> int:
    """How many more comparisons it takes that several objects have one id."""
    counts = Counter([name for name, _ in subjects])
    together: Counter[tuple[str, str]] = Counter()
    apart = 0
    for name, sizes in subjects:
        if counts[name] > 1:
            for predicate, size in sizes.items():
                together[name, predicate] += size
                apart += size * size
    return sum(size * size for size in together.values()) - apart


def _united(lines: list[str]) -> list[str]:
    """The statements of objects that may have one id, each once.

    PyLD does not see that two literals are the same where they are of different kinds: a number and a text, or a text
    and one that a context calls text.  Raises `Unusual` for literals that are written alike.
    """
    united = set(lines)
    if len(united) < len(lines) and any('"' in line for line, count in Counter(lines).items() if count > 1):
        raise Unusual
    return list(united)
