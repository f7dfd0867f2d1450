"""Open Badges 3.0: OpenBadgeCredentials, Achievements and Profiles; also in the older form of VCDM 1.1.

The sections named are those of the specification, Open Badges 3.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conferral.authoring.importing.documents import Thing
from conferral.authoring.importing.found import (
    Found,
    FoundAward,
    FoundBadge,
    FoundIdentity,
    FoundIssuer,
    FoundLevel,
    FoundResult,
    FoundResultDescription,
    Notes,
    Origin,
    numbered,
    text,
)
from conferral.authoring.importing.open_badges_2 import Beside, alignments, evidence, ids, organisation, picture

_STRUCTURE = ("@context", "id", "type")
_CREDENTIAL = (
    *_STRUCTURE,
    *("name", "issuer", "validFrom", "validUntil", "awardedDate", "issuanceDate", "issued", "expirationDate"),
    *("credentialSubject", "evidence", "endorsement"),
)
_ISSUED_ANEW = (
    *("proof", "credentialStatus", "credentialSchema", "refreshService", "relatedResource"),
    *("iss", "sub", "nbf", "exp", "jti", "iat", "aud"),
)
"""What belongs to the old copy: its signature, its status, and the claims of a token around it."""

_SUBJECT = (
    *(*_STRUCTURE, "achievement", "identifier", "narrative", "result", "activityStartDate", "activityEndDate"),
    *("creditsEarned", "licenseNumber", "role", "source", "term"),
)
_ACHIEVEMENT = (
    *_STRUCTURE,
    *("name", "description", "criteria", "image", "tag", "alignment", "achievementType", "fieldOfStudy"),
    *("creditsAvailable", "resultDescription", "creator", "inLanguage", "humanCode", "specialization"),
    *("otherIdentifier", "related"),
)
_PROFILE = (*_STRUCTURE, "name", "url", "email", "description", "image")
_DESCRIPTION = (
    *_STRUCTURE,
    "name",
    "resultType",
    "allowedValue",
    "requiredValue",
    "valueMin",
    "valueMax",
    "rubricCriterionLevel",
    "requiredLevel",
)
_RESULT = (*_STRUCTURE, "status", "value", "resultDescription", "achievedLevel")
_LEVEL = (*_STRUCTURE, "name", "description", "level", "points")


def read(thing: Thing, found: Found, notes: Notes) -> None:
    """Add what an object of Open Badges 3.0 says to what was found."""
    value, origin = thing.value, thing.origin
    match thing.kind:
        case "award":
            found.awards += awards(thing, notes)
        case "badge":
            found.badges.append(achievement(value, origin, thing.beside, notes))
        case "issuer":
            found.issuers.append(profile(value, origin, thing.beside, notes))
        case "endorsement":
            notes.not_carried(origin, "an endorsement")
        case "record":
            notes.note(origin, "the record is not carried; the credentials in it are looked at one by one")
        case _:
            notes.not_carried(origin, "a credential that is no badge")


def awards(thing: Thing, notes: Notes) -> list[FoundAward]:
    """An AchievementCredential (section B.1): an award for each of its subjects."""
    value, origin = thing.value, thing.origin
    notes.unknown_members(origin, value, (*_CREDENTIAL, *_ISSUED_ANEW), "a credential")
    for place, _ in numbered(origin, "endorsement", value.get("endorsement")):
        notes.not_carried(place, "an endorsement")
    by = value.get("issuer")
    issuer = profile(by, origin.at("issuer"), thing.beside, notes) if isinstance(by, dict) else text(by) or None
    return [
        _award(thing, subject, place, issuer, notes)
        for place, subject in numbered(origin, "credentialSubject", value.get("credentialSubject"))
        if isinstance(subject, dict)
    ]


def _award(
    thing: Thing, subject: dict[str, Any], origin: Origin, issuer: FoundIssuer | str | None, notes: Notes
) -> FoundAward:
    value = thing.value
    notes.unknown_members(origin, subject, _SUBJECT, "what a credential says of its holder")
    inside = subject.get("achievement")
    badge = (
        achievement(inside, origin.at("achievement"), thing.beside, notes, issuer=issuer, baked=thing.picture)
        if isinstance(inside, dict)
        else text(inside) or None
    )
    if badge and text(value.get("name")) not in ("", text(getattr(badge, "name", ""))):
        notes.not_carried(thing.origin.at("name"), '"name" of a credential: its achievement has another')
    begins = text(value.get("validFrom", value.get("issuanceDate")))
    return FoundAward(
        origin=thing.origin,
        ids=ids(value),
        badge=badge,
        identities=tuple(_identities(subject, origin)),
        issued=value.get("awardedDate") or value.get("issued") or begins,
        expires=value.get("validUntil", value.get("expirationDate")),
        narrative=subject.get("narrative"),
        evidence=evidence(value.get("evidence"), thing.origin, notes, also=()),
        results=tuple(_results(subject, origin, notes)),
        starts=subject.get("activityStartDate"),
        ends=subject.get("activityEndDate"),
        role=subject.get("role"),
        source=subject.get("source"),
        credits_earned=subject.get("creditsEarned"),
        term=subject.get("term"),
        license_number=subject.get("licenseNumber"),
        newness=begins,
    )


def achievement(
    value: dict[str, Any],
    origin: Origin,
    beside: Beside,
    notes: Notes,
    *,
    issuer: FoundIssuer | str | None = None,
    baked: bytes | None = None,
) -> FoundBadge:
    """An Achievement (section B.2); without a `creator` it is its issuer's."""
    notes.unknown_members(origin, value, _ACHIEVEMENT, "an achievement")
    criteria, creator = value.get("criteria"), value.get("creator")
    criteria = criteria if isinstance(criteria, dict) else {"narrative": criteria}
    notes.unknown_members(origin.at("criteria"), criteria, (*_STRUCTURE, "narrative"), "criteria")
    is_others = bool(issuer and creator and _id(creator) != _id(issuer))
    by = profile(creator, origin.at("creator"), beside, notes) if isinstance(creator, dict) else text(creator) or None
    return FoundBadge(
        origin=origin,
        ids=ids(value),
        issuer=issuer or by,
        name=value.get("name"),
        description=value.get("description"),
        criteria=criteria.get("narrative"),
        criteria_url=criteria.get("id"),
        picture=picture(value.get("image"), origin.at("image"), beside, notes, baked),
        type=value.get("achievementType"),
        field=value.get("fieldOfStudy"),
        credits=value.get("creditsAvailable"),
        language=value.get("inLanguage"),
        tags=tuple(numbered(origin, "tag", value.get("tag"))),
        code=value.get("humanCode"),
        specialization=value.get("specialization"),
        identifiers=tuple(numbered(origin, "otherIdentifier", value.get("otherIdentifier"))),
        creator=(origin.at("creator"), creator) if is_others else None,
        related=tuple(numbered(origin, "related", value.get("related"))),
        alignments=tuple(alignments(value.get("alignment"), "alignment", origin, notes)),
        results=tuple(_descriptions(value, origin, notes)),
    )


def profile(value: dict[str, Any], origin: Origin, beside: Beside, notes: Notes) -> FoundIssuer:
    """A Profile (section B.11)."""
    notes.unknown_members(origin, value, _PROFILE, "a profile")
    return organisation(value, ids(value), origin, beside, notes)


def _id(value: Any) -> str:
    """What something is called that may be an object or the name alone."""
    if isinstance(value, FoundIssuer):
        return value.ids[0] if value.ids else ""
    return text(value.get("id")) if isinstance(value, dict) else text(value)


def _identities(subject: Mapping[str, Any], origin: Origin) -> list[FoundIdentity]:
    """IdentityObjects (section B.7), and the subject's own id."""
    found = []
    for place, item in numbered(origin, "identifier", subject.get("identifier")):
        if isinstance(item, dict) and text(item.get("identityHash")):
            kind = text(item.get("identityType"))
            salt = item.get("salt")
            found.append(
                FoundIdentity(
                    origin=place,
                    type="email" if kind == "emailAddress" else kind or "identifier",
                    value=text(item["identityHash"]),
                    hashed=item.get("hashed") is True,
                    salt=salt if isinstance(salt, str) else "",
                )
            )
    if text(subject.get("id")):
        value = text(subject["id"])
        kind = "email" if value.lower().startswith("mailto:") else "id"
        found.append(FoundIdentity(origin=origin.at("id"), type=kind, value=value))
    return found


def _results(subject: Mapping[str, Any], origin: Origin, notes: Notes) -> list[FoundResult]:
    """Results (section B.16)."""
    found = []
    for place, item in numbered(origin, "result", subject.get("result")):
        if isinstance(item, dict):
            notes.unknown_members(
                place, item, (*_STRUCTURE, "status", "value", "resultDescription", "achievedLevel"), "a result"
            )
            found.append(
                FoundResult(
                    origin=place,
                    status=item.get("status"),
                    value=item.get("value"),
                    of=item.get("resultDescription"),
                    level=item.get("achievedLevel"),
                )
            )
    return found


def _descriptions(value: Mapping[str, Any], origin: Origin, notes: Notes) -> list[FoundResultDescription]:
    """ResultDescriptions (section B.17)."""
    found = []
    for place, item in numbered(origin, "resultDescription", value.get("resultDescription")):
        if isinstance(item, dict):
            notes.unknown_members(place, item, _DESCRIPTION, "a result description")
            found.append(
                FoundResultDescription(
                    origin=place,
                    id=item.get("id"),
                    name=item.get("name"),
                    type=item.get("resultType"),
                    allowed=item.get("allowedValue"),
                    required=item.get("requiredValue"),
                    minimum=item.get("valueMin"),
                    maximum=item.get("valueMax"),
                    levels=tuple(_levels(item, place, notes)),
                    required_level=item.get("requiredLevel"),
                )
            )
    return found


def _levels(value: Mapping[str, Any], origin: Origin, notes: Notes) -> Iterator[FoundLevel]:
    """RubricCriterionLevels (section B.18)."""
    for place, item in numbered(origin, "rubricCriterionLevel", value.get("rubricCriterionLevel")):
        if isinstance(item, dict):
            notes.unknown_members(place, item, _LEVEL, "a level of a rubric")
            said = {key: item.get(key) for key in ("id", "name", "description", "level", "points")}
            yield FoundLevel(origin=place, **said)
