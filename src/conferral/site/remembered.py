"""What was made of things that never change is made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """A function that remembers what it made, by which objects it was given.

    Objects are told apart by identity: to compare large ones takes long, and things that are equal may look different
    on a page, such as 1 and True, or a text and the same text as HTML.  What was given is kept with what was made of
    it, so that no other object can come by its identity.  After `most` calls that made something all is forgotten.
    """

    def __init__(self, make: Callable[..., T], most: int) -> None:
        self._make = make
        self._most = most
        self._made: dict[tuple[int, ...], tuple[T, tuple[object, ...]]] = {}

    def __call__(self, *given: object) -> T:
        """What was made of these very objects, or is now."""
        key = tuple(map(id, given))
        if key not in self._made:
            made = self._make(*given)
            if len(self._made) >= self._most:
                self._made.clear()
            self._made[key] = made, given
        return self._made[key][0]
