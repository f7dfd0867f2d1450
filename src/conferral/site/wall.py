"""Rendering behind a wall: no template, theme, plugin or hook can reach a private key.

A template is a program: `cycler.__init__.__globals__.os.environ` in a page printed the signing key when this was
tried.  So pages are rendered by a child process to which the key was never given, and which cannot fetch it:

1. The program that starts it has let go of its keys: `leave_keys_behind` replaces the whole process, memory and
   environment, before rendering begins.  While the child runs, the parent also marks itself undumpable, so that
   other processes of the same user cannot read its memory or /proc entries.
2. The child gets an environment made of an allow-list, no open files but the pipe for its reports, no terminal, a
   process group of its own, and an empty home.
3. On Linux with Landlock (5.13 and later; everything from 6.12) it locks itself in before it imports anything of
   the registry or of a plugin: it can read the registry, the signed documents and the installed programs, write
   the staged site, and touch no other file, process or network.  See `conferral.site.landlock` and `seccomp`.

`wall_strength` says which of these hold.  With "process" alone a plugin could still read files of the same user:
a key in a file is then as safe as the code that the site runs, and `conferral build` says so.
What the plugin writes is checked afterwards, see `conferral.site.verbatim`.  Pages of credentials are made by processes
that cannot write to the site at all, and give back bytes (`conferral.site.makers`).
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Literal, NoReturn

import conferral
from conferral.errors import BuildError
from conferral.progress import Progress
from conferral.site import landlock

Strength = Literal["landlock", "process"]

_ALLOWED = frozenset(
    {
        "PATH",
        "LANG",
        "LANGUAGE",
        "LC_ALL",
        "LC_COLLATE",
        "LC_CTYPE",
        "LC_MESSAGES",
        "LC_MONETARY",
        "LC_NUMERIC",
        "LC_TIME",
        "TZ",
        "SOURCE_DATE_EPOCH",
        "NO_COLOR",
        "FORCE_COLOR",
        "TERM",
        "COLUMNS",
        "VIRTUAL_ENV",
        "LD_LIBRARY_PATH",
    }
)
_STORES = ("AWS_", "AZURE_", "FSSPEC_", "GOOGLE_")
"""Beginnings of the variables by which libraries of object stores find what lets them in."""
_PLACES = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME", "CI")
"""Where files belong that are temporary or kept, and CI, where none are kept."""
_LOOKS_SECRET = ("PRIVATE KEY", "z3u2")  # PEM, and the multibase of an Ed25519 secret key
_MARKER = "CONFERRAL_KEYS_LEFT_BEHIND"
_ISOLATED = ("-P", "-s")  # neither the working folder, which may be a registry, nor the user's own packages
_LONGEST_REPORT = 65_536  # characters in a line; what the child says is not to be trusted
_LONGEST_LABEL = 60  # characters
_MOST = 10**9  # steps of work
_EXCERPT = 600  # characters
_PR_GET_DUMPABLE, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER, _PR_GET_CHILD_SUBREAPER = 3, 4, 36, 37


def wall_strength() -> Strength:
    """What this machine can do: "landlock", or "process" where the kernel has no Landlock."""
    return "landlock" if landlock.abi() else "process"


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that may pass the wall: a short list of names, less what looks like a key."""
    return {
        name: value
        for name, value in environ.items()
        if name in _ALLOWED and not any(mark in value for mark in _LOOKS_SECRET)
    }


def leave_keys_behind(argv: Sequence[str], environ: Mapping[str, str], *, store: bool = False) -> NoReturn:
    """Start this Python anew with the arguments `argv`, in this very process, without its memory and its secrets.

    Of the environment only `clean_environment` and what says where files belong go along, with a marker that
    `keys_left_behind` knows; with `store` what lets one into an object store, which this process will need, and which
    no process behind the wall is given.  Does not return; open buffers are flushed first.
    """
    kept = {name: environ[name] for name in _PLACES if name in environ}
    kept |= {name: value for name, value in environ.items() if store and name.startswith(_STORES)}
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(  # noqa: S606 - replacing the process is the purpose
        sys.executable,
        [sys.executable, *_ISOLATED, *argv],
        {**clean_environment(environ), **kept, **_import_path(), _MARKER: "1"},
    )


def keys_left_behind(environ: Mapping[str, str]) -> bool:
    """Whether this process was started by `leave_keys_behind`."""
    return environ.get(_MARKER) == "1"


def render_behind_wall(
    root: Path,
    signed: Path,
    out: Path,
    *,
    target: str,
    readable: Sequence[Path] = (),
    forbidden: Sequence[Path] = (),
    strength: Strength | None = None,
    on_progress: Progress | None = None,
) -> None:
    """Call `target(root, signed, out, progress=...)` in a process of its own, and wait for its end.

    As `behind_wall`; what is reported is passed on, and the last report decides whether this raises.
    """
    with behind_wall(
        root, signed, out, target=target, readable=readable, forbidden=forbidden, strength=strength
    ) as child:
        child.listen(on_progress)


@contextlib.contextmanager
def behind_wall(
    root: Path,
    signed: Path,
    out: Path | None,
    *,
    target: str,
    readable: Sequence[Path] = (),
    forbidden: Sequence[Path] = (),
    strength: Strength | None = None,
    channel: bool = False,
) -> Iterator[Walled]:
    """A process that calls `target(root, signed, out, progress=...)` behind the wall, as long as the block lasts.

    `target` is `module:function` or `path/of/file.py:function`; with `channel` it is given one, too
    (`conferral.site.channel`).  `out` is created if it is missing; without it there is only a place that nobody looks
    at.  `readable` can be read besides, and none of `forbidden`, private key files, may lie where it could be.

    At the end of the block nothing that the process started is running any more.  Raises `BuildError` then, with the
    message of an `Error` raised inside, or else with the place in the template or hook that failed.
    """
    root, signed = root.resolve(), signed.resolve()
    with (
        tempfile.TemporaryDirectory(prefix="conferral-", ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryFile() as said,
    ):
        temporary = Path(folder).resolve()
        out = (out or temporary / "out").resolve()
        _refuse_nested(root, signed, out)
        out.mkdir(parents=True, exist_ok=True)
        job = {
            "root": str(root),
            "signed": str(signed),
            "out": str(out),
            "temporary": str(temporary),
            "readable": [str(path.resolve()) for path in readable],
            "forbidden": [str(path) for path in forbidden],
            "target": target,
            "strength": strength or wall_strength(),
            "parent": os.getpid(),
        }
        with _guarded():
            child = Walled(job, _environment(temporary), said, channel=channel)
            try:
                yield child
            except BaseException:
                child.kill()
                raise
            finally:
                child.end()
        child.judge()


def _refuse_nested(root: Path, signed: Path, out: Path) -> None:
    for kept, name in ((signed, "signed documents"), (root, "registry")):
        if kept.is_relative_to(out):
            raise BuildError(f"the {name} '{kept}' would lie inside the output folder '{out}'")
    if out.is_relative_to(signed):
        raise BuildError(f"the output folder '{out}' would lie inside the signed documents '{signed}'")


def _environment(temporary: Path) -> dict[str, str]:
    home, scratch = temporary / "home", temporary / "tmp"
    home.mkdir()
    scratch.mkdir()
    return {
        **clean_environment(os.environ),
        **_import_path(),
        "HOME": str(home),
        "TMPDIR": str(scratch),
        # the same pages on every machine, whatever a plugin asks
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_MKDOCS_2_WARNING": "1",
        # git reads this registry, whoever owns it, and nobody's settings
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
    }


def _import_path() -> dict[str, str]:
    """Python's search path, where this package is not installed but used from a folder."""
    folder = str(Path(conferral.__file__).resolve().parent.parent)
    installed = {os.path.realpath(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    return {} if folder in installed else {"PYTHONPATH": folder}


class Walled:
    """A process behind the wall.

    With a channel, `given` is where frames for it are written and `pages` where its own are read.
    """

    given: IO[bytes]
    pages: IO[bytes]

    def __init__(self, job: dict[str, Any], environment: dict[str, str], said: IO[bytes], *, channel: bool) -> None:
        """Start it; use `behind_wall`."""
        self._said = said
        self._outcome: dict[str, Any] = {}
        with contextlib.ExitStack() as theirs:  # the ends that the child keeps
            ours, report = _pipe(theirs, "r")
            self._reports = os.fdopen(ours, encoding="utf-8", errors="replace")
            passed = {"report": report, "given": None, "pages": None}
            self._pipes: list[IO[Any]] = [self._reports]
            if channel:
                ours, passed["given"] = _pipe(theirs, "w")
                self.given = os.fdopen(ours, "wb")
                ours, passed["pages"] = _pipe(theirs, "r")
                self.pages = os.fdopen(ours, "rb", buffering=1 << 18)
                self._pipes += [self.given, self.pages]
            self._child = subprocess.Popen(  # noqa: S603
                [sys.executable, *_ISOLATED, "-m", "conferral.site.inside", json.dumps({**job, **passed})],
                env=environment,
                cwd=job["temporary"],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                pass_fds=[descriptor for descriptor in passed.values() if descriptor is not None],
                start_new_session=True,
            )
        self._ending = threading.Thread(target=_end_group_after, args=(self._child,))
        self._ending.start()

    def listen(self, on_progress: Progress | None) -> None:
        """Take its reports until it has ended; one thread at a time."""
        for report in _read_reports(self._reports):
            _pass_on(report, on_progress)
            self._outcome.update(report)

    def kill(self) -> None:
        """End it now."""
        self._child.kill()

    def end(self) -> None:
        """Wait for its end, and for that of all that it has started."""
        self._ending.join()
        self._child.wait()
        _await_group(self._child.pid)
        for pipe in self._pipes:
            with contextlib.suppress(BrokenPipeError):  # of what was still to be written
                pipe.close()

    def judge(self) -> None:
        """Raise `BuildError` unless it has ended well; it has to have been listened to."""
        self._ending.join()
        self._child.wait()
        _judge(self._child.returncode, self._outcome, self._said)


def _pipe(theirs: contextlib.ExitStack, ours: Literal["r", "w"]) -> tuple[int, int]:
    """A pipe whose other end is closed here once the child has it: our end, and the other one."""
    reading, writing = os.pipe()
    kept, passed = (reading, writing) if ours == "r" else (writing, reading)
    theirs.callback(os.close, passed)
    return kept, passed


def _end_group_after(child: subprocess.Popen[bytes]) -> None:
    """Wait for the child to exit, then end all that it has started: else they could write to the site later.

    The child is not reaped before, so that its number cannot have passed to another process.
    """
    if hasattr(os, "waitid"):
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    else:  # macOS
        child.wait()
    with contextlib.suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL)


def _await_group(group: int) -> None:
    """Reap what was left of the child's process group; orphans come to us, see `_guarded`."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-group, 0)


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    """For a while, let no process of this user read this one, and be the parent of orphans of the child."""
    if sys.platform != "linux":
        yield
        return
    prctl = ctypes.CDLL(None).prctl
    dumpable, subreaper = prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0), ctypes.c_int()
    prctl(_PR_GET_CHILD_SUBREAPER, ctypes.byref(subreaper), 0, 0, 0)
    prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(_PR_SET_CHILD_SUBREAPER, subreaper.value, 0, 0, 0)
        prctl(_PR_SET_DUMPABLE, dumpable, 0, 0, 0)


def _read_reports(reports: IO[str]) -> Iterator[dict[str, Any]]:
    """The reports of known form; whatever else comes through the pipe is dropped, too long a line as a whole."""
    while line := reports.readline(_LONGEST_REPORT):
        if not line.endswith("\n"):
            while (rest := reports.readline(_LONGEST_REPORT)) and not rest.endswith("\n"):
                pass
            continue
        with contextlib.suppress(ValueError, RecursionError):
            match json.loads(line):
                case {"progress": [str(), int(done), int(total)]} as report if (
                    0 <= done <= _MOST and 0 <= total <= _MOST
                ):
                    yield {"progress": report["progress"]}
                case {"error": [str(), str()]} as report:
                    yield {"error": report["error"]}
                case {"done": True}:
                    yield {"done": True}


def _pass_on(report: dict[str, Any], on_progress: Progress | None) -> None:
    match report:
        case {"progress": [label, done, total]} if on_progress:
            on_progress(printable(label)[:_LONGEST_LABEL], int(done), int(total))


def _judge(status: int, outcome: dict[str, Any], said: IO[bytes]) -> None:
    match outcome:
        case {"error": [message, hint]}:
            raise BuildError(printable(message), hint=printable(hint))
        case {"done": True} if status == 0:
            return
    size = said.seek(0, os.SEEK_END)
    said.seek(max(0, size - _EXCERPT))
    excerpt = printable(said.read().decode("utf-8", "replace")).strip()
    how = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"
    raise BuildError(f"rendering ended early with {how}", hint=f"It last said: {excerpt}" if excerpt else "")


def printable(text: str) -> str:
    """A text from inside without control characters, which must not drive the terminal."""
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)
