"""What Badgr and its heirs (Canvas Credentials, Parchment Digital Badges) export and answer: version 2 of their API.

Objects say what they are by `entityType`, and name each other by `openBadgeId` or by `entityId`.  An export may nest
awards in their badge class, and badge classes in their issuer.
"""

from __future__ import annotations

from typing import Any

from conferral.authoring.importing.documents import Thing
from conferral.authoring.importing.found import Found, FoundAward, FoundBadge, FoundIssuer, Notes, numbered, text
from conferral.authoring.importing.open_badges_2 import alignments, evidence, identities, organisation, picture

_ENTITY = (
    *(
        "entityType",
        "entityId",
        "openBadgeId",
        "id",
        "createdAt",
        "createdBy",
        "updatedAt",
        "sourceUrl",
        "originalJson",
    ),
    *("issuer", "issuerOpenBadgeId", "badgrDomain", "acceptance", "extensions"),
)
_AWARD = (
    *_ENTITY,
    *("badgeclass", "badgeclassOpenBadgeId", "badgeclassName", "image", "recipient", "issuedOn", "narrative"),
    *("evidence", "revoked", "revocationReason", "expires", "pending", "hashed"),
)
_BADGE = (
    *_ENTITY,
    *("name", "image", "imageHash", "description", "criteriaUrl", "criteriaNarrative", "alignments", "tags", "expires"),
    *("achievementType", "awardCount", "recipientCount", "revokedCount", "archived"),
)
_ISSUER = (*_ENTITY, "name", "image", "email", "url", "description", "staff", "badgeClassCount")
_PROFILE = "extensions:recipientProfile"
_UNITS = {"days": "day", "weeks": "week", "months": "month", "years": "year"}


def read(thing: Thing, found: Found, notes: Notes) -> None:
    """Add what an object of an export says to what was found."""
    match thing.kind:
        case "award":
            found.awards.append(_award(thing, notes))
        case "badge":
            found.badges.append(_badge(thing, notes))
        case _:
            found.issuers.append(_issuer(thing, notes))


def _award(thing: Thing, notes: Notes) -> FoundAward:
    value, origin = thing.value, thing.origin
    _unknown(thing, _AWARD, "an assertion", notes)
    inside = value.get("extensions")
    profile = inside.get(_PROFILE) if isinstance(inside, dict) else None
    name = text(profile.get("name")) if isinstance(profile, dict) else ""
    return FoundAward(
        origin=origin,
        ids=_ids(value),
        badge=text(value.get("badgeclassOpenBadgeId")) or text(value.get("badgeclass")) or _outer(thing, "badge"),
        identities=tuple(identities(value.get("recipient"), origin.at("recipient"), name)),
        issued=value.get("issuedOn") or value.get("createdAt"),
        expires=value.get("expires"),
        narrative=value.get("narrative"),
        evidence=evidence(value.get("evidence"), origin, notes, also=("url",)),
        revoked=value.get("revoked") is True,
    )


def _badge(thing: Thing, notes: Notes) -> FoundBadge:
    value, origin = thing.value, thing.origin
    _unknown(thing, _BADGE, "a badge class", notes)
    period = value.get("expires")
    validity = None
    if isinstance(period, dict):
        validity = f"{period.get('amount')} {_UNITS.get(text(period.get('duration')), text(period.get('duration')))}s"
    return FoundBadge(
        origin=origin,
        ids=_ids(value),
        issuer=text(value.get("issuerOpenBadgeId")) or text(value.get("issuer")) or _outer(thing, "issuer"),
        name=value.get("name"),
        description=value.get("description"),
        criteria=value.get("criteriaNarrative"),
        criteria_url=value.get("criteriaUrl"),
        picture=picture(value.get("image"), origin.at("image"), thing.beside, notes),
        type=value.get("achievementType"),
        validity=validity,
        tags=tuple(numbered(origin, "tags", value.get("tags"))),
        alignments=tuple(alignments(value.get("alignments"), "alignments", origin, notes)),
    )


def _issuer(thing: Thing, notes: Notes) -> FoundIssuer:
    value, origin = thing.value, thing.origin
    _unknown(thing, _ISSUER, "an issuer", notes)
    if value.get("staff"):
        notes.not_carried(origin.at("staff"), '"staff" of an issuer: who may award is said by handles at the git host')
    return organisation(value, _ids(value), origin, thing.beside, notes)


def _unknown(thing: Thing, known: tuple[str, ...], whose: str, notes: Notes) -> None:
    """Note unknown members, but for those that only hold other objects of the export."""
    holds = [name for name, item in thing.value.items() if _holds_entities(item)]
    notes.unknown_members(thing.origin, thing.value, (*known, *holds), whose)
    extensions = thing.value.get("extensions")
    if isinstance(extensions, dict):
        notes.unknown_members(thing.origin.at("extensions"), extensions, (_PROFILE,), f"the extensions of {whose}")


def _holds_entities(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, dict) and "entityType" in item for item in items)


def _ids(value: dict[str, Any]) -> tuple[str, ...]:
    found = (text(value.get(name)) for name in ("openBadgeId", "entityId", "id"))
    return tuple(dict.fromkeys(one for one in found if one))


def _outer(thing: Thing, kind: str) -> str | None:
    """The id of the badge class or issuer that something is nested in."""
    outer = thing.within
    while outer and outer.kind != kind:
        outer = outer.within
    return next(iter(_ids(outer.value)), None) if outer else None
