"""YAML of the plain kind that nearly every file of a registry is written in, read a line at a time.

`plain_data` knows mappings and lists in lines, words, text in quotes that holds no quotes, text below a `|`, lists
and mappings in brackets on one line, and comments on lines of their own.  Of anything else it says that it does not
know, and so it does of every fault: the strict reader (`conferral.yaml_text`) decides then, finds the places and has
the words for it.  What it does give is what the strict reader gives.

One regular expression takes the whole text apart; what it does not know, it leaves out.  So the text is known if the
lines that were found are all there are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from conferral.yaml_words import AmbiguousWordError, meaning

_MAX_DEPTH = 12
_NO_KEYS = frozenset(("true", "True", "TRUE", "false", "False", "FALSE", "null", "Null", "NULL"))

_KEY = r"[A-Za-z_][A-Za-z0-9_-]{0,60}+"
_QUOTED = r""" "[^"\\\n\t]*+" | '[^'\n\t]*+' """
_LINE = re.compile(
    rf"""
      ^ (\ *+)                                                              # indentation
      (?:
        \#.*+ \n                                                            # a comment
      | (-\ ++)?+                                                           # the mark of an entry of a list
        (?: ({_KEY}) : (?: \ ++(?=[^\ \n]) | (?=\n) ) )?
        (?(2) | (?(3) | (?=\n) ) )                                          # neither: an empty line
        (?:
          (?: ( [^\s\-?:,\[\]{{}}\#&*!|>'"%@`] [^\n\t:\#]*+                 # words: no indicator before them,
                (?: :++ [^\s:\#] [^\n\t:\#]*+ | (?<!\ )\#++ [^\n\t:\#]*+ )*+ # and within them no ": " and no " #"
              )(?<!\ )
            | ( {_QUOTED} | [\[{{][^\n\t\#]*[\]}}] )
          )? \n
        | \|\n ( (?: \1\ ++[^\s] .*+ \n | \ *+\n )++ )                       # the lines below a |
        )
      )
    """,
    re.VERBOSE | re.MULTILINE,
)

# Within brackets, words hold nothing that could be an indicator there.
_ITEM = rf"(?: (?:https://)? [^\W_] (?: [\w\ ./-]* [\w./-] )? | {_QUOTED} )"
_PAIR = rf"{_KEY}:\ +{_ITEM}"
_BRACES = rf"\{{\ ?{_PAIR}(?:,\ +{_PAIR})*\ ?\}}"
_MAPPING = re.compile(_BRACES, re.VERBOSE)
_LIST = re.compile(rf"\[\ ?{_ITEM}(?:,\ +{_ITEM})*\ ?\]", re.VERBOSE)
_LIST_OF_MAPPINGS = re.compile(rf"\[\ ?{_BRACES}(?:,\ +{_BRACES})*\ ?\]", re.VERBOSE)
_PAIRS = re.compile(rf"({_KEY}):\ +({_ITEM})", re.VERBOSE)
_ITEMS = re.compile(_ITEM, re.VERBOSE)


class _UnknownError(Exception):
    """Something that only the strict reader knows."""


def plain_data(text: str) -> dict[str, Any] | None:
    """The mapping in a text without invisible characters; None if the strict reader has to decide."""
    try:
        return _Lines(text.replace("\r\n", "\n")).data()
    except (_UnknownError, AmbiguousWordError):
        return None


class _Lines:
    """The lines of a text, and how far they are read."""

    def __init__(self, text: str) -> None:
        found: list[tuple[str, ...]] = _LINE.findall(text)
        if len(found) + sum(line[5].count("\n") for line in found if line[5]) != text.count("\n"):
            raise _UnknownError
        if not text.endswith("\n"):
            raise _UnknownError
        self._lines = [line for line in found if line[1] or line[2]]
        self._columns = [len(line[0]) for line in self._lines]
        self._columns.append(-1)  # after the last line
        self._at = 0

    def data(self) -> dict[str, Any]:
        """The mapping that is the whole text."""
        if self._columns[0] != 0 or self._lines[0][1]:
            raise _UnknownError
        return self._mapping(0, 1)

    def _mapping(self, column: int, depth: int) -> dict[str, Any]:
        """The mapping whose keys stand in that column, from the present line on, after its `- ` if it has one."""
        data: dict[str, Any] = {}
        lines, columns = self._lines, self._columns
        while True:
            _, _, key, word, other, block = lines[self._at]
            self._at += 1
            if not key or key in data or key in _NO_KEYS:
                raise _UnknownError
            if word:
                data[key] = meaning(word)
            elif other:
                data[key] = _quoted_or_bracketed(other)
            elif block:
                data[key] = _block(block, column)
            else:
                data[key] = self._below(column, depth)
            following = columns[self._at]
            if following < column:
                return data
            if following > column or lines[self._at][1]:
                raise _UnknownError

    def _list(self, column: int, depth: int) -> list[Any]:
        """The list whose hyphens stand in that column."""
        items: list[Any] = []
        while self._columns[self._at] == column:
            _, dash, key, word, other, _ = self._lines[self._at]
            if not dash:
                break
            if key:
                items.append(self._mapping(column + len(dash), depth + 1))
            else:
                self._at += 1
                items.append(meaning(word) if word else _quoted_or_bracketed(other))
        return items

    def _below(self, column: int, depth: int) -> Any:
        """The value of a key in that column that stands on the lines below it."""
        if depth > _MAX_DEPTH:
            raise _UnknownError
        following = self._columns[self._at]
        if following < column or (following == column and not self._lines[self._at][1]):
            return None
        read = self._list if self._lines[self._at][1] else self._mapping
        value = read(following, depth + 1)
        if self._columns[self._at] > column:
            raise _UnknownError
        return value


def _quoted_or_bracketed(text: str) -> Any:
    if text[:1] in ('"', "'"):
        return text[1:-1]
    if _MAPPING.fullmatch(text):
        return dict(_pairs(text))
    if _LIST.fullmatch(text):
        return [_item(item) for item in _ITEMS.findall(text)]
    if _LIST_OF_MAPPINGS.fullmatch(text):
        return [dict(_pairs(mapping)) for mapping in _MAPPING.findall(text)]
    raise _UnknownError


@lru_cache(1024)  # batches say the same few results again and again
def _pairs(text: str) -> tuple[tuple[str, Any], ...]:
    pairs = tuple((key, _item(item)) for key, item in _PAIRS.findall(text))
    keys = {key for key, _ in pairs}
    if len(keys) < len(pairs) or not _NO_KEYS.isdisjoint(keys):
        raise _UnknownError
    return pairs


def _item(text: str) -> Any:
    return text[1:-1] if text[0] in "\"'" else meaning(text)


def _block(text: str, column: int) -> str:
    """The text of the lines below a `|`, without the indentation of the first and the empty lines at the end."""
    lines = text.removesuffix("\n").split("\n")
    indentation = len(lines[0]) - len(lines[0].lstrip(" "))
    if indentation <= column or not lines[0].strip(" "):
        raise _UnknownError
    for number, line in enumerate(lines):
        if line[:indentation].strip(" ") or (len(line) > indentation and not line.strip(" ")):
            raise _UnknownError
        lines[number] = line[indentation:]
    return "\n".join(lines).rstrip("\n") + "\n"
