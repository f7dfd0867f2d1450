"""Figures are written with all their values, and compared by their medians."""

from __future__ import annotations

from pathlib import Path

from bench.figures import Figures, compared

_ABOUT = {"commit": "abc", "machine": "Z80", "python": "3.11.7"}


def figures(values: list[float], machine: str = "Z80") -> Figures:
    found = Figures({**_ABOUT, "machine": machine})
    for value in values:
        found.add("build/10/cold/seconds", value, "s")
    return found


def test_they_are_read_as_they_were_written(tmp_path: Path) -> None:
    found = figures([3, 1, 2])
    found.add("build/10/cold/peak", None, "B")
    (tmp_path / "one.json").write_text(found.to_json(), encoding="utf-8")
    again = Figures.read(tmp_path / "one.json")

    assert again == found
    assert again.values == {"build/10/cold/seconds": [3, 1, 2]}
    assert again.median("build/10/cold/seconds") == 2
    assert again.median("build/10/cold/peak") is None


def test_two_runs_side_by_side() -> None:
    earlier = figures([4, 4, 40])
    earlier.add("only/before", 1, "s")

    assert list(compared(earlier, figures([1]))) == [
        "before: abc on Z80, Python 3.11.7",
        "after: abc on Z80, Python 3.11.7",
        "                                                          before       after        after/before",
        "build/10/cold/seconds                                        4.0         1.0 s             0.250",
    ]


def test_two_machines_are_not_compared_without_a_word() -> None:
    lines = list(compared(figures([4]), figures([1], machine="6502")))
    assert lines[2] == "These are two machines: only ratios within each tell anything."
