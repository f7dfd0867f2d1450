"""`make screenshots`: pictures of every kind and state of page, whole, on a phone and a desktop, light and dark.

Also of every outcome of a verification: on the page /verify/, of credentials from the corpus, and on the pages of
credentials once their button is pressed.  A page that shows them all beside each other, build/screenshots/index.html,
comes with them; what is in sight at once of a few of them goes into the documentation, small, in docs/images.
"""

from __future__ import annotations

import html
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image

from tests.browser.browsing import CHECKOUT, WINDOWS, Visit, Window, verify, visit
from tests.browser.sites import CATALOGUE, CREDENTIALS, OPENED, Site, live_site, preview_site, real_demo
from tests.browser.test_pages import PAGES
from tests.browser.verifying import BUTTON, CASES, case, of_case, on_preview

FOLDER = CHECKOUT / "build" / "screenshots"
IN_DOCS = CHECKOUT / "docs" / "images"

DOCUMENTED = {
    "home": "The home page: what the registry is, and where to look a credential up",
    "badges": "Badges, to search and to narrow down",
    "badge": "A badge: what it takes, what it says, and how often it was awarded",
    "issuer": "An issuer, with what makes it believable",
    "named": "A credential, of somebody who agreed to be named",
    "revoked": "A credential that was revoked",
    "verify": "The page that verifies whatever it is given",
    "statistics": "Statistics, counted when the site is built",
}
"""The pages of docs/guide/gallery.md, and what stands above them there."""

WIDTHS = {390: 300, 1280: 760}
"""How wide the pictures in the documentation are, by the width of the window that they show."""


def main() -> None:
    """Make all pictures anew, and the page that shows them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        preview = preview_site(folder / "preview")
        # as it looks where it is published: a preview says on every page that it is one, and has nothing to share
        demo = replace(preview, served=replace(preview.served, folder=real_demo(folder, preview.at)))
        in_docs(demo)
        _pages({"demo": demo, "live": live_site(folder / "registry", folder / "live")})
        _outcomes(preview)
    pictures = sorted(path.name for path in FOLDER.glob("*.png"))
    (FOLDER / "index.html").write_text(_index(pictures), encoding="utf-8")
    sys.stdout.write(f"{len(pictures)} pictures in {FOLDER.relative_to(CHECKOUT)}: open index.html there\n")


def in_docs(demo: Site) -> None:
    """Make the pictures of docs/guide/gallery.md anew: what is in sight at once of a few pages, small."""
    IN_DOCS.mkdir(parents=True, exist_ok=True)
    for old in IN_DOCS.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as temporary:
        visits = {
            f"{page}-{window.width}-{window.scheme}": Visit(site="demo", path=demo.paths[page], windows=(window,))
            for page in DOCUMENTED
            for window in WINDOWS
        }
        glimpses = {name: Path(temporary, f"{name}.png") for name in visits}
        visit({"demo": demo.served}, {name: replace(one, glimpse=glimpses[name]) for name, one in visits.items()})
        for name, one in visits.items():
            (window,) = one.windows
            width = WIDTHS[window.width]
            with Image.open(glimpses[name]) as image:
                small = image.convert("RGB").resize((width, width * window.height // window.width))
            small.save(IN_DOCS / f"{name}.webp", quality=80, method=6)
    sys.stdout.write(f"{len(visits)} pictures in {IN_DOCS.relative_to(CHECKOUT)}\n")


def _pages(sites: dict[str, Site]) -> None:
    visits: dict[str, Visit] = {}
    for of, page in PAGES:
        site = "demo" if of == "preview" else of
        for window in WINDOWS:
            name = _name(f"{site} {page}", window)
            visits[name] = Visit(
                site=site,
                path=sites[site].paths[page],
                windows=(window,),
                opened=page.endswith(" opened"),
                screenshot=FOLDER / name,
            )
    visit({name: site.served for name, site in sites.items()}, visits)


def _outcomes(site: Site) -> None:
    checks = []
    for window in WINDOWS:
        for state, name in CASES.items():
            picture = _name(f"verified {state.replace('’', '')}", window)
            checks.append(of_case(picture, case(name), window, screenshot=str(FOLDER / picture)))
        for page in CREDENTIALS:
            picture = _name(f"checked {page}", window)
            checks.append(on_preview(picture, site, page, window, steps=[BUTTON], screenshot=str(FOLDER / picture)))
    verify({"preview": site.served}, checks)


def _name(page: str, window: Window) -> str:
    return f"{page.replace(' ', '-')}-{window.width}-{window.scheme}.png"


def _index(pictures: list[str]) -> str:
    """A page with a row for each page that was painted, and a picture in each window."""
    order = [f"demo {page}" for page in (*CATALOGUE, *CREDENTIALS, *OPENED)] + [
        f"live {page}" for page in (page for site, page in PAGES if site == "live")
    ]
    order += [f"verified {state.replace('’', '')}" for state in CASES] + [f"checked {page}" for page in CREDENTIALS]
    rows = "".join(
        f'<h2 id="{name}">{html.escape(page)}</h2>\n<div>'
        + "".join(_figure(_name(page, window), window) for window in WINDOWS if _name(page, window) in pictures)
        + "</div>\n"
        for page, name in ((page, page.replace(" ", "-")) for page in order)
    )
    links = " ".join(f'<a href="#{page.replace(" ", "-")}">{html.escape(page)}</a>' for page in order)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Pages of conferral</title>\n<style>\n'
        "body { background: #8a8f92; font: 16px/1.5 sans-serif; margin: 20px }\n"
        "a { color: inherit; margin-right: 12px }\n"
        "div { align-items: start; display: flex; gap: 16px; overflow-x: auto }\n"
        "figure { margin: 0 } img { display: block; height: auto; max-width: none }\n</style>\n"
        f"<h1>Every kind and state of page</h1>\n<p>{links}</p>\n{rows}"
    )


def _figure(picture: str, window: Window) -> str:
    width = window.width if window.width < 500 else window.width // 2
    return (
        f'<figure><a href="{picture}"><img src="{picture}" alt="{picture}" width="{width}" loading="lazy"></a>'
        f"<figcaption>{window}</figcaption></figure>"
    )


if __name__ == "__main__":
    main()
