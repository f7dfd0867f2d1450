"""Skill frameworks: what people can do, in the words of whoever publishes them, as a tree of skills with codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field

from conferral.fields import Line, ShortLine, Slug, VocabularyUrl
from conferral.model.choices import Many, TargetType
from conferral.model.places import Record
from conferral.model.texts import Reading, Text, Translations


class SkillTranslation(Record):
    """The texts of a skill in another language."""

    name: Line = Field(description="The skill's name.")
    description: Line | None = Field(default=None, description="What it is.")


class FrameworkTranslation(Record):
    """The texts of a framework in another language."""

    name: ShortLine = Field(description="The framework's name.")
    description: Line | None = Field(default=None, description="What it is for.")


class SkillLevel(Record):
    """A level at which skills of a framework can be had."""

    name: ShortLine = Field(description="The level, as badges name it.", examples=["Level 5"])
    description: Line | None = Field(default=None, description="What whoever is at this level can do.")


class Skill(Record):
    """A skill of a framework."""

    id: Slug = Field(description="Short name; badges say `skill: <framework>/<id>`.")
    name: Line = Field(description="The skill, as the framework names it.")
    code: ShortLine | None = Field(default=None, description="Its code in the framework.")
    url: VocabularyUrl | None = Field(
        default=None, description="Its address in the framework; left out: that of its page in this registry."
    )
    description: Line | None = Field(default=None, description="What it is.")
    broader: Annotated[tuple[Slug, ...], Many] = Field(
        default=(), description="The skills of this framework that it is part of."
    )
    deprecated: bool = Field(default=False, description="Whether the framework advises against its further use.")
    replaced_by: Slug | None = Field(default=None, description="The skill to use instead of a deprecated one.")
    translations: Translations[SkillTranslation] = Field(
        default_factory=dict, description="Its texts in the registry's other languages, by language."
    )


class FrameworkFile(Record):
    """credentials/skills/<framework>.yml: a skill framework, the registry's own or an imported one."""

    name: ShortLine = Field(description="The framework's name, as badges sign it.", examples=["ESCO"])
    description: Line | None = Field(default=None, description="What it is for.")
    url: VocabularyUrl | None = Field(default=None, description="Where it is published.")
    edition: ShortLine | None = Field(default=None, description="The edition that was imported.", examples=["1.2.0"])
    license: ShortLine | None = Field(default=None, description="Under which licence it may be shown.")
    type: TargetType = Field(default="ext:Skill", description="What kind of thing its skills are.", examples=["CFItem"])
    levels: Annotated[tuple[SkillLevel, ...], Many] = Field(
        default=(), description="The levels at which its skills can be had, lowest first."
    )
    skills: Annotated[tuple[Skill, ...], Many] = Field(description="Its skills.")
    translations: Translations[FrameworkTranslation] = Field(
        default_factory=dict, description="Its texts in the registry's other languages, by language."
    )


@dataclass(frozen=True, kw_only=True)
class Framework:
    """A framework by its short name."""

    slug: str
    file: FrameworkFile

    @cached_property
    def skills(self) -> Mapping[str, Skill]:
        """Its skills by id, in the order of the file; of two with the same id, the first."""
        found: dict[str, Skill] = {}
        for skill in self.file.skills:
            found.setdefault(skill.id, skill)
        return found

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the skills that are parts of each, in the order of the file; none for a skill without parts."""
        found: dict[str, list[str]] = {}
        for skill in self.skills.values():
            for broader in dict.fromkeys(skill.broader):
                if broader in self.skills:
                    found.setdefault(broader, []).append(skill.id)
        return {broader: tuple(parts) for broader, parts in found.items()}

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The ids of the skills that are part of no other one that there is, in the order of the file."""
        return tuple(skill.id for skill in self.skills.values() if not self.broader(skill.id))

    def broader(self, skill: str) -> tuple[str, ...]:
        """The ids of the skills that a skill says it is part of, as far as there are such."""
        found = self.skills.get(skill)
        return tuple(one for one in dict.fromkeys(found.broader) if one in self.skills) if found else ()

    def ancestors(self, skill: str) -> Mapping[str, None]:
        """The ids of all skills that a skill is part of, the nearest first; never its own, circles or not."""
        if skill not in self._ancestors:
            found = dict.fromkeys(self.broader(skill))
            ahead = list(found)
            for above in ahead:
                for broader in self.broader(above):
                    if broader not in found:
                        found[broader] = None
                        ahead.append(broader)
            found.pop(skill, None)
            self._ancestors[skill] = found
        return self._ancestors[skill]

    @cached_property
    def _ancestors(self) -> dict[str, Mapping[str, None]]:
        return {}

    def level_number(self, name: str) -> int | None:
        """The place of a level among the framework's levels, counted from 1; None for one it does not have."""
        names = [level.name for level in self.file.levels]
        return names.index(name) + 1 if name in names else None


def skill_name(skill: Skill, language: str, first: str) -> Text:
    """The name of a skill in a language; `first` is the registry's first language."""
    return Reading(skill, skill.translations.get(language), language, first).text("name")
