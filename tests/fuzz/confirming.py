"""Findings seen again, each in a process of its own that nothing slows down."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.fuzz.findings import MOST_MEMORY, Finding, Kind, examine
from tests.fuzz.timing import most_memory

_TRIES = 3
_MOST_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """What one input does in a process of its own: how long the longest call takes, and how large the process gets.

    `kind` is None where nothing is wrong; `told` says what is.
    """

    kind: Kind | None
    told: str
    seconds: float = 0
    memory: int = 0

    def __str__(self) -> str:
        return f"{self.told or 'nothing is wrong'}\n{self.seconds:.2f} s, {self.memory} MB"


def run_here(file: Path) -> Alone:
    """Run the input in `file`.  The time is the best of some tries, since the machine may have other work."""
    data, target = file.read_bytes(), target_of(file)
    best = float("inf")
    for _ in range(_TRIES):
        finding, seconds = examine(target, data)
        best = min(best, seconds)
        memory = most_memory()
        if finding is not None and finding.kind != "slow":
            return Alone(kind=finding.kind, told=finding.told, seconds=seconds, memory=memory)
        if memory > MOST_MEMORY:
            told = f"The process takes {memory} MB, expected at most {MOST_MEMORY}."
            return Alone(kind="memory", told=told, seconds=seconds, memory=memory)
        if finding is None:
            return Alone(kind=None, told="", seconds=seconds, memory=memory)
    return Alone(kind="slow", told=finding.told if finding else "", seconds=best, memory=memory)


def run_alone(file: Path) -> Alone:
    """The same in another process."""
    command = [sys.executable, "-m", "tests.fuzz", "--json", "--again", str(file)]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=_MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Alone(kind="hang", told=f"It was not done after {_MOST_SECONDS} seconds.", seconds=_MOST_SECONDS)
    try:
        return Alone(**json.loads(ended.stdout))
    except ValueError:
        return Alone(kind="crash", told=f"The process ended with {ended.returncode}.\n\n{ended.stderr[-3000:]}")


def as_json(found: Alone) -> str:
    """For `run_alone`."""
    return json.dumps(asdict(found))


def confirm(folder: Path) -> tuple[list[Path], list[str]]:
    """Run all candidates once more: the files of those that are findings, and what can be said of the others."""
    found: list[Path] = []
    others: list[str] = []
    for file in sorted((folder / "candidates").glob("*")):
        if file.suffix:
            continue
        alone = run_alone(file)
        if alone.kind:
            told, data = str(alone), file.read_bytes()
            finding = Finding(target=target_of(file), kind=alone.kind, key="", told=told, data=data)
            found.append(finding.write(folder / "findings"))
        else:
            others.append(f"{file.name}: {alone.seconds:.2f} s, {alone.memory} MB")
        file.with_suffix(".txt").unlink(missing_ok=True)
        file.unlink()
    return found, others


def target_of(file: Path) -> str:
    """The target of an input: its file has the name."""
    return file.name.partition("-")[0]
