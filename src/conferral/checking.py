"""Everything that `conferral check` asks of a registry, in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from conferral import branches, comments, commit_messages, keys, validation
from conferral.errors import Problem, RegistryError, RegistryProblems
from conferral.files import Files, FolderFiles
from conferral.history import CommitFiles, commit_at, files_ever_added, is_repository
from conferral.history import last_change as last_commit_of
from conferral.loading import Loaded, load
from conferral.model import Finding, Registry
from conferral.progress import Progress
from conferral.readings import Readings
from conferral.register import comparison, drift, moving
from conferral.register.mending import Published
from conferral.register.provenance import rows_added
from conferral.register.rows import AWARDS_FOLDER, CORRECTIONS_FOLDER
from conferral.validation import policy
from conferral.workers import ALONE, Workers


class Checked(NamedTuple):
    """What a check found, sorted by place: problems, and notes on what is no mistake and good to know."""

    registry: Registry | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def check(
    root: Path,
    *,
    as_of: datetime,
    base: str | None = None,
    publishing: bool = False,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> Checked:
    """The registry in a folder, and every problem with it.

    `base` is a git revision that the public already has; nothing it issued may be lost or changed, and no commit
    since may hold personal data in its message or in the name of a file.  Such a problem's `file` is "commit" and the
    beginning of a hash.

    `publishing` says that this is the branch that publishes: nothing that it once had may be lost, base or not, as
    signing will not have it.  Messages of commits and comments in files are left in peace there: git has them for
    good, and nobody is helped by a site that stands still.  So is what no longer fits to a framework of skills.

    Raises `RegistryError` when there is no such revision.
    """
    readings = Readings() if base is not None else None
    loaded = load(FolderFiles(root), readings)
    before = registry_at(root, base, readings) if base is not None else None
    found = _of_state(root, loaded, base, before, as_of, workers, progress)
    if loaded.registry and publishing:
        found += _lost_since(root, loaded, loaded.registry, "HEAD")
    elif loaded.registry and before and base is not None:
        found += _personal_data_since(root, loaded.registry, base, before)
    if loaded.registry and not publishing:
        found += _new_on_the_branch(loaded.registry, before, as_of)
    commented = comments.problems(loaded.files, loaded.registry) if loaded.registry and not publishing else ()
    notes = loaded.locate(validation.notes(loaded.registry, as_of=as_of)) if loaded.registry else ()
    return Checked(loaded.registry, tuple(sorted({*_problems(loaded, found), *commented})), notes)


def problems_at(
    root: Path, revision: str, *, base: str, as_of: datetime, readings: Readings | None = None
) -> tuple[Problem, ...]:
    """What `check` says of a commit of the branch that publishes, against an earlier one that is published."""
    readings = readings or Readings()
    before = registry_at(root, base, readings)
    loaded = load(CommitFiles(root, revision), readings)
    found = _of_state(root, loaded, base, before, as_of, ALONE, None)
    if loaded.registry:
        found += _lost_since(root, loaded, loaded.registry, revision)
    return _problems(loaded, found)


def _of_state(
    root: Path,
    loaded: Loaded,
    base: str | None,
    before: Registry | None,
    as_of: datetime,
    workers: Workers,
    progress: Progress | None,
) -> list[Finding]:
    """What is wrong with the files themselves, and in comparison with what the public already has."""
    found: list[Finding] = []
    if loaded.registry:
        found += validation.findings(loaded.registry, as_of=as_of)
        found += _findings(root, loaded, loaded.registry, base, before, workers, progress)
        found += keys.unable_to_sign(loaded.registry, as_of)
        if before:
            found += _policy_since(loaded.registry, before)
    return found


def _lost_since(root: Path, loaded: Loaded, registry: Registry, tip: str) -> Iterator[Finding]:
    ever = files_ever_added(root, *comparison.LASTING_FOLDERS, tip=tip)
    yield from comparison.lost_since(registry, set(loaded.files.paths()), ever, rows_added(root, tip=tip))


def _new_on_the_branch(registry: Registry, before: Registry | None, as_of: datetime) -> Iterator[Finding]:
    """What stands in no build's way, as far as it was not there `before`: who revokes an award need not mend it."""
    there = (
        {(one.place.file, one.what) for one in validation.findings_on_branches(before, as_of=as_of)}
        if before
        else set()
    )
    for finding in validation.findings_on_branches(registry, as_of=as_of):
        if (finding.place.file, finding.what) not in there:
            yield finding


def _policy_since(registry: Registry, before: Registry) -> Iterator[Finding]:
    """What the policy says of awards that were registered since; those without a row are told by the rules."""
    issued = {row.id for row in before.rows}
    yield from policy.of_awards(registry, (award for award in registry.awards if award.rows and award.id not in issued))


def _personal_data_since(root: Path, registry: Registry, base: str, before: Registry) -> Iterator[Finding]:
    start = branches.merge_base(root, base)
    commits, files = branches.messages(root, start), branches.added_files(root, start)
    yield from commit_messages.findings(commits, files, (before, registry))


def ready_to_sign(
    root: Path, *, as_of: datetime, preview: bool, workers: Workers = ALONE, progress: Progress | None = None
) -> tuple[Registry, Files]:
    """The registry in a folder, if nothing is wrong with it; raises `RegistryProblems`.

    Nothing that this branch once had may be lost: no row, no revocation, no suspension, no key.  A preview leaves
    that out, since on a branch what was tried and taken back was never published.  Whether there is a key to sign
    with is left to signing.
    """
    loaded, found = _unfit_to_sign(root, as_of, preview)
    if loaded.registry:
        found += _drifted(root, loaded, loaded.registry, workers, progress)
    return _sound(loaded, found)


def ready_but_for_digests(root: Path, *, as_of: datetime, preview: bool) -> tuple[Registry, Files] | None:
    """The registry in a folder, if nothing is wrong with it but perhaps what its awards sign; otherwise None.

    For whoever compares each document with the register on the way to signing it, and asks `ready_to_sign` for the
    reasons where that fails.
    """
    loaded, found = _unfit_to_sign(root, as_of, preview)
    return None if loaded.registry is None or found or loaded.problems else (loaded.registry, loaded.files)


def _unfit_to_sign(root: Path, as_of: datetime, preview: bool) -> tuple[Loaded, list[Finding]]:
    loaded = load(FolderFiles(root))
    found: list[Finding] = []
    if loaded.registry:
        found += validation.findings(loaded.registry, as_of=as_of)
        found += keys.findings(loaded.registry)
        if not preview:
            found += _lost_since(root, loaded, loaded.registry, "HEAD")
    return loaded, found


def _drifted(
    root: Path, loaded: Loaded, registry: Registry, workers: Workers, progress: Progress | None
) -> Iterator[Finding]:
    whole = not loaded.problems
    return drift.findings(registry, _earlier(root, None), whole=whole, workers=workers, progress=progress)


def ready_to_register(
    root: Path,
    *,
    as_of: datetime,
    base: str | None = None,
    readings: Readings | None = None,
    workers: Workers = ALONE,
) -> tuple[Registry, Files]:
    """The registry in a folder, if nothing is wrong with it that registering would not mend.

    With `base`, what `conferral.register.mending` mends is among it, and a move of the registry that nobody has seen is
    dated after all that was issued (`conferral.register.moving`).  Raises `RegistryProblems`, and `RegistryError`
    when the register of `base` cannot be read.
    """
    readings = readings or Readings()
    loaded = load(FolderFiles(root), readings)
    before = registry_at(root, base, readings) if loaded.registry and base is not None else None
    if loaded.registry and before:
        loaded = replace(loaded, registry=moving.redated(loaded.registry, before, now=as_of))
    found: list[Finding] = []
    if loaded.registry:
        redraw = base is not None
        found += validation.findings_before_registration(loaded.registry, as_of=as_of, redraw=redraw)
        found += _findings(root, loaded, loaded.registry, base, before, workers, None, mending=redraw)
    return _sound(loaded, found)


def published(root: Path, base: str, readings: Readings | None = None) -> Published:
    """What the register of a revision holds; raises `RegistryError` when not all of it can be read."""
    registry = registry_at(root, base, readings)
    if any(gap[0] in ("rows", "corrected rows", "pins") for gap in registry.gaps):
        raise RegistryError(
            f'the register of revision "{base}" cannot be read whole, so what it has issued is not known',
            hint="Name a revision whose register is sound.",
        )
    return Published(registry.rows, registry.pins)


def _findings(
    root: Path,
    loaded: Loaded,
    registry: Registry,
    base: str | None,
    before: Registry | None,
    workers: Workers,
    progress: Progress | None,
    *,
    mending: bool = False,
) -> Iterator[Finding]:
    """What needs more than the registry itself: signatures, digests, and what the public already has.

    `before` is the registry as the revision `base` has it.  With `mending`, what `conferral register --base` mends is
    left out.
    """
    yield from keys.findings(registry)
    if before and base is not None:
        yield from comparison.findings(before, registry, base, mending=mending)
    yield from drift.findings(
        registry,
        _earlier(root, base),
        whole=not loaded.problems,
        published=before.rows if before else None,
        told={row.id for row in moving.carried_along(before, registry.pins)} if before and registry.pins else (),
        mending=mending,
        workers=workers,
        progress=progress,
    )


def _problems(loaded: Loaded, found: Iterable[Finding]) -> tuple[Problem, ...]:
    return tuple(sorted({*loaded.problems, *loaded.locate(found)}))


def _sound(loaded: Loaded, found: Iterable[Finding]) -> tuple[Registry, Files]:
    problems = _problems(loaded, found)
    if loaded.registry is None or problems:
        raise RegistryProblems(problems)
    return loaded.registry, loaded.files


def registry_at(root: Path, revision: str, readings: Readings | None = None) -> Registry:
    """The registry as a revision has it; problems of its own are not this run's concern.

    `readings` are those that it shares with another state, such as that of the folder.  Raises `RegistryError` when
    there is no such revision or no registry in it.
    """
    if not is_repository(root):
        raise RegistryError(f"{root} is not in a git repository", hint="Comparing needs one; leave --base out.")
    loaded = load(CommitFiles(root, revision), readings)
    if loaded.registry is None:
        raise RegistryError(f'there is no registry in revision "{revision}"')
    return loaded.registry


def _earlier(root: Path, base: str | None) -> Sequence[Callable[[], Registry | None]]:
    """The registry as of commits that may still have the text that was registered, best guess first."""

    def at(revision: str) -> Callable[[], Registry | None]:
        return lambda: load(CommitFiles(root, revision)).registry if commit_at(root, revision) else None

    def at_last_registration() -> Registry | None:
        commit = last_commit_of(root, AWARDS_FOLDER, CORRECTIONS_FOLDER)
        return load(CommitFiles(root, commit.hash)).registry if commit else None

    if not is_repository(root):
        return ()
    return (*((at(base),) if base is not None else ()), at("HEAD"), at_last_registration)
