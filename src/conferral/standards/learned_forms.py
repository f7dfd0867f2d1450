"""Forms of objects (`compiled_forms`), learned from PyLD.

PyLD gets a copy of a document in which every value is a mark: a number, or a text that could be a name as well.  Where
the marks come out is the form of each object.  Forms are kept if they make just what PyLD makes, of a copy with
ordinary values and of the document itself.

A form holds for all values of its kind, because PyLD treats them alike: it writes a text as it is unless its member
is a name or a type, and a name unless a context knows it or its prefix.  Hence types and truth values, which decide,
are no marks; and where a mark comes out as anything but one name or one literal, there is no form.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from pyld.jsonld import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, XSD_DOUBLE

from conferral.errors import CanonicalizationError
from conferral.standards.compiled_forms import (
    STEADY,
    Canonical,
    Children,
    CompiledForms,
    Form,
    Object,
    Position,
    Shape,
    Unusual,
    Values,
    contexts_of,
    number_text,
    shape_of,
)
from conferral.standards.safe_document import EFFORT, SLASHES

Statements: TypeAlias = Mapping[str, list[tuple[str, str]]]
"""By subject: predicates, and what stands behind them on a line of N-Quads."""

_MARK = "https://mark.invalid/"
_NUMBER = 7_000_000_000_000
_TEXT = ' "\\\n\té\U0001f3c5'
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_OBJECT = re.compile(r'([<"])([^<>"]*)(> \.|"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)? \.)')
_TRUTH = re.compile(r'"(?:true|false)"')
_TYPE, _FIRST, _REST, _NIL = (f"<{name}>" for name in (RDF_TYPE, RDF_FIRST, RDF_REST, RDF_NIL))
_DECIDED = frozenset({"@context", "type"})  # by the shape, as truth values are
_MOST_TYPE_CHARACTERS = 200
_MOST_DEPTH = 12
_MOST_STEPS = 3_000
_MOST_LEARNED = 20_000


class Lessons:
    """What was learned from: of all documents made of the same objects, one.

    When it is too much, everything that was learned is forgotten.
    """

    def __init__(self, forms: CompiledForms, by_pyld: Callable[[Object], Canonical]) -> None:
        self._forms = forms
        self._by_pyld = by_pyld
        self._had: set[frozenset[tuple[Position, Shape]]] = set()
        self._learned = 0

    def learn(self, document: Object, canonical: Canonical) -> None:
        """Learn from a document of which PyLD has made `canonical`."""
        if canonical.steps > _MOST_STEPS or not _is_ordinary(document):
            return
        if self._learned > _MOST_LEARNED:
            self._had.clear()
            self._forms.forget()
            self._learned = 0
        try:
            root = self._forms.root(contexts_of(document))
        except Unusual:
            return
        marking = _Marking()
        marked = marking.marked(document, root)
        kinds = {(each.position, each.shape): each for each in marking.objects}
        lesson = frozenset(kinds)
        new = [each for (position, shape), each in kinds.items() if shape not in position.forms]
        if lesson in self._had or not new:
            return
        self._had.add(lesson)
        self._learned += len(lesson)
        try:
            statements = _by_subject(self._by_pyld(marked).text)
            trial = {(each.position, each.shape): each.form(statements) for each in new}
            for each in marking.objects:
                each.make_ordinary(each.position.forms.get(each.shape) or trial[each.position, each.shape])
            ordinary = self._by_pyld(marked)
        except (CanonicalizationError, Unusual):
            return
        found = self._forms.canonical(document, trial)
        # The document itself may be left to PyLD, whatever is known.
        if self._forms.canonical(marked, trial) == ordinary and (found is None or found == canonical):
            for (position, shape), form in trial.items():
                position.forms[shape] = form


def _is_ordinary(item: Object, depth: int = 1) -> bool:
    """Whether an object and all below are of a kind that may have a form.  At the top, contexts are left out."""
    members = [(name, value) for name, value in item.items() if depth > 1 or name != "@context"]
    return depth <= _MOST_DEPTH and bool(members) and all(_is_ordinary_member(*member, depth) for member in members)


def _is_ordinary_member(name: str, value: Any, depth: int) -> bool:
    values = value if type(value) is list else [value]
    kinds = set(map(type, values))
    if len(kinds) != 1 or not _TERM.fullmatch(name):
        return False
    if name == "type":
        return kinds == {str} and len(set(values)) == len(values) and all(map(_is_ordinary_type, values))
    if name == "id":
        return type(value) is str
    if values is value and (name in EFFORT or not kinds <= {str, dict}):
        return False
    if kinds == {dict}:
        return all(_is_ordinary(each, depth + 1) for each in values)
    return kinds <= {str, bool, int, float}


def _is_ordinary_type(name: str) -> bool:
    return len(name) <= _MOST_TYPE_CHARACTERS and _MARK not in name


class _Spot(NamedTuple):
    """Where the values of a member stand in statements."""

    predicate: str
    before: str
    after: str
    in_order: bool

    @property
    def is_name(self) -> bool:
        return self.before == "<"


@dataclass(eq=False, slots=True, kw_only=True)
class _Marked:
    """An object of a document, and its copy with marks.

    `name` is the mark that stands for it, `marks` are those of its members, as statements have them, and `below` the
    positions of what stands in its members.
    """

    item: Object
    position: Position
    shape: Shape
    name: str
    copy: Object = field(default_factory=dict)
    marks: dict[str, list[str]] = field(default_factory=dict)
    below: dict[str, Position] = field(default_factory=dict)

    def make_ordinary(self, form: Form) -> None:
        """Put ordinary values in the place of marks; no two are alike."""
        for member in set(form.texts) - set(form.names):
            self.copy[member] += _TEXT
        for values in form.lists:
            if not values.named:
                self.copy[values.member] = [mark + _TEXT for mark in self.copy[values.member]]
        if "id" not in self.item:
            del self.copy["id"]

    def form(self, statements: Statements) -> Form:
        """Raises `Unusual` where the marks came out otherwise than forms have them."""
        spots, decided = self._spots(statements)
        subject = "<%(id)s>" if "id" in self.item else "_:a"
        lines = [f"{subject} {_literally(predicate)} {_literally(written)}" for predicate, written in decided]
        sizes = Counter("@type" if predicate == _TYPE else predicate for predicate, _ in decided)
        texts = [name for name in self.item if name == "id"]
        names = [*texts]
        numbers: list[str] = []
        lists: list[Values] = []
        for member, spot in spots.items():
            value = self.item[member]
            if member in self.below:
                continue
            if type(value) is list:
                lists.append(Values(member=member, named=spot.is_name, **spot._asdict()))
                continue
            before, after = _literally(spot.before), _literally(spot.after)
            lines.append(f"{subject} {_literally(spot.predicate)} {before}%({member})s{after}")
            (texts if type(value) is str else numbers).append(member)
            names += [member] if spot.is_name else []
        several = {member for member, spot in spots.items() if type(self.item[member]) is list and not spot.in_order}
        sizes.update(spot.predicate for member, spot in spots.items() if member not in several)
        children = [
            Children(member, spots[member].predicate, below, member in STEADY) for member, below in self.below.items()
        ]
        return Form(
            template="\n".join(sorted(lines)),
            texts=tuple(texts),
            names=tuple(names),
            numbers=tuple(numbers),
            lists=tuple(lists),
            children=tuple(children),
            plurals=tuple((member, spots[member].predicate) for member in spots if member in several),
            sizes=dict(sizes),
            comparisons=sum(size * size for size in sizes.values()),
            steps=_steps(self.item),
            pairs=sum(len(value) ** 2 for name, value in self.item.items() if name in _DECIDED and type(value) is list),
        )

    def _spots(self, statements: Statements) -> tuple[dict[str, _Spot], list[tuple[str, str]]]:
        """Where the values of each member stand, and the statements without any, which are decided by the shape."""
        marks = {mark for each in self.marks.values() for mark in each}
        seen: dict[str, _Spot] = {}
        decided: list[tuple[str, str]] = []
        for predicate, written in statements.get(f"<{self.name}>", []):
            in_order = written.startswith("_:")
            for each in _in_order(written, statements) if in_order else [written]:
                match = _OBJECT.fullmatch(each)
                if match and match[2] in marks and match[2] not in seen:
                    seen[match[2]] = _Spot(predicate, match[1], match[3], in_order)
                elif in_order:
                    raise Unusual
                else:
                    decided.append((predicate, each))
        if seen.keys() != marks:
            raise Unusual
        spots = {member: self._spot(member, {seen[mark] for mark in marks}) for member, marks in self.marks.items()}
        predicates = [spot.predicate for spot in spots.values()]
        if len(set(predicates)) < len(predicates) or not {_TYPE, *(name for name, _ in decided)}.isdisjoint(predicates):
            raise Unusual
        self._check_decided(decided)
        return spots, decided

    def _spot(self, member: str, found: set[_Spot]) -> _Spot:
        if len(found) != 1:
            raise Unusual
        spot = found.pop()
        value = self.item[member]
        if member in self.below:
            fits = spot.is_name and not spot.in_order
        elif type(value) in {int, float}:
            fits = not spot.is_name and not spot.in_order
        else:
            # PyLD writes a text anew where it is a double.
            fits = XSD_DOUBLE not in spot.after and (type(value) is list or not spot.in_order)
        if not fits:
            raise Unusual
        return spot

    def _check_decided(self, statements: list[tuple[str, str]]) -> None:
        """That there is one for each type and each truth value, and no other."""
        types = [written for predicate, written in statements if predicate == _TYPE and written.startswith("<")]
        truths = [written for predicate, written in statements if predicate != _TYPE and _TRUTH.match(written)]
        expected = len(_listed(self.item.get("type", []))), sum(type(value) is bool for value in self.item.values())
        if (len(types), len(truths)) != expected or len(statements) != sum(expected):
            raise Unusual


class _Marking:
    """A document that gets its marks; `objects` are those in it."""

    def __init__(self) -> None:
        self.objects: list[_Marked] = []
        self._count = 0

    def marked(self, item: Object, position: Position) -> Object:
        """A copy with marks.  Objects without id get one, too, so that their statements are known from others'."""
        found = _Marked(item=item, position=position, shape=shape_of(item), name=self._mark())
        self.objects.append(found)
        types = tuple(_listed(item.get("type", [])))
        for member, value in item.items():
            if member == "id":
                found.copy[member] = found.name
            elif member in _DECIDED or type(value) is bool:
                found.copy[member] = value
            else:
                if type(_listed(value)[0]) is dict:
                    found.below[member] = position.below(types, member)
                copies = [self._copy(found, member, each) for each in _listed(value)]
                found.copy[member] = copies if type(value) is list else copies[0]
        found.copy.setdefault("id", found.name)
        return found.copy

    def _copy(self, holder: _Marked, member: str, value: Any) -> Any:
        marks = holder.marks.setdefault(member, [])
        if type(value) is dict:
            copy = self.marked(value, holder.below[member])
            marks.append(copy["id"])
            return copy
        mark = self._mark()
        if type(value) is str:
            marks.append(mark)
            return mark
        number = type(value)(_NUMBER + self._count + (0 if value == int(value) else 0.5))
        marks.append(number_text(number))
        return number

    def _mark(self) -> str:
        self._count += 1
        return f"{_MARK}{self._count}"


def _steps(item: Object) -> int:
    """The effort of an object (`Limits`), but for what stands in lists and objects, and for slashes of its texts."""
    steps = 1
    for name, value in item.items():
        values = _listed(value)
        steps += EFFORT.get(name, 0) * len(values) + (type(value) is list)
        if name in _DECIDED:
            steps += sum(1 + text.count("/") // SLASHES for text in values)
        elif type(value) not in {list, dict}:
            steps += 1
    return steps


def _by_subject(nquads: str) -> Statements:
    statements = defaultdict(list)
    for line in nquads.split("\n")[:-1]:
        subject, predicate, written = line.split(" ", 2)
        statements[subject].append((predicate, written))
    return statements


def _in_order(head: str, statements: Statements) -> Iterator[str]:
    """The items of a list of RDF.  Raises `Unusual` for another object without id."""
    while head != f"{_NIL} .":
        item, rest = (dict(statements[head.removesuffix(" .")]).get(predicate) for predicate in (_FIRST, _REST))
        if item is None or rest is None:
            raise Unusual
        yield item
        head = rest


def _literally(text: str) -> str:
    return text.replace("%", "%%")


def _listed(value: Any) -> list[Any]:
    return value if type(value) is list else [value]
