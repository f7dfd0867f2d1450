from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.identifiers import (
    ALPHABET,
    AWARD_ID,
    FILE_ENDING,
    RECIPIENT_ID,
    check_character,
    encode_128_bits,
    new_award_id,
    new_file_ending,
    new_recipient_id,
)

BODIES = st.integers(0, (1 << 128) - 1).map(encode_128_bits)


def test_fresh_ids_have_their_form_and_differ() -> None:
    awards, recipients = ({make() for _ in range(50)} for make in (new_award_id, new_recipient_id))
    assert len(awards) == len(recipients) == 50
    assert all(AWARD_ID.fullmatch(one) for one in awards)
    assert all(RECIPIENT_ID.fullmatch(one) and check_character(one[2:-1]) == one[-1] for one in recipients)
    assert FILE_ENDING.fullmatch(f"-{new_file_ending()}")


@given(st.integers(0, (1 << 128) - 1))
def test_128_bits_are_kept(value: int) -> None:
    text = encode_128_bits(value)
    assert len(text) == 26
    decoded = 0
    for character in text:
        decoded = decoded * 32 + ALPHABET.index(character)
    assert decoded == value


@pytest.mark.parametrize("value", [-1, 1 << 128])
def test_what_does_not_fit_128_bits_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match=f"^{value} does not fit 128 bits$"):
        encode_128_bits(value)


@given(BODIES, st.integers(0, 25), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(body: str, position: int, character: str) -> None:
    wrong = body[:position] + character + body[position + 1 :]
    assert (check_character(wrong) == check_character(body)) == (wrong == body)


@given(BODIES, st.integers(0, 24))
def test_swapped_neighbours_are_noticed_but_for_the_first_and_last_of_the_alphabet(body: str, position: int) -> None:
    pair = body[position : position + 2]
    wrong = body[:position] + pair[::-1] + body[position + 2 :]
    unnoticed = pair[0] == pair[1] or set(pair) == {"0", "z"}
    assert (check_character(wrong) == check_character(body)) == unnoticed
