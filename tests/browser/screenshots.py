"""`make screenshots`: pictures of every kind and state of page, whole, on a phone and a desktop, light and dark.

Also of every outcome of a verification: on the page /verify/, of credentials from the corpus, and on the pages of
credentials once their button is pressed.  A page that shows them all beside each other, build/screenshots/index.html,
comes with them.  The beginnings of most go into the documentation, small: docs/guide/gallery.md and docs/images.
"""

from __future__ import annotations

import html
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image

from tests.browser.browsing import CHECKOUT, WINDOWS, Visit, Window, verify, visit
from tests.browser.sites import CATALOGUE, CREDENTIALS, OPENED, SHOWN, Site, live_site, preview_site, real_demo
from tests.browser.test_pages import PAGES
from tests.browser.verifying import BUTTON, CASES, case, of_case, on_preview

FOLDER = CHECKOUT / "build" / "screenshots"
IN_DOCS = CHECKOUT / "docs" / "images"

GALLERY = CHECKOUT / "docs" / "guide" / "gallery.md"

CAPTIONS = {
    "demo home": "The home page: what the registry is, and where to look a credential up",
    "demo home opened": "The home page, with everything open that can be opened",
    "demo badges": "Badges, to search and to narrow down",
    "demo badges found": "Badges that were searched for and narrowed down",
    "demo badges not found": "A search that finds nothing",
    "demo badges opened": "Badges, with everything open that can be opened",
    "demo badge": "A badge: what it takes, what it says, and how often it was awarded",
    "demo badge retired": "A badge that is no longer awarded",
    "demo collections": "Collections of badges",
    "demo collection": "A collection",
    "demo issuers": "Issuers",
    "demo issuer": "An issuer, with what makes it believable",
    "demo statistics": "Statistics, counted when the site is built",
    "demo revocations": "What was revoked or suspended",
    "demo revocations narrowed down": "What was suspended",
    "demo skills": "Skills: the registry's frameworks as trees",
    "demo framework": "A framework of skills, with its levels",
    "demo skill": "A skill, and the badges that show it",
    "demo pathways": "Pathways: badges that add up to a larger one",
    "demo pathway": "A pathway, shared by two issuers: drawn, and in words",
    "demo badge endorsed": "A badge for which an outside organisation vouches",
    "demo badge doubted": "A badge whose endorsement was revoked",
    "demo issuer recognised": "An issuer that an outside organisation recognises",
    "demo portfolio": "A portfolio, with a signed record",
    "demo portfolio without a name": "A portfolio of somebody who is not named",
    "demo detailed": "A credential with results by a rubric, a period and a role",
    "demo registries": "Other registries",
    "demo registry": "Another registry, as it was fetched",
    "demo verify": "The page that verifies whatever it is given",
    "demo valid": "A credential",
    "demo valid opened": "A credential, with everything open that can be opened: sharing, checking, downloading",
    "demo named": "A credential of somebody who agreed to be named",
    "demo proven": "A credential with a result and evidence",
    "demo revoked": "A credential that was revoked",
    "demo suspended": "A credential that is suspended",
    "demo expired": "A credential that has expired",
    "demo renewed": "A credential that has expired and was renewed",
    "demo corrected": "A credential that was corrected",
    "live not-yet-valid": "A credential that is not valid yet",
    "live superseded": "A credential that was superseded by another",
    "live revoked-named": "A revoked credential of somebody who agreed to be named",
    "live erased": "A credential that was erased at its holder's request",
    "live unknown": "A page that is not there",
    "live shared opened": "A credential that is being shared",
    "demo de home": "In German: the home page",
    "demo de badge": "In German: a badge",
    "demo de named opened": "In German: a credential",
    "live ar home": "In Arabic, from right to left: the home page",
    "live ar badge": "In Arabic: a badge",
    "live ar verify": "In Arabic: the page that verifies",
    "live ar superseded": "In Arabic: a credential that was superseded",
    "live ar shared opened": "In Arabic: a credential that is being shared",
}
"""The pages of docs/guide/gallery.md in its order, and what stands above them there; what a verification comes to
follows them.  The same pages in a further language, and those of which nothing is new, are in build/screenshots."""

WIDTHS = {390: 200, 1280: 480}
"""How wide the pictures in the documentation are, by the width of the window that they show."""

_INTRODUCTION = """<!-- Made by `make screenshots`; never edited by hand. -->

# What the pages look like

Every kind and state of page of the demo registry, or of a small one where the demo has none: on a desktop and on a
phone, by day and by night; of long pages the beginning. `make screenshots` makes these pictures anew, and in
`build/screenshots` whole ones, with a page that shows them beside each other.
"""


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
        _pages({"demo": demo, "live": live_site(folder / "registry", folder / "live")})
        _outcomes(preview)
    pictures = sorted(path.name for path in FOLDER.glob("*.png"))
    (FOLDER / "index.html").write_text(_index(pictures), encoding="utf-8")
    in_docs()
    sys.stdout.write(f"{len(pictures)} pictures in {FOLDER.relative_to(CHECKOUT)}: open index.html there\n")


def in_docs() -> None:
    """Make docs/guide/gallery.md anew, with small pictures of those in build/screenshots."""
    IN_DOCS.mkdir(parents=True, exist_ok=True)
    for old in IN_DOCS.glob("*.webp"):
        old.unlink()
    captions = CAPTIONS | {_verified(state): f"Verified: {state}" for state in CASES}
    parts = [_INTRODUCTION]
    for page, caption in captions.items():
        whole = page.endswith(" opened") or page.startswith("verified ")
        for window in WINDOWS:
            _small(_name(page, window), window, screens=2.5 if whole else 1.25)
        images = (
            f"![{caption}, {device}](../images/{_name(page, window).removesuffix('.png')}.webp)"
            for window, device in zip(WINDOWS, map(_device, WINDOWS), strict=True)
        )
        parts.append(f"## {caption}\n\n" + "\n".join(images) + "\n")
    GALLERY.write_text("\n".join(parts), encoding="utf-8")
    sys.stdout.write(f"{len(captions) * len(WINDOWS)} pictures in {IN_DOCS.relative_to(CHECKOUT)}\n")


def _device(window: Window) -> str:
    return f"on a {'phone' if window.width < 500 else 'desktop'}{' in the dark' if window.scheme == 'dark' else ''}"


def _small(name: str, window: Window, *, screens: float) -> None:
    """The beginning of a picture, so many times as high as the window at most."""
    width = WIDTHS[window.width]
    with Image.open(FOLDER / name) as image:
        height = min(image.height, round(window.height * screens * image.width / window.width))
        part = image.convert("RGB").crop((0, 0, image.width, height))
        small = part.resize((width, round(height * width / image.width)))
    small.save((IN_DOCS / name).with_suffix(".webp"), quality=70, method=6)


def _verified(state: str) -> str:
    return f"verified {state.replace('’', '')}"


def _pages(sites: dict[str, Site]) -> None:
    visits: dict[str, Visit] = {}
    for of, page in (*PAGES, *(("preview", page) for page in SHOWN)):
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
            picture = _name(_verified(state), window)
            checks.append(of_case(picture, case(name), window, screenshot=str(FOLDER / picture)))
        for page in CREDENTIALS:
            picture = _name(f"checked {page}", window)
            checks.append(on_preview(picture, site, page, window, steps=[BUTTON], screenshot=str(FOLDER / picture)))
    verify({"preview": site.served}, checks)


def _name(page: str, window: Window) -> str:
    return f"{page.replace(' ', '-')}-{window.width}-{window.scheme}.png"


def _index(pictures: list[str]) -> str:
    """A page with a row for each page that was painted, and a picture in each window."""
    order = [f"demo {page}" for page in (*CATALOGUE, *SHOWN, *CREDENTIALS, *OPENED)] + [
        f"live {page}" for page in (page for site, page in PAGES if site == "live")
    ]
    order += [_verified(state) for state in CASES] + [f"checked {page}" for page in CREDENTIALS]
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
