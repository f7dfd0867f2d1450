"""Portions of a registry, put together again, are the registry."""

from __future__ import annotations

import pickle

import pytest

from conferral.portions import narrowed, portions, without_awards
from tests.unit.test_issuing import registered

SIZES = [1, 2, 3, 400]


@pytest.mark.parametrize("size", SIZES)
def test_every_award_is_in_one_portion_with_its_rows_and_in_the_same_order(size: int) -> None:
    registry = registered()
    shared = without_awards(registry)
    parts = [narrowed(shared, portion) for portion in portions(registry, size)]
    assert [award.id for part in parts for award in part.awards] == [award.id for award in registry.awards]
    assert [award.rows for part in parts for award in part.awards] == [award.rows for award in registry.awards]
    assert [award.place for part in parts for award in part.awards] == [award.place for award in registry.awards]
    assert all(len(part.awards) <= size for part in parts)


def test_a_portion_survives_the_way_to_another_process() -> None:
    registry = registered()
    shared = without_awards(registry)
    for portion in portions(registry, 2):
        there = narrowed(pickle.loads(pickle.dumps(shared)), pickle.loads(pickle.dumps(portion)))  # noqa: S301 -- ours
        here = narrowed(shared, portion)
        assert there.awards == here.awards
        assert [award.place for award in there.awards] == [award.place for award in here.awards]


def test_what_portions_share_names_nobody() -> None:
    shared = without_awards(registered())
    assert (shared.awards, shared.rows, shared.recipients, shared.revocations, shared.suspensions) == (
        (),
        (),
        {},
        {},
        {},
    )
