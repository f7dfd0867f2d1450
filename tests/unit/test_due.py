"""What is due: what ends, what has ended and was not renewed, which keys retire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.due import Due, due, period_of
from conferral.fields import Period
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from tests.registry_builder import files, key_file, recipient, write_registry
from tests.unit.register.conftest import register

MONTH = Period(1, "month")


def _registry(root: Path, changes: Mapping[str, str] | None = None, later: Mapping[str, str] | None = None) -> Registry:
    write_registry(root, changes)
    register(root)
    ids = {f"{award.badge} {award.recipient}": award.id or "" for award in load_registry(FolderFiles(root)).awards}
    for path, text in (later or {}).items():
        for name, award in ids.items():
            path, text = path.replace(name, award), text.replace(name, award)  # noqa: PLW2901
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return load_registry(FolderFiles(root))


def _found(found: Due) -> dict[str, tuple[list[str], list[str]]]:
    return {
        each.badge.slug: ([str(one.last_day) for one in each.ending], [str(one.last_day) for one in each.ended])
        for each in found.badges
    }


def test_an_award_is_due_on_its_last_day_and_for_a_year_afterwards(tmp_path: Path) -> None:
    registry = _registry(tmp_path)  # one award of data-analysis ends on 2026-12-31, both of sailing in May 2028

    def on(day: str) -> dict[str, tuple[list[str], list[str]]]:
        return _found(due(registry, within=MONTH, as_of=datetime.fromisoformat(f"{day}T12:00:00+00:00")))

    ending: dict[str, tuple[list[str], list[str]]] = {"data-analysis": (["2026-12-31"], [])}
    assert on("2026-11-29") == {}
    assert on("2026-11-30") == {}
    assert on("2026-12-01") == ending
    assert on("2026-12-31") == ending
    assert on("2027-01-01") == {"data-analysis": ([], ["2026-12-31"])}
    assert on("2027-12-31") == {"data-analysis": ([], ["2026-12-31"])}
    assert on("2028-01-01") == {}
    assert on("2028-05-03") == {"sailing": (["2028-05-03"], ["2028-05-02"])}


def test_days_are_those_of_the_registrys_timezone(tmp_path: Path) -> None:
    registry = _registry(tmp_path)
    last_minute = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)  # 23:59 in Berlin
    assert _found(due(registry, within=MONTH, as_of=last_minute))["data-analysis"] == (["2026-12-31"], [])
    midnight = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    assert _found(due(registry, within=MONTH, as_of=midnight))["data-analysis"] == ([], ["2026-12-31"])


BATCH = "credentials/awards/sailing/2028-05-01-again-k3v9.yml"


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ({BATCH: f"badge: sailing\nawarded: 2028-05-03\nrecipients:\n- recipient: {recipient(1)}\n"}, ["2028-05-03"]),
        (
            {
                BATCH: "badge: sailing\nawarded: 2028-05-01\nrecipients:\n"
                f"- recipient: {recipient(1)}\n  renews: sailing {recipient(1)}\n"
            },
            ["2028-05-03"],
        ),
        (
            {f"credentials/revocations/sailing {recipient(1)}.yml": "on: 2027-01-01\nreason: misconduct\n"},
            ["2028-05-03"],
        ),
        (
            {f"credentials/suspensions/sailing {recipient(1)}.yml": "on: 2027-01-01\nreason: other\n"},
            ["2028-05-02", "2028-05-03"],
        ),
    ],
    ids=["awarded-again", "renewed", "revoked", "suspended"],
)
def test_what_was_renewed_or_revoked_is_not_due_and_what_is_suspended_is(
    tmp_path: Path, later: Mapping[str, str], left: list[str]
) -> None:
    registry = _registry(tmp_path, later=later)
    found = due(registry, within=MONTH, as_of=datetime(2028, 5, 1, tzinfo=UTC))
    assert [str(one.last_day) for one in found.badges[0].ending] == left


def test_a_retired_badge_and_a_suspended_award_cannot_be_renewed(tmp_path: Path) -> None:
    badge = files()["credentials/badges/data-analysis/badge.yml"]
    suspended = {f"credentials/suspensions/sailing {recipient(1)}.yml": "on: 2027-01-01\nreason: other\n"}
    registry = _registry(
        tmp_path, later={"credentials/badges/data-analysis/badge.yml": f"{badge}state: retired\n", **suspended}
    )
    found = due(registry, within=Period(2, "year"), as_of=datetime(2026, 12, 1, tzinfo=UTC))
    hindrances = {each.badge.slug: [one.hindrance for one in each.ending] for each in found.badges}
    assert hindrances == {"data-analysis": ["retired"], "sailing": ["suspended", ""]}


def test_a_key_that_retires_is_due_and_whether_another_follows(tmp_path: Path) -> None:
    retired = "retired: 2026-08-01T00:00:00Z\n"
    registry = _registry(
        tmp_path,
        {
            "keys/lakeside/key-1.yml": key_file("lakeside") + retired,
            "keys/lakeside/key-2.yml": key_file(
                "lakeside", "key-2", vouched_by="key-1", activated="2026-07-20T00:00:00Z"
            ),
            "keys/harbour/key-1.yml": key_file("harbour") + retired,
        },
    )

    def keys(as_of: datetime) -> list[tuple[str, bool]]:
        return [(each.key.issuer, each.followed) for each in due(registry, within=MONTH, as_of=as_of).keys]

    assert keys(datetime(2026, 6, 30, tzinfo=UTC)) == []
    assert keys(datetime(2026, 7, 1, tzinfo=UTC)) == [("harbour", False), ("lakeside", True)]
    assert keys(datetime(2026, 8, 1, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("30 days", Period(30, "day")),
        ("1 day", Period(1, "day")),
        ("P30D", Period(30, "day")),
        ("p2w", Period(14, "day")),
        ("6 weeks", Period(42, "day")),
        ("P3M", Period(3, "month")),
        (" 2 years ", Period(2, "year")),
    ],
)
def test_a_period_is_written_in_words_or_as_iso_8601(text: str, period: Period) -> None:
    assert period_of(text) == period


@pytest.mark.parametrize(
    "text", ["", "P", "PD", "30", "days", "0 days", "P0D", "1.5 months", "101 years", "P٣D", "2 h"]
)
def test_other_text_is_no_period(text: str) -> None:
    assert period_of(text) is None


@given(number=st.integers(1, 1200), day=st.dates(date(1900, 1, 1), date(2800, 1, 1)))
def test_looking_ahead_never_looks_back(number: int, day: date) -> None:
    found = period_of(f"{number} months")
    assert found
    assert found.after(day) > day
