from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from conferral.loading import load_registry
from conferral.model import (
    FILE_KINDS,
    BadgeFile,
    CollectionFile,
    Evidence,
    Image,
    IssuerFile,
    Key,
    KeyFile,
    Place,
    RecipientFile,
    Record,
    RegistryFile,
    Text,
    TitledTexts,
)
from conferral.standards.multikey import ed25519_public_multibase
from tests.unit.memory_files import minimal

REGISTRY = load_registry(minimal())
FIRST, SECOND, THIRD, FOURTH = REGISTRY.awards


def key(**lines: str) -> Key:
    text = {
        "public_key": ed25519_public_multibase(bytes(32)),
        "signer": "env:KEY",
        "activated": "2026-06-01T00:00:00Z",
        "proof_of_possession": "z" + "1" * 85,
    }
    return Key(issuer="northwind", name="key-1", file=KeyFile.model_validate({**text, **lines}))


def test_an_award_takes_from_its_batch_what_its_entry_does_not_say() -> None:
    assert (FIRST.badge, FIRST.awarded, FIRST.id) == ("data-analysis", date(2026, 6, 30), "79v19c1mrrnwr9vsntmwm9338f")
    assert SECOND.evidence == (
        Evidence(id="https://northwind.example.org/cohorts/2026-spring"),
        Evidence(id="https://northwind.example.org/p/17", name="Capstone"),
    )
    assert FOURTH.id is None
    assert FOURTH.row is None


def test_the_last_day_is_the_entrys_the_batchs_or_by_the_badges_validity() -> None:
    badge = REGISTRY.badges["data-analysis"].current
    assert FIRST.last_day(badge) == date(2029, 6, 30)
    assert THIRD.last_day(REGISTRY.badges["first-aid"].current) is None
    path = "credentials/awards/data-analysis/2026-spring-b4qc.yml"
    text = minimal().read(path).decode().replace("evidence: https", "valid_until: 2027-01-31\nevidence: https")
    text = text.replace("    result:", "    valid_until: 2027-02-28\n    result:")
    first, second, *_ = load_registry(minimal({path: text})).awards
    assert (first.last_day(badge), second.last_day(badge)) == (date(2027, 1, 31), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("lines", "day", "signs"),
    [
        ({}, 1, True),
        ({"activated": "2026-06-02T00:00:00Z"}, 1, False),
        ({"retired": "2026-06-02T00:00:00Z"}, 1, True),
        ({"retired": "2026-06-02T00:00:00Z"}, 2, False),
        ({"compromised": "2026-06-02T00:00:00Z"}, 3, False),
    ],
)
def test_a_key_signs_from_its_activation_until_it_is_retired_or_compromised(
    lines: dict[str, str], day: int, *, signs: bool
) -> None:
    assert key(**lines).signs_at(datetime(2026, 6, day, tzinfo=UTC)) is signs


def test_the_image_of_a_badge_knows_its_file_name_ending() -> None:
    assert Image("a/badge.svg", "image/svg+xml", "").extension == "svg"
    assert Image("a/badge.png", "image/png", "").extension == "png"


def test_records_are_frozen_and_know_their_place() -> None:
    badge = REGISTRY.badges["data-analysis"]
    assert badge.versions[1].place == Place("credentials/badges/data-analysis/1.yml")
    assert FIRST.place.at("result", "of") == Place(
        "credentials/awards/data-analysis/2026-spring-b4qc.yml", ("recipients", 0, "result", "of")
    )
    with pytest.raises(ValidationError):
        badge.current.name = "x"  # type: ignore[misc]


def test_a_registry_that_says_nothing_of_policy_allows_dids_only() -> None:
    file = RegistryFile.model_validate(
        {"base_url": "https://example.org", "title": "a", "description": "b", "timezone": "UTC"}
    )
    assert file.policy.identity == ("did",)
    assert file.languages == ("en",)


def test_no_display_name_identity_or_portfolio_without_consent() -> None:
    consent = {"on": "2026-06-30", "to": ["portfolio"]}
    RecipientFile.model_validate({"portfolio": True, "consent": consent})
    for key_, value in (("display_name", "Robin"), ("identity", {"did": "did:example:1"})):
        with pytest.raises(ValidationError) as caught:
            RecipientFile.model_validate({key_: value, "consent": consent})
        assert caught.value.errors()[0]["ctx"]["what"] == f"{key_} without consent to it"
    with pytest.raises(ValidationError):
        RecipientFile.model_validate({"display_name": "Robin"})


@pytest.mark.parametrize(
    "value", ["https://example.org/1", ["https://example.org/1"], [{"id": "https://example.org/1"}]]
)
def test_evidence_may_be_an_address_a_list_of_them_or_descriptions(value: object) -> None:
    batch = FILE_KINDS["awards"].model_validate(
        {
            "badge": "a",
            "awarded": "2026-06-30",
            "evidence": value,
            "recipients": [{"recipient": "r-7pb02gtds4a7fsm9t821vxn9rg5"}],
        }
    )
    assert getattr(batch, "evidence") == (Evidence(id="https://example.org/1"),)  # noqa: B009 - a Record to mypy


def test_an_achievement_type_of_ones_own_begins_with_ext() -> None:
    badge = {"issuer": "a", "version": 1, "name": "b", "description": "c", "criteria": "d"}
    assert BadgeFile.model_validate({**badge, "type": "ext:Quest"}).type == "ext:Quest"
    for wrong in ("ext:", "Quest", 7):
        with pytest.raises(ValidationError):
            BadgeFile.model_validate({**badge, "type": wrong})


@pytest.mark.parametrize("kind", FILE_KINDS.values())
def test_no_kind_of_file_accepts_keys_it_does_not_know(kind: type[Record]) -> None:
    with pytest.raises(ValidationError) as caught:
        kind.model_validate({"surprise": 1})
    assert ("surprise",) in {error["loc"] for error in caught.value.errors()}


TRANSLATED = BadgeFile.model_validate(
    {
        "issuer": "a",
        "version": 1,
        "name": "Data",
        "description": "Can clean a table.",
        "criteria": "Hand in a notebook.",
        "field": "Data",
        "skills": ["Cleaning", "Charts"],
        "translations": {
            "de": {
                "name": "Daten",
                "description": "Kann eine Tabelle bereinigen.",
                "criteria": "Ein Notebook abgeben.",
                "skills": ["Bereinigung", "Diagramme"],
            }
        },
    }
)


def test_the_texts_of_a_badge_are_read_in_a_language_and_say_which_they_are_in() -> None:
    texts = TRANSLATED.in_language("de", "en")

    assert (texts.name, str(texts.name)) == (Text("Daten", "de"), "Daten")
    assert texts.description == Text("Kann eine Tabelle bereinigen.", "de")
    assert texts.criteria == Text("Ein Notebook abgeben.", "de")
    assert texts.field == Text("Data", "en")
    assert texts.skills == (Text("Bereinigung", "de"), Text("Diagramme", "de"))
    assert texts.image_caption is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_texts_that_are_not_translated_are_those_of_the_first_language(language: str) -> None:
    texts = TRANSLATED.in_language(language, "en")

    assert texts.name == Text("Data", "en")
    assert texts.skills == (Text("Cleaning", "en"), Text("Charts", "en"))


def test_translated_skills_of_another_number_do_not_count() -> None:
    fewer = TRANSLATED.translations["de"].model_copy(update={"skills": ("Bereinigung",)})
    badge = TRANSLATED.model_copy(update={"translations": {"de": fewer}})

    assert badge.in_language("de", "en").skills == (Text("Cleaning", "en"), Text("Charts", "en"))


def test_a_registry_an_issuer_and_a_collection_are_read_in_a_language_too() -> None:
    registry = RegistryFile.model_validate(
        {
            "base_url": "https://credentials.example.org",
            "title": "Commons",
            "description": "Micro-credentials.",
            "timezone": "UTC",
            "languages": ["en", "de"],
            "translations": {"de": {"description": "Nachweise."}},
        }
    )
    issuer = IssuerFile.model_validate(
        {
            "version": 1,
            "name": "Northwind",
            "url": "https://northwind.example.org",
            "description": "An academy.",
            "translations": {"de": {"description": "Eine Akademie."}},
        }
    )
    collection = CollectionFile.model_validate(
        {
            "title": "All",
            "description": "All of them.",
            "badges": ["data-analysis"],
            "translations": {"de": {"title": "Alle", "description": "Alle zusammen."}},
        }
    )

    assert registry.in_language("de") == TitledTexts(title=Text("Commons", "en"), description=Text("Nachweise.", "de"))
    assert registry.in_language("en").description == Text("Micro-credentials.", "en")
    assert issuer.in_language("de", "en").description == Text("Eine Akademie.", "de")
    assert collection.in_language("de", "en").title == Text("Alle", "de")
    assert collection.in_language("fr", "en").title == Text("All", "en")
