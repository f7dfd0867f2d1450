"""Times the search of badges over a synthetic registry: the index, and the page in Chromium, key by key.

    python -m bench.catalogue [BADGES]        1,000 by default

The page is that of a build, so the build comes first; it draws a card for every badge, which takes most of the time.
"""

from __future__ import annotations

import gzip
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.__main__ import AS_OF, clocked
from bench.badges import write_synthetic_badges
from conferral import addresses
from conferral.rendering import render
from conferral.signing import sign

ROOT = Path(__file__).parents[1]
WORDS = ("foundations", "reading the registry", "keys of a badge", "zzzz")


def main(badges: int) -> None:
    """Build, and print sizes and times."""
    with tempfile.TemporaryDirectory() as folder:
        root, signed, site = Path(folder, "registry"), Path(folder, "signed"), Path(folder, "site")
        write_synthetic_badges(root, badges)
        sign(root, signed, preview=True, as_of=AS_OF, environ={}, passphrase=lambda _: "")
        seconds, _ = clocked(lambda: render(root, signed, site))
        print(f"{badges} badges; render: {seconds:.1f} s")
        for path in (addresses.search_index("en"), f"{addresses.BADGES_PAGE}index.html"):
            content = (site / path).read_bytes()
            print(f"{path}: {len(content):,} bytes, {len(gzip.compress(content, 9)):,} gzipped")
        show(in_browser(site))


def show(found: dict[str, Any]) -> None:
    """Print what the browser took."""
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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
