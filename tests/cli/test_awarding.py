"""`conferral award` at the command line: what is no fault, and is said all the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.calling import call
from tests.registry_builder import commit_all, recipient

NEXT = "next: `conferral register`, then commit the batch and the register, and open a pull request\n"


@pytest.fixture(autouse=True)
def _present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.cli.awarding.now", lambda: datetime(2026, 7, 10, 9, tzinfo=UTC))


def test_a_spreadsheet_that_git_does_not_ignore_is_told(root: Path) -> None:
    cohort = root / "cohort.csv"
    cohort.write_text(f"recipient,date\n{recipient(60)},2026-07-01\n")
    commit_all(root)
    line = '"recipient" is recipient, "date" is awarded'

    def said() -> str:
        done = call("award", "teaching", "--csv", cohort, "--dry-run", "--root", root)
        assert done.code == 0
        return done.err.partition("dry run")[0]

    held = said()
    cohort = root / "another.csv"
    cohort.write_text(f"recipient,date\n{recipient(60)},2026-07-01\n")
    lies = said()
    (root / ".git/info/exclude").write_text("another.csv\n")

    advice = "move it out before you commit, or name it in .gitignore"
    columns = f"note: columns: {line}\n"
    assert held == (f"note: {root}/cohort.csv lies in a git repository that holds it: {advice}\n{columns}")
    assert lies == (f"note: {root}/another.csv lies in a git repository that does not ignore it: {advice}\n{columns}")
    assert said() == columns


def test_a_day_to_come_is_told(root: Path) -> None:
    done = call("award", "teaching", recipient(60), "--awarded", "2027-06-20", "--root", root)

    assert (done.code, done.err) == (
        0,
        f"note: 2027-06-20, the day of --awarded, has not come yet\n1 award\n{NEXT}",
    )


def test_of_a_spreadsheet_without_rows_no_table_is_shown(root: Path, tmp_path: Path) -> None:
    cohort = tmp_path / "cohort.csv"
    cohort.write_text("recipient\n")

    done = call("award", "teaching", "--csv", cohort, "--dry-run", "--root", root)

    assert (done.code, done.out) == (1, "")
    assert done.err == (
        'note: columns: "recipient" is recipient\n'
        f"{cohort}:1:1: there is no row below the headings\n    expected: a row for each person\n"
        f"dry run, nothing was written: 0 awards\nconferral: 1 problem in {cohort}\n"
    )
