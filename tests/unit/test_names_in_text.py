"""`conferral.names_in_text`: the names of known people are found however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.names_in_text import Names

NAMES = Names(["Ada Lovelace", "Zoë Müller-Lüdenscheidt", "Bo Ek", "Prince", "Łucja Żak"])
WORDS = st.text(st.characters(categories=("Ll", "Lu")), min_size=3, max_size=8)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Worked with Ada Lovelace.", "Ada Lovelace"),
        ("LOVELACE, ADA", "Ada Lovelace"),
        ("https://example.org/people/ada_lovelace/1", "Ada Lovelace"),
        ("2026-ada-lovelace", "Ada Lovelace"),
        ("https://example.org/zoe%20mu%CC%88ller-ludenscheidt", "Zoë Müller-Lüdenscheidt"),
        ("By łucja żak", "Łucja Żak"),
        ("write to x.y@example.org", "x.y@example.org"),
        ("Ada wrote it; Lovelace is another", None),
        ("bo ek", None),
        ("The prince of sailing", None),
        ("", None),
    ],
)
def test_whole_names_of_anybody_are_found(text: str, found: str | None) -> None:
    assert NAMES.found(text) == found


@pytest.mark.parametrize(
    ("text", "own", "found"),
    [
        ("Ada wrote it.", "Ada Lovelace", "Ada"),
        ("see https://example.org/lovelace", "Ada Lovelace", "Lovelace"),
        ("It will mark the end.", "Will Mark", None),
        ("Will wrote it.", "Will Mark", "Will"),
        ("Herr Meier", "Herr Xaver", None),
        ("Bo did", "Bo Ek", None),
    ],
)
def test_in_a_text_about_somebody_each_part_of_the_name_is_found(text: str, own: str, found: str | None) -> None:
    assert NAMES.found(text, own) == found


def test_words_that_are_allowed_are_no_names() -> None:
    names = Names(["Art Page", "Art Vandelay"], allowed=["art", "Page"])

    assert names.found("https://example.org/art/page/1", "Art Page") is None
    assert names.found("Art page", "Art Page") is None
    assert names.found("https://example.org/art", "Art Vandelay") is None
    assert names.found("by art vandelay") == "Art Vandelay"
    assert names.found("by Vandelay", "Art Vandelay") == "Vandelay"


@given(WORDS, WORDS, st.sampled_from(("{} {}", "{}-{}", "x {}, {}", "{}_{}/", "({}) {}")), st.booleans())
def test_a_name_is_found_in_any_order_and_joined_in_any_way(given_: str, family: str, form: str, turned: bool) -> None:
    parts = (family, given_) if turned else (given_, family)

    assert Names([f"{given_} {family}"]).found(form.format(*parts)) is not None
