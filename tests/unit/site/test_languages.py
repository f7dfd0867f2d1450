"""A registry in several languages: its pages in each, what is not translated, and the reader's own language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conferral.errors import BuildError
from tests.registry_builder import files, write_registry
from tests.unit.site.page_reader import Page, read
from tests.unit.site.site_builder import add_files, register, render, sign

REGISTRY = files()["credentials/registry.yml"]
TEACHING = files()["credentials/badges/teaching/badge.yml"]
IN_GERMAN = """translations:
  de:
    name: Unterrichten
    description: Unterrichtet online.
    criteria: Hat einen Kurs gehalten.
"""
DUTCH = """msgid ""
msgstr ""
"Language: nl\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Who says so"
msgstr "Wie dat zegt"

msgid "Badges"
msgstr "Insignes"

msgid "%(num)s badge"
msgid_plural "%(num)s badges"
msgstr[0] "%(num)s insigne"
msgstr[1] "%(num)s insignes"

msgid "Checking…"
msgstr "Wordt gecontroleerd…"
"""


def built(folder: Path, languages: str, **more: str) -> Path:
    """A site in these languages; `more` are files of the registry, with __ for slashes."""
    changes = {
        "credentials/registry.yml": f"{REGISTRY}languages: {languages}\n",
        **{path.replace("__", "/"): text for path, text in more.items()},
    }
    root = write_registry(folder / "registry", changes)
    register(root)
    return render(root, sign(root, folder / "signed"), folder / "out")


def page(out: Path, path: str) -> Page:
    return read((out / path / "index.html").read_text(encoding="utf-8"))


def texts(out: Path, code: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / f"assets/languages/{code}.json").read_bytes())
    return found


def a_credential(out: Path) -> str:
    return next(f"credentials/{path.name}" for path in sorted((out / "credentials").iterdir()))


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in English, German and Arabic, of which one badge is in German, too."""
    return built(
        tmp_path_factory.mktemp("several"),
        "[en, de, ar]",
        **{"credentials/badges/teaching/badge.yml": TEACHING + IN_GERMAN},
    )


@pytest.fixture(scope="module")
def dutch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in Dutch, of which conferral has no messages, nor has the registry."""
    return built(tmp_path_factory.mktemp("dutch"), "[nl]")


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in Dutch with a few messages of its own, and in English."""
    return built(tmp_path_factory.mktemp("translated"), "[nl, en]", **{"site_templates/languages/nl.po": DUTCH})


@pytest.mark.parametrize(
    ("path", "language", "direction", "heading"),
    [("badges", "en", "", "Badges"), ("de/badges", "de", "", "Badges"), ("ar/badges", "ar", "rtl", "الشارات")],
)
def test_every_page_is_there_in_every_language(
    several: Path, path: str, language: str, direction: str, heading: str
) -> None:
    found = page(several, path)
    [html] = found.all("html")

    assert (html["lang"], html.get("dir", "")) == (language, direction)
    assert heading in found.text


def test_pages_name_themselves_in_the_other_languages(several: Path) -> None:
    links = [link for link in page(several, "de/badges/teaching").all("link") if link.get("hreflang")]
    menu = [link for link in page(several, "de/badges/teaching").all("a") if link.get("hreflang")]

    base = "https://preview.invalid"
    assert {link["hreflang"]: link["href"] for link in links} == {
        "en": f"{base}/badges/teaching/",
        "x-default": f"{base}/badges/teaching/",
        "de": f"{base}/de/badges/teaching/",
        "ar": f"{base}/ar/badges/teaching/",
    }
    assert [(link["hreflang"], link["lang"], link["dir"], link["href"]) for link in menu] == [
        ("en", "en", "ltr", "../../../badges/teaching/"),
        ("de", "de", "ltr", "../../../de/badges/teaching/"),
        ("ar", "ar", "rtl", "../../../ar/badges/teaching/"),
    ]
    assert [link["hreflang"] for link in menu if "aria-current" in link] == ["de"]
    assert menu[0]["data-offer"] == "Read this page in English"
    assert menu[1]["data-offer"] == "Diese Seite auf Deutsch lesen"


def test_what_is_translated_is_read_in_the_language_of_the_page(several: Path) -> None:
    found = page(several, "de/badges/teaching")

    assert "Unterrichtet online." in found.text
    assert found.all("h1") == [{}]
    assert "Hat einen Kurs gehalten." in found.text


def test_what_is_not_translated_says_in_which_language_it_is_and_where_it_runs(several: Path) -> None:
    assert page(several, "de/badges/sailing").all("h1") == [{"lang": "en"}]
    assert page(several, "ar/badges/sailing").all("h1") == [{"lang": "en", "dir": "ltr"}]
    assert page(several, "badges/sailing").all("h1") == [{}]


def test_credentials_exist_once_in_the_first_language(several: Path) -> None:
    [html] = page(several, a_credential(several)).all("html")

    assert html == {"lang": "en", "data-languages": "ar de en es fr tr"}
    assert not (several / "de/credentials").exists()
    assert not (several / "de/verify").exists()


def test_the_script_of_a_credential_finds_what_stands_there_in_the_reader_s_language(several: Path) -> None:
    german, arabic = texts(several, "de"), texts(several, "ar")

    assert german["page"]["Valid until {0}"] == "Gültig bis {0}"
    assert german["page"]["by {0}"] == "von {0}"
    assert german["page"]["{0} hours"] == {"number": 0, "one": "{0} Stunde", "other": "{0} Stunden"}
    assert german["direction"] == "ltr"
    assert arabic["direction"] == "rtl"
    assert sorted(arabic["page"]["{0} hours"]) == ["few", "many", "number", "one", "other", "two", "zero"]


def test_it_has_what_scripts_say_and_the_sentences_of_the_verifier(several: Path) -> None:
    said = texts(several, "de")["said"]

    assert said["Checking…"] == "Wird geprüft …"
    assert said["The signature expired on {date}."] == "Die Signatur ist am {date} abgelaufen."
    assert said["%(num)s of %(all)s badges"]["other"] == "%(num)s von %(all)s Badges"


def test_it_has_no_texts_of_the_catalogue(several: Path) -> None:
    assert (
        "Each page says what it takes to earn a badge, and what whoever holds it can do."
        not in texts(several, "de")["page"]
    )


def test_pages_in_a_language_without_messages_are_in_english_and_say_which_texts_are_not(dutch: Path) -> None:
    found = page(dutch, "badges/sailing")
    [html] = found.all("html")

    assert html["lang"] == "en"
    assert found.all("h1") == [{"lang": "nl"}]
    assert "What it takes" in found.text
    assert page(dutch, a_credential(dutch)).all("h1") == [{"lang": "nl"}]


def test_the_messages_of_a_registry_add_a_language(translated: Path) -> None:
    found = page(translated, "badges")
    [html] = found.all("html")
    credential = page(translated, a_credential(translated))

    assert html["lang"] == "nl"
    assert "Insignes" in found.text
    assert "3 insignes" in found.text
    assert "Order" in found.text, "what it does not translate stays in English"
    assert page(translated, "badges/sailing").all("h1") == [{}]
    assert "Wie dat zegt" in credential.text
    assert credential.all("html") == [{"lang": "nl", "data-languages": "ar de en es fr nl tr"}]


def test_a_credential_in_the_registry_s_own_language_can_be_read_in_others(translated: Path) -> None:
    assert texts(translated, "en")["page"]["Wie dat zegt"] == "Who says so"
    assert texts(translated, "de")["page"]["Wie dat zegt"] == "Wer das sagt"
    assert texts(translated, "nl") == {
        "direction": "ltr",
        "said": {
            "%(num)s badge": {"one": "%(num)s insigne", "other": "%(num)s insignes"},
            "Checking…": "Wordt gecontroleerd…",
        },
    }


@pytest.mark.parametrize("own", ["de/index.md", "de/badges.md", "de/issuers/README.md"])
def test_an_own_page_in_the_place_of_a_page_in_another_language_is_refused(tmp_path: Path, own: str) -> None:
    root = write_registry(tmp_path / "registry", {"credentials/registry.yml": f"{REGISTRY}languages: [en, de]\n"})
    register(root)
    configuration = "docs_dir: docs\ntheme:\n  name: material\nplugins:\n  - search\n  - conferral\n"
    add_files(root, {"mkdocs.yml": configuration, f"docs/{own}": "# Meine Seite"})

    with pytest.raises(BuildError) as caught:
        render(root, sign(root, tmp_path / "signed"), tmp_path / "out")

    assert caught.value.message == f"your own page {own} stands where a page of the registry belongs"


def test_a_language_that_nobody_knows_is_refused_only_where_it_has_messages(tmp_path: Path) -> None:
    changes = {"credentials/registry.yml": f"{REGISTRY}languages: [tlh]\n", "site_templates/languages/tlh.po": DUTCH}
    root = write_registry(tmp_path / "registry", changes)
    register(root)

    with pytest.raises(BuildError) as caught:
        render(root, sign(root, tmp_path / "signed"), tmp_path / "out")

    assert caught.value.message == 'the language "tlh" is none whose days and numbers are known'
