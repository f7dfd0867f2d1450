from __future__ import annotations

import pytest

from conferral.errors import CanonicalizationError
from conferral.standards.safe_document import MOST_EFFORT
from conferral.verify import UnreachableError
from conferral.verify.bounded import MOST_FETCHES, MOST_SECONDS, BoundedResolver


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
