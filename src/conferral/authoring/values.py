"""What a person gave for a new file, looked at before there is one: problems name the option, not a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from conferral.authoring.naming import nearest
from conferral.errors import Problem, RegistryProblems
from conferral.fields import Slug, refusal
from conferral.model import Record
from conferral.records import read_record
from conferral.spelling import hyphenated
from conferral.yaml_edits import block
from conferral.yaml_text import read_yaml

_SLUG: TypeAdapter[str] = TypeAdapter(Slug)
_KEY = re.compile(r"([a-z_]+):")
_MISSING = re.compile(r'the key "[a-z_]+" is missing')


def value_problems(kind: type[Record], values: Mapping[str, Any], options: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the values of a new file of that kind, each at the option (key -> option) that gave it.

    Of keys that are missing nothing is said.
    """
    text = block(values)
    try:
        read_record(kind, read_yaml(text, ""))
    except RegistryProblems as error:
        lines = text.splitlines()
        for problem in error.problems:
            if _MISSING.fullmatch(problem.what) and problem.line == 1:
                continue
            keys = (_KEY.match(lines[number]) for number in range(min(problem.line, len(lines)) - 1, -1, -1))
            key = next((found[1] for found in keys if found), "")
            yield Problem(options.get(key, key), 0, 0, problem.what, problem.expected, problem.hint)


def slug_problem(slug: str, kind: str, taken: Iterable[str], former: Mapping[str, str]) -> Problem | None:
    """What is wrong with the short name of a new thing: its form, or that something has it.

    `former` are the names that things once had, with those of today.
    """
    refused = refusal(_SLUG, slug)
    if refused:
        better = hyphenated(slug)
        hint = f"such as {better}" if better.isascii() and better else ""
        return Problem(slug or '""', 0, 0, refused.what, refused.expected, hint)
    if slug in taken:
        hint = f"`conferral {kind} new-version {slug}` changes what it says"
        return Problem(slug, 0, 0, f"there is {_a(kind)} of this name already", "a name that nothing has", hint)
    if slug in former:
        what = f"this was the name of {former[slug]}, whose old address still answers"
        return Problem(slug, 0, 0, what, "a name that nothing ever had")
    return None


def unknown_owner(option: str, name: str, kind: str, names: Iterable[str]) -> Problem:
    """The problem of an option that names nothing there is."""
    listed = list(names)
    expected = f"the name of a folder in credentials/{kind}s"
    hint = nearest(name, listed) or f"`conferral {kind} new` makes one"
    return Problem(option, 0, 0, f'there is no {kind} "{name}"', expected, hint)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
