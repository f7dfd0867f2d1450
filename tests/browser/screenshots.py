"""`make screenshots`: pictures of the demo registry's pages, whole, on a phone and a desktop, light and dark."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from conferral.history import as_of
from tests.browser.browsing import CHECKOUT, WINDOWS, Visit, visit
from tests.browser.sites import CREDENTIALS, preview_site

FOLDER = CHECKOUT / "build" / "screenshots"
PAGES = ("home", "badge", *CREDENTIALS)


def main() -> None:
    """Build a preview, and write <page>-<width>-<scheme>.png for each page and window."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = preview_site(Path(folder) / "site", at=as_of(CHECKOUT, os.environ, None))
        pictures = {
            (page, window): FOLDER / f"{page}-{window.width}-{window.scheme}.png"
            for page in PAGES
            for window in WINDOWS
        }
        visits = {
            picture.name: Visit(site="preview", path=site.paths[page], window=window, axe=False, screenshot=picture)
            for (page, window), picture in pictures.items()
        }
        visit({"preview": site.served}, visits)
    sys.stdout.write(f"{len(pictures)} pictures in {FOLDER.relative_to(CHECKOUT)}\n")


if __name__ == "__main__":
    main()
