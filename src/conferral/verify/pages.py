"""Telling a web page from a credential: the two are often taken for each other."""

from __future__ import annotations

import re

_HEAD = 4096  # bytes or characters in which a page shows that it is one
# Nothing in it can be matched in two ways, however many comments a stranger puts in a row.
_PAGE = re.compile(
    r"\ufeff?(?:[\t\n\f\r ]|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)*<(?:!doctype[\t\n\f\r ]+html|html)\b",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)

IS_A_PAGE = "it is a web page; give the file that it offers, or the page’s address"
"""What is wrong with a page that is handed in as a credential."""


def looks_like_page(source: object) -> bool:
    """Whether bytes or a text begin like a web page, after white space, comments and the like."""
    if isinstance(source, bytes | bytearray | memoryview):
        return _PAGE.match(bytes(source[:_HEAD]).decode("utf-8", "replace")) is not None
    return isinstance(source, str) and _PAGE.match(source[:_HEAD]) is not None
