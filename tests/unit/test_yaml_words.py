from __future__ import annotations

import pytest

from conferral.yaml_words import AmbiguousWordError, meaning, means_itself


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("words", "words"),
        ("2026-06-30", "2026-06-30"),
        ("79v19c1mrrnwr9vsntmwm9338f", "79v19c1mrrnwr9vsntmwm9338f"),
        ("1.2.3", "1.2.3"),
        ("12", 12),
        ("-1", -1),
        ("1.50", 1.5),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
    ],
)
def test_a_word_has_one_meaning(word: str, value: object) -> None:
    assert (type(meaning(word)), meaning(word)) == (type(value), value)
    assert means_itself(word) == (word == value)


@pytest.mark.parametrize(
    "word",
    ["no", "Y", "True", "NULL", "~", "=", "<<", "012", "1_000", "0x1f", "0o17", "1e5", "12:30", ".5", "+1"],
)
def test_a_word_that_readers_take_for_different_things_has_none(word: str) -> None:
    with pytest.raises(AmbiguousWordError):
        meaning(word)
    assert not means_itself(word)
