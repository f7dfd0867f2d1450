"""Which commit brought which row of the register to a branch, and which pull request brought that commit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from conferral.errors import RegistryError
from conferral.history import Commit, git, git_lines, head, is_repository
from conferral.register.rows import AWARDS_FOLDER, COLUMNS, CORRECTIONS_FOLDER

_BY_GITHUB = ("GitHub", "GitHub Enterprise")
"""Committers that stand for the host itself; the e-mail address beside them is the operator's to choose."""
_MERGED = re.compile(r"Merge pull request #([1-9][0-9]{0,8}) from \S+")
_TITLED = re.compile(r".*\(#([1-9][0-9]{0,8})\)")
_SEE = re.compile(r"See merge request (?:[A-Za-z0-9_][A-Za-z0-9_./-]*)?!([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Request:
    """A pull request or merge request, in the words of its host, by its number there."""

    label: Literal["pull request", "merge request"]
    number: int


def award_commits(root: Path, *files: str, tip: str = "HEAD") -> Mapping[tuple[str, int], Commit]:
    """For every (award id, issue) the commit that brought its row to this branch; empty outside git.

    As `rows_added`, which see, for those who need to look up one award after the other.
    """
    commits: dict[tuple[str, int], Commit] = {}
    for award, issue, commit in rows_added(root, *files, tip=tip):
        commits.setdefault((award, issue), commit)
    return commits


def rows_added(root: Path, *files: str, tip: str = "HEAD") -> Iterator[tuple[str, int, Commit]]:
    """The rows that commits added to the register, oldest first: award id, issue and commit; none outside git.

    A row that was taken out and put back is there twice.
    The branch is that of the commit `tip`.  `files` are those of the register to look at; all, unless some are named.
    For a merged pull request the commit is the merge, where the award was approved.
    Needs the whole history: in a shallow clone the oldest commit at hand would take the credit, so that is an error.
    """
    if not is_repository(root):
        return
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise RegistryError(
            "this is a shallow clone: which commit added which award cannot be told",
            hint="Fetch the whole history: `git fetch --unshallow`, or fetch-depth: 0 in a CI.",
        )
    if head(root) is None:
        return
    looks = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--unified=0")
    order = ("--reverse", "--first-parent", "-m", "-p", "--format=commit %H %ct")
    paths = [f":(literal){file}" for file in files]
    paths = paths or [f":(glob){folder}/*/*.csv" for folder in (AWARDS_FOLDER, CORRECTIONS_FOLDER)]
    commit: Commit | None = None
    for line in git_lines(root, "log", *order, *looks, "--text", "--end-of-options", tip, "--", *paths):
        if line.startswith(b"commit "):
            _, name, when = line.decode().split()
            commit = Commit(name, datetime.fromtimestamp(int(when), UTC))
        elif line.startswith(b"+") and commit and line.count(b",") == len(COLUMNS) - 1:
            award, issue, *_ = line[1:].decode(errors="replace").split(",")
            if issue.isdecimal():
                yield award, int(issue), commit


def requests_of(root: Path, commits: Iterable[Commit]) -> Mapping[str, Request]:
    """For the hashes of commits the request that brought them to their branch, where the host wrote so.

    What hosts write is taken, and nothing else: "Merge pull request #12 from ..." as the subject of a merge; "(#12)" at
    the end of the subject of what GitHub itself committed, squashed or merged; the last line "See merge request
    group/project!12" of a merge.  Anybody's "(#12)" may be an issue, and "!12" in a title anything.
    """
    wanted = sorted({commit.hash for commit in commits})
    if not wanted:
        return {}
    given = "".join(f"{name}\n" for name in wanted).encode()
    log = git(
        root,
        "log",
        "--no-show-signature",
        "--no-walk=unsorted",
        "--stdin",
        "-z",
        "--format=%H%x00%P%x00%cn%x00%B",
        given=given,
    )
    fields = iter(log.decode(errors="replace").split("\0"))
    found = {}
    for name, parents, committer, message in zip(fields, fields, fields, fields, strict=False):
        request = _request(message, merge=" " in parents, by_host=committer in _BY_GITHUB)
        if request:
            found[name] = request
    return found


def _request(message: str, *, merge: bool, by_host: bool) -> Request | None:
    subject, *body = message.split("\n")
    pulled = (merge and _MERGED.fullmatch(subject)) or (by_host and _TITLED.fullmatch(subject))
    if pulled:
        return Request("pull request", int(pulled[1]))
    seen = [line for line in map(_SEE.fullmatch, body) if line] if merge else []
    return Request("merge request", int(seen[-1][1])) if seen else None
