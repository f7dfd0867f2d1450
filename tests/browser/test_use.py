"""The frame of the pages in use, mostly by keyboard: light and dark, the menu of small windows, the search box."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.browsing import DESKTOP, PHONE, Served, Window, use
from tests.browser.sites import Site

SYSTEM, LIGHT, DARK = "Colours: as the system has them", "Colours: light", "Colours: dark"

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser


def _in(window: Window, **rest: Any) -> dict[str, Any]:
    size = {"width": window.width, "height": window.height, "scheme": window.scheme}
    return {"site": "preview", "path": "", **size, **rest}


@pytest.fixture(scope="module")
def used(served: dict[str, Served], preview: Site) -> dict[str, dict[str, Any]]:
    """What came of every use."""
    return use(
        served,
        [
            _in(DESKTOP, name="switch", does="switchScheme", then=preview.paths["valid"]),
            _in(DESKTOP, name="switch on the page that verifies", does="clickSwitch", path="verify/"),
            _in(DESKTOP, name="click", does="clickSwitch"),
            _in(PHONE, name="click on a phone", does="clickSwitch"),
            _in(PHONE, name="menu", does="openMenu"),
            _in(PHONE, name="menu without scripts", does="openMenu", javascript=False),
            _in(DESKTOP, name="search", does="search", words="data work"),
            _in(DESKTOP, name="search without scripts", does="search", words="data work", javascript=False),
            _in(DESKTOP, name="skip", does="skip"),
        ],
    )


def test_the_switch_goes_from_the_systems_to_light_to_dark_and_says_so(used: dict[str, dict[str, Any]]) -> None:
    found = used["switch"]
    assert found["reached"], "the Tab key never comes to the switch"
    system, light, dark, on_credential, again, back = found["looks"]
    assert [one["says"] for one in (system, light, dark, again, back)] == [SYSTEM, LIGHT, DARK, DARK, SYSTEM]
    assert system["ground"] == light["ground"] == back["ground"] != dark["ground"]
    assert on_credential["ground"] == again["ground"] == dark["ground"]


@pytest.mark.parametrize("name", ["click", "click on a phone", "switch on the page that verifies"])
def test_clicking_the_switch_goes_round(used: dict[str, dict[str, Any]], name: str) -> None:
    looks = used[name]["looks"]
    system, light, dark, back = (one["ground"] for one in looks)
    assert [one["says"] for one in looks] == [SYSTEM, LIGHT, DARK, SYSTEM]
    assert system == light == back != dark


def test_the_first_stop_of_the_keyboard_skips_to_the_content(used: dict[str, dict[str, Any]]) -> None:
    assert used["skip"] == {"name": "Skip to the content", "path": "#content"}


@pytest.mark.parametrize("name", ["menu", "menu without scripts"])
def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(used: dict[str, dict[str, Any]], name: str) -> None:
    found = used[name]
    assert (found["reached"], found["states"]) == (True, [False, True, False])
    assert (found["inside"], found["back"]) == (True, "cf-open")


@pytest.mark.parametrize("name", ["search", "search without scripts"])
def test_the_box_of_the_header_searches_the_badges(used: dict[str, dict[str, Any]], name: str) -> None:
    assert used[name] == {"path": "badges/?q=data+work"}
