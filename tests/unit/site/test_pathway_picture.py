"""How pathways are drawn: nothing overlaps, nothing runs out, no name can write anything but itself."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.model import Text
from conferral.site.drawn_text import width
from conferral.site.language import Language
from conferral.site.pathway_picture import (
    WIDEST,
    Box,
    Drawing,
    drawings,
    in_words,
    picture_file,
    svg,
    tall,
    wide,
)
from conferral.site.pathway_views import RequirementView
from conferral.svg import svg_faults
from tests.unit.site.pathway_samples import requirements, step, view, views

ENGLISH, ARABIC = Language.of("en"), Language.of("ar")
HOSTILE = '</text><script>alert("&")</script>\' onload=x'
SVG = "{http://www.w3.org/2000/svg}"


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def contains(one: Box, other: Box) -> bool:
    return (
        one.x <= other.x
        and other.x + other.width <= one.x + one.width
        and one.y <= other.y
        and other.y + other.height <= one.y + one.height
    )


def room_of(box: Box) -> int:
    """How wide the text of a box may be."""
    image = 0 if not box.image or box.width == 208 else (72 if box.kind == "earned" else 40) + 12
    return box.width - (0 if box.kind == "heading" else 16 if box.kind == "rule" else 24) - image


def assert_sound(drawing: Drawing) -> None:
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
        assert sum(line.height for line in box.lines) <= box.height
        for line in box.lines:
            assert width(line.text, line.size, bold=line.role not in ("small", "note")) <= room_of(box)
    for one, other in combinations(drawing.boxes, 2):
        nested = contains(one, other) and one.kind == "frame"
        assert nested or not overlap(one, other), (one, other)
    for x, y in drawing.words:
        word = Box(kind="heading", x=x - 12, y=y - 8, width=24, height=16)
        assert not any(overlap(box, word) for box in drawing.boxes if box.kind != "frame")


@settings(deadline=None, max_examples=200)
@given(requirements)
def test_no_box_overlaps_another_and_no_text_runs_out_of_its_box(asked: RequirementView) -> None:
    assert_sound(wide(view(asked), ENGLISH))
    assert_sound(tall(view(asked), ENGLISH))


@settings(deadline=None, max_examples=100)
@given(requirements, st.sampled_from([ENGLISH, ARABIC]))
def test_every_drawing_is_such_an_svg_as_badges_may_have(asked: RequirementView, words: Language) -> None:
    drawn = picture_file(view(asked), words)

    assert svg_faults(drawn) == []
    ET.fromstring(drawn)  # noqa: S314 - ours


@settings(deadline=None, max_examples=50)
@given(requirements)
def test_the_tall_drawing_fits_a_telephone(asked: RequirementView) -> None:
    assert tall(view(asked), ENGLISH).width <= 350


def test_names_are_texts_whatever_they_say() -> None:
    drawn = picture_file(view(RequirementView(kind="badge", badge=step("a", HOSTILE)), step("z", HOSTILE)), ENGLISH)

    root = ET.fromstring(drawn)  # noqa: S314 - ours
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "path", "g", "text"
    }  # fmt: skip
    assert [one.text for one in root.iter(f"{SVG}title")] == [f"The way to {HOSTILE}"]


def test_a_drawing_in_a_page_has_no_style_of_its_own() -> None:
    (shown,) = views()

    html = str(drawings(shown, ENGLISH, "../../"))

    assert "<style" not in html
    assert not re.search(r"\s(style|on\w+)=", html)
    assert html.count("<svg ") == 2
    assert len(set(re.findall(r' id="([^"]+)"', html))) == 4


def test_a_drawing_is_one_image_with_a_name_and_what_it_shows_in_words() -> None:
    (shown,) = views()

    root = ET.fromstring(str(svg(wide(shown, ENGLISH), shown, ENGLISH, name="wide", top="../../")))  # noqa: S314 - ours

    assert root.get("role") == "img"
    assert [root.get(f"aria-{one}") for one in ("labelledby", "describedby")] == ["way-wide", "way-wide-words"]
    assert root.findtext(f"{SVG}title") == "The way to Teaching"
    assert root.findtext(f"{SVG}desc") == (
        "All of these (within 2 years): Sailing; Data Analysis (Foundation or above, at least 70 in Score)"
    )


def test_the_same_pathway_is_drawn_the_same() -> None:
    assert picture_file(views()[0], ENGLISH) == picture_file(views()[0], Language.of("en"))


def test_what_is_optional_is_dashed_and_alternatives_are_joined_by_or() -> None:
    either = RequirementView(
        kind="one_of", label="One of these", number=1,
        parts=(RequirementView(kind="badge", badge=step("a")), RequirementView(kind="badge", badge=step("b"))),
    )  # fmt: skip
    extra = RequirementView(kind="optional", label="Optional", parts=(RequirementView(kind="badge", badge=step("c")),))
    drawn = wide(view(RequirementView(kind="all_of", label="All of these", number=1, parts=(either, extra))), ENGLISH)

    assert len(drawn.words) == 1
    assert [box.optional for box in drawn.boxes if box.kind == "badge"] == [False, False, True]
    assert sum(link.optional for link in drawn.links) == 2


def test_in_arabic_it_runs_from_right_to_left_and_names_in_english_stay_in_their_boxes() -> None:
    shown = view(RequirementView(kind="badge", badge=step("a")))
    drawing = wide(shown, ARABIC)
    root = ET.fromstring(str(svg(drawing, shown, ARABIC, name="wide", top="")))  # noqa: S314 - ours

    first = root.find(f"{SVG}g[@class='cf-way-badge']")
    assert first is not None
    rect, name = first.find(f"{SVG}rect"), first.find(f"{SVG}text")
    assert rect is not None
    assert name is not None
    assert int(rect.get("x", "")) + int(rect.get("width", "")) == drawing.width
    assert (name.get("text-anchor"), name.get("direction"), name.get("lang")) == ("end", "ltr", "en")
    assert int(rect.get("x", "")) < int(name.get("x", "")) < drawing.width


def test_a_drawing_too_wide_for_a_page_is_shown_as_the_tall_one_alone() -> None:
    asked = RequirementView(kind="badge", badge=step("a"))
    for _ in range(7):
        asked = RequirementView(kind="all_of", label="All of these", number=1, parts=(asked,))

    assert wide(view(asked), ENGLISH).width > WIDEST
    assert str(drawings(view(asked), ENGLISH, "../../")).count("<svg ") == 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (RequirementView(kind="badge", badge=step("a")), "A"),
        (RequirementView(kind="badge"), "…"),
        (
            RequirementView(
                kind="choose", label="1 of these 2", title=Text("Practice", "en"), number=1,
                parts=(RequirementView(kind="badge", badge=step("a")), RequirementView(kind="badge", badge=step("b"))),
            ),
            "Practice, 1 of these 2: A; B",
        ),
    ],
)  # fmt: skip
def test_what_a_drawing_shows_can_be_read(asked: RequirementView, words: str) -> None:
    assert in_words(asked) == words
