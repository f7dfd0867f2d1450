"""The files, folders and archives that were handed in, and what lies beside each file.

Names inside an archive are never used as paths on this machine.  What could not be meant is refused as a whole:
names that lead out of the archive, links, encrypted files, two files of one name, more than the limits below.
"""

from __future__ import annotations

import lzma
import posixpath
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from conferral.errors import Problem, RegistryError, RegistryProblems
from conferral.files import FolderFiles
from conferral.standards.baking import is_image

MAX_FILE = 64 << 20
"""Bytes of the largest file that is read."""

MAX_TOTAL = 256 << 20
"""Bytes of all files of an archive or a folder together, unpacked."""

MAX_FILES = 20_000
"""Most files of an archive or a folder."""

_SKIPPED = ("__MACOSX/",)
_UNSOUND = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
_READ = (".json", ".jsonld", ".jwt", ".jws", ".png", ".svg")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """One file: its name for people, its content, and a way to look beside it.

    `beside` takes a name as the file writes it, such as `images/badge.png` or an address that ends in it, and gives
    the bytes of the file of that name in the same folder or archive, or None.
    """

    name: str
    content: bytes
    beside: Callable[[str], bytes | None]
    is_named: bool
    """Whether it was named itself, and not only the folder or archive that holds it."""


def handed_in(paths: Iterable[Path], endings: tuple[str, ...] = _READ) -> Iterator[GivenFile | Problem | str]:
    """Every file in `paths`, problems with what cannot be read, and (text) the names of files that are passed over.

    Of a folder or an archive, only files with these `endings` are read.
    """
    for path in paths:
        try:
            if path.is_dir():
                yield from _from_folder(path, endings)
            elif zipfile.is_zipfile(path) and not is_image(_head(path)):
                yield from _from_archive(path, endings)
            else:
                yield GivenFile(str(path), _limited(path), _beside(_siblings(path.parent)), True)
        except RegistryProblems as error:
            yield from error.problems
        except RegistryError as error:
            yield Problem(str(path), 0, 0, error.message, "", error.hint)
        except OSError as error:
            yield Problem(str(path), 0, 0, f"cannot be read: {(error.strerror or str(error)).lower()}")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1024)


def _limited(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise RegistryError(f"is larger than {MAX_FILE} bytes", hint="split it into several files")
    return content


def _beside(read: Callable[[str], bytes | None]) -> Callable[[str], bytes | None]:
    """Look for what a reference names: a path, an address, by its last part."""

    def look(reference: str) -> bytes | None:
        path = unquote(urlsplit(reference).path) if "://" in reference else reference
        names = [posixpath.basename(path)] if "://" in reference else [path, posixpath.basename(path)]
        for name in names:
            plain = posixpath.normpath(name) if name else ""
            if not plain or plain.startswith(("/", "..", ".")) or "\\" in plain or not plain.isprintable():
                continue
            if plain.lower().endswith((".png", ".svg")) and (found := read(plain)) is not None:
                return found
        return None

    return look


def _siblings(folder: Path) -> Callable[[str], bytes | None]:
    """Read what lies in a folder, and nothing that a link leads out to."""
    files, inside = FolderFiles(folder), folder.resolve()

    def read(name: str) -> bytes | None:
        try:
            return files.read(name) if (folder / name).resolve().is_relative_to(inside) else None
        except (RegistryError, OSError, ValueError):
            return None

    return read


def _from_folder(root: Path, endings: tuple[str, ...]) -> Iterator[GivenFile | str]:
    files = FolderFiles(root)
    names = []
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if not hidden and not path.is_symlink() and path.is_file():
            names.append(path.relative_to(root).as_posix())
        if len(names) > MAX_FILES:
            raise RegistryError(f"holds more than {MAX_FILES} files", hint="hand in a part of it")
    total = 0
    for name in names:
        if not name.lower().endswith(endings):
            yield f"{root}/{name}"
            continue
        content = files.read(name)
        total += len(content)
        if total > MAX_TOTAL:
            raise RegistryError(f"holds more than {MAX_TOTAL} bytes", hint="hand in a part of it")
        yield GivenFile(f"{root}/{name}", content, _beside(_siblings((root / name).parent)), False)


def _from_archive(path: Path, endings: tuple[str, ...]) -> Iterator[GivenFile | str]:
    try:
        with zipfile.ZipFile(path) as archive:
            contents, passed_over = _unpacked(archive, str(path), endings)
    except (*_UNSOUND, UnicodeDecodeError) as error:
        raise RegistryError(f"is no sound ZIP archive: {str(error).lower()}") from None
    yield from (f"{path}:{name}" for name in passed_over)
    for name, content in contents.items():
        folder = posixpath.dirname(name)

        def read(wanted: str, folder: str = folder) -> bytes | None:
            return contents.get(posixpath.join(folder, wanted), contents.get(wanted))

        yield GivenFile(f"{path}:{name}", content, _beside(read), False)


def _unpacked(archive: zipfile.ZipFile, path: str, endings: tuple[str, ...]) -> tuple[dict[str, bytes], list[str]]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_FILES:
        raise RegistryError(f"holds more than {MAX_FILES} files", hint="hand in a part of it")
    problems = [Problem(path, 0, 0, fault) for member in members if (fault := _fault(member))]
    names = Counter(member.filename for member in members)
    twice = sorted(name for name, number in names.items() if number > 1)
    problems += [Problem(path, 0, 0, f'the archive holds two files named "{name}"', "each name once") for name in twice]
    if sum(member.file_size for member in members) > MAX_TOTAL:
        what = f"the archive would unpack to more than {MAX_TOTAL} bytes"
        problems.append(Problem(path, 0, 0, what, "", "unpack it and hand in a part of it"))
    if problems:
        raise RegistryProblems(problems)
    contents, passed_over = {}, []
    for member in members:
        name = member.filename
        if name.startswith(_SKIPPED) or posixpath.basename(name).startswith("."):
            continue
        if not name.lower().endswith(endings):
            passed_over.append(name)
            continue
        with archive.open(member) as file:
            contents[name] = file.read(member.file_size)
    return contents, passed_over


def _fault(member: zipfile.ZipInfo) -> str:
    name = member.filename
    if not name.isprintable() or "\\" in name or name.startswith("/") or ":" in name.split("/")[0]:
        return f'the archive holds a file of the name "{name}", which is no plain path'
    if ".." in name.split("/"):
        return f'the archive holds a file of the name "{name}", which leads out of it'
    if member.flag_bits & 0x1:
        return f'the file "{name}" in the archive is encrypted'
    if stat.S_ISLNK(member.external_attr >> 16):
        return f'the file "{name}" in the archive is a link'
    if member.file_size > MAX_FILE:
        return f'the file "{name}" in the archive would unpack to more than {MAX_FILE} bytes'
    return ""
