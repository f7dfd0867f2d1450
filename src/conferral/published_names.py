"""The names that registries publish, found in texts that nobody reads as part of a registry: messages, comments.

Of many names few are looked for in one text: those whose words are all in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from conferral.model import Registry
from conferral.personal_data import SHORTEST_NAME, holds_name
from conferral.spelling import hyphenated

_WORD = re.compile(r"\w+")


class PublishedNames:
    """Names, each with the id of the recipient about whom it was published."""

    def __init__(self, recipients: Mapping[str, str]) -> None:
        self._recipients = recipients
        self._order = {name: number for number, name in enumerate(recipients)}
        self._by_word: dict[str, list[str]] = {}
        self._by_part: dict[str, list[str]] = {}
        for name in recipients:
            self._by_word.setdefault(next(iter(_words(name)), ""), []).append(name)
            self._by_part.setdefault(hyphenated(name).split("-")[0], []).append(name)

    @classmethod
    def of(cls, registries: Sequence[Registry]) -> PublishedNames:
        """Those of some registries; where two people have one name, it is the later one's."""
        return cls(
            {
                name: recipient
                for registry in registries
                for recipient, file in registry.recipients.items()
                for name in file.names
                if len(name) >= SHORTEST_NAME
            }
        )

    def in_text(self, text: str) -> list[tuple[str, str]]:
        """The names that stand in a text as words of their own, in capitals or not, each with its recipient."""
        words = set(_words(text))
        near = [name for word in (*words, "") for name in self._by_word.get(word, ())]
        return self._sorted(name for name in near if words.issuperset(_words(name)) and holds_name(text, name))

    def in_file_name(self, path: str) -> list[tuple[str, str]]:
        """The names that stand in the path of a file, with hyphens between their words."""
        words = f"-{hyphenated(path)}-"
        near = [name for part in set(words[1:-1].split("-")) for name in self._by_part.get(part, ())]
        return self._sorted(name for name in near if f"-{hyphenated(name)}-" in words)

    def _sorted(self, names: Iterable[str]) -> list[tuple[str, str]]:
        return [(name, self._recipients[name]) for name in sorted(names, key=self._order.__getitem__)]


def _words(text: str) -> list[str]:
    """The words of a text, the same however they are capitalised; regular expressions count ı and İ as i."""
    return [word.replace("İ", "i").replace("ı", "i").casefold() for word in _WORD.findall(text)]
