"""What the credentials of Open Badges 3.0 and CLR 2.0 have in common: dates, contexts, profiles, endorsements.

Written from the data model of the specification (appendix B), for both versions of the Verifiable Credentials
Data Model that it knows.  Where compacted JSON-LD may hold one value instead of a list of one, both forms are
accepted, as by the `json-ld` variant of the published schemas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conferral.errors import EncodingError
from conferral.standards.open_badges_vocabulary import CREDENTIALS_V1, CREDENTIALS_V2, IDENTITY_TYPES
from conferral.standards.safe_document import Place
from conferral.standards.shapes import (
    Problems,
    Shape,
    boolean,
    exactly,
    matching,
    members,
    number,
    one_of,
    one_or_more,
    problem,
    shown,
    text,
    timestamp,
    types,
)
from conferral.standards.timestamps import parse_timestamp

OPEN_BADGES_CONTEXT = matching(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json", "a context of Open Badges 3.0"
)
LANGUAGE = matching(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", "a language code such as 'en'")
_IDENTITY_TYPE = one_of(IDENTITY_TYPES, "an identifier type", extensible=True)
# As the published schemas have it: without a payload, too.
_COMPACT_JWS = matching(r"[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+", "a compact JWS")
_DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date such as '2026-06-30'")
_WINDOW = ("validFrom", "validUntil")
_WINDOW_1 = ("issuanceDate", "expirationDate")


def is_version_1(document: Mapping[str, Any]) -> bool:
    """Whether `document` is a credential of the Verifiable Credentials Data Model 1.1, not 2.0."""
    found = document.get("@context")
    return (found[0] if isinstance(found, list) and found else found) == CREDENTIALS_V1


def credential(required: Mapping[str, Shape], optional: Mapping[str, Shape], *contexts: Shape) -> Shape:
    """A credential of either version, with `contexts` after the one of its version."""
    shapes = [
        members(
            {
                "@context": _contexts(first, *contexts),
                "id": text,
                **required,
                "issuer": _profile_or_uri,
                begin: timestamp,
            },
            {**_SECURED, **optional, end: timestamp},
        )
        for first, (begin, end) in ((CREDENTIALS_V2, _WINDOW), (CREDENTIALS_V1, _WINDOW_1))
    ]

    def shape(value: Any, where: Place, problems: Problems) -> None:
        shapes[isinstance(value, dict) and is_version_1(value)](value, where, problems)

    return shape


def window_problems(document: Mapping[str, Any]) -> Iterator[str]:
    """Whether a credential whose members are in shape ends before it begins."""
    begin, end = _WINDOW_1 if is_version_1(document) else _WINDOW
    if end not in document:
        return
    try:
        begins, ends = (parse_timestamp(document[name]) for name in (begin, end))
    except EncodingError:  # both were read before
        return
    if ends < begins:
        yield problem((None, end), repr(document[end]), f"no time before {document[begin]!r}")


def _contexts(first: str, *others: Shape) -> Shape:
    expected = {2: "two", 3: "three"}[1 + len(others)]
    leading = (exactly(first), *others)

    def shape(value: Any, where: Place, problems: Problems) -> None:
        if not isinstance(value, list) or len(value) < len(leading):
            got = f"{len(value)} contexts" if isinstance(value, list) else shown(value)
            problems.add(where, got, f"a list of at least {expected} contexts")
            return
        for place, item in enumerate(value):
            if place < len(leading):
                leading[place](item, (where, place), problems)
            elif not isinstance(item, str | dict):
                problems.add((where, place), shown(item), "a URL or an object")

    return shape


def _endorsement(value: Any, where: Place, problems: Problems) -> None:
    ENDORSEMENT(value, where, problems)


def _profile(value: Any, where: Place, problems: Problems) -> None:
    PROFILE(value, where, problems)


def _profile_or_uri(value: Any, where: Place, problems: Problems) -> None:
    if isinstance(value, dict):
        PROFILE(value, where, problems)
    elif not isinstance(value, str):
        problems.add(where, shown(value), "a profile or its URI")


def image(value: Any, where: Place, problems: Problems) -> None:
    """An image, or its URI alone: JSON-LD reads that as an object with this id, and older systems write it."""
    if not isinstance(value, str):
        _IMAGE(value, where, problems)


_IMAGE = members({"id": text, "type": exactly("Image")}, {"caption": text}, closed=True)
IDENTIFIER_ENTRY = members(
    {"type": exactly("IdentifierEntry"), "identifier": text, "identifierType": _IDENTITY_TYPE}, closed=True
)
IDENTITY_OBJECT = members(
    {
        "type": exactly("IdentityObject"),
        "hashed": boolean,
        "identityHash": text,
        "identityType": _IDENTITY_TYPE,
    },
    {"salt": text},
    closed=True,
)
ENDORSED: dict[str, Shape] = {
    "endorsement": one_or_more(_endorsement),
    "endorsementJwt": one_or_more(_COMPACT_JWS),
}
_ADDRESS = members(
    {"type": types(("Address",))},
    {
        "addressCountry": text,
        "addressCountryCode": text,
        "addressRegion": text,
        "addressLocality": text,
        "streetAddress": text,
        "postOfficeBoxNumber": text,
        "postalCode": text,
        "geo": members({"type": exactly("GeoCoordinates"), "latitude": number, "longitude": number}),
    },
)
PROFILE = members(
    {"id": text, "type": types(("Profile",))},
    {
        **ENDORSED,
        "name": text,
        "url": text,
        "phone": text,
        "description": text,
        "image": image,
        "email": text,
        "address": _ADDRESS,
        "otherIdentifier": one_or_more(IDENTIFIER_ENTRY),
        "official": text,
        "parentOrg": _profile,
        "familyName": text,
        "givenName": text,
        "additionalName": text,
        "patronymicName": text,
        "honorificPrefix": text,
        "honorificSuffix": text,
        "familyNamePrefix": text,
        "dateOfBirth": _DATE,
    },
)


def identified(value: Any, where: Place, problems: Problems) -> None:
    """A subject with an `id` or an `identifier`: Open Badges 3.0, section 9.1, step 1, and appendix B.1.6.

    The published JSON Schema does not say so.
    """
    if isinstance(value, dict) and "id" not in value and not value.get("identifier"):
        problems.add(where, "neither 'id' nor 'identifier'", "at least one of them")


_TYPED_WITH_ID = members({"id": text, "type": text})
_PROOF = members(
    {"type": text},
    {
        "created": timestamp,
        "cryptosuite": text,
        "challenge": text,
        "domain": text,
        "nonce": text,
        "proofPurpose": text,
        "proofValue": text,
        "verificationMethod": text,
    },
)
_SECURED: dict[str, Shape] = {
    "awardedDate": timestamp,
    "proof": one_or_more(_PROOF),
    "credentialSchema": one_or_more(_TYPED_WITH_ID),
    "credentialStatus": _TYPED_WITH_ID,
    "refreshService": _TYPED_WITH_ID,
    "termsOfUse": one_or_more(members({"type": text}, {"id": text})),
}
ENDORSEMENT = credential(
    {
        "type": types(("VerifiableCredential",), ("EndorsementCredential",)),
        "name": text,
        "credentialSubject": members(
            {"id": text, "type": types(("EndorsementSubject",))}, {"endorsementComment": text}
        ),
    },
    {"description": text},
    OPEN_BADGES_CONTEXT,
)
