"""Members of a credential that only some awards have: rubrics, identifiers, related badges, activity, role, source.

Each function gives what a file says, and nothing for what it does not say: a document of a file without these keys is,
byte for byte, what it was before there were any (decision 43).  `conferral.credentials` puts them in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conferral.addresses import badge_json, url
from conferral.model import Award, BadgeFile, Organisation, Place, Related, Result, ResultDescription
from conferral.standards.timestamps import format_timestamp
from conferral.states import end_of, start_of

Members = dict[str, Any]


def of_achievement(version: BadgeFile, base_url: str) -> Members:
    """Of an Achievement (Open Badges 3.0, B.2): what it is called elsewhere, who made it, what it is related to."""
    return {
        **({"specialization": version.specialization} if version.specialization else {}),
        **({"humanCode": version.code} if version.code else {}),
        **(
            {
                "otherIdentifier": [
                    {"type": "IdentifierEntry", "identifier": one.value, "identifierType": one.type}
                    for one in version.identifiers
                ]
            }
            if version.identifiers
            else {}
        ),
        **({"creator": _profile(version.creator)} if version.creator else {}),
        **({"related": [_related(one, base_url) for one in version.related]} if version.related else {}),
    }


def of_description(described: ResultDescription, address: str) -> Members:
    """Of a ResultDescription (B.17) whose id is `address`: its levels, and the one that must be reached."""
    levels = [
        {
            "id": level_id(address, level.id),
            "type": ["RubricCriterionLevel"],
            "name": level.name,
            **({"description": level.description} if level.description else {}),
            **({"level": level.level} if level.level else {}),
            **({"points": level.points} if level.points else {}),
        }
        for level in described.levels
    ]
    return {
        **({"rubricCriterionLevel": levels} if levels else {}),
        **({"requiredLevel": level_id(address, described.required_level)} if described.required_level else {}),
    }


def of_result(result: Result, address: str) -> Members:
    """Of a Result (B.16) of the description whose id is `address`: the level that was reached."""
    return {"achievedLevel": level_id(address, result.level)} if result.level else {}


def of_subject(award: Award, timezone: str) -> Members:
    """Of an AchievementSubject (B.3): when and in which part it was done, who assessed it, what it earned."""
    activity, source = award.activity, award.source
    start, end = (activity.start, activity.end) if activity else (None, None)
    return {
        **({"activityStartDate": format_timestamp(start_of(start, timezone))} if start else {}),
        **({"activityEndDate": format_timestamp(end_of(end, timezone))} if end else {}),
        **({"creditsEarned": award.credits_earned} if award.credits_earned else {}),
        **({"licenseNumber": award.entry.license_number} if award.entry.license_number else {}),
        **({"role": award.role} if award.role else {}),
        **({"source": _profile(source)} if source else {}),
        **({"term": award.term} if award.term else {}),
    }


def level_id(address: str, level: str) -> str:
    """The id of a level of the result description whose id is `address`: no short name holds a slash."""
    return f"{address}/{level}"


def places(award: Award, version: BadgeFile) -> Iterator[tuple[str, Place]]:
    """Where the members come from: (JSON Pointer, place in a file)."""
    for member, key, inside in _OF_SUBJECT:
        yield f"/credentialSubject/{member}", _stating(award, key).at(key, *inside)
    achieved = "/credentialSubject/achievement"
    for member, key in ACHIEVEMENT_KEYS.items():
        yield f"{achieved}/{member}", version.place.at(key)
    for member, key in _OF_BADGES.items():
        for number in range(len(getattr(version, key))):
            yield f"{achieved}/{member}/{number}", version.place.at(key, number)


ACHIEVEMENT_KEYS: Mapping[str, str] = {
    "specialization": "specialization",
    "humanCode": "code",
    "otherIdentifier": "identifiers",
    "creator": "creator",
    "related": "related",
}
"""Members of an Achievement, and the keys of a badge that say them."""

_OF_BADGES: Mapping[str, str] = {
    "otherIdentifier": "identifiers",
    "related": "related",
    "resultDescription": "results",
}
_OF_SUBJECT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("activityStartDate", "activity", ("start",)),
    ("activityEndDate", "activity", ("end",)),
    ("creditsEarned", "credits_earned", ()),
    ("licenseNumber", "license_number", ()),
    ("role", "role", ()),
    ("source", "source", ()),
    ("term", "term", ()),
)


def _stating(award: Award, key: str) -> Place:
    """The place of the batch if it alone says the key, else of the entry."""
    said_by_batch = getattr(award.batch.file, key, None) and not getattr(award.entry, key)
    return award.batch.file.place if said_by_batch else award.entry.place


def _profile(organisation: Organisation) -> Members:
    # A Profile needs an id (B.11); an organisation that is none of the registry's is told by its website.
    return {"id": organisation.url, "type": ["Profile"], "name": organisation.name, "url": organisation.url}


def _related(one: Related, base_url: str) -> Members:
    # The newest version of a badge of this registry: the address of one version would say less with every new one.
    address = url(base_url, badge_json(one.badge)) if one.badge else one.url
    return {
        "id": address,
        "type": ["Related"],
        **({"inLanguage": one.language} if one.language else {}),
        **({"version": one.version} if one.version else {}),
    }
