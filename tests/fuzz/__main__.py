"""Runs the fuzzer: `python -m tests.fuzz`, or `make fuzz`.

    --minutes M        how long, over all targets and with two processes at a time; 10 by default
    --targets A,B      only these
    --again FILE ...   only run these inputs, which the fuzzer wrote, once more

Findings are written to build/fuzz/findings, each with a command that shows it again.  The exit code is 1 where there
are any, else 0.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
from pathlib import Path
from random import SystemRandom

from tests.fuzz.confirming import as_json, confirm, run_alone, run_here
from tests.fuzz.supervising import Lane, Result, fuzz
from tests.fuzz.targets import TARGETS

FOLDER = Path("build/fuzz")


def main() -> int:
    """Fuzz, and say what came of it."""
    options = _options()
    if options.again:
        return _again(options.again, as_text=not options.json)
    plain = options.plain or importlib.util.find_spec("atheris") is None
    names = options.targets.split(",") if options.targets else list(TARGETS)
    seed = options.seed if options.seed is not None else SystemRandom().randrange(1 << 31)
    guide = "guided by coverage" if not plain else "by chance only"
    guide += ", since atheris is not installed" if plain and not options.plain else ""
    _say(f"{options.minutes:g} minutes, two processes, {guide}, seed {seed}")
    shares = sum(TARGETS[name].share for name in names)
    results: list[Result] = []
    _clean(options.folder)
    for name in names:
        seconds = max(5, round(options.minutes * 60 * TARGETS[name].share / shares))
        results.append(fuzz(name, Lane(folder=options.folder, seconds=seconds, seed=seed, plain=plain)))
        slowest = options.folder / f"{name}-slowest"
        alone = f"; the slowest alone: {run_alone(slowest).seconds:.2f} s" if slowest.exists() else ""
        _say(f"{results[-1]}{alone}")
    found, unconfirmed = confirm(options.folder)
    for text in unconfirmed:
        _say(f"not seen again in a process of its own: {text}")
    for file in found:
        _say(f"\n{file}\n{file.with_suffix('.txt').read_text('utf-8')}")
    runs = sum(result.runs for result in results)
    _say(f"{runs} inputs, {len(found)} findings")
    return 1 if found else 0


def _again(files: list[Path], *, as_text: bool) -> int:
    code = 0
    for file in files:
        found = run_here(file)
        _say(f"{file}: {found}" if as_text else as_json(found))
        code |= bool(found.kind)
    return code


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--targets", help=f"some of {','.join(TARGETS)}")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--plain", action="store_true", help="do without atheris")
    parser.add_argument("--again", type=Path, nargs="+")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _clean(folder: Path) -> None:
    """Nothing of an earlier run is taken for something of this one."""
    for old in ("candidates", "findings", "boxes", "logs"):
        shutil.rmtree(folder / old, ignore_errors=True)
    for file in folder.glob("*-slowest"):
        file.unlink()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
