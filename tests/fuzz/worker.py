"""One process that fuzzes one target until its time is over: `python -m tests.fuzz.worker`, started by the command.

With atheris what runs is guided by which lines and branches of the product and of PyLD each input reaches.  Without
it, inputs are changed by chance only.
"""

from __future__ import annotations

import argparse
import importlib
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import monotonic
from types import ModuleType
from typing import Any

from tests.fuzz.timing import most_memory

_LEFT = 99
"""The exit code of a process that has grown too large and wants to be followed by another."""

_MOST_SLOWEST = 16


def main() -> None:
    """Fuzz, as the arguments say."""
    options = _options()
    atheris = None if options.plain else _atheris()
    if atheris is None:
        _load()
    else:
        with atheris.instrument_imports(include=["conferral", "pyld"]):
            _load()
    worker = _Worker(options)
    # A bomb ends a gigabyte beyond what is taken now; the finding is that much less was too much.
    sizes = Path("/proc/self/statm")
    if sizes.exists():
        taken = int(sizes.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + (1 << 30), resource.RLIM_INFINITY))
    if atheris is None:
        _without_guide(worker, options)
    else:
        _with_guide(worker, options, atheris)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--box", type=Path, required=True)
    parser.add_argument("--plain", action="store_true")
    return parser.parse_args()


def _atheris() -> ModuleType | None:
    try:
        return importlib.import_module("atheris")
    except ImportError:
        return None


def _load() -> None:
    """Import everything that is to be guided by, before anything else has."""
    import tests.fuzz.findings  # noqa: F401


class _Worker:
    """Runs inputs one after the other and keeps count."""

    def __init__(self, options: argparse.Namespace) -> None:
        from tests.fuzz.black_box import BlackBox, State
        from tests.fuzz.targets import TARGETS

        self.name: str = options.target
        self.target = TARGETS[options.target]
        self._box = BlackBox(options.box)
        self._state = State()
        self._folder: Path = options.folder
        self._seen: set[str] = set()
        self._slowest: list[tuple[float, bytes]] = []

    def run(self, data: bytes) -> None:
        """Run one input, and write down what it does wrong."""
        from tests.fuzz.black_box import LONGEST
        from tests.fuzz.findings import MOST_MEMORY, Finding, examine

        state = self._state
        data = data[:LONGEST]
        self._box.note(data)
        state.busy, state.size = 1, len(data)
        self._box.write(state)
        finding, took = examine(self.name, data)
        state.busy, state.runs = 0, state.runs + 1
        slower = took > max(0.05, 1.1 * state.slowest / 1e6)
        state.slowest = max(state.slowest, int(took * 1e6))
        state.memory = most_memory()
        self._box.write(state)
        if slower:
            (self._folder / f"{self.name}-slowest").write_bytes(data)
        if took > 0.1:
            self._slowest = sorted([*self._slowest, (took, data)], reverse=True)[:_MOST_SLOWEST]
        if finding is not None and finding.kind != "slow" and finding.key not in self._seen:
            self._seen.add(finding.key)
            finding.write(self._folder / "candidates")
        elif took > self.target.seconds and slower:
            Finding(target=self.name, kind="slow", key="slow", told=f"{took:.2f} s", data=data).write(
                self._folder / "candidates"
            )
        if state.memory > MOST_MEMORY:
            told = f"The process takes {state.memory} MB, expected at most {MOST_MEMORY}."
            Finding(target=self.name, kind="memory", key="memory", told=told, data=data).write(
                self._folder / "candidates"
            )
            os._exit(_LEFT)

    def mutate(self, data: bytes, most: int, chance: Random) -> bytes:
        """Another input; now and then one that comes from what took longest so far."""
        if self._slowest and chance.random() < 0.02:
            data = chance.choice(self._slowest)[1]
        try:
            return self.target.mutate(data, most, chance)
        except MemoryError:  # ours, not the product's
            return data


def _without_guide(worker: _Worker, options: argparse.Namespace) -> None:
    end = monotonic() + options.seconds
    chance = Random(options.seed)
    pool = worker.target.seeds()
    for data in pool:
        worker.run(data)
    while monotonic() < end:
        data = chance.choice(pool)
        for _ in range(chance.choice((1, 1, 2, 4))):
            data = worker.mutate(data, 1 << 20, chance)
        worker.run(data)
        if chance.random() < 0.01:
            pool[chance.randrange(len(pool))] = data


def _with_guide(worker: _Worker, options: argparse.Namespace, atheris: Any) -> None:
    from tests.fuzz.black_box import LONGEST

    corpus = options.folder / "inputs" / options.target

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.1:
            changed: bytes = atheris.Mutate(data, most)
            return changed
        return worker.mutate(data, most, chance)

    run: Callable[[bytes], None] = worker.run
    arguments = [
        sys.argv[0],
        f"-max_total_time={options.seconds}",
        f"-seed={options.seed}",
        f"-max_len={LONGEST}",
        "-len_control=0",
        "-timeout=600",
        "-rss_limit_mb=0",
        "-print_final_stats=1",
        f"-artifact_prefix={options.folder}/artifacts-",
        str(corpus),
    ]
    atheris.Setup(arguments, run, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
