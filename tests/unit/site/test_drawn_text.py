"""How wide texts are in drawings, and where their lines break."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conferral.site.drawn_text import lines, width


def test_lines_break_between_words() -> None:
    assert lines("Cloud Operations and Reliability", 130, 14) == ("Cloud Operations", "and Reliability")


def test_a_word_wider_than_a_line_breaks_inside() -> None:
    made = lines("Donaudampfschifffahrtsgesellschaft", 100, 14, most=9)

    assert "".join(made) == "Donaudampfschifffahrtsgesellschaft"
    assert len(made) > 1


def test_of_a_longer_text_the_end_is_left_out() -> None:
    assert lines("One two three four five six seven", 50, 14, most=2) == ("One", "two…")


def test_ideographs_are_wide_and_marks_take_no_room() -> None:
    assert width("数据", 10) > width("ab", 10)
    assert width("e\N{COMBINING ACUTE ACCENT}", 10) == width("e", 10)


@given(st.text(max_size=200), st.integers(40, 300), st.booleans(), st.integers(1, 4))
def test_no_line_is_wider_than_its_room_and_there_are_never_too_many(
    text: str, room: int, bold: bool, most: int
) -> None:
    made = lines(text, room, 14, bold=bold, most=most)

    assert len(made) <= most
    assert all(width(line, 14, bold=bold) <= room for line in made)
