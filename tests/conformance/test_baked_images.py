"""Images that we baked, read by openbadgeslib; images that it baked, read by us."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openbadgeslib import baking as theirs
from openbadgeslib.ob3 import OB3Verifier

from conferral.standards.baking import Baked, bake, unbake
from tests.conformance.sites import SignedSite
from tests.unit.standards.baking.pictures import SVG, TOKEN, png

pytestmark = pytest.mark.xdist_group("outside verifiers")

AWKWARD = '{"narrative": "]]> & <b>Zoë 🎓</b> ]]]]>\\u0000\\ud83c\\udf93"}'
PREFIXED = b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'  # they cannot bake into this
OTHERS = [
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://example.org/other"><g openbadges:a="1"/></svg>',
    b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n<!-- a badge -->\n' + SVG,
]

Bake = Callable[[bytes, str], bytes]


def their_svg(image: bytes, text: str) -> bytes:
    return theirs.bake_svg(
        image,
        text,
        "a comment of theirs",
        element=theirs.SVG_ELEMENT_OB3,
        namespace=theirs.SVG_NS_OB3,
        as_text=text.startswith("{"),
    )


def their_png(image: bytes, text: str) -> bytes:
    return theirs.bake_png(image, text, "a comment of theirs", keyword=theirs.ITXT_KEYWORD_OB3)


def read_by_them(image: bytes) -> str:
    if image.startswith(b"\x89PNG"):
        return OB3Verifier.extract_token_from_png(image)
    return OB3Verifier.extract_token_from_svg(image)


def test_they_read_every_credential_that_we_bake(small: SignedSite) -> None:
    texts = [path.read_text(encoding="utf-8") for path in small.folder.glob("credentials/*/credential.json")]

    assert texts
    for text in texts:
        assert read_by_them(bake(png(), text)) == text
        assert read_by_them(bake(SVG, text)) == text.strip()  # they leave out the line end


@pytest.mark.parametrize("text", [AWKWARD, TOKEN])
@pytest.mark.parametrize("image", [png(), SVG, PREFIXED, *OTHERS])
def test_they_read_what_we_bake(image: bytes, text: str) -> None:
    assert read_by_them(bake(image, text)) == text


@pytest.mark.parametrize("text", [AWKWARD, TOKEN])
@pytest.mark.parametrize(("image", "their_bake"), [(png(), their_png), *((svg, their_svg) for svg in (SVG, *OTHERS))])
def test_we_read_what_they_bake_and_bake_over_it(image: bytes, their_bake: Bake, text: str) -> None:
    baked = their_bake(image, text)

    assert unbake(baked) == Baked(kind="ob3", text=text)
    assert read_by_them(bake(baked, '{"ours": true}')) == '{"ours": true}'


@pytest.mark.parametrize(
    "baked",
    [
        theirs.bake_png(png(), TOKEN),
        theirs.bake_svg(SVG, TOKEN),
        theirs.bake_svg(SVG, TOKEN, as_text=True),
    ],
)
def test_we_read_what_they_bake_of_open_badges_two(baked: bytes) -> None:
    assert unbake(baked) == Baked(kind="ob2", text=TOKEN)
