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
What the plugin writes is checked afterwards, see `conferral.site.verbatim`.
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
_PR_GET_DUMPABLE, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 3, 4, 36


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
    readable: Sequence[Path] = (),
    forbidden: Sequence[Path] = (),
    on_progress: Progress | None = None,
    target: str = "conferral.site.rendering:render_pages",
    strength: Strength | None = None,
) -> None:
    """Call `target(root, signed, out, progress=...)` in a process that can reach no key.

    `root` is the registry's folder, `signed` holds the signed documents, `out` is the folder to write, which
    is made when it does not exist.  `readable` adds files or folders that may be read.  `forbidden` names the
    files that hold private keys: rendering does not start while one of them could be read.  `target` is
    `module:function`, or `path/of/file.py:function`.  `strength` is what to demand; by default the best there is.

    When this returns, nothing that the rendering started is running any more.  Raises BuildError with the message of
    an Error raised inside, or else with the place in the template or hook that failed.
    """
    root, signed, out = root.resolve(), signed.resolve(), out.resolve()
    for kept, name in ((signed, "signed documents"), (root, "registry")):
        if kept.is_relative_to(out):
            raise BuildError(f"the {name} '{kept}' would lie inside the output folder '{out}'")
    if out.is_relative_to(signed):
        raise BuildError(f"the output folder '{out}' would lie inside the signed documents '{signed}'")
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="conferral-", ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryFile() as said,
    ):
        temporary = Path(folder).resolve()
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
        _run(job, _environment(temporary), said, on_progress)


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


def _run(job: dict[str, Any], environment: dict[str, str], said: IO[bytes], on_progress: Progress | None) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8", errors="replace") as reports, _guarded():
        try:
            child = subprocess.Popen(  # noqa: S603
                [sys.executable, *_ISOLATED, "-m", "conferral.site.inside", json.dumps({**job, "report": writing})],
                env=environment,
                cwd=job["temporary"],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                pass_fds=(writing,),
                start_new_session=True,
            )
        finally:
            os.close(writing)
        outcome: dict[str, Any] = {}
        ending = threading.Thread(target=_end_group_after, args=(child,))
        ending.start()
        try:
            for report in _read_reports(reports):
                _pass_on(report, on_progress)
                outcome.update(report)
        except BaseException:
            child.kill()
            raise
        finally:
            ending.join()
            child.wait()
            _await_group(child.pid)
    _judge(child.returncode, outcome, said)


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
    dumpable = prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0)
    prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
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
            on_progress(_printable(label)[:_LONGEST_LABEL], int(done), int(total))


def _judge(status: int, outcome: dict[str, Any], said: IO[bytes]) -> None:
    match outcome:
        case {"error": [message, hint]}:
            raise BuildError(_printable(message), hint=_printable(hint))
        case {"done": True} if status == 0:
            return
    size = said.seek(0, os.SEEK_END)
    said.seek(max(0, size - _EXCERPT))
    excerpt = _printable(said.read().decode("utf-8", "replace")).strip()
    how = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"
    raise BuildError(f"rendering ended early with {how}", hint=f"It last said: {excerpt}" if excerpt else "")


def _printable(text: str) -> str:
    """Without control characters: what comes from inside must not drive the terminal."""
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)
