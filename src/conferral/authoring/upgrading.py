"""Renewing what a registry carries: the program and all that came with it, but nothing that somebody changed.

A file counts as changed when its digest is not the one that tools/conferral.json has.  It stays as it is, and the
upgrade shows how this version would write it, unless that is just how the version before wrote it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import conferral
from conferral.authoring.carried import (
    MANIFEST,
    REQUIREMENTS,
    Manifest,
    carried_files,
    digest,
    is_executable,
    manifest_of,
)
from conferral.authoring.edit import Edit, carry_out, readable
from conferral.authoring.own_wheel import Wheel
from conferral.errors import GIVEN, Problem, RegistryError, RegistryProblems
from conferral.fields import closest

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that somebody changed or deleted, and how this version differs from it (a unified diff).

    The diff is empty where there is nothing new: this version writes what the last one wrote.
    """

    path: str
    is_gone: bool
    diff: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What an upgrade writes and deletes, and what it leaves alone; `before` is the version that wrote the files."""

    before: str
    edit: Edit
    new: tuple[str, ...]
    renewed: tuple[str, ...]
    deleted: tuple[str, ...]
    kept: tuple[Kept, ...]


def plan(root: Path, wheel: Wheel, *, as_of: datetime, force: Collection[str] = ()) -> Upgrade:
    """What this version of conferral would write; `force` names changed files to be replaced all the same.

    Raises `RegistryError` when the registry carries a later version than this one, when its requirements were
    changed, or when it was not made by `conferral init`; `RegistryProblems` when it cannot be read.
    """
    manifest = Manifest.read(root)
    if _parts(manifest.conferral) > _parts(conferral.__version__):
        raise RegistryError(
            f"this registry carries conferral {manifest.conferral}, and this is {conferral.__version__}",
            hint="Install the later version, and upgrade with that.",
        )
    registry, _ = readable(root)
    fresh = carried_files(manifest.host, registry, wheel, as_of=as_of, guide=manifest.guide)
    _refuse_unknown(force, {*fresh, *manifest.files})
    _refuse_links(root, sorted({*fresh, *manifest.files, MANIFEST}))
    new: list[str] = []
    renewed: list[str] = []
    deleted: list[str] = []
    kept: list[str] = []
    for path in sorted({*fresh, *manifest.files}):
        current, wanted = _content(root / path), fresh.get(path)
        if current == wanted:
            continue
        untouched = current is not None and digest(path, current) == manifest.files.get(path)
        if wanted is None:
            (deleted if untouched or path in force else kept).append(path)
        elif untouched or path in force:
            renewed.append(path)
        elif current is None and path not in manifest.files:
            new.append(path)
        else:
            kept.append(path)
    if REQUIREMENTS in kept:
        raise RegistryError(
            f"{REQUIREMENTS} was changed, and what it names would no longer be there",
            hint=f"Replace it with --force {REQUIREMENTS}, and add to it again what you need, with its digests.",
        )
    written = {path: fresh[path] for path in (*new, *renewed)}
    listed = manifest_of(manifest.host, fresh).to_json()
    if listed != _content(root / MANIFEST):
        written[MANIFEST] = listed
    return Upgrade(
        before=manifest.conferral,
        edit=Edit((*written.items(), *((path, None) for path in deleted))),
        new=tuple(new),
        renewed=tuple(renewed),
        deleted=tuple(deleted),
        kept=tuple(_kept(path, root, fresh.get(path), manifest) for path in kept),
    )


def upgrade(planned: Upgrade, root: Path, *, as_of: datetime) -> None:
    """Write and delete what was planned, all or nothing."""
    carry_out(planned.edit, root, as_of=as_of)
    for path in planned.new:
        if is_executable(path):
            (root / path).chmod((root / path).stat().st_mode | 0o111)


def _refuse_unknown(force: Collection[str], known: Collection[str]) -> None:
    problems = [
        Problem(f"--force {path}", 0, 0, "no file of that name came with conferral", "", closest(path, known))
        for path in force
        if path not in known
    ]
    if problems:
        raise RegistryProblems(problems, where=GIVEN)


def _kept(path: str, root: Path, wanted: bytes | None, manifest: Manifest) -> Kept:
    current = _content(root / path)
    has_news = wanted is not None and digest(path, wanted) != manifest.files.get(path)
    diff = _diff(path, current or b"", wanted or b"") if has_news else ()
    return Kept(path=path, is_gone=current is None, diff=tuple(diff))


def _diff(path: str, current: bytes, wanted: bytes) -> Iterator[str]:
    here, there = (content.decode(errors="replace").splitlines() for content in (current, wanted))
    new = f"{path} of conferral {conferral.__version__}"
    yield from difflib.unified_diff(here, there, fromfile=path, tofile=new, lineterm="")


def _refuse_links(root: Path, paths: Collection[str]) -> None:
    """A clone may hold links to anywhere, and nothing is written or deleted through one."""
    for path in paths:
        for part in (root / path, *(root / path).parents):
            if part == root:
                break
            if part.is_symlink():
                raise RegistryError(
                    f"{part.relative_to(root)} is a symbolic link",
                    hint="Put the file or folder itself there; links are never followed.",
                )


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _parts(version: str) -> tuple[int, ...]:
    """The numbers of a version, for comparing."""
    return tuple(map(int, _NUMBER.findall(version)[:3]))
