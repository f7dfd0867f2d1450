"""Every kind of page in a real browser, phone and desktop, light and dark: it works, and it says what it must."""

from __future__ import annotations

import pytest

from tests.browser import words
from tests.browser.browsing import NARROW, ZOOMED
from tests.browser.conftest import Visits
from tests.browser.sites import (
    CATALOGUE,
    CREDENTIALS,
    LIVE_CATALOGUE,
    LIVE_CREDENTIALS,
    NAMED_AND_REVOKED,
    OPENED,
    Site,
    language_of,
)

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

PAGES = [("preview", page) for page in (*CATALOGUE, *CREDENTIALS, *OPENED)] + [
    ("live", page) for page in (*LIVE_CATALOGUE, *LIVE_CREDENTIALS)
]
OF_CREDENTIALS = [(site, page) for site, page in PAGES if page in (*CREDENTIALS, *LIVE_CREDENTIALS)]

every_page = pytest.mark.parametrize(("site", "page"), PAGES)
every_credential = pytest.mark.parametrize(("site", "page"), OF_CREDENTIALS)


@every_page
def test_nothing_goes_wrong_and_nothing_comes_from_elsewhere(visits: Visits, site: str, page: str) -> None:
    for visited in visits.both(site, page):
        for seen in visited.seen.values():
            assert seen.status == (404 if page == "unknown" else 200)
            # browsers report an answer 404 on the console even where the page itself is meant to be one
            meant = f"Failed to load resource: the server responded with a status of 404 (Not Found) ({seen.url})"
            assert [one for one in visited.went_wrong if page != "unknown" or one != f"console: {meant}"] == []


@every_page
def test_axe_finds_nothing_against_wcag_2_2_aa(visits: Visits, site: str, page: str) -> None:
    assert {window: seen.axe for window, seen in visits.of(site, page).items() if seen.axe} == {}


@every_page
def test_a_page_is_read_in_the_order_it_is_seen_in_and_loses_nothing(visits: Visits, site: str, page: str) -> None:
    seen = {window: one for visited in visits.both(site, page) for window, one in visited.seen.items()}
    assert {str(window): one.disorder for window, one in seen.items() if one.disorder} == {}


@every_page
def test_a_page_can_be_printed_and_bears_its_readers_own_colours_motion_and_spacing(
    visits: Visits, site: str, page: str
) -> None:
    _, desktop = visits.both(site, page)
    assert set(desktop.media) == {"moving", "print", "forced colours", "spacing"}
    assert {medium: wrong for medium, wrong in desktop.media.items() if wrong} == {}


@every_page
def test_no_page_is_wider_than_its_window(visits: Visits, site: str, page: str) -> None:
    widths = {window: seen.overflow for window, seen in visits.of(site, page).items()}
    widths |= {f"{window.width} px": visits.at(site, page, window).overflow for window in (NARROW, ZOOMED)}
    assert {window: pixels for window, pixels in widths.items() if pixels > 0} == {}


@every_page
def test_dark_is_dark_and_light_is_light(visits: Visits, site: str, page: str) -> None:
    for seen in visits.of(site, page).values():
        red, green, blue = (int(part) for part in seen.background.removeprefix("rgb(").removesuffix(")").split(", "))
        assert (red + green + blue > 3 * 128) == (seen.window.scheme == "light"), seen.background


@every_page
def test_a_page_has_one_heading_a_title_and_a_language(visits: Visits, site: str, page: str) -> None:
    for seen in visits.of(site, page).values():
        assert (len(seen.headings), bool(seen.headings[0]), bool(seen.title)) == (1, True, True)
        assert seen.language == language_of(page)


@every_page
def test_a_preview_says_so_and_nothing_else_does(visits: Visits, site: str, page: str) -> None:
    for seen in visits.of(site, page).values():
        told = [language for language, sentence in words.PREVIEW.items() if sentence in seen.text]
        assert told == ([language_of(page)] if site == "preview" else [])


@every_page
def test_search_engines_are_kept_from_credentials_and_previews_alone(visits: Visits, site: str, page: str) -> None:
    of = page.removeprefix("ar ").removesuffix(" opened")
    hidden = site == "preview" or of in (*LIVE_CREDENTIALS, "erased", "unknown")
    assert {seen.robots for seen in visits.of(site, page).values()} == {"noindex" if hidden else ""}


@every_credential
def test_what_it_is_whose_it_is_and_whether_it_holds_are_seen_at_once(
    visits: Visits, sites: dict[str, Site], site: str, page: str
) -> None:
    wanted = words.facts_of(sites[site], page)
    for seen in visits.of(site, page).values():
        assert seen.headings == [sites[site].credentials[page].badge]
        assert tuple(seen.in_first_view) == wanted, f"{seen.window}: all of {wanted}"


@pytest.mark.parametrize("site", ["preview", "live"])
def test_the_home_page_says_at_once_whose_registry_it_is(visits: Visits, sites: dict[str, Site], site: str) -> None:
    for seen in visits.of(site, "home").values():
        assert (seen.headings, seen.in_first_view) == ([sites[site].title], [sites[site].title])


@every_credential
def test_the_state_is_in_the_title_and_no_other_state_is_told(
    visits: Visits, sites: dict[str, Site], site: str, page: str
) -> None:
    state = sites[site].credentials[page].state
    others = [word for kind, word in words.STATE_WORDS.items() if kind != state.kind]
    for seen in visits.of(site, page).values():
        assert seen.title.startswith(f"{words.label(state)}: ")
        lines = [line.strip() for line in seen.main.splitlines()]
        # "Valid until" names a date further down, whatever the state; as a sentence with its date it would be the state
        told = [line for line in lines if line.startswith(tuple(f"{word} on " for word in others))]
        told += [line for line in lines if state.kind != "valid" and line.startswith(("Valid until ", "Valid, "))]
        assert told == []


@every_credential
def test_a_credential_names_whoever_agreed_and_nobody_else(
    visits: Visits, sites: dict[str, Site], site: str, page: str
) -> None:
    shown = sites[site].credentials[page]
    named = f"Awarded to {words.holder(shown)}"
    for seen in visits.of(site, page).values():
        assert named in seen.text
        assert (words.NO_NAME in seen.text) == (words.holder(shown) == words.NO_NAME)


def test_a_revoked_credential_drops_the_name(visits: Visits, sites: dict[str, Site]) -> None:
    assert sites["live"].credentials["revoked-named"].holder == NAMED_AND_REVOKED
    for seen in visits.of("live", "revoked-named").values():
        assert NAMED_AND_REVOKED not in seen.text + seen.title
        assert "Entered twice." in seen.text


@every_credential
def test_a_credential_reads_the_same_without_scripts(
    visits: Visits, sites: dict[str, Site], site: str, page: str
) -> None:
    visited = visits.plain(site, page)
    (plain,) = visited.seen.values()
    scripted = visits.at(site, page, plain.window).main.splitlines()
    added = words.only_with_scripts(sites[site].credentials[page].state, site)
    assert added <= set(scripted)
    assert [line for line in plain.main.splitlines() if line] == [
        line for line in scripted if line and line not in added
    ]
    assert (tuple(plain.in_first_view), visited.went_wrong) == (words.facts_of(sites[site], page), [])


@pytest.mark.parametrize("site", ["preview", "live"])
def test_without_scripts_the_page_that_verifies_names_another_way(visits: Visits, site: str) -> None:
    (plain,) = visits.plain(site, "verify").seen.values()
    assert "give the credential to a program: conferral verify FILE" in plain.text
    assert "Drop its file here" not in plain.text
    assert all("give the credential to a program" not in seen.text for seen in visits.of(site, "verify").values())


def test_a_result_and_evidence_are_shown(visits: Visits) -> None:
    for seen in visits.of("preview", "proven").values():
        lines = seen.main.splitlines()
        assert {"Result", "Evidence", "Skills", "Check it yourself"} <= set(lines)


def test_an_unknown_address_is_told_what_to_compare(visits: Visits) -> None:
    for seen in visits.of("live", "unknown").values():
        assert seen.headings == ["Nothing is published here"]
