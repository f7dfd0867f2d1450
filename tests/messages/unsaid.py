"""Texts of templates that no message holds, so that no translator can come by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

from tests.messages.found import parse

NAMES = frozenset({"Open Badge", "VerifierPlus", "LinkedIn", "oEmbed (JSON)", "UTC", "https"})
"""What has the same name in every language, and the scheme in a policy."""

_VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"
_READ_OUT = ("alt", "aria-label", "aria-description", "placeholder", "title", "data-offer")
_PLAIN = ("code", "pre", "script", "style", "svg")
_ADDRESS = re.compile(r"\S*/\S*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAID = ("_", "gettext", "ngettext", "say", "count", "html")


def unsaid(template: str) -> list[str]:
    """Text between tags and in attributes that people read, and texts of expressions, outside of messages."""
    reader = _Reader()
    reader.feed("".join(_outside_of_messages(template)))
    reader.close()
    return [*reader.found, *_in_expressions(parse(template))]


def _outside_of_messages(template: str) -> Iterator[str]:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    is_message = False
    names: list[str] = []
    for _, token, value in environment.lex(template):
        if token == "block_begin":
            names = []
        elif token == "name":
            names.append(value)
        elif token == "block_end":
            is_message = names[:1] == ["trans"] or (is_message and names[:1] != ["endtrans"])
        elif token == "variable_end":
            yield _VALUE
        elif token == "data" and not is_message:
            yield value


def _in_expressions(template: nodes.Template) -> Iterator[str]:
    """Strings with words that are put on the page as they are: what a condition chooses, or an expression joins."""
    said = {
        id(text)
        for call in template.find_all(nodes.Call)
        for text in call.find_all(nodes.Const)
        if getattr(call.node, "name", getattr(call.node, "attr", "")) in _SAID
    }
    for output in template.find_all(nodes.Output):
        for chosen in output.find_all((nodes.CondExpr, nodes.Add, nodes.Concat)):
            for text in chosen.find_all(nodes.Const):
                value = text.value
                if id(text) not in said and isinstance(value, str) and " " in value and _WORD.search(value):
                    yield value


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._plain: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PLAIN:
            self._plain.append(tag)
        given = dict(attrs)
        description = ("content",) if given.get("name") == "description" else ()
        for name in (*_READ_OUT, *description):
            self._take(given.get(name) or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._plain:
            del self._plain[self._plain.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._plain:
            self._take(data)

    def _take(self, text: str) -> None:
        plain = " ".join(_ADDRESS.sub("", text.replace(_VALUE, " ")).split()).strip(" ·,;:.–—+")
        if _WORD.search(plain) and plain not in NAMES:
            self.found.append(plain)
