"""How long the product takes for one input, without what the harness does around it, and how large the process gets."""

from __future__ import annotations

import re
import resource
from collections.abc import Callable
from pathlib import Path
from time import thread_time
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_longest = 0.0


def measured(call: Callable[P, T], /, *args: P.args, **options: P.kwargs) -> T:
    """What `call` gives.  The seconds of processor time that it takes count for the input."""
    global _longest  # noqa: PLW0603 - a process runs one input at a time
    start = thread_time()
    try:
        return call(*args, **options)
    finally:
        _longest = max(_longest, thread_time() - start)


def longest() -> float:
    """The seconds that the longest call took since this was asked last."""
    global _longest
    found, _longest = _longest, 0.0
    return found


def most_memory() -> int:
    """The megabytes that this process took at most.

    On Linux `ru_maxrss` of a new process begins with the size of the one that started it; what the kernel says of
    this very program does not.
    """
    status = Path("/proc/self/status")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text("ascii"), re.MULTILINE) if status.exists() else None
    return (int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) >> 10
