"""The registry's frameworks and skills in rows of plain data, for `conferral skill list` and `show`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from conferral.addresses import framework_page, skill_page, url
from conferral.model import Framework, Registry, Skill
from conferral.skills import differences, shown_skills

Row = dict[str, Any]


def framework_row(registry: Registry, framework: Framework) -> Row:
    """A framework, with how many skills it has, how many of them badges show and how many are deprecated."""
    file = framework.file
    shown = [name for name in shown_skills(registry) if name.startswith(f"{framework.slug}/")]
    return {
        "framework": framework.slug,
        "name": file.name,
        "edition": file.edition,
        "license": file.license,
        "url": file.url,
        "levels": [level.name for level in file.levels],
        "skills": len(framework.skills),
        "shown": sum(1 for name in shown if name.partition("/")[2] in framework.skills),
        "deprecated": sum(1 for skill in framework.skills.values() if skill.deprecated),
        "page": url(registry.file.base_url, framework_page(framework.slug)),
    }


def skill_rows(registry: Registry, framework: Framework, *, every: bool) -> list[Row]:
    """The skills that badges show and those that these are part of, or `every` one, in the order of the file."""
    shown = shown_skills(registry)
    wanted = set(framework.skills)
    if not every:
        own = [skill for skill in framework.skills if f"{framework.slug}/{skill}" in shown]
        wanted = {*own, *(above for skill in own for above in framework.ancestors(skill))}
    entries = _entries(registry)
    return [skill_row(registry, framework, skill, entries) for skill in framework.skills.values() if skill.id in wanted]


def skill_row(registry: Registry, framework: Framework, skill: Skill, entries: Entries | None = None) -> Row:
    """A skill, with the badges that show it: at which level, and which of their words the framework says otherwise."""
    name = f"{framework.slug}/{skill.id}"
    return {
        "skill": name,
        "name": skill.name,
        "code": skill.code,
        "url": skill.url,
        "description": skill.description,
        "broader": list(framework.broader(skill.id)),
        "narrower": list(framework.narrower.get(skill.id, ())),
        "deprecated": skill.deprecated,
        "replaced_by": f"{framework.slug}/{skill.replaced_by}" if skill.replaced_by else None,
        "badges": (_entries(registry) if entries is None else entries).get(name, []),
        "page": url(registry.file.base_url, skill_page(framework.slug, skill.id)),
    }


Entries = dict[str, list[Row]]


def _entries(registry: Registry) -> Entries:
    """What badges say of each skill, by its name."""
    found: Entries = {}
    for name, badges in shown_skills(registry).items():
        for shown in badges:
            current = registry.badges[shown.badge].current
            entry = next(one for one in current.alignments if (one.skill, one.level) == (name, shown.level))
            row = {
                "badge": shown.badge,
                "version": shown.version,
                "level": shown.level,
                "filled": entry.name is not None and entry.url is not None,
                "differs": list(differences(registry, entry)),
            }
            found.setdefault(name, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of a tree: how deep it stands, the skill's row, and whether what is below it stands further up."""

    depth: int
    row: Row
    again: bool


def tree(rows: list[Row]) -> Iterator[Branch]:
    """Rows as a tree; a skill that is part of several stands below each, and what is below it only once.

    Circles, which `conferral check` refuses, hang on nothing and are left out.
    """
    by_id = {row["skill"].partition("/")[2]: row for row in rows}
    told: set[str] = set()
    ahead = [(0, one) for one, row in reversed(by_id.items()) if not any(above in by_id for above in row["broader"])]
    while ahead:
        depth, one = ahead.pop()
        below = [part for part in by_id[one]["narrower"] if part in by_id]
        yield Branch(depth, by_id[one], again=one in told and bool(below))
        if one not in told:
            told.add(one)
            ahead += [(depth + 1, part) for part in reversed(below)]
