"""Pathways: a stack of badges that earns another badge (a nano-degree, a programme), with the rules of the stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from conferral.fields import Line, Markdown, PeriodField, ShortLine, SkillId, Slug, refuse
from conferral.model.choices import Level, Many
from conferral.model.places import Place, Record
from conferral.model.texts import Reading, Text, TitledTexts, Translations


class PathwayTranslation(Record):
    """The texts of a pathway in another language."""

    title: ShortLine = Field(description="The pathway's name.")
    description: Line = Field(description="Where it leads, in one or two sentences.")
    about: Markdown | None = Field(default=None, description="More about it, in Markdown.")


class GroupTranslation(Record):
    """The name of a group of requirements in another language."""

    title: ShortLine = Field(description="The group's name.")


class Reached(Record):
    """A result that an award must carry to count."""

    of: Slug = Field(description="Which of the badge's results.")
    at_least: ShortLine = Field(
        description="The lowest value that counts: a number, or one of the values the badge allows."
    )


Kind = Literal["badge", "skill", "all_of", "one_of", "choose", "optional"]
_KINDS: tuple[Kind, ...] = ("badge", "skill", "all_of", "one_of", "choose", "optional")
_BESIDE: tuple[tuple[str, tuple[Kind, ...], str], ...] = (
    ("minimum_level", ("badge",), "a badge"),
    ("result", ("badge",), "a badge"),
    ("skill_level", ("skill",), "a skill"),
    ("title", ("all_of", "one_of", "choose", "optional"), "a group"),
    ("translations", ("all_of", "one_of", "choose", "optional"), "a group"),
    ("within", ("all_of", "one_of", "choose"), "a group that is needed"),
)
"""The keys that say more of a requirement: which kinds they stand beside."""


class Requirement(Record):
    """What a pathway asks for: exactly one of badge, skill, all_of, one_of, choose with of, optional."""

    badge: Slug | None = Field(default=None, description="An award of this badge.")
    minimum_level: Level | None = Field(
        default=None, description="With badge: only awards of versions of at least this level count."
    )
    result: Reached | None = Field(default=None, description="With badge: only awards with this result count.")
    skill: SkillId | None = Field(
        default=None, description="An award of any badge that shows this skill, or one that is part of it."
    )
    skill_level: ShortLine | None = Field(
        default=None, description="With skill: at this level of the framework, or above."
    )
    all_of: Annotated[tuple[Requirement, ...], Many] = Field(default=(), description="All of these.")
    one_of: Annotated[tuple[Requirement, ...], Many] = Field(default=(), description="One of these alternatives.")
    choose: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = Field(
        default=None, description="So many of those in `of`."
    )
    of: Annotated[tuple[Requirement, ...], Many] = Field(default=(), description="With choose: to choose from.")
    optional: Annotated[tuple[Requirement, ...], Many] = Field(
        default=(), description="Worth having and not needed: shown, and never in the way."
    )
    title: ShortLine | None = Field(default=None, description="With a group: its name.")
    within: PeriodField | None = Field(
        default=None, description="With a group: the awards that count are given within a period so long."
    )
    translations: Translations[GroupTranslation] = Field(
        default_factory=dict, description="With a title: it in the registry's other languages, by language."
    )

    @property
    def kind(self) -> Kind:
        """Which of them it is."""
        return next(kind for kind in _KINDS if getattr(self, kind))

    @property
    def parts(self) -> tuple[Requirement, ...]:
        """The requirements of a group; none of a badge or a skill."""
        return self.all_of or self.one_of or self.of or self.optional

    def title_in(self, language: str, first: str) -> Text | None:
        """The name of a group in a language; `first` is the registry's first language."""
        return Reading(self, self.translations.get(language), language, first).perhaps("title")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [kind for kind in _KINDS if getattr(self, kind)]
        if self.of and not self.choose:
            refuse("`of` without `choose`", expected="choose: how many of them", hint="or write `one_of`", at="of")
        if self.choose and not self.of:
            refuse("`choose` without `of`", expected="of: the list to choose from", at="choose")
        if len(kinds) != 1:
            got = " and ".join(kinds) if kinds else "none"
            refuse(f"a requirement with {got}", expected=f"exactly one of {', '.join(_KINDS)}")
        for key, belongs, what in _BESIDE:
            if getattr(self, key) and self.kind not in belongs:
                refuse(f"`{key}` beside `{self.kind}`", expected=f"it stands beside {what}", hint="delete it", at=key)
        if self.translations and not self.title:
            refuse("`translations` without `title`", expected="title: the name that is translated", at="translations")
        return self


def _placed(place: Place, requirements: tuple[Requirement, ...]) -> Iterator[tuple[Place, Requirement]]:
    for number, requirement in enumerate(requirements):
        yield place.at(number), requirement
        key = "of" if requirement.kind == "choose" else requirement.kind
        yield from _placed(place.at(number, key), requirement.parts)


class PathwayFile(Record):
    """credentials/pathways/<pathway>.yml: a stack of badges that earns another badge."""

    title: ShortLine = Field(description="The pathway's name.")
    description: Line = Field(description="Where it leads, in one or two sentences.")
    about: Markdown | None = Field(default=None, description="More about it, in Markdown.")
    earns: Slug = Field(description="The badge that whoever completes it is awarded.")
    issuers: Annotated[tuple[Slug, ...], Many] = Field(
        default=(), description="The organisations that share it; left out: the issuer of the badge it earns."
    )
    requires: Annotated[tuple[Requirement, ...], Many] = Field(description="What it asks for; all of these.")
    within: PeriodField | None = Field(
        default=None, description="The awards that count are given within a period so long."
    )
    expired_count: bool = Field(
        default=False, description="Whether awards count whose validity is over; revoked and suspended ones never do."
    )
    translations: Translations[PathwayTranslation] = Field(
        default_factory=dict, description="Its texts in the registry's other languages, by language."
    )

    def placed(self) -> Iterator[tuple[Place, Requirement]]:
        """All requirements with their places, each group before its parts.

        They are compared without their places, so they do not know them themselves.
        """
        return _placed(self.place.at("requires"), self.requires)

    def in_language(self, language: str, first: str) -> TitledTexts:
        """The texts in a language; `first` is the registry's first language."""
        reading = Reading(self, self.translations.get(language), language, first)
        return TitledTexts(title=reading.text("title"), description=reading.text("description"))

    def about_in(self, language: str, first: str) -> Text | None:
        """What else is said about it, in Markdown, in a language; `first` is the registry's first language."""
        return Reading(self, self.translations.get(language), language, first).perhaps("about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """A pathway by its short name."""

    slug: str
    file: PathwayFile
