"""Open Badges 2.0: hosted and signed Assertions, BadgeClasses, Issuers and lists of revocations; 1.1 in the same words.

The sections named are those of the specification, Open Badges 2.0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conferral.authoring.importing.documents import Thing
from conferral.authoring.importing.found import (
    Found,
    FoundAlignment,
    FoundAward,
    FoundBadge,
    FoundEvidence,
    FoundIdentity,
    FoundIssuer,
    Notes,
    Origin,
    Picture,
    listed,
    numbered,
    text,
)

Beside = Callable[[str], bytes | None]

_STRUCTURE = ("@context", "@id", "@type", "id", "type", "uid")
_ASSERTION = (*_STRUCTURE, "recipient", "badge", "issuedOn", "expires", "narrative", "evidence", "image", "revoked")
_SECURED = ("verification", "verify", "signature", "revocationReason")
_BADGE = (*_STRUCTURE, "issuer", "name", "description", "criteria", "image", "tags", "alignment")
_ISSUER = (*_STRUCTURE, "name", "url", "email", "description", "image")
_HOW_TO_VERIFY = ("verification", "publicKey", "revocationList")
_NAME = "extensions:recipientProfile"


def read(thing: Thing, found: Found, notes: Notes) -> None:
    """Add what an object of Open Badges 2.0 says to what was found."""
    value, origin = thing.value, thing.origin
    match thing.kind:
        case "award":
            found.awards.append(award(thing, notes))
        case "badge":
            found.badges.append(badge(value, origin, thing.beside, notes))
        case "issuer":
            found.issuers.append(issuer(value, origin, thing.beside, notes))
        case "revocations":
            found.revoked |= set(_revoked(value))
        case "endorsement":
            notes.not_carried(origin, "an endorsement")
        case _:
            notes.not_carried(origin, "a public key: keys of this registry sign what is issued here")


def award(thing: Thing, notes: Notes) -> FoundAward:
    """An Assertion (section 4.1)."""
    value, origin = thing.value, thing.origin
    notes.unknown_members(origin, value, (*_ASSERTION, *_SECURED, _NAME), "an assertion")
    inside = value.get("badge")
    return FoundAward(
        origin=origin,
        ids=ids(value),
        badge=badge(inside, origin.at("badge"), thing.beside, notes, thing.picture)
        if isinstance(inside, dict)
        else text(inside) or None,
        identities=tuple(identities(value.get("recipient"), origin.at("recipient"), _profile_name(value))),
        issued=value.get("issuedOn"),
        expires=value.get("expires"),
        narrative=value.get("narrative"),
        evidence=evidence(value.get("evidence"), origin, notes, also=()),
        revoked=value.get("revoked") is True,
    )


def badge(
    value: dict[str, Any], origin: Origin, beside: Beside, notes: Notes, baked: bytes | None = None
) -> FoundBadge:
    """A BadgeClass (section 4.2)."""
    notes.unknown_members(origin, value, _BADGE, "a badge class")
    inside, criteria = value.get("issuer"), value.get("criteria")
    narrative, address = None, criteria
    if isinstance(criteria, dict):
        notes.unknown_members(origin.at("criteria"), criteria, ("id", "type", "@id", "@type", "narrative"), "criteria")
        narrative, address = criteria.get("narrative"), criteria.get("id", criteria.get("@id"))
    return FoundBadge(
        origin=origin,
        ids=ids(value),
        issuer=issuer(inside, origin.at("issuer"), beside, notes) if isinstance(inside, dict) else text(inside) or None,
        name=value.get("name"),
        description=value.get("description"),
        criteria=narrative,
        criteria_url=address,
        picture=picture(value.get("image"), origin.at("image"), beside, notes, baked),
        tags=tuple(numbered(origin, "tags", value.get("tags"))),
        alignments=tuple(alignments(value.get("alignment"), "alignment", origin, notes)),
    )


def issuer(value: dict[str, Any], origin: Origin, beside: Beside, notes: Notes) -> FoundIssuer:
    """An Issuer or Profile (section 4.3)."""
    notes.unknown_members(origin, value, (*_ISSUER, *_HOW_TO_VERIFY), "an issuer")
    return organisation(value, ids(value), origin, beside, notes)


def organisation(
    value: dict[str, Any], ids: tuple[str, ...], origin: Origin, beside: Beside, notes: Notes
) -> FoundIssuer:
    """Whoever awards, in the words that Profiles of all versions share."""
    return FoundIssuer(
        origin=origin,
        ids=ids,
        name=value.get("name"),
        url=value.get("url"),
        email=value.get("email"),
        description=value.get("description"),
        picture=picture(value.get("image"), origin.at("image"), beside, notes),
    )


def ids(value: Mapping[str, Any]) -> tuple[str, ...]:
    """What an object is called by others."""
    return tuple(dict.fromkeys(text(value.get(name)) for name in ("id", "@id", "uid") if text(value.get(name))))


def picture(value: Any, origin: Origin, beside: Beside, notes: Notes, baked: bytes | None = None) -> Picture:
    """The picture that `image` names (section 4.2.1): an address, or an object with one and a caption."""
    if isinstance(value, dict):
        notes.unknown_members(origin, value, (*_STRUCTURE, "caption"), "an image")
        reference = text(value.get("id", value.get("@id")))
        return Picture(origin, reference, value.get("caption"), content=baked, beside=beside)
    return Picture(origin, text(value), content=baked, beside=beside)


def alignments(value: Any, name: str, origin: Origin, notes: Notes) -> list[FoundAlignment]:
    """AlignmentObjects (section 4.8); version 1.1 said `name`, `url` and `description`."""
    found = []
    known = ("targetName", "targetUrl", "targetDescription", "targetFramework", "targetCode", "targetType")
    for place, item in numbered(origin, name, value):
        if not isinstance(item, dict):
            notes.not_carried(place, "an alignment that is no object")
            continue
        notes.unknown_members(place, item, (*_STRUCTURE, *known, "name", "url", "description"), "an alignment")
        found.append(
            FoundAlignment(
                origin=place,
                name=item.get("targetName", item.get("name")),
                url=item.get("targetUrl", item.get("url")),
                description=item.get("targetDescription", item.get("description")),
                framework=item.get("targetFramework"),
                code=item.get("targetCode"),
                type=item.get("targetType"),
            )
        )
    return found


def evidence(value: Any, origin: Origin, notes: Notes, *, also: tuple[str, ...]) -> tuple[FoundEvidence, ...]:
    """Evidence (section 4.5): addresses, or objects; `also` names members that say the address, too."""
    found = []
    for place, item in numbered(origin, "evidence", value):
        if isinstance(item, str):
            found.append(FoundEvidence(origin=place, id=item))
        elif isinstance(item, dict):
            known = (*_STRUCTURE, "name", "description", "narrative", "genre", "audience", *also)
            notes.unknown_members(place, item, known, "evidence")
            addresses = (item.get(name) for name in ("id", "@id", *also))
            found.append(
                FoundEvidence(
                    origin=place,
                    id=next((one for one in addresses if one), None),
                    name=item.get("name"),
                    description=item.get("description"),
                    narrative=item.get("narrative"),
                    genre=item.get("genre"),
                    audience=item.get("audience"),
                )
            )
        else:
            notes.not_carried(place, "evidence that is neither an address nor an object")
    return tuple(found)


def identities(value: Any, origin: Origin, name: str = "") -> list[FoundIdentity]:
    """An IdentityObject (section 4.4); exports may give the plain value beside the hash."""
    if isinstance(value, str):  # version 1.0: an e-mail address, or a hash of one
        value = {"type": "email", "identity": value, "hashed": value.startswith(("sha256$", "md5$"))}
    if not isinstance(value, dict):
        return []
    kind = text(value.get("type")) or "email"
    plain = text(value.get("plaintextIdentity"))
    hashed = value.get("hashed") is True and not plain
    identity = plain or text(value.get("identity"))
    if not identity:
        return []
    salt = value.get("salt")
    return [
        FoundIdentity(
            origin=origin,
            type=kind,
            value=identity,
            hashed=hashed,
            salt=salt if isinstance(salt, str) else "",
            name=name,
        )
    ]


def _profile_name(value: Mapping[str, Any]) -> str:
    """The name in the extension for recipients' names, which Badgr writes."""
    profile = value.get(_NAME)
    return text(profile.get("name")) if isinstance(profile, dict) else ""


def _revoked(value: Mapping[str, Any]) -> list[str]:
    """Ids in a RevocationList (section 4.7)."""
    found: list[str] = []
    for item in listed(value.get("revokedAssertions")):
        found += ids(item) if isinstance(item, dict) else [text(item)]
    return [one for one in found if one]
