from __future__ import annotations

import pytest

from conferral.errors import CanonicalizationError
from conferral.standards.safe_document import MOST_EFFORT
from conferral.verify import UnreachableError
from conferral.verify.bounded import MOST_BYTES, MOST_FETCHES, MOST_SECONDS, BoundedResolver


class Web:
    note = "from somewhere"

    def fetch(self, url: str) -> bytes:
        return url.encode()


def test_so_many_addresses_are_asked_and_no_more() -> None:
    resolver = BoundedResolver(Web())
    for _ in range(MOST_FETCHES):
        assert resolver.fetch("https://a.example/") == b"https://a.example/"
    assert not resolver.is_spent()
    with pytest.raises(UnreachableError) as caught:
        resolver.fetch("https://a.example/")
    assert caught.value.message == "too much had to be fetched before"
    assert resolver.is_spent()
    resolver.begin()
    assert not resolver.is_spent()
    assert resolver.fetch("https://a.example/") == b"https://a.example/"


def test_after_so_long_nothing_more_is_asked() -> None:
    now = 0.0
    resolver = BoundedResolver(Web(), clock=lambda: now)
    now = MOST_SECONDS + 1
    with pytest.raises(UnreachableError) as caught:
        resolver.fetch("https://a.example/")
    assert caught.value.message == "fetching took too long before"
    assert resolver.is_spent()


def test_what_the_resolver_cannot_show_is_told_on() -> None:
    assert BoundedResolver(Web()).note == "from somewhere"


def test_canonical_forms_take_only_so_much_of_each_verification() -> None:
    resolver = BoundedResolver(Web())
    with pytest.raises(CanonicalizationError):
        resolver.effort.take(MOST_EFFORT + 1)
    assert resolver.is_spent()
    resolver.begin()
    resolver.effort.take(MOST_EFFORT)
    assert not resolver.is_spent()


def test_where_redirects_led_is_told_on_and_counted() -> None:
    class Moved(Web):
        def fetch_from(self, url: str) -> tuple[bytes, str]:
            return url.encode(), f"{url}moved"

    assert BoundedResolver(Moved()).fetch_from("https://a.example/") == (
        b"https://a.example/",
        "https://a.example/moved",
    )
    resolver = BoundedResolver(Web())
    for _ in range(MOST_FETCHES):
        assert resolver.fetch_from("https://a.example/") == (b"https://a.example/", "https://a.example/")
    with pytest.raises(UnreachableError) as caught:
        resolver.fetch_from("https://a.example/")
    assert caught.value.message == "too much had to be fetched before"


def test_so_many_bytes_are_fetched_and_no_more() -> None:
    class Large(Web):
        def fetch(self, url: str) -> bytes:
            return bytes(MOST_BYTES // 4) if url.endswith("/large") else b"a"

    resolver = BoundedResolver(Large())
    resolver.fetch("https://a.example/large")
    resolver.fetch_own("https://a.example/large")
    resolver.fetch_from("https://a.example/large")
    resolver.fetch("https://a.example/large")
    assert not resolver.is_spent()
    for _ in range(2):
        with pytest.raises(UnreachableError) as caught:
            resolver.fetch("https://a.example/")
        assert caught.value.message == "too much had to be fetched before"
    assert resolver.is_spent()
    resolver.begin()
    assert resolver.fetch("https://a.example/") == b"a"
    assert not resolver.is_spent()


def test_that_a_redirect_must_not_leave_the_host_is_told_on() -> None:
    class Kept(Web):
        def fetch_own(self, url: str) -> bytes:
            return f"{url} itself".encode()

    assert BoundedResolver(Kept()).fetch_own("https://a.example/") == b"https://a.example/ itself"
    assert BoundedResolver(Web()).fetch_own("https://a.example/") == b"https://a.example/"


def test_what_stands_where_a_verification_begins_is_asked_for_once_and_counts() -> None:
    asked: list[str] = []

    class Counting(Web):
        def fetch(self, url: str) -> bytes:
            asked.append(url)
            return super().fetch(url)

    resolver = BoundedResolver(Counting())
    assert resolver.begin_at("https://a.example/") == b"https://a.example/"
    for _ in range(MOST_FETCHES):
        assert resolver.fetch("https://a.example/") == b"https://a.example/"
    with pytest.raises(UnreachableError):
        resolver.fetch("https://a.example/")
    assert asked == ["https://a.example/"]
    resolver.begin()
    resolver.fetch("https://a.example/")
    assert asked == ["https://a.example/"] * 2
