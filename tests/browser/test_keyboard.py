"""Every kind of page by the Tab key alone: it comes to everything, in order, and shows where it is.

In a desktop's window at twice the size, where a header that stays in sight has the least room to leave; some pages
also as a phone and a desktop show them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.browsing import DESKTOP, PHONE, ZOOMED, Served, Walk, Walked, Window, walk
from tests.browser.sites import CREDENTIALS, LIVE_CREDENTIALS, Site
from tests.browser.test_pages import PAGES

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

EVERYWHERE = ("home", "badges", "badge", "valid opened", "verify")
ALIKE = ("de ", "badges found", "named", "proven", "suspended", "expired", "renewed", "corrected", "revoked-named")
"""How the names of pages begin whose controls are those of others."""

ALONE = (*CREDENTIALS, *LIVE_CREDENTIALS, "verify", "erased", "detailed", "portfolio", "portfolio without a name")
"""Pages that stand alone, without the catalogue's menus, so that there is nothing to skip."""

WALKS = [(site, page, ZOOMED) for site, page in PAGES if not page.startswith(ALIKE)] + [
    ("preview", page, window) for page in EVERYWHERE for window in (PHONE, DESKTOP)
]

SKIP = ("Skip to the content", "انتقل إلى المحتوى")

every_walk = pytest.mark.parametrize(("site", "page", "window"), WALKS, ids=str)


@pytest.fixture(scope="module")
def walked(sites: dict[str, Site], served: dict[str, Served]) -> dict[str, Walked]:
    """What came of every walk."""
    return walk(
        served,
        {
            f"{site} {page} {window}": Walk(
                site=site, path=sites[site].paths[page], window=window, opened=page.endswith(" opened")
            )
            for site, page, window in WALKS
        },
    )


@every_walk
def test_the_keyboard_comes_to_everything_in_order_and_can_leave_it(
    walked: dict[str, Walked], site: str, page: str, window: Window
) -> None:
    found = walked[f"{site} {page} {window}"]
    numbers = [stop.number for stop in found.stops]
    if page.removeprefix("ar ").removesuffix(" opened") not in ALONE:
        assert found.stops[0].name in SKIP
    assert (found.missed, numbers) == ([], sorted(set(numbers)))


@every_walk
def test_where_the_keyboard_is_can_be_seen_and_is_never_covered(
    walked: dict[str, Walked], site: str, page: str, window: Window
) -> None:
    found = walked[f"{site} {page} {window}"]
    assert [stop.name for stop in found.stops if not stop.marked] == []
    assert [stop.name for stop in found.stops if not stop.uncovered] == []


FAULTY = """<!doctype html>
<html lang="en">
<link rel="stylesheet" href="faulty.css">
<title>Faulty</title>
<header>Covers</header>
<a href="#last">First</a>
<button tabindex="2">Too early</button>
<button class="unmarked">Unmarked</button>
<p></p>
<a href="#last">Covered</a>
<input id="trap" aria-label="Trap">
<button id="last">Last</button>
<script src="faulty.js"></script>
"""


def test_what_is_out_of_order_unmarked_covered_or_never_reached_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("<title>none</title>")
    (tmp_path / "index.html").write_text(FAULTY)
    (tmp_path / "faulty.css").write_text(
        ".unmarked { outline: none } p { height: 3000px }"
        " header { position: fixed; bottom: 0; height: 99%; width: 99% }"
    )
    (tmp_path / "faulty.js").write_text(
        'document.querySelector("#trap").addEventListener("keydown", event => event.preventDefault())'
    )
    site = Served(folder=tmp_path, prefix="/")
    found = walk({"faulty": site}, {"walk": Walk(site="faulty", path="", window=DESKTOP)})["walk"]
    assert found.missed == ["Last"]
    assert [stop.name for stop in found.stops[:4]] == ["Too early", "First", "Unmarked", "Covered"]
    assert [stop.name for stop in found.stops[:4] if not stop.marked] == ["Unmarked"]
    assert "Covered" in [stop.name for stop in found.stops if not stop.uncovered]
