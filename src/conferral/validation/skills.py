"""Skill frameworks, and the skills that badges name.

What a framework's file says must fit together, and what a badge signs of a skill must be there: these are `RULES`.
How a badge's entries fit to the frameworks is looked at on branches alone, and never stands in the way of a build:
`references` are mistakes of versions that nobody has been awarded yet, and `notes` what may be said of the others,
which sign what they sign (docs/decisions/0037).
"""

from __future__ import annotations

from collections.abc import Iterator

from conferral.fields import closest
from conferral.model import Alignment, Badge, Finding, Framework, Place, Skill
from conferral.skills import differences, find_skill
from conferral.validation.facts import Facts

DEEPEST = 20
"""Levels of a tree of skills."""


def frameworks_have_a_skill_once(facts: Facts) -> Iterator[Finding]:
    """No two skills of a framework have the same id or address; no two levels the same name.

    Skills that are the registry's own have codes of their own, too.  Frameworks that others publish tell theirs apart
    by the address, and some give a code to several.
    """
    for framework in facts.registry.frameworks.values():
        file = framework.file
        for key, called in (("id", "an id"), ("code", "a code"), ("url", "an address")):
            seen: dict[str, int] = {}
            for number, skill in enumerate(file.skills):
                value = None if key == "code" and skill.url else getattr(skill, key)
                first = seen.setdefault(value, number) if value else number
                if first != number:
                    what = f'entry {first + 1} has the {called.partition(" ")[2]} "{value}" too'
                    hint = "delete one of the two, if they are the same skill"
                    yield Finding(file.place.at("skills", number, key), what, f"{called} of its own", hint)
        names = [level.name for level in file.levels]
        for number, name in enumerate(names):
            if name in names[:number]:
                place = file.place.at("levels", number, "name")
                yield Finding(place, f'the level "{name}" stands here twice', "each level once, lowest first")


def broader_skills_exist(facts: Facts) -> Iterator[Finding]:
    """What a skill is part of is another skill of the same framework, named once."""
    for framework in facts.registry.frameworks.values():
        for number, skill in enumerate(framework.file.skills):
            for position, broader in enumerate(skill.broader):
                place = framework.file.place.at("skills", number, "broader", position)
                if broader in skill.broader[:position]:
                    yield Finding(place, f'"{broader}" stands here twice', "each broader skill once", "delete one")
                elif broader not in framework.skills:
                    what = f'the framework has no skill "{broader}"'
                    yield Finding(place, what, "the id of a skill in this file", _near(broader, framework))


def skills_are_no_part_of_themselves(facts: Facts) -> Iterator[Finding]:
    """The skills of a framework form a tree, without circles; each circle is told once."""
    for framework in facts.registry.frameworks.values():
        numbers = {skill.id: number for number, skill in reversed([*enumerate(framework.file.skills)])}
        for circle in _circles(framework):
            place = framework.file.place.at("skills", numbers[circle[0]], "broader")
            line = " -> ".join((*circle, circle[0]))
            yield Finding(place, f"{circle[0]} is part of itself: {line}", "a skill that is broader", "delete one step")


def trees_are_not_too_deep(facts: Facts) -> Iterator[Finding]:
    """No skill stands more than `DEEPEST` levels below the top."""
    for framework in facts.registry.frameworks.values():
        level = set(framework.roots)
        for _ in range(DEEPEST):
            level = {part for skill in level for part in framework.narrower.get(skill, ())}
        if level and next(_circles(framework), None) is None:
            number, skill = next((n, one.id) for n, one in enumerate(framework.file.skills) if one.id in level)
            place = framework.file.place.at("skills", number, "broader")
            yield Finding(
                place, f"{skill} stands more than {DEEPEST} levels deep", f"a tree of {DEEPEST} levels at most"
            )


def replacements_exist(facts: Facts) -> Iterator[Finding]:
    """Only deprecated skills are replaced, each by another skill of the framework that is not deprecated itself."""
    for framework in facts.registry.frameworks.values():
        for number, skill in enumerate(framework.file.skills):
            if skill.replaced_by is None:
                continue
            place = framework.file.place.at("skills", number, "replaced_by")
            expected = "the id of another skill in this file, which is not deprecated"
            other = framework.skills.get(skill.replaced_by)
            if not skill.deprecated:
                hint = "write `deprecated: true` as well, or delete this line"
                yield Finding(place, f"{skill.id} is replaced and not deprecated", "a deprecated skill", hint)
            if skill.replaced_by == skill.id:
                yield Finding(place, f"{skill.id} is replaced by itself", expected)
            elif other is None:
                what = f'the framework has no skill "{skill.replaced_by}"'
                yield Finding(place, what, expected, _near(skill.replaced_by, framework))
            elif other.deprecated:
                hint = f"the file says {other.id} is replaced by {other.replaced_by}" if other.replaced_by else ""
                yield Finding(place, f"{other.id}, which replaces it, is deprecated too", expected, hint)


def badges_say_what_they_sign_of_a_skill(facts: Facts) -> Iterator[Finding]:
    """An entry that names a skill has the name and the address that are signed; a badge names a skill once."""
    for badge in facts.registry.badges.values():
        for version in badge.versions.values():
            named: list[str] = []
            for number, alignment in enumerate(version.alignments):
                place = version.place.at("alignments", number)
                if alignment.skill and alignment.skill in named:
                    what = f'the skill "{alignment.skill}" stands here twice'
                    yield Finding(place.at("skill"), what, "each skill once, at its highest level", "delete one entry")
                named += [alignment.skill] if alignment.skill else []
                missing = [key for key in ("name", "url") if getattr(alignment, key) is None]
                if not missing:
                    continue
                if alignment.skill and find_skill(facts.registry, alignment.skill) is None:
                    yield from _no_such_skill(facts, alignment.skill, place)
                    continue
                what = f"the entry names a skill and not yet its {' and '.join(missing)}, which are signed"
                yield Finding(place, what, "the texts of the framework", f"conferral skill fill {badge.slug}")


def references(facts: Facts) -> Iterator[Finding]:
    """What does not fit to the frameworks in the versions of badges that are to be awarded next."""
    for badge, number, alignment, place in _current_entries(facts):
        if (badge.slug, badge.current.version) in facts.awarded_versions or badge.current.state == "retired":
            continue
        if alignment.skill is None:
            if alignment.level:
                expected = "skill: <framework>/<id of the skill>"
                hint = "name the skill, or say the level in the description"
                yield Finding(place.at("level"), "a level without the skill that is had at it", expected, hint)
            continue
        found = find_skill(facts.registry, alignment.skill)
        if found is None:
            if alignment.name is not None and alignment.url is not None:
                yield from _no_such_skill(facts, alignment.skill, place)
            continue
        framework, skill = found
        yield from _unknown_level(framework, alignment, place)
        if skill.deprecated:
            yield _deprecated(framework, skill, place, "a skill that is in use")
        if alignment.name is None or alignment.url is None:
            continue
        for key, value in differences(facts.registry, alignment).items():
            said = getattr(alignment, key)
            yield Finding(
                place.at(key) if said else place,
                f"the framework says {_quoted(value)} for the {key} of entry {number + 1}, this is {_quoted(said)}",
                "the texts of the framework, as they are to be signed",
                f"conferral skill fill {badge.slug}",
            )


def notes(facts: Facts) -> Iterator[Finding]:
    """Skills that are gone or deprecated since versions were awarded that are still shown; these stay as they are."""
    for badge, _, alignment, place in _current_entries(facts):
        awarded = (badge.slug, badge.current.version) in facts.awarded_versions
        if alignment.skill is None or not (awarded or badge.current.state == "retired"):
            continue
        found = find_skill(facts.registry, alignment.skill)
        if found is None:
            for finding in _no_such_skill(facts, alignment.skill, place):
                hint = "the key `skill` is not signed: write the skill that it is now, or delete the line"
                yield Finding(
                    finding.place, finding.what, finding.expected, "; ".join(filter(None, (finding.hint, hint)))
                )
        elif found[1].deprecated and badge.current.state != "retired":
            yield _deprecated(*found, place, _NEXT)


_NEXT = "what was awarded stays as it is; the next version of the badge may say it anew"


def _current_entries(facts: Facts) -> Iterator[tuple[Badge, int, Alignment, Place]]:
    for badge in facts.registry.badges.values():
        for number, alignment in enumerate(badge.current.alignments):
            yield badge, number, alignment, badge.current.place.at("alignments", number)


def _no_such_skill(facts: Facts, name: str, place: Place) -> Iterator[Finding]:
    frameworks = facts.registry.frameworks
    slug, _, skill = name.partition("/")
    if facts.is_gap("framework", slug):
        return
    if slug not in frameworks:
        what, expected = f'there is no framework "{slug}"', "the name of a file in credentials/skills"
        yield Finding(place.at("skill"), what, expected, closest(slug, frameworks))
    else:
        what, expected = (
            f'the framework "{slug}" has no skill "{skill}"',
            f"the id of a skill in credentials/skills/{slug}.yml",
        )
        near = _near(skill, frameworks[slug])
        yield Finding(place.at("skill"), what, expected, near.replace('"', f'"{slug}/', 1))


def _near(skill: str, framework: Framework) -> str:
    """A hint with the id that was probably meant; of very many only those that begin alike are looked at."""
    few = len(framework.skills) <= _FEW
    return closest(skill, (one for one in framework.skills if few or one[:_BEGINNING] == skill[:_BEGINNING]))


_FEW, _BEGINNING = 500, 3


def _unknown_level(framework: Framework, alignment: Alignment, place: Place) -> Iterator[Finding]:
    level, levels = alignment.level, [level.name for level in framework.file.levels]
    if level is not None and level not in levels:
        what = f'the framework "{framework.slug}" has no level "{level}"' if levels else "the framework has no levels"
        expected = ", ".join(levels) or f"levels in credentials/skills/{framework.slug}.yml, or an entry without one"
        yield Finding(place.at("level"), what, expected, closest(level, levels))


def _deprecated(framework: Framework, skill: Skill, place: Place, expected: str) -> Finding:
    what = f'the skill "{framework.slug}/{skill.id}" is deprecated'
    hint = f'"{framework.slug}/{skill.replaced_by}" replaces it' if skill.replaced_by else ""
    return Finding(place.at("skill"), what, expected, hint)


def _circles(framework: Framework) -> Iterator[tuple[str, ...]]:
    """The circles in which skills are part of each other: one for each step that closes one, seen once."""
    done: set[str] = set()
    for start in framework.skills:
        way: dict[str, Iterator[str]] = {} if start in done else {start: iter(framework.broader(start))}
        while way:
            last = next(reversed(way))
            step = next(way[last], None)
            if step is None:
                done.add(last)
                del way[last]
            elif step in way:
                passed = list(way)
                yield tuple(passed[passed.index(step) :])
            elif step not in done:
                way[step] = iter(framework.broader(step))


def _quoted(value: object) -> str:
    return "nothing" if value is None else f'"{value}"'


RULES = (
    frameworks_have_a_skill_once,
    broader_skills_exist,
    skills_are_no_part_of_themselves,
    trees_are_not_too_deep,
    replacements_exist,
    badges_say_what_they_sign_of_a_skill,
)
