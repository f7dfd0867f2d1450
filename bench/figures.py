"""Figures by name, each with every single value: written as JSON, and compared between commits.

A name is a path, `build/10000/cold/seconds`.  What stands for several values is their median.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

import conferral

_PACKAGES = ("cryptography", "jinja2", "mkdocs-material", "openbadgeslib", "pydantic", "pyld", "pyyaml")


@dataclass(slots=True)
class Figures:
    """Values of a run of the bench, in the order in which they came, with the unit of each name."""

    about: dict[str, Any]
    units: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, value: float | None, unit: str) -> None:
        """One more value under a name; none where nothing was measured."""
        if value is not None:
            self.units[name] = unit
            self.values.setdefault(name, []).append(value)

    def median(self, name: str) -> float | None:
        """The median of a name's values; None where nothing was measured."""
        return median(self.values[name]) if name in self.values else None

    def ratio(self, above: str, below: str) -> float | None:
        """How many times the second one the first one is; None unless both were measured."""
        first, second = self.median(above), self.median(below)
        return None if first is None or not second else first / second

    def to_json(self) -> str:
        """All of it, as text."""
        figures = {
            name: {"unit": self.units[name], "median": median(values), "values": values}
            for name, values in self.values.items()
        }
        return json.dumps({"about": self.about, "figures": figures}, indent=1) + "\n"

    @classmethod
    def read(cls, path: Path) -> Figures:
        """What `to_json` wrote to a file."""
        data = json.loads(path.read_text(encoding="utf-8"))
        figures = data["figures"]
        units = {name: one["unit"] for name, one in figures.items()}
        return cls(data["about"], units, {name: one["values"] for name, one in figures.items()})


def compared(before: Figures, after: Figures) -> Iterator[str]:
    """Lines of a table: every figure that both have, and how many times the earlier one the later one is."""
    for what, one in (("before", before), ("after", after)):
        yield f"{what}: {one.about['commit']} on {one.about['machine']}, Python {one.about['python']}"
    if before.about["machine"] != after.about["machine"]:
        yield "These are two machines: only ratios within each tell anything."
    yield f"{'':<52}{'before':>12}{'after':>12}{'':>6}{'after/before':>14}"
    for name in before.values:
        was, now = before.median(name), after.median(name)
        if was is not None and now is not None:
            times = f"{now / was:14.3f}" if was else f"{'':>14}"
            yield f"{name:<52}{shown(was):>12}{shown(now):>12} {before.units[name]:<5}{times}"


def shown(value: float) -> str:
    """A figure with three digits at least."""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}" if abs(value) < 1 else f"{value:.1f}"


def about(options: Mapping[str, Any]) -> dict[str, Any]:
    """What a run is of: the machine, the versions, the commit that is measured, and what was asked for."""
    source = Path(conferral.__file__).parent
    commit = _git(source, "rev-parse", "--short=12", "HEAD")
    return {
        "commit": commit and commit + ("-changed" if _git(source, "status", "--porcelain", "--", ".") else ""),
        "conferral": conferral.__version__,
        "machine": f"{_processor()}, {_processors()} processors, {_memory()}, {platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
        "options": dict(options),
    }


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> str:
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
