"""Lists of what a registry holds: chosen, counted, with the state at an instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.listing import (
    Choice,
    badge_rows,
    collection_rows,
    issuer_rows,
    key_rows,
    listed_awards,
    recipient_rows,
)
from conferral.loading import load_registry
from conferral.model import Collection, CollectionFile, Registry
from tests.registry_builder import NOW, files, recipient, write_registry
from tests.unit.register.conftest import register

LATER = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A registry with an award in every state: revoked, suspended, erased, not registered, and by the calendar."""
    root = write_registry(tmp_path_factory.mktemp("listed"))
    register(root)
    registry = load_registry(FolderFiles(root))
    ids = {(award.badge, award.recipient): award.id for award in registry.awards}
    batch = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"
    text = (root / batch).read_text(encoding="utf-8")
    second = ids["data-analysis", recipient(2)]
    begin, end = text.index(f"  - recipient: {recipient(2)}"), text.index(f"  - {{recipient: {recipient(3)}")
    text = f"{text[:begin]}  - id: {second}\n    erased: 2026-06-30\n{text[end:]}"
    changes = {
        batch: text,
        f"credentials/revocations/{ids['data-analysis', recipient(1)]}.yml": "on: 2026-06-30\nreason: misconduct\n",
        f"credentials/suspensions/{ids['sailing', recipient(1)]}.yml": "on: 2026-06-30\nreason: other\n",
        "credentials/awards/teaching/2026-07-01-new-k3v9.yml": (
            f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(5)}\n"
        ),
    }
    for path, content in changes.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return load_registry(FolderFiles(root))


def _kinds(registry: Registry, choice: Choice, as_of: datetime = NOW) -> list[tuple[str, str]]:
    return [(each.award.badge, each.kind) for each in listed_awards(registry, choice, as_of)]


def test_every_award_is_listed_with_its_state_and_erased_ones_are_last(listed: Registry) -> None:
    assert _kinds(listed, Choice()) == [
        ("data-analysis", "revoked"),
        ("data-analysis", "valid"),
        ("sailing", "suspended"),
        ("sailing", "valid"),
        ("teaching", "not-registered"),
        ("data-analysis", "erased"),
    ]


def test_the_time_decides_what_the_calendar_decides(listed: Registry) -> None:
    assert ("data-analysis", "expired") in _kinds(listed, Choice(), LATER)
    assert ("data-analysis", "revoked") in _kinds(listed, Choice(), LATER)
    assert ("sailing", "not-yet-valid") in _kinds(listed, Choice(), datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(badges=frozenset({"sailing"})), ["suspended", "valid"]),
        (Choice(issuers=frozenset({"lakeside"})), ["revoked", "valid", "not-registered", "erased"]),
        (Choice(recipients=frozenset({recipient(1)})), ["revoked", "suspended"]),
        (Choice(states=frozenset({"valid", "erased"})), ["valid", "valid", "erased"]),
        (Choice(awarded_since=date(2026, 6, 30)), ["revoked", "valid", "not-registered"]),
        (Choice(awarded_since=date(2026, 5, 3), badges=frozenset({"sailing"})), ["valid"]),
        (Choice(expiring_before=date(2026, 12, 31)), []),
        (Choice(expiring_before=date(2027, 1, 1)), ["valid"]),
        (Choice(expiring_before=date(2030, 1, 1)), ["valid", "suspended", "valid"]),
        (Choice(expiring_before=date(2030, 1, 1), states=frozenset({"revoked"})), ["revoked"]),
    ],
)
def test_a_choice_narrows_the_list(listed: Registry, choice: Choice, found: list[str]) -> None:
    assert [kind for _, kind in _kinds(listed, choice)] == found


def test_badges_and_issuers_count_their_awards_by_state(listed: Registry) -> None:
    assert [(row["badge"], row["awards"], row["states"]) for row in badge_rows(listed, Choice(), NOW)] == [
        ("data-analysis", 3, {"valid": 1, "revoked": 1, "erased": 1}),
        ("sailing", 2, {"valid": 1, "suspended": 1}),
        ("teaching", 1, {"not-registered": 1}),
    ]
    assert [
        (row["issuer"], row["badges"], row["keys"], row["awards"]) for row in issuer_rows(listed, Choice(), NOW)
    ] == [
        ("harbour", 1, 1, 2),
        ("lakeside", 2, 1, 4),
    ]


def test_collections_count_the_awards_of_their_badges(listed: Registry) -> None:
    water = CollectionFile(title="On the water", description="Boats.", badges=("sailing", "teaching"))
    data = CollectionFile(title="Data", description="Data.", badges=("data-analysis", "sailing"))
    registry = replace(
        listed,
        collections={"water": Collection(slug="water", file=water), "data": Collection(slug="data", file=data)},
    )

    def rows(choice: Choice) -> list[tuple[str, dict[str, int]]]:
        return [(row["collection"], row["states"]) for row in collection_rows(registry, choice, NOW)]

    assert rows(Choice()) == [
        ("water", {"valid": 1, "suspended": 1, "not-registered": 1}),
        ("data", {"valid": 2, "suspended": 1, "revoked": 1, "erased": 1}),
    ]
    assert rows(Choice(badges=frozenset({"teaching"}))) == [("water", {"not-registered": 1})]
    assert rows(Choice(issuers=frozenset({"harbour"}))) == [
        (name, {"valid": 1, "suspended": 1}) for name in ("water", "data")
    ]
    assert rows(Choice(states=frozenset({"revoked"}))) == [("data", {"revoked": 1})]
    (row, _) = collection_rows(registry, Choice(), NOW)
    assert (row["title"], row["badges"]) == ("On the water", ["sailing", "teaching"])
    assert row["page"] == "https://credentials.example.org/registry/collections/water/"


def test_a_choice_of_awards_leaves_out_who_has_none(listed: Registry) -> None:
    revoked = Choice(states=frozenset({"revoked"}))
    assert [row["badge"] for row in badge_rows(listed, revoked, NOW)] == ["data-analysis"]
    assert [row["issuer"] for row in issuer_rows(listed, revoked, NOW)] == ["lakeside"]
    assert [row["recipient"] for row in recipient_rows(listed, revoked, NOW)] == [recipient(1)]
    assert [row["issuer"] for row in issuer_rows(listed, Choice(badges=frozenset({"sailing"})), NOW)] == ["harbour"]


def test_recipients_are_listed_with_all_their_badges_and_nobody_by_an_erased_award(listed: Registry) -> None:
    rows = {row["recipient"]: row for row in recipient_rows(listed, Choice(), NOW)}
    assert set(rows) == {recipient(number) for number in (1, 3, 4, 5)}
    assert rows[recipient(1)]["badges"] == ["data-analysis", "sailing"]
    assert rows[recipient(1)]["states"] == {"suspended": 1, "revoked": 1}


def test_a_key_is_active_retired_compromised_or_not_yet_active(tmp_path: Path) -> None:
    ends = {"lakeside": "retired: 2026-09-01T00:00:00Z\n", "harbour": "compromised: 2026-09-01T00:00:00Z\n"}
    texts = {f"keys/{issuer}/key-1.yml": files()[f"keys/{issuer}/key-1.yml"] + end for issuer, end in ends.items()}
    registry = load_registry(FolderFiles(write_registry(tmp_path, texts)))

    def states(as_of: datetime) -> dict[str, str]:
        return {row["issuer"]: row["state"] for row in key_rows(registry, Choice(), as_of)}

    assert states(datetime(2025, 1, 1, tzinfo=UTC)) == {"lakeside": "not-yet-active", "harbour": "not-yet-active"}
    assert states(NOW) == {"lakeside": "active", "harbour": "active"}
    assert states(datetime(2026, 9, 1, tzinfo=UTC)) == {"lakeside": "retired", "harbour": "compromised"}
