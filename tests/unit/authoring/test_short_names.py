"""Short names are made from names: in ASCII, of their own, and the same every time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.authoring.short_names import short_name

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Data Analysis: Foundations!", "data-analysis-foundations"),
        ("Café & Küche", "cafe-and-kuche"),
        ("Ærø’s Straße", "aeros-strasse"),
        ("Основы анализа данных", "osnovy-analiza-dannykh"),
        ("Ελληνικά", "ellinika"),
        ("Zażółć gęślą jaźń", "zazolc-gesla-jazn"),
    ],
)
def test_letters_of_other_alphabets_are_written_in_latin_ones(name: str, made: str) -> None:
    assert short_name(name, ()) == made


def test_umlauts_are_written_as_german_does_where_the_registry_is_german() -> None:
    assert short_name("Küche für Anfänger", (), language="de") == "kueche-fuer-anfaenger"


def test_a_taken_name_gets_a_number() -> None:
    assert short_name("Sailing", {"sailing", "sailing-2"}) == "sailing-3"


def test_a_name_that_cannot_be_written_in_ascii_becomes_a_random_one() -> None:
    assert re.fullmatch(r"badge-[0-9a-z]{4}", short_name("データ", (), otherwise="badge"))


@given(name=st.text(max_size=200), taken=st.sets(st.text("ab-", max_size=4)))
def test_whatever_the_name_a_short_name_is_sound_and_free(name: str, taken: set[str]) -> None:
    made = short_name(name, taken)
    assert SLUG.fullmatch(made)
    assert len(made) <= 80
    assert made not in taken
