"""Invented things of others, in the forms that the specifications and exports have.

Each function gives a document as JSON would be read; keywords replace members (`context` is `@context`), and None
leaves one out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

V2 = "https://w3id.org/openbadges/v2"
V3: list[Any] = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
OLD = "https://badges.quarry-hill.example.org"
ADA = "ada.ferrant@quarry-hill.example.org"
BO = "bo.lindqvist@quarry-hill.example.org"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="40"/></svg>'
DATA = "data:image/svg+xml;base64," + base64.b64encode(SVG.encode()).decode()

Document = dict[str, Any]


def _with(document: Document, changes: Document) -> Document:
    return {name: value for name, value in {**document, **changes}.items() if value is not None}


def issuer_2(context: Any = V2, **changes: Any) -> Document:
    """An Issuer of Open Badges 2.0."""
    return _with(
        {
            "@context": context,
            "type": "Issuer",
            "id": f"{OLD}/issuer.json",
            "name": "Quarry Hill Adult Education",
            "url": "https://quarry-hill.example.org",
            "email": "office@quarry-hill.example.org",
            "description": "Evening classes since **1974**.",
        },
        changes,
    )


def badge_2(context: Any = V2, **changes: Any) -> Document:
    """A BadgeClass of Open Badges 2.0."""
    return _with(
        {
            "@context": context,
            "type": "BadgeClass",
            "id": f"{OLD}/bread.json",
            "name": "Bread Baking",
            "description": "Bakes three kinds of bread without a recipe at hand.",
            "image": {"id": DATA, "caption": "A loaf."},
            "criteria": {"id": "https://quarry-hill.example.org/bread", "narrative": "Bake:\n\n1. rye\n2. spelt"},
            "issuer": f"{OLD}/issuer.json",
            "tags": ["Baking", "Fermentation"],
            "alignment": [
                {
                    "targetName": "bake bread",
                    "targetUrl": "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000000",
                    "targetFramework": "ESCO",
                    "targetCode": "S1",
                    "targetDescription": "Makes dough and bakes it.",
                }
            ],
        },
        changes,
    )


def assertion_2(number: int = 1, context: Any = V2, **changes: Any) -> Document:
    """A hosted Assertion of Open Badges 2.0."""
    return _with(
        {
            "@context": context,
            "type": "Assertion",
            "id": f"{OLD}/assertions/{number}.json",
            "recipient": {"type": "email", "hashed": False, "identity": ADA},
            "badge": f"{OLD}/bread.json",
            "issuedOn": "2021-06-30T18:30:00+00:00",
            "expires": "2027-07-01T00:00:00Z",
            "evidence": {"id": "https://quarry-hill.example.org/loaves/1", "narrative": "A rye loaf."},
            "narrative": "Kneaded for twenty minutes.",
            "verification": {"type": "hosted"},
        },
        changes,
    )


def hashed(address: str, salt: str = "flour") -> Document:
    """A hashed recipient (Open Badges 2.0, section 4.4)."""
    digest = hashlib.sha256((address + salt).encode()).hexdigest()
    return {"type": "email", "hashed": True, "salt": salt, "identity": f"sha256${digest}"}


def credential_3(number: int = 1, context: Any = V3, **changes: Any) -> Document:
    """An OpenBadgeCredential of Open Badges 3.0."""
    return _with(
        {
            "@context": context,
            "id": f"{OLD}/credentials/{number}",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {
                "id": "did:web:quarry-hill.example.org",
                "type": ["Profile"],
                "name": "Quarry Hill Adult Education",
                "url": "https://quarry-hill.example.org",
            },
            "validFrom": "2024-05-01T00:00:00Z",
            "validUntil": "2029-05-01T23:59:59+02:00",
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [
                    {"type": "IdentityObject", "hashed": False, "identityHash": ADA, "identityType": "emailAddress"}
                ],
                "result": [
                    {
                        "type": ["Result"],
                        "resultDescription": f"{OLD}/cheese#score",
                        "status": "Completed",
                        "value": "88",
                    }
                ],
                "achievement": achievement_3(),
            },
            "evidence": [{"id": "https://quarry-hill.example.org/wheels/3", "type": ["Evidence"], "name": "A wheel"}],
            "proof": [{"type": "DataIntegrityProof"}],
        },
        changes,
    )


def achievement_3(context: Any = None, **changes: Any) -> Document:
    """An Achievement of Open Badges 3.0."""
    return _with(
        {
            "@context": context,
            "id": f"{OLD}/cheese",
            "type": ["Achievement"],
            "name": "Cheese Making",
            "description": "Makes a hard cheese.",
            "achievementType": "Certificate",
            "criteria": {"narrative": "Made one wheel."},
            "image": {"id": DATA, "type": "Image", "caption": "A wheel of cheese."},
            "tag": ["Ripening", "level:advanced", "hours:12.5"],
            "fieldOfStudy": "Food",
            "creditsAvailable": 3,
            "humanCode": "CH-1",
            "resultDescription": [
                {
                    "id": f"{OLD}/cheese#score",
                    "type": ["ResultDescription"],
                    "name": "Score",
                    "resultType": "Percent",
                    "valueMin": "0",
                    "valueMax": "100",
                    "requiredValue": "60",
                }
            ],
        },
        changes,
    )


def badgr_export() -> Document:
    """What an issuer of Badgr exports: entities that name each other by their ids."""
    return {
        "status": {"success": True, "description": "ok"},
        "result": [
            {
                "entityType": "Issuer",
                "entityId": "iQ7",
                "openBadgeId": "https://api.badgr.example.com/public/issuers/iQ7",
                "createdAt": "2019-02-03T04:05:06.789Z",
                "name": "Quarry Hill Adult Education",
                "url": "https://quarry-hill.example.org",
                "email": "office@quarry-hill.example.org",
                "description": "Evening classes.",
                "image": None,
                "staff": [{"role": "owner", "user": "u1"}],
            },
            {
                "entityType": "BadgeClass",
                "entityId": "bK8",
                "openBadgeId": "https://api.badgr.example.com/public/badges/bK8",
                "issuer": "iQ7",
                "name": "Bread Baking",
                "image": "https://api.badgr.example.com/public/badges/bK8/image",
                "description": "Bakes three kinds of bread.",
                "criteriaUrl": None,
                "criteriaNarrative": "Bake rye, spelt and wheat.",
                "alignments": [],
                "tags": ["Baking"],
                "expires": {"amount": 2, "duration": "years"},
                "extensions": {},
            },
            {
                "entityType": "Assertion",
                "entityId": "aL9",
                "openBadgeId": "https://api.badgr.example.com/public/assertions/aL9",
                "badgeclass": "bK8",
                "issuer": "iQ7",
                "image": "https://api.badgr.example.com/public/assertions/aL9/image",
                "recipient": {**hashed(ADA), "plaintextIdentity": ADA},
                "issuedOn": "2023-03-04T05:06:07.890Z",
                "narrative": "",
                "evidence": [{"url": "https://quarry-hill.example.org/loaves/7", "narrative": None}],
                "revoked": False,
                "acceptance": "Accepted",
                "expires": "2025-03-04T05:06:07.890Z",
                "extensions": {"extensions:recipientProfile": {"name": "Ada Ferrant", "type": ["Extension"]}},
            },
            {
                "entityType": "Assertion",
                "entityId": "aM1",
                "badgeclass": "bK8",
                "recipient": {"identity": BO, "hashed": False, "type": "email"},
                "issuedOn": "2023-03-04T05:06:07Z",
                "revoked": True,
                "revocationReason": "Burnt.",
            },
        ],
    }


def text(document: Any) -> bytes:
    """A document as the bytes of a file."""
    return json.dumps(document, ensure_ascii=False).encode()
