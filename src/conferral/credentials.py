"""From an award to its unsigned Open Badges 3.0 credential, and from a badge version to its Achievement.

Pure functions over the registry.  A *layout* is the shape that conferral gives a document.  The register notes the
layout of every issue, and every layout ever released stays here with golden bytes in the tests: a new way of
writing the same award is a new layout, never an edit of an old one.  Members for keys that no released version knew
(`conferral.credential_depth`) are no new way of writing: what has these keys, has never been written otherwise.

    ob3-1         the subject is a `urn:uuid` of its own for every award, so that credentials of one person
                  cannot be linked
    ob3-1+did     the subject is the DID that the holder asked for
    ob3-1+name    as ob3-1, with the holder's name as identifier
    ob3-1+email   as ob3-1, with the salted hash of the holder's e-mail address as identifier
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from conferral import credential_depth, endorsing
from conferral.addresses import (
    badge_image,
    badge_version_json,
    credential_json,
    endorsement_json,
    issuer_logo,
    status_list,
    url,
)
from conferral.keys import did
from conferral.model import (
    Alignment,
    Award,
    Badge,
    BadgeFile,
    Endorsement,
    Evidence,
    Issuer,
    Place,
    RecipientFile,
    Registry,
    Result,
    Row,
)
from conferral.portions import without_awards
from conferral.standards.canonical import canonicalize
from conferral.standards.open_badges import CONTEXTS
from conferral.standards.timestamps import format_timestamp
from conferral.states import start_of, valid_from, valid_until

Document = dict[str, Any]

LAYOUTS = ("ob3-1", "ob3-1+did", "ob3-1+name", "ob3-1+email")
"""Every layout ever released."""


def layout_for(recipient: RecipientFile | None) -> str:
    """The layout that a new award to this recipient gets."""
    return f"ob3-1+{recipient.identity.kind}" if recipient and recipient.identity else "ob3-1"


def digest(document: Document) -> str:
    """The SHA-256, in hexadecimal, of a document's canonical N-Quads: the very hash that a proof signs."""
    return sha256(canonicalize(document).encode()).hexdigest()


def credential(registry: Registry, award: Award, base_url: str) -> Document:
    """The unsigned credential of the latest issue of an award, under `base_url` (Open Badges 3.0, section B.1).

    Raises `LookupError` where the award's row names a version, a layout or an identity that the registry does not
    have; `conferral.register.drift` reports these.
    """
    row = latest(award)
    common = _common(registry, base_url).of(award, row)
    end = valid_until(registry, award, row.badge_version)
    # A re-issue is valid from when it was made; the original day moves to awardedDate (Open Badges 3.0, 9.2).
    again = {} if row.issue == 1 else {"awardedDate": format_timestamp(start_of(award.awarded, registry.file.timezone))}
    evidence = [_evidence(item) for item in award.evidence]
    results = [_result(item, common.achievement["id"]) for item in award.entry.result]
    listed = f"{common.lists}{row.list}.json"
    return {
        "@context": list(CONTEXTS),
        "id": url(base_url, credential_json(row.id)),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": common.name,
        "issuer": common.issuer,
        "validFrom": format_timestamp(valid_from(registry, award)),
        **({"validUntil": format_timestamp(end)} if end else {}),
        **again,
        "credentialSubject": {
            **_holder(registry, award, row),
            "type": ["AchievementSubject"],
            **({"narrative": award.entry.narrative} if award.entry.narrative else {}),
            **({"result": results} if results else {}),
            **credential_depth.of_subject(award, registry.file.timezone),
            "achievement": common.achievement,
        },
        **({"evidence": evidence} if evidence else {}),
        "relatedResource": common.pictures,
        "credentialStatus": {
            "id": f"{listed}#{row.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": common.status_purpose,
            "statusListIndex": str(row.index),
            "statusListCredential": listed,
        },
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """What all credentials of a version of a badge and a version of its issuer say alike."""

    name: str
    issuer: Document
    achievement: Document
    pictures: list[Document]
    status_purpose: str
    lists: str  # the address of a status list as far as its number


class _Commons:
    """What the credentials of a registry have in common under one base URL, made once for each pair of versions."""

    def __init__(self, registry: Registry, base_url: str) -> None:
        self.registry = registry
        self._base_url = base_url
        self._made: dict[tuple[str, int, int], _Common] = {}

    def of(self, award: Award, row: Row) -> _Common:
        """Raises `MissingFileError`."""
        key = (award.badge, row.badge_version, row.issuer_version)
        if key not in self._made:
            self._made[key] = self._make(award, row)
        return self._made[key]

    def _make(self, award: Award, row: Row) -> _Common:
        registry, base_url = self.registry, self._base_url
        badge, version, issuer = _pinned(registry, award, row)
        image = badge.images[row.badge_version]
        first = url(base_url, status_list(version.issuer, version.status_purpose, 1))
        return _Common(
            name=version.name,
            issuer=embedded_issuer(issuer, row.issuer_version, base_url),
            achievement=achievement(registry, badge, row.badge_version, base_url),
            # The digest makes the picture part of what is signed (Verifiable Credentials 2.0, section 5.3).
            pictures=[
                {
                    "id": url(base_url, badge_image(badge.slug, row.badge_version, image.extension)),
                    "digestSRI": image.digest,
                    "mediaType": image.media_type,
                }
            ],
            status_purpose=version.status_purpose,
            lists=first.removesuffix("1.json"),
        )


_MOST_REGISTRIES = 8
_commons: dict[tuple[int, int, int, str], _Commons] = {}


def _common(registry: Registry, base_url: str) -> _Commons:
    """What was made for a registry with these very badges and issuers, however few of its awards it has.

    A registry is frozen, so the same objects say the same; what is remembered keeps them, and with them their ids.
    """
    key = (id(registry.badges), id(registry.issuers), id(registry.file), base_url)
    if key not in _commons:
        if len(_commons) >= _MOST_REGISTRIES:
            _commons.clear()
        _commons[key] = _Commons(without_awards(registry), base_url)
    return _commons[key]


def achievement(registry: Registry, badge: Badge, number: int, base_url: str) -> Document:
    """The Achievement of one version of a badge (Open Badges 3.0, section B.2)."""
    version = badge.versions[number]
    image = badge.images[number]
    address = url(base_url, badge_version_json(badge.slug, number))
    # Open Badges has no members for level and hours of work; as tags they are signed and shown by every wallet.
    tags = list(version.skills)
    if version.level:
        tags.append(f"level:{version.level}")
    if version.hours:
        tags.append(f"hours:{version.hours:g}")
    results = [
        {
            "id": f"{address}#{result.id}",
            "type": ["ResultDescription"],
            "name": result.name,
            "resultType": result.type,
            **({"allowedValue": list(result.allowed)} if result.allowed else {}),
            **({"requiredValue": result.required} if result.required else {}),
            **({"valueMin": result.minimum} if result.minimum else {}),
            **({"valueMax": result.maximum} if result.maximum else {}),
            **credential_depth.of_description(result, f"{address}#{result.id}"),
        }
        for result in version.results
    ]
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": version.type,
        "name": version.name,
        "description": version.description,
        "criteria": {**({"id": version.criteria_url} if version.criteria_url else {}), "narrative": version.criteria},
        "image": {
            "id": url(base_url, badge_image(badge.slug, number, image.extension)),
            "type": "Image",
            **({"caption": version.image_caption} if version.image_caption else {}),
        },
        **({"tag": tags} if tags else {}),
        **({"alignment": [_alignment(item) for item in version.alignments]} if version.alignments else {}),
        **({"creditsAvailable": version.credits} if version.credits else {}),
        **({"fieldOfStudy": version.field} if version.field else {}),
        **({"resultDescription": results} if results else {}),
        **credential_depth.of_achievement(version, base_url),
        "inLanguage": registry.file.languages[0],
        "version": str(number),
    }


def published_achievement(registry: Registry, badge: Badge, number: int, base_url: str) -> Document:
    """badge.json: the Achievement of a version as a document of its own."""
    return {"@context": list(CONTEXTS), **achievement(registry, badge, number, base_url)}


def published_profile(issuer: Issuer, base_url: str) -> Document:
    """profile.json: the Profile of an issuer; credentials carry its first four members (Open Badges 3.0, B.11)."""
    current = issuer.current
    logo = issuer.logo
    return {
        "@context": list(CONTEXTS),
        **embedded_issuer(issuer, current.version, base_url),
        "description": current.description,
        **({"email": current.email} if current.email else {}),
        **({"image": {"id": url(base_url, issuer_logo(issuer.slug, logo.extension)), "type": "Image"}} if logo else {}),
    }


def endorsement(registry: Registry, one: Endorsement, base_url: str) -> Document:
    """The unsigned EndorsementCredential of one of the registry's own issuers (Open Badges 3.0, section B.6).

    It names what it endorses as the signed badges do: an Achievement's version, an issuer's DID, a credential.
    """
    file = one.file
    issuer = registry.issuers[file.by or ""]
    begin, end = endorsing.window_of(registry, one)
    return {
        "@context": list(CONTEXTS),
        "id": url(base_url, endorsement_json(one.slug)),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"Endorsement: {_name_of_endorsed(registry, one)}",
        "issuer": embedded_issuer(issuer, issuer.current.version, base_url),
        "validFrom": format_timestamp(begin),
        **({"validUntil": format_timestamp(end)} if end else {}),
        "credentialSubject": {
            "id": endorsing.subject_of(one, base_url),
            "type": ["EndorsementSubject"],
            "endorsementComment": file.comment,
        },
    }


def _name_of_endorsed(registry: Registry, one: Endorsement) -> str:
    file = one.file
    if file.issuer:
        return registry.issuers[file.issuer].current.name
    if file.badge:
        badge = registry.badges[file.badge]
        return badge.versions[file.version or 1].name
    award = next(award for award in registry.awards if award.id == file.award)
    return registry.badges[award.badge].versions[latest(award).badge_version].name


def subject_id(award: str, recipient: str) -> str:
    """The `urn:uuid` that stands for the holder in one award: different for every award of the same person."""
    return hashed_urn(f"conferral subject\n{award}\n{recipient}\n")


def hashed_urn(text: str) -> str:
    """A `urn:uuid` that a text gives and that does not give the text away if that has a random id in it.

    128 bits of SHA-256 as a UUID of version 8 (RFC 9562, section 5.8).
    """
    seed = bytearray(sha256(text.encode()).digest()[:16])
    seed[6] = seed[6] & 0x0F | 0x80
    seed[8] = seed[8] & 0x3F | 0x80
    digits = seed.hex()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def latest(award: Award) -> Row:
    """The row of a registered award's latest issue, of a layout that this version knows; raises `LookupError`."""
    if award.row is None:
        raise LookupError("the award is not registered")
    if award.row.layout not in LAYOUTS:
        raise LookupError(f'the layout "{award.row.layout}" is not known to this version of conferral')
    return award.row


def origin(registry: Registry, award: Award, pointer: str) -> Place:
    """The place in the registry's files that a member of the credential comes from (JSON Pointer)."""
    row = latest(award)
    badge = registry.badges[award.badge]
    version = badge.versions[row.badge_version]
    image = Place(badge.images[row.badge_version].file)
    issuer = registry.issuers[version.issuer].versions[row.issuer_version]
    recipient = registry.recipients.get(award.recipient)
    entry = award.place
    identity = recipient.place.at("identity") if recipient else entry.at("recipient")
    awarded = _stated("awarded", award) or entry
    shared = award.batch.file
    achieved = "/credentialSubject/achievement"
    more_tags = [key for key in ("level", "hours") if getattr(version, key)]
    origins = {
        "/name": version.place.at("name"),
        "/issuer": issuer.place,
        "/issuer/id": version.place.at("issuer"),
        "/issuer/name": issuer.place.at("name"),
        "/issuer/url": issuer.place.at("url"),
        "/validFrom": awarded,
        "/awardedDate": awarded,
        "/validUntil": _stated("valid_until", award) or _end_of(version),
        "/evidence": _stated("evidence", award) or entry,
        **{f"/evidence/{number}": shared.place.at("evidence") for number in range(len(shared.evidence))},
        "/relatedResource": image,
        "/credentialStatus": version.place.at("status_purpose"),
        "/credentialSubject/id": identity,
        "/credentialSubject/identifier": identity,
        **_result_places(award),
        "/credentialSubject/narrative": entry.at("narrative"),
        achieved: version.place,
        **dict(credential_depth.places(award, version)),
        **{f"{achieved}/{term}": version.place.at(key) for term, key in _BADGE_KEYS.items()},
        **{f"{achieved}/tag/{n}": version.place.at(key) for n, key in enumerate(more_tags, len(version.skills))},
        **{
            f"{achieved}/alignment/{n}/targetDescription": version.place.at("alignments", n, "level")
            for n, item in enumerate(version.alignments)
            if item.level
        },
        f"{achieved}/criteria/id": version.place.at("criteria_url"),
        f"{achieved}/image/id": image,
        f"{achieved}/inLanguage": registry.file.place.at("languages"),
    }
    while pointer and pointer not in origins:
        pointer = pointer.rpartition("/")[0]
    return origins.get(pointer, entry)


_BADGE_KEYS: Mapping[str, str] = {
    "achievementType": "type",
    "name": "name",
    "description": "description",
    "criteria": "criteria",
    "image": "image_caption",
    "tag": "skills",
    "alignment": "alignments",
    "creditsAvailable": "credits",
    "fieldOfStudy": "field",
    "resultDescription": "results",
    "version": "version",
}


class MissingFileError(LookupError):
    """A badge, a version, an image or an issuer that a row names is not in the registry."""


def _pinned(registry: Registry, award: Award, row: Row) -> tuple[Badge, BadgeFile, Issuer]:
    """The badge, its version and the issuer that a row names; raises `MissingFileError` saying which is missing."""
    badge = registry.badges.get(award.badge)
    if badge is None or row.badge_version not in badge.versions or row.badge_version not in badge.images:
        raise MissingFileError(f'badge "{award.badge}" has no version {row.badge_version} with an image')
    version = badge.versions[row.badge_version]
    issuer = registry.issuers.get(version.issuer)
    if issuer is None or row.issuer_version not in issuer.versions:
        raise MissingFileError(f'issuer "{version.issuer}" has no version {row.issuer_version}')
    return badge, version, issuer


def _end_of(version: BadgeFile) -> Place:
    return version.place.at("valid_until" if version.valid_until else "validity")


def _result_places(award: Award) -> Mapping[str, Place]:
    """Results in a list are named by their numbers, one alone is not: that is how people write them."""
    results, place = award.entry.result, award.entry.place.at("result")
    several = {f"/credentialSubject/result/{number}": place.at(number) for number in range(len(results))}
    return {"/credentialSubject/result": place, **(several if len(results) > 1 else {})}


def _stated(key: str, award: Award) -> Place | None:
    for record in (award.entry, award.batch.file):
        if getattr(record, key):
            return record.place.at(key)
    return None


def embedded_issuer(issuer: Issuer, number: int, base_url: str) -> Document:
    """The Profile of a version of an issuer as signed documents carry it."""
    version = issuer.versions[number]
    return {"id": did(base_url, issuer.slug), "type": ["Profile"], "name": version.name, "url": version.url}


def _holder(registry: Registry, award: Award, row: Row) -> Document:
    kind = row.layout.removeprefix("ob3-1").removeprefix("+")
    subject = {"id": subject_id(row.id, award.recipient)}
    if not kind:
        return subject
    recipient = registry.recipients.get(award.recipient)
    identity = recipient.identity if recipient else None
    if identity is None or identity.kind != kind:
        raise LookupError(f"recipients/{award.recipient}.yml has no identity of the kind {kind}")
    if identity.did:
        return {"id": identity.did}
    if identity.name:
        said = {"hashed": False, "identityHash": identity.name, "identityType": "name"}
    else:
        said = {
            "hashed": True,
            "identityHash": identity.email_hash,
            "identityType": "emailAddress",
            "salt": identity.salt,
        }
    return {**subject, "identifier": [{"type": "IdentityObject", **said}]}


def _alignment(item: Alignment) -> Document:
    """An Alignment (Open Badges 3.0, section B.3), which has no member for a level: that begins its description."""
    if item.name is None or item.url is None:
        raise LookupError(f'the skill "{item.skill}" is named without its name and address')
    described = ": ".join(text for text in (item.level, item.description) if text)
    return {
        "type": ["Alignment"],
        "targetName": item.name,
        "targetUrl": item.url,
        **({"targetDescription": described} if described else {}),
        **({"targetFramework": item.framework} if item.framework else {}),
        **({"targetCode": item.code} if item.code else {}),
        **({"targetType": item.type} if item.type else {}),
    }


def _result(result: Result, achievement_id: str) -> Document:
    described = f"{achievement_id}#{result.of}"
    return {
        "type": ["Result"],
        **({"resultDescription": described} if result.of else {}),
        **({"status": result.status} if result.status else {}),
        **({"value": result.value} if result.value else {}),
        **credential_depth.of_result(result, described),
    }


def _evidence(item: Evidence) -> Document:
    return {
        **({"id": item.id} if item.id else {}),
        "type": ["Evidence"],
        **({"name": item.name} if item.name else {}),
        **({"description": item.description} if item.description else {}),
        **({"narrative": item.narrative} if item.narrative else {}),
        **({"genre": item.genre} if item.genre else {}),
        **({"audience": item.audience} if item.audience else {}),
    }
