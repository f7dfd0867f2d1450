"""Further learning: which awards count toward a renewal, and for how many hours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conferral.continuing import Continuing
from conferral.due import due, due_as_rows
from conferral.fields import Period
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Award, Registry
from tests.registry_builder import SVG, files, recipient, write_registry
from tests.unit.register.conftest import register

SAILING = "credentials/badges/sailing/badge.yml"
FRAMEWORK = """\
name: Skills of the harbour
skills:
  - {id: seamanship, name: Seamanship}
  - {id: knots, name: Tying knots, broader: [seamanship]}
"""
RENEWAL = "renewal: {hours: 10, within: 12 months, of: [knots, harbour/seamanship]}\n"


def _badge(slug: str, hours: str, alignment: str = "") -> dict[str, str]:
    return {
        f"credentials/badges/{slug}/badge.yml": (
            f"issuer: harbour\nversion: 1\nname: {slug.title()}\ndescription: A course.\ncriteria: Took it.\n"
            f"status_purpose: suspension\n{hours}{alignment}"
        ),
        f"credentials/badges/{slug}/badge.svg": SVG.replace("{colour}", "123456"),
    }


def _batch(badge: str, day: str, *people: int) -> dict[str, str]:
    entries = "".join(f"  - recipient: {recipient(person)}\n" for person in people)
    path = f"credentials/awards/{badge}/{day}-course-k3v9.yml"
    return {path: f"badge: {badge}\nawarded: {day}\nrecipients:\n{entries}"}


def _registry(folder: Path, renewal: str = RENEWAL) -> Registry:
    skill = "alignments: [{skill: harbour/knots, name: Tying knots, url: 'https://skills.example.org/knots'}]\n"
    write_registry(
        folder,
        {
            SAILING: files()[SAILING] + renewal,
            "credentials/skills/harbour.yml": FRAMEWORK,
            **_badge("knots", "hours: 4\n"),
            **_badge("ropes", "hours: 6.5\n", skill),
            **_badge("cooking", "hours: 30\n"),
            **_badge("tides", ""),
            **_batch("knots", "2026-05-02", 1),
            **_batch("ropes", "2026-06-10", 1, 4),
            **_batch("cooking", "2026-06-11", 1),
            **_batch("tides", "2026-06-12", 1),
        },
    )
    (folder / "credentials/awards/knots/2026-06-20-again-7m2x.yml").write_text(
        f"badge: knots\nawarded: 2026-06-20\nrecipients:\n  - {{recipient: {recipient(1)}, valid_until: 2026-06-21}}\n"
        f"  - recipient: {recipient(2)}\n"
    )
    (folder / "credentials/awards/knots/2026-05-02-course-k3v9.yml").write_text(
        f"badge: knots\nawarded: 2026-05-02\nrecipients:\n  - {{recipient: {recipient(1)}, valid_until: 2026-05-03}}\n"
    )
    register(folder)
    return load_registry(FolderFiles(folder))


def _sailing(registry: Registry, person: int) -> Award:
    return next(one for one in registry.awards if (one.badge, one.recipient) == ("sailing", recipient(person)))


def _counted(registry: Registry, day: date, person: int = 1) -> list[tuple[str, date, float]]:
    earned = Continuing(registry).earned(_sailing(registry, person), day)
    assert earned is not None
    return [(one.award.badge, one.award.awarded, one.hours) for one in earned.counted]


def test_awards_of_the_badges_and_of_what_shows_the_skills_count_by_their_hours(tmp_path: Path) -> None:
    registry = _registry(tmp_path)
    earned = Continuing(registry).earned(_sailing(registry, 1), date(2026, 6, 30))

    assert _counted(registry, date(2026, 6, 30)) == [
        ("ropes", date(2026, 6, 10), 6.5),  # it shows a part of seamanship
        ("knots", date(2026, 6, 20), 4),  # it has ended since, and was learned all the same
    ]
    assert earned is not None
    assert (earned.needed, earned.hours, earned.reached) == (10, 10.5, True)


def test_what_was_learned_before_the_award_or_on_its_day_and_after_today_does_not_count(tmp_path: Path) -> None:
    registry = _registry(tmp_path)

    assert ("knots", date(2026, 5, 2), 4.0) not in _counted(registry, date(2026, 12, 31))
    assert _counted(registry, date(2026, 6, 19)) == [("ropes", date(2026, 6, 10), 6.5)]
    assert _counted(registry, date(2026, 6, 9)) == []


def test_what_was_learned_too_long_ago_does_not_count(tmp_path: Path) -> None:
    registry = _registry(tmp_path)

    assert len(_counted(registry, date(2027, 6, 10))) == 2
    assert _counted(registry, date(2027, 6, 11)) == [("knots", date(2026, 6, 20), 4)]
    (tmp_path / "other").mkdir()
    without_end = _registry(tmp_path / "other", RENEWAL.replace("within: 12 months, ", ""))
    assert len(_counted(without_end, date(2036, 6, 11))) == 2


@pytest.mark.parametrize("kind", ["revocations", "suspensions"])
def test_what_was_revoked_or_is_suspended_does_not_count(tmp_path: Path, kind: str) -> None:
    registry = _registry(tmp_path)
    ropes = next(one for one in registry.awards if one.badge == "ropes" and one.recipient == recipient(1))
    path = tmp_path / f"credentials/{kind}/{ropes.id}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("on: 2026-06-25\nreason: other\n")

    assert _counted(load_registry(FolderFiles(tmp_path)), date(2026, 6, 30)) == [("knots", date(2026, 6, 20), 4)]


def test_what_others_learned_does_not_count_and_a_badge_without_the_rule_says_nothing(tmp_path: Path) -> None:
    registry = _registry(tmp_path)

    assert _counted(registry, date(2026, 6, 30), person=4) == [("ropes", date(2026, 6, 10), 6.5)]
    ropes = next(one for one in registry.awards if one.badge == "ropes")
    assert Continuing(registry).earned(ropes, date(2026, 6, 30)) is None


def test_what_is_due_says_how_many_hours_count(tmp_path: Path) -> None:
    registry = _registry(tmp_path)
    found = due(registry, within=Period(3, "year"), as_of=datetime(2026, 6, 30, 12, tzinfo=UTC))
    sailing = next(one for one in found.badges if one.badge.slug == "sailing")

    assert [(one.award.recipient, one.is_earned) for one in sailing.ending] == [
        (recipient(1), True),
        (recipient(4), False),
    ]
    (rows,) = (one["ending"] for one in due_as_rows(registry, found)["badges"] if one["badge"] == "sailing")
    assert [row["renewal"]["earned"] for row in rows] == [True, False]
    assert {key: value for key, value in rows[1]["renewal"].items() if key != "counted"} == {
        "hours_needed": 10,
        "hours": 6.5,
        "earned": False,
    }
    assert [(one["badge"], one["hours"]) for one in rows[1]["renewal"]["counted"]] == [("ropes", 6.5)]
