"""Work in portions gives the same in the same order, wherever it is done."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from conferral.errors import BuildError
from conferral.workers import Workers, processors


def scaled(factor: int, portion: list[int]) -> list[int]:
    return [factor * number for number in portion]


def here(_: None, portion: int) -> tuple[int, int]:
    return portion, os.getpid()


def failing(_: None, portion: int) -> int:
    if portion == 7:
        raise BuildError(f"portion {portion} is bad")
    return portion


PORTIONS = [[number, number + 1] for number in range(40)]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_portions(jobs: int) -> None:
    assert list(Workers(jobs).each(scaled, 3, PORTIONS)) == [scaled(3, portion) for portion in PORTIONS]


def test_several_processes_do_the_work_and_this_one_none() -> None:
    done = list(Workers(2).each(here, None, range(40)))
    assert [portion for portion, _ in done] == list(range(40))
    assert os.getpid() not in {process for _, process in done}


@pytest.mark.parametrize("portions", [[], [5]])
def test_a_portion_alone_is_done_here(portions: list[int]) -> None:
    assert list(Workers(2).each(here, None, portions)) == [(portion, os.getpid()) for portion in portions]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_portion_raises_is_raised_here(jobs: int) -> None:
    with pytest.raises(BuildError, match="portion 7 is bad"):
        list(Workers(jobs).each(failing, None, range(20)))


def test_only_a_few_portions_are_asked_for_ahead_of_the_results() -> None:
    asked = 0

    def counted() -> Iterator[int]:
        nonlocal asked
        for number in range(1000):
            asked += 1
            yield number

    results = Workers(2).each(here, None, counted())
    for taken in range(1, 100):
        next(results)
        assert asked <= taken + 6
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_a_command_line_names_workers() -> None:
    assert Workers.named() == Workers(processors())
    assert Workers.named(3).arguments == ["--jobs", "3"]
    cluster = Workers.named(2, "dask://192.0.2.1:8786")
    assert cluster == Workers(2, "tcp://192.0.2.1:8786")
    assert cluster.arguments == ["--jobs", "2", "--executor", "dask://192.0.2.1:8786"]
    with pytest.raises(BuildError, match="'spark://x' is no executor") as caught:
        Workers.named(1, "spark://x")
    assert caught.value.hint == "Write dask://HOST:PORT, or leave it out."
