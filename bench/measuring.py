"""A command as whoever runs it meets it: seconds on the clock, seconds of the processors, and memory of all it starts.

Memory is looked at twenty times a second, over every process that the command has started and not ended: what each
has of its own, and of what several share its part (PSS, `/proc/<pid>/smaps_rollup`), so that pages in common count
once.  The peak is the largest sum that was seen; a spike between two looks is missed.  A process that may not be
looked into counts with all it has in memory, which is more, and the result says so.  Away from Linux there is no peak.

A stage is as long as a process is there that works on it: `conferral build` runs `sign`, then becomes `render`, which
starts others behind the wall.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

_PROC = Path("/proc")
_PAUSE = 0.05  # seconds between two looks
_SHARE = 0.05  # of the time, at most, is spent looking; with many large processes looks are fewer
_PAGE = os.sysconf("SC_PAGE_SIZE")
_STAGES = {"sign": "sign", "render": "render", "conferral.site.inside": "behind the wall"}


class CommandError(Exception):
    """A command that was measured failed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took, in seconds and bytes; `stages` are seconds by name."""

    seconds: float
    processor_seconds: float
    peak: int | None
    is_peak_exact: bool
    stages: Mapping[str, float]
    output: str


@dataclass(slots=True)
class _Seen:
    """What was seen of a command's processes."""

    peak: int = 0
    is_exact: bool = True
    spans: dict[str, list[float]] = field(default_factory=dict)


def measure(
    command: Sequence[str], *, environ: Mapping[str, str], processor: int | None = None, cwd: Path | None = None
) -> Measured:
    """Run a command to its end; on one `processor` alone if that is given.

    Raises `CommandError` with what it printed if it fails.
    """
    with TemporaryFile() as output:
        start = time.perf_counter()
        with bound_to(processor):
            child = subprocess.Popen(
                command,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=cwd,
            )
        seen, ended = _Seen(), threading.Event()
        watching = threading.Thread(target=_watch, args=(child.pid, seen, ended, start), daemon=True)
        if _PROC.is_dir():
            watching.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        if watching.is_alive():
            watching.join()
        output.seek(0)
        said = output.read().decode(errors="replace")
    if child.returncode:
        raise CommandError(f"{' '.join(command)} exited with {child.returncode}:\n{said[-2_000:]}")
    return Measured(
        seconds=seconds,
        processor_seconds=usage.ru_utime + usage.ru_stime,
        peak=seen.peak or None,
        is_peak_exact=seen.is_exact,
        stages={name: last - first for name, (first, last) in seen.spans.items()},
        output=said,
    )


@contextmanager
def bound_to(processor: int | None) -> Iterator[None]:
    """What is started meanwhile runs on one processor, where the system can do that."""
    if processor is None or not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {processor})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _watch(root: int, seen: _Seen, ended: threading.Event, start: float) -> None:
    pause = 0.0
    while not ended.wait(pause):
        begun = time.perf_counter()
        pids = descendants(root)
        size, is_exact = memory(pids)
        seen.is_exact &= is_exact
        for pid in pids:
            if stage := _stage(pid):
                now = time.perf_counter() - start
                seen.spans.setdefault(stage, [now, now])[1] = now
        seen.peak = max(seen.peak, size)
        pause = max(_PAUSE, (time.perf_counter() - begun) / _SHARE)


def descendants(root: int) -> list[int]:
    """A process and all that it has started, and they, as far as they run."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for place in _PROC.iterdir():
        if place.name.isdigit():
            try:
                status = (place / "stat").read_bytes()
            except OSError:  # ended meanwhile
                continue
            children[int(status.rpartition(b")")[2].split()[1])].append(int(place.name))
    found = [root]
    for pid in found:
        found += children[pid]
    return found


def memory(pids: Sequence[int]) -> tuple[int, bool]:
    """Bytes of memory of some processes together, and whether what they share counted once."""
    found = [_memory(pid) for pid in pids]
    return sum(size for size, _ in found), all(is_exact for _, is_exact in found)


def _memory(pid: int) -> tuple[int, bool]:
    """Bytes of memory of a process, and whether they are its part alone of what is shared."""
    try:
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024, True
    except PermissionError:
        try:
            return int((_PROC / str(pid) / "statm").read_text().split()[1]) * _PAGE, False
        except OSError:
            return 0, True
    except OSError:  # ended meanwhile
        pass
    return 0, True


def _stage(pid: int) -> str | None:
    try:
        arguments = (_PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return None
    if "-m" not in arguments:
        return None
    module, *rest = arguments[arguments.index("-m") + 1 :]
    return _STAGES.get(rest[0] if module == "conferral" and rest else module)
