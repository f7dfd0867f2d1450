"""What a process of the fuzzer was doing, readable after it died: counts, and the input that it was at."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

LONGEST = 3 << 19
"""Bytes of the longest input."""

_HEAD = struct.Struct("<QQQQQ")


@dataclass(slots=True)
class State:
    """`runs` inputs were run, the slowest in `slowest` microseconds; the process takes `memory` megabytes at most.

    `busy` says whether an input is being run, whose length is `size`.
    """

    runs: int = 0
    slowest: int = 0
    memory: int = 0
    busy: int = 0
    size: int = 0


class BlackBox:
    """A file in memory that two processes look at."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(bytes(_HEAD.size + LONGEST))
        with file.open("r+b") as opened:
            self._memory = mmap.mmap(opened.fileno(), 0)

    def read(self) -> State:
        """What the process has noted last."""
        return State(*_HEAD.unpack_from(self._memory))

    def write(self, state: State) -> None:
        """Note how things are."""
        _HEAD.pack_into(self._memory, 0, state.runs, state.slowest, state.memory, state.busy, state.size)

    @property
    def input(self) -> bytes:
        """The input that was noted last."""
        return self._memory[_HEAD.size : _HEAD.size + self.read().size]

    def note(self, data: bytes) -> None:
        """Note an input."""
        self._memory[_HEAD.size : _HEAD.size + len(data)] = data
