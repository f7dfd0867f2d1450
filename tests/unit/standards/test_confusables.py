from __future__ import annotations

import unicodedata

import pytest

from conferral.standards.confusables import foreign_word, mixed_word, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ATHENA", "\u0410\u0422\u041d\u0415\u039d\u0410"),
        ("Cisco", "\u0421\u0456\u0455\u0441\u043e"),
        ("Acme", "\u0391cme"),
        ("Illinois", "lllinois"),
        ("Lab 1", "Lab l"),
        ("O.10", "0.l0"),
        ("Acme", "\uff21\uff43\uff4d\uff45"),
        ("Acme", "\U0001d400cme"),
        ("Ac\u200bme", "Acme"),
        ("Acme  School", "Acme School"),
        ("No\u00ebl", "N\u043e\u0451l"),
    ],
)
def test_what_looks_alike_has_one_skeleton(one: str, other: str) -> None:
    assert one != other
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Cafe", "Café"), ("Acme", "Axme"), ("Modern", "Modem"), ("Дом", "Dom")])
def test_what_can_be_told_apart_has_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("text", "word", "letter", "twin"),
    [
        ("The N\u043erthwind Academy", "N\u043erthwind", "\u043e", "o"),
        ("\u039dorthwind", "\u039dorthwind", "\u039d", "N"),
        ("\u041c\u043e\u0441\u043a\u0432a", "\u041c\u043e\u0441\u043a\u0432a", "a", "\u0430"),
        ("Sch\u0578ol", "Sch\u0578ol", "\u0578", "n"),
        ("TGF\u03b1", "TGF\u03b1", "\u03b1", "a"),
    ],
)
def test_a_word_of_two_alphabets_that_passes_for_one_is_found(text: str, word: str, letter: str, twin: str) -> None:
    assert mixed_word(text) == (word, letter, twin)


@pytest.mark.parametrize(
    "text",
    [
        "Northwind Academy",
        "\u041c\u043e\u0441\u043a\u0432\u0430 Academy",
        "k\u03a9 and \u00b5m",
        "TGF-\u03b1",
        "NF\u03baB",
        "\u6771\u4eacTower \u30c6\u30b9\u30c8",
        "Ελληνικά",
    ],
)
def test_words_of_one_alphabet_and_units_are_left_alone(text: str) -> None:
    assert mixed_word(text) is None


def test_a_word_of_another_alphabet_that_reads_as_latin_is_found() -> None:
    assert foreign_word("The \u0410\u0421\u041c\u0415 School") == ("\u0410\u0421\u041c\u0415", "CYRILLIC", "ACME")
    assert foreign_word("\u0391\u03a4\u0397\u0395\u039d\u0391")[1:] == ("GREEK", "ATHENA")  # type: ignore[index]


@pytest.mark.parametrize("text", ["Acme", "\u0414\u043e\u043c", "\u0430 b", "\u6771\u4eac", "N\u043erthwind"])
def test_other_words_are_left_alone(text: str) -> None:
    assert foreign_word(text) is None


def test_the_table_maps_letters_of_each_script_to_latin_ones() -> None:
    from conferral.standards.confusables import _BY_SCRIPT

    for script, table in _BY_SCRIPT.items():
        assert len(table) >= 9
        for letter, latin in table.items():
            assert unicodedata.name(letter).startswith(f"{script} "), letter
            assert latin.isascii(), letter
            assert latin.isalpha(), letter
