from __future__ import annotations

import pytest

from conferral.verify.pages import looks_like_page
from tests.unit.verifier.browser_side import ask, outcome

PAGES = [
    b"<!doctype html>",
    b'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">',
    b"\xef\xbb\xbf \r\n<html lang=en>",
    b"<!-- a > b --><!----><HTML>",
    b'<?xml version="1.0"?>\n<!DOCTYPE html>',
    b"<html>\xff",
    "<!doctype html>",
    "\ufeff<html>",
]
OTHERS = [
    b"",
    b"{}",
    b'{"a": "<html>"}',
    b"<!doctype svg>",
    b"<!doctypehtml>",
    b"<htmlx>",
    b"<head>",
    b"<!-- <html>",
    b"x<html>",
    b"<!---->" * 600 + b"<svg>",
    b"<?-->" * 800,
    b" " * 5000 + b"<html>",
    "{}",
]


@pytest.mark.parametrize("source", PAGES)
def test_a_page_is_told_by_how_it_begins(source: bytes | str) -> None:
    assert looks_like_page(source)


@pytest.mark.parametrize("source", OTHERS)
def test_nothing_else_is_taken_for_a_page(source: bytes | str) -> None:
    assert not looks_like_page(source)


def test_a_document_is_no_page() -> None:
    assert not looks_like_page({"a": "<html>"})


def test_the_browser_tells_pages_alike() -> None:
    sources = [*PAGES, *OTHERS]
    answers = ask("pages.ts", [("looksLikePage", (source,)) for source in sources])
    assert [outcome(answer) for answer in answers] == [looks_like_page(source) for source in sources]
