"""Branches that knew nothing of each other: what git merges, what the check says, and what one command mends."""

from __future__ import annotations

from pathlib import Path

from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.cli.calling import call
from tests.registry_builder import commit_all, git, recipient

Ids = dict[str, list[str]]

SPRING = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"


def branch(root: Path, name: str, *commands: tuple[str, ...]) -> None:
    """A branch off main with what the commands did, each registered by itself."""
    git(root, "switch", "-q", "-c", name, "main")
    for command in commands:
        assert call(*command, "--root", root).code == 0
    assert call("register", "--root", root).code == 0
    commit_all(root, name)


def merge(root: Path, *names: str) -> None:
    git(root, "switch", "-q", "main")
    for name in names:
        git(root, "merge", "-q", "--no-ff", "-m", f"Merge {name}", name)


def test_two_branches_correct_one_award_and_the_second_to_be_merged_counts_on(root: Path, ids: Ids) -> None:
    award = ids["data-analysis"][1]
    commit_all(root)
    branch(root, "mark", ("correct", award, "--set", "result.value=95", "--reason", "result-changed"))
    badge = ("badge", "correct", "data-analysis", "--set", "field=Data and reason", "--reason", "badge-text")
    branch(root, "text", badge)
    merge(root, "mark", "text")

    checked = call("check", "--base", "mark", "--root", root)
    assert checked.code == 1
    assert f"issue 2 of the award {award} is in credentials/register/corrections/data-analysis/" in checked.out
    assert "conferral: 1 problem in the registry" in checked.err

    mended = call("register", "--base", "mark", "--root", root)
    assert (mended.code, mended.out) == (
        0,
        f"{award}  is issue 3 now, as another correction was issued as issue 2\n",
    )
    assert mended.err == "mended 1 row; commit the changed files\n"
    assert call("check", "--base", "mark", "--root", root).code == 0
    assert 'value: "95"' in (root / SPRING).read_text()
    rows = load_registry(FolderFiles(root)).rows_by_id
    assert [[row.issue for row in rows[one]] for one in ids["data-analysis"]] == [[1, 2], [1, 2, 3], [1, 2]]


def test_what_is_on_the_base_needs_a_correction_and_what_is_not_is_pinned_anew(root: Path, ids: Ids) -> None:
    commit_all(root)
    git(root, "switch", "-q", "-c", "cohort")
    late = root / "credentials/awards/teaching/2026-07-01-summer-3n8p.yml"
    late.parent.mkdir(parents=True)
    late.write_text(f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(9)}\n")
    call("register", "--root", root)
    commit_all(root, "cohort")
    late.write_text(late.read_text().replace("2026-07-01", "2026-07-02"))
    assert (
        "run `conferral register --base` with the same revision" in call("check", "--base", "main", "--root", root).out
    )

    mended = call("register", "--base", "main", "--root", root)

    assert mended.code == 0
    assert mended.out.endswith("  is pinned anew, as the files say something else now\n")
    assert call("check", "--base", "main", "--root", root).code == 0

    (root / SPRING).write_text((root / SPRING).read_text().replace("Led the team.", "Was led."))
    refused = call("register", "--base", "main", "--root", root)
    assert refused.code == 1
    assert f"award {ids['data-analysis'][1]} would sign something else than what was registered" in refused.err


def test_a_text_that_one_branch_changed_and_another_pinned_is_mended_by_a_pull_request(root: Path) -> None:
    commit_all(root)
    git(root, "tag", "live")
    git(root, "switch", "-q", "-c", "cohort", "main")
    late = root / "credentials/awards/teaching/2026-07-01-summer-3n8p.yml"
    late.parent.mkdir(parents=True)
    late.write_text(f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(9)}\n")
    call("register", "--root", root)
    commit_all(root, "cohort")
    git(root, "switch", "-q", "-c", "text", "main")
    badge = root / "credentials/badges/teaching/badge.yml"
    badge.write_text(badge.read_text().replace("description: ", "description: Truly, ", 1))
    commit_all(root, "text")
    merge(root, "cohort", "text")
    assert call("check", "--base", "live", "--live", "none", "--root", root).code == 1
    git(root, "switch", "-q", "-c", "mending")

    mended = call("register", "--base", "refs/tags/live", "--root", root)

    assert mended.out.endswith("  is pinned anew, as the files say something else now\n")
    commit_all(root, "mended")
    for base in ("main", "refs/tags/live"):
        assert call("check", "--base", base, "--root", root).err == ""
    git(root, "tag", "--force", "live", "main~1")  # had it been published before the text changed
    refused = call("check", "--base", "refs/tags/live", "--root", root)
    assert "the register says something else of award" in refused.out


def test_a_base_whose_register_cannot_be_read_mends_nothing(root: Path) -> None:
    rows = root / "credentials/register/awards/sailing/2026-05-02-regatta-7m2x.csv"
    sound = rows.read_bytes()
    rows.write_text("broken\n")
    commit_all(root)
    rows.write_bytes(sound)

    refused = call("register", "--base", "HEAD", "--root", root)

    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        'conferral: the register of revision "HEAD" cannot be read whole, so what it has issued is not known\n'
        "hint: Name a revision whose register is sound.\n"
    )


def test_one_branch_corrects_and_another_erases(root: Path, ids: Ids) -> None:
    """Git shows the conflict in the entry; once the erasure is kept, the registry is sound."""
    award = ids["sailing"][0]
    commit_all(root)
    branch(root, "correct", ("correct", award, "--set", "awarded=2026-05-01", "--reason", "clerical-error"))
    branch(root, "erase", ("erase", award, "--yes"))
    merge(root, "correct")
    git(root, "merge", "-q", "-X", "theirs", "-m", "Merge erase", "erase")

    checked = call("check", "--base", "correct", "--root", root)

    assert (checked.code, checked.out) == (0, "no problems: 2 issuers, 3 badges, 4 awards\n")
