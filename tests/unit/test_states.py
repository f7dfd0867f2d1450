"""States of awards: days in the registry's timezone, and what goes before what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Award, Registry
from conferral.states import State, day_of, end_of, start_of, state_of, valid_from, valid_until
from tests.registry_builder import recipient, write_registry
from tests.unit.site.site_builder import add_files, register


def _registry(folder: Path) -> Registry:
    write_registry(folder)
    register(folder)
    return load_registry(FolderFiles(folder))


def _award(registry: Registry, person: int, badge: str = "sailing") -> Award:
    return next(item for item in registry.awards if (item.recipient, item.badge) == (recipient(person), badge))


def test_an_award_is_valid_from_the_first_to_the_last_second_of_its_days_in_the_registrys_timezone(
    tmp_path: Path,
) -> None:
    registry = _registry(tmp_path)
    award = _award(registry, 1)
    begins, ends = datetime(2026, 5, 1, 22, tzinfo=UTC), datetime(2028, 5, 2, 21, 59, 59, tzinfo=UTC)

    assert (valid_from(registry, award), valid_until(registry, award)) == (begins, ends)
    second = timedelta(seconds=1)
    assert [state_of(registry, award, when).kind for when in (begins - second, begins, ends, ends + second)] == [
        "not-yet-valid",
        "valid",
        "valid",
        "expired",
    ]


def test_an_award_of_a_badge_without_validity_has_no_end(tmp_path: Path) -> None:
    registry = _registry(tmp_path)
    award = _award(registry, 1, "data-analysis")

    assert valid_until(registry, award, badge_version=1) is None
    assert valid_until(registry, award) == datetime(2029, 6, 30, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("as_of", [datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)])
def test_a_revocation_goes_before_everything_else_whatever_the_time(tmp_path: Path, as_of: datetime) -> None:
    award_id = _award(_registry(tmp_path), 1).id
    add_files(
        tmp_path,
        {
            f"credentials/revocations/{award_id}.yml": "on: 2026-08-01\nreason: misconduct\nnote: Copied.\n",
            f"credentials/suspensions/{award_id}.yml": "on: 2026-07-01\nreason: under-review\n",
        },
    )
    registry = load_registry(FolderFiles(tmp_path))

    assert state_of(registry, _award(registry, 1), as_of) == State(
        kind="revoked",
        starts=date(2026, 5, 2),
        until=date(2028, 5, 2),
        since=date(2026, 8, 1),
        reason="misconduct",
        note="Copied.",
    )


def test_a_suspension_ends_with_the_word_lifted(tmp_path: Path) -> None:
    award_id = _award(_registry(tmp_path), 1).id
    file = f"credentials/suspensions/{award_id}.yml"
    as_of = datetime(2026, 7, 2, tzinfo=UTC)

    add_files(tmp_path, {file: "on: 2026-07-01\nreason: under-review\n"})
    registry = load_registry(FolderFiles(tmp_path))
    assert state_of(registry, _award(registry, 1), as_of).kind == "suspended"

    add_files(tmp_path, {file: "on: 2026-07-01\nreason: under-review\nlifted: 2026-07-09\n"})
    registry = load_registry(FolderFiles(tmp_path))
    assert state_of(registry, _award(registry, 1), as_of).kind == "valid"


@given(st.dates(date(1950, 1, 1), date(2090, 12, 30)), st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "UTC"]))
def test_days_follow_each_other_without_gap_or_overlap(day: date, timezone: str) -> None:
    assert end_of(day, timezone) + timedelta(seconds=1) == start_of(day + timedelta(days=1), timezone)
    assert day_of(start_of(day, timezone), timezone) == day == day_of(end_of(day, timezone), timezone)
