"""`make lighthouse`: the scores that Lighthouse gives to pages of the demo registry, on a phone.

The demo is built as a real site, not as a preview, since a preview asks search engines to stay away and would lose
points for that; throwaway keys sign it.  The page of a credential stays out of search results in any case, so that
its score for being found says nothing, and is not held against it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from conferral import addresses
from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.browser.browsing import CHECKOUT, Served, run_program
from tests.browser.sites import demo_credentials, real_demo

ENOUGH = 95
PROGRAM = CHECKOUT / "tools/lighthouse/measure.mjs"
SHORT = {"performance": "fast", "accessibility": "accessible", "best-practices": "good practice", "seo": "found"}


def main() -> int:
    """Print the scores of each page; the exit code, 1 if a score is below `ENOUGH`."""
    registry = load_registry(FolderFiles(CHECKOUT))
    at = max(award.row.registered for award in registry.awards if award.row)
    with tempfile.TemporaryDirectory() as temporary:
        site = real_demo(Path(temporary), at)
        pages = {
            "home": "",
            "badges": addresses.BADGES_PAGE,
            "badge": addresses.badge_page(next(iter(sorted(registry.badges)))),
            "credential": demo_credentials(registry, at)["named"].path,
        }
        found = run_program(PROGRAM, {"site": Served(folder=site, prefix="/registry/")}, pages=pages)
    return report(found)


def report(found: dict[str, Any], not_wanted: tuple[str, ...] = ("credential seo",)) -> int:
    """Print a table of scores; the exit code."""
    low = []
    sys.stdout.write(f"{'':<12}" + "".join(f"{name:>16}" for name in SHORT.values()) + "\n")
    for page, measured in found.items():
        scores = {
            category: score for category, score in measured["scores"].items() if f"{page} {category}" not in not_wanted
        }
        sys.stdout.write(f"{page:<12}" + "".join(f"{scores.get(category, '-'):>16}" for category in SHORT) + "\n")
        low += [f"{page}: {lost}" for lost in measured["lost"] if any(score < ENOUGH for score in scores.values())]
        low += [f"{page}: {SHORT[name]} {score}" for name, score in scores.items() if score < ENOUGH]
    sys.stdout.write("".join(f"{line}\n" for line in low))
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
