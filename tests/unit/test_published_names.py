"""Names are found as if each of them were looked for, however many there are."""

from __future__ import annotations

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from conferral.personal_data import holds_name
from conferral.published_names import PublishedNames
from conferral.spelling import hyphenated

WORDS = [
    "Ada",
    "ADA",
    "ada",
    "Ferrant",
    "ferrant",
    "Zoë",
    "ZOË",
    "İnci",
    "ınci",
    "INCI",
    "groß",
    "GROẞ",
    "O'Neill",
    "-",
    "(",
    "x",
]
TEXTS = st.lists(st.sampled_from([*WORDS, " ", " ", "/", ".", ", "]), max_size=12).map("".join)
NAMES = st.lists(st.lists(st.sampled_from([*WORDS, "d'Or", "--"]), min_size=1, max_size=3).map(" ".join), max_size=8)


@given(NAMES, TEXTS)
def test_names_are_found_in_texts_as_one_by_one(names: list[str], text: str) -> None:
    recipients = {name: f"r-{number}" for number, name in enumerate(names)}

    found = PublishedNames(recipients).in_text(text)

    assert found == [(name, whose) for name, whose in recipients.items() if holds_name(text, name)]


@given(NAMES, TEXTS)
def test_names_are_found_in_file_names_as_one_by_one(names: list[str], path: str) -> None:
    recipients = {name: f"r-{number}" for number, name in enumerate(names)}

    found = PublishedNames(recipients).in_file_name(path)

    words = f"-{hyphenated(path)}-"
    assert found == [(name, whose) for name, whose in recipients.items() if f"-{hyphenated(name)}-" in words]


def test_a_letter_is_found_in_whatever_case_regular_expressions_find_it() -> None:
    letters = [letter for letter in map(chr, range(sys.maxunicode + 1)) if letter.isalpha()]
    cased = "".join(letter for letter in letters if letter.lower() != letter or letter.upper() != letter)
    pairs = [(one, other) for one in cased for other in re.findall(re.escape(one), cased, re.IGNORECASE)]
    assert len(pairs) > 2 * 2_800

    missed = [(one, other) for one, other in pairs if not PublishedNames({f"{one}aa": ""}).in_text(f"{other}aa")]

    assert missed == []
