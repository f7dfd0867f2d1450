"""What must not happen, and did: the input, what was wrong, and how to see it again."""

from __future__ import annotations

import hashlib
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Literal

from tests.fuzz.targets import TARGETS
from tests.fuzz.timing import longest

MOST_MEMORY = 500
"""Megabytes that a process may take, with all that it has loaded."""

Kind = Literal["error", "slow", "memory", "hang", "crash"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An input of `target` that does harm.  Findings of one `key` are likely to have one cause."""

    target: str
    kind: Kind
    key: str
    told: str
    data: bytes

    @property
    def name(self) -> str:
        """The name of its file: the same finding has the same one."""
        digest = hashlib.sha256(self.data).hexdigest()[:8]
        return f"{self.target}-{self.kind}-{digest}"

    def write(self, folder: Path) -> Path:
        """Write the input, and beside it what was wrong; the file of the input."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / self.name
        file.write_bytes(self.data)
        python = Path(sys.executable)
        python = python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python
        command = f"{python} -m tests.fuzz --again {file}"
        file.with_suffix(".txt").write_text(f"{self.told}\n\nSee it again with:\n    {command}\n", "utf-8")
        return file


def examine(target: str, data: bytes) -> tuple[Finding | None, float]:
    """Give one input to a target: what was wrong, if anything, and the seconds that the longest call took."""
    longest()
    start = process_time()
    error = None
    try:
        TARGETS[target].run(data)
    except BaseException as caught:
        if isinstance(caught, KeyboardInterrupt):
            raise
        error = caught
    took = longest() or process_time() - start
    if error is not None:
        told = "".join(traceback.format_exception(error))
        return Finding(target=target, kind="error", key=_key(error), told=told, data=data), took
    most = TARGETS[target].seconds
    if took > most:
        told = f"It took {took:.2f} seconds of processor time, expected at most {most}."
        return Finding(target=target, kind="slow", key="slow", told=told, data=data), took
    return None, took


def _key(error: BaseException) -> str:
    """Where it was raised in our code, innermost cause first, and as what."""
    innermost = error
    while innermost.__cause__ is not None:
        innermost = innermost.__cause__
    frames = traceback.extract_tb(innermost.__traceback__)
    place = next(
        (f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames) if "site-packages" not in f.filename), ""
    )
    return f"{type(innermost).__name__} at {place}"
