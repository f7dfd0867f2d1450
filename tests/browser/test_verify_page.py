"""The page /verify/: it takes a credential in any form, says what the command line says, and uploads nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from conferral.standards.baking import bake
from conferral.standards.timestamps import format_timestamp
from conferral.verify import FolderResolver, RefusedError, Report, State, inspect
from tests.browser.browsing import NARROW, WINDOWS, Served, Window, verify
from tests.browser.sites import Site
from tests.browser.verifying import (
    CASES,
    FORMS,
    WORDS,
    Found,
    answer,
    case,
    check,
    document,
    expected,
    file,
    of_case,
    on_live,
    picture,
    shown,
    went_wrong,
    world_of_site,
)
from tests.corpus.cases import Case
from tests.unit.standards.baking.pictures import png
from tests.unit.verify.test_locating import LINKS, NAMELESS, PAGE
from tests.unit.verify.test_locating import page as page_with

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

WAYS = {
    "a dropped file": "the file “credential.json”",
    "a dropped drawing": "the file “badge.svg”",
    "a dropped picture": "the file “badge.png”",
    "a pasted drawing": "the file “badge.svg”",
    "a chosen file": "the file “credential.json”",
    "dropped text": "the text that you gave",
    "pasted text": "the text that you gave",
    "typed text": "the text that you gave",
    "a link": "/credential.json",
    "the link of a page": "/credential.json",
    "the link of a page as it is served": "/credential.json",
    "a link after the page's own": "/credential.json",
    "the number of a credential": "/credential.json",
    "a number as it was written down": "/credential.json",
}
"""Ways to give a credential, and what the page calls the copy that it checked."""


SHARED = "hostile-shown-on-a-shared-host"


@pytest.fixture(scope="module")
def found(served: dict[str, Served], preview: Site, live: Site) -> Found:
    """Every check, made in one run of the browser."""
    at, valid = format_timestamp(preview.at), document(preview, "valid")
    text, link = valid.decode(), json.loads(valid)["id"]
    award = preview.paths["valid"].split("/")[1]
    drawing = file("badge.svg", bake(picture(preview, "valid"), text))
    given: dict[str, list[list[Any]]] = {
        "a dropped file": [["drop", file("credential.json", valid)]],
        "a dropped drawing": [["drop", drawing]],
        "a dropped picture": [["drop", file("badge.png", bake(png(), text))]],
        "a pasted drawing": [["paste", drawing]],
        "a chosen file": [["choose", file("credential.json", valid)]],
        "dropped text": [["drop", {"text": text}]],
        "pasted text": [["paste", {"text": text}]],
        "typed text": [["fill", "#text", text], ["press", "Verify"]],
        "a link": [["paste", {"text": link}]],
        "the link of a page": [["paste", {"text": link.removesuffix("credential.json")}]],
        "the link of a page as it is served": [["pasteHere", preview.paths["valid"]]],
        "a link after the page's own": [["fragment", f"vc={link}"]],
        "the number of a credential": [["paste", {"text": award}]],
        "a number as it was written down": [["fill", "#text", _noted(award)], ["press", "Verify"]],
        "altered": [["drop", file("credential.json", _altered(valid))]],
        "no credential": [["drop", file("notes.txt", b"Dear diary")]],
        "nothing": [["press", "Verify"]],
        "by keyboard": [["tabTo", "#text"], ["type", link], ["key", "Enter"], ["look"], ["tabTo", "summary"]],
        "again": [["drop", file("notes.txt", b"Dear diary")], ["drop", file("credential.json", valid)]],
    }
    page = f"{live.base_url}/{live.paths['not-yet-valid']}"
    foreign = {
        "a page of another host": f"{page}?utm=x",
        "a document of another host": f"{page}credential.json",
        "a page about nothing": "https://elsewhere.example.org/",
        "a host that is down": "https://down.example.org/credential.json",
        "a host that keeps back": "https://kept.example.org/credential.json",
        "nothing there": f"{live.base_url}/credentials/none/credential.json",
        "an address in this network": "https://192.168.0.1/credential.json",
        "an address without encryption": "http://credentials.example.org/credential.json",
    }
    world = world_of_site(live)
    world["answers"] = {
        "https://elsewhere.example.org/": answer(b"<!doctype html><title>Hello</title>", type="text/html"),
        "https://down.example.org/credential.json": "unreachable",
        "https://kept.example.org/credential.json": "unreadable",
    }
    for turn, content in enumerate([page_with(link) for link in LINKS] + [content for content, _, _ in NAMELESS]):
        foreign[f"page {turn}"] = place = PAGE.replace("academy", f"academy{turn}")
        world["answers"] |= {
            place: answer(content, type="text/html"),
            f"{place}signed.json": answer(document(live, "not-yet-valid")),
        }
    here: dict[str, Any] = {"at": format_timestamp(live.at), "world": world}
    return verify(
        served,
        [
            *(check(name, at=at, steps=steps) for name, steps in given.items()),
            *(check(name, steps=[["paste", {"text": words}]], **here) for name, words in foreign.items()),
            *(of_case(name, case(name)) for name in (*CASES.values(), *FORMS)),
            *(of_case(f"{name} {NARROW}", case(name), NARROW) for name in CASES.values()),
            of_case("asked about later", replace(case("recipient-sha256"), recipient=None))
            | {
                "steps": [
                    ["drop", file("credential", case("recipient-sha256").given)],
                    ["fill", "#recipient", case("recipient-sha256").recipient],
                    ["press", "Verify"],
                ]
            },
            of_case(SHARED, case(SHARED)),
            of_case(f"{SHARED} {NARROW}", case(SHARED), NARROW),
            of_case("keys kept back", kept_back(case("valid"))),
            *(
                check(
                    f"{when} {window}",
                    window,
                    at=at,
                    axe=window is not NARROW,
                    steps=given["pasted text"] if when == "after" else [],
                )
                for when in ("before", "after")
                for window in (*WINDOWS, NARROW)
            ),
            on_live("live", live, "verify", steps=[["paste", {"text": f"{page}credential.json"}]]),
        ],
    )


def kept_back(given: Case) -> Case:
    """A case whose issuer lets no web page read its keys."""
    documents = {url: "unreadable" if url.endswith("did.json") else found for url, found in given.documents.items()}
    return replace(given, documents=documents)


def _noted(number: str) -> str:
    """A number in capitals and in groups, with O for 0, as people write it down."""
    return " ".join(number[at : at + 6] for at in range(0, len(number), 6)).upper().replace("0", "O")


def _altered(content: bytes) -> bytes:
    changed = json.loads(content)
    changed["credentialSubject"]["achievement"]["name"] = "Rocket Science"
    return json.dumps(changed).encode()


def _report(preview: Site) -> Report:
    resolver = FolderResolver.for_site(preview.served.folder)
    return inspect(document(preview, "valid"), resolver=resolver, at=preview.at)


@pytest.mark.parametrize("name", WAYS)
def test_a_credential_can_be_given_in_many_ways(found: Found, preview: Site, name: str) -> None:
    seen, report = found[name], _report(preview)
    assert (shown(seen), went_wrong(seen)) == (expected(report), [])
    assert seen["verdict"].removesuffix(".").endswith(WAYS[name])
    assert seen["title"] == f"{report.statement} – Verify a credential – {preview.title}"


@pytest.mark.parametrize("name", [*CASES.values(), *FORMS])
def test_of_credentials_of_others_it_says_what_the_command_line_says(found: Found, name: str) -> None:
    seen, report = found[name], case(name).inspect()
    assert (shown(seen), json.loads(seen["json"])) == (expected(report), report.as_json())


def test_every_state_was_seen(found: Found) -> None:
    assert {state: json.loads(found[name]["json"])["state"] for state, name in CASES.items()} == {
        state.value: state.value for state in State
    }


def test_an_issuer_that_keeps_its_keys_from_web_pages_is_not_called_down(found: Found) -> None:
    seen = found["keys kept back"]
    assert seen["statement"] == WORDS["statements"]["cannot be checked now"]
    assert seen["checks"][2][1:] == [
        (
            "The issuer’s keys could not be fetched from “https://academy.example/.well-known/did.json”: "
            "its host does not let web pages read it."
        ),
        "unknown",
    ]


@pytest.mark.parametrize("name", ["untrusted", "malformed", "withdrawn", "holds in part", "cannot be checked now"])
def test_where_the_verdict_leaves_open_why_the_check_that_decided_says_it(found: Found, name: str) -> None:
    report = case(CASES[name]).inspect()
    decided = next(check.sentence for check in report.checks if check.verdict is report.state)
    assert found[CASES[name]]["verdict"].split("\n\n")[:2] == [report.statement, decided]


def test_what_is_inside_is_told_one_by_one(found: Found) -> None:
    assert found[CASES["holds in part"]]["inside"] == [
        ["Data Analysis Foundations", "issuer: academy.example", "Valid until 30 June 2028, 21:59 UTC."],
        ["Data Analysis Foundations", "issuer: academy.example", "Revoked by its issuer."],
    ]


def test_states_differ_in_shape_as_well_as_in_colour(found: Found) -> None:
    shapes = [found[name]["shape"] for name in CASES.values()]
    assert len(set(shapes)) == len(CASES)


def test_the_issuers_address_comes_before_what_it_calls_itself(found: Found) -> None:
    assert found["valid"]["facts"]["Issuer"].split("\n\n") == [
        "academy.example",
        "calls itself “Example Academy”; checked at the address that the issuer’s name stands for",
    ]


def test_an_issuer_that_shares_its_host_is_shown_with_port_and_path(found: Found) -> None:
    told = f"Example \ufffdymedacA{' ' * 100}{'x' * 83}…"
    issuer, calls_itself = found[SHARED]["facts"]["Issuer"].split("\n\n")
    assert issuer == "shared.example:8443/people/ada"
    assert calls_itself.split("; ")[0] == f"calls itself “{' '.join(told.split())}”"
    assert found[SHARED]["inside"] == [
        [
            " ".join(told.split()),
            "issuer: shared.example:8443/people/ada",
            "Valid until 30 June 2028, 21:59 UTC.",
        ]
    ]


@pytest.mark.parametrize("name", [*CASES.values(), *FORMS])
def test_only_hosts_that_the_credential_names_are_asked_and_nothing_is_sent_to_them(found: Found, name: str) -> None:
    asked, named = found[name]["asked"], {urlsplit(url).hostname for url in case(name).documents}
    assert {urlsplit(path).hostname for path in asked["after"] if path.startswith("http")} <= named
    assert [path for path in asked["before"] if path.startswith("http")] == []
    assert set(found[name]["methods"]) <= {"GET", "HEAD"}


def test_a_tampered_credential_is_called_altered_and_its_claims_are_not_repeated(found: Found) -> None:
    assert found["altered"]["statement"] == WORDS["statements"]["altered"]
    assert found["altered"]["facts"] == {}


def test_what_is_no_credential_is_called_so(found: Found) -> None:
    assert found["no credential"]["statement"] == WORDS["statements"]["malformed"]


def test_the_next_credential_takes_the_place_of_the_one_before(found: Found, preview: Site) -> None:
    assert shown(found["again"]) == expected(_report(preview))


def test_a_person_can_be_asked_about_once_the_credential_is_there(found: Found) -> None:
    assert shown(found["asked about later"]) == expected(case("recipient-sha256").inspect())


def test_a_real_registry_reads_its_own_documents_from_its_own_address(found: Found) -> None:
    assert found["live"]["notes"] == []
    assert found["live"]["statement"].startswith("Not valid before ")


@pytest.mark.parametrize("name", ["a page of another host", "a document of another host"])
def test_links_lead_to_credentials_of_other_hosts(found: Found, live: Site, name: str) -> None:
    assert found[name]["statement"] == found["live"]["statement"]
    assert found[name]["verdict"].endswith(f"{live.base_url}/{live.paths['not-yet-valid']}credential.json.")


@pytest.mark.parametrize("number", range(len(LINKS)))
def test_a_page_names_its_credential_as_for_the_command_line(found: Found, number: int) -> None:
    assert found[f"page {number}"]["statement"] == found["live"]["statement"]
    assert found[f"page {number}"]["verdict"].endswith(".example/credentials/1/signed.json.")


@pytest.mark.parametrize("number", range(len(NAMELESS)))
def test_a_page_that_names_none_for_the_command_line_names_none(found: Found, number: int) -> None:
    _, kind, message = NAMELESS[number]
    seen = found[f"page {len(LINKS) + number}"]
    none = (
        "This link leads to a web page that names no credential. Look there for a link to its file, often called JSON."
    )
    assert seen["problem"] == (
        f"The link cannot be read: {message}. Compare it with the one that you were given."
        if kind is RefusedError
        else none
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing", "Nothing was given yet: drop a file, or paste a link or the text of a credential."),
        (
            "a page about nothing",
            (
                "This link leads to a web page that names no credential. "
                "Look there for a link to its file, often called JSON."
            ),
        ),
        (
            "a host that is down",
            "The link cannot be read: the connection failed. Download the file and drop it here.",
        ),
        (
            "a host that keeps back",
            "The link cannot be read: its host does not let web pages read it. Download the file and drop it here.",
        ),
        (
            "nothing there",
            "The link cannot be read: it answers 404. Compare it with the one that you were given.",
        ),
        (
            "an address in this network",
            (
                "The link cannot be read: its host is not on the public internet. "
                "Compare it with the one that you were given."
            ),
        ),
        (
            "an address without encryption",
            "The link cannot be read: it is no https address. Compare it with the one that you were given.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_field_and_the_focus_goes_there(
    found: Found, name: str, words: str
) -> None:
    assert (found[name]["problem"], found[name]["focus"], found[name]["statement"]) == (words, "text", "")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("window", [*WINDOWS, NARROW], ids=str)
def test_it_is_accessible_and_fits_before_and_after_a_check(found: Found, when: str, window: Window) -> None:
    seen = found[f"{when} {window}"]
    assert (seen["axe"], max(seen["overflow"], 0), went_wrong(seen)) == ([], 0, [])


@pytest.mark.parametrize("state", CASES)
def test_every_outcome_fits_on_the_narrowest_screen(found: Found, state: str) -> None:
    seen = found[f"{CASES[state]} {NARROW}"]
    assert (bool(seen["statement"]), max(seen["overflow"], 0)) == (True, 0)


def test_it_works_by_keyboard_and_moves_the_focus_to_what_was_found(found: Found, preview: Site) -> None:
    stops, _, _, after, onwards = found["by keyboard"]["results"]
    assert (stops is not None, after["focus"]) == (True, "result-heading")
    assert after["statement"] == _report(preview).statement
    assert onwards is not None


def test_the_verifier_is_loaded_when_it_is_needed(found: Found) -> None:
    before, after = found["pasted text"]["asked"]["before"], found["pasted text"]["asked"]["after"]
    assert "assets/scripts/verify.js" not in before
    assert "assets/scripts/verify.js" in after
