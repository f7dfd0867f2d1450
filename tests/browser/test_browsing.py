"""Whether the visits would notice: a page with every fault that the other tests say is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.browsing import DESKTOP, PHONE, Seen, Served, Visit, visit

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

FAULTY = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'self'; img-src *">
<title>Faulty</title>
<body>
<h1>Seen</h1>
<div style="position: absolute">refused by the policy</div>
<img src="https://elsewhere.example.org/x.png" alt="">
<img src="missing.png" alt="">
<img src="/outside.png">
<p id="wide">wide</p>
<p id="covered">Covered</p><div id="cover"></div>
<p id="deep">Deep</p>
<script src="faulty.js"></script>
"""
STYLE = """#wide { width: 2000px } #deep { margin-top: 5000px }
#covered { position: absolute; top: 300px } #cover { position: absolute; top: 290px; height: 90px; width: 400px }
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """The faulty page in a browser."""
    folder: Path = tmp_path_factory.mktemp("faulty")
    (folder / "index.html").write_text(FAULTY.replace("<title>", '<link rel="stylesheet" href="faulty.css"><title>'))
    (folder / "faulty.css").write_text(STYLE)
    (folder / "faulty.js").write_text('console.error("said"); throw new Error("thrown")')
    (folder / "404.html").write_text("<title>none</title>")
    asked = Visit(site="faulty", path="", window=PHONE, look_for=("Seen", "Covered", "Deep", "Absent"))
    return visit({"faulty": Served(folder=folder, prefix="/below/")}, {"faulty": asked})["faulty"]


def test_what_goes_wrong_on_a_page_is_noticed(seen: Seen) -> None:
    base = seen.url
    assert seen.faults["thrown"] == ["thrown"]
    assert f"said ({base}faulty.js)" in seen.faults["console"]
    assert seen.faults["refused_by_policy"] == ["style-src-attr: inline"]
    outside = f"{base.removesuffix('below/')}outside.png"
    assert set(seen.faults["elsewhere"]) == {"https://elsewhere.example.org/x.png", outside}
    assert {fault.split(": ")[0] for fault in seen.faults["broken"]} == {
        f"{base}missing.png",
        outside,
        "https://elsewhere.example.org/x.png",
    }


def test_only_words_in_sight_count_as_seen(seen: Seen) -> None:
    assert seen.in_first_view == ["Seen"]


def test_a_page_wider_than_its_window_is_noticed(seen: Seen) -> None:
    assert seen.overflow > 2000 - PHONE.width - 1


def test_axe_notices_an_image_without_words(seen: Seen) -> None:
    assert [line.split(" ")[0] for line in seen.axe] == ["image-alt"]


def test_without_the_node_modules_the_tests_fail_and_say_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tests.browser.browsing.CHECKOUT", tmp_path)
    with pytest.raises(pytest.fail.Exception) as failure:
        visit({}, {"none": Visit(site="none", path="", window=DESKTOP)})
    assert str(failure.value) == "node_modules is missing: run `npm ci` in the checkout, or `make setup`"
