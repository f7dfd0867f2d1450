"""Pages for people who read other languages than the registry's first: what is translated, chosen, kept and offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from babel.dates import get_month_names

from conferral import addresses
from tests.browser.browsing import Served, run_program
from tests.browser.sites import Site

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser

Seen = Mapping[str, Any]
Read = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def read(served: dict[str, Served], preview: Site, live: Site) -> Read:
    """What everybody saw, by name, at first and after each step."""
    states = [{"go": shown.path} for shown in preview.credentials.values()]
    live_states = [{"go": shown.path} for shown in live.credentials.values()]
    credential, other = preview.paths["expired"], preview.paths["valid"]
    badge = preview.paths["badge"]

    def reader(name: str, path: str, locale: str, *steps: Mapping[str, object], **more: object) -> dict[str, object]:
        return {"name": name, "site": "preview", "path": path, "locale": locale, "steps": steps, **more}

    return run_program(
        "languages.mjs",
        served,
        readers=[
            reader("english", credential, "en-US", {"check": True}),
            reader("german", credential, "de-AT", {"check": True}),
            reader("german without scripts", credential, "de-DE", javascript=False),
            reader("dutch", credential, "nl-NL"),
            reader("by address", f"{credential}?lang=fr", "de-DE"),
            reader("arabic", credential, "ar-EG", {"check": True}, width=390),
            reader("verifying in arabic", addresses.VERIFY_PAGE, "ar", width=390),
            reader("chooses turkish", credential, "en-GB", {"choose": "tr"}, {"go": other}, {"choose": "en"}),
            reader("address, then chooses", f"{credential}?lang=fr", "en-GB", {"choose": "es"}),
            reader("german on a badge", badge, "de-DE", {"follow": "de"}, {"go": badge}),
            reader("english on a badge", badge, "en-GB", {"follow": "de"}, {"go": badge}),
            reader("dutch on a badge", badge, "nl-NL"),
            reader("every state in german", addresses.VERIFY_PAGE, "de-DE", *states),
            reader("every state in turkish", live.paths["erased"], "tr-TR", *live_states, site="live"),
            reader("searching in german", f"de/{addresses.BADGES_PAGE}?q=daten", "de-DE"),
        ],
    )


def first(read: Read, name: str) -> Seen:
    seen: Seen = read[name]["seen"][0]
    return seen


def last(read: Read, name: str) -> Seen:
    seen: Seen = read[name]["seen"][-1]
    return seen


def test_nothing_goes_wrong_in_any_language(read: Read) -> None:
    assert {name: seen["faults"] for name, seen in read.items() if seen["faults"]} == {}


def test_a_credential_is_read_in_german_by_whoever_reads_german(read: Read) -> None:
    seen = first(read, "german")

    assert (seen["language"], seen["direction"]) == ("de", "ltr")
    assert "Wer das sagt" in seen["headings"]
    assert "Im Register" in seen["headings"]
    assert seen["title"].startswith("Abgelaufen: ")
    assert seen["untranslated"] == []


@pytest.mark.parametrize(("name", "language"), [("every state in german", "de"), ("every state in turkish", "tr")])
def test_nothing_of_the_interface_stays_behind_in_any_state(read: Read, name: str, language: str) -> None:
    for seen in read[name]["seen"]:
        assert (seen["language"], seen["untranslated"]) == (language, []), seen["path"]


def test_days_and_plurals_are_those_of_the_reader_s_language(read: Read) -> None:
    english, german = first(read, "english"), first(read, "german")

    assert any(fact.endswith(" hours") for fact in english["facts"])
    assert any(fact.endswith(" Stunden") for fact in german["facts"])
    assert german["state"].startswith("Abgelaufen am ")
    day = german["state"].removeprefix("Abgelaufen am ")
    assert english["state"] == f"Expired on {_english(day)}"


def test_what_people_wrote_stays_and_says_its_language(read: Read) -> None:
    english, german = first(read, "english"), first(read, "german")

    assert english["foreign"] == []
    assert english["headings"] != german["headings"]
    assert german["foreign"] != []


def test_the_answer_of_the_verifier_is_in_german_too(read: Read) -> None:
    found = last(read, "german")["found"]

    assert "Die Signatur stimmt: Seit dem Signieren wurde nichts verändert." in found
    assert "Der Aussteller veröffentlicht ihn mit denselben Angaben." in found
    assert " UTC" in found
    for english in ("signature", "The issuer", "Checked on", "valid ", "It is", "passed"):
        assert english not in found, english


def test_the_answer_of_the_verifier_is_in_english_on_a_page_in_english(read: Read) -> None:
    assert "The signature holds: nothing was changed since it was signed." in last(read, "english")["found"]


def test_without_scripts_the_page_is_as_it_was_published(read: Read) -> None:
    seen = first(read, "german without scripts")

    assert seen["language"] == "en"
    assert seen["headings"] == [heading for heading in first(read, "english")["headings"] if heading]
    assert seen["menu"] == []


def test_whoever_reads_none_of_the_languages_gets_the_page_as_it_was_published(read: Read) -> None:
    assert first(read, "dutch")["language"] == "en"


def test_a_language_in_the_address_goes_before_that_of_the_browser(read: Read) -> None:
    assert first(read, "by address")["language"] == "fr"


def test_arabic_runs_from_right_to_left_within_a_phone(read: Read) -> None:
    for name in ("arabic", "verifying in arabic"):
        for seen in read[name]["seen"]:
            assert (seen["language"], seen["direction"], seen["overflow"], seen["untranslated"]) == ("ar", "rtl", 0, [])


def test_the_menu_names_each_language_in_its_own(read: Read) -> None:
    assert first(read, "english")["menu"] == ["العربية", "Deutsch", "English", "Español", "Français", "Türkçe"]


def test_what_is_chosen_is_kept_on_other_pages(read: Read) -> None:
    before, chosen, elsewhere, back = (seen["language"] for seen in read["chooses turkish"]["seen"])

    assert (before, chosen, elsewhere, back) == ("en", "tr", "tr", "en")


def test_what_is_chosen_goes_before_the_address_that_led_here(read: Read) -> None:
    before, chosen = read["address, then chooses"]["seen"]

    assert (before["language"], chosen["language"]) == ("fr", "es")
    assert "lang=" not in chosen["path"]


def test_whoever_reads_another_language_of_the_catalogue_is_offered_it_and_not_sent_there(read: Read) -> None:
    seen, there, again = read["german on a badge"]["seen"]

    assert (seen["language"], seen["offer"], seen["links"]) == ("en", "Diese Seite auf Deutsch lesen", ["en", "de"])
    assert (there["path"], there["language"], there["offer"]) == (f"de/{seen['path']}", "de", "")
    assert again["offer"] == seen["offer"]


def test_a_language_that_was_followed_is_offered_from_then_on(read: Read) -> None:
    seen, there, again = read["english on a badge"]["seen"]

    assert (seen["offer"], there["language"], again["offer"]) == ("", "de", "Diese Seite auf Deutsch lesen")


def test_nobody_is_offered_what_is_not_there(read: Read) -> None:
    assert first(read, "dutch on a badge")["offer"] == ""


def test_scripts_of_the_catalogue_speak_the_language_of_the_page(read: Read) -> None:
    status = first(read, "searching in german")["status"]

    assert "von" in status
    assert status.endswith("Badges")


def _english(german_day: str) -> str:
    """A day in German, as in "3. Mai 2026", in English."""
    day, month, year = german_day.replace("\N{NO-BREAK SPACE}", " ").split(" ")
    months = {name: number for number, name in get_month_names("wide", locale="de").items()}
    english = get_month_names("wide", locale="en")[months[month]]
    return f"{day.rstrip('.')} {english} {year}"
