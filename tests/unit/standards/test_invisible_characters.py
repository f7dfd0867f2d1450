from __future__ import annotations

import pytest

from conferral.standards.invisible_characters import character_name, invisible_character, script_of


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("North\u200bwind", 5),
        ("\u202egro.elpmaxe", 0),
        ("a\u2066b\u2069", 1),
        ("First\u00ad Aid", 5),
        ("no\u2060space", 2),
        ("blank\u2800", 5),
        ("filler\u3164", 6),
        ("tag\U000e0041", 3),
        ("\ufeffmark", 0),
        ("Latin\u200djoined", 5),
        ("Latin\u200cparted", 5),
        ("left\u200e", 4),
        ("\u200f\u05d0", 0),
        ("x\ufe0f", 1),
        ("\u0645\u200c\u200c\u0645", 2),
    ],
)
def test_what_cannot_be_seen_is_found_where_it_stands(text: str, at: int) -> None:
    assert invisible_character(text) == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zürich, naïve, Đà Nẵng",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian: a non-joiner between letters
        "\u0915\u094d\u200d\u0937",  # Devanagari: a joiner after a virama
        "\U0001f469\u200d\U0001f4bb",  # one picture of two
        "\U0001f44d\U0001f3fd",
        "\u2764\ufe0f and 1\ufe0f\u20e3",
        "\u05e9\u05e4\u05ea C++\u200f \u05d5",  # a mark of direction in Hebrew
        "\u845b\U000e0100",  # a variant of an ideograph
        "\u1820\u180b",
        "no\u00a0break",
    ],
)
def test_what_a_writing_system_needs_may_stand(text: str) -> None:
    assert invisible_character(text) is None


def test_characters_are_named_by_code_point_and_name() -> None:
    assert character_name("\u200b") == "U+200B ZERO WIDTH SPACE"
    assert character_name("\x07") == "U+0007"


def test_letters_and_marks_have_a_script_and_nothing_else_has() -> None:
    assert [script_of(letter) for letter in "a\u043e\u03b1\u0301"] == ["LATIN", "CYRILLIC", "GREEK", "COMBINING"]
    assert [script_of(letter) for letter in "1- \u2764"] == [""] * 4
