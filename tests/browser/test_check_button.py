"""The button on a credential's page: it says what the command line says, letter by letter, and asks nobody else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from conferral.verify import FolderResolver, inspect
from tests.browser.browsing import NARROW, WINDOWS, Served, Window, verify
from tests.browser.sites import CREDENTIALS, LIVE_CREDENTIALS, NAMED_AND_REVOKED, Site
from tests.browser.verifying import (
    BUTTON,
    WORDS,
    Copy,
    Found,
    answer,
    document,
    expected,
    on_live,
    on_preview,
    shown,
    went_wrong,
    world_of_site,
)

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

PAGE, OTHER, *_ = LIVE_CREDENTIALS
LOOKED_AT = ("valid", "revoked")


@pytest.fixture(scope="module")
def found(served: dict[str, Served], preview: Site, live: Site) -> Found:
    """Every check, made in one run of the browser."""
    keys = json.loads(document(live, PAGE))["issuer"]["id"].split(":issuers:")[1].join(("issuers/", "/did.json"))

    (structure,) = (
        f"assets/scripts/{file.name}" for file in (live.served.folder / "assets/scripts").glob("format-*.js")
    )

    def troubled(name: str, **answers: Any) -> dict[str, Any]:
        return on_live(name, live, PAGE, steps=[BUTTON], world=world_of_site(live, **answers))

    return verify(
        served,
        [
            *(on_preview(f"preview {page}", preview, page, steps=[BUTTON]) for page in CREDENTIALS),
            *(on_live(f"live {page}", live, page, steps=[BUTTON]) for page in LIVE_CREDENTIALS),
            troubled("no keys", **{keys: "unreachable"}),
            troubled("another's", **{f"{live.paths[PAGE]}credential.json": answer(document(live, OTHER))}),
            troubled("no document", **{f"{live.paths[PAGE]}credential.json": {"status": 404}}),
            troubled("no verifier", **{"assets/scripts/credential.js": {"status": 404}}),
            troubled("no structure", **{structure: {"status": 404}}),
            on_preview(
                "by keyboard", preview, "valid", steps=[["tabTo", "button[name=check]"], ["key", "Enter"], ["look"]]
            ),
            *(
                on_preview(f"{page} {window}", preview, page, window, steps=[BUTTON], axe=window is not NARROW)
                for page in LOOKED_AT
                for window in (*WINDOWS, NARROW)
            ),
            on_preview("twice", preview, "valid", steps=[BUTTON, BUTTON]),
        ],
    )


@pytest.mark.parametrize("page", CREDENTIALS)
def test_of_every_state_of_a_preview_it_says_what_the_command_line_says(found: Found, preview: Site, page: str) -> None:
    resolver = FolderResolver.for_site(preview.served.folder)
    report = inspect(document(preview, page), resolver=resolver, at=preview.at)
    assert (shown(found[f"preview {page}"]), went_wrong(found[f"preview {page}"])) == (expected(report), [])


@pytest.mark.parametrize("page", LIVE_CREDENTIALS)
def test_of_a_real_registry_it_says_what_the_command_line_says(found: Found, live: Site, page: str) -> None:
    report = inspect(document(live, page), resolver=Copy(f"{live.base_url}/", live.served.folder), at=live.at)
    assert (shown(found[f"live {page}"]), went_wrong(found[f"live {page}"])) == (expected(report), [])
    assert found[f"live {page}"]["notes"] == []


def test_a_preview_says_that_it_was_checked_against_its_own_folder_and_proves_nothing(found: Found) -> None:
    assert found["preview valid"]["notes"] == [WORDS["notes"]["folder"], WORDS["notes"]["preview"]]


def test_it_says_when_and_against_which_copy(found: Found) -> None:
    assert found[f"live {PAGE}"]["verdict"].splitlines()[-1] == (
        "Checked on 1 July 2026, 09:00 UTC in this browser: the copy beside this page."
    )


@pytest.mark.parametrize("page", CREDENTIALS)
def test_a_state_has_the_shape_that_it_has_at_the_top_of_the_page(found: Found, preview: Site, page: str) -> None:
    html = (preview.served.folder / preview.paths[page] / "index.html").read_text("utf-8")
    assert f'<path d="{found[f"preview {page}"]["shape"]}"/>' in html


def test_every_outcome_has_a_word_and_a_shape(found: Found) -> None:
    pairs = {
        (check[2], path)
        for seen in found.values()
        for check, path in zip(seen["checks"], seen["pictures"], strict=True)
    }
    assert {word for word, _ in pairs} == {"passed", "failed", "unknown"}
    assert len({path for _, path in pairs}) == len(pairs) == 3


def test_checks_are_told_one_by_one_as_they_are_made_and_the_verdict_last(found: Found) -> None:
    seen = found["preview valid"]
    said = [" ".join(words.split()) for words in seen["said"]]
    places = [said.index(" ".join(check)) for check in seen["checks"]]
    assert places == sorted(places)
    assert said.index(next(words for words in said if words.startswith(seen["statement"]))) > places[-1]
    assert seen["live"] == ["status", "false"]


def test_a_second_check_takes_the_place_of_the_first(found: Found) -> None:
    assert shown(found["twice"]) == shown(found["preview valid"])


def test_nothing_of_the_verifier_is_loaded_before_it_is_pressed(found: Found, live: Site) -> None:
    asked = found[f"live {PAGE}"]["asked"]
    before = {path for path in asked["before"] if path.startswith("assets/")}
    scripts = {path for path in before if path.startswith("assets/scripts/")}
    assert before - scripts == {"assets/conferral.css", "assets/favicon.svg", "assets/scheme.js"}
    assert "assets/scripts/check.js" in scripts
    assert not scripts & set(asked["after"])
    # the language of the page, and the button: the verifier has six times as many bytes
    assert sum((live.served.folder / path).stat().st_size for path in scripts) < 20_000


@pytest.mark.parametrize("name", ["preview valid", f"live {PAGE}", f"live {OTHER}"])
def test_only_what_an_ordinary_credential_needs_is_loaded_then(found: Found, name: str) -> None:
    after = [path.removeprefix("assets/scripts/") for path in found[name]["asked"]["after"]]
    loaded = sorted(re.sub(r"-\w+\.js$", "", path) for path in after if path.endswith(".js"))
    assert loaded == ["chunk", "chunk", "chunk", "credential.js", "format"]


@pytest.mark.parametrize("name", ["preview valid", f"live {PAGE}", f"live {OTHER}"])
def test_no_other_host_is_asked_for_anything(found: Found, name: str) -> None:
    asked = found[name]["asked"]
    assert [path for path in (*asked["before"], *asked["after"]) if path.startswith("http")] == []


def test_without_the_issuers_keys_it_is_not_known_and_never_valid(found: Found) -> None:
    seen = found["no keys"]
    assert seen["statement"] == WORDS["statements"]["cannot be checked now"]
    assert [check[2] for check in seen["checks"]] == ["passed", *5 * ["unknown"]]
    assert seen["checks"][2][1].endswith("/did.json”: the connection failed.")


def test_the_document_of_another_credential_is_noticed(found: Found, live: Site) -> None:
    url = f"{live.base_url}/{live.paths[PAGE]}credential.json"
    assert found["another's"]["checks"][5][1] == WORDS["sentences"]["registered.misplaced"].format(url=url)


def test_a_document_that_is_missing_is_told(found: Found) -> None:
    assert found["no document"]["verdict"] == (
        "The signed document beside this page could not be read: it answers 404."
    )
    assert found["no document"]["checks"] == []


def test_where_the_verifier_cannot_be_loaded_the_page_says_so(found: Found) -> None:
    assert "This does not work here: " in found["no verifier"]["text"]


def test_a_check_whose_file_cannot_be_loaded_stays_open(found: Found) -> None:
    structure, *others = found["no structure"]["checks"]
    assert structure == ["Format", WORDS["sentences"]["any.not_loaded"], "unknown"]
    assert others == found[f"live {PAGE}"]["checks"][1:]


def test_it_works_by_keyboard_and_keeps_the_focus(found: Found) -> None:
    stops, _, after = found["by keyboard"]["results"]
    assert stops is not None
    assert (after["focus"], after["statement"]) == ("check", found["preview valid"]["statement"])


@pytest.mark.parametrize("page", LOOKED_AT)
@pytest.mark.parametrize("window", [*WINDOWS, NARROW], ids=str)
def test_what_it_shows_is_accessible_and_fits(found: Found, page: str, window: Window) -> None:
    seen = found[f"{page} {window}"]
    assert (seen["axe"], max(seen["overflow"], 0)) == ([], 0)


def test_a_name_that_was_withdrawn_does_not_come_back(found: Found) -> None:
    assert NAMED_AND_REVOKED not in found[f"live {OTHER}"]["text"]
