"""Times the catalogue of many badges: its build, and its search in Chromium, key by key.

    python -m bench.catalogue [BADGES]        1,000 by default

A build draws a share card for every badge, which takes most of the time of the first one; the next ones keep them.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.badges import write_synthetic_badges
from bench.commands import CONFERRAL, environment_of_commands
from bench.figures import Figures, about
from bench.measuring import measure
from bench.synthetic import AS_OF
from conferral import addresses

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build/bench"
BADGES = 1_000
WORDS = ("foundations", "reading the registry", "keys of a badge", "zzzz")


def measure_catalogue(badges: int, figures: Figures, runs: int) -> Path:
    """Build a preview of a registry of badges, once with nothing kept and then with share cards kept; the site."""
    place = FOLDER / f"catalogue-{badges}"
    shutil.rmtree(place, ignore_errors=True)
    write_synthetic_badges(place / "registry", badges)
    site = place / "site"
    command = [*CONFERRAL, "build", "--preview", "--root", str(place / "registry"), "--out", str(site)]
    command += ["--as-of", f"{AS_OF:%Y-%m-%d}"]
    for name in ("cold", *["with-cards"] * runs):
        shutil.rmtree(site, ignore_errors=True)
        found = measure(command, environ=environment_of_commands(place))
        figures.add(f"catalogue/{badges}/{name}/seconds", found.seconds, "s")
        figures.add(f"catalogue/{badges}/{name}/peak", found.peak, "B")
        print(f"  {badges} badges, {name:<12}{found.seconds:>9.2f} s{(found.peak or 0) / 1e6:>9,.0f} MB", flush=True)
    return site


def show_search(site: Path) -> None:
    """Print how large the page of all badges and its index are, and how long its search takes."""
    for path in (addresses.search_index("en"), f"{addresses.BADGES_PAGE}index.html"):
        content = (site / path).read_bytes()
        print(f"{path}: {len(content):,} bytes, {len(gzip.compress(content, 9)):,} gzipped")
    found = in_browser(site)
    print(f"page there after {found['loaded']:.0f} ms, its search after {found['ready']:.0f} ms")
    for what, key in (
        ("takes of the processor", "tasks"),
        ("works", "work"),
        ("has painted the answer after", "painted"),
    ):
        times = sorted(one[key] for one in found["keys"])
        print(
            f"a key: {what} {statistics.median(times):.1f} ms at the median, "
            f"{times[int(len(times) * 0.95)]:.1f} ms at the 95th percentile, {times[-1]:.1f} ms at most"
        )
    box = found["chosen"]
    print(f"a box: takes {box['tasks']:.1f} ms of the processor, has painted the answer after {box['painted']:.1f} ms")


def in_browser(site: Path) -> dict[str, Any]:
    """What search.mjs measures on the page of all badges of a site."""
    chromium = subprocess.run([ROOT / "tools/chromium"], capture_output=True, text=True, check=True).stdout.strip()
    request = {"site": str(site), "chromium": chromium, "words": WORDS}
    done = subprocess.run(
        ["node", str(ROOT / "bench/search.mjs")],
        input=json.dumps(request).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    show_search(measure_catalogue(int(sys.argv[1]) if len(sys.argv) > 1 else BADGES, Figures(about({})), 1))
