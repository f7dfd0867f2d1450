from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.standards.baking.svg import SVG_NAMESPACE
from conferral.svg import MAX_DEPTH, svg_faults
from tests.unit.memory_files import REGISTRIES

ROOT = f'<svg xmlns="{SVG_NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">'


def faults(body: str) -> list[str]:
    return svg_faults(f"{ROOT}{body}</svg>".encode())


@pytest.mark.parametrize("path", sorted(REGISTRIES.rglob("*.svg")), ids=lambda path: path.parent.name)
def test_the_drawings_of_sound_registries_are_accepted(path: object) -> None:
    assert svg_faults(getattr(path, "read_bytes")()) == []  # noqa: B009 - pytest's parameters have no type


@pytest.mark.parametrize(
    "body",
    [
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>',
        '<rect width="9" height="9" fill="url(#g)" style="stroke: url( \'#g\' ); opacity: .5"/>',
        '<g id="a"><circle r="5"/></g><use href="#a" x="5"/><use xlink:href="#a" x="9"/>',
        "<style>.a { fill: red } @media (prefers-color-scheme: dark) { .a { fill: url(#g) } }</style>",
        '<text font-family="sans-serif" xml:space="preserve" aria-label="x" data-name="y">書道 &amp; more</text>',
        '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><path d="M0 0z" filter="url(#f)"/>',
        "<!-- a comment --><title>A medal</title><desc>round</desc>",
    ],
)
def test_a_still_drawing_is_accepted(body: str) -> None:
    assert faults(body) == []


def test_an_xml_declaration_and_a_byte_order_mark_are_accepted() -> None:
    assert svg_faults(f'\ufeff<?xml version="1.0" encoding="UTF-8"?>\n{ROOT}</svg>'.encode()) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script>1</script>", "the SVG holds the element <script> on line 1"),
        ("\n<foreignObject/>", "the SVG holds the element <foreignObject> on line 2"),
        ('<image width="1"/>', "the SVG holds the element <image> on line 1"),
        ('<feImage result="a"/>', "the SVG holds the element <feImage> on line 1"),
        ("<a/>", "the SVG holds the element <a> on line 1"),
        ("<animate/>", "the SVG holds the element <animate> on line 1"),
        ("<set/>", "the SVG holds the element <set> on line 1"),
        ("<SCRIPT/>", "the SVG holds the element <SCRIPT> on line 1"),
        ('<x:b xmlns:x="urn:x"/>', "the SVG holds the element <b> of another vocabulary (urn:x) on line 1"),
        (
            '<script xmlns="http://www.w3.org/1999/xhtml"/>',
            "the SVG holds the element <script> of another vocabulary (http://www.w3.org/1999/xhtml) on line 1",
        ),
        ('<g onload="x()"/>', 'the SVG holds the script attribute "onload" of <g> on line 1'),
        ('<g OnClick="x()"/>', 'the SVG holds the script attribute "OnClick" of <g> on line 1'),
        ('<g xmlns:x="urn:x" x:y="z"/>', 'the SVG holds the attribute "y" of <g> on line 1'),
        ('<g xml:base="https://example.org/"/>', 'the SVG holds the attribute "base" of <g> on line 1'),
        ('<use href="https://example.org/a.svg#b"/>', "the SVG holds a link to something outside the file on line 1"),
        ('<use xlink:href="data:image/svg+xml,x"/>', "the SVG holds a link to something outside the file on line 1"),
        ('<use href="javascript:x()"/>', "the SVG holds a link to something outside the file on line 1"),
        (
            '<g fill="url(https://example.org/#a)"/>',
            'the SVG holds the attribute "fill" of <g>, which names something outside the file on line 1',
        ),
        (
            '<g fill="url(&quot;#a)"/>',
            'the SVG holds the attribute "fill" of <g>, which names something outside the file on line 1',
        ),
        (
            '<g mask="u\\72l(x)"/>',
            'the SVG holds the attribute "mask" of <g>, which names something outside the file on line 1',
        ),
        ('<g style="fill: URL (//example.org/a)"/>', "the style of <g> loads something from outside the file"),
        (
            "<g style=\"background: image-set('https://example.org/a' 1x)\"/>",
            "the style of <g> loads something from outside the file",
        ),
        ('<g style="fill: u\\72l(x)"/>', "the style of <g> holds a backslash"),
        ("<style>@import 'https://example.org/a.css';</style>", "a style sheet holds @import"),
        ("<style>@font-face { font-family: a }</style>", "a style sheet holds @font-face"),
        (
            "<style><![CDATA[.a { fill: url(//example.org) }]]></style>",
            "a style sheet loads something from outside the file",
        ),
        ('<?xml-stylesheet href="a.css"?>', "the SVG holds the processing instruction <?xml-stylesheet?> on line 1"),
        ('<g id="b"><use href="#a"/></g><use href="#b"/>', 'the SVG uses "#b", which itself holds a <use>'),
        ("<g>", "the SVG is no XML: mismatched tag on line 1"),
        ("&nbsp;", "the SVG is no XML: undefined entity on line 1"),
    ],
)
def test_what_a_still_drawing_does_not_need_is_refused(body: str, fault: str) -> None:
    assert faults(body) == [fault]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "the SVG is no XML: no element found on line 1"),
        (b"\xff\xfe<\x00", "the SVG is not UTF-8"),
        (
            b'<!DOCTYPE svg SYSTEM "https://example.org/a.dtd"><svg/>',
            "the SVG holds a document type, which no drawing needs",
        ),
        (b'<!doctype a [<!entity b "c">]><svg/>', "the SVG holds a document type, which no drawing needs"),
        (b"<svg/>", f'the file begins with <svg> and not with <svg xmlns="{SVG_NAMESPACE}">'),
        (
            b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
            f'the file begins with <html> and not with <svg xmlns="{SVG_NAMESPACE}">',
        ),
        (
            f'<svg xmlns="{SVG_NAMESPACE}" viewBox="0 0 100"/>'.encode(),
            'the SVG has no viewBox with four numbers, such as viewBox="0 0 100 100"',
        ),
    ],
)
def test_what_is_no_drawing_is_refused(content: bytes, fault: str) -> None:
    assert svg_faults(content) == [fault]


def test_all_faults_are_named_at_once() -> None:
    assert len(faults('<script/><g onload="x"/><use href="a"/>')) == 3


@pytest.mark.parametrize("body", ["<g>" * 100_000, "<g/>" * 30_000])
def test_a_drawing_of_excessive_size_is_not_read_to_its_end(body: str) -> None:
    assert svg_faults(f"{ROOT}{body}".encode()) == [
        f"the SVG holds more than 20000 elements or {MAX_DEPTH} levels of them"
    ]


@given(st.one_of(st.binary(max_size=100), st.text(alphabet='<>/!?"=&;# svg\n', max_size=60).map(str.encode)))
def test_any_bytes_are_judged(content: bytes) -> None:
    assert svg_faults(content)


TOO_MUCH = ["the SVG takes too much work to draw: its patterns, masks, clips, markers or filters multiply"]
SHAPE = "<path d='M0 0h9v9z'{}/>"


def nested(kind: str, attribute: str, *, deep: int, wide: int) -> str:
    """Definitions each of which refers to the next, several times."""
    parts = []
    for number in range(deep):
        refers = f' {attribute}="url(#p{number + 1})"' if number < deep - 1 else ""
        parts.append(f'<{kind} id="p{number}">{SHAPE.format(refers) * wide}</{kind}>')
    return "".join(parts) + SHAPE.format(f' {attribute}="url(#p0)"')


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [("pattern", "fill"), ("mask", "mask"), ("clipPath", "clip-path"), ("marker", "marker-end")],
)
def test_what_multiplies_without_a_use_is_refused(kind: str, attribute: str) -> None:
    assert faults(nested(kind, attribute, deep=2, wide=3)) == []
    assert faults(nested(kind, attribute, deep=5, wide=8)) == TOO_MUCH
    assert faults(nested(kind, attribute, deep=30, wide=1)) == TOO_MUCH


@pytest.mark.parametrize(
    "body",
    [
        '<filter id="f"><feGaussianBlur stdDeviation="9"/></filter>' + SHAPE.format(' filter="url(#f)"') * 1000,
        f'<filter id="f">{"<feTurbulence/>" * 1000}</filter>',
        "<style>.a, .b { mask: url(#m) }</style><mask id='m'><path/></mask>" + SHAPE.format(" class='b'") * 2000,
        "<style>path { mask: url(#m) }</style><mask id='m'><g/></mask>" + SHAPE.format("") * 2000,
        f'<marker id="m">{SHAPE.format("") * 10}</marker><path marker-mid="url(#m)" d="M0 0{"h1v1" * 2000}"/>',
    ],
)
def test_a_drawing_that_takes_for_ever_is_refused(body: str) -> None:
    assert faults(body) == TOO_MUCH


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<feTurbulence numOctaves="20000"/>', "the SVG holds noise of more than 10 octaves on line 1"),
        ('<feTurbulence numOctaves="1e9"/>', "the SVG holds noise of more than 10 octaves on line 1"),
        (
            '<feMorphology radius="1 40"/>',
            "the SVG holds a <feMorphology> of a radius of more than a twentieth of the drawing on line 1",
        ),
        ('<filter x="-1e3"/>', "the SVG holds a <filter> that is much larger than the drawing on line 1"),
        ('<filter height="1000%"/>', "the SVG holds a <filter> that is much larger than the drawing on line 1"),
        (
            '<pattern patternUnits="userSpaceOnUse" width="501"/>',
            "the SVG holds a <pattern> that is much larger than the drawing on line 1",
        ),
    ],
)
def test_numbers_that_ask_for_much_time_or_memory_are_refused(body: str, fault: str) -> None:
    assert faults(body) == [fault]


def test_what_refers_to_itself_and_many_gradients_are_no_more_than_they_are() -> None:
    assert faults('<mask id="a"><path mask="url(#a)"/></mask>') == []
    gradient = '<linearGradient id="g"><stop/><stop/></linearGradient><linearGradient id="h" href="#g"/>'
    assert faults(gradient + SHAPE.format(' fill="url(#h)"') * 3000) == []


def test_style_sheets_that_refer_to_too_much_are_refused() -> None:
    rules = "".join(f".a{number} {{ fill: url(#g{number}) }}" for number in range(501))
    assert faults(f"<style>{rules}</style>") == ["the style sheets of the SVG refer to too much"]
