"""The last good state of a registry with the revocations of the present one: what a broken branch still publishes.

A revocation must not wait until somebody mends an unrelated file.  So the files of the commit that is published are
laid out in a folder of their own, a git worktree, and the revocation and suspension files of the present over them:
whichever are sound by themselves.  Signing and rendering that folder publishes their bits and nothing else that is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from conferral.atomic import replace_file
from conferral.authoring.edit import Edit, EditedFiles
from conferral.branches import Message, first_parents, folder_in_repository, known
from conferral.checking import problems_at
from conferral.errors import Problem, RegistryError
from conferral.files import Files
from conferral.history import CommitFiles, files_ever_added, git
from conferral.loading import Loaded, load
from conferral.model import Registry
from conferral.readings import Readings
from conferral.register import comparison
from conferral.validation import people, statuses
from conferral.validation.facts import Facts

FOLDERS = ("credentials/revocations", "credentials/suspensions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """What was laid out: the registry's folder, the files laid over, and those left out with what is wrong."""

    root: Path
    commit: str
    laid_over: tuple[str, ...]
    left_out: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Culprit:
    """The commit with which a branch began to fail: its message's subject, and the problems that it has."""

    commit: Message
    is_merge: bool
    problems: tuple[Problem, ...]
    staying: tuple[str, ...] = ()
    """Files that it brought and that stay for good: rows of the register with their awards, revocations, keys."""

    @property
    def revert(self) -> str:
        """The command that takes it back."""
        return f"git revert {'-m 1 ' if self.is_merge else ''}{self.commit.hash[:12]}"


def lay_out(root: Path, revision: str, out: Path, *, as_of: datetime, for_base: str | None = None) -> Fallback:
    """Make the worktree `out` at a revision and lay the sound revocations and suspensions of HEAD over it.

    One that the branch had since the revision and that HEAD has lost is among them, and so is one that was sound
    until the branch spoilt it, as it was then: no revocation is ever lost.
    `for_base` is the base URL whose site is to be made from it, by default the present one of HEAD.  Raises
    `RegistryError` when there is no such revision, no registry in it, when that never was at this base URL, or when
    `out` exists.
    """
    commit = known(root, revision)
    if out.exists():
        raise RegistryError(f"{out} exists", hint="Name a folder that does not exist yet.")
    before = CommitFiles(root, commit)
    loaded = load(before)
    if loaded.registry is None:
        raise RegistryError(f'there is no registry in revision "{revision}"')
    _refuse_elsewhere(root, commit, loaded.registry, for_base)
    wanted = {path: content for path, content in _present(root).items() if _content(before, path) != content}
    left_out: list[Problem] = []
    earlier: dict[str, Iterator[bytes]] = {}
    while problems := _problems(loaded, before, wanted, as_of):
        left_out += problems
        for path in {one.file for one in problems}:
            older = next(earlier.setdefault(path, _earlier(root, commit, path, wanted[path])), None)
            wanted = {one: content for one, content in wanted.items() if one != path}
            wanted |= {path: older} if older is not None else {}
    git(root, "worktree", "prune")
    git(root, "-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach", str(out.absolute()), commit)
    registry = out / folder_in_repository(root)
    for path, content in wanted.items():
        (registry / path).parent.mkdir(parents=True, exist_ok=True)
        replace_file(registry / path, content)
    return Fallback(root=registry, commit=commit, laid_over=tuple(sorted(wanted)), left_out=tuple(sorted(left_out)))


def _refuse_elsewhere(root: Path, commit: str, before: Registry, for_base: str | None) -> None:
    """A commit from before a move makes the site of another address; published at this one, it would break it."""
    present = load(CommitFiles(root, "HEAD")).registry
    pins = present.pins if present else None
    base_url = for_base or (pins.present_base_url if pins else None)
    if base_url and base_url.rstrip("/") not in before.bases:
        raise RegistryError(
            f"commit {commit[:12]} is of before the registry was at {base_url}, so there is nothing to fall back on",
            hint=f"Mend the branch; a site of the former address can be made with --for {before.file.base_url}",
        )


def culprit(root: Path, revision: str, *, as_of: datetime) -> Culprit | None:
    """The commit since a revision with which the branch began to fail its check; None if it does not fail.

    Commits are followed by their first parents, from the newest back to the last one that was sound.
    """
    base, found, readings = known(root, revision), None, Readings()
    for commit in reversed(first_parents(root, base)):
        problems = problems_at(root, commit.hash, base=base, as_of=as_of, readings=readings)
        if not problems:
            break
        parents = git(root, "rev-list", "--parents", "-n", "1", commit.hash).split()
        found = Culprit(
            commit=commit, is_merge=len(parents) > 2, problems=problems, staying=_brought(root, commit.hash)
        )
    return found


def _brought(root: Path, commit: str) -> tuple[str, ...]:
    """What a commit added to its branch and no revert may take away."""
    looks = ("--no-renames", "--no-ext-diff", "--no-textconv", "--diff-filter=A", "--name-only", "--relative", "-z")
    folders = ("credentials/register", "credentials/awards", *comparison.LASTING_FOLDERS)
    listed = git(root, "diff", *looks, f"{commit}^1", commit, "--", *folders).decode(errors="surrogateescape")
    return tuple(sorted(path for path in listed.split("\0") if path))


def _present(root: Path) -> Mapping[str, bytes]:
    """Every revocation and suspension that this branch ever had, as HEAD has it or as the last commit that had it."""
    now = CommitFiles(root, "HEAD")
    contents = {path: now.read(path) for path in now.paths() if _is_state(path)}
    for path in files_ever_added(root, *FOLDERS):
        if _is_state(path) and path not in contents:
            lost_by = git(root, "rev-list", "-1", "--first-parent", "HEAD", "--", f":(literal){path}")
            content = _content(CommitFiles(root, f"{lost_by.decode().strip()}^1"), path)
            if content is not None:  # it was no symbolic link
                contents[path] = content
    return contents


def _earlier(root: Path, base: str, path: str, present: bytes) -> Iterator[bytes]:
    """What a file held on this branch since `base` before it held `present`, the latest first."""
    commits = git(root, "rev-list", "--first-parent", f"{base}..HEAD", "--", f":(literal){path}").decode().split()
    for commit in commits:
        content = _content(CommitFiles(root, commit), path)
        if content is not None and content != present:
            yield content


def _is_state(path: str) -> bool:
    return path.endswith(".yml") and path.startswith(tuple(f"{folder}/" for folder in FOLDERS))


def _content(files: Files, path: str) -> bytes | None:
    return files.read(path) if path in set(files.paths()) else None


def _problems(before: Loaded, files: Files, wanted: Mapping[str, bytes], as_of: datetime) -> Sequence[Problem]:
    """What is wrong with the files that are to be laid over; other files are not this run's concern."""
    loaded = load(EditedFiles(files, Edit(tuple(wanted.items()))))
    found = list(loaded.problems)
    if loaded.registry and before.registry:
        facts = Facts(loaded.registry, as_of)
        findings = [finding for rule in (*statuses.RULES, *people.RULES) for finding in rule(facts)]
        findings += comparison.findings(before.registry, loaded.registry, "the published commit")
        found += loaded.locate(findings)
    return [problem for problem in found if problem.file in wanted]
