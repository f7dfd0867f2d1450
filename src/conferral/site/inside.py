"""What runs behind the wall: lock oneself in, then render.  Started by `conferral.site.wall`, never by a person.

`python -m conferral.site.inside JOB`, where JOB is a JSON object with the paths of `Job`.  Reports go to the
descriptor that the job names, one JSON object a line:

    {"progress": [label, done, total]}
    {"error": [message, hint]}
    {"done": true}

Whoever makes pages of credentials has two descriptors more, see `conferral.site.channel`.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import importlib.util
import json
import mimetypes
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import conferral
from conferral.errors import BuildError, Error, RegistryError
from conferral.history import git
from conferral.site import landlock, seccomp
from conferral.site.landlock import Access

_PR_SET_PDEATHSIG = 1
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store")
_SYSTEM_FILES = (
    "/etc/alternatives",
    "/etc/group",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/locale.alias",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/passwd",
    "/dev/random",
    "/dev/urandom",
    "/dev/zero",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to render and what may be touched on the way.

    `root`, `signed` and `readable` can be read, `out` and `temporary` written as well.  None of `forbidden` may
    lie where it could be read.  `target` is `module:function` or `path/of/file.py:function`; `report` is
    the descriptor for reports, `given` and `pages` are those of a `Channel`, if there is one; `strength` is how the
    wall stands, see `wall.Strength`; `parent` is the process to die with.
    """

    root: str
    signed: str
    out: str
    temporary: str
    readable: list[str]
    forbidden: list[str]
    target: str
    strength: str
    report: int
    given: int | None
    pages: int | None
    parent: int


def main() -> int:
    """Do the job named on the command line; 0 when the pages are written, else 1."""
    gc.set_threshold(*conferral.COLLECTED)
    job = Job(**json.loads(sys.argv[1]))
    sys.argv[1:] = []
    for descriptor in (job.report, job.given, job.pages):
        if descriptor is not None:
            os.set_inheritable(descriptor, False)
    with os.fdopen(job.report, "w", encoding="utf-8", buffering=1) as report:

        def tell(**message: Any) -> None:
            report.write(json.dumps(message) + "\n")

        def progress(label: str, done: int, total: int) -> None:
            tell(progress=[label, done, total])

        try:
            lock_in(job)
            render = _import(job.target)
            with _channel(job) as channel:
                render(Path(job.root), Path(job.signed), Path(job.out), progress=progress, **channel)
        except Error as error:
            tell(error=[error.message, error.hint])
            return 1
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin may raise anything
            tell(error=[_describe(error, Path(job.root)), ""])
            return 1
        tell(done=True)
        return 0


@contextlib.contextmanager
def _channel(job: Job) -> Iterator[dict[str, Any]]:
    """The channel as an argument of the target, which has none where the job has none."""
    if job.given is None or job.pages is None:
        yield {}
        return
    from conferral.site.channel import Channel  # noqa: PLC0415 -- it brings templates along

    given = os.fdopen(job.given, "rb", buffering=0)  # never closed: a thread may be reading from it
    with os.fdopen(job.pages, "wb", buffering=1 << 16) as pages:
        yield {"channel": Channel(given, pages)}


def lock_in(job: Job) -> None:
    """Give up whatever rendering does not need, before any code of the registry or of a plugin is imported.

    Raises BuildError when a forbidden file could be read, or when the kernel refuses to lock.
    """
    rules = list(_rules(job))
    _refuse_readable_keys(job, [path for path, access in rules if access & Access.READ_FILE])
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != job.parent:
                raise BuildError("the build that started this rendering is gone")
            seccomp.drop_capabilities()
        if job.strength == "landlock":
            landlock.restrict(rules)
        if seccomp.available():
            seccomp.restrict()
    except OSError as error:
        raise BuildError(
            f"the wall around rendering cannot be built: {error.strerror}",
            hint="Rendering runs code of themes and plugins, so it does not start without the wall.",
        ) from error


def _rules(job: Job) -> Iterator[tuple[Path, Access]]:
    yield Path(job.root), Access.READING
    yield Path(job.signed), Access.READING
    for folder in _git_folders(Path(job.root)):
        yield folder, Access.READING
    for path in (*job.readable, *_SYSTEM_FILES, *mimetypes.knownfiles):
        yield Path(path), Access.READING
    python = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    for path in (*_SYSTEM, *sorted(python), *sys.path):
        yield Path(path), Access.RUNNING
    yield Path("/dev/null"), Access.READ_FILE | Access.WRITE_FILE
    yield Path(job.out), Access.WRITING
    yield Path(job.temporary), Access.WRITING | Access.MAKE_SYM | Access.MAKE_FIFO | Access.MAKE_SOCK


def _git_folders(root: Path) -> Iterator[Path]:
    """Where git keeps the history of `root`: elsewhere for a worktree, a subfolder or a shared clone.

    Never what a bare repository says that was committed inside the registry: it could name any folder.
    """
    try:
        answer = git(root, "rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir")
    except RegistryError:  # no git, or no history
        return
    for line in dict.fromkeys(os.fsdecode(answer).splitlines()):
        yield Path(line)
        alternates = Path(line, "objects/info/alternates")
        if alternates.is_file():
            for other in os.fsdecode(alternates.read_bytes()).splitlines():
                yield Path(line, "objects", other)


def _refuse_readable_keys(job: Job, readable: list[Path]) -> None:
    root = Path(job.root).resolve()
    folders = [root, *(path.resolve() for path in readable)]
    for key in map(Path, job.forbidden):
        places = {Path(os.path.abspath(key)), key.resolve()}  # noqa: PTH100 - the link as well as its target
        for folder in folders:
            if any(place.is_relative_to(folder) for place in places):
                where = "the registry's folder" if folder == root else "a folder open to rendering"
                raise BuildError(
                    f"the private key file '{key}' lies inside {where} '{folder}'",
                    hint="Templates and plugins can read that folder. Move the key out of it, "
                    "and replace the key if the file was ever committed.",
                )


def _import(target: str) -> Callable[..., None]:
    place, _, name = target.rpartition(":")
    if place.endswith(".py"):
        spec = importlib.util.spec_from_file_location(Path(place).stem, place)
        if spec is None or spec.loader is None:
            raise BuildError(f"'{place}' cannot be imported")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(place)
    function: Callable[..., None] = getattr(module, name)
    return function


def _describe(error: BaseException, root: Path) -> str:
    """One line: the innermost place in a template or in a file of the registry, and what happened there."""
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    places = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(root) or (path.suffix not in (".py", "") and path.is_absolute()):
            places.append(f"{_shown(frame.filename, root)}:{frame.lineno}")
    template = getattr(error, "filename", None)
    if type(error).__name__.startswith("Template") and isinstance(template, str):  # a syntax error of jinja2
        places.append(f"{_shown(template, root)}:{getattr(error, 'lineno', 0)}")
    place = places[-1] if places else ""
    return f"rendering failed in {place}: {what}" if place else f"rendering failed: {what}"


def _shown(filename: str, root: Path) -> str:
    path = Path(filename)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else filename


if __name__ == "__main__":
    sys.exit(main())
