from __future__ import annotations

import json
from contextlib import suppress
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conferral.errors import EncodingError
from conferral.standards.baking import MAX_IMAGE_BYTES, MAX_TEXT_BYTES, Baked
from conferral.standards.baking.svg import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, MAX_NAMESPACE, bake, unbake
from tests.unit.standards.baking.pictures import CREDENTIAL, SVG, SVG_START, TOKEN, json_values

OB3 = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
OB2 = 'xmlns:openbadges="http://openbadges.org"'
CLR = 'xmlns:clr="https://purl.imsglobal.org/clr/v2p0"'
SVG_NS = 'xmlns="http://www.w3.org/2000/svg"'
PROLOG = "\ufeff<?xml version='1.0' encoding='utf-8'?>\r\n<!-- <svg> ü -->\n<?a <svg ?>\n"
ELEMENT = "<openbadges:credential><![CDATA[{}]]></openbadges:credential>"


def svg(inside: str, *declarations: str) -> bytes:
    return f"<svg {' '.join((SVG_NS, *declarations))}>{inside}</svg>".encode()


def refusal(image: bytes) -> str:
    with pytest.raises(EncodingError) as caught:
        unbake(image)
    return caught.value.message


def test_json_becomes_cdata_directly_after_the_start_of_the_root() -> None:
    baked = bake(SVG, CREDENTIAL)

    assert (
        baked
        == (
            f"<svg {OB3}{SVG_START.removeprefix('<svg')}{ELEMENT.format(CREDENTIAL)}"
            f"{SVG.decode().removeprefix(SVG_START)}"
        ).encode()
    )
    assert unbake(baked) == Baked(kind="ob3", text=CREDENTIAL)


def test_a_token_becomes_the_attribute_verify() -> None:
    baked = bake(svg(""), f"{TOKEN}\n")

    assert baked == (
        f'<svg {OB3} {SVG_NS}><openbadges:credential verify="{TOKEN}"></openbadges:credential></svg>'.encode()
    )
    assert unbake(baked) == Baked(kind="ob3", text=TOKEN)


def test_an_image_without_a_credential_has_none() -> None:
    assert unbake(svg('<openbadges:other/><credential/><g verify="x">{}</g>', OB3)) is None


@pytest.mark.parametrize(
    ("plain", "baked"),
    [
        (f"<svg {SVG_NS}/>", f"<svg {OB3} {SVG_NS}>+</svg>"),
        (f"<svg {SVG_NS} />", f"<svg {OB3} {SVG_NS} >+</svg>"),
        (f"<svg {SVG_NS}></svg>", f"<svg {OB3} {SVG_NS}>+</svg>"),
        (f"<svg\n\t{SVG_NS}\n></svg >", f"<svg {OB3}\n\t{SVG_NS}\n>+</svg >"),
        (
            "<svg xmlns='http://www.w3.org/2000/svg' data-a='>\"/>'>x</svg>",
            f"<svg {OB3} xmlns='http://www.w3.org/2000/svg' data-a='>\"/>'>+x</svg>",
        ),
        (
            '<svg:svg xmlns:svg="http://www.w3.org/2000/svg" a="/"><svg:g/></svg:svg>',
            f'<svg:svg {OB3} xmlns:svg="http://www.w3.org/2000/svg" a="/">+<svg:g/></svg:svg>',
        ),
        (
            '<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>',
            f'<svg:svg {OB3} xmlns:svg="http://www.w3.org/2000/svg">+</svg:svg>',
        ),
        (
            f"{PROLOG}<svg {SVG_NS}>\r\n</svg>\n<!--e-->",
            f"{PROLOG}<svg {OB3} {SVG_NS}>+\r\n</svg>\n<!--e-->",
        ),
        (
            f"<svg {SVG_NS}><!-- > --><![CDATA[</svg>]]></svg>",
            f"<svg {OB3} {SVG_NS}>+<!-- > --><![CDATA[</svg>]]></svg>",
        ),
        (
            f"<svg {SVG_NS}><g {OB2}><openbadges:other/></g></svg>",
            f"<svg {OB3} {SVG_NS}>+<g {OB2}><openbadges:other/></g></svg>",
        ),
        (f"<svg {OB3} {SVG_NS}/>", f"<svg {OB3} {SVG_NS}>+</svg>"),
        (f"<svg {SVG_NS} {OB3}>x</svg>", f"<svg {SVG_NS} {OB3}>+x</svg>"),
    ],
)
def test_all_but_the_credential_stays_byte_for_byte(plain: str, baked: str) -> None:
    expected = baked.replace("+", ELEMENT.format(CREDENTIAL)).encode()

    assert bake(plain.encode(), CREDENTIAL) == expected
    assert bake(expected, CREDENTIAL) == expected
    assert unbake(expected) == Baked(kind="ob3", text=CREDENTIAL)


@pytest.mark.parametrize("text", [CREDENTIAL, TOKEN])
def test_a_prefix_that_means_something_else_keeps_its_meaning(text: str) -> None:
    plain = svg("<openbadges:other/>", 'xmlns:openbadges="https://example.org/other"')

    baked = bake(plain, text)

    root = ET.fromstring(baked)  # noqa: S314 - made here
    assert [child.tag for child in root] == [
        "{https://purl.imsglobal.org/ob/v3p0}credential",
        "{https://example.org/other}other",
    ]
    assert baked.startswith(plain[: plain.index(b">") + 1])
    assert baked.count(b"openbadges:credential " + OB3.encode()) == 1
    assert unbake(baked) == Baked(kind="ob3", text=text)
    assert bake(baked, text) == baked


@pytest.mark.parametrize(
    "old",
    [
        ELEMENT.format("{}"),
        "<openbadges:credential/>",
        '<openbadges:credential verify="/>"  />',
        "<openbadges:credential\n></openbadges:credential\n>",
        "<openbadges:credential>&lt;<g>{}</g><openbadges:credential/></openbadges:credential>",
        f"<o:credential {OB3.replace('openbadges', 'o')} />",
        f'<openbadges:assertion {OB2} verify="https://example.org/1">{{}}</openbadges:assertion>',
        f"<clr:credential {CLR}><![CDATA[{{}}]]></clr:credential>",
    ],
)
def test_an_earlier_bake_is_replaced_wherever_it_stands(old: str) -> None:
    baked = bake(svg(f"<g>{old}</g>{old} <g/>", OB3), CREDENTIAL)

    assert baked == svg(f"{ELEMENT.format(CREDENTIAL)}<g></g> <g/>", OB3)


def test_a_bake_of_open_badges_two_gives_way_to_one_of_three() -> None:
    old = svg('<openbadges:assertion verify="a.b.c"/><g/>', OB2)

    baked = bake(old, CREDENTIAL)

    assert unbake(old) == Baked(kind="ob2", text="a.b.c")
    assert unbake(baked) == Baked(kind="ob3", text=CREDENTIAL)
    assert b"assertion" not in baked


@pytest.mark.parametrize(
    ("inside", "declaration", "kind", "text"),
    [
        (" <g>\n<openbadges:credential>\n <![CDATA[\n{}\n]]>\n</openbadges:credential></g>", OB3, "ob3", "\n \n{}\n\n"),
        ("<openbadges:credential>{&quot;a&#34;:&lt;}</openbadges:credential>", OB3, "ob3", '{"a":<}'),
        ("<openbadges:credential>{<!-- no -->}</openbadges:credential>", OB3, "ob3", "{}"),
        ('<openbadges:credential verify=" a.b.c "> </openbadges:credential>', OB3, "ob3", "a.b.c"),
        ("<openbadges:credential verify=''>{}</openbadges:credential>", OB3, "ob3", "{}"),
        ('<openbadges:assertion verify="https://example.org/1"/>', OB2, "ob2", "https://example.org/1"),
        ('<openbadges:assertion verify="https://example.org/1">{}</openbadges:assertion>', OB2, "ob2", "{}"),
        ("<clr:credential><![CDATA[{}]]></clr:credential>", CLR, "clr", "{}"),
    ],
)
def test_the_bakes_of_others_are_read(inside: str, declaration: str, kind: str, text: str) -> None:
    baked = unbake(svg(inside, declaration))

    assert baked is not None
    assert (baked.kind, baked.text) == (kind, text)


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (svg(ELEMENT.format("{}") * 2, OB3), "got 2 credentials in the SVG, expected one"),
        (
            svg(f"{ELEMENT.format('{}')}<clr:credential>{{}}</clr:credential>", OB3, CLR),
            "got 2 credentials in the SVG, expected one",
        ),
        (svg("<openbadges:credential/>", OB3), "the credential in the SVG is empty"),
        (svg("<openbadges:credential> \n</openbadges:credential>", OB3), "the credential in the SVG is empty"),
        (
            svg("<openbadges:credential>{<g/>}</openbadges:credential>", OB3),
            "the credential in the SVG holds elements, expected text",
        ),
        (
            svg('<openbadges:credential verify="a.b.c">{}</openbadges:credential>', OB3),
            "the credential in the SVG has both a body and an attribute “verify”, expected one of them",
        ),
        (
            svg(ELEMENT.format("1" * (MAX_TEXT_BYTES + 1)), OB3),
            "the credential in the SVG is larger than 1048576 bytes",
        ),
        (SVG.decode().encode("utf-16"), "the SVG is not UTF-8"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + SVG, "the SVG is not UTF-8"),
        (SVG.replace(b"<circle", "<ü".encode("latin-1")), "the SVG is not UTF-8"),
        (b"<!DOCTYPE svg>" + SVG, "the SVG holds a document type, which no drawing needs"),
        (
            b'<!DOCTYPE svg [<!ENTITY a "1"><!ENTITY b "&a;&a;">]>' + SVG.replace(b"<circle", b"&b;<circle"),
            "the SVG holds a document type, which no drawing needs",
        ),
        (
            b'<!DOCTYPE svg SYSTEM "file:///etc/hostname">' + SVG,
            "the SVG holds a document type, which no drawing needs",
        ),
        (svg("&a;"), "the SVG is no XML"),
        (svg("\n<g>"), "the SVG is no XML"),
        (svg("<openbadges:credential>{}</openbadges:credential>"), "the SVG is no XML"),
        (svg("\x1b"), "the SVG is no XML"),
        (b"", "the SVG is no XML"),
        (b"<svg/>", 'the file begins with <svg> and not with <svg xmlns="http://www.w3.org/2000/svg">'),
        (
            b'<html xmlns="http://www.w3.org/2000/svg"/>',
            'the file begins with <html> and not with <svg xmlns="http://www.w3.org/2000/svg">',
        ),
        (b" " * (MAX_IMAGE_BYTES + 1), "the image has 10485761 bytes, expected at most 10485760"),
        (svg("<g/>" * MAX_ELEMENTS), "the SVG holds more than 100000 elements or 256 levels of them"),
        (svg("<g>" * MAX_DEPTH), "the SVG holds more than 100000 elements or 256 levels of them"),
        (
            svg("", *(f"a{number}=''" for number in range(MAX_ATTRIBUTES))),
            "the SVG holds more than 200000 attributes",
        ),
        (
            svg('<g xmlns:p="' + "u" * (MAX_NAMESPACE + 1) + '"><p:g/></g>'),
            "the SVG holds a namespace of more than 1000 characters",
        ),
    ],
)
def test_an_image_that_is_not_sound_is_refused(image: bytes, message: str) -> None:
    assert refusal(image) == message
    if "credential" not in message:
        with pytest.raises(EncodingError) as caught:
            bake(image, CREDENTIAL)
        assert caught.value.message == message


@pytest.mark.parametrize(
    ("image", "hint"),
    [(svg("&a;"), "Undefined entity on line 1."), (svg("\n<g>"), "Mismatched tag on line 2.")],
)
def test_where_an_image_is_no_xml_is_said_beside(image: bytes, hint: str) -> None:
    with pytest.raises(EncodingError) as caught:
        unbake(image)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" ", "the credential is empty"),
        ('"\b"', "the credential holds the control character U+0008, which JSON writes escaped"),
        ('"\udfff"', "the credential holds half of a surrogate pair, which is no character"),
        ('"\uffff"', "the credential holds U+FFFF, which cannot stand in an SVG"),
        ("1" * (MAX_TEXT_BYTES + 1), "the credential is larger than 1048576 bytes"),
    ],
)
def test_what_cannot_be_read_again_is_not_baked(text: str, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        bake(SVG, text)
    assert caught.value.message == message


def test_an_image_that_grows_too_large_is_not_baked() -> None:
    large = SVG + b" " * (MAX_IMAGE_BYTES - len(SVG))

    with pytest.raises(EncodingError) as caught:
        bake(large, "{}")
    assert caught.value.message == "the image has 10485875 bytes, expected at most 10485760"


@given(json_values, st.sampled_from([None, 2]), st.booleans(), st.sampled_from(["\n", "\r\n", "\r"]))
@example(["]]>", "]]", "]]]]>>", "<![CDATA[", "&amp;", "<!DOCTYPE svg>"], None, False, "\n")
@example([[[]]], None, True, "\n")
def test_any_json_comes_back_as_it_was(value: object, indent: int | None, escaped: bool, line_end: str) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escaped).replace("\n", line_end) + line_end
    try:
        baked = bake(SVG, text)
    except EncodingError as error:
        assert not text.isascii()
        assert error.message.endswith(  # noqa: PT017
            ("half of a surrogate pair, which is no character", "which cannot stand in an SVG")
        )
        return

    assert unbake(baked) == Baked(kind="ob3", text=text)
    assert bake(baked, text) == baked
    assert bake(bake(SVG, "{}"), text) == baked


@given(st.text(st.sampled_from("]>\r\n<&![CDATA"), min_size=1).filter(str.strip))
def test_any_mixture_of_the_marks_of_xml_comes_back_as_it_was(text: str) -> None:
    assert unbake(bake(SVG, text)) == Baked(kind="ob3", text=text)


@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for image in (content, svg("", OB3).replace(b"></", b">" + content + b"</"), SVG_START.encode() + content):
        with suppress(EncodingError):
            unbake(image)


PIECES = (
    *("<", ">", "/>", "</", "&", '"', "'", " ", "\n", "svg", "g", "=", "x", "<!--", "-->", "<![CDATA[", "]]>", "<?"),
    *("?>", "<!DOCTYPE svg>", "&#13;", "verify", "openbadges:credential", "openbadges:assertion", OB3, OB2, SVG_NS),
    *("<openbadges:credential>", "</openbadges:credential>", "<openbadges:credential/>", "{}"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.booleans())
def test_what_can_be_baked_can_be_unbaked(inside: str, in_the_root: bool) -> None:
    image = svg("", inside) if in_the_root else svg(inside, OB3)
    with suppress(EncodingError):
        unbake(image)
    try:
        baked = bake(image, CREDENTIAL)
    except EncodingError:
        return

    assert unbake(baked) == Baked(kind="ob3", text=CREDENTIAL)
    assert bake(baked, CREDENTIAL) == baked
