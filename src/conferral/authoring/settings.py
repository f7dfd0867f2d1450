"""`--set KEY=VALUE`: what a person wants a file to say, on the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.yaml_edits import YamlText

_CALENDAR_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Settings = Mapping[str, str]
"""Key -> text, as `--set KEY=VALUE` gives them; an empty text takes the key away."""

Value = Callable[[str, str], Any]
"""From key and text to plain data; what is wrong with the text, checking the edited file tells."""


def settings(texts: Iterable[str]) -> Settings:
    """KEY=VALUE texts by key.  Raises `RegistryProblems` for a text without =, and for a key that stands twice."""
    found: dict[str, str] = {}
    problems = []
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or key in found:
            what = f'"{key}" is set twice' if equals else f'"{text}" sets nothing'
            problems.append(Problem("--set", 0, 0, what, "KEY=VALUE, each key once", "KEY= takes the key away"))
        found[key] = value
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    return found


def with_settings(text: YamlText, changes: Settings, value: Value, place: tuple[str | int, ...] = ()) -> YamlText:
    """The text with the changes in the mapping at `place`; a key with dots leads further inside."""
    for key, said in changes.items():
        keys = (*place, *key.split("."))
        if said:
            text = text.set(keys, value(key, said))
        elif _holds(text.data, keys):
            text = text.remove(keys)
    return text


def badge_value(key: str, text: str) -> Any:
    """A value of badge.yml or issuer.yml; skills with semicolons between them, `\\n` in criteria for a new line."""
    if key == "skills":
        return [skill.strip() for skill in text.split(";") if skill.strip()]
    if key in ("hours", "credits") and re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text) if "." in text else int(text)
    if key == "valid_until" and _CALENDAR_DAY.fullmatch(text):
        with suppress(ValueError):  # checking the file says what is wrong with it
            return date.fromisoformat(text)
    return text.replace("\\n", "\n") if key in ("criteria", "description") else text


def _holds(data: Any, keys: tuple[str | int, ...]) -> bool:
    for key in keys:
        if isinstance(data, dict) and key not in data:
            return False
        data = data[key]
    return True
