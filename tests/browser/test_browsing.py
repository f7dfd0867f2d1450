"""Whether the visits would notice: a page with every fault that the other tests say is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.browsing import DARK_PHONE, DESKTOP, PHONE, Seen, Served, Visit, Visited, visit

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

FAULTY = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'self'; img-src *">
<title>Faulty</title>
<link rel="stylesheet" href="faulty.css">
<body>
<nav>One</nav><nav>Two</nav>
<main>
<h1>Seen</h1>
<h3>Skipped</h3>
<div style="position: absolute">refused by the policy</div>
<img src="https://elsewhere.example.org/x.png" alt="">
<img src="missing.png" alt="">
<img src="/outside.png">
<p id="wide">wide</p>
<p id="covered">Covered</p><div id="cover"></div>
<p id="deep">Deep</p>
<div id="turned"><p>Read first</p><p>Read last</p></div>
<p id="cut">A sentence that is too long for where it stands</p>
<p id="tight">Tight</p>
<label>Field <input id="faint"></label>
<a id="first" class="small" href="#deep">x</a><a class="small" href="#cut">y</a>
<p id="pale">Pale</p>
<p>By مدرسة at noon, <bdi>مدرسة</bdi></p><p>مدرسة</p>
<button id="flat">Flat</button>
<details><summary>More</summary><p>Opened</p></details>
</main>
<script src="faulty.js"></script>
"""
STYLE = """#wide { width: 2000px } #deep { margin-top: 5000px }
#covered { position: absolute; top: 300px } #cover { position: absolute; top: 290px; height: 90px; width: 400px }
#turned { display: flex; flex-direction: column-reverse }
#cut { width: 100px; overflow: hidden; white-space: nowrap }
#tight { height: 1.2em; width: 5em; overflow: hidden; line-height: 1.2; margin: 0 }
#faint { border: 1px solid #eee; background: #fff }
.small { display: inline-block; width: 10px; height: 10px }
#pale { color: #fff; background: #333 }
#flat { border: 0; transition: width 1s }
@media (prefers-color-scheme: dark) { body { background: #000; color: #222 } }
@media print { #pale { background: none } #turned, summary { display: none } }
@media (forced-colors: active) { #pale { forced-color-adjust: none } }
"""
SCRIPT = 'globalThis.ran = ["strange code"]; console.error("said"); throw new Error("thrown")'


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Visited:
    """The visit to the faulty page, by phone."""
    folder: Path = tmp_path_factory.mktemp("faulty")
    (folder / "index.html").write_text(FAULTY)
    (folder / "faulty.css").write_text(STYLE)
    (folder / "faulty.js").write_text(
        'globalThis.ran = ["strange code"]; console.error("said"); throw new Error("thrown")'
    )
    (folder / "404.html").write_text("<title>none</title>")
    asked = Visit(
        site="faulty",
        path="",
        windows=(PHONE, DARK_PHONE),
        examined=(PHONE, DARK_PHONE),
        opened=True,
        media=True,
        look_for=("Seen", "Covered", "Deep", "Absent"),
    )
    return visit({"faulty": Served(folder=folder, prefix="/below/")}, {"faulty": asked})["faulty"]


@pytest.fixture(scope="module")
def seen(visited: Visited) -> Seen:
    """What was seen of it in the light."""
    return visited.seen[PHONE]


def test_what_goes_wrong_on_a_page_is_noticed(visited: Visited, seen: Seen) -> None:
    base = seen.url
    assert visited.faults["thrown"] == ["thrown"]
    assert f"said ({base}faulty.js)" in visited.faults["console"]
    assert visited.faults["refused_by_policy"] == ["style-src-attr: inline"]
    outside = f"{base.removesuffix('below/')}outside.png"
    assert set(visited.faults["elsewhere"]) == {"https://elsewhere.example.org/x.png", outside}
    assert {fault.split(": ")[0] for fault in visited.faults["broken"]} == {
        f"{base}missing.png",
        outside,
        "https://elsewhere.example.org/x.png",
    }


def test_only_words_in_sight_count_as_seen(seen: Seen) -> None:
    assert seen.in_first_view == ["Seen"]


def test_what_can_be_opened_is_opened(seen: Seen) -> None:
    assert "Opened" in seen.text


def test_a_page_wider_than_its_window_is_noticed(seen: Seen) -> None:
    assert seen.overflow > 2000 - PHONE.width - 1


def test_what_is_in_disorder_is_noticed(seen: Seen) -> None:
    assert seen.disorder == [
        "a heading of level 3 after one of 1: Skipped",
        'two navigations ""',
        '"Read last" stands above "Read first", and is read after it',
        "cut off: A sentence that is too long for where it stands",
        'a field with a contrast of 1.2: <input id="faint">',
    ]


def test_code_of_strangers_and_names_that_turn_the_line_around_are_noticed(seen: Seen) -> None:
    assert (seen.ran, seen.mingled) == (["strange code"], ["By مدرسة at noon, in By مدرسة at noon, مدرسة"])


def test_what_is_wrong_in_other_media_is_noticed(visited: Visited) -> None:
    assert visited.media["moving"] == ["button. glides: width"]
    assert visited.media["print"] == [
        "on paper: One",
        "on paper: Two",
        'on paper: <input id="faint">',
        "on paper: Flat",
        "hardly legible on paper: Pale",
    ]
    assert visited.media["forced colours"] == [
        'keeps its own colours: <p id="pale">Pale</p>',
        "nothing shows that it is a button: Flat",
    ]
    assert visited.media["spacing"][1:] == [
        "cut off: A sentence that is too long for where it stands",
        "cut off: Tight",
    ]


def test_axe_notices_what_a_page_lacks_in_the_light_and_colours_in_the_dark(visited: Visited) -> None:
    in_light, in_dark = ({line.split(" ")[0] for line in seen.axe} for seen in visited.seen.values())
    assert in_light >= {"image-alt", "target-size", "heading-order", "landmark-unique"}
    assert in_dark == {"color-contrast"}


def test_without_the_node_modules_the_tests_fail_and_say_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tests.browser.browsing.CHECKOUT", tmp_path)
    with pytest.raises(pytest.fail.Exception) as failure:
        visit({}, {"none": Visit(site="none", path="", windows=(DESKTOP,))})
    assert str(failure.value) == "node_modules is missing: run `npm ci` in the checkout, or `make setup`"
