"""The vocabulary and the structure of Open Badges 3.0, and of the records (CLR 2.0) that bundle them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from conferral.standards import achievement_credential, clr_credential
from conferral.standards.credential_parts import ENDORSEMENT, is_version_1, window_problems
from conferral.standards.open_badges_vocabulary import (
    ACHIEVEMENT_TYPES,
    ALIGNMENT_TARGET_TYPES,
    CLR_2_0_1,
    CONTEXTS,
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    IDENTITY_TYPES,
    OPEN_BADGES_3_0_3,
    RECORD_CONTEXTS,
    RESULT_STATUSES,
    RESULT_TYPES,
)
from conferral.standards.shapes import Problems, Shape, problem

__all__ = [
    "ACHIEVEMENT_TYPES",
    "ALIGNMENT_TARGET_TYPES",
    "CLR_2_0_1",
    "CONTEXTS",
    "CREDENTIALS_V1",
    "CREDENTIALS_V2",
    "IDENTITY_TYPES",
    "OPEN_BADGES_3_0_3",
    "RECORD_CONTEXTS",
    "RESULT_STATUSES",
    "RESULT_TYPES",
    "Kind",
    "identity_hash",
    "is_version_1",
    "kind_of",
    "structure_problems",
]

Kind = Literal["achievement", "endorsement", "clr"]
"""What a credential is about: an achievement, somebody's word on something, or a whole learner record."""

MOST_PROBLEMS = 100
"""Problems of one document that are told."""

_MAXIMUM_DEPTH = 40
_KINDS: Mapping[str, Kind] = {
    "ClrCredential": "clr",
    "EndorsementCredential": "endorsement",
    "AchievementCredential": "achievement",
    "OpenBadgeCredential": "achievement",
}
_SHAPES: Mapping[Kind, Shape] = {
    "achievement": achievement_credential.SHAPE,
    "endorsement": ENDORSEMENT,
    "clr": clr_credential.SHAPE,
}


def identity_hash(identifier: str, salt: str) -> str:
    """The `identityHash` of an identifier: `sha256$` and the hex SHA-256 of identifier and salt together.

    Nothing is normalised; callers say what they trim or lower.
    """
    return "sha256$" + hashlib.sha256((identifier + salt).encode("utf-8")).hexdigest()


def kind_of(document: Mapping[str, Any]) -> Kind | None:
    """What kind of credential `document` says it is, or None for one that is not known here.

    Of several kinds the one that holds others counts before the one that speaks about others.
    """
    found = document.get("type")
    named = found if isinstance(found, list) else [found]
    return next((kind for name, kind in _KINDS.items() if name in named), None)


def structure_problems(document: Mapping[str, Any]) -> list[str]:
    """What keeps `document` from being a credential of its kind; empty when nothing does.

    Without a known kind it is measured as an AchievementCredential.  Each problem is a line such as
    `/credentialSubject/achievement/name: got 7, expected text`, which begins with the JSON Pointer of the place;
    `MOST_PROBLEMS` are told at most.  Open Badges 3.0 allows members that it does not name; whether those mean
    anything is for the contexts to say.
    """
    if not isinstance(document, dict):
        kind: Kind = "achievement"
    elif _deeper_than(document, _MAXIMUM_DEPTH):
        return [problem(None, f"more than {_MAXIMUM_DEPTH} levels", "fewer")]
    else:
        kind = kind_of(document) or "achievement"
    problems = Problems(MOST_PROBLEMS)
    _SHAPES[kind](document, None, problems)
    return problems.told or list(window_problems(document))


def _deeper_than(holder: dict[str, Any] | list[Any], depth: int) -> bool:
    """Whether a value lies in `depth` objects and lists or more, of which `holder` is the first."""
    if depth == 1:
        return bool(holder)
    for inner in holder.values() if isinstance(holder, dict) else holder:
        if not isinstance(inner, str) and isinstance(inner, (dict, list)) and _deeper_than(inner, depth - 1):
            return True
    return False
