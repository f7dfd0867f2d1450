from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from conferral.standards.baking import MAX_IMAGE_BYTES
from conferral.verify import FetchError, HTTPSResolver, NotFoundError, RefusedError, UnreachableError
from tests.certificates import make_certificate

NAME = "badges.example.org"


class Server:
    """A TLS server on this machine, for `badges.example.org`; `pages` maps paths to what answers."""

    def __init__(self, folder: Path) -> None:
        certificate, key = make_certificate(folder, NAME)
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.seen: list[dict[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.seen.append({**dict(self.headers.items()), "path": self.path})
                page = server.pages.get(self.path)
                if page is None:
                    self.send_error(404)
                else:
                    page(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.http.daemon_threads = True
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()
        self.trust = ssl.create_default_context(cafile=str(certificate))

    def url(self, path: str, name: str = NAME) -> str:
        return f"https://{name}:{self.http.server_port}{path}"

    def resolver(self, **options: Any) -> HTTPSResolver:
        options = {"look_up": lambda _host, _port: ["127.0.0.1"], "allowed": lambda _address: True, **options}
        return HTTPSResolver(**{"context": self.trust, "timeout": 5.0, **options})

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("tls"))
    yield server
    server.close()


@pytest.fixture
def server(running: Server) -> Server:
    running.pages.clear()
    running.seen.clear()
    return running


def answers(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return page


def problem(error: type[FetchError], resolver: HTTPSResolver, url: str) -> str:
    with pytest.raises(error) as caught:
        resolver.fetch(url)
    assert type(caught.value) is error
    assert caught.value.url == url
    return caught.value.message


def test_a_document_is_fetched_with_a_plain_request(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9/")
    server.pages["/a.json?x=1"] = answers(b'{"a": 1}', Set_Cookie="a=b")
    resolver = server.resolver()
    assert resolver.fetch(server.url("/a.json?x=1#part")) == b'{"a": 1}'
    resolver.fetch(server.url("/a.json?x=1"))
    assert server.seen[1] == {
        "Host": f"{NAME}:{server.http.server_port}",
        "Accept": "application/vc, application/did+json, application/ld+json, application/json, */*;q=0.1",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "conferral",
        "path": "/a.json?x=1",
    }


def test_redirects_are_followed_and_each_hop_is_checked_anew(server: Server) -> None:
    server.pages["/old"] = answers(b"", 301, Location="/new")
    server.pages["/new"] = answers(b"{}")
    server.pages["/plain"] = answers(b"", 302, Location=f"http://{NAME}/new")
    server.pages["/inside"] = answers(b"", 307, Location="https://intranet.example.org/new")
    assert server.resolver().fetch(server.url("/old")) == b"{}"
    assert server.resolver().fetch_from(server.url("/old")) == (b"{}", server.url("/new"))
    assert problem(RefusedError, server.resolver(), server.url("/plain")) == "it is no https address"
    inner = server.resolver(
        look_up=lambda host, _port: ["10.0.0.1" if host.startswith("intranet") else "127.0.0.1"],
        allowed=lambda address: address == "127.0.0.1",
    )
    assert problem(RefusedError, inner, server.url("/inside")) == "its host is not on the public internet"


def test_a_redirect_may_be_kept_from_leading_to_another_host(server: Server) -> None:
    server.pages["/old"] = answers(b"", 301, Location="/new")
    server.pages["/new"] = answers(b"{}")
    server.pages["/away"] = answers(b"", 302, Location=server.url("/new", "other.example.org"))
    server.pages["/port"] = answers(b"", 302, Location=f"https://{NAME}/new")
    server.pages["/there-and-back"] = answers(b"", 302, Location="/away")
    server.pages["/plain"] = answers(b"", 302, Location=f"http://{NAME}:{server.http.server_port}/new")
    resolver = server.resolver()
    assert resolver.fetch_own(server.url("/old")) == resolver.fetch_own(server.url("/new", NAME.upper())) == b"{}"
    for path, error, message in (
        ("/away", UnreachableError, "it redirects to another host"),
        ("/port", UnreachableError, "it redirects to another host"),
        ("/there-and-back", UnreachableError, "it redirects to another host"),
        ("/plain", RefusedError, "it is no https address"),
    ):
        server.seen.clear()
        with pytest.raises(error) as caught:
            resolver.fetch_own(server.url(path))
        assert (caught.value.message, caught.value.url) == (message, server.url(path))
        assert {seen["Host"] for seen in server.seen} == {f"{NAME}:{server.http.server_port}"}
    with pytest.raises(RefusedError) as refused:
        resolver.fetch_own("http://badges.example.org/")
    assert refused.value.message == "it is no https address"


def test_a_redirect_to_what_is_no_address_is_refused(server: Server) -> None:
    server.pages["/a"] = answers(b"", 302, Location="http://[")
    assert problem(RefusedError, server.resolver(), server.url("/a")) == "it redirects to what is no address"


def test_where_none_may_be_followed_no_redirect_is(server: Server) -> None:
    server.pages["/old"] = answers(b"", 301, Location="/new")
    server.pages["/new"] = answers(b"{}")
    resolver = server.resolver(max_redirects=0)
    assert problem(UnreachableError, resolver, server.url("/old")) == "it redirects"
    assert resolver.fetch(server.url("/new")) == b"{}"
    assert len(server.seen) == 2


def test_a_circle_of_redirects_ends(server: Server) -> None:
    server.pages["/circle"] = answers(b"", 302, Location="/circle")
    message = problem(UnreachableError, server.resolver(), server.url("/circle"))
    assert message == "it redirects more than 5 times"
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, NotFoundError), (410, NotFoundError), (403, UnreachableError), (500, UnreachableError)],
)
def test_gone_is_told_from_unreachable(server: Server, status: int, error: type[FetchError]) -> None:
    server.pages["/a"] = answers(b"", status)
    assert problem(error, server.resolver(), server.url("/a")) == f"it answers {status}"


def test_a_body_that_is_too_large_is_refused_whatever_its_length_says(server: Server) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")

    server.pages["/long"] = answers(b"x" * 2000)
    server.pages["/endless"] = endless
    server.pages["/fits"] = answers(b"x" * 1000)
    resolver = server.resolver(max_bytes=1000)
    for path in ("/long", "/endless"):
        assert problem(UnreachableError, resolver, server.url(path)) == "it answers with more than 1000 bytes"
    assert resolver.fetch(server.url("/fits")) == b"x" * 1000


def test_a_picture_may_be_as_large_by_address_as_in_a_file() -> None:
    assert HTTPSResolver().max_bytes == MAX_IMAGE_BYTES == 10 << 20


def test_a_body_that_breaks_off_is_refused(server: Server) -> None:
    server.pages["/a"] = answers(b"x" * 10, Content_Length="20")
    assert problem(UnreachableError, server.resolver(), server.url("/a")) == "its answer broke off"


def test_a_compressed_body_is_refused(server: Server) -> None:
    server.pages["/a"] = answers(b"x", Content_Encoding="gzip")
    message = problem(UnreachableError, server.resolver(), server.url("/a"))
    assert message == "it answers in a compressed form that was not asked for"


@pytest.mark.parametrize("in_the_head", [True, False])
def test_dripping_does_not_stretch_the_deadline(server: Server, in_the_head: bool) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X: " if in_the_head else b"\r\n"))
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    server.pages["/a"] = drip
    began = time.monotonic()
    message = problem(UnreachableError, server.resolver(timeout=0.4), server.url("/a"))
    assert message == "it did not answer within 0.4 seconds"
    assert time.monotonic() - began < 2


def test_a_slow_name_lookup_does_not_stretch_the_deadline(server: Server) -> None:
    def slow(_host: str, _port: int) -> list[str]:
        time.sleep(1)
        return ["127.0.0.1"]

    began = time.monotonic()
    message = problem(UnreachableError, server.resolver(timeout=0.1, look_up=slow), server.url("/a"))
    assert message == "it did not answer within 0.1 seconds"
    assert time.monotonic() - began < 0.9


def test_a_certificate_for_another_name_or_from_nobody_is_refused(server: Server) -> None:
    server.pages["/a"] = answers(b"{}")
    other = server.url("/a", name="other.example.org")
    assert problem(UnreachableError, server.resolver(), other) == "its certificate is not trusted"
    stranger = server.resolver(context=ssl.create_default_context())
    assert problem(UnreachableError, stranger, server.url("/a")) == "its certificate is not trusted"


def test_the_connection_goes_to_the_address_that_was_checked(server: Server) -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    server.pages["/a"] = answers(b"{}")
    checked: list[str] = []

    def noted(address: str) -> bool:
        checked.append(address)
        return True

    resolver = server.resolver(look_up=rebinding, allowed=noted)
    assert resolver.fetch(server.url("/a")) == b"{}"
    assert (asked, checked) == ([NAME], ["127.0.0.1"])


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    resolver = HTTPSResolver(look_up=lambda _host, _port: ["93.184.215.14", "192.168.0.1"])
    message = problem(RefusedError, resolver, "https://badges.example.org/a")
    assert message == "its host is not on the public internet"


def test_the_next_address_is_tried_where_one_does_not_answer(server: Server) -> None:
    server.pages["/a"] = answers(b"{}")
    resolver = server.resolver(look_up=lambda _host, _port: ["::1", "127.0.0.1"])
    assert resolver.fetch(server.url("/a")) == b"{}"


def test_a_name_without_addresses_is_unreachable() -> None:
    def fails(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    def knows_none(_host: str, _port: int) -> list[str]:
        return []

    for look_up in (fails, knows_none):
        resolver = HTTPSResolver(look_up=look_up)
        assert problem(UnreachableError, resolver, "https://a.example.org/") == "there is no such host"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://a.example.org/", "it is no https address"),
        ("file:///etc/passwd", "it is no https address"),
        ("ftp://a.example.org/", "it is no https address"),
        ("//a.example.org/", "it is no https address"),
        ("https:///a", "it is no plain https address"),
        ("https://me:secret@a.example.org/", "it is no plain https address"),
        ("https://a.example.org/x y", "it is no plain https address"),
        ("https://a.example.org/x\r\nHost: b", "it is no plain https address"),
        ("https://a.example.org\\@b.example.org/", "it is no plain https address"),
        ("https://bücher.example.org/", "it is no plain https address"),
        ("https://a.example.org:0/", "it is no plain https address"),
        ("https://a.example.org:99999/", "it is no address"),
        ("https://[::1/", "it is no address"),
        ("https://preview.invalid/x", "it belongs to a preview"),
        ("https://PREVIEW.invalid.:8443/x", "it belongs to a preview"),
    ],
)
def test_other_addresses_are_refused_before_anything_is_asked(url: str, message: str) -> None:
    def never(_host: str, _port: int) -> list[str]:
        pytest.fail("a name was looked up")

    assert problem(RefusedError, HTTPSResolver(look_up=never), url) == message


def test_whoever_asks_for_the_answer_is_told_of_nothing_found_and_of_the_headers(server: Server) -> None:
    server.pages["/gone"] = answers(b"not here", status=404, Content_Type="text/html")
    server.pages["/old"] = answers(b"", status=301, Location="/gone")
    answer = server.resolver().ask(server.url("/old"))
    assert (answer.status, answer.body, answer.place) == (404, b"not here", server.url("/gone"))
    assert answer.headers["content-type"] == "text/html"
