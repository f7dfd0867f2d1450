"""Values chosen from a list, and lists of values."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from conferral.fields import closest, refuse
from conferral.standards.open_badges import (
    ACHIEVEMENT_TYPES,
    ALIGNMENT_TARGET_TYPES,
    IDENTITY_TYPES,
    RESULT_STATUSES,
    RESULT_TYPES,
)


def one_of(choices: tuple[str, ...] | frozenset[str], what: str, *, extension: bool = False) -> BeforeValidator:
    """The check that a value is among the choices, or begins with "ext:" where an `extension` may."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            refuse(f"this is no {what}", expected=", ".join(sorted(choices)))
        if value not in choices and not (extension and value.startswith("ext:") and len(value) > 4):
            also = ', or your own beginning with "ext:"' if extension else ""
            hint = closest(value, choices)
            refuse(f'"{value}" is no {what}', expected=", ".join(sorted(choices)) + also, hint=hint)
        return value

    return BeforeValidator(check)


def extensible(choices: tuple[str, ...] | frozenset[str]) -> Any:
    """What an editor knows of choices that may be extended."""
    listed: list[Any] = [{"enum": sorted(choices)}, {"pattern": "^ext:."}]
    return Field(json_schema_extra={"anyOf": listed})


def list_of_values(value: Any) -> Any:
    """A list as it arrives, as the tuple that is kept; an empty one, and what is none, are refused."""
    if isinstance(value, tuple):
        return value
    if not isinstance(value, list):
        refuse("one value where a list is needed", expected="a list", hint="write it on its own line after a hyphen")
    if not value:
        refuse("an empty list", expected="at least one entry", hint="delete the key if there is nothing to list")
    return tuple(value)


Many = BeforeValidator(list_of_values)


AchievementType = Annotated[
    str,
    one_of(ACHIEVEMENT_TYPES, "achievement type", extension=True),
    extensible(ACHIEVEMENT_TYPES),
]
TargetType = Annotated[
    str,
    one_of(ALIGNMENT_TARGET_TYPES, "alignment type", extension=True),
    extensible(ALIGNMENT_TARGET_TYPES),
]
ResultStatus = Annotated[
    str, one_of(RESULT_STATUSES, "result status"), Field(json_schema_extra={"enum": sorted(RESULT_STATUSES)})
]
ResultType = Annotated[
    str,
    one_of(RESULT_TYPES, "result type", extension=True),
    extensible(RESULT_TYPES),
]
IdentifierType = Annotated[
    str,
    one_of(IDENTITY_TYPES, "identifier type", extension=True),
    extensible(IDENTITY_TYPES),
]
Level = Literal["foundation", "intermediate", "advanced", "expert"]
StatusPurpose = Literal["revocation", "suspension"]
IdentityKind = Literal["did", "name", "email"]
Hours = Annotated[int | float, Field(gt=0, le=10_000)]
Credits = Annotated[int | float, Field(gt=0, le=1_000)]
