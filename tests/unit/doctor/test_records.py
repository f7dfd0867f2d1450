"""What the doctor finds of learner records."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from conferral.doctor.built import Built
from conferral.doctor.live import LiveSite
from conferral.doctor.records import check_records
from conferral.verify import Verifier
from tests.journey.host import BASE_URL, StaticHost
from tests.unit.test_learner_records import LATER, OWN_FILE, RECORD, award_of, registry_in, registry_with, signed, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return registry_with(tmp_path / "registry")


def found(published: Path, built: Path, folder: Path) -> list[tuple[str, str, bool]]:
    host = StaticHost(folder / "host")
    host.publish(published)
    site = LiveSite(BASE_URL, host)
    findings = list(check_records(site, Verifier(resolver=site, at=LATER), Built(built, BASE_URL)))
    return [(str(one.outcome), one.sentence, one.passing) for one in findings]


def test_records_that_are_live_are_verified_there(root: Path, tmp_path: Path) -> None:
    site = signed(root, tmp_path / "signed")
    assert found(site, site, tmp_path) == [("passed", "1 of 1 learner record verified over HTTPS.", False)]


def test_nothing_is_said_where_there_are_none(root: Path, tmp_path: Path) -> None:
    (root / OWN_FILE).unlink()
    site = signed(root, tmp_path / "signed")
    assert found(site, site, tmp_path) == []


def test_a_record_that_is_not_live_yet_is_told(root: Path, tmp_path: Path) -> None:
    new = signed(root, tmp_path / "new")
    (root / OWN_FILE).unlink()
    ((outcome, sentence, passing),) = found(signed(root, tmp_path / "old"), new, tmp_path)
    assert (outcome, passing) == ("unknown", True)
    assert sentence.startswith(f"{RECORD}: ")


def test_an_older_record_that_holds_what_was_revoked_is_told(root: Path, tmp_path: Path) -> None:
    old = signed(root, tmp_path / "old")
    write(
        root,
        f"credentials/revocations/{award_of(registry_in(root), 'sailing')}.yml",
        "on: 2026-07-20\nreason: misconduct\n",
    )
    new = signed(root, tmp_path / "new", as_of=LATER + timedelta(days=1))
    (new / RECORD).replace(tmp_path / "record.json")
    (old / RECORD).rename(new / RECORD)
    built = signed(root, tmp_path / "built", as_of=LATER + timedelta(days=1))
    ((outcome, sentence, passing),) = found(new, built, tmp_path)
    assert (outcome, passing) == ("failed", True)
    assert sentence == (
        f'{RECORD} is "holds in part", and the copy in the folder "valid": Credentials inside that do not hold: 1 of 2.'
    )
