"""Credentials before they are signed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.corpus.builders.secrets import JSON

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
LEGACY_SUITE = "https://w3id.org/security/suites/ed25519-2020/v1"
RECORDS = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"

ID = "urn:uuid:6d1f5a3c-6b0e-4f0e-9a3a-0c7d5f1b2a01"
SUBJECT = "urn:uuid:0b8e2f64-5c1d-4e7f-8a9b-1d2c3e4f5a02"
ACHIEVEMENT = "https://academy.example/achievements/data-analysis/1"


def credential(issuer: Any, /, **members: Any) -> JSON:
    """The usual credential.  `members` replace its own, and None leaves them out."""
    return _changed(
        {
            "@context": [V2, OPEN_BADGES],
            "id": ID,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Data Analysis Foundations",
            "issuer": issuer,
            "validFrom": "2026-06-29T22:00:00Z",
            "validUntil": "2028-06-30T21:59:59Z",
            "credentialSubject": subject(),
        },
        members,
    )


def subject(**members: Any) -> JSON:
    """The usual subject of a credential."""
    return _changed({"id": SUBJECT, "type": ["AchievementSubject"], "achievement": achievement()}, members)


def achievement(**members: Any) -> JSON:
    """The usual achievement."""
    return _changed(
        {
            "id": ACHIEVEMENT,
            "type": ["Achievement"],
            "name": "Data Analysis Foundations",
            "description": "Cleans, explores and explains a data set.",
            "criteria": {"narrative": "Hand in one analysis and explain it."},
            "image": {"id": "https://academy.example/achievements/data-analysis/1.png", "type": "Image"},
        },
        members,
    )


def endorsement(issuer: Any, about: str, /, **members: Any) -> JSON:
    """An endorsement of `about`, which names what the endorsement is about."""
    return _changed(
        {
            "@context": [V2, OPEN_BADGES],
            "id": "urn:uuid:7a5c2d1e-3f4b-4c6d-8e9f-2b1a0c9d8e03",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Endorsement by the guild",
            "issuer": issuer,
            "validFrom": "2026-05-01T00:00:00Z",
            "credentialSubject": {
                "id": about,
                "type": ["EndorsementSubject"],
                "endorsementComment": "We recognise it.",
            },
        },
        members,
    )


def record(issuer: Any, held: list[Any], /, **members: Any) -> JSON:
    """A comprehensive learner record that holds credentials."""
    return _changed(
        {
            "@context": [V2, RECORDS, OPEN_BADGES],
            "id": "urn:uuid:5c9e8d7f-2a1b-4d3c-9e8f-6a7b5c4d3e04",
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": "Record of achievements",
            "issuer": issuer,
            "validFrom": "2026-08-01T00:00:00Z",
            "validUntil": "2028-06-30T21:59:59Z",
            "credentialSubject": {"id": SUBJECT, "type": ["ClrSubject"], "verifiableCredential": held},
        },
        members,
    )


def put(document: JSON, path: str, value: Any) -> JSON:
    """A copy of `document` with `value` at the JSON Pointer `path`."""
    copy, place, last = _place(document, path)
    place[last] = value
    return copy


def without(document: JSON, path: str) -> JSON:
    """A copy of `document` without what is at the JSON Pointer `path`."""
    copy, place, last = _place(document, path)
    del place[last]
    return copy


def _place(document: JSON, path: str) -> tuple[JSON, Any, Any]:
    """A copy of `document`, the value in it that holds what is at `path`, and the last step there."""
    copy = deepcopy(document)
    *steps, last = path.removeprefix("/").split("/")
    place: Any = copy
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    return copy, place, int(last) if isinstance(place, list) else last


def _changed(document: JSON, members: JSON) -> JSON:
    return {name: value for name, value in {**document, **members}.items() if value is not None}
