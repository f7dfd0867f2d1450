"""Files that commands are handed, or standard input for -."""

from __future__ import annotations

import sys
from pathlib import Path


def first_bytes(named: str | Path, most: int) -> bytes:
    """What a file holds, as far as it may be read; raises OSError when it cannot be."""
    if str(named) == "-":
        return sys.stdin.buffer.read(most)
    with Path(named).open("rb") as file:
        return file.read(most)


def called(named: str | Path) -> str:
    """What a file is called in messages."""
    return "standard input" if str(named) == "-" else str(named)
