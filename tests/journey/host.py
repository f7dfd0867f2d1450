"""A static host as GitHub Pages is one: media types by extension, CORS for all, ten minutes of cache, 404.html.

`StaticHost` answers without any network, so that most tests need no socket; `serving` puts it behind TLS on this
machine.  The verifier refuses addresses of this machine, as it should: tests hand it the name, the certificate and the
port through the options it has for closed networks, and processes of their own get the same through `door`.

What is known of the real host, and from where: PLATFORM 1.1 (Pages serves by mime-db, `access-control-allow-origin: *`
and `cache-control: max-age=600` on every answer, an extension it does not know as application/octet-stream, a folder
without a slash with a redirect to the one with it).
"""

from __future__ import annotations

import shutil
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

from conferral.verify import HTTPSResolver, UnreachableError
from conferral.verify.connecting import Connection
from conferral.verify.https import Answer
from tests.certificates import make_certificate

NAME = "credentials.example.org"
BASE_URL = f"https://{NAME}/registry"
"""The base URL of `tests.registry_builder`."""

KEPT_FOR = 600
"""Seconds for which Pages lets copies be kept."""

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".js": "application/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
"""mime-db, for what a site of ours holds."""


@dataclass(frozen=True)
class Response:
    """What the host answers: `headers` by name in lower case."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class StaticHost:
    """Serves a copy of the last folder that was published, under `prefix`; `clock` are seconds that tests let pass.

    `altered` has responses that stand in for those of paths of the site; `asked` is every path that was asked for.
    With `caching` a copy that was handed out once is handed out for ten minutes, whatever is published meanwhile.
    """

    def __init__(self, folder: Path, prefix: str = "/registry/") -> None:
        self.folder = folder
        self.prefix = prefix
        self.clock = 0.0
        self.caching = False
        self.altered: dict[str, Response] = {}
        self.asked: list[str] = []
        self._kept: dict[str, tuple[float, Response]] = {}

    def publish(self, site: Path) -> None:
        """Serve what a folder holds now."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(site, self.folder)

    def respond(self, path: str) -> Response:
        """The answer to a request for a path of the host."""
        self.asked.append(path)
        since, kept = self._kept.get(path, (0.0, None))
        if self.caching and kept is not None and self.clock - since < KEPT_FOR:
            return replace(kept, headers={**kept.headers, "age": str(int(self.clock - since))})
        made = self._answer(path)
        common = {"access-control-allow-origin": "*", "cache-control": f"max-age={KEPT_FOR}", "age": "0"}
        response = replace(made, headers={**common, **made.headers})
        self._kept[path] = (self.clock, response)
        return response

    def ask(self, url: str) -> Answer:
        """As `HTTPSResolver.ask`, without a network."""
        place = url
        for _ in range(5):
            if not place.startswith(f"https://{NAME}/"):
                raise UnreachableError("there is no such host", url=url)
            response = self.respond(place.removeprefix(f"https://{NAME}"))
            if "location" not in response.headers:
                return Answer(status=response.status, headers=response.headers, body=response.body, place=place)
            place = urljoin(place, response.headers["location"])
        raise UnreachableError("it redirects more than 5 times", url=url)

    def _answer(self, path: str) -> Response:
        inside = path.removeprefix(self.prefix) if path.startswith(self.prefix) else None
        if inside is None:
            return Response(404, b"<!doctype html><title>Site not found</title>", {"content-type": TYPES[".html"]})
        if inside in self.altered:
            return self.altered[inside]
        return self._file(inside, path)

    def _file(self, inside: str, path: str) -> Response:
        file = self.folder / (f"{inside}index.html" if not inside or inside.endswith("/") else inside)
        if ".." in PurePosixPath(inside).parts:
            return Response(400)
        if file.is_dir() and (file / "index.html").is_file():
            return Response(301, b"", {"location": f"{path}/"})
        if not file.is_file():
            missing = self.folder / "404.html"
            page = missing.read_bytes() if missing.is_file() else b"<!doctype html><title>404</title>"
            return Response(404, page, {"content-type": TYPES[".html"]})
        kind = TYPES.get(file.suffix, "application/octet-stream")
        return Response(200, file.read_bytes(), {"content-type": kind})


@dataclass(frozen=True)
class Served:
    """A host behind TLS: the file with the certificate to trust, and the port that stands for 443."""

    host: StaticHost
    certificate: Path
    port: int

    def resolver(self) -> HTTPSResolver:
        """What a verifier asks the network with, let through to this host and nowhere else.

        Only the port is not among the resolver's options; `through` puts it in place.
        """
        context = ssl.create_default_context(cafile=str(self.certificate))
        return HTTPSResolver(look_up=known_name, allowed=lambda _: True, context=context, timeout=5.0)


def known_name(name: str, _port: int) -> list[str]:
    """The address of the one host there is; raises OSError for all other names."""
    if name != NAME:
        raise OSError(f"no such host: {name}")
    return ["127.0.0.1"]


def connection_to(port: int) -> type[Connection]:
    """Connections that take this port of the machine for port 443."""

    class ToHere(Connection):
        def _first_that_answers(self) -> Any:
            self.port = port
            return super()._first_that_answers()

    return ToHere


@contextmanager
def serving(host: StaticHost, folder: Path, *, ended: bool = False, name: str = NAME) -> Iterator[Served]:
    """The host behind TLS, its certificate in `folder`; `ended` and `name` make one that no client may trust."""
    certificate, key = make_certificate(folder, name, ended=ended)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            response = host.respond(self.path)
            self.send_response(response.status)
            for header, value in {**response.headers, "content-length": str(len(response.body))}.items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Served(host, certificate, server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
