"""Since when there is a version of a badge: from commits, from the register, and not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.site.publications import badge_times, publications
from tests.registry_builder import commit_all, git, write_registry
from tests.unit.site.indexes.samples import FIRST_COMMIT, LATER_COMMIT, Published
from tests.unit.site.site_builder import REGISTERED, register

BADGE = "credentials/badges/sailing/badge.yml"
MONTHS = [datetime(2026, month, 1, 8, 0, tzinfo=UTC) for month in range(1, 7)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_registry(tmp_path / "registry")


def change(root: Path, before: str, after: str, when: datetime) -> None:
    """Commit a change of the badge's file."""
    file = root / BADGE
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))
    commit_all(root, when=when)


def test_a_version_is_as_old_as_the_commit_that_brought_it(root: Path) -> None:
    commit_all(root, when=MONTHS[0])
    change(root, "version: 1\n", "version: 2  # clearer\n", MONTHS[1])
    change(root, "Sailing", "Sailing!", MONTHS[2])
    change(root, "version: 2  # clearer", 'version: "3"', MONTHS[3])

    times = badge_times(root)

    assert {number: times["sailing", number] for number in (1, 2, 3)} == dict(
        zip((1, 2, 3), (MONTHS[0], MONTHS[1], MONTHS[3]), strict=True)
    )


def test_a_draft_is_not_there_yet(root: Path) -> None:
    change(root, "version: 1\n", "version: 1\nstate: draft\n", MONTHS[0])
    change(root, "Sailing", "Sailing!", MONTHS[1])
    assert ("sailing", 1) not in badge_times(root)

    change(root, "state: draft\n", "", MONTHS[2])
    change(root, "version: 1\n", "version: 1\nstate: retired\n", MONTHS[3])
    assert badge_times(root)["sailing", 1] == MONTHS[2]


def test_texts_that_look_like_keys_or_patches_are_none(root: Path) -> None:
    text = "criteria: |\n  version: 7\n  state: draft\n  diff --git a/x b/x\n  commit 5\n"
    change(root, "criteria: Sailed a course alone.\n", text, MONTHS[0])

    assert [key for key in badge_times(root) if key[0] == "sailing"] == [("sailing", 1)]


def test_a_merged_branch_is_as_old_as_its_merge(root: Path) -> None:
    badge = root / BADGE
    text = badge.read_text()
    badge.unlink()
    commit_all(root, when=MONTHS[0])
    git(root, "checkout", "-q", "-b", "sailing")
    badge.write_text(text)
    commit_all(root, when=MONTHS[1])
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Merge", "sailing", when=MONTHS[2])

    assert badge_times(root)["sailing", 1] == MONTHS[2]


def test_a_badge_that_came_back_is_as_old_as_it_was(root: Path) -> None:
    commit_all(root, when=MONTHS[0])
    text = (root / BADGE).read_text()
    (root / BADGE).unlink()
    commit_all(root, when=MONTHS[1])
    (root / BADGE).write_text(text)
    commit_all(root, when=MONTHS[2])

    assert badge_times(root)["sailing", 1] == MONTHS[0]


def test_a_registry_in_a_subfolder_has_the_same_times(tmp_path: Path) -> None:
    inner = write_registry(tmp_path / "whole" / "registry")
    commit_all(tmp_path / "whole", when=MONTHS[0])

    assert badge_times(inner)["sailing", 1] == MONTHS[0]


def test_without_a_history_the_register_knows_and_what_it_does_not_know_is_left_out(root: Path) -> None:
    register(root)

    assert badge_times(root) == {}
    found = publications(load_registry(FolderFiles(root)), {})
    assert [(one.badge.slug, one.number, one.when) for one in found] == [
        ("data-analysis", 2, REGISTERED),
        ("sailing", 1, REGISTERED),
    ]


def test_the_earlier_of_commit_and_registration_counts_and_the_newest_comes_first(site: Published) -> None:
    found = publications(site.registry, badge_times(site.root))

    assert [(one.badge.slug, one.number, one.when, one.first) for one in found] == [
        ("data-analysis", 2, REGISTERED, FIRST_COMMIT),  # its commit is later, and an award was registered before
        ("data-analysis", 1, FIRST_COMMIT, FIRST_COMMIT),
        ("sailing", 1, FIRST_COMMIT, FIRST_COMMIT),
        ("teaching", 1, FIRST_COMMIT, FIRST_COMMIT),
    ]
    assert LATER_COMMIT > REGISTERED


def test_a_version_under_a_former_name_is_that_version(site: Published) -> None:
    registry = site.registry

    (first,) = [
        one
        for one in publications(registry, {("numbers", 1): MONTHS[0]})
        if one.number == 1 and one.badge.slug == "data-analysis"
    ]
    assert first.when == MONTHS[0]
