"""Drawing status indexes: a batch takes a random free run of positions, and a salt permutes positions to indexes.

Runs keep two branches from colliding (two random runs seldom overlap, random points nearly always do); the
permutation keeps neighbours of a cohort from being neighbours in the list, where they would tell who was in it.
Uniqueness is then checked on the merge result.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from functools import lru_cache
from hashlib import sha256

from conferral.standards.bitstring import LENGTH

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


def draw(
    count: int,
    *,
    salt: bytes,
    purpose: str,
    taken: Collection[tuple[int, int]],
    chance: random.Random,
) -> list[tuple[int, int]]:
    """`count` free (list, index) pairs for one batch.

    `taken` holds the pairs in use for the same issuer and purpose.  The list drawn from is the last one in use,
    or the next when that one is half full; a batch that would overfill it goes on in the list after it.
    """
    used = set(taken)
    number = max((pair[0] for pair in used), default=1)
    drawn: list[tuple[int, int]] = []
    while len(drawn) < count:
        free = HALF_FULL - sum(1 for pair in used if pair[0] == number)
        if free <= 0:
            number += 1
            continue
        run = _run(min(count - len(drawn), free), salt=salt, purpose=purpose, number=number, used=used, chance=chance)
        used.update(run)
        drawn += run
    return drawn


def _run(
    length: int, *, salt: bytes, purpose: str, number: int, used: set[tuple[int, int]], chance: random.Random
) -> list[tuple[int, int]]:
    """A free run of at most `length` positions; shorter when the list is too full for one of that length."""
    while True:
        for _ in range(64):
            start = chance.randrange(LENGTH - length + 1)
            run = [(number, permute(salt, purpose, number, start + step)) for step in range(length)]
            if used.isdisjoint(run):
                return run
        length = max(1, length // 2)
