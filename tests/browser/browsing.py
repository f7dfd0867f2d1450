"""Chromium, driven by the programs of this folder: what a visitor sees on a page, and what goes wrong there."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
_PROGRAMS = Path(__file__).parent
_MINUTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A built site and the path it is served under, with a slash at both ends."""

    folder: Path
    prefix: str

    def as_json(self) -> dict[str, str]:
        """As the programs read it."""
        return {"folder": str(self.folder), "prefix": self.prefix}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How large a window is, in CSS pixels, and whether its owner likes it light or dark."""

    width: int
    height: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.width} {self.scheme}"


PHONE = Window(width=390, height=844, scheme="light")
DARK_PHONE = replace(PHONE, scheme="dark")
DESKTOP = Window(width=1280, height=800, scheme="light")
DARK_DESKTOP = replace(DESKTOP, scheme="dark")
WINDOWS = (PHONE, DARK_PHONE, DESKTOP, DARK_DESKTOP)
ZOOMED = Window(width=640, height=400, scheme="light")
"""A desktop's window in which everything is shown at twice its size."""
NARROW = Window(width=320, height=640, scheme="light")
"""As narrow as WCAG 2.2 asks for in success criterion 1.4.10, which is 1280 pixels at four times the size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page to open: `path` below the prefix of the site named `site`.

    It is loaded once, in the first of `windows`, and then looked at in each.  With `opened`, whatever can be opened
    is; with `media` it is also looked at as print and the like.  axe examines it in the windows `examined`.
    `look_for` are words to be seen without scrolling.  `screenshot` is a file to write a picture of the whole page
    to, `glimpse` one for a picture of what is in sight at once, and `keep` one for its HTML, as scripts have made it.
    """

    site: str
    path: str
    windows: tuple[Window, ...]
    examined: tuple[Window, ...] = ()
    javascript: bool = True
    opened: bool = False
    media: bool = False
    look_for: tuple[str, ...] = ()
    screenshot: Path | None = None
    glimpse: Path | None = None
    keep: Path | None = None

    def as_json(self, name: str) -> dict[str, Any]:
        """As visit.mjs reads it."""
        given: dict[str, Any] = asdict(self)
        del given["examined"]
        return given | {
            "name": name,
            "windows": [asdict(window) | {"axe": window in self.examined} for window in self.windows],
            "screenshot": self.screenshot and str(self.screenshot),
            "glimpse": self.glimpse and str(self.glimpse),
            "keep": self.keep and str(self.keep),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of a page in one window.

    `text` is all text of the page as displayed, `main` that of its main part.  `overflow` is by how many pixels the
    page is wider than the window.  `disorder` tells of headings that skip a level, of landmarks that are missing, of
    texts that are read in another order than they are seen in, and of what is cut off or hardly to be seen.
    `mingled` are texts that run the other way than the page and are not kept apart from what stands beside them.
    `ran` is what code of strangers wrote into `globalThis.ran`.  `axe` has a line for each element that fails a rule.
    """

    window: Window
    url: str
    status: int
    title: str
    language: str
    headings: Sequence[str]
    robots: str
    text: str
    main: str
    in_first_view: Sequence[str]
    overflow: int
    background: str
    ran: Sequence[str]
    mingled: Sequence[str]
    disorder: Sequence[str] = ()
    axe: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What a visit saw, by window.

    `faults` has by kind what was said on the console, thrown, asked of another place, not got, or refused by the
    page's own policy.  `media` has by medium what is wrong with the page there.
    """

    seen: Mapping[Window, Seen]
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    media: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def went_wrong(self) -> list[str]:
        """Every fault, its kind first."""
        return [f"{kind}: {what}" for kind, found in self.faults.items() for what in found]


def visit(sites: Mapping[str, Served], visits: Mapping[str, Visit]) -> dict[str, Visited]:
    """What was seen on every visit, by its name."""
    found = run_program("visit.mjs", sites, visits=[one.as_json(name) for name, one in visits.items()])
    return {
        name: Visited(
            seen={
                window: Seen(window=window, **seen)
                for window, seen in zip(visits[name].windows, answer["windows"], strict=True)
            },
            faults=answer["faults"],
            media=answer["media"],
        )
        for name, answer in found.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A page to go through with the Tab key alone, in the words of `Visit`."""

    site: str
    path: str
    window: Window
    opened: bool = False

    def as_json(self, name: str) -> dict[str, Any]:
        """As walk.mjs reads it."""
        given: dict[str, Any] = asdict(self)
        window: dict[str, Any] = given.pop("window")
        return given | window | {"name": name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where the Tab key has led: the `number` of the control in the document, -1 for what is none.

    `marked` says whether a mark shows where the focus is, `uncovered` whether nothing lies over it.
    """

    number: int
    name: str
    marked: bool
    uncovered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """Every stop in order, and what the Tab key never came to."""

    stops: Sequence[Stop]
    missed: Sequence[str]


def walk(sites: Mapping[str, Served], walks: Mapping[str, Walk]) -> dict[str, Walked]:
    """What came of every walk, by its name."""
    found = run_program("walk.mjs", sites, walks=[one.as_json(name) for name, one in walks.items()])
    return {
        name: Walked(stops=[Stop(**stop) for stop in answer["stops"]], missed=answer["missed"])
        for name, answer in found.items()
    }


def use(sites: Mapping[str, Served], uses: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What came of each use, by its name, in the words of use.mjs."""
    return run_program("use.mjs", sites, uses=list(uses))


def verify(sites: Mapping[str, Served], checks: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What each check showed, by its name, in the words of verify.mjs."""
    return run_program("verify.mjs", sites, checks=list(checks))


def run_program(program: str | Path, sites: Mapping[str, Served], **request: Any) -> dict[str, Any]:
    """What a program of this folder, or the one at an absolute path, answers to `request`."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("node is not installed: the browser tests need Node.js 20 or newer", pytrace=False)
    if not (CHECKOUT / "node_modules").is_dir():
        pytest.fail("node_modules is missing: run `npm ci` in the checkout, or `make setup`", pytrace=False)
    request |= {"chromium": _chromium(), "sites": {name: site.as_json() for name, site in sites.items()}}
    done = subprocess.run(
        [node, str(_PROGRAMS / program)],
        input=json.dumps(request).encode(),
        capture_output=True,
        timeout=60 * _MINUTES,
        check=False,
        cwd=CHECKOUT,
    )
    if done.returncode:
        pytest.fail(f"{program} ended with {done.returncode}:\n{done.stderr.decode()[-3000:]}", pytrace=False)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _chromium() -> str:
    found = subprocess.run([CHECKOUT / "tools" / "chromium"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail(f"there is no browser to test with: {found.stderr.strip()}; or run `make setup`", pytrace=False)
    return found.stdout.strip()
