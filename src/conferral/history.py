"""What git knows: a registry as of a revision, when a commit was made, and which commit brought which file.

Git is asked through its command, with optional locks off: looking never writes.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from bisect import bisect_left
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from conferral.errors import RegistryError
from conferral.files import FOLDERS

# A folder of a pull request may look like a repository, and a repository's configuration can name programs to run.
_SAFELY = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
_PASSED_ON = (
    "PATH",
    "HOME",
    "TMPDIR",
    "XDG_CONFIG_HOME",
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_NOSYSTEM",
    *(f"GIT_CONFIG_{part}_{number}" for part in ("KEY", "VALUE") for number in range(4)),
)
"""Git never sees a signing key: only these variables of the environment."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full hash and the committer's time."""

    hash: str
    when: datetime


def git(root: Path, *arguments: str, given: bytes | None = None, accepted: Collection[int] = (0,)) -> bytes:
    """Standard output of a git command run in the registry's folder.

    Raises `RegistryError` with git's words when it exits with a code that is not `accepted`.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- fixed program, no shell
            ["git", *_SAFELY, *arguments],  # noqa: S607 -- whichever git the user has
            cwd=root,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            check=False,
            env=_environ(),
        )
    except FileNotFoundError as error:
        raise _not_installed() from error
    if done.returncode not in accepted:
        raise _failed(arguments[0], done.stderr)
    return done.stdout


def git_lines(root: Path, *arguments: str) -> Generator[bytes, None, None]:
    """As `git`, for output that is read line by line: the lines, each with its end, while git writes them."""
    with tempfile.TemporaryFile() as said:
        try:
            running = subprocess.Popen(  # noqa: S603 -- as above
                ["git", *_SAFELY, *arguments],  # noqa: S607
                cwd=root,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                env=_environ(),
            )
        except FileNotFoundError as error:
            raise _not_installed() from error
        with running:
            try:
                yield from running.stdout or ()
            except GeneratorExit:  # nobody wants the rest
                running.kill()
                raise
        if running.returncode:
            said.seek(0)
            raise _failed(arguments[0], said.read())


def _environ() -> dict[str, str]:
    environ = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environ |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    return environ | {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}  # history is what was committed


def _not_installed() -> RegistryError:
    return RegistryError("git is not installed", hint="Install git, or pass --as-of.")


def _failed(command: str, said: bytes) -> RegistryError:
    words = said.decode(errors="replace").strip().splitlines() or ["no message"]
    fatal = [line for line in words if line.startswith("fatal: ")]
    return RegistryError(f"git {command} failed: {(fatal or words)[0].removeprefix('fatal: ')}")


def answers_yes(folder: Path, *arguments: str) -> bool:
    """Whether a question to git is answered with yes, by its exit code; without git nothing is known, which is no."""
    try:
        git(folder, *arguments)
    except RegistryError:
        return False
    return True


def is_repository(root: Path) -> bool:
    """Whether the folder lies in a git work tree."""
    try:
        return git(root, "rev-parse", "--is-inside-work-tree").strip() == b"true"
    except RegistryError as error:
        if "not a git repository" in error.message or "not installed" in error.message:
            return False
        raise


def head(root: Path) -> Commit | None:
    """The commit that is checked out; None outside git and before the first commit."""
    return commit_at(root, "HEAD") if is_repository(root) else None


def commit_at(root: Path, revision: str) -> Commit | None:
    """The commit that a revision names; None when there is none of that name."""
    try:
        line = git(root, "log", "-1", "--format=%H %ct", "--end-of-options", revision, "--").decode().split()
    except RegistryError:
        return None
    return Commit(line[0], datetime.fromtimestamp(int(line[1]), UTC)) if line else None


def last_change(root: Path, *paths: str) -> Commit | None:
    """The newest commit that touched one of the paths; None when none did."""
    line = git(root, "log", "-1", "--format=%H %ct", "--", *paths).decode().split() if head(root) else []
    return Commit(line[0], datetime.fromtimestamp(int(line[1]), UTC)) if line else None


def is_changed(root: Path) -> bool:
    """Whether the registry's files differ from the commit that is checked out."""
    present = [folder for folder in FOLDERS if (root / folder).exists()]
    return bool(git(root, "status", "--porcelain", "--untracked-files=all", "--", *present).strip())


_FETCHED = 1_000
"""Files of a commit that are fetched at a time, by one git process."""


@dataclass(frozen=True)
class CommitFiles:
    """The files of a registry as of a revision (`conferral.files.Files`)."""

    root: Path
    revision: str
    _contents: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _objects(self) -> Mapping[str, str]:
        if commit_at(self.root, self.revision) is None:
            raise RegistryError(
                f'there is no revision "{self.revision}"',
                hint="Name a branch, a tag or a commit; in a CI, check out with the full history.",
            )
        listed = git(self.root, "ls-tree", "-r", "-z", self.revision, "--", *FOLDERS)
        objects = {}
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            if line:
                facts, path = line.split("\t", 1)
                mode, kind, name = facts.split()
                if kind == "blob" and mode != "120000":
                    objects[path] = name
        return objects

    def paths(self) -> Iterable[str]:
        """Paths relative to the registry's folder."""
        return self._sorted

    def read(self, path: str) -> bytes:
        """The content of one file; those that follow it are fetched with it, for who reads them in their order."""
        if path not in self._contents:
            self._fetch(path)
        return self._contents[path]

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(self._objects)

    def _fetch(self, first: str) -> None:
        start = bisect_left(self._sorted, first)
        paths = self._sorted[start : start + _FETCHED]
        self._contents.clear()
        wanted = "".join(f"{self._objects[path]}\n" for path in paths).encode()
        answer = git(self.root, "cat-file", "--batch", given=wanted)
        at = 0
        for path in paths:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].split()[2])
            self._contents[path] = answer[end + 1 : end + 1 + size]
            at = end + 1 + size + 1


def files_ever_added(root: Path, *folders: str, tip: str = "HEAD") -> Mapping[str, Commit]:
    """Every file that a commit of the branch of `tip` ever added below the folders, with the first such commit.

    Only what came onto the branch counts: what a merged branch added and took back itself was never there.
    """
    if head(root) is None:
        return {}
    looks = ("--no-renames", "--diff-filter=A", "--name-only")
    order = ("--reverse", "--first-parent", "-m", "--format=commit %H %ct")
    log = git(root, "log", *order, *looks, "--relative", "-z", "--end-of-options", tip, "--", *folders)
    added: dict[str, Commit] = {}
    commit: Commit | None = None
    for word in log.decode(errors="surrogateescape").split("\0"):
        if word.startswith("commit "):  # no path does: all are below the folders
            _, name, when = word.split()
            commit = Commit(name, datetime.fromtimestamp(int(when), UTC))
        elif word and commit:
            added.setdefault(word.removeprefix("\n"), commit)  # a line end is before the first of a commit
    return added


def as_of(root: Path, environ: Mapping[str, str], given: datetime | None = None) -> datetime:
    """The time that a build speaks of: the one given, else SOURCE_DATE_EPOCH, else that of the commit.

    Never the clock: the same commit gives the same site.  Raises `RegistryError` when there is none of the three.
    """
    if given:
        return given.astimezone(UTC).replace(microsecond=0)
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not epoch.isdecimal() or int(epoch) > 253_402_300_799:  # the end of the year 9999
            raise RegistryError(f'SOURCE_DATE_EPOCH is "{epoch}"', hint="It is a number of seconds since 1970.")
        return datetime.fromtimestamp(int(epoch), UTC)
    commit = head(root)
    if commit is None:
        raise RegistryError(
            "the site needs a time to speak of, and there is no commit to take it from",
            hint="Commit the registry, or pass --as-of 2026-06-30.",
        )
    return commit.when


def earlier_contents(root: Path, paths: Sequence[str], *, most: int = 50) -> Iterator[dict[str, bytes | None]]:
    """What files of the registry held after each of the last commits that changed one of them, the newest first.

    None is for a file that was not there.  Nothing comes where git knows nothing of the folder.
    """
    try:
        hashes = git(root, "log", f"--max-count={most}", "--format=%H", "--", *paths).decode().split()
    except RegistryError:
        return
    for commit in hashes:
        yield {path: _content_at(root, commit, path) for path in paths}


def _content_at(root: Path, commit: str, path: str) -> bytes | None:
    try:
        return git(root, "show", f"{commit}:./{path}")
    except RegistryError:
        return None
