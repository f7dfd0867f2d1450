"""Signed documents reach the site byte for byte, and nothing that looks like one is added.

Pages, themes and plugins write the staged folder first; whatever they put where a signed document belongs is
replaced.  Then the folder is read once more and compared, because what cannot be trusted has been in there.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from conferral.addresses import credential_json
from conferral.errors import BuildError

_SIGNED_NAMES = frozenset({"did.json", "credential.json"})
_RESUME = "resume.json"
_BAKED_NAMES = frozenset({"badge.png", "badge.svg"})
_HINT = "A template, theme, plugin or hook has written it. Signed documents come from `conferral sign` alone."


def copy_verbatim(signed_site: Path, staged: Path, *, but: str = "") -> None:
    """Copy every file below `signed_site` to the same place below `staged`, in place of whatever is there.

    Links are replaced and never followed.  All files of `staged` get the mode 0644, all folders 0755, whatever
    the umask was.  What is in the folder `but` is left out, for whoever lays it otherwise.
    Raises BuildError when `signed_site` holds anything but files and folders.
    """
    for name, entry in _entries(signed_site, but):
        target = staged / name
        if entry.is_dir(follow_symlinks=False):
            _make_folder(target)
        elif entry.is_file(follow_symlinks=False):
            _remove(target)
            shutil.copyfile(entry.path, target)
        else:
            raise BuildError(f"'{name}' among the signed documents is neither a file nor a folder")
    for _, entry in _entries(staged):
        details = entry.stat(follow_symlinks=False)
        if entry.is_dir(follow_symlinks=False):
            _set_mode(entry, details, 0o755)
        elif entry.is_file(follow_symlinks=False) and details.st_nlink == 1:
            _set_mode(entry, details, 0o644)


def move_verbatim(files: Mapping[str, Path], staged: Path) -> None:
    """Move files to places below `staged`, by their site paths, in place of whatever is there.

    Links are replaced and never followed.  The modes are left to `copy_verbatim`.
    """
    for name, file in files.items():
        target = staged / name
        for folder in reversed(target.relative_to(staged).parents[:-1]):
            _make_folder(staged / folder)
        _remove(target)
        shutil.move(file, target)


def assert_verbatim(
    signed_site: Path, staged: Path, credentials: Iterable[tuple[str, bytes]] = (), *, but: str = ""
) -> None:
    """Make sure that `staged` holds every signed document unchanged, and no other that looks like one.

    `credentials` are signed documents that do not lie in `signed_site`: an award's id, and the JSON.  What is signed
    in the folder `but` is not looked for.

    Raises BuildError naming the first file that is missing, differs, is named like a signed document (`did.json`,
    `credential.json`, JSON in a folder `status` below `issuers`, a record below `people`, an image of a badge below
    `credentials`) without being one, or is a link or device, which static hosts refuse.
    """
    signed = {name for name, entry in _entries(signed_site, but) if not entry.is_dir(follow_symlinks=False)}
    found = set()
    alike: dict[str, None] = {}
    for name, entry in _entries(staged):
        if entry.is_dir(follow_symlinks=False):
            continue
        if entry.is_symlink():
            raise BuildError(f"'{name}' in the site is a symbolic link", hint="Static hosts refuse links.")
        details = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(details.st_mode):
            raise BuildError(f"'{name}' in the site is neither a file nor a folder")
        if details.st_nlink > 1:
            raise BuildError(f"'{name}' in the site is a hard link", hint="Static hosts refuse links.")
        if name in signed:
            found.add(name)
            if (signed_site / name).read_bytes() != Path(entry.path).read_bytes():
                raise BuildError(f"'{name}' in the site differs from the signed document", hint=_HINT)
        elif _looks_signed(name):
            alike[name] = None
    for name in sorted(signed - found):
        raise BuildError(f"the signed document '{name}' is missing from the site", hint=_HINT)
    for award, content in credentials:
        name = credential_json(award)
        _assert_same(staged, name, content)
        alike.pop(name, None)
    for name in alike:
        raise BuildError(f"'{name}' in the site looks like a signed document and is none of ours", hint=_HINT)


def _assert_same(staged: Path, name: str, content: bytes) -> None:
    try:
        published = (staged / name).read_bytes()
    except OSError:
        raise BuildError(f"the signed document '{name}' is missing from the site", hint=_HINT) from None
    if published != content:
        raise BuildError(f"'{name}' in the site differs from the signed document", hint=_HINT)


def _looks_signed(name: str) -> bool:
    path = PurePosixPath(name.lower())
    baked = path.name in _BAKED_NAMES and path.parts[0] == "credentials"
    listed = path.suffix == ".json" and path.parts[0] == "issuers" and "status" in path.parts[1:-1]
    record = path.suffix == ".json" and path.parts[0] == "people" and path.name != _RESUME
    return baked or listed or record or path.name in _SIGNED_NAMES


def _make_folder(path: Path) -> None:
    if not path.is_dir() or path.is_symlink():
        _remove(path)
        path.mkdir()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _set_mode(entry: os.DirEntry[str], details: os.stat_result, mode: int) -> None:
    if stat.S_IMODE(details.st_mode) != mode:
        Path(entry.path).chmod(mode)


def _entries(folder: Path, but: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every entry below a folder, folders before what they hold, by its path with forward slashes; none of `but`."""
    pending = [(folder, "")]
    while pending:
        current, prefix = pending.pop()
        with os.scandir(current) as listing:
            for entry in sorted(listing, key=lambda entry: entry.name):
                if f"{prefix}{entry.name}" == but:
                    continue
                yield f"{prefix}{entry.name}", entry
                if entry.is_dir(follow_symlinks=False):
                    pending.append((Path(entry.path), f"{prefix}{entry.name}/"))
