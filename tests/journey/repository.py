"""A registry on a git host: a bare remote, people's clones, and the button that merges.

The button does what git hosts do: it merges two trees without a work tree and without merge drivers of the repository
(`git merge-tree`), and what conflicts is not merged.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.registry_builder import git


@dataclass(frozen=True)
class Merged:
    """What the button did: the commit that the branch is at, and the paths that conflict (then nothing was merged)."""

    commit: str
    conflicts: Sequence[str]


class Remote:
    """A bare repository with the branch `main`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        git(folder, "init", "-q", "--bare", "-b", "main")

    def clone(self, folder: Path) -> Clone:
        """A clone, with what is pushed meanwhile at hand as origin/..."""
        git(self.folder, "clone", "-q", str(self.folder), str(folder))
        return Clone(folder)

    def head(self, branch: str = "main") -> str:
        """The commit that a branch is at."""
        return git(self.folder, "rev-parse", branch).strip()

    def branch(self, name: str, at: str) -> None:
        """A branch at a commit."""
        git(self.folder, "branch", "-f", name, at)

    def merge(self, branch: str, into: str = "main") -> Merged:
        """Press the button of the pull request of `branch`."""
        before = self.head(into)
        done = subprocess.run(
            ["git", "merge-tree", "--write-tree", "--name-only", "--no-messages", into, branch],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        tree, *conflicts = done.stdout.split("\n")
        if done.returncode:
            assert done.returncode == 1, done.stderr
            return Merged(before, [path for path in conflicts if path])
        parents = ("-p", before, "-p", self.head(branch))
        message = f"Merge branch '{branch}'"
        commit = git(self.folder, "commit-tree", tree, *parents, "-m", message, when=moment()).strip()
        git(self.folder, "update-ref", f"refs/heads/{into}", commit)
        return Merged(commit, [])

    def try_merge(self, branch: str, ref: str) -> str:
        """The merge of a pull request as the host tries it, under a ref of its own; nothing is merged by that."""
        self.branch("try", self.head())
        merged = self.merge(branch, "try")
        assert merged.conflicts == []
        git(self.folder, "update-ref", ref, merged.commit)
        git(self.folder, "branch", "-q", "-D", "try")
        return merged.commit

    def merge_of(self, branch: str) -> str:
        """The commit on main that merged a branch."""
        merges = git(self.folder, "log", "--merges", "--format=%H %P", "main").splitlines()
        (found,) = (line.split()[0] for line in merges if line.endswith(self.head(branch)))
        return found


class Clone:
    """Somebody's clone."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *arguments: str) -> str:
        """Run git here; its output."""
        return git(self.root, *arguments, when=moment())

    def start(self, branch: str, at: str = "origin/main") -> None:
        """Begin a branch at what the host has now."""
        self.git("fetch", "-q", "origin")
        self.git("switch", "-q", "-C", branch, "--no-track", at)

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files, or delete (None) them."""
        for path, text in files.items():
            target = self.root / path
            if text is None:
                target.unlink()
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")

    def commit(self, message: str) -> str:
        """Commit everything; the commit's hash."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD").strip()

    def push(self, branch: str) -> None:
        """Push what is checked out as a branch."""
        self.git("push", "-q", "origin", f"HEAD:refs/heads/{branch}")


def moment() -> datetime:
    """The present, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
