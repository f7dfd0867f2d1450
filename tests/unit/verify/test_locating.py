from __future__ import annotations

import pytest

from conferral.verify import FetchError, NotFoundError, RefusedError, UnreachableError
from conferral.verify.locating import fetch_credential

PAGE = "https://academy.example/credentials/1/"
LINK = '<link rel="alternate" type="application/vc" href="signed.json">'
NAMES_NONE = "it is a web page that names no credential"


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


LINKS = [
    '<link rel="alternate" type="application/ld+json" href="signed.json">',
    "<link href='/credentials/1/signed.json' type='application/vc' rel='nofollow alternate'/>",
    '<LINK REL="Alternate" TYPE="Application/VC+JWT" HREF=" signed.json ">',
    "<link rel=alternate type=application/vc><link rel=alternate type=application/vc href=signed.json>",
    "<!--<link rel=alternate type=application/vc href=x>-->" + LINK,
    "<link rel=alternate type=application/vc href=signed.json><![x[ y",
]
"""How pages at `PAGE` name the credential beside them."""

NAMELESS: list[tuple[bytes, type[FetchError], str]] = [
    (page('<link rel="alternate" type="application/rss+xml" href="feed.xml">'), NotFoundError, NAMES_NONE),
    (page('<link rel="alternate" type="application/vc" href="">'), NotFoundError, NAMES_NONE),
    (page('<a rel="alternate" type="application/vc" href="signed.json">it</a>'), NotFoundError, NAMES_NONE),
    (page('<link rel="alternate" type="application/vc" href="#top">'), NotFoundError, NAMES_NONE),
    (b"<!doctype html><![x[ y", NotFoundError, NAMES_NONE),
    (b"<!doctype html>" + b" " * (1 << 18) + page(LINK), NotFoundError, NAMES_NONE),
    (
        page('<link rel=alternate type="application/vc" href="https://[">'),
        RefusedError,
        "it is a web page whose link to a credential is no address",
    ),
]
"""Pages that name no credential, and what is said of them."""


def test_a_file_is_fetched_as_it_is() -> None:
    assert fetch_credential("https://academy.example/c.json", Web(**{"c.json": b"{}"})) == b"{}"


def test_the_page_of_a_registry_lies_with_its_credential() -> None:
    web = Web(**{"credentials/1/credential.json": b"{}"})
    assert fetch_credential(PAGE, web) == b"{}"
    assert web.asked == [f"{PAGE}credential.json"]


@pytest.mark.parametrize("link", LINKS)
def test_a_page_of_others_is_looked_through_for_its_credential(link: str) -> None:
    web = Web(**{"credentials/1/": page(link), "credentials/1/signed.json": b"{}"})
    assert fetch_credential(PAGE, web) == b"{}"


@pytest.mark.parametrize(("content", "error", "message"), NAMELESS)
def test_a_page_that_names_no_credential_is_none(content: bytes, error: type[FetchError], message: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch_credential("https://academy.example/x", Web(x=content, **{"signed.json": b"{}"}))
    assert (type(caught.value), caught.value.message) == (error, message)


@pytest.mark.parametrize("ending", ["", "?utm=x", "#top"])
def test_what_follows_the_address_of_a_page_leads_to_its_credential_all_the_same(ending: str) -> None:
    web = Web(**{"credentials/1/credential.json": b"{}"})
    assert fetch_credential(f"{PAGE}{ending}", web) == b"{}"


def test_a_host_that_answers_everything_with_a_page_is_looked_through() -> None:
    everywhere = page('<link rel="alternate" type="application/vc" href="/signed.json">')
    web = Web(**{"credentials/1/credential.json": everywhere, "credentials/1/": everywhere, "signed.json": b"{}"})
    assert fetch_credential(PAGE, web) == b"{}"


def test_a_link_is_read_from_where_redirects_led() -> None:
    class Moved(Web):
        def fetch_from(self, url: str) -> tuple[bytes, str]:
            return self.fetch(f"{url}/"), f"{url}/"

    web = Moved(**{"credentials/1/": page(LINK), "credentials/1/signed.json": b"{}"})
    assert fetch_credential(PAGE.removesuffix("/"), web) == b"{}"


def test_what_cannot_be_reached_is_not_asked_twice() -> None:
    class Down(Web):
        def fetch(self, url: str) -> bytes:
            self.asked.append(url)
            raise UnreachableError("it did not answer", url=url)

    web = Down()
    with pytest.raises(UnreachableError):
        fetch_credential(PAGE, web)
    assert len(web.asked) == 1
