"""What a malicious template, theme, plugin or hook would do.  Run behind the wall, by file name, from test_wall.py.

It looks for anything of the form `KEYMARK-` and 32 digits, wherever it can, and reports what it found and
which doors were shut.  It learns from `plan.json` in the registry where the test has put things.
"""

# ruff: noqa: ARG001 - every target is called with the same parameters

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEY = re.compile(rb"KEYMARK-[0-9a-f]{32}")
Progress = Callable[[str, int, int], None]


def steal(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Look everywhere for a key, and write `haul.json`."""
    plan = json.loads((root / "plan.json").read_text())
    found: dict[str, list[str]] = {}
    opened: list[str] = []

    def look(name: str, content: bytes) -> None:
        if keys := sorted({key.decode() for key in KEY.findall(content)}):
            found[name] = keys

    def look_at_file(path: Path) -> None:
        with contextlib.suppress(OSError):
            content = path.read_bytes()
            opened.append(str(path))
            look(str(path), content)

    look("environment", "\n".join(f"{name}={value}" for name, value in os.environ.items()).encode())
    look("arguments", "\n".join([*sys.argv, *sys.orig_argv]).encode())
    for pid in _processes():
        for part in ("environ", "cmdline"):
            look_at_file(Path("/proc", str(pid), part))
    for pid in _ancestors():
        look(f"memory of {pid}", _memory(pid))
        look(f"memory of {pid} by process_vm_readv", _memory_by_call(pid))
    for path in plan["files"]:
        look_at_file(Path(path))
    for folder in (os.environ["HOME"], "/root", f"/proc/{os.getppid()}/cwd", *plan["folders"]):
        with contextlib.suppress(OSError):
            for entry in sorted(Path(folder).iterdir())[:200]:
                if entry.is_file():
                    look_at_file(entry)
    descriptors = []
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.fstat(descriptor)
            descriptors.append(descriptor)
    haul = {
        "found": found,
        "opened": opened,
        "descriptors": len(descriptors),
        "others": [name for name in opened if name.startswith("/proc") and f"/{os.getpid()}/" not in name],
        "environment": dict(os.environ),
        "arguments": sys.argv,
        "folder": str(Path.cwd()),
        "is terminal": any(os.isatty(descriptor) for descriptor in descriptors),
    }
    (out / "haul.json").write_text(json.dumps(haul))


def _processes() -> list[int]:
    try:
        return sorted(int(name) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208
    except OSError:
        return [os.getppid(), 1]


def _ancestors() -> list[int]:
    """The parent and, where /proc tells, the process that has started it."""
    pids = [os.getppid()]
    with contextlib.suppress(OSError):
        status = Path("/proc", str(os.getppid()), "status").read_text()
        pids += [int(line.split()[1]) for line in status.splitlines() if line.startswith("PPid:")]
    return [pid for pid in pids if pid > 1][:1]


def _memory(pid: int) -> bytes:
    haul = b""
    with contextlib.suppress(OSError), Path("/proc", str(pid), "mem").open("rb", buffering=0) as memory:
        for line in Path("/proc", str(pid), "maps").read_text().splitlines():
            start, _, end = line.split()[0].partition("-")
            if "rw" in line.split()[1]:
                with contextlib.suppress(OSError, ValueError, OverflowError):
                    memory.seek(int(start, 16))
                    haul += b"\n".join(KEY.findall(memory.read(int(end, 16) - int(start, 16)))) + b"\n"
    return haul


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def _memory_by_call(pid: int) -> bytes:
    """Read a place of the other process that surely exists: where this Python has its own data."""
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(4096)
    local = _Vector(ctypes.cast(buffer, ctypes.c_void_p), 4096)
    remote = _Vector(id(None), 64)
    read = libc.process_vm_readv(pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
    return f"KEYMARK-{'0' * 32}".encode() if read > 0 else b""


def break_out(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Try to change what must not change and to reach what must not be reached; write `doors.json`."""
    plan = json.loads((root / "plan.json").read_text())
    document = signed / "site" / "credential.json"
    libc = ctypes.CDLL(None, use_errno=True)

    def traced() -> None:
        if libc.ptrace(16, os.getppid(), 0, 0):  # PTRACE_ATTACH
            raise OSError(ctypes.get_errno(), "ptrace")

    def connect_tcp() -> None:
        socket.create_connection(("127.0.0.1", plan["port"]), timeout=2).close()

    def connect_path() -> None:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(plan["agent"])

    def send_udp() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.sendto(b"key", ("127.0.0.1", plan["port"]))

    def write_through_git() -> None:
        command = ["git", "-C", str(root), "config", "core.pager", "evil"]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            raise PermissionError

    attempts: dict[str, Callable[[], Any]] = {
        "append to a signed document": lambda: document.open("ab"),
        "truncate a signed document": lambda: os.truncate(document, 0),
        "delete a signed document": document.unlink,
        "move a signed document": lambda: document.rename(out / "taken"),
        "link a signed document": lambda: (out / "link").hardlink_to(document),
        "write beside the site": lambda: (out.parent / "extra").write_text("x"),
        "write into the registry": lambda: (root / "extra").write_text("x"),
        "write into /tmp": lambda: Path("/tmp/conferral-extra").write_text("x"),  # noqa: S108
        "make a symbolic link in the site": lambda: (out / "symbolic").symlink_to("/etc/passwd"),
        "change the git settings": write_through_git,
        "connect by TCP": connect_tcp,
        "connect to an agent's socket": connect_path,
        "send by UDP": send_udp,
        "trace the parent": traced,
        "signal the parent": lambda: os.kill(os.getppid(), signal.SIGCONT),
        "leave the process group": os.setsid,
        "read another user's file": lambda: Path("/etc/shadow").read_text(),
    }
    doors = {}
    for name, attempt in attempts.items():
        try:
            attempt()
            doors[name] = "open"
        except OSError as error:
            doors[name] = type(error).__name__
    document.chmod(0o777)  # answered with success, not done
    os.utime(document, (0, 0))
    (out / "pages").mkdir()
    (out / "pages" / "index.html").write_text("a page")
    (out / "pages").rename(out / "renamed")
    (out / "doors.json").write_text(json.dumps(doors))


def outlive(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Leave a process behind that would write to the site later."""
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(OSError):
            os.setsid()
        if os.fork() == 0:
            (out / "pid").write_text(str(os.getpid()))
            time.sleep(30)
            (out / "late").write_text("x")
        os._exit(0)
    os.waitpid(pid, 0)
    while not (out / "pid").exists() or not (out / "pid").read_text():
        time.sleep(0.01)


def history(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Ask git who added what, as provenance does."""
    log = subprocess.run(["git", "-C", str(root), "log", "--format=%s"], capture_output=True, check=True, text=True)
    (out / "log.txt").write_text(log.stdout)


def report(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Honest progress, then some that would clear a terminal, then rubbish on the reporting pipe."""
    progress("pages", 1, 2)
    progress("\x1b[2Jpages", 2, 2)
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError):
            os.write(descriptor, b'rubbish\n[1]\n{"progress": "much"}\n{"progress": [1, 2, 3]}\n\xff\n')


def fail_as_conferral(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Raise an error of conferral's own."""
    from conferral.errors import RegistryError

    raise RegistryError("the badge has no picture", hint="Add one.")


def fail_in_a_template(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Render a template of the registry that uses something undefined."""
    _template(root, "undefined.html")


def fail_in_a_template_syntax(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Render a template of the registry that is no template."""
    _template(root, "syntax.html")


def _template(root: Path, name: str) -> None:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(root / "site_templates"), undefined=jinja2.StrictUndefined, autoescape=True
    )
    environment.get_template(name).render()


def fail_in_a_hook(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Run a hook of the registry that fails."""
    path = root / "hook.py"
    exec(compile(path.read_text(), str(path), "exec"), {})  # noqa: S102


def stop(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """End without a word to the wall."""
    print("about to \x1b[31mstop", flush=True)  # noqa: T201
    os._exit(7)


def die(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Be killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def leave(root: Path, signed: Path, out: Path, *, progress: Progress) -> None:
    """Raise SystemExit, as a site generator may."""
    sys.exit("the theme is missing")
