"""`make screenshots`: pictures of the demo registry's pages, whole, on a phone and a desktop, light and dark.

Also of every outcome of a verification: on the page /verify/, of credentials from the corpus, and on the pages of
credentials once their button is pressed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from conferral.history import as_of
from tests.browser.browsing import CHECKOUT, WINDOWS, Visit, verify, visit
from tests.browser.sites import CREDENTIALS, Site, preview_site
from tests.browser.verifying import BUTTON, CASES, case, of_case, on_preview

FOLDER = CHECKOUT / "build" / "screenshots"
PAGES = ("home", "badge", "verify", *CREDENTIALS)


def main() -> None:
    """Build a preview, and write <page>-<width>-<scheme>.png for each page and window."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = preview_site(Path(folder) / "site", at=as_of(CHECKOUT, os.environ, None))
        number = _pages(site) + _outcomes(site)
    sys.stdout.write(f"{number} pictures in {FOLDER.relative_to(CHECKOUT)}\n")


def _pages(site: Site) -> int:
    visits = {
        f"{page}-{window.width}-{window.scheme}.png": Visit(
            site="preview", path=site.paths[page], window=window, axe=False
        )
        for page in PAGES
        for window in WINDOWS
    }
    visit(
        {"preview": site.served},
        {name: replace(one, screenshot=FOLDER / name) for name, one in visits.items()},
    )
    return len(visits)


def _outcomes(site: Site) -> int:
    checks = []
    for window in WINDOWS:
        ending = f"{window.width}-{window.scheme}.png"
        for state, name in CASES.items():
            picture = f"verified-{state.replace(' ', '-').replace('’', '')}-{ending}"
            checks.append(of_case(picture, case(name), window, screenshot=str(FOLDER / picture)))
        for page in CREDENTIALS:
            picture = f"{page}-checked-{ending}"
            checks.append(on_preview(picture, site, page, window, steps=[BUTTON], screenshot=str(FOLDER / picture)))
    verify({"preview": site.served}, checks)
    return len(checks)


if __name__ == "__main__":
    main()
