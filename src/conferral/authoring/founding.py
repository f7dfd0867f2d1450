"""Making a registry: its first files, its first key, and all that it carries, in one step that happens or does not.

Everything is written into a hidden folder beside its place and checked there as a whole registry.  Only then is it
moved: a new folder by one rename, into a folder that exists entry by entry, taken back if one of them fails.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conferral import validation
from conferral.atomic import flush_folder
from conferral.authoring.answers import Answers
from conferral.authoring.badge_picture import placeholder
from conferral.authoring.carried import GUIDES, MANIFEST, carried_files, files_to_begin_with, is_executable, manifest_of
from conferral.authoring.edit import new_file
from conferral.authoring.new_key import new_key, write_public_key
from conferral.authoring.own_wheel import Wheel
from conferral.codeowners import codeowners
from conferral.errors import RegistryError, RegistryProblems
from conferral.files import FolderFiles
from conferral.history import git
from conferral.loading import load, load_registry
from conferral.model import Registry
from conferral.signers import SecretKey

FIRST_KEY = "key-1"
_THEIRS = ("README", "LICENSE", "LICENCE", "COPYING")
"""What a folder may hold before, as git hosts put it there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstKey:
    """The first signing key; `keep` puts its private half away and says how to take that back."""

    secret: SecretKey
    signer: str
    keep: Callable[[], Callable[[], None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """A registry that was made: the name of its guide, and the secrets that sign in a CI."""

    guide: str
    files: tuple[str, ...]


def refuse_occupied(folder: Path) -> None:
    """Raise `RegistryError` where a folder holds more than a fresh clone does."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise RegistryError(f"{folder} is no folder", hint="Name a new folder.")
    if (folder / "credentials/registry.yml").exists():
        raise RegistryError(
            f"{folder} holds a registry already",
            hint="`conferral upgrade` renews what came with it; a new registry needs a folder of its own.",
        )
    found = sorted(entry.name for entry in folder.iterdir() if not _is_theirs(entry.name)) if folder.exists() else []
    if found:
        listed = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
        raise RegistryError(
            f"{folder} is not empty: {listed}",
            hint="Name a new folder, or a clone that holds nothing but a README and a licence.",
        )


def registry_files(answers: Answers) -> dict[str, bytes]:
    """The files of the registry itself, by path: as its steward would have written them."""
    registry = "credentials/registry.yml"
    issuer = f"credentials/issuers/{answers.issuer}/issuer.yml"
    badge = f"credentials/badges/{answers.badge}/badge.yml"
    files = (
        new_file(
            registry,
            {
                "base_url": answers.base_url,
                "title": answers.title,
                "description": f"What people have achieved at {answers.issuer_name}, for anyone to check."[:300],
                "timezone": answers.timezone,
                **({"operators": [answers.operator]} if answers.operator else {}),
            },
        ),
        new_file(
            issuer,
            {
                "version": 1,
                "name": answers.issuer_name,
                "url": answers.issuer_url,
                "description": f"{answers.issuer_name} awards the badges of this registry.",
            },
        ),
        new_file(
            badge,
            {
                "issuer": answers.issuer,
                "version": 1,
                "name": answers.badge_name,
                "description": answers.badge_description,
                "criteria": answers.badge_criteria,
            },
        ),
        (badge.replace(".yml", ".svg"), placeholder(answers.badge_name, answers.badge)),
    )
    return dict(files)


def found(folder: Path, answers: Answers, key: FirstKey, wheel: Wheel, *, now: datetime) -> Founded:
    """Make the registry in `folder`.  Raises an `Error` of conferral, or OSError; nothing is left of it then."""
    refuse_occupied(folder)
    guide = GUIDES[1] if any(entry.name.startswith("README") for entry in _entries(folder)) else GUIDES[0]
    with ExitStack() as undo, _staging(folder) as staged:
        registry = _write_registry(staged, answers, key, now)
        carried = carried_files(answers.host, registry, wheel, as_of=now, guide=guide)
        _write(staged, files_to_begin_with() | carried | {MANIFEST: manifest_of(answers.host, carried).to_json()})
        undo.callback(key.keep())
        _move(staged, folder)
        undo.pop_all()
    return Founded(guide=guide, files=tuple(sorted(carried)))


def _write_registry(staged: Path, answers: Answers, key: FirstKey, now: datetime) -> Registry:
    """The registry's own files and its first key, checked as a whole; raises `RegistryProblems`."""
    _write(staged, registry_files(answers))
    made, content = new_key(
        load_registry(FolderFiles(staged)),
        staged,
        issuer=answers.issuer,
        name=FIRST_KEY,
        secret=key.secret,
        signer=key.signer,
        activated=now,
        environ={},
        passphrase=lambda _: "",
    )
    write_public_key(made, content)
    loaded = load(FolderFiles(staged))
    found = loaded.locate(validation.findings(loaded.registry, as_of=now)) if loaded.registry else ()
    if loaded.registry is None or loaded.problems or found:
        raise RegistryProblems([*loaded.problems, *found])
    if answers.operator and answers.host.owners_file:
        _write(staged, {answers.host.owners_file: codeowners(loaded.registry).encode()})
    return loaded.registry


def commit_first(folder: Path, branch: str) -> None:
    """Commit everything in a folder, made a git repository if it is none; raises `RegistryError` with git's words."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", f"--initial-branch={branch}")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "registry: the first files")


def branch_of(folder: Path) -> str:
    """The branch that is checked out in a folder that is a clone; else main."""
    if not (folder / ".git").exists():
        return "main"
    try:
        return git(folder, "symbolic-ref", "--short", "HEAD").decode().strip() or "main"
    except RegistryError:
        return "main"


def remote_of(folder: Path) -> str | None:
    """The address that a clone was made from; None where there is none."""
    if not (folder / ".git").exists():
        return None
    try:
        return git(folder, "remote", "get-url", "origin").decode().strip()
    except RegistryError:
        return None


def _is_theirs(name: str) -> bool:
    return name == ".git" or name.partition(".")[0] in _THEIRS


def _entries(folder: Path) -> Iterable[Path]:
    return list(folder.iterdir()) if folder.exists() else ()


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A hidden folder on the same file system: inside `folder` if that exists, else beside it."""
    parent = folder if folder.exists() else folder.parent
    missing = [above for above in (parent, *parent.parents) if not above.exists()]
    parent.mkdir(parents=True, exist_ok=True)
    staged = parent / f".conferral-{secrets.token_hex(8)}"
    staged.mkdir()
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        if not folder.exists():
            for above in missing:
                above.rmdir()


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if is_executable(path):
            target.chmod(target.stat().st_mode | 0o111)


def _move(staged: Path, folder: Path) -> None:
    if not folder.exists():
        staged.rename(folder)
        flush_folder(folder.parent)
        return
    with ExitStack() as undo:
        for entry in sorted(staged.iterdir()):
            target = folder / entry.name
            if target.exists() or target.is_symlink():
                raise RegistryError(f"{target} has appeared meanwhile", hint="Run the command again.")
            entry.rename(target)
            undo.callback(os.rename, target, entry)
        undo.pop_all()
    flush_folder(folder)
