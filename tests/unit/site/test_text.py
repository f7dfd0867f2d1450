"""People's Markdown: what comes through, and what never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.site.text import markdown, sentence
from tests.unit.site.page_reader import read


def test_what_people_need_to_write_criteria_comes_through() -> None:
    text = "Do **this** and *that*:\n\n1. one\n2. `two`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> ~~said~~"

    page = read(str(markdown(text)))
    assert page.tags >= {"p", "strong", "em", "ol", "li", "code", "table", "th", "td", "blockquote", "s"}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<iframe src=https://evil.example></iframe>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "![x](https://evil.example/track.png)",
        "![x](javascript:alert(1))",
        '<https://x.example"onmouseover=alert(1)>',
        '[x](https://x.example "a\\" onclick=alert(1) b")',
        "[x]: javascript:alert(1)\n\n[x]",
        "<style>*{display:none}</style>",
        "<a href='https://x.example' onclick=alert(1)>x</a>",
        "<meta http-equiv=refresh content=0>",
        "<form action=https://evil.example><input></form>",
        "{{ site }} {% include 'x' %} --8<-- \"/etc/passwd\" {: onclick=alert(1) }",
    ],
)
def test_nothing_that_people_write_can_run_load_or_mislead(text: str) -> None:
    page = read(str(markdown(text)))

    assert page.tags <= {"p", "a", "code"}
    assert all(name in {"href", "title", "rel"} for _, attributes in page.elements for name in attributes)
    assert all(link.startswith("https://") for link in page.links)


def test_relative_links_lead_nowhere_because_the_text_stands_on_several_pages() -> None:
    assert markdown("[x](../y) [z](//evil.example)") == (
        '<p><a rel="nofollow noopener">x</a> <a rel="nofollow noopener">z</a></p>'
    )


def test_an_image_becomes_a_link_so_that_no_other_host_is_asked() -> None:
    assert markdown("![A <b>chart](https://example.org/c.png)") == (
        '<p><a href="https://example.org/c.png" rel="nofollow noopener">A &lt;b&gt;chart</a></p>'
    )


def test_an_image_without_words_is_called_by_its_address_which_is_the_same_in_every_language() -> None:
    assert markdown("![](https://example.org/a.png)") == (
        '<p><a href="https://example.org/a.png" rel="nofollow noopener">https://example.org/a.png</a></p>'
    )


def test_headings_stand_right_below_the_heading_they_belong_to() -> None:
    page = read(str(markdown("# A\n\n#### B\n\n# C", below=2)))

    assert [tag for tag, _ in page.elements] == ["h3", "h4", "h3"]


@given(st.text(alphabet=st.sampled_from("<>&\"'()[]!#*_`~|:/ \njavscript=on{}\\"), max_size=80))
def test_no_text_makes_a_tag_or_attribute_that_is_not_allowed(text: str) -> None:
    page = read(str(markdown(text)))

    allowed = {"a", "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li"}
    allowed |= {"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
    assert page.tags <= allowed
    assert all(set(attributes) <= {"href", "title", "rel", "start"} for _, attributes in page.elements)


def test_a_sentence_begins_with_a_capital() -> None:
    assert sentence("under review") == "Under review"
