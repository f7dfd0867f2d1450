"""Replacing a file as a whole: whoever reads it meets the old bytes or the new ones, never a part; and secret ones.

The new bytes go to a temporary file in the same folder, are flushed to the disk and take the old file's
place by one rename (POSIX, rename(2)).  A run that is killed leaves at most such a temporary file behind;
`remove_leftovers` finds and removes it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

_PREFIX, _SUFFIX = ".conferral-", ".tmp"
_AT_A_TIME = 8


def replace_file(path: Path, content: bytes) -> None:
    """Give the file at `path` the bytes `content`, or leave it as it is.

    A file that exists keeps its permission bits; a new one gets those of the umask.  A symbolic link stays
    one, and the file that it points to is replaced.  The folder has to exist.

    Raises OSError when the folder cannot be written; then nothing has changed and nothing is left over.
    """
    flush_folder(_replace(path, content))


def replace_files(files: Iterable[tuple[Path, bytes]]) -> None:
    """`replace_file` for many: each is replaced as a whole, in no order, and all are on the disk when this returns.

    Several wait for the disk at a time, and each folder is flushed once.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- most who replace files replace one

    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        folders = set(pool.map(lambda file: _replace(*file), files))
    for folder in sorted(folders):
        flush_folder(folder)


def _replace(path: Path, content: bytes) -> Path:
    """Replace a file; the folder it is in, which is yet to be flushed."""
    target = Path(os.path.realpath(path))
    descriptor, temporary = _locked_temporary_file(target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if target.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(target)  # while the lock is held, so that nobody takes it for a leftover
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return target.parent


def write_private_file(path: Path, content: bytes) -> None:
    """A new file that only its owner can read, on the disk when this returns; folders on the way are made.

    Raises `FileExistsError` where something is there already, and OSError when it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def remove_leftovers(folder: Path) -> tuple[Path, ...]:
    """Remove the temporary files that killed runs left in `folder` itself, and say which.

    A temporary file that a living process is writing stays: its writer holds a lock on it, and locks die
    with their process.
    """
    removed = []
    for path in sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}")):
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:  # gone meanwhile, or nothing that we have made
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
            removed.append(path)
        except BlockingIOError:
            continue
        finally:
            os.close(descriptor)
    return tuple(removed)


def flush_folder(folder: Path) -> None:
    """Ask the disk to keep what was renamed in `folder`, where its file system can be asked."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError:  # some network file systems know no fsync of folders; the rename itself has happened
        pass
    finally:
        os.close(descriptor)


def _locked_temporary_file(folder: Path) -> tuple[int, Path]:
    while True:
        path = folder / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return descriptor, path
        os.close(descriptor)  # taken for a leftover between its making and its lock
