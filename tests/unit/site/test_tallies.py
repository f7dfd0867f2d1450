"""Counting awards that are alike together gives what looking at each of them gives."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.site.tallies import counts
from conferral.states import state_of

DEMO = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(FolderFiles(DEMO))


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2029, 2040])
def test_the_numbers_are_those_of_every_award(registry: Registry, year: int) -> None:
    as_of = datetime(year, 8, 15, 12, tzinfo=UTC)
    awards = [(award, award.row, state_of(registry, award, as_of)) for award in registry.awards if award.row]

    counted = counts(registry, as_of)

    assert counted.states == Counter(state.kind for _, _, state in awards)
    assert counted.versions == Counter((award.badge, row.badge_version) for award, row, _ in awards)
    assert counted.months == Counter(award.awarded.replace(day=1) for award, _, _ in awards)
    assert counted.ending == Counter(
        state.until.replace(day=1) for _, _, state in awards if state.kind == "valid" and state.until
    )
    taken_back = [(state.since, row.id, state) for _, row, state in awards if state.since]
    taken_back.sort(key=lambda line: line[1])
    taken_back.sort(key=lambda line: line[0], reverse=True)
    assert [(state.since, award.id, state) for award, state in counted.withdrawn] == taken_back


def test_a_tally_of_each_badge_those_without_awards_too(registry: Registry) -> None:
    as_of = datetime(2026, 11, 23, tzinfo=UTC)

    tallies = counts(registry, as_of).badges

    assert list(tallies) == list(registry.badges)
    for slug, tally in tallies.items():
        awards = [award for award in registry.awards if award.row and award.badge == slug]
        kinds = Counter(state_of(registry, award, as_of).kind for award in awards)
        days = [award.awarded for award in awards]
        assert (tally.awarded, tally.revoked, tally.suspended, tally.first, tally.last) == (
            len(awards),
            kinds["revoked"],
            kinds["suspended"],
            min(days, default=None),
            max(days, default=None),
        )
