"""What a test wants to know of an HTML page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "img", "br", "hr", "input", "path"}
_CLOSED_BY = {
    "p": {"p", "h1", "h2", "h3", "div", "dl", "ul", "ol", "pre", "section", "form", "table", "blockquote", "data"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "head": {"body"},
}
"""Elements whose end may be left out, and whose beginning ends them; so does the end of what they stand in."""
_MAY_STAY_OPEN = {"html", "body"}
_NOT_TEXT = {"script", "style", "title"}


@dataclass
class Page:
    """The elements of a page in order, its visible text, and which elements were never closed."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    misnested: list[str] = field(default_factory=list)

    @property
    def tags(self) -> set[str]:
        """The names of all elements."""
        return {tag for tag, _ in self.elements}

    @property
    def links(self) -> list[str]:
        """Where links lead."""
        return [attributes["href"] for tag, attributes in self.elements if tag == "a" and "href" in attributes]

    @property
    def text(self) -> str:
        """All text, white space made one."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of a name."""
        return [attributes for name, attributes in self.elements if name == tag]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))
        if self.page.open and tag in _CLOSED_BY.get(self.page.open[-1], ()):
            self.page.open.pop()
        if tag not in _VOID:
            self.page.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self.page.open and self.page.open[-1] != tag and self.page.open[-1] in _CLOSED_BY:
            self.page.open.pop()
        if self.page.open and self.page.open[-1] == tag:
            self.page.open.pop()
        else:
            self.page.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        if not set(self.page.open) & _NOT_TEXT:
            self.page.words.append(data)


def read(html: str) -> Page:
    """Read a page or a piece of one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    while reader.page.open and reader.page.open[-1] in _MAY_STAY_OPEN:
        reader.page.open.pop()
    return reader.page
