"""What a branch brings: the files that differ from another revision, the commits on the way, and their messages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from conferral.errors import RegistryError
from conferral.history import commit_at, git, is_repository


@dataclass(frozen=True, slots=True)
class Message:
    """A commit with what was written about it."""

    hash: str
    text: str


def merge_base(root: Path, base: str, tip: str = "HEAD") -> str:
    """The commit from which `tip` went its own way; `base` itself where the two have none in common.

    Raises `RegistryError` when there is no repository or no such revision.
    """
    known(root, base)
    try:
        return git(root, "merge-base", "--end-of-options", base, tip).decode().split()[0]
    except (RegistryError, IndexError):
        return base


def known(root: Path, revision: str) -> str:
    """The full hash of the commit that a revision names; raises `RegistryError` when there is none."""
    if not is_repository(root):
        git(root, "--version")  # says so where git itself is missing
        raise RegistryError(f"{root} is not in a git repository", hint="Comparing needs one.")
    commit = commit_at(root, revision)
    if commit is None:
        raise RegistryError(
            f'there is no revision "{revision}"',
            hint="Name a branch, a tag or a commit; in a CI, check out with the full history.",
        )
    return commit.hash


def folder_in_repository(root: Path) -> str:
    """Where a folder stands in its repository: a path with a slash at its end; empty at the top and outside git."""
    return _text(git(root, "rev-parse", "--show-prefix")).rstrip("\n") if is_repository(root) else ""


def top_of_repository(root: Path) -> Path:
    """The folder of the repository that a folder belongs to; the folder itself outside git."""
    return Path(os.fsdecode(git(root, "rev-parse", "--show-toplevel")).rstrip("\n")) if is_repository(root) else root


def changed_files(root: Path, base: str) -> tuple[str, ...]:
    """The paths, relative to `root`, of the files that differ between a revision and the folder, new ones included.

    What git ignores is left out, and so is what lies outside `root`.
    """
    looks = ("--no-ext-diff", "--no-textconv", "--no-renames", "--name-only", "--relative", "-z")
    tracked = git(root, "diff", *looks, known(root, base), "--")
    new = git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return tuple(sorted({path for path in _text(tracked + new).split("\0") if path}))


def added_files(root: Path, base: str, tip: str = "HEAD") -> tuple[str, ...]:
    """The paths, relative to `root`, of the files that a commit after `base` added, those taken back included."""
    looks = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--diff-filter=A", "--name-only", "-c")
    span = f"{known(root, base)}..{known(root, tip)}"
    log = git(root, "log", *looks, "--relative", "-z", "--format=", span, "--")
    return tuple(sorted({path for path in _text(log).split("\0") if path.strip()}))


def messages(root: Path, base: str, tip: str = "HEAD") -> Sequence[Message]:
    """The commits that `tip` has and `base` has not, oldest first, with their messages."""
    return _log(root, base, tip, "%B")


def first_parents(root: Path, base: str, tip: str = "HEAD") -> Sequence[Message]:
    """The commits from `base` to `tip` along first parents, oldest first, with their subjects.

    Each is what one merge or one push brought to the branch.
    """
    return _log(root, base, tip, "%s", "--first-parent")


def _log(root: Path, base: str, tip: str, words: str, *options: str) -> Sequence[Message]:
    looks = ("--reverse", "--no-color", "--no-show-signature", "-z", f"--format=%H%n{words}", *options)
    log = git(root, "log", *looks, f"{known(root, base)}..{known(root, tip)}", "--")
    return [Message(*entry.partition("\n")[::2]) for entry in _text(log).split("\0") if entry]


def _text(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape")


def default_branch(root: Path) -> str:
    """The default branch of origin, as far as this clone knows it, such as "origin/main".

    Raises `RegistryError` when it knows none.
    """
    try:
        return git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").decode().strip()
    except RegistryError:
        for name in ("origin/main", "origin/master"):
            if commit_at(root, name):
                return name
    raise RegistryError(
        "the default branch of origin is not known here", hint="Name the revision to compare with, such as main."
    )
