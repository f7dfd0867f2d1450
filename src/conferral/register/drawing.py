"""Drawing status indexes: a batch takes a random free run of positions, and a salt permutes positions to indexes.

Runs keep two branches from colliding (two random runs seldom overlap, random points nearly always do); the
permutation keeps neighbours of a cohort from being neighbours in the list, where they would tell who was in it.
Uniqueness is then checked on the merge result.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from conferral.standards.bitstring import LENGTH

Pair = tuple[int, int]
"""A status list's number and an index in it."""

HALF_FULL = LENGTH // 2
_ROUNDS = 8
_HALF_BITS = 10
_MASK = (1 << _HALF_BITS) - 1


def permute(salt: bytes, purpose: str, number: int, position: int) -> int:
    """The index at a position of status list `number`: a keyed bijection on 0 .. 1,048,575.

    A Feistel network of eight rounds over two halves of ten bits, whose round function is SHA-256.
    """
    left, right = position >> _HALF_BITS, position & _MASK
    for table in _tables(salt, purpose, number):
        left, right = right, left ^ table[right]
    return right << _HALF_BITS | left


@lru_cache(maxsize=64)
def _tables(salt: bytes, purpose: str, number: int) -> tuple[tuple[int, ...], ...]:
    prefix = salt + f"{purpose}-{number}-".encode()
    return tuple(
        tuple(
            int.from_bytes(sha256(prefix + bytes([turn]) + half.to_bytes(2, "big")).digest()[:2], "big") & _MASK
            for half in range(1 << _HALF_BITS)
        )
        for turn in range(_ROUNDS)
    )


class InUse:
    """The pairs in use in the status lists of one issuer and purpose."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._lists: dict[int, set[int]] = {}
        for pair in pairs:
            self.add(pair)

    def add(self, pair: Pair) -> None:
        """Take a pair."""
        number, index = pair
        self._lists.setdefault(number, set()).add(index)

    def __contains__(self, pair: Pair) -> bool:
        number, index = pair
        return index in self._lists.get(number, ())

    @property
    def last(self) -> int:
        """The number of the last list in use; 1 where none is."""
        return max(self._lists, default=1)

    def count(self, number: int) -> int:
        """How many indexes of a list are in use."""
        return len(self._lists.get(number, ()))


def draw(count: int, *, salt: bytes, purpose: str, taken: InUse, chance: random.Random) -> list[Pair]:
    """`count` free pairs for one batch, `taken` from now on.

    The list drawn from is the last one in use, or the next when that one is half full; a batch that would overfill it
    goes on in the list after it.
    """
    number = taken.last
    drawn: list[Pair] = []
    while len(drawn) < count:
        free = HALF_FULL - taken.count(number)
        if free <= 0:
            number += 1
            continue
        length = min(count - len(drawn), free)
        run = _run(length, salt=salt, purpose=purpose, number=number, taken=taken, chance=chance)
        for pair in run:
            taken.add(pair)
        drawn += run
    return drawn


def _run(length: int, *, salt: bytes, purpose: str, number: int, taken: InUse, chance: random.Random) -> list[Pair]:
    """A free run of at most `length` positions; shorter when the list is too full for one of that length."""
    while True:
        for _ in range(64):
            start = chance.randrange(LENGTH - length + 1)
            run: list[Pair] = []
            for position in range(start, start + length):
                pair = number, permute(salt, purpose, number, position)
                if pair in taken:
                    break
                run.append(pair)
            else:
                return run
        length = max(1, length // 2)
