from __future__ import annotations

import pytest

from conferral.errors import DIDError
from conferral.verify.places import (
    document_place,
    folder_of,
    is_registry,
    lies_below,
    lies_under,
    place_of,
    same_host,
)

ISSUER = "https://academy.example/issuers/1"


@pytest.mark.parametrize(
    ("issuer", "folder"),
    [
        ("did:web:academy.example", "https://academy.example/"),
        ("did:web:academy.example:badges", "https://academy.example/badges/"),
        ("did:web:academy.example%3A8443:badges", "https://academy.example:8443/badges/"),
        ("did:web:academy.example:registry:issuers:school", "https://academy.example/registry/"),
        ("https://academy.example", "https://academy.example/"),
        ("https://academy.example/", "https://academy.example/"),
        (ISSUER, "https://academy.example/issuers/1/"),
        ("https://platform.example/alice/", "https://platform.example/alice/"),
    ],
)
def test_an_issuers_documents_lie_where_its_keys_do(issuer: str, folder: str) -> None:
    place = place_of(issuer)
    assert place is not None
    assert folder_of(place) == folder


def test_a_registry_is_told_by_the_place_of_its_keys() -> None:
    assert is_registry("https://academy.example/registry/issuers/school/did.json")
    assert not is_registry("https://academy.example/school/did.json")
    assert place_of("did:web:127.0.0.1") is None
    assert place_of(None) is None


@pytest.mark.parametrize(
    "url",
    [
        f"{ISSUER}/keys/1.json",
        "https://ACADEMY.example:443/issuers/1/keys",
    ],
)
def test_what_lies_below_is_inside(url: str) -> None:
    assert lies_under(url, f"{ISSUER}/")


@pytest.mark.parametrize(
    "url",
    [
        ISSUER,
        "https://academy.example/issuers/10/keys",
        "https://academy.example/issuers/2/keys",
        "https://academy.example:8443/issuers/1/keys",
        "https://guild.example/issuers/1/keys",
        "http://academy.example/issuers/1/keys",
        f"{ISSUER}/../2/keys",
        f"{ISSUER}/./keys",
        f"{ISSUER}/%2e%2e/2/keys",
        f"{ISSUER}/..\\2\\keys",
        f"{ISSUER}/key s",
        f"{ISSUER}/\u0430",
        f"{ISSUER}/keys#1",
        f"{ISSUER}/keys?number=1",
        f"{ISSUER}/keys?",
        f"{ISSUER}/?next=https://guild.example/keys",
        "https://somebody@academy.example/issuers/1/keys",
        "https://academy.example:x/issuers/1/keys",
        "https://[::1]/issuers/1/keys",
        "",
    ],
)
def test_whatever_could_lead_elsewhere_is_not(url: str) -> None:
    assert not lies_under(url, f"{ISSUER}/")


def test_nothing_lies_under_an_address_with_a_query() -> None:
    assert not lies_under("https://academy.example/?x/keys", "https://academy.example/?x/")
    assert not lies_under("https://academy.example/keys", "https://academy.example/?x/")
    assert not lies_under("https://academy.example/keys", "https://academy.example/#x")


@pytest.mark.parametrize("address", [ISSUER, f"{ISSUER}/"])
def test_what_lies_below_an_address_lies_in_the_folder_of_that_name(address: str) -> None:
    assert lies_below(f"{ISSUER}/keys/1", address)
    assert not lies_below("https://academy.example/issuers/10/keys", address)


def test_only_what_is_below_the_address_itself_counts_even_where_it_ends_like_that_of_a_did() -> None:
    assert not lies_below("https://academy.example/people/key", "https://academy.example/issuers/1/did.json")


@pytest.mark.parametrize(
    ("issuer", "message"),
    [
        ("https://academy.example/login?next=https://guild.example/", "it is an address with a query"),
        ("https://academy.example?", "it is an address with a query"),
        (f"{ISSUER}#me", "it is an address with a fragment"),
        (f"{ISSUER}?a#me", "it is an address with a fragment"),
    ],
)
def test_an_address_with_a_query_or_a_fragment_is_no_place_of_keys(issuer: str, message: str) -> None:
    with pytest.raises(DIDError) as caught:
        document_place(issuer)
    assert caught.value.message == message
    assert place_of(issuer) is None


def test_hosts_are_compared_with_their_ports() -> None:
    assert same_host("https://academy.example/a", "https://ACADEMY.example:443/b")
    assert same_host("https://somebody@academy.example/a", "https://academy.example/b")
    assert not same_host("https://academy.example:8443/a", "https://academy.example/b")
    assert not same_host("https://academy.example.guild.example/a", "https://academy.example/b")
    assert not same_host("not an address", "not an address")
