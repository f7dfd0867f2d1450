"""The vocabulary and the structure of Open Badges 3.0."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from conferral.standards import achievement_credential
from conferral.standards.open_badges_vocabulary import (
    ACHIEVEMENT_TYPES,
    ALIGNMENT_TARGET_TYPES,
    CONTEXTS,
    CREDENTIALS_V2,
    IDENTITY_TYPES,
    OPEN_BADGES_3_0_3,
    RESULT_STATUSES,
    RESULT_TYPES,
)

__all__ = [
    "ACHIEVEMENT_TYPES",
    "ALIGNMENT_TARGET_TYPES",
    "CONTEXTS",
    "CREDENTIALS_V2",
    "IDENTITY_TYPES",
    "OPEN_BADGES_3_0_3",
    "RESULT_STATUSES",
    "RESULT_TYPES",
    "identity_hash",
    "structure_problems",
]


def identity_hash(identifier: str, salt: str) -> str:
    """The `identityHash` of an identifier: `sha256$` and the hex SHA-256 of identifier and salt together.

    Nothing is normalised; callers say what they trim or lower.
    """
    return "sha256$" + hashlib.sha256((identifier + salt).encode("utf-8")).hexdigest()


def structure_problems(document: Mapping[str, Any]) -> list[str]:
    """What keeps `document` from being an AchievementCredential; empty when nothing does.

    Each problem is a line such as `/credentialSubject/achievement/name: got 7, expected text`, which begins
    with the JSON Pointer of the place.  Open Badges 3.0 allows members that it does not name; whether those
    mean anything is for the contexts to say.
    """
    return achievement_credential.problems(document)
