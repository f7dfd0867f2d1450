"""Both sites, built once, and every visit to them, made in one run of the browser."""

from __future__ import annotations

import pytest

from tests.browser.browsing import NARROW, PHONE, WINDOWS, Seen, Served, Visit, Window, visit
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
    """What was seen of every page in every window; without scripts in one window only."""

    def __init__(self, seen: dict[str, Seen]) -> None:
        self._seen = seen

    def of(self, site: str, page: str) -> dict[str, Seen]:
        """What was seen of a page, by window."""
        return {str(window): self._seen[_name(site, page, window)] for window in WINDOWS}

    def narrow(self, site: str, page: str) -> Seen:
        """What was seen of a page in the narrowest window."""
        return self._seen[_name(site, page, NARROW)]

    def plain(self, site: str, page: str) -> Seen:
        """What was seen without scripts of a credential's page, or of the one that verifies."""
        return self._seen[f"{_name(site, page, PHONE)} without scripts"]


@pytest.fixture(scope="session")
def visits(sites: dict[str, Site], served: dict[str, Served]) -> Visits:
    """Every visit."""
    wanted: dict[str, Visit] = {}
    for name, site in sites.items():
        for page, path in site.paths.items():
            facts = facts_of(site, page)
            for window in WINDOWS:
                wanted[_name(name, page, window)] = Visit(site=name, path=path, window=window, look_for=facts)
            wanted[_name(name, page, NARROW)] = Visit(site=name, path=path, window=NARROW, axe=False)
            if page in site.credentials or page == "verify":
                wanted[f"{_name(name, page, PHONE)} without scripts"] = Visit(
                    site=name, path=path, window=PHONE, axe=False, javascript=False, look_for=facts
                )
    return Visits(visit(served, wanted))


def _name(site: str, page: str, window: Window) -> str:
    return f"{site} {page} {window}"
