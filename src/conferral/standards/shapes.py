"""A small vocabulary for saying what JSON must look like: a shape lists what keeps a value from fitting.

Most values fit, and a verifier looks at hundreds of thousands of them: nothing is written out before it is needed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from conferral.errors import EncodingError
from conferral.standards.safe_document import Place, pointer
from conferral.standards.timestamps import parse_timestamp


class Problems:
    """What was found, in `told`: lines as `/pointer: got …, expected …`, of which the first `most` are kept."""

    def __init__(self, most: int) -> None:
        self.told: list[str] = []
        self._most = most

    def add(self, where: Place, got: str, expected: str) -> None:
        """Tell one more."""
        if len(self.told) < self._most:
            self.told.append(problem(where, got, expected))


Shape = Callable[[Any, Place, Problems], None]
"""Takes a value and where it stands; adds to the problems what keeps it from fitting."""

_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+", re.ASCII)


def problem(where: Place, got: str, expected: str) -> str:
    """One problem, in the form that all shapes use."""
    return f"{pointer(where) or '/'}: got {got}, expected {expected}"


def shown(value: object) -> str:
    """A value in a message: text and numbers as they are, everything else by its kind."""
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:59] + "…")
    names = {dict: "an object", list: "a list", type(None): "null"}
    return names.get(type(value), repr(value).lower())


def text(value: Any, where: Place, problems: Problems) -> None:
    """Any text."""
    if not isinstance(value, str):
        problems.add(where, shown(value), "text")


def number(value: Any, where: Place, problems: Problems) -> None:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        problems.add(where, shown(value), "a number")


def boolean(value: Any, where: Place, problems: Problems) -> None:
    """True or false."""
    if not isinstance(value, bool):
        problems.add(where, shown(value), "true or false")


def timestamp(value: Any, where: Place, problems: Problems) -> None:
    """A time with its offset."""
    if not isinstance(value, str):
        problems.add(where, shown(value), "a time such as '2026-06-30T22:00:00Z'")
        return
    try:
        parse_timestamp(value)
    except EncodingError:
        problems.add(where, shown(value), "a time such as '2026-06-30T22:00:00Z'")


def matching(pattern: str, expected: str) -> Shape:
    """Text that `pattern` describes in full; `expected` says so in words."""
    compiled = re.compile(pattern, re.ASCII)

    def shape(value: Any, where: Place, problems: Problems) -> None:
        if not isinstance(value, str) or compiled.fullmatch(value) is None:
            problems.add(where, shown(value), expected)

    return shape


def exactly(expected: str) -> Shape:
    """One text and no other."""
    return matching(re.escape(expected), repr(expected))


def one_of(names: Collection[str], what: str, *, extensible: bool = False, of: str = "Open Badges 3.0") -> Shape:
    """One of `names`, or with `extensible` a name that begins with `ext:`; `of` is the specification."""
    expected = f"{what} of {of}" + (" or one that begins with 'ext:'" if extensible else "")

    def shape(value: Any, where: Place, problems: Problems) -> None:
        fits = isinstance(value, str) and (value in names or (extensible and _EXTENSION.fullmatch(value) is not None))
        if not fits:
            problems.add(where, shown(value), expected)

    return shape


def list_of(shape: Shape) -> Shape:
    """A list whose members all fit `shape`."""

    def listed(value: Any, where: Place, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.add(where, shown(value), "a list")
            return
        for place, item in enumerate(value):
            shape(item, (where, place), problems)

    return listed


def one_or_more(shape: Shape) -> Shape:
    """What fits `shape`, or a list of it: the form that compacting JSON-LD may give."""
    listed = list_of(shape)

    def either(value: Any, where: Place, problems: Problems) -> None:
        (listed if isinstance(value, list) else shape)(value, where, problems)

    return either


def types(*groups: tuple[str, ...]) -> Shape:
    """A type, or a list of them, with one from each of `groups`."""
    expected = " and ".join(" or ".join(repr(name) for name in group) for group in groups)
    sets = [frozenset(group) for group in groups]

    def shape(value: Any, where: Place, problems: Problems) -> None:
        found = value if isinstance(value, list) else [value]
        if not all(isinstance(name, str) for name in found):
            problems.add(where, shown(value), "types as text")
        elif any(group.isdisjoint(found) for group in sets):
            got = ", ".join(shown(name) for name in found) or "no type"
            problems.add(where, got, expected)

    return shape


def members(
    required: Mapping[str, Shape],
    optional: Mapping[str, Shape] | None = None,
    *,
    closed: bool = False,
) -> Shape:
    """An object with all `required` members, and perhaps `optional` ones; if `closed`, with no others."""
    known = {**required, **(optional or {})}

    def shape(value: Any, where: Place, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.add(where, shown(value), "an object")
            return
        for name in required:
            if name not in value:
                problems.add((where, name), "nothing", "this member")
        for name, inner in value.items():
            own = known.get(name)
            if own is text and isinstance(inner, str):  # as most members are
                continue
            if own is not None:
                own(inner, (where, name), problems)
            elif closed:
                problems.add(where, f"member {name!r}", "only " + ", ".join(repr(each) for each in known))

    return shape


def both(*shapes: Shape) -> Shape:
    """What fits all of `shapes`."""

    def shape(value: Any, where: Place, problems: Problems) -> None:
        for each in shapes:
            each(value, where, problems)

    return shape
