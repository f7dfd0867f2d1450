"""Plain data as YAML in the house's style, which the strict reader (`conferral.yaml_text`) reads back as the same data.

Collections in block style, two spaces a level, lists inside mappings indented; text without quotes wherever it means
itself, text of several lines as `|`, long text folded as `>-`, everything else in double quotes.  Days and times are
written plain, as people write them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from conferral.standards.timestamps import format_timestamp
from conferral.yaml_text import is_visible
from conferral.yaml_words import means_itself

WIDTH = 118
"""Columns after which text of one line is folded."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@` ")
_BREAKS_PLAIN = re.compile(r": |:\Z| #|[\t\n\r]| \Z|\A\.\.\.")
_BREAKS_FLOW = re.compile(r"[,\[\]{}?]|:")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TRUTH_AS_KEY = ("on", "off", "yes", "no", "y", "n")


def block(value: Any) -> str:
    """Plain data as a whole file: dict, list, str, int, float, bool, None, date and datetime; ends with a line break.

    Raises `ValueError` for what YAML cannot say unambiguously, such as infinity or a number of 20 digits.
    """
    if (isinstance(value, Mapping) or is_list(value)) and value:
        return "\n".join(block_lines(value)) + "\n"
    return flow(value, inside=False) + "\n"


def block_lines(value: Any) -> Iterator[str]:
    """The lines of a mapping or list that is not empty, the outermost level without indentation."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from entry_lines(f"{key_text(key)}:", item)
    else:
        for item in value:
            yield from entry_lines("-", item)


def entry_lines(lead: str, value: Any, column: int = 0) -> Iterator[str]:
    """The lines of one entry: `lead` is "key:" or "-"; the first line holds it, the others are indented below it.

    `column` is where the lead will stand; it only decides where long text is folded.
    """
    if (isinstance(value, Mapping) or is_list(value)) and value:
        lines = list(block_lines(value))
        if lead == "-":
            yield f"- {lines[0]}"
            lines = lines[1:]
        else:
            yield lead
        yield from (f"  {line}" if line else line for line in lines)
        return
    first, *rest = inline_or_text(value, column + len(lead) + 1)
    yield f"{lead} {first}"
    yield from (f"  {line}" if line else line for line in rest)


def inline_or_text(value: Any, column: int) -> list[str]:
    """What stands behind a lead, and for a text over several lines the lines below it, without indentation."""
    if isinstance(value, str) and not _is_plain(value):
        lines = value.split("\n")
        if len(lines) > 1 and "\r" not in value and is_visible(value) and value[0] not in " \t\n":
            return _literal(value)
    if isinstance(value, str) and column + len(value) > WIDTH:
        folded = textwrap.wrap(value, WIDTH - 8, break_long_words=False, break_on_hyphens=False)
        if " ".join(folded) == value and is_visible(value) and value[:1] not in ("\t", "#") and len(folded) > 1:
            return [">-", *folded]
    return [flow(value, inside=False)]


def flow(value: Any, *, inside: bool = True) -> str:
    """Plain data on one line: a scalar, or a collection in brackets; `inside` says whether brackets stand around it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key, inside=True)}: {flow(item)}" for key, item in value.items()) + "}"
    if is_list(value):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    value = plain(value)
    if isinstance(value, str):
        return value if _is_plain(value) and not (inside and _BREAKS_FLOW.search(value)) else _quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = str(value)
    if means_itself(text) or re.fullmatch(r"-?[0-9]{1,15}|-?[0-9.]{3,16}", text) is None:
        raise ValueError(f"{text} has no unambiguous form in YAML")
    return text


def key_text(key: str, *, inside: bool = False) -> str:
    """A key of a mapping; words that only old YAML takes for true or false need no quotes there."""
    return key if key in _TRUTH_AS_KEY else flow(key, inside=inside)


def plain(value: Any) -> Any:
    """The data that the strict reader will find: days and times as text, tuples as lists."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if is_list(value):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return format_timestamp(value)
    return value.isoformat() if isinstance(value, date) else value


def is_list(value: Any) -> bool:
    """Whether it becomes a list."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_plain(text: str) -> bool:
    if not text or text[0] in _INDICATORS or _BREAKS_PLAIN.search(text):
        return False
    return is_visible(text) and means_itself(text)


def _literal(text: str) -> list[str]:
    body = text.rstrip("\n")
    trailing = len(text) - len(body)
    header = "|-" if trailing == 0 else "|" if trailing == 1 else "|+"
    return [header, *body.split("\n"), *[""] * max(trailing - 1, 0)]


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if is_visible(character):
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
