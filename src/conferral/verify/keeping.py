"""What was fetched once, kept for a while: bounded in number, in bytes and in age."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

Clock = Callable[[], float]
"""A clock that never goes back, such as `time.monotonic`: seconds since whenever it likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepable(Generic[T]):
    """`value`, which may be kept for `seconds`, or not at all if that is 0, and takes about `size` bytes."""

    value: T
    seconds: float
    size: int = 0


class Keeper(Generic[T]):
    """At most `most` values of together `most_bytes`, of which the longest kept goes first.

    The newest is kept in any case, however large it is.
    """

    def __init__(self, *, most: int, most_bytes: int, clock: Clock) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._clock = clock
        self._kept: dict[Hashable, tuple[float, Keepable[T]]] = {}

    def get(self, key: Hashable, load: Callable[[], Keepable[T]]) -> T:
        """What is kept under `key`; what `load` brings where that is nothing, or has been kept too long."""
        now = self._clock()
        since, kept = self._kept.get(key, (now, None))
        if kept is None or now - since > kept.seconds:
            self._kept.pop(key, None)
            kept = load()
            if kept.seconds > 0:
                self._kept[key] = (now, kept)
                self._shrink()
        return kept.value

    def _shrink(self) -> None:
        size = sum(kept.size for _, kept in self._kept.values())
        for key in list(self._kept)[:-1]:
            if len(self._kept) <= self._most and size <= self._most_bytes:
                break
            size -= self._kept.pop(key)[1].size
