"""Text of strangers inside what somebody else's program reads: a terminal, Markdown, the commands of a CI runner.

A badge's name or a file's name comes from whoever opened the pull request.  Shown to a reviewer it stays one text on
one line: it forms no link, no heading, no mention and no command.
"""

from __future__ import annotations

import string

from conferral.errors import on_one_line

_PLAIN = frozenset(string.ascii_letters + string.digits + " ,-'()")


def in_markdown(text: str) -> str:
    """The text for the middle of a line of Markdown, where it shows as it is and means nothing.

    Punctuation is written as character references; after an @ stands a space of no width, so that nobody is notified.
    """
    shown = on_one_line(text)
    escaped = "".join(c if c in _PLAIN or not c.isascii() else f"&#{ord(c)};" for c in shown)
    return escaped.replace("&#64;", "&#64;&#8203;")


def as_markdown_code(text: str) -> str:
    """The text as a span of code, as HTML, in which no character of Markdown counts."""
    return f"<code>{in_markdown(text)}</code>"


def in_annotation(text: str) -> str:
    """The message of a command to GitHub's runner (`::error::message`), which may have several lines."""
    lines = (on_one_line(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def in_annotation_property(text: str) -> str:
    """A property of a command to GitHub's runner, such as the file in `::error file=...`."""
    return in_annotation(text).replace(":", "%3A").replace(",", "%2C")
