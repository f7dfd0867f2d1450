"""`conferral serve`: a preview on this machine, built again whenever a file changes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn

from conferral.errors import BuildError
from conferral.files import FOLDERS

WATCHED = (*FOLDERS, "site_templates", "docs", "mkdocs.yml")
PAUSE = 1.0
"""Seconds between two looks at the files."""


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site as a static host would: no listings, and the site's own page for what is not there."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class's name
        """Say nothing."""

    def list_directory(self, path: Any) -> None:  # noqa: ARG002 -- the base class's signature
        """There are no listings."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The page 404.html where there is nothing."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        """Always fresh, and readable by verifiers in a browser, as static hosts allow."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


def serve(root: Path, out: Path, *, port: int, say: Callable[[str], None]) -> NoReturn:
    """Build a preview of the registry in `root` into `out`, serve it on 127.0.0.1, and watch for changes.

    A real site at `out` is never replaced.  A build that fails says why and leaves the last good site.  Ends with
    Ctrl-C.
    """
    with _server(out, port) as server:
        seen = _state_of_files(root)
        _build(root, out)
        say(f"http://127.0.0.1:{server.server_address[1]}/ (Ctrl-C stops)")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        while True:
            time.sleep(PAUSE)
            now = _state_of_files(root)
            if now != seen:
                seen = now
                say("changed; building again")
                _build(root, out)


def _server(out: Path, port: int) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(out)))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BuildError(f"port {port} cannot be served: {reason}", hint="Name another with --port.") from error


def _build(root: Path, out: Path) -> None:
    """As a process of its own: a build replaces its process on the way."""
    command = [
        sys.executable,
        "-P",
        "-s",
        "-m",
        "conferral",
        "build",
        "--preview",
        "--root",
        str(root),
        "--out",
        str(out),
    ]
    subprocess.run(command, check=False)  # noqa: S603 -- this very program


def _state_of_files(root: Path) -> dict[str, tuple[int, int]]:
    state = {}
    for path in _files(root):
        try:
            status = path.stat()
        except OSError:  # gone meanwhile
            continue
        state[str(path)] = (status.st_mtime_ns, status.st_size)
    return state


def _files(root: Path) -> Iterator[Path]:
    for name in WATCHED:
        path = root / name
        yield from path.rglob("*") if path.is_dir() else [path]
