"""The expressions of GitHub's workflows, as far as ours use them: names, texts, `==`, `!=`, `!`, `&&`, `||`, `()`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_TOKEN = re.compile(r"\s*(?:(?P<op>==|!=|&&|\|\||!|\(|\)|,)|'(?P<text>(?:[^']|'')*)'|(?P<name>[A-Za-z_][\w.-]*))")
STATUS = ("success", "failure", "cancelled", "always")
"""Functions that ask how things went so far; a condition without one means only where nothing failed."""

Functions = Mapping[str, Callable[[], bool]]


def evaluate(expression: str, context: Mapping[str, Any], functions: Functions) -> Any:
    """The value of an expression without its `${{ }}`; a name that leads nowhere is an empty text."""
    reader = _Reader(expression, context, functions)
    value = reader.either()
    assert reader.token == "", f"what is {reader.token} in {expression}?"
    return value


def filled(text: str, context: Mapping[str, Any], functions: Functions) -> str:
    """A text with each `${{ }}` in it replaced by its value."""

    def value(found: re.Match[str]) -> str:
        made = evaluate(found[1], context, functions)
        return str(made).lower() if isinstance(made, bool) else str(made)

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


def holds(condition: str, context: Mapping[str, Any], functions: Functions) -> bool:
    """Whether an `if:` holds, with the `success()` that is meant where nothing of the kind is said."""
    bare = condition.strip().removeprefix("${{").removesuffix("}}")
    value = bool(evaluate(bare, context, functions)) if bare.strip() else True
    asks = any(re.search(rf"\b{name}\s*\(", bare) for name in STATUS)
    return value and (asks or functions["success"]())


class _Reader:
    def __init__(self, expression: str, context: Mapping[str, Any], functions: Functions) -> None:
        self._rest = expression.strip()
        self._context = context
        self._functions = functions
        self._next()

    def _next(self) -> None:
        found = _TOKEN.match(self._rest)
        assert found or not self._rest.strip(), f"what is {self._rest}?"
        self.token = "" if found is None else found[0].strip()
        self._rest = self._rest[found.end() :] if found else ""

    def either(self) -> Any:
        value = self.both()
        while self.token == "||":
            self._next()
            other = self.both()
            value = value or other
        return value

    def both(self) -> Any:
        value = self.compared()
        while self.token == "&&":
            self._next()
            other = self.compared()
            value = value and other
        return value

    def compared(self) -> Any:
        value = self.single()
        while self.token in ("==", "!="):
            same = self.token == "=="
            self._next()
            value = (value == self.single()) is same
        return value

    def single(self) -> Any:
        token = self.token
        self._next()
        if token == "!":
            return not self.single()
        if token == "(":
            value = self.either()
            assert self.token == ")"
            self._next()
            return value
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if self.token == "(":
            self._next()
            assert self.token == ")"
            self._next()
            return self._functions[token]()
        return self._named(token)

    def _named(self, token: str) -> Any:
        if token in ("true", "false"):
            return token == "true"
        value: Any = self._context
        for part in token.split("."):
            value = value.get(part, "") if isinstance(value, Mapping) else ""
        return "" if value is None else value
