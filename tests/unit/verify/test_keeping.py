from __future__ import annotations

from collections.abc import Callable

import pytest

from conferral.verify.keeping import Keepable, Keeper


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Source:
    """Something to load, which counts how often it was."""

    def __init__(self) -> None:
        self.loaded: list[str] = []

    def load(self, name: str, *, seconds: float = 60, size: int = 0) -> Callable[[], Keepable[str]]:
        def loading() -> Keepable[str]:
            self.loaded.append(name)
            return Keepable(value=name.upper(), seconds=seconds, size=size)

        return loading


def test_what_is_kept_is_not_loaded_again_until_it_is_too_old() -> None:
    clock, source = Clock(), Source()
    keeper: Keeper[str] = Keeper(most=2, most_bytes=0, clock=clock)
    for now, times in ((1000.0, 1), (1060.0, 1), (1060.1, 2), (1120.1, 2), (1121.0, 3)):
        clock.now = now
        assert keeper.get("a", source.load("a")) == "A"
        assert source.loaded == ["a"] * times


def test_the_longest_kept_goes_first_when_there_are_too_many() -> None:
    source = Source()
    keeper: Keeper[str] = Keeper(most=2, most_bytes=0, clock=Clock())
    for name in "abca":
        keeper.get(name, source.load(name))
    assert source.loaded == ["a", "b", "c", "a"]
    keeper.get("c", source.load("c"))
    keeper.get("b", source.load("b"))
    assert source.loaded == ["a", "b", "c", "a", "b"]


def test_what_is_loaded_again_counts_as_new() -> None:
    clock, source = Clock(), Source()
    keeper: Keeper[str] = Keeper(most=2, most_bytes=0, clock=clock)
    keeper.get("a", source.load("a", seconds=1))
    keeper.get("b", source.load("b"))
    clock.now += 2
    for name in "acab":
        keeper.get(name, source.load(name))
    assert source.loaded == ["a", "b", "a", "c", "b"]


def test_the_longest_kept_goes_first_when_they_are_too_large() -> None:
    source = Source()
    keeper: Keeper[str] = Keeper(most=9, most_bytes=100, clock=Clock())
    for name, size in (("a", 40), ("b", 60), ("a", 40), ("c", 41), ("b", 60), ("a", 40)):
        keeper.get(name, source.load(name, size=size))
    assert source.loaded == ["a", "b", "c", "b", "a"]


def test_the_newest_is_kept_however_large_it_is() -> None:
    source = Source()
    keeper: Keeper[str] = Keeper(most=9, most_bytes=100, clock=Clock())
    for name, size in (("a", 40), ("b", 1000), ("b", 1000), ("a", 40), ("a", 40)):
        keeper.get(name, source.load(name, size=size))
    assert source.loaded == ["a", "b", "a"]


def test_what_cannot_be_loaded_leaves_nothing_behind() -> None:
    def broken() -> Keepable[str]:
        raise ZeroDivisionError

    source = Source()
    keeper: Keeper[str] = Keeper(most=2, most_bytes=0, clock=Clock())
    with pytest.raises(ZeroDivisionError):
        keeper.get("a", broken)
    assert keeper.get("a", source.load("a")) == "A"


def test_what_is_good_for_no_time_is_not_kept() -> None:
    source = Source()
    keeper: Keeper[str] = Keeper(most=2, most_bytes=0, clock=Clock())
    for _ in range(2):
        assert keeper.get("a", source.load("a", seconds=0)) == "A"
    assert source.loaded == ["a", "a"]
