"""The site in use, mostly by keyboard: switching between light and dark."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.browsing import DESKTOP, PHONE, Served, Window, use
from tests.browser.sites import Site

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
            _in(DESKTOP, name="click", does="clickSwitch"),
            _in(PHONE, name="click on a phone", does="clickSwitch"),
            _in(DESKTOP, name="skip", does="skip"),
        ],
    )


def test_the_switch_makes_it_dark_here_and_on_credential_pages(used: dict[str, dict[str, Any]]) -> None:
    found = used["switch"]
    assert found["reached"], "the Tab key never comes to the switch"
    before, *_, switched, credential, again = found["grounds"]
    assert before != switched
    assert switched == credential == again


def test_the_switch_says_what_it_does(used: dict[str, dict[str, Any]]) -> None:
    assert all("switch to" in name for name in used["switch"]["names"])


def test_the_first_stop_of_the_keyboard_skips_to_the_content(used: dict[str, dict[str, Any]]) -> None:
    assert used["skip"] == {"name": "Skip to content", "path": "#content"}


@pytest.mark.parametrize("name", ["click", "click on a phone"])
def test_clicking_the_switch_goes_round_light_and_dark(used: dict[str, dict[str, Any]], name: str) -> None:
    # as the system has it, which is light; light; dark; as the system has it
    system, *clicked = used[name]["grounds"]
    assert clicked[0] == clicked[2] == system != clicked[1]
