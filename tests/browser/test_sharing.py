"""The share block of a credential's page: right addresses and months, by mouse and keyboard, and nobody's name."""

from __future__ import annotations

import base64
import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.standards.baking import bake, unbake
from conferral.standards.timestamps import format_timestamp
from tests import program
from tests.browser.browsing import WINDOWS, Served, Window, run_program
from tests.browser.sites import Site
from tests.registry_builder import NOW, environment, files, recipient, write_registry
from tests.unit.site.site_builder import add_files, register

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

BASE = "https://credentials.example.org/registry"
HOLDER = "Wren Ashdown"
BADGE = 'Sailing & "knots" [basic] <1>'
DECEMBER, JANUARY, WITHOUT_END, REVOKED, SUSPENDED = range(1, 6)
AWARDS = {
    "december": ("sailing", DECEMBER, "2025-12-31", "2026-12-31"),
    "january": ("sailing", JANUARY, "2026-01-01", "2027-01-01"),
    "endless": ("teaching", WITHOUT_END, "2026-01-31", None),
    "revoked": ("sailing", REVOKED, "2026-02-01", "2028-02-29"),
    "suspended": ("sailing", SUSPENDED, "2026-02-01", "2028-02-29"),
}
"""Badge, holder, first and last day of an award."""

Found = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The site, and the ids of its awards by the names of `AWARDS`."""

    folder: Path
    ids: dict[str, str]

    def page(self, name: str) -> str:
        """The address of a credential's page."""
        return f"{BASE}/credentials/{self.ids[name]}/"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """A registry at the far end of the world, where the days are not those of the browser."""
    root = tmp_path_factory.mktemp("shared") / "registry"
    texts = files()
    changes: dict[str, str | None] = {path: None for path in texts if path.startswith("credentials/awards/")}
    changes["credentials/registry.yml"] = texts["credentials/registry.yml"].replace("Europe/Berlin", "Pacific/Auckland")
    sailing = texts["credentials/badges/sailing/badge.yml"]
    changes["credentials/badges/sailing/badge.yml"] = sailing.replace("name: Sailing", f"name: '{BADGE}'")
    harbour = texts["credentials/issuers/harbour/issuer.yml"]
    changes["credentials/issuers/harbour/issuer.yml"] = f"{harbour}linkedin_organization_id: '1234567'\n"
    for number, (name, (badge, person, first, last)) in enumerate(AWARDS.items()):
        end = f"  valid_until: {last}\n" if last else ""
        changes[f"credentials/awards/{badge}/{first}-{name}-{number}x7k.yml"] = (
            f"badge: {badge}\nawarded: {first}\nrecipients:\n- recipient: {recipient(person)}\n{end}"
        )
    changes[f"recipients/{recipient(DECEMBER)}.yml"] = (
        f"display_name: {HOLDER}\nconsent: {{on: 2025-01-01, to: [display_name]}}\n"
    )
    write_registry(root, changes)
    register(root)
    people = {person: name for name, (_, person, _, _) in AWARDS.items()}
    by_recipient = {recipient(person): name for person, name in people.items()}
    ids = {by_recipient[award.recipient]: award.id or "" for award in load_registry(FolderFiles(root)).awards}
    withdrawn = "on: 2026-06-01\nreason: under-review\n"
    add_files(
        root,
        {
            f"credentials/revocations/{ids['revoked']}.yml": withdrawn.replace("under-review", "misconduct"),
            f"credentials/suspensions/{ids['suspended']}.yml": withdrawn,
        },
    )
    folder = root.parent / "site"
    program.ok("build", "--as-of", format_timestamp(NOW), "--out", folder, cwd=root, env=environment())
    return Shared(folder=folder, ids=ids)


@pytest.fixture(scope="module")
def found(shared: Shared, preview: Site) -> Found:
    """What every share block offered, in one run of the browser, whose day is another one than the registry's."""

    def ask(name: str, of: str, window: Window = WINDOWS[2], **rest: Any) -> dict[str, Any]:
        size = {"width": window.width, "height": window.height, "scheme": window.scheme}
        path = f"credentials/{shared.ids[of]}/"
        given = {"site": "shared", "path": path, "timezone": "America/Los_Angeles", "clipboard": "given"}
        return {"name": name, **given, **size, **rest}

    shares = [
        *(ask(name, name) for name in AWARDS),
        *(ask(f"{window}", "december", window, axe=True, brief=True) for window in WINDOWS),
        ask("by keyboard", "january", keyboard=True, brief=True),
        ask("in German", "december", path=f"credentials/{shared.ids['december']}/?lang=de", brief=True),
        ask("in Arabic", "december", WINDOWS[0], path=f"credentials/{shared.ids['december']}/?lang=ar", brief=True),
        ask("clipboard missing", "january", clipboard="missing"),
        ask("clipboard refused", "january", clipboard="refused"),
        ask("narrow", "december", Window(width=320, height=640, scheme="light"), brief=True),
        ask("preview", "december", site="preview", path=preview.paths["valid"]),
    ]
    return run_program(
        "share.mjs",
        {"shared": Served(folder=shared.folder, prefix="/somewhere/"), "preview": preview.served},
        shares=shares,
    )


def linkedin(found: dict[str, Any]) -> tuple[str, dict[str, str]]:
    address = urlsplit(found["add"]["href"])
    return f"{address.scheme}://{address.netloc}{address.path}", dict(parse_qsl(address.query, strict_parsing=True))


EXPECTED = {
    "december": {
        "name": BADGE,
        "organizationId": "1234567",
        "issueYear": "2025",
        "issueMonth": "12",
        "expirationYear": "2026",
        "expirationMonth": "12",
    },
    "january": {
        "name": BADGE,
        "organizationId": "1234567",
        "issueYear": "2026",
        "issueMonth": "1",
        "expirationYear": "2027",
        "expirationMonth": "1",
    },
    "endless": {
        "name": "Teaching",
        "organizationName": "Lakeside School",
        "issueYear": "2026",
        "issueMonth": "1",
    },
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_parameter_of_the_link_to_linkedin_is_right(found: Found, shared: Shared, name: str) -> None:
    address, parameters = linkedin(found[name])
    assert address == "https://www.linkedin.com/profile/add"
    assert parameters == {
        "startTask": "CERTIFICATION_NAME",
        **EXPECTED[name],
        "certUrl": shared.page(name),
        "certId": shared.ids[name],
    }
    assert found[name]["add"]["rel"] == "noopener"


@pytest.mark.parametrize("name", EXPECTED)
def test_the_same_stands_in_fields_to_copy(found: Found, shared: Shared, name: str) -> None:
    fields = {label: field["text"] for label, field in found[name]["fields"].items()}
    _, _, first, last = AWARDS[name]
    expected = {
        "Name": EXPECTED[name]["name"],
        "Issuing organization": "Lakeside School" if name == "endless" else "Harbour School",
        "Issue date": first[:7],
        "Credential ID": shared.ids[name],
        "Credential URL": shared.page(name),
    } | ({"Expiration date": last[:7]} if last else {})
    assert {label: fields[label] for label in expected} == expected
    assert ("Expiration date" in fields) == (last is not None)


def test_whatever_is_offered_names_nobody(found: Found, shared: Shared) -> None:
    page = (shared.folder / "credentials" / shared.ids["december"] / "index.html").read_text("utf-8")
    assert f"<b dir=auto>{HOLDER}</b>" in page
    offered = [found["december"]["add"]["href"], *(one["text"] for one in found["december"]["fields"].values())]
    assert [text for text in offered if "Wren" in text or "Ashdown" in text] == []
    assert HOLDER not in page.split("<body")[0]


@pytest.mark.parametrize("name", ["december", "clipboard missing"])
def test_what_is_copied_is_what_is_shown_and_that_is_said(found: Found, name: str) -> None:
    fields, copies = found[name]["fields"], found[name]["copies"]
    assert {label: copy["text"] for label, copy in copies.items()} == {
        label: field["text"] for label, field in fields.items()
    }
    assert {label: copy["said"] for label, copy in copies.items()} == {label: f"Copied: {label}" for label in fields}
    assert all(field["readonly"] for field in fields.values())
    assert found[name]["live"] == "status"


def test_where_nothing_can_be_copied_the_text_is_selected_and_the_page_says_so(found: Found) -> None:
    for label, copy in found["clipboard refused"]["copies"].items():
        assert copy["text"] == found["clipboard refused"]["fields"][label]["text"]
        assert copy["said"] == "This browser does not let the page copy. The text is selected: copy it yourself."


class _Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_snippet_for_websites_is_a_link_with_a_picture_and_nothing_else(found: Found, shared: Shared) -> None:
    snippet = _Elements(found["december"]["fields"]["HTML"]["text"])
    alt = f"{BADGE}, awarded by Harbour School"
    picture = {"src": f"{BASE}/badges/sailing/1/badge.svg", "alt": alt, "width": "160", "height": "160"}
    assert snippet.found == [("a", {"href": shared.page("december")}), ("img", picture)]
    assert snippet.words == ""


def test_the_snippet_for_readmes_is_a_picture_in_a_link(found: Found, shared: Shared) -> None:
    from markdown_it import MarkdownIt

    text = found["december"]["fields"]["Markdown"]["text"]
    alt = html.escape(f"{BADGE}, awarded by Harbour School")
    assert MarkdownIt("commonmark").render(text) == (
        f'<p><a href="{shared.page("december")}"><img src="{BASE}/badges/sailing/1/badge.svg" alt="{alt}" /></a></p>\n'
    )


def test_the_signature_shows_a_picture_that_mail_programs_show(found: Found, shared: Shared) -> None:
    snippet = _Elements(found["december"]["fields"]["E-mail signature, as HTML"]["text"])
    assert [(tag, one.get("href") or one.get("src")) for tag, one in snippet.found] == [
        ("a", shared.page("december")),
        ("img", f"{BASE}/badges/sailing/card.png"),
        ("br", None),
        ("a", shared.page("december")),
    ]
    assert snippet.words.split("\n") == ["", f"{BADGE}, Harbour School"]
    assert (shared.folder / "badges/sailing/card.png").is_file()


def test_qr_codes_lead_to_the_page_and_to_the_signed_document(found: Found, shared: Shared) -> None:
    page = shared.page("december")
    for code, address, name in zip(
        found["december"]["codes"],
        (page, f"{page}credential.json"),
        (shared.ids["december"], f"{shared.ids['december']}-wallet"),
        strict=True,
    ):
        assert code["shown"] == address
        assert code["alt"] == f"QR code that leads to {address}"
        assert code["saved"] == [[f"{name}.svg", address], [f"{name}.png", address]]


def test_pictures_are_saved_with_the_signed_credential_inside(found: Found, shared: Shared) -> None:
    drawing, pixels = found["december"]["files"]
    assert (drawing["name"], pixels["name"]) == ("sailing.svg", "sailing.png")
    text = (shared.folder / "credentials" / shared.ids["december"] / "credential.json").read_text("utf-8")
    picture = (shared.folder / "badges/sailing/1/badge.svg").read_bytes()
    contents = [base64.b64decode(one["base64"]) for one in (drawing, pixels)]
    assert contents[0] == bake(picture, text)
    assert unbake(contents[1]).text == text
    assert contents[1][16:24] == 2 * (1024).to_bytes(4, "big")


@pytest.mark.parametrize("name", ["in German", "in Arabic"])
def test_what_is_shared_is_the_same_whatever_the_readers_language(found: Found, name: str) -> None:
    here, there = found[name], found["december"]
    assert here["add"] == there["add"]
    addresses = [one["text"] for one in here["fields"].values() if one["text"].startswith("https:")]
    assert addresses == [one["text"] for one in there["fields"].values() if one["text"].startswith("https:")]
    assert (len(here["groups"]), set(here["groups"]) & set(there["groups"]) - {"LinkedIn", "Wallet"}) == (5, set())
    assert max(here["overflow"], 0) == 0


def test_it_prints_where_the_registry_makes_no_certificate(found: Found) -> None:
    assert found["december"]["printing"] == "Print or save as PDF"


def test_a_qr_code_that_was_opened_is_on_the_certificate(shared: Shared) -> None:
    path = f"credentials/{shared.ids['december']}/"
    prints = [{"name": f"{code}", "site": "shared", "path": path, "code": code} for code in (True, False)]
    printed = run_program("print.mjs", {"shared": Served(folder=shared.folder, prefix="/")}, prints=prints)
    assert printed["True"]["pictures"] == printed["False"]["pictures"] + 1
    assert printed["True"]["pages"] == printed["False"]["pages"] == {"A4": 1, "Letter": 1}
    assert HOLDER in printed["True"]["words"]


def test_it_opens_by_keyboard_and_the_next_stop_is_inside(found: Found) -> None:
    seen = found["by keyboard"]
    assert (seen["stops"]["first"], seen["expanded"]) == ("SUMMARY", "true")


def test_one_group_is_open_and_the_others_wait(found: Found) -> None:
    seen = found["december"]
    assert seen["groups"] == [
        "Link and QR code", "LinkedIn", "Website and e-mail signature", "Wallet", "Files and print"
    ]  # fmt: skip
    assert seen["open"] == ["Link and QR code"]


@pytest.mark.parametrize("window", [*map(str, WINDOWS), "narrow"])
def test_it_is_accessible_and_fits(found: Found, window: str) -> None:
    seen = found[window]
    assert (seen["axe"], max(seen["overflow"], 0)) == ([], 0)


@pytest.mark.parametrize("name", ["december", "endless"])
def test_nothing_is_loaded_before_it_is_opened_and_nothing_ever_from_elsewhere(found: Found, name: str) -> None:
    asked, faults = found[name]["asked"], found[name]["faults"]
    assert [path for path in asked["before"] if re.search(r"share|code-|saving", path)] == []
    assert [path for path in asked["before"] + asked["after"] if re.match(r"https?:", path)] == []
    assert {kind: what for kind, what in faults.items() if what} == {}


@pytest.mark.parametrize("name", ["revoked", "suspended"])
def test_what_does_not_hold_is_not_to_be_shared(found: Found, shared: Shared, name: str) -> None:
    assert found[name]["offered"] is False
    head = (shared.folder / "credentials" / shared.ids[name] / "index.html").read_text("utf-8").split("<body")[0]
    assert "og:" not in head
    assert "twitter:" not in head


def test_a_preview_has_nothing_to_share(found: Found) -> None:
    assert found["preview"]["panel"] == (
        "This is a preview, signed with a throwaway key: there is nothing to share or save."
    )


def test_what_is_shared_shows_the_badge_its_issuer_and_a_picture(shared: Shared) -> None:
    text = (shared.folder / "credentials" / shared.ids["december"] / "index.html").read_text("utf-8")
    metas = [one for tag, one in _Elements(text).found if tag == "meta"]
    said = {one.get("property") or one.get("name"): one["content"] for one in metas if "content" in one}
    assert {name: said.get(name) for name in ("og:title", "og:description", "og:image", "twitter:card", "robots")} == {
        "og:title": BADGE,
        "og:description": "An Open Badge of Harbour School, for anybody to check",
        "og:image": f"{BASE}/badges/sailing/card.png",
        "twitter:card": "summary_large_image",
        "robots": "noindex",
    }
