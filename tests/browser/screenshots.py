"""`make screenshots`: pictures of the demo registry's pages, whole, on a phone and a desktop, light and dark."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from tests.browser.browsing import CHECKOUT, WINDOWS, Visit, visit
from tests.browser.sites import CREDENTIALS, preview_site

FOLDER = CHECKOUT / "build" / "screenshots"
PAGES = ("home", "badge", *CREDENTIALS)


def main() -> None:
    """Build a preview, and write <page>-<width>-<scheme>.png for each page and window."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = preview_site(Path(folder) / "site")
        visits = {
            f"{page}-{window.width}-{window.scheme}": Visit(site="preview", path=site.paths[page], window=window, axe=False)
            for page in PAGES
            for window in WINDOWS
        }
        pictures = {name: FOLDER / f"{name}.png" for name in visits}
        visit(
            {"preview": site.served},
            {name: replace(one, screenshot=pictures[name]) for name, one in visits.items()},
        )
    for picture in pictures.values():
        print(picture.relative_to(CHECKOUT))


if __name__ == "__main__":
    main()
