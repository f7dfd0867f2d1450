"""The structure of an Open Badges 3.0 AchievementCredential: members, cardinalities and types.

Written from the data model of the specification (appendix B).  Where compacted JSON-LD may hold one value
instead of a list of one (`type`, `proof`, `credentialSchema`, `termsOfUse`), both forms are accepted, as by
the `json-ld` variant of the published schemas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conferral.errors import EncodingError
from conferral.standards.open_badges_vocabulary import (
    ACHIEVEMENT_TYPES,
    ALIGNMENT_TARGET_TYPES,
    CREDENTIALS_V2,
    IDENTITY_TYPES,
    RESULT_STATUSES,
    RESULT_TYPES,
)
from conferral.standards.shapes import (
    Shape,
    boolean,
    both,
    exactly,
    list_of,
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

_MAXIMUM_DEPTH = 40
_ALIGNMENT_TARGET = one_of(ALIGNMENT_TARGET_TYPES, "an alignment target type", extensible=True)
_IDENTITY_TYPE = one_of(IDENTITY_TYPES, "an identifier type", extensible=True)
_OPEN_BADGES_CONTEXT = matching(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json", "a context of Open Badges 3.0"
)
_LANGUAGE = matching(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", "a language code such as 'en'")
_COMPACT_JWS = matching(r"[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+", "a compact JWS")
_DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date such as '2026-06-30'")


def problems(document: Mapping[str, Any]) -> list[str]:
    """What keeps `document` from being an AchievementCredential, in the order of its members."""
    if _deeper_than(document, _MAXIMUM_DEPTH):
        return [problem("", f"more than {_MAXIMUM_DEPTH} levels", "fewer")]
    found = list(_CREDENTIAL(document, ""))
    return found or list(_whole(document))


def _deeper_than(document: object, depth: int) -> bool:
    level: list[Any] = [document]
    for _ in range(depth):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def _context(value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, list) or len(value) < 2:
        got = f"{len(value)} contexts" if isinstance(value, list) else shown(value)
        yield problem(where, got, "a list of at least two contexts")
        return
    yield from exactly(CREDENTIALS_V2)(value[0], f"{where}/0")
    yield from _OPEN_BADGES_CONTEXT(value[1], f"{where}/1")
    for place, item in enumerate(value[2:], 2):
        if not isinstance(item, str | dict):
            yield problem(f"{where}/{place}", shown(item), "a URL or an object")


def _endorsement(value: Any, where: str) -> Iterator[str]:
    yield from _ENDORSEMENT(value, where)


def _profile(value: Any, where: str) -> Iterator[str]:
    yield from _PROFILE(value, where)


def _profile_or_uri(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _PROFILE(value, where)
    elif not isinstance(value, str):
        yield problem(where, shown(value), "a profile or its URI")


def _id_or_identifier(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, dict) and "id" not in value and not value.get("identifier"):
        yield problem(where, "neither 'id' nor 'identifier'", "at least one of them")


def _id_or_narrative(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, dict) and "id" not in value and "narrative" not in value:
        yield problem(where, "neither 'id' nor 'narrative'", "at least one of them")


def _whole(document: Mapping[str, Any]) -> Iterator[str]:
    """What only shows when several members are seen together; every member is in shape by now."""
    if "validUntil" in document:
        try:
            begins, ends = (parse_timestamp(document[name]) for name in ("validFrom", "validUntil"))
        except EncodingError:  # both were read before
            return
        if ends < begins:
            yield problem("/validUntil", repr(document["validUntil"]), f"no time before {document['validFrom']!r}")
    subject = document["credentialSubject"]
    described = {entry["id"] for entry in subject["achievement"].get("resultDescription", [])}
    for place, result in enumerate(subject.get("result", [])):
        named = result.get("resultDescription")
        if named is not None and named not in described:
            yield problem(
                f"/credentialSubject/result/{place}/resultDescription",
                shown(named),
                "the 'id' of a result description of the achievement",
            )


_IMAGE = members({"id": text, "type": exactly("Image")}, {"caption": text}, closed=True)
_TYPED_WITH_ID = members({"id": text, "type": text})
_IDENTIFIER_ENTRY = members(
    {"type": exactly("IdentifierEntry"), "identifier": text, "identifierType": _IDENTITY_TYPE}, closed=True
)
_IDENTITY_OBJECT = members(
    {
        "type": exactly("IdentityObject"),
        "hashed": boolean,
        "identityHash": text,
        "identityType": _IDENTITY_TYPE,
    },
    {"salt": text},
    closed=True,
)
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
_ENDORSED: dict[str, Shape] = {
    "endorsement": list_of(_endorsement),
    "endorsementJwt": list_of(_COMPACT_JWS),
}
_PROFILE = members(
    {"id": text, "type": types(("Profile",))},
    {
        **_ENDORSED,
        "name": text,
        "url": text,
        "phone": text,
        "description": text,
        "image": _IMAGE,
        "email": text,
        "address": _ADDRESS,
        "otherIdentifier": list_of(_IDENTIFIER_ENTRY),
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
    "validUntil": timestamp,
    "proof": one_or_more(_PROOF),
    "credentialSchema": one_or_more(_TYPED_WITH_ID),
    "credentialStatus": _TYPED_WITH_ID,
    "refreshService": _TYPED_WITH_ID,
    "termsOfUse": one_or_more(members({"type": text}, {"id": text})),
}
_ENDORSEMENT = members(
    {
        "@context": _context,
        "type": types(("VerifiableCredential",), ("EndorsementCredential",)),
        "id": text,
        "name": text,
        "credentialSubject": members(
            {"id": text, "type": types(("EndorsementSubject",))}, {"endorsementComment": text}
        ),
        "issuer": _profile_or_uri,
        "validFrom": timestamp,
    },
    {**_SECURED, "description": text},
)
_ALIGNMENT = members(
    {"type": types(("Alignment",)), "targetName": text, "targetUrl": text},
    {
        "targetCode": text,
        "targetDescription": text,
        "targetFramework": text,
        "targetType": _ALIGNMENT_TARGET,
    },
)
_RUBRIC_LEVEL = members(
    {"id": text, "type": types(("RubricCriterionLevel",)), "name": text},
    {"alignment": list_of(_ALIGNMENT), "description": text, "level": text, "points": text},
)
_RESULT_DESCRIPTION = members(
    {
        "id": text,
        "type": types(("ResultDescription",)),
        "name": text,
        "resultType": one_of(RESULT_TYPES, "a result type", extensible=True),
    },
    {
        "alignment": list_of(_ALIGNMENT),
        "allowedValue": list_of(text),
        "requiredLevel": text,
        "requiredValue": text,
        "rubricCriterionLevel": list_of(_RUBRIC_LEVEL),
        "valueMax": text,
        "valueMin": text,
    },
)
_RESULT = members(
    {"type": types(("Result",))},
    {
        "achievedLevel": text,
        "alignment": list_of(_ALIGNMENT),
        "resultDescription": text,
        "status": one_of(RESULT_STATUSES, "a result status"),
        "value": text,
    },
)
_RELATED = members(
    {"id": text, "type": types(("Related",))},
    {"inLanguage": _LANGUAGE, "version": text},
)
_ACHIEVEMENT = members(
    {
        "id": text,
        "type": types(("Achievement",)),
        "criteria": both(members({}, {"id": text, "narrative": text}), _id_or_narrative),
        "description": text,
        "name": text,
    },
    {
        **_ENDORSED,
        "alignment": list_of(_ALIGNMENT),
        "achievementType": one_of(ACHIEVEMENT_TYPES, "an achievement type", extensible=True),
        "creator": _profile,
        "creditsAvailable": number,
        "fieldOfStudy": text,
        "humanCode": text,
        "image": _IMAGE,
        "inLanguage": _LANGUAGE,
        "otherIdentifier": list_of(_IDENTIFIER_ENTRY),
        "related": list_of(_RELATED),
        "resultDescription": list_of(_RESULT_DESCRIPTION),
        "specialization": text,
        "tag": list_of(text),
        "version": text,
    },
)
_SUBJECT = both(
    members(
        {"type": types(("AchievementSubject",)), "achievement": _ACHIEVEMENT},
        {
            "id": text,
            "activityEndDate": timestamp,
            "activityStartDate": timestamp,
            "creditsEarned": number,
            "identifier": list_of(_IDENTITY_OBJECT),
            "image": _IMAGE,
            "licenseNumber": text,
            "narrative": text,
            "result": list_of(_RESULT),
            "role": text,
            "source": _profile,
            "term": text,
        },
    ),
    _id_or_identifier,
)
_EVIDENCE = members(
    {"type": types(("Evidence",))},
    {"id": text, "narrative": text, "name": text, "description": text, "genre": text, "audience": text},
)
# Verifiable Credentials 2.0, section 5.3
_RELATED_RESOURCE = members(
    {"id": text}, {"mediaType": text, "digestSRI": one_or_more(text), "digestMultibase": one_or_more(text)}
)
_CREDENTIAL = members(
    {
        "@context": _context,
        "id": text,
        "type": types(("VerifiableCredential",), ("AchievementCredential", "OpenBadgeCredential")),
        "credentialSubject": _SUBJECT,
        "issuer": _profile_or_uri,
        "validFrom": timestamp,
    },
    {
        **_SECURED,
        **_ENDORSED,
        "name": text,
        "description": text,
        "image": _IMAGE,
        "evidence": list_of(_EVIDENCE),
        "relatedResource": one_or_more(_RELATED_RESOURCE),
    },
)
