"""Both sites, built once, and every visit to them, made in one run of the browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.browsing import (
    DARK_DESKTOP,
    DARK_PHONE,
    DESKTOP,
    NARROW,
    PHONE,
    WINDOWS,
    ZOOMED,
    Seen,
    Served,
    Visit,
    Visited,
    Window,
    visit,
)
from tests.browser.sites import Site, live_site, preview_site
from tests.browser.words import facts_of


@pytest.fixture(scope="session")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A preview of the demo registry."""
    return preview_site(tmp_path_factory.mktemp("preview") / "site")


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small registry, signed with its own keys."""
    folder = tmp_path_factory.mktemp("live")
    return live_site(folder / "registry", folder / "site")


@pytest.fixture(scope="session")
def sites(preview: Site, live: Site) -> dict[str, Site]:
    """Both sites by name."""
    return {"preview": preview, "live": live}


@pytest.fixture(scope="session")
def served(sites: dict[str, Site]) -> dict[str, Served]:
    """Both sites as the browser gets them."""
    return {name: site.served for name, site in sites.items()}


class Visits:
    """What was seen of every page: in a phone's windows, in a desktop's, and of some without scripts."""

    def __init__(self, visited: dict[str, Visited], kept: Path) -> None:
        self._visited = visited
        self.kept = kept
        """A folder with each page's HTML as scripts have made it."""

    def both(self, site: str, page: str) -> list[Visited]:
        """The visits to a page by phone and by desktop."""
        return [self._visited[f"{site} {page} {device}"] for device in ("phone", "desktop")]

    def of(self, site: str, page: str) -> dict[str, Seen]:
        """What was seen of a page by window: narrow and wide, light and dark."""
        return {str(window): self.at(site, page, window) for window in WINDOWS}

    def at(self, site: str, page: str, window: Window) -> Seen:
        """What was seen of a page in one window."""
        return next(visited.seen[window] for visited in self.both(site, page) if window in visited.seen)

    def plain(self, site: str, page: str) -> Visited:
        """The visit without scripts to a credential's page, or to the one that verifies."""
        return self._visited[f"{site} {page} without scripts"]


@pytest.fixture(scope="session")
def visits(sites: dict[str, Site], served: dict[str, Served], tmp_path_factory: pytest.TempPathFactory) -> Visits:
    """Every visit."""
    kept = tmp_path_factory.mktemp("kept")
    wanted: dict[str, Visit] = {}
    for name, site in sites.items():
        for page, path in site.paths.items():
            here = Visit(
                site=name,
                path=path,
                windows=(PHONE, DARK_PHONE, NARROW),
                # pages in another language than the registry's first are of the same kinds, in the same colours
                examined=(PHONE,) if page.startswith(("de ", "ar ")) else WINDOWS,
                opened=page.endswith(" opened"),
                look_for=facts_of(site, page),
            )
            there = replace(
                here,
                windows=(DESKTOP, DARK_DESKTOP, ZOOMED),
                media=True,
                keep=kept / f"{name} {page}.html".replace(" ", "-"),
            )
            wanted |= {f"{name} {page} phone": here, f"{name} {page} desktop": there}
            if page in site.credentials or page == "verify":
                wanted[f"{name} {page} without scripts"] = replace(
                    here, windows=(PHONE,), examined=(), javascript=False
                )
    return Visits(visit(served, wanted), kept)
