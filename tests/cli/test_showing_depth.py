"""`conferral show`, `describe` and `award` know what badges and awards may say besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.cli.calling import call
from tests.registry_builder import commit_all, git, recipient, write_registry
from tests.unit.register.conftest import register
from tests.unit.test_depth import BADGE, BATCH, DEEP_BADGE, DEEP_BATCH

RENEWAL = "renewal: {hours: 8, within: 3 years, of: [sailing]}\n"


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    root = write_registry(tmp_path / "registry", {BADGE: DEEP_BADGE, BATCH: DEEP_BATCH})
    git(root, "init", "--quiet", "--initial-branch=main")
    register(root)
    commit_all(root, "All of it")
    return root


def test_an_award_is_shown_with_what_was_done(deep: Path) -> None:
    award = next(one for one in load_registry(FolderFiles(deep)).awards if len(one.entry.result) > 1)
    shown = call("show", award.id or "", "--root", deep)

    assert (
        "  result       status Completed, value 92, of score\n"
        "  result       of method, level strong\n"
        "  activity     2026-03-02 to 2026-06-26\n"
        "  role         Team lead\n"
        "  assessed by  Exam Board, https://exams.example.org\n"
        "  credits      2.5\n"
        "  term         Spring 2026\n"
        "  licence      L-2026-17\n"
    ) in shown.out


def test_a_badge_is_shown_with_its_code_its_end_and_what_earns_a_renewal(deep: Path) -> None:
    (deep / BADGE).write_text(DEEP_BADGE + RENEWAL)
    shown = call("show", "data-analysis", "--root", deep)

    assert (
        "  specialised  Time series\n"
        "  code         DA-101\n"
        "  validity     until 2028-12-31\n"
        "  renewal      by 8 hours within 3 years of sailing\n"
    ) in shown.out


def test_a_change_of_what_is_signed_is_told_and_refused_and_a_rule_of_renewal_is_not_signed(deep: Path) -> None:
    (deep / "credentials/badges/sailing/badge.yml").write_text(
        (deep / "credentials/badges/sailing/badge.yml").read_text()
        + "hours: 4\n"
        + RENEWAL.replace("sailing", "teaching")
    )
    (deep / "credentials/badges/teaching/badge.yml").write_text(
        (deep / "credentials/badges/teaching/badge.yml").read_text() + "hours: 4\n"
    )
    assert "changes the text of the badge Sailing: hours, renewal" in call("describe", "main", "--root", deep).out
    (deep / "credentials/badges/sailing/badge.yml").write_text(
        (deep / "credentials/badges/sailing/badge.yml").read_text().replace("hours: 4\n", "", 1)
    )
    assert call("check", "--root", deep, "--base", "main").code == 0

    (deep / BATCH).write_text((deep / BATCH).read_text().replace("role: Analyst", "role: Observer"))
    told = call("describe", "main", "--root", deep)
    assert "role" in told.out
    refused = call("check", "--root", deep, "--base", "main")
    assert refused.code == 1


def test_what_all_of_a_batch_did_is_said_by_options(deep: Path) -> None:
    options = ("--started", "2026-07-01", "--ended", "2026-07-20", "--role", "Instructor", "--term", "Summer 2026")
    done = call("award", "teaching", recipient(2), "--awarded", "2026-07-31", *options, "--root", deep)

    assert done.code == 0, done.err
    assert (deep / done.out.strip()).read_text().partition("\n")[2] == (
        "badge: teaching\nawarded: 2026-07-31\nactivity:\n  start: 2026-07-01\n  end: 2026-07-20\n"
        f"role: Instructor\nterm: Summer 2026\nrecipients:\n  - recipient: {recipient(2)}\n"
    )
    told = call("award", "teaching", recipient(3), "--started", "2026-07-02", "--ended", "2026-07-01", "--root", deep)
    assert (told.code, "--ended 2026-07-01 is before --started 2026-07-02" in told.err) == (2, True)
