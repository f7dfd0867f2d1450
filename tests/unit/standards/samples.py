"""Credentials that the tests of this folder start from."""

from __future__ import annotations

from typing import Any

from conferral.standards.open_badges import CLR_2_0_1, CONTEXTS, CREDENTIALS_V2, OPEN_BADGES_3_0_3


def badge(**changes: Any) -> dict[str, Any]:
    """A small OpenBadgeCredential without proof, with members replaced or added."""
    return {
        "@context": list(CONTEXTS),
        "id": "https://badges.example.org/credentials/1/credential.json",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {
            "id": "did:web:badges.example.org:issuers:a",
            "type": ["Profile"],
            "name": "Example School",
            "url": "https://example.org/",
        },
        "validFrom": "2026-06-29T22:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:6f0f7d0e-4b4e-4d0c-9d59-0c8f1e5d2a11",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example.org/badges/b/1/badge.json",
                "type": ["Achievement"],
                "name": "Data analysis",
                "description": "Reads a table and says what it means.",
                "criteria": {"narrative": "Hand in three notebooks."},
            },
        },
        **changes,
    }


def full_badge() -> dict[str, Any]:
    """An OpenBadgeCredential that uses most classes of the specification."""
    document = badge(
        name="Data analysis for A. N. Other",
        description="Spring cohort",
        image={"id": "https://badges.example.org/b.png", "type": "Image", "caption": "A bar chart"},
        awardedDate="2026-06-29T22:00:00Z",
        validUntil="2029-06-29T21:59:59Z",
        evidence=[{"id": "https://example.org/p/17", "type": ["Evidence"], "name": "Capstone", "genre": "Project"}],
        credentialStatus={
            "id": "https://badges.example.org/issuers/a/status/revocation-1.json#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://badges.example.org/issuers/a/status/revocation-1.json",
        },
    )
    subject = document["credentialSubject"]
    subject["identifier"] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
            "identityType": "emailAddress",
            "salt": "Kosher",
        }
    ]
    subject["creditsEarned"] = 2.5
    subject["result"] = [
        {
            "type": ["Result"],
            "resultDescription": "https://badges.example.org/badges/b/1/badge.json#score",
            "status": "Completed",
            "value": "92",
        }
    ]
    subject["achievement"] |= {
        "achievementType": "MicroCredential",
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "Analyse data",
                "targetUrl": "https://example.org/skills/1",
                "targetType": "ceasn:Competency",
            }
        ],
        "creator": dict(document["issuer"]),
        "creditsAvailable": 3.0,
        "inLanguage": "en",
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "DA-1", "identifierType": "ext:courseNumber"}],
        "related": [{"id": "https://example.org/b/de", "type": ["Related"], "inLanguage": "de"}],
        "resultDescription": [
            {
                "id": "https://badges.example.org/badges/b/1/badge.json#score",
                "type": ["ResultDescription"],
                "name": "Score",
                "resultType": "Percent",
                "allowedValue": ["1", "2"],
                "rubricCriterionLevel": [
                    {"id": "urn:uuid:1", "type": ["RubricCriterionLevel"], "name": "Good", "points": "1"}
                ],
            }
        ],
        "tag": ["data", "tables"],
        "version": "1",
    }
    return document


def endorsement(of: str, **changes: Any) -> dict[str, Any]:
    """An EndorsementCredential of what has the id `of`, with a proof that nobody made."""
    own = changes.get("id", "https://guild.example.org/endorsements/1")
    return {
        "@context": list(CONTEXTS),
        "id": own,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsed by the guild",
        "issuer": {"id": "https://guild.example.org/", "type": ["Profile"], "name": "Example Guild"},
        "validFrom": "2026-07-01T00:00:00Z",
        "credentialSubject": {"id": of, "type": ["EndorsementSubject"], "endorsementComment": "We hire by it."},
        "proof": [
            {
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-rdfc-2022",
                "created": "2026-07-01T00:00:00Z",
                "verificationMethod": "https://guild.example.org/keys#1",
                "proofPurpose": "assertionMethod",
                "proofValue": f"z3FXQjecWufY46yg5abdVZsXqLhxhueuSo{own[-1]}",
            }
        ],
        **changes,
    }


def endorsed_badge() -> dict[str, Any]:
    """An OpenBadgeCredential with endorsements of itself, of its achievement and of its issuer."""
    document = full_badge()
    achievement = document["credentialSubject"]["achievement"]
    issuer = document["issuer"]
    document["endorsement"] = [endorsement(document["id"])]
    achievement["endorsement"] = [
        endorsement(achievement["id"], id="https://guild.example.org/endorsements/2"),
        endorsement(achievement["id"], id="https://guild.example.org/endorsements/3"),
    ]
    issuer["endorsement"] = [endorsement(issuer["id"], id="https://guild.example.org/endorsements/4")]
    return document


def learner_record(**changes: Any) -> dict[str, Any]:
    """A ClrCredential of two badges, one of which is endorsed."""
    first, second = endorsed_badge(), badge(id="https://badges.example.org/credentials/2/credential.json")
    for number, document in enumerate((first, second), 5):
        document["proof"] = endorsement("", id=f"{number}")["proof"]
    return {
        "@context": [CREDENTIALS_V2, CLR_2_0_1, OPEN_BADGES_3_0_3],
        "id": "https://badges.example.org/records/1.json",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Learner record",
        "issuer": second["issuer"],
        "validFrom": "2026-07-01T00:00:00Z",
        "credentialSubject": {
            "id": second["credentialSubject"]["id"],
            "type": ["ClrSubject"],
            "verifiableCredential": [first, second],
            "achievement": [second["credentialSubject"]["achievement"]],
            "association": [
                {
                    "type": "Association",
                    "associationType": "isPartOf",
                    "sourceId": "https://badges.example.org/badges/b/1/badge.json",
                    "targetId": "https://badges.example.org/badges/c/1/badge.json",
                }
            ],
        },
        **changes,
    }
