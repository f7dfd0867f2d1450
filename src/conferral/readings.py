"""What files were read as, so that two states of a registry share what is the same in both.

What a file says depends on nothing but its path and its bytes, and records are frozen.  So a file that has the same
bytes at the same path in a folder and in a commit is read once, and both registries have the same record.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

T = TypeVar("T")


class Readings:
    """By path, the digest of the bytes that were read last, and what they were read as."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[bytes, Any]] = {}

    def of(self, path: str, content: bytes, read: Callable[[str, bytes], T]) -> T:
        """What `read(path, content)` gives, or gave before.

        It is always the same function for a path, and what it raises is not remembered.
        """
        digest = sha256(content).digest()
        known = self._read.get(path)
        if known is not None and known[0] == digest:
            was: T = known[1]
            return was
        now = read(path, content)
        self._read[path] = digest, now
        return now
