"""Drawing: runs, permutation, the next list when one is half full."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from conferral.register.drawing import HALF_FULL, InUse, Pair, draw, permute
from conferral.standards.bitstring import LENGTH

SALT = bytes(range(16))


def test_the_permutation_is_the_one_that_was_released() -> None:
    """Indexes are never computed twice, but a changed permutation would tell cohorts apart from earlier ones."""
    assert [permute(SALT, "revocation", 1, position) for position in range(4)] == [397964, 743891, 1044837, 829812]


def test_the_permutation_takes_no_index_twice() -> None:
    sample = {permute(SALT, "suspension", 2, position) for position in range(0, LENGTH, 16)}

    assert len(sample) == LENGTH // 16
    assert min(sample) >= 0
    assert max(sample) < LENGTH


@given(st.integers(1, 300), st.integers(0, 300), st.integers())
def test_a_draw_is_free_unique_and_in_range(count: int, used: int, seed: int) -> None:
    chance = random.Random(seed)
    taken = {(1, index) for index in random.Random(0).sample(range(LENGTH), used)}

    drawn = draw(count, salt=SALT, purpose="revocation", taken=InUse(taken), chance=chance)

    assert len(set(drawn)) == count
    assert taken.isdisjoint(drawn)
    assert all(number == 1 and 0 <= index < LENGTH for number, index in drawn)


def test_a_batch_is_one_run_of_positions() -> None:
    drawn = draw(50, salt=SALT, purpose="revocation", taken=InUse(), chance=random.Random(7))

    positions = {permute(SALT, "revocation", 1, position): position for position in range(LENGTH)}
    places = [positions[index] for _, index in drawn]
    assert places == list(range(places[0], places[0] + 50))


def test_the_next_list_begins_when_one_is_half_full() -> None:
    taken = InUse((1, index) for index in range(HALF_FULL))

    drawn = draw(3, salt=SALT, purpose="revocation", taken=taken, chance=random.Random(1))

    assert [number for number, _ in drawn] == [2, 2, 2]


def test_a_batch_that_would_overfill_a_list_goes_on_in_the_next() -> None:
    taken = InUse((4, index) for index in range(HALF_FULL - 2))

    drawn = draw(5, salt=SALT, purpose="revocation", taken=taken, chance=random.Random(1))

    assert [number for number, _ in drawn] == [4, 4, 5, 5, 5]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6), st.integers(0, 2_000), st.integers())
def test_many_batches_draw_as_from_a_plain_set(counts: list[int], used: int, seed: int) -> None:
    """What is in use is kept from batch to batch: the same pairs as where each batch counts everything anew."""
    draw_as_plainly(counts, [(2, index) for index in random.Random(1).sample(range(LENGTH), used)], seed)


def test_batches_draw_as_from_a_plain_set_where_a_list_gets_half_full() -> None:
    before = [(3, permute(SALT, "revocation", 3, position)) for position in range(HALF_FULL - 450)]
    draw_as_plainly([300, 300, 300], before, 5)


def draw_as_plainly(counts: list[int], before: list[Pair], seed: int) -> None:
    """One batch after the other, each compared with what is drawn without anything kept."""
    plain, taken = set(before), InUse(before)
    one, other = random.Random(seed), random.Random(seed)

    for count in counts:
        drawn = draw(count, salt=SALT, purpose="revocation", taken=taken, chance=one)

        assert drawn == drawn_plainly(count, plain, other)
        assert plain.isdisjoint(drawn)
        plain.update(drawn)


def drawn_plainly(count: int, taken: set[Pair], chance: random.Random) -> list[Pair]:
    """The drawing in the fewest words: whole runs, from a set of all that is in use."""
    used = set(taken)
    number = max((pair[0] for pair in used), default=1)
    drawn: list[Pair] = []
    while len(drawn) < count:
        free = HALF_FULL - sum(1 for pair in used if pair[0] == number)
        if free <= 0:
            number += 1
            continue
        length, tries = min(count - len(drawn), free), 0
        while True:
            start = chance.randrange(LENGTH - length + 1)
            run = [(number, permute(SALT, "revocation", number, start + step)) for step in range(length)]
            if used.isdisjoint(run):
                break
            tries += 1
            if tries % 64 == 0:
                length = max(1, length // 2)
        used.update(run)
        drawn += run
    return drawn


def test_starts_of_runs_are_as_likely_everywhere() -> None:
    chance = random.Random(3)
    positions = {permute(SALT, "revocation", 1, position): position for position in range(LENGTH)}
    eighths = [0] * 8
    for _ in range(4_000):
        ((_, index),) = draw(1, salt=SALT, purpose="revocation", taken=InUse(), chance=chance)
        eighths[positions[index] * 8 // LENGTH] += 1

    assert all(400 < number < 600 for number in eighths)


def test_two_branches_of_a_hundred_awards_seldom_collide() -> None:
    """DESIGN section 3: about once in five thousand; drawn at random they would collide once in a hundred."""
    collisions = 0
    for seed in range(2_000):
        chance = random.Random(seed)
        one, other = (draw(100, salt=SALT, purpose="revocation", taken=InUse(), chance=chance) for _ in range(2))
        collisions += not set(one).isdisjoint(other)

    assert collisions <= 4
