"""Which pull request brought a commit, by what its host wrote into history."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conferral.history import Commit
from conferral.register.provenance import Request, requests_of
from tests.registry_builder import NOW, commit_all, git

SQUASHED = "GitHub <noreply@github.com>"
BY_HAND = "Steward <steward@example.org>"


def committed(folder: Path, message: str, *, committer: str = BY_HAND, parents: int = 1) -> Commit:
    """A commit with exactly this message, after the one that is checked out and others like it."""
    (folder / "notes.txt").write_text(message)
    tip = commit_all(folder)
    tree = git(folder, "rev-parse", "HEAD^{tree}").strip()
    others = (_written(folder, f"tree {tree}\n{_people(BY_HAND)}\nother {number}\n") for number in range(1, parents))
    lines = "".join(f"parent {parent}\n" for parent in (tip, *others)[:parents])
    return Commit(_written(folder, f"tree {tree}\n{lines}{_people(committer)}\n{message}"), NOW)


def _people(committer: str) -> str:
    return f"author {BY_HAND} 1782900000 +0000\ncommitter {committer} 1782900000 +0000\n"


def _written(folder: Path, content: str) -> str:
    done = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=folder,
        input=content.encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


GITLAB = "Merge branch 'award-cohort' into 'main'\n\nAward the spring cohort\n\nSee merge request team/registry!34\n"
NESTED = (
    "Merge branch 'a' into 'main'\n\nClose team/registry!3\n\nCloses #7\n\n"
    "See merge request org/team/registry!34\n\nApproved-by: Steward <steward@example.org>\n"
)


@pytest.mark.parametrize(
    ("message", "committer", "parents", "request_"),
    [
        ("Merge pull request #12 from example-org/award-1\n\nAward: spring", SQUASHED, 2, ("pull request", 12)),
        ("Merge pull request #12 from example-org/award-1\n", BY_HAND, 2, ("pull request", 12)),
        ("Award the spring cohort (#345)\n\n* first\n* second (#9)\n", SQUASHED, 1, ("pull request", 345)),
        ("Follow #7 up (#8) (#11)\n", "GitHub Enterprise <ghe-noreply@example.org>", 1, ("pull request", 11)),
        ("Award the spring cohort (#345)", SQUASHED, 2, ("pull request", 345)),
        (GITLAB, BY_HAND, 2, ("merge request", 34)),
        (NESTED, BY_HAND, 2, ("merge request", 34)),
        ("Merge branch 'a' into 'main'\n\nSee merge request !34", BY_HAND, 2, ("merge request", 34)),
    ],
)
def test_a_request_is_read_from_what_the_host_wrote(
    tmp_path: Path, message: str, committer: str, parents: int, request_: tuple[str, int]
) -> None:
    commit = committed(tmp_path, message, committer=committer, parents=parents)

    found = requests_of(tmp_path, [commit])

    assert {name: (request.label, request.number) for name, request in found.items()} == {commit.hash: request_}


@pytest.mark.parametrize(
    ("message", "committer", "parents"),
    [
        ("Award the spring cohort (#345)", BY_HAND, 1),
        ("Award the spring cohort (#345) again", SQUASHED, 1),
        ("Award #345", SQUASHED, 1),
        ("Award\n\nof (#345)", SQUASHED, 1),
        ("Award (#0)", SQUASHED, 1),
        ("Award (#1234567890)", SQUASHED, 1),
        ("Award (example/other#3)", SQUASHED, 1),
        ("Merge pull request #12 from example-org/award-1", BY_HAND, 1),
        ('Revert "Merge pull request #12 from example-org/award-1"', BY_HAND, 2),
        ("Merge pull request #12 from a b", BY_HAND, 2),
        (GITLAB, BY_HAND, 1),
        ("Merge\n\nWe see merge request team/registry!34", BY_HAND, 2),
        ("See merge request team/registry!34", BY_HAND, 2),
    ],
)
def test_no_request_is_guessed_from_other_text(tmp_path: Path, message: str, committer: str, parents: int) -> None:
    commit = committed(tmp_path, message, committer=committer, parents=parents)

    assert requests_of(tmp_path, [commit]) == {}


def test_requests_of_many_commits_are_told_apart_whatever_their_messages_hold(tmp_path: Path) -> None:
    first = committed(tmp_path, "Award (#1)\n\ncommit 0\n+000,1\n\x01\r\n", committer=SQUASHED)
    second = committed(tmp_path, "", committer=SQUASHED)
    third = committed(tmp_path, "Award (#3)", committer=SQUASHED)

    found = requests_of(tmp_path, [third, second, first, first])

    assert found == {first.hash: Request("pull request", 1), third.hash: Request("pull request", 3)}


def test_without_commits_git_is_not_asked(tmp_path: Path) -> None:
    assert requests_of(tmp_path / "nowhere", []) == {}
