"""Texts and addresses that want to run something, load something, or pass for something else: a test for each."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from conferral import addresses
from tests.browser.browsing import NARROW, PHONE, Served, Visit, Visited, verify, visit
from tests.browser.hostile_registry import MARKDOWN, MARKED_UP, NAMES, held, hostile_site, running, slug_of
from tests.browser.html_checker import problems
from tests.browser.references import Tree
from tests.browser.verifying import BUTTON, check, went_wrong
from tests.cli.calling import call
from tests.registry_builder import files, recipient, write_registry

pytestmark = pytest.mark.xdist_group("hostile")  # one worker builds the site, and not the one that builds the others


def _image(name: str) -> str:
    return quote(f'"><script>{running(name)}</script><img src=x onerror={running(name)}>')


IN_ADDRESSES = {
    "script in a search": f"badges/?q={_image('search')}",
    "handler in a facet": f"badges/?skill={_image('facet')}&level=__proto__&type=%00",
    "script in a fragment": f"verify/#{_image('fragment')}",
    "an address that runs in a fragment": f"verify/#vc=javascript:{_image('fragment')}",
    "a language that is a path": "verify/?lang=..%2F..%2Fevil",
    "a language that is a property": "badges/?lang=__proto__",
    "a state that is none": f"revocations/?state={_image('state')}",
}
"""Links to a site of somebody who means its visitors harm."""

BASE = "https://preview.invalid/"


@dataclass(frozen=True)
class Attacked:
    """The site, its pages as files, and what was seen of them."""

    served: Served
    paths: dict[str, str]
    tree: Tree
    visited: dict[str, Visited]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    folder = tmp_path_factory.mktemp("hostile")
    served, paths = hostile_site(folder / "registry", folder / "site")
    wanted = {
        name: Visit(site="hostile", path=path, windows=(NARROW, PHONE), opened=name.startswith("credential"))
        for name, path in (paths | IN_ADDRESSES).items()
    }
    visited = visit({"hostile": served}, wanted)
    return Attacked(served, paths, Tree.read(served.folder, BASE), visited)


def _is_harmless(visited: Visited) -> None:
    """Nothing ran, nothing was asked for, nothing was refused by the policy, and the page fits its window."""
    assert [one for seen in visited.seen.values() for one in seen.ran] == []
    assert visited.went_wrong == []
    assert [(window.width, seen.overflow) for window, seen in visited.seen.items() if seen.overflow > 0] == []


@pytest.mark.parametrize("attack", NAMES)
def test_a_hostile_name_is_a_name_and_nothing_else(attacked: Attacked, attack: str) -> None:
    name = NAMES[attack]
    for kind in ("badge", "credential"):
        visited = attacked.visited[f"{kind}: {attack}"]
        _is_harmless(visited)
        for seen in visited.seen.values():
            assert " ".join(seen.headings[0].split()) == " ".join(name.split())
            assert name in seen.title
            assert seen.mingled == []


@pytest.mark.parametrize("attack", MARKDOWN)
@pytest.mark.parametrize("kind", ["badge", "credential"])
def test_hostile_markdown_is_text(attacked: Attacked, kind: str, attack: str) -> None:
    visited = attacked.visited[f"{kind}: markdown"]
    _is_harmless(visited)
    shown = MARKDOWN[attack].partition("](")[0].lstrip("![").partition(" <")[0]
    assert all(shown in seen.text for seen in visited.seen.values())


def test_links_in_hostile_markdown_lead_to_https_alone(attacked: Attacked) -> None:
    for path in ("badges/markdown/index.html", "issuers/lakeside/index.html"):
        addresses_there = attacked.tree.pages[path].addresses
        assert {one.partition(":")[0] for one in addresses_there if ":" in one} <= {"https", "mailto"}


@pytest.mark.parametrize("page", ["home", "badges", "issuers", "issuer", "collection", "statistics", "revocations"])
def test_pages_that_list_hostile_names_are_harmless(attacked: Attacked, page: str) -> None:
    _is_harmless(attacked.visited[page])
    for seen in attacked.visited[page].seen.values():
        assert seen.mingled == []


@pytest.mark.parametrize("attack", IN_ADDRESSES)
def test_a_hostile_link_to_the_site_is_harmless(attacked: Attacked, attack: str) -> None:
    _is_harmless(attacked.visited[attack])


@pytest.mark.parametrize("attack", ["script in a name", "handler in a name", "markdown"])
def test_the_verifier_shows_hostile_texts_as_texts(attacked: Attacked, attack: str) -> None:
    one = check("one", site="hostile", path=attacked.paths[f"credential: {attack}"], steps=[BUTTON])
    found = verify({"hostile": attacked.served}, [one])["one"]
    assert went_wrong(found) == []
    assert found["statement"]


def test_every_page_is_valid_html_whatever_the_texts(attacked: Attacked) -> None:
    assert problems(sorted(attacked.served.folder.rglob("*.html"))) == {}
    assert attacked.tree.broken() == []


def test_structured_data_holds_the_texts_letter_by_letter(attacked: Attacked) -> None:
    for attack, name in NAMES.items():
        page = attacked.tree.pages[f"badges/{slug_of(attack)}/index.html"]
        assert [data["name"] for data in page.structured if "name" in data] == [name]


def test_feeds_hold_the_names_letter_by_letter(attacked: Attacked) -> None:
    folder = attacked.served.folder
    atom = ElementTree.parse(folder / addresses.ATOM_FEED)  # noqa: S314 -- written by the build
    titles = " ".join(entry.text or "" for entry in atom.iter("{http://www.w3.org/2005/Atom}title"))
    feed = " ".join(item["title"] for item in json.loads((folder / addresses.JSON_FEED).read_bytes())["items"])
    assert [name for name in NAMES.values() if name not in titles or name not in feed] == []


def test_no_cell_of_the_list_for_spreadsheets_is_a_formula(attacked: Attacked) -> None:
    text = (attacked.served.folder / addresses.REVOCATIONS_CSV).read_text("utf-8-sig")
    cells = [cell for row in csv.reader(text.splitlines()) for cell in row]
    assert {"'=1+1", f"'{NAMES['formula in a name']}", MARKED_UP} <= set(cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_a_page_that_others_embed_has_the_name_as_text(attacked: Attacked) -> None:
    for attack, name in NAMES.items():
        card = json.loads((attacked.served.folder / addresses.badge_oembed(slug_of(attack))).read_bytes())
        assert name in card["title"]
        assert "<script" not in card.get("html", "")
        assert "<img src=x" not in card.get("html", "")


def test_the_name_of_a_holder_is_shown_and_is_text(attacked: Attacked) -> None:
    for attack, name in NAMES.items():
        (seen, *_) = attacked.visited[f"credential: {attack}"].seen.values()
        is_revoked = "Revoked on" in seen.text
        assert (" ".join(held(name).split()) in " ".join(seen.text.split())) != is_revoked, attack


BADGE = "credentials/badges/teaching/badge.yml"
ISSUER = "credentials/issuers/lakeside/issuer.yml"
PICTURE = "credentials/badges/teaching/badge.svg"
LOGO = "credentials/issuers/lakeside/logo.svg"
PERSON = f"recipients/{recipient(1)}.yml"
CONSENT = "consent:\n  on: 2026-05-01\n  to: [display_name]\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
)

REFUSED: dict[str, tuple[str, str, str]] = {
    "script in a badge's picture": (PICTURE, DRAWING.format("<script>x</script>"), "the element <script>"),
    "handler in a badge's picture": (PICTURE, DRAWING.format('<g onclick="x"/>'), "onclick"),
    "page in a badge's picture": (PICTURE, DRAWING.format("<foreignObject/>"), "the element <foreignObject>"),
    "picture that loads another": (
        PICTURE,
        DRAWING.format('<image xlink:href="https://evil.example/x"/>'),
        "a link to something outside the file",
    ),
    "style that loads": (
        PICTURE,
        DRAWING.format("<style>g{fill:url(https://evil.example)}</style>"),
        "a style sheet loads something from outside the file",
    ),
    "entities in a picture": (PICTURE, '<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWING.format(""), "document type"),
    "script in a logo": (LOGO, DRAWING.format("<script>x</script>"), "the element <script>"),
    "link that runs": (BADGE, "criteria_url: 'javascript:alert(1)'\n", "javascript:alert(1)"),
    "link with data": (BADGE, "criteria_url: 'data:text/html,x'\n", "data:text/html,x"),
    "link with a password": (BADGE, "criteria_url: 'https://a:b@evil.example/'\n", "is no https address"),
    "skill that runs": (BADGE, "alignments: [{name: x, url: 'javascript:x'}]\n", "javascript:x"),
    "issuer's address that runs": (ISSUER, "url: 'javascript:x'\n", "javascript:x"),
    "text turned around": (BADGE, 'name: "Teaching \\u202egnihcaeT"\n', "U+202E RIGHT-TO-LEFT OVERRIDE"),
    "text isolated and turned": (BADGE, 'description: "Safe \\u2067x"\n', "U+2067 RIGHT-TO-LEFT ISOLATE"),
    "invisible letters": (ISSUER, 'name: "Lake\\u200bside"\n', "U+200B ZERO WIDTH SPACE"),
    "terminal commands": (BADGE, 'name: "Teaching \\e[2J"\n', "U+001B"),
    "name of 10,000 characters": (BADGE, f"name: {'x' * 10_000}\n", "text of 10000 characters"),
    "holder of 10,000 characters": (PERSON, f"display_name: {'x' * 10_000}\n{CONSENT}", "text of 10000 characters"),
    "issuer of Cyrillic letters": (ISSUER, "name: H\u0430rbour School\n", "U+0430 CYRILLIC SMALL LETTER A"),
    "issuer named like another": (ISSUER, "name: harbour school\n", 'is the name of the issuer "harbour" too'),
    "holder turned around": (PERSON, f'display_name: "Ada \\u202erotceriD"\n{CONSENT}', "U+202E"),
}
"""By attack the file it is in, what is written there, and what the refusal names."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_registry(tmp_path_factory.mktemp("sound") / "registry")


@pytest.mark.parametrize("attack", REFUSED)
def test_what_no_registry_needs_is_refused_where_it_stands(sound: Path, tmp_path: Path, attack: str) -> None:
    path, written, named = REFUSED[attack]
    root = tmp_path / "registry"
    shutil.copytree(sound, root)
    keys = {line.partition(":")[0] for line in written.splitlines() if not line.startswith(" ")}
    kept = [line for line in files().get(path, "").splitlines() if line.partition(":")[0] not in keys]
    is_text = path.endswith(".yml")
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("\n".join([*kept, written]) if is_text else written, encoding="utf-8")
    done = call("check", "--root", root)
    assert done.code == 1
    first = next(line for line in done.out.splitlines() if line.startswith(path))
    assert named in first, done.out
