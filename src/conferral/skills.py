"""Skills of the registry's frameworks: where they stand in their tree, and which badges show them.

A skill is named `<framework>/<id>`.  A badge that shows a skill shows those that it is part of, too, as whoever can
do the part can do some of the whole; the level is that of the part.  Everything here is pure, and goes once over what
it looks at; trees with circles, which `conferral check` refuses, come to an end like others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conferral.addresses import skill_page, url
from conferral.model import Alignment, BadgeFile, Framework, Registry, Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBy:
    """A badge that shows a skill: its short name, its current version, and the level, if it says one."""

    badge: str
    version: int
    level: str | None


def find_skill(registry: Registry, name: str) -> tuple[Framework, Skill] | None:
    """A skill by its name `<framework>/<id>`, with its framework; None where there is none."""
    slug, _, skill = name.partition("/")
    framework = registry.frameworks.get(slug)
    found = framework.skills.get(skill) if framework else None
    return (framework, found) if framework and found else None


def filled(registry: Registry, alignment: Alignment) -> Mapping[str, str]:
    """What the framework says of the skill that an entry names, by the entry's keys; nothing where there is none.

    A skill without an address of its own has that of its page in this registry.  The description is among it only
    for an entry that has no name yet: whether and how a skill is described is the badge's own matter.
    """
    found = find_skill(registry, alignment.skill) if alignment.skill else None
    if found is None:
        return {}
    framework, skill = found
    values = {
        "name": skill.name,
        "url": skill.url or url(registry.file.base_url, skill_page(framework.slug, skill.id)),
        "framework": framework.file.name,
        "code": skill.code,
        "type": framework.file.type,
        "description": None if alignment.name else skill.description,
    }
    return {key: value for key, value in values.items() if value}


def differences(registry: Registry, alignment: Alignment) -> Mapping[str, str]:
    """The keys in which an entry says something else than the framework does today, with what that says."""
    return {key: value for key, value in filled(registry, alignment).items() if getattr(alignment, key) != value}


def shown_skills(registry: Registry) -> Mapping[str, tuple[ShownBy, ...]]:
    """The badges that show each skill themselves, by the skill's name; in both, by name.

    Drafts are left out, and of the others the current version counts.  Skills that no framework has are among them.
    A badge that names a skill twice shows it at the higher level.
    """
    found: dict[str, dict[str, ShownBy]] = {}
    for slug, badge in sorted(registry.badges.items()):
        current = badge.current
        if current.state == "draft":
            continue
        for alignment in current.alignments:
            if alignment.skill is None:
                continue
            shown = ShownBy(badge=slug, version=current.version, level=alignment.level)
            others = found.setdefault(alignment.skill, {})
            other = others.get(slug)
            if other is None or _height(registry, alignment.skill, shown.level) > _height(
                registry, alignment.skill, other.level
            ):
                others[slug] = shown
    return {skill: tuple(found[skill].values()) for skill in sorted(found)}


def named_skills(registry: Registry) -> frozenset[str]:
    """The skills that have pages: those that badges, pathways and rules of renewal name, and all that these are part
    of.  Those count that frameworks have, whichever version of a badge names them; drafts do not."""
    named: set[str] = set()
    for badge in registry.badges.values():
        if badge.current.state != "draft":
            named |= {one.skill for version in badge.versions.values() for one in version.alignments if one.skill}
            named |= {one for one in badge.current.renewal.of if "/" in one} if badge.current.renewal else set()
    ahead = [part for pathway in registry.pathways.values() for part in pathway.file.requires]
    while ahead:
        requirement = ahead.pop()
        named |= {requirement.skill} if requirement.skill else set()
        ahead += requirement.parts
    found: set[str] = set()
    for name in named:
        slug, _, skill = name.partition("/")
        framework = registry.frameworks.get(slug)
        if framework and skill in framework.skills:
            found |= {name, *(f"{slug}/{above}" for above in framework.ancestors(skill))}
    return frozenset(found)


def skill_ancestors(framework: Framework, skill: str) -> tuple[str, ...]:
    """The ids of all skills that a skill is part of, those it is part of directly first; never the skill itself."""
    return tuple(framework.ancestors(skill))


def badge_shows(registry: Registry, version: BadgeFile, skill: str, at_least_level: str | None = None) -> bool:
    """Whether a badge version shows a skill, or one that is part of it, at that level of the framework or above.

    An alignment without a level, or with one that the framework does not have, is at none.
    """
    slug, _, wanted = skill.partition("/")
    framework = registry.frameworks.get(slug)
    for alignment in version.alignments:
        if alignment.skill is None:
            continue
        its_framework, _, shown = alignment.skill.partition("/")
        if its_framework != slug:
            continue
        if shown != wanted and not (framework and wanted in framework.ancestors(shown)):
            continue
        if at_least_level is None or _reaches(framework, alignment.level, at_least_level):
            return True
    return False


def _reaches(framework: Framework | None, level: str | None, lowest: str) -> bool:
    if framework is None or level is None:
        return False
    number, needed = framework.level_number(level), framework.level_number(lowest)
    return number is not None and needed is not None and number >= needed


def _height(registry: Registry, skill: str, level: str | None) -> int:
    framework = registry.frameworks.get(skill.partition("/")[0])
    return (framework.level_number(level) or 0) if framework and level else 0
