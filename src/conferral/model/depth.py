"""What badges and awards may say beyond the usual: rubrics, identifiers, related badges, organisations, activities.

All of it is signed, under the member of Open Badges 3.0 that each description names.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from conferral.fields import (
    Day,
    HttpsUrl,
    Language,
    Line,
    PeriodField,
    ShortLine,
    SkillId,
    Slug,
    is_short_name,
    refusal,
    refuse,
)
from conferral.model.choices import Hours, IdentifierType, Many, list_of_values
from conferral.model.places import Record


class RubricLevel(Record):
    """A level of a result that is told by levels (RubricCriterionLevel)."""

    id: Slug = Field(description="Short name; results of awards say `level: <id>`.")
    name: ShortLine = Field(description="The level, in a word or two.", examples=["Proficient"])
    description: Line | None = Field(default=None, description="What somebody at this level does.")
    level: ShortLine | None = Field(default=None, description="Its place in the order of levels.", examples=["3"])
    points: ShortLine | None = Field(default=None, description="The points it stands for.", examples=["10"])


class Identifier(Record):
    """What another register calls the badge (otherIdentifier)."""

    type: IdentifierType = Field(
        description="What kind of identifier it is.", examples=["identifier", "ext:CourseCode"]
    )
    value: ShortLine = Field(description="The identifier itself.")


class Organisation(Record):
    """An organisation that is no issuer of this registry (Profile)."""

    name: ShortLine = Field(description="Its name; never a person's.")
    url: HttpsUrl = Field(description="Its own website, which also tells it from others.")


class Related(Record):
    """Another achievement that this one is related to (Related)."""

    badge: Slug | None = Field(default=None, description="A badge of this registry.")
    url: HttpsUrl | None = Field(default=None, description="The id of an achievement elsewhere.")
    language: Language | None = Field(default=None, description="The language it is in.")
    version: ShortLine | None = Field(default=None, description="Which version of the one elsewhere.")

    @model_validator(mode="after")
    def _of_one_place(self) -> Self:
        if (self.badge is None) == (self.url is None):
            refuse("a related achievement with both or neither of badge and url", expected="exactly one of badge, url")
        if self.badge and self.version:
            hint = "its newest version is always meant, since what is signed here cannot follow it"
            refuse("a version of a badge of this registry", expected="the badge alone", hint=hint, at="version")
        return self


def _related(value: Any) -> Any:
    """Short names of badges and addresses, as descriptions of what they name."""
    if isinstance(value, list):
        value = [
            ({"badge": one} if is_short_name(one) else {"url": one}) if isinstance(one, str) else one for one in value
        ]
    return list_of_values(value)


ManyRelated = BeforeValidator(_related, json_schema_input_type=list[Slug | HttpsUrl | Related])


class Activity(Record):
    """When somebody did what the award is for (activityStartDate and activityEndDate)."""

    start: Day | None = Field(default=None, description="The first day.", examples=["2026-03-02"])
    end: Day | None = Field(default=None, description="The last day.", examples=["2026-06-26"])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start is None and self.end is None:
            refuse("an activity without start or end", expected="at least one of them")
        if self.start and self.end and self.end < self.start:
            refuse(f"it ends on {self.end}, before its start", expected=f"{self.start} or later", at="end")
        return self


_SKILL: TypeAdapter[str] = TypeAdapter(SkillId)
_BADGE: TypeAdapter[str] = TypeAdapter(Slug)


def _badge_or_skill(value: Any) -> str:
    refused = refusal(_SKILL if isinstance(value, str) and "/" in value else _BADGE, value)
    if refused:
        refuse(refused.what, expected=refused.expected, hint=refused.hint)
    return str(value)


BadgeOrSkill = Annotated[str, BeforeValidator(_badge_or_skill, json_schema_input_type=Slug | SkillId)]


class Renewal(Record):
    """What earns a renewal of an award: hours of continuing education, by awards of other badges."""

    hours: Hours = Field(description="Hours that are needed, by the `hours` of the badges whose awards count.")
    within: PeriodField | None = Field(
        default=None,
        description="How far back an award may be to count; left out: as far as the award that is to be renewed.",
    )
    of: Annotated[tuple[BadgeOrSkill, ...], Many] = Field(
        description="Whose awards count: badges, or skills <framework>/<id> that badges show.",
        examples=[["sql-basics", "esco/data-analysis"]],
    )
