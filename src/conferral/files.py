"""The files of a registry, wherever they come from: a folder on disk, or one commit of a git repository.

Paths are relative to the registry's top level, with forward slashes.  Only three folders make a registry:
`credentials/`, `recipients/` and `keys/`; what else lies beside them is never read.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from conferral.errors import RegistryError

FOLDERS = ("credentials", "keys", "recipients")
REGISTRY_FILE = "credentials/registry.yml"
"""The one file that every registry has."""

MAX_FILE = 64 * 1024 * 1024
"""Bytes of the largest file that is read at all; single kinds of files are held to less."""


class Files(Protocol):
    """Where a registry is read from."""

    def paths(self) -> Iterable[str]:
        """Every path below the folders of a registry, in any order; symbolic links too, but not what is below them."""
        ...

    def read(self, path: str) -> bytes:
        """The content of a file.

        Raises `RegistryError` if it cannot be had: it vanished, it is a symbolic link, it is no regular file.
        Its message completes a sentence that begins with the path.
        """
        ...


def is_ignored(path: str) -> bool:
    """Whether a file is none of the registry's: a hidden one, such as `.DS_Store` or `.conferral-x7`."""
    return path.startswith(".") or "/." in path


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """A registry in a folder."""

    root: Path

    def paths(self) -> Iterable[str]:
        """Every path below the folders of a registry, sorted within each folder; hidden ones left out."""
        for name in FOLDERS:
            if (self.root / name).is_symlink():
                yield name
            else:
                yield from _paths_below(os.fspath(self.root / name), name)

    def read(self, path: str) -> bytes:
        """The content of a regular file of at most `MAX_FILE` bytes; else `RegistryError`."""
        full = f"{os.fspath(self.root)}/{path}"
        try:
            descriptor = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if Path(full).is_symlink():
                raise RegistryError(
                    "is a symbolic link", hint="put the file itself there; links are never followed"
                ) from None
            raise RegistryError(f"cannot be read: {(error.strerror or str(error)).lower()}") from error
        try:
            return _content(descriptor)
        finally:
            os.close(descriptor)


def _paths_below(folder: str, name: str) -> Iterator[str]:
    """The paths of the files in a folder, then those in its folders, each sorted; hidden ones left out."""
    waiting = [(folder, name)]
    while waiting:
        folder, name = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
        except OSError:  # it is not there, or is no folder
            continue
        entries = [entry for entry in entries if not entry[0].startswith(".")]
        yield from (f"{name}/{file}" for file, is_folder in entries if not is_folder)
        waiting += ((f"{folder}/{inner}", f"{name}/{inner}") for inner, is_folder in reversed(entries) if is_folder)


def _content(descriptor: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise RegistryError("is no regular file", hint="delete it")
    if status.st_size > MAX_FILE:
        raise RegistryError(f"has {status.st_size} bytes, more than {MAX_FILE}", hint="delete or split it")
    parts = []
    while part := os.read(descriptor, status.st_size + 1):  # one more tells the end, unless somebody is writing
        parts.append(part)
    return b"".join(parts)


def digest(files: Files) -> str:
    """SHA-256 (hexadecimal) over every path and content, in the order of the paths.

    Two programs that print the same digest have read the same registry.  Raises `RegistryError` for a file that
    cannot be read.
    """
    sha256 = hashlib.sha256()
    for path in sorted(path for path in files.paths() if not is_ignored(path)):
        try:
            content = files.read(path)
        except RegistryError as error:
            raise RegistryError(f"{path} {error.message}", hint=error.hint) from error
        name = os.fsencode(path)
        sha256.update(b"%d %d " % (len(name), len(content)))
        sha256.update(name)
        sha256.update(content)
    return sha256.hexdigest()
