"""Whether it was awarded to the person who is asked about (Open Badges 3.0, section 9.1, step 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from tests.corpus.builders.credentials import put, subject
from tests.corpus.builders.expectations import ALTERED, UNREAD, Case, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY
from tests.corpus.builders.secrets import JSON

PERSON = "a@example.com"
# The example of Open Badges 3.0: this address with the salt "Kosher".
PUBLISHED = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
IT_IS: Mapping[str, Any] = {"recipient": passed("recipient.passed")}
IT_IS_NOT: Mapping[str, Any] = {"state": "awarded to another", "recipient": failed("recipient.somebody_else")}
NO_TELLING: Mapping[str, Any] = {"state": "cannot be checked now", "recipient": unknown("recipient.not_comparable")}
NOBODY: Mapping[str, Any] = {"state": "cannot be checked now", "recipient": unknown("recipient.nobody_named")}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _hashed()
    yield from _readable()
    yield from _ids()
    yield from _sorts()
    yield from _others()


def _case(
    name: str, about: str, identifiers: list[JSON], asked: str = PERSON, id_: str | None = None, **expected: Any
) -> Case:
    holder = subject(id=id_, identifier=identifiers or None)
    document = ACADEMY.issued(credentialSubject=holder)
    return case(f"recipient-{name}", about, document, ACADEMY.documents(), asked=asked, **expected)


def _identity(value: str, kind: str = "emailAddress", *, hashed: bool = True, salt: str | None = None) -> JSON:
    found = {"type": "IdentityObject", "hashed": hashed, "identityHash": value, "identityType": kind, "salt": salt}
    return {name: member for name, member in found.items() if member is not None}


def _hash(text: str, name: str = "sha256") -> str:
    return f"{name}${hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()}"


def _hashed() -> Iterator[Case]:
    published = _identity(PUBLISHED, salt="Kosher")
    yield _case("sha256", "The hash of an e-mail address with salt, as the specification has it.", [published], **IT_IS)
    yield _case("sha256-somebody-else", "The hash of another address.", [published], "b@example.com", **IT_IS_NOT)
    yield _case(
        "written-with-a-capital",
        "Asked with a capital and a space, hashed without.",
        [published],
        " A@Example.com ",
        **IT_IS,
    )
    capital = _identity(_hash("A@Example.com" + "x"), salt="x")
    yield _case("hashed-with-a-capital", "Hashed with a capital, and asked so.", [capital], "A@Example.com", **IT_IS)
    yield _case(
        "hashed-with-a-capital-asked-without",
        "Hashed with a capital, and asked without: a hash cannot be put right.",
        [capital],
        "a@example.com",
        **IT_IS_NOT,
    )
    yield _case("without-salt", "A hash without salt.", [_identity(_hash(PERSON))], **IT_IS)
    yield _case(
        "hash-in-capitals",
        "A hash in capital letters.",
        [_identity(_hash(PERSON).upper().replace("SHA256", "sha256"))],
        **IT_IS,
    )
    yield _case(
        "md5",
        "A hash of an older kind, which may still be read.",
        [_identity(_hash(PERSON + "x", "md5"), salt="x")],
        **IT_IS,
    )
    yield _case("other-salt", "The hash with another salt.", [_identity(PUBLISHED, salt="Sea")], **IT_IS_NOT)
    yield _case("unknown-hash", "A hash of a kind that nobody knows.", [_identity("sha3$" + "0" * 64)], **NO_TELLING)
    yield _case("short-hash", "A hash that is too short to be one.", [_identity(PUBLISHED[:-1])], **NO_TELLING)
    yield _case(
        "no-hash-name",
        "A hash that does not name its kind.",
        [_identity(PUBLISHED.partition("$")[2], salt="Kosher")],
        **NO_TELLING,
    )
    yield _case("the-hash-itself", "Whoever has read the hash knows no address.", [published], PUBLISHED, **NO_TELLING)
    names = [_identity(_hash("Zoë 张伟" + "s"), "name", salt="s"), published]
    yield _case("second-of-two", "The second of two identities.", names, **IT_IS)
    yield _case("name-hashed", "The hash of a name in several scripts.", names, "Zoë 张伟", **IT_IS)


def _readable() -> Iterator[Case]:
    plain = _identity(PERSON, hashed=False)
    yield _case("plain", "An e-mail address that is not hashed.", [plain], **IT_IS)
    yield _case("plain-with-a-capital", "Asked with a capital.", [plain], "A@EXAMPLE.COM", **IT_IS)
    yield _case(
        "plain-written-with-a-capital",
        "Written with a capital, asked without.",
        [_identity("A@Example.com", hashed=False)],
        **IT_IS,
    )
    yield _case("plain-somebody-else", "Another address.", [plain], "b@example.com", **IT_IS_NOT)
    yield _case("plain-part", "A part of the address is not the address.", [plain], "a@example", **IT_IS_NOT)
    yield _case(
        "hash-said-to-be-plain",
        "A hash that is said to be none.",
        [_identity(PUBLISHED, hashed=False, salt="Kosher")],
        **IT_IS_NOT,
    )
    yield _case("name", "A name.", [_identity("Zoë 张伟", "name", hashed=False)], "Zoë 张伟", **IT_IS)
    yield _case(
        "number",
        "A number of the issuer's own.",
        [_identity("S-4711", "ext:studentNumber", hashed=False)],
        "S-4711",
        **IT_IS,
    )


def _ids() -> Iterator[Case]:
    for name, about, id_, asked, expected in (
        ("mailto", "The holder's id is an e-mail address.", f"mailto:{PERSON}", PERSON, IT_IS),
        (
            "mailto-somebody-else",
            "The holder's id is another e-mail address.",
            f"mailto:{PERSON}",
            "b@example.com",
            IT_IS_NOT,
        ),
        ("did", "The holder's id is a DID.", "did:example:holder", "did:example:holder", IT_IS),
        ("did-somebody-else", "The holder's id is another DID.", "did:example:holder", "did:example:other", IT_IS_NOT),
        (
            "address",
            "The holder's id is an https address.",
            "https://holder.example/#me",
            "https://holder.example/#me",
            IT_IS,
        ),
        (
            "nobody",
            "The holder's id is a mere number.",
            "urn:uuid:0b8e2f64-5c1d-4e7f-8a9b-1d2c3e4f5a02",
            PERSON,
            NOBODY,
        ),
    ):
        yield _case(f"id-{name}", about, [], asked, id_, **expected)
    yield _case("id-asked-as-mailto", "Asked with the scheme.", [], f"MAILTO:{PERSON}", f"mailto:{PERSON}", **IT_IS)
    both = [_identity(PUBLISHED, salt="Kosher")]
    yield _case(
        "id-beside-identity",
        "The id is a number, and the identity is the person's.",
        both,
        PERSON,
        "urn:uuid:0b8e2f64-5c1d-4e7f-8a9b-1d2c3e4f5a02",
        **IT_IS,
    )


def _sorts() -> Iterator[Case]:
    """Asked about one sort of identifier, where the credential holds another."""
    number = _identity("S-4711", "ext:studentNumber", hashed=False)
    hashed_number = _identity(_hash("S-4711s"), "ext:studentNumber", salt="s")
    address = _identity(PUBLISHED, salt="Kosher")
    plain_did = _identity("did:example:holder", "identifier", hashed=False)
    did = "did:example:holder"
    for name, about, identifiers, id_, asked, expected in (
        ("address-of-a-number", "An address, of a number.", [number], None, PERSON, NO_TELLING),
        ("address-of-a-hashed-number", "An address, of a number's hash.", [hashed_number], None, PERSON, NO_TELLING),
        ("address-of-a-did", "An address, of a DID.", [], did, PERSON, NO_TELLING),
        (
            "address-of-a-did-identity",
            "An address, of a DID among the identities.",
            [plain_did],
            None,
            PERSON,
            NO_TELLING,
        ),
        ("address-of-a-page", "An address, of a page.", [], "https://holder.example/#me", PERSON, NO_TELLING),
        (
            "address-of-both",
            "An address, of a number and of another address.",
            [number, address],
            did,
            "b@x.example",
            IT_IS_NOT,
        ),
        (
            "address-by-an-older-name",
            "An address, of a kind called email.",
            [_identity("b@x.example", "email", hashed=False)],
            None,
            PERSON,
            {**IT_IS_NOT, "state": "malformed", "format": failed("format.structure")},
        ),
        (
            "address-as-a-user-name",
            "A match counts, whatever its kind.",
            [_identity(PERSON, "userName", hashed=False)],
            None,
            PERSON,
            IT_IS,
        ),
        ("did-of-an-address", "A DID, of an address.", [address], None, did, NO_TELLING),
        ("did-of-a-number", "A DID, of a number.", [number], None, did, NO_TELLING),
        ("did-of-a-page", "A DID, of a page.", [], "https://holder.example/#me", did, NO_TELLING),
        (
            "did-of-another-identity",
            "A DID, of another one among the identities.",
            [plain_did],
            None,
            "did:example:other",
            IT_IS_NOT,
        ),
        (
            "did-with-an-at",
            "A DID that holds an @ is no address.",
            [address],
            did,
            "did:example:a@example.com",
            IT_IS_NOT,
        ),
        ("number-of-an-address", "A number, of an address.", [address], None, "S-4711", NO_TELLING),
        ("number-of-a-did", "A number, of a DID.", [], did, "S-4711", NO_TELLING),
        ("number-of-another", "A number, of another one.", [number], None, "S-4712", IT_IS_NOT),
        (
            "number-of-another-hashed",
            "A number, of the hash of another one.",
            [hashed_number],
            None,
            "S-4712",
            IT_IS_NOT,
        ),
    ):
        yield _case(name, about, identifiers, asked, id_, **expected)
    many = [_identity(f"b{number}@x.example", hashed=False) for number in range(51)]
    too_many = {"state": "cannot be checked now", "recipient": unknown("recipient.too_many")}
    yield _case("too-many", "More identities than are looked at.", many, **too_many)
    yield _case("one-of-too-many", "One of the first of very many identities.", many, "b49@x.example", **IT_IS)
    yield _case("as-many-as-may-be", "As many identities as are looked at.", many[1:], **IT_IS_NOT)


def _others() -> Iterator[Case]:
    document = ACADEMY.issued(credentialSubject=subject(id=f"mailto:{PERSON}"))
    unasked = {"recipient": unknown("recipient.not_authentic")}
    forged = put(document, "/credentialSubject/id", "mailto:b@example.com")
    for name, about, given, listed, expected in (
        ("of-an-altered-credential", "Somebody has put in another holder.", forged, [], {**ALTERED, **unasked}),
        (
            "of-what-cannot-be-read",
            "There is nothing to read.",
            "no JSON",
            [],
            {**UNREAD, "recipient": unknown("recipient.not_read")},
        ),
        (
            "of-a-revoked-credential",
            "It was awarded to the person, and revoked.",
            document,
            [7],
            {"state": "revoked", "status": failed("status.revoked"), **IT_IS},
        ),
    ):
        documents = ACADEMY.documents(listed=ACADEMY.status_list(indexes=listed))
        yield _asking(name, about, given, documents, PERSON, expected)
    expired = ACADEMY.issued(credentialSubject=subject(id=f"mailto:{PERSON}"), validUntil="2026-08-31T21:59:59Z")
    over = {"validity": failed("validity.expired")}
    yield _asking(
        "of-an-expired-credential",
        "It was awarded to the person, and has expired.",
        expired,
        ACADEMY.documents(),
        PERSON,
        {**IT_IS, **over, "state": "expired"},
    )
    yield _asking(
        "somebody-else-of-an-expired-credential",
        "It was awarded to somebody else, and has expired.",
        expired,
        ACADEMY.documents(),
        "b@example.com",
        {**IT_IS_NOT, **over},
    )


def _asking(name: str, about: str, given: Any, documents: Any, asked: str, expected: Mapping[str, Any]) -> Case:
    return case(f"recipient-{name}", about, given, documents, asked=asked, **expected)
