"""The structure of an Open Badges 3.0 AchievementCredential: members, cardinalities and types."""

from __future__ import annotations

from conferral.standards.credential_parts import (
    ENDORSED,
    IDENTIFIER_ENTRY,
    IDENTITY_OBJECT,
    LANGUAGE,
    OPEN_BADGES_CONTEXT,
    PROFILE,
    credential,
    identified,
    image,
)
from conferral.standards.open_badges_vocabulary import (
    ACHIEVEMENT_TYPES,
    ALIGNMENT_TARGET_TYPES,
    RESULT_STATUSES,
    RESULT_TYPES,
)
from conferral.standards.shapes import (
    both,
    members,
    number,
    one_of,
    one_or_more,
    text,
    timestamp,
    types,
)

_ALIGNMENT_TARGET = one_of(ALIGNMENT_TARGET_TYPES, "an alignment target type", extensible=True)
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
    {"alignment": one_or_more(_ALIGNMENT), "description": text, "level": text, "points": text},
)
_RESULT_DESCRIPTION = members(
    {
        "id": text,
        "type": types(("ResultDescription",)),
        "name": text,
        "resultType": one_of(RESULT_TYPES, "a result type", extensible=True),
    },
    {
        "alignment": one_or_more(_ALIGNMENT),
        "allowedValue": one_or_more(text),
        "requiredLevel": text,
        "requiredValue": text,
        "rubricCriterionLevel": one_or_more(_RUBRIC_LEVEL),
        "valueMax": text,
        "valueMin": text,
    },
)
_RESULT = members(
    {"type": types(("Result",))},
    {
        "achievedLevel": text,
        "alignment": one_or_more(_ALIGNMENT),
        "resultDescription": text,
        "status": one_of(RESULT_STATUSES, "a result status"),
        "value": text,
    },
)
_RELATED = members(
    {"id": text, "type": types(("Related",))},
    {"inLanguage": LANGUAGE, "version": text},
)
ACHIEVEMENT = members(
    {
        "id": text,
        "type": types(("Achievement",)),
        "criteria": members({}, {"id": text, "narrative": text}),
        "description": text,
        "name": text,
    },
    {
        **ENDORSED,
        "alignment": one_or_more(_ALIGNMENT),
        "achievementType": one_of(ACHIEVEMENT_TYPES, "an achievement type", extensible=True),
        "creator": PROFILE,
        "creditsAvailable": number,
        "fieldOfStudy": text,
        "humanCode": text,
        "image": image,
        "inLanguage": LANGUAGE,
        "otherIdentifier": one_or_more(IDENTIFIER_ENTRY),
        "related": one_or_more(_RELATED),
        "resultDescription": one_or_more(_RESULT_DESCRIPTION),
        "specialization": text,
        "tag": one_or_more(text),
        "version": text,
    },
)
_SUBJECT = both(
    members(
        {"type": types(("AchievementSubject",)), "achievement": ACHIEVEMENT},
        {
            "id": text,
            "activityEndDate": timestamp,
            "activityStartDate": timestamp,
            "creditsEarned": number,
            "identifier": one_or_more(IDENTITY_OBJECT),
            "image": image,
            "licenseNumber": text,
            "narrative": text,
            "result": one_or_more(_RESULT),
            "role": text,
            "source": PROFILE,
            "term": text,
        },
    ),
    identified,
)
_EVIDENCE = members(
    {"type": types(("Evidence",))},
    {"id": text, "narrative": text, "name": text, "description": text, "genre": text, "audience": text},
)
# Verifiable Credentials 2.0, section 5.3
_RELATED_RESOURCE = members(
    {"id": text}, {"mediaType": text, "digestSRI": one_or_more(text), "digestMultibase": one_or_more(text)}
)
SHAPE = credential(
    {
        "type": types(("VerifiableCredential",), ("AchievementCredential", "OpenBadgeCredential")),
        "credentialSubject": _SUBJECT,
    },
    {
        **ENDORSED,
        "name": text,
        "description": text,
        "image": image,
        "evidence": one_or_more(_EVIDENCE),
        "relatedResource": one_or_more(_RELATED_RESOURCE),
    },
    OPEN_BADGES_CONTEXT,
)
