"""A credential's page on paper: a certificate on one sheet, with all that says what it is and whether it held."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import words
from tests.browser.browsing import Served, run_program
from tests.browser.sites import CREDENTIALS, LIVE_CREDENTIALS, Site

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

PAGES = [("preview", page) for page in CREDENTIALS] + [("live", page) for page in LIVE_CREDENTIALS]
NOT_ON_PAPER = (
    "Share or save",
    "Check it",
    "Badges",
    "Evidence",
    "Skills",
    "How it was earned",
    "Download",
    "VerifierPlus",
)


@pytest.fixture(scope="module")
def printed(sites: dict[str, Site], served: dict[str, Served]) -> dict[str, dict[str, Any]]:
    """Every credential on paper."""
    prints = [{"name": f"{site} {page}", "site": site, "path": sites[site].paths[page]} for site, page in PAGES]
    return run_program("print.mjs", served, prints=prints)


@pytest.mark.parametrize(("site", "page"), PAGES)
def test_a_credential_prints_on_one_sheet(printed: dict[str, dict[str, Any]], site: str, page: str) -> None:
    assert printed[f"{site} {page}"]["pages"] == {"A4": 1, "Letter": 1}


@pytest.mark.parametrize(("site", "page"), PAGES)
def test_the_sheet_says_what_whose_by_whom_and_whether_it_held(
    printed: dict[str, dict[str, Any]], sites: dict[str, Site], site: str, page: str
) -> None:
    said = printed[f"{site} {page}"]["words"]
    shown = sites[site].credentials[page]
    day = words.day(sites[site].at.date())
    wanted = (*words.facts_of(sites[site], page), words.day(shown.awarded), f"As of {day}.")
    assert [one for one in wanted if one not in said] == []
    assert [one for one in NOT_ON_PAPER if one in said] == []


@pytest.mark.parametrize("page", LIVE_CREDENTIALS)
def test_the_sheet_has_the_address_of_the_page_in_full(
    printed: dict[str, dict[str, Any]], live: Site, page: str
) -> None:
    said = printed[f"live {page}"]["words"]
    assert said.endswith(f"{live.base_url}/{live.paths[page]}")
