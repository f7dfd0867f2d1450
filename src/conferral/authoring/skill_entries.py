"""Skills that badges name: found by what a person typed, and their entries filled in from the framework.

What is filled in is what will be signed, so it goes into the badge's own file, where it stays when the framework
changes (docs/decisions/0037).  Versions that somebody has been awarded are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conferral.authoring.edit import Edit
from conferral.authoring.naming import nearest
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.files import Files
from conferral.model import Badge, Framework, Registry, Skill
from conferral.skills import differences, find_skill
from conferral.yaml_edits import YamlText
from conferral.yaml_text import Keys


@dataclass(frozen=True, slots=True)
class Filled:
    """An entry that was filled in: the badge's short name, the skill's name, and the keys that are new or others."""

    badge: str
    skill: str
    keys: tuple[str, ...]


def fill(registry: Registry, files: Files, badges: Sequence[Badge]) -> tuple[Edit, tuple[Filled, ...]]:
    """Every entry of these badges' current versions as the framework has it today; only what differs is written.

    Versions that are awarded are passed over, since no edit may change what they sign.  Raises `RegistryProblems` with
    every skill that does not exist.
    """
    awarded = {(row.badge, row.badge_version) for row in registry.rows}
    edited: list[tuple[str, bytes | None]] = []
    filled: list[Filled] = []
    problems: list[Problem] = []
    for badge in badges:
        if (badge.slug, badge.current.version) in awarded:
            continue
        path = badge.current.place.file
        changes: dict[Keys, str] = {}
        for number, entry in enumerate(badge.current.alignments):
            if entry.skill is None:
                continue
            if find_skill(registry, entry.skill) is None:
                problems.append(_no_skill(registry, entry.skill, f"{path}, entry {number + 1} of alignments"))
                continue
            said = differences(registry, entry)
            if said:
                changes |= {("alignments", number, key): value for key, value in said.items()}
                filled.append(Filled(badge.slug, entry.skill, tuple(said)))
        if changes:
            edited.append((path, YamlText.of(files, path).set_all(changes).text.encode()))
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    return Edit(tuple(edited)), tuple(filled)


def framework_named(registry: Registry, text: str) -> Framework:
    """The framework with that short name, or at that address; raises `RegistryProblems`."""
    wanted = _path_of(text).partition("/")[0]
    if wanted in registry.frameworks:
        return registry.frameworks[wanted]
    expected = "the name of a file in credentials/skills"
    hint = nearest(wanted, registry.frameworks) or "`conferral skill import` brings in one that others publish"
    raise RegistryProblems([Problem(text, 0, 0, "there is no framework of this name", expected, hint)], where=GIVEN)


def skill_named(registry: Registry, text: str) -> tuple[Framework, Skill]:
    """The skill with that name, `<framework>/<id>`, at that address, or with that code; raises `RegistryProblems`."""
    wanted = _path_of(text)
    found = find_skill(registry, wanted)
    if found:
        return found
    known = [
        (framework, skill)
        for framework in registry.frameworks.values()
        for skill in framework.skills.values()
        if text in (skill.url, skill.code) or wanted == skill.id
    ]
    if len(known) == 1:
        return known[0]
    if len(known) > 1:
        names = [f"{framework.slug}/{skill.id}" for framework, skill in known]
        problem = Problem(
            text, 0, 0, "several frameworks have this skill", "one of them", f"say which: {', '.join(names)}"
        )
        raise RegistryProblems([problem], where=GIVEN)
    raise RegistryProblems([_no_skill(registry, wanted, text)], where=GIVEN)


def _no_skill(registry: Registry, name: str, place: str) -> Problem:
    slug, slash, skill = name.partition("/")
    if not slash:
        return Problem(place, 0, 0, f'"{name}" is no skill of this registry', "<framework>/<id of the skill>")
    if slug not in registry.frameworks:
        hint = nearest(slug, registry.frameworks)
        return Problem(place, 0, 0, f'there is no framework "{slug}"', "the name of a file in credentials/skills", hint)
    hint = nearest(skill, registry.frameworks[slug].skills)
    expected = f"the id of a skill in credentials/skills/{slug}.yml"
    return Problem(place, 0, 0, f'the framework "{slug}" has no skill "{skill}"', expected, hint)


def _path_of(text: str) -> str:
    """Of the address of a page the part behind the folder of skills; else the text itself."""
    found = re.match(r"[^?#]*/skills/([^?#]+)", text.strip())
    return found[1].strip("/") if found and "://" in text else text.strip()
