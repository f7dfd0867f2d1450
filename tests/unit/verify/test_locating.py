from __future__ import annotations

import pytest

from conferral.verify import NotFoundError, UnreachableError
from conferral.verify.locating import fetch_credential

PAGE = "https://academy.example/credentials/1/"


class Web:
    note = ""

    def __init__(self, **pages: bytes) -> None:
        self.pages = {f"https://academy.example/{path}": content for path, content in pages.items()}
        self.asked: list[str] = []

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in self.pages:
            raise NotFoundError("it answers 404", url=url)
        return self.pages[url]


def page(link: str) -> bytes:
    return f"<!doctype html><html><head>{link}</head></html>".encode()


def test_a_file_is_fetched_as_it_is() -> None:
    assert fetch_credential("https://academy.example/c.json", Web(**{"c.json": b"{}"})) == b"{}"


def test_the_page_of_a_registry_lies_with_its_credential() -> None:
    web = Web(**{"credentials/1/credential.json": b"{}"})
    assert fetch_credential(PAGE, web) == b"{}"
    assert web.asked == [f"{PAGE}credential.json"]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/ld+json" href="signed.json">',
        "<link href='/credentials/1/signed.json' type='application/vc' rel='nofollow alternate'/>",
    ],
)
def test_a_page_of_others_is_looked_through_for_its_credential(link: str) -> None:
    web = Web(**{"credentials/1/": page(link), "credentials/1/signed.json": b"{}"})
    assert fetch_credential(PAGE, web) == b"{}"


def test_a_page_without_such_a_link_is_what_there_is() -> None:
    content = page('<link rel="alternate" type="application/rss+xml" href="feed.xml">')
    assert fetch_credential("https://academy.example/x", Web(x=content)) == content


def test_what_cannot_be_reached_is_not_asked_twice() -> None:
    class Down(Web):
        def fetch(self, url: str) -> bytes:
            self.asked.append(url)
            raise UnreachableError("it did not answer", url=url)

    web = Down()
    with pytest.raises(UnreachableError):
        fetch_credential(PAGE, web)
    assert len(web.asked) == 1
