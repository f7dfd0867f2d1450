"""Every sentence that a verification says to people, each under a stable code.

They stand in `sentences.json`, which the verifier in the browser reads as well.  The codes are part of the public
contract: programs read them in `Check.details["code"]`.  Words in braces are filled in by `say`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

LONGEST_VALUE = 200
"""Characters of a stranger's text that a sentence repeats at most."""

_WORDS: Final[Mapping[str, Any]] = MappingProxyType(
    json.loads(resources.files(__package__).joinpath("sentences.json").read_text("utf-8"))
)

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(_WORDS["sentences"])
"""The sentence of each code."""

STATEMENTS: Final[Mapping[str, str]] = MappingProxyType(_WORDS["statements"])
"""The statement on each state; where dates are known, `state_statement` adds them."""

HOLDER_NAMED: Final[str] = _WORDS["holder"]["named"]
HOLDER_HASHED: Final[str] = _WORDS["holder"]["hashed"]
HOLDER_UNNAMED: Final[str] = _WORDS["holder"]["unnamed"]

NOTES: Final[Mapping[str, str]] = MappingProxyType(_WORDS["notes"])
"""Sentences on how far a report reaches."""


def say(code: str, **values: object) -> str:
    """The sentence of `code`, with strangers' texts made harmless and short."""
    return SENTENCES[code].format_map({name: _shown(value) for name, value in values.items()})


def state_statement(state: str, *, begin: datetime | None, end: datetime | None, authentic: bool) -> str:
    """What a credential in `state`, one of `report.State`, is, in one sentence."""
    dated = _WORDS["dated"]
    sentence = STATEMENTS[state]
    if state == "valid" and end is not None:
        return str(dated["valid until"].format(end=format_instant(end)))
    if state == "expired" and end is not None:
        sentence = dated["expired on"].format(end=format_instant(end))
    elif state == "not yet valid" and begin is not None:
        sentence = dated["not valid before"].format(begin=format_instant(begin))
    else:
        return sentence
    return f"{sentence} {dated['authentic']}" if authentic else sentence


@lru_cache(maxsize=1_000)
def format_instant(instant: datetime) -> str:
    """An instant for people, as in "30 June 2026, 21:59 UTC"."""
    moment = instant.astimezone(UTC)
    return f"{moment.day} {_WORDS['months'][moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"


def steers(character: str) -> bool:
    """Whether a terminal may take it as an order, turn the direction of what follows, or show nothing."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def harmless(text: str, longest: int = LONGEST_VALUE) -> str:
    """`text` without characters that steer a terminal or turn its direction, cut to `longest` characters."""
    if len(text) <= longest and text.isprintable():  # of what steers nothing is printed
        return text
    shown = "".join("�" if steers(character) else character for character in text[: longest + 1])
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return format_instant(value)
    return harmless(str(value), 4 * LONGEST_VALUE)
