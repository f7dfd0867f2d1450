"""Writing a site so that its folder holds the old one or the new one, whole, whatever happens meanwhile.

    with staging(out) as staged:
        ...                      # fill the folder `staged`
        exchange(staged, out)

`staged` is a new folder beside `out`, on the same file system.  `exchange` gives it the name `out` in one step where
the system can swap two names (Linux, renameat2 with RENAME_EXCHANGE).  Elsewhere it takes two renames; a journal
beside the folders says so while it lasts, and the next `staging` or `recover` finishes the work.  A lock keeps
two builds from writing the same site at once, and tells the leftovers of killed builds from work in progress.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conferral.addresses import CATALOG
from conferral.atomic import flush_folder, remove_leftovers, replace_file
from conferral.errors import BuildError, EncodingError
from conferral.site.removing import remove_tree
from conferral.standards.strict_documents import read_document

_APART = ".apart"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_LARGEST_CATALOG = 64 * 1024 * 1024  # bytes
_LONGEST_JOURNAL = 1024  # bytes; the name of one folder
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}


@contextlib.contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A fresh, empty folder beside `out` to build the next site in; it is removed unless it was exchanged.

    Work that a killed build left behind is finished or removed first.  Raises BuildError when another build is
    writing the same site, or when `out` is something that a site must not replace.
    """
    out = _place(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _locked(out):
        _recover(out)
        _refuse_foreign(out)
        staged = out.with_name(f"{_prefix(out)}-{secrets.token_hex(8)}")
        with _new_folder(staged):
            yield staged


@contextlib.contextmanager
def apart(staged: Path) -> Iterator[Path]:
    """A fresh, empty folder beside `staged`, for what is moved in there; it is removed unless it was."""
    folder = staged.with_name(f"{staged.name}{_APART}")
    with _new_folder(folder):
        yield folder


@contextlib.contextmanager
def usual_modes() -> Iterator[None]:
    """Files that this process makes meanwhile can be read by all, as hosts ask for: 0644, and 0755 for folders."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def exchange(staged: Path, out: Path) -> None:
    """Make the folder `staged`, made by `staging(out)`, the folder `out`; what was there before is `staged` then.

    Raises BuildError, with `out` as it was, when `out` is something that a site must not replace, or when the
    system refuses.
    """
    out = _place(out)
    _refuse_foreign(out)
    try:
        if not out.exists() or not any(out.iterdir()):
            staged.rename(out)
        elif not _swap(staged, out):
            _swap_in_two_steps(staged, out)
    except OSError as error:
        raise BuildError(
            f"the new site cannot take the place of '{out}': {error.strerror}",
            hint="The folder may be a mount point or belong to somebody else; a folder inside it will do.",
        ) from error
    flush_folder(out.parent)


def recover(out: Path) -> None:
    """Finish the exchange that a killed build left half done, and remove its other leftovers.

    Raises BuildError when another build is writing the same site.
    """
    out = _place(out)
    if out.parent.is_dir():
        with _locked(out):
            _recover(out)


def check_place(out: Path, *, preview: bool) -> None:
    """Make sure, before any work is done, that a site may be written to `out`.

    Raises BuildError when `out` is something that a site must not replace, a real site for a preview among them.
    """
    place = _place(out)
    _refuse_foreign(place)
    if preview and (published_catalog(place) or {}).get("preview") is False:
        raise BuildError(
            f"'{out}' is a real site and would be replaced by a preview",
            hint="Name another folder with --out, or delete it.",
        )


def default_place(root: Path, name: str) -> Path:
    """The folder of a site where none is named: `name` below the registry's folder `root`.

    Raises BuildError when a link, which may have been committed, leads out of the registry's folder.
    """
    place = root / name
    if not Path(os.path.realpath(place)).is_relative_to(os.path.realpath(root)):
        raise BuildError(f"'{place}' is a link that leads out of the registry", hint="Name the folder with --out.")
    return place


def published_catalog(site: Path) -> dict[str, Any] | None:
    """What catalog.json of a site says; None where it is missing, no regular file, too large or no strict JSON."""
    try:
        descriptor = os.open(site / CATALOG, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return None
            content = file.read(_LARGEST_CATALOG + 1)
            return read_document(content, max_bytes=_LARGEST_CATALOG, max_values=_LARGEST_CATALOG)
    except (OSError, EncodingError):
        return None


def _place(out: Path) -> Path:
    """The real folder, so that a symbolic link to a site stays one and its site lies on one file system."""
    place = Path(os.path.realpath(out))
    if not place.name:
        raise BuildError(f"the output folder '{out}' is the root of the file system")
    return place


def _prefix(out: Path) -> str:
    return f".conferral-{out.name}"


def _journal(out: Path) -> Path:
    return out.with_name(f"{_prefix(out)}.exchange")


def _refuse_foreign(out: Path) -> None:
    """Let a site replace only an earlier site, an empty folder or nothing: `--out ~` must delete no home."""
    if not os.path.lexists(out):
        return
    if not out.is_dir():
        raise BuildError(f"the output folder '{out}' is a file")
    if any(out.iterdir()) and published_catalog(out) is None:
        raise BuildError(
            f"the output folder '{out}' is neither empty nor a site that conferral has written: it has no catalog.json",
            hint="A build replaces the whole folder. Choose another with --out, or empty this one yourself.",
        )


@contextlib.contextmanager
def _locked(out: Path) -> Iterator[None]:
    path = out.with_name(f"{_prefix(out)}.lock")
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        except OSError as error:
            raise BuildError(f"the folder of '{out}' cannot be locked: {error.strerror}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise BuildError(f"the folder of '{out}' cannot be locked: {error.strerror}") from error
            raise BuildError(
                f"another build is writing '{out}'",
                hint="Wait until it is done, or choose another folder with --out.",
            ) from error
        if os.fstat(descriptor).st_nlink:
            break
        os.close(descriptor)  # the file of a build that ended just now; its lock protects nothing any more
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _swap(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the kernel or the file system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number))


def _swap_in_two_steps(staged: Path, out: Path) -> None:
    """Two renames under a journal that names the finished folder; the journal is the decision to go forward."""
    journal, old = _journal(out), staged.with_name(f"{staged.name}.old")
    replace_file(journal, staged.name.encode())
    try:
        out.rename(old)
        staged.rename(out)
    except OSError:
        if not out.exists():
            old.rename(out)
        journal.unlink()
        raise
    journal.unlink()
    remove_tree(old)


def _journalled(journal: Path, out: Path) -> Path:
    """The folder that a journal names.

    What stands in the journal is never repeated: a link that was committed in its place may lead to a secret.
    """
    name = ""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        descriptor = os.open(journal, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            name = file.read(_LONGEST_JOURNAL).decode("ascii")
    if not re.fullmatch(re.escape(_prefix(out)) + r"-[0-9a-f]{16}", name):
        raise BuildError(f"'{journal}' is no journal of a build", hint="Delete it; no build has written it.")
    return out.with_name(name)


def _recover(out: Path) -> None:
    """Under the lock: everything with this prefix belongs to builds that are dead."""
    journal = _journal(out)
    if os.path.lexists(journal):
        staged = _journalled(journal, out)
        old = staged.with_name(f"{staged.name}.old")
        for folder in (staged, old):
            if not os.path.lexists(out) and _is_folder(folder):
                folder.rename(out)
        journal.unlink()
    remove_leftovers(out.parent)
    leftover = re.compile(re.escape(_prefix(out)) + rf"-[0-9a-f]{{16}}(\.old|{re.escape(_APART)})?")
    for path in out.parent.iterdir():
        if leftover.fullmatch(path.name) and _is_folder(path):
            remove_tree(path)


@contextlib.contextmanager
def _new_folder(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    try:
        yield
    finally:
        remove_tree(folder)  # what cannot be removed now, the next build tries again


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
