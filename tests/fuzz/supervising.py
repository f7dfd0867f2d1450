"""The processes that fuzz: started, watched while they work, and followed by others where they end too early."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from tests.fuzz.black_box import BlackBox
from tests.fuzz.findings import Finding, Kind
from tests.fuzz.targets import TARGETS

PROCESSES = 2
_MOST_SECONDS = 120
"""Seconds after which a process that is still at the same input is ended."""

_MOST_FAILURES = 5
_SPARE = 120
_COVERAGE = re.compile(rb"cov: (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """How one target is fuzzed: where, for how long, from which seed, and whether without atheris."""

    folder: Path
    seconds: int
    seed: int
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of it: `slowest` is in seconds and under the eyes of the guide, which slow everything down."""

    name: str
    runs: int
    seconds: int
    slowest: float
    memory: int
    coverage: int

    def __str__(self) -> str:
        rate = self.runs / self.seconds / PROCESSES
        reached = f", {self.coverage} places reached" if self.coverage else ""
        return (
            f"{self.name:<10} {self.runs:>9} inputs in {self.seconds} s ({rate:.0f} a second in each process), "
            f"slowest {self.slowest:.2f} s, at most {self.memory} MB{reached}"
        )


def fuzz(name: str, lane: Lane) -> Result:
    """Fuzz one target in `PROCESSES` processes."""
    inputs = lane.folder / "inputs" / name
    shutil.rmtree(inputs, ignore_errors=True)
    inputs.mkdir(parents=True)
    for data in TARGETS[name].seeds():
        (inputs / hashlib.sha256(data).hexdigest()).write_bytes(data)
    workers = [_Process(name, lane, number) for number in range(PROCESSES)]
    while working := [worker for worker in workers if not worker.over]:
        for worker in working:
            worker.watch()
        sleep(0.25)
    return Result(
        name=name,
        runs=sum(worker.runs for worker in workers),
        seconds=lane.seconds,
        slowest=max(worker.slowest for worker in workers),
        memory=max(worker.memory for worker in workers),
        coverage=max(worker.coverage() for worker in workers),
    )


class _Process:
    """One process at a time, until the time of the target is over."""

    def __init__(self, name: str, lane: Lane, number: int) -> None:
        self._name = name
        self._lane = lane
        self._number = number
        self._end = monotonic() + lane.seconds
        self._failures = 0
        self._log = lane.folder / "logs" / f"{name}-{number}"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._log.write_bytes(b"")
        self.over = False
        self.runs = 0
        self.slowest = 0.0
        self.memory = 0
        self._start()

    def _start(self) -> None:
        left = max(1, round(self._end - monotonic()))
        box = self._lane.folder / "boxes" / f"{self._name}-{self._number}"
        box.unlink(missing_ok=True)
        self._box = BlackBox(box)
        command = [sys.executable, "-m", "tests.fuzz.worker", self._name, "--seconds", str(left)]
        command += ["--seed", str(self._lane.seed + self._number + PROCESSES * self._failures + 1)]
        command += ["--folder", str(self._lane.folder), "--box", str(box), *(["--plain"] if self._lane.plain else [])]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        self._changed = monotonic()
        self._last = self._box.read()

    def watch(self) -> None:
        """See how it is getting on; a process that died or hangs is followed by another."""
        state = self._box.read()
        if (state.runs, state.busy) != (self._last.runs, self._last.busy):
            self._last, self._changed = state, monotonic()
        code = self._process.poll()
        if code is None:
            hangs = state.busy and monotonic() - self._changed > _MOST_SECONDS
            if not hangs and monotonic() < self._end + _SPARE:
                return
            self._process.kill()
            self._process.wait()
            if hangs:
                self._write("hang", f"It was not done with this input after {_MOST_SECONDS} seconds.")
        elif code and state.busy:
            self._write("crash", f"The process ended with {code}.\n\n{self._log.read_text('utf-8', 'replace')[-3000:]}")
        elif code and not state.runs:
            raise RuntimeError(f"fuzzing {self._name} ended with {code}, see {self._log}")
        self.runs += state.runs
        self.slowest = max(self.slowest, state.slowest / 1e6)
        self.memory = max(self.memory, state.memory)
        if not code or monotonic() > self._end - 2 or self._failures >= _MOST_FAILURES:
            self.over = True
            return
        self._failures += 1
        self._start()

    def _write(self, kind: Kind, told: str) -> None:
        found = Finding(target=self._name, kind=kind, key=kind, told=told, data=self._box.input)
        found.write(self._lane.folder / "candidates")

    def coverage(self) -> int:
        """How many places of the code its inputs have reached, as atheris counts."""
        return max((int(found) for found in _COVERAGE.findall(self._log.read_bytes())), default=0)
