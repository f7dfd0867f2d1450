"""Finding the names of people in texts that would be published, when the people are known.

A whole name of anybody is found in any order of its words and however it is accented or joined, so in addresses too
(`/people/ada-lovelace`).  In a text about one person, each single part of that person's own name is found as well.
E-mail addresses are found, whoever's they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from conferral.personal_data import EMAIL
from conferral.spelling import without_accents

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_PART = 3
_LONGEST_NAME = 6
_NO_NAMES = frozenset(("prof", "mrs", "mag", "ing", "dipl", "herr", "frau", "von", "van", "der", "den", "del", "dos"))
"""Titles and particles of at least three letters."""


class Names:
    """The names of some people; words that are `allowed` are no names here, such as art or will."""

    def __init__(self, names: Iterable[str], *, allowed: Iterable[str] = ()) -> None:
        self._allowed = {plain for word in allowed for plain in _words(word)}
        self._whole: dict[tuple[str, ...], str] = {}
        for name in names:
            words = _words(name)
            is_name = 2 <= len(words) <= _LONGEST_NAME and any(len(word) >= _SHORTEST_PART for word in words)
            if is_name and not self._allowed.issuperset(words):
                self._whole.setdefault(tuple(sorted(words)), name)
        self._lengths = sorted({len(words) for words in self._whole})

    def found(self, text: str, own: str = "") -> str | None:
        """What names somebody in a text: a name or an e-mail address; None if nothing does.

        `own` is the name of whom the text is about.
        """
        email = EMAIL.search(text) if "@" in text else None
        if email:
            return email[0]
        words = _words(unquote(text))
        for length in self._lengths:
            for start in range(len(words) - length + 1):
                name = self._whole.get(tuple(sorted(words[start : start + length])))
                if name:
                    return name
        if not own:
            return None
        parts = {part for part in _parts(own) if len(part) >= _SHORTEST_PART and without_accents(part) not in _NO_NAMES}
        parts = {part for part in parts if without_accents(part) not in self._allowed}
        written = set(_WORD.findall(unquote(text)))
        return next((part for part in sorted(parts) if part in written or part.lower() in _addressed(text)), None)


def _parts(name: str) -> list[str]:
    return [part[:1].upper() + part[1:] for part in _WORD.findall(unicodedata.normalize("NFC", name))]


def _addressed(text: str) -> set[str]:
    """The words of addresses in a text, where names stand in lower case."""
    return {word for address in re.findall(r"https?://\S+", text) for word in _WORD.findall(unquote(address).lower())}


def _words(text: str) -> list[str]:
    return [without_accents(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]
