"""Text of strangers means nothing to whoever reads what is made of it."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conferral.errors import on_one_line
from conferral.escaping import as_markdown_code, in_annotation, in_annotation_property, in_markdown

MARKDOWN = MarkdownIt("gfm-like", {"html": True, "linkify": False})
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
HOSTILE = [
    "# heading | `code` | *bold* [link](https://example.com) ![x](y) <script>alert(1)</script> &amp; ~~no~~",
    "https://example.com www.example.com a@example.com @octocat #12 \\ _x_ ^ $y$",
    "- item\n1. one\n\x1b[31m::error::x",
    "| a | b |",
    "a\u202eb\u2028c",
]


@given(ANY_TEXT)
@pytest.mark.parametrize("shape", ["x {} y", "| x | {} | y |", "- x {}"])
def test_markdown_shows_the_text_as_it_is(shape: str, text: str) -> None:
    rendered = MARKDOWN.renderInline(shape.format(in_markdown(text)))

    assert not re.search(r"<(?!/?p)", rendered)
    assert html.unescape(rendered).replace("\u200b", "") == shape.format(on_one_line(text)).replace("\u200b", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_one_text_in_a_cell(text: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {in_markdown(text)} | {as_markdown_code(text)} |\n"

    cells = re.findall(r"<td>(.*?)</td>", MARKDOWN.render(table), re.DOTALL)

    assert [html.unescape(cell).replace("\u200b", "") for cell in cells] == [
        on_one_line(text),
        f"<code>{on_one_line(text)}</code>",
    ]


def test_no_text_in_the_middle_of_a_line_is_a_command_to_a_runner() -> None:
    assert on_one_line("a ##[add-mask]e ###[x]\n") == r"a ##\x5badd-mask]e ###\x5bx]\n"


def test_nobody_is_notified() -> None:
    assert html.unescape(in_markdown("ask @octocat")) == "ask @\u200boctocat"


def unescaped(text: str) -> str:
    """What GitHub's runner reads (actions/runner, ActionCommand)."""
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, character)
    return text


@given(ANY_TEXT)
@example("50 %, a:b")
@example("%0A::error::x")
def test_an_annotation_is_read_back_as_it_was_written(text: str) -> None:
    shown = "\n".join(map(on_one_line, text.split("\n")))

    assert unescaped(in_annotation(text)) == shown
    assert unescaped(in_annotation_property(text)) == shown
    assert len((in_annotation(text) + "x").splitlines()) == 1
    assert not set(",:\n") & set(in_annotation_property(text))
