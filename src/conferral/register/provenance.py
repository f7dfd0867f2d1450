"""Which commit brought which row of the register to a branch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from conferral.errors import RegistryError
from conferral.history import Commit, git, head, is_repository
from conferral.register.rows import AWARDS_FOLDER, COLUMNS, CORRECTIONS_FOLDER


def award_commits(root: Path, *files: str, tip: str = "HEAD") -> Mapping[tuple[str, int], Commit]:
    """For every (award id, issue) the commit that brought its row to this branch; empty outside git.

    The branch is that of the commit `tip`.  `files` are those of the register to look at; all, unless some are named.
    For a merged pull request the commit is the merge, where the award was approved.
    Needs the whole history: in a shallow clone the oldest commit at hand would take the credit, so that is an error.
    """
    if not is_repository(root):
        return {}
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise RegistryError(
            "this is a shallow clone: which commit added which award cannot be told",
            hint="Fetch the whole history: `git fetch --unshallow`, or fetch-depth: 0 in a CI.",
        )
    if head(root) is None:
        return {}
    looks = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--unified=0")
    order = ("--reverse", "--first-parent", "-m", "-p", "--format=commit %H %ct")
    paths = [f":(literal){file}" for file in files]
    paths = paths or [f":(glob){folder}/*/*.csv" for folder in (AWARDS_FOLDER, CORRECTIONS_FOLDER)]
    log = git(root, "log", *order, *looks, "--text", "--end-of-options", tip, "--", *paths)
    commits: dict[tuple[str, int], Commit] = {}
    commit: Commit | None = None
    for line in log.decode(errors="replace").split("\n"):
        if line.startswith("commit "):
            _, name, when = line.split()
            commit = Commit(name, datetime.fromtimestamp(int(when), UTC))
        elif line.startswith("+") and commit and line.count(",") == len(COLUMNS) - 1:
            award, issue, *_ = line[1:].split(",")
            if issue.isdecimal():
                commits.setdefault((award, int(issue)), commit)
    return commits
