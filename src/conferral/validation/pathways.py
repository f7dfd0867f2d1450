"""Pathways: what they ask for is there, can be had, and does not go in circles.

What one requirement may say at all is in `conferral.model.pathways`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conferral.fields import Period, closest
from conferral.model import Badge, BadgeFile, Finding, Pathway, Place, Requirement
from conferral.model.choices import Level
from conferral.model.pathways import Reached
from conferral.numbers import as_number
from conferral.pathways.counting import LEVELS, version_fits
from conferral.plurals import counted
from conferral.skills import find_skill
from conferral.validation.badges import value_fault
from conferral.validation.facts import Facts

DEEPEST = 5
"""Groups within groups, the pathway itself not counted."""

_BADGE_EXPECTED = "the name of a folder in credentials/badges"
_SOME_DAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement with its place and the groups around it, outermost first."""

    requirement: Requirement
    place: Place
    around: tuple[Requirement, ...] = ()

    @property
    def parts(self) -> Iterator[Asked]:
        """The requirements of a group."""
        key = "of" if self.requirement.kind == "choose" else self.requirement.kind
        for number, part in enumerate(self.requirement.parts):
            yield Asked(part, self.place.at(key, number), (*self.around, self.requirement))


def pathways_earn_a_badge(facts: Facts) -> Iterator[Finding]:
    """What a pathway earns is a badge that is awarded."""
    for pathway in facts.registry.pathways.values():
        place, slug = pathway.file.place.at("earns"), pathway.file.earns
        badge = facts.registry.badges.get(slug)
        if badge is None:
            if not facts.is_gap("badge", slug):
                yield _no_badge(facts, slug, place)
        elif badge.current.state != "active":
            a = "a draft" if badge.current.state == "draft" else "retired and no longer awarded"
            hint = "make it active first" if badge.current.state == "draft" else "delete the pathway, or name another"
            yield Finding(place, f'the badge "{slug}", which the pathway earns, is {a}', "an active badge", hint)


def pathways_are_of_issuers(facts: Facts) -> Iterator[Finding]:
    """Those who share a pathway are issuers, each named once, and the issuer of the badge it earns is one of them."""
    issuers = facts.registry.issuers
    for pathway in facts.registry.pathways.values():
        listed = pathway.file.issuers
        for number, slug in enumerate(listed):
            place = pathway.file.place.at("issuers", number)
            if slug in listed[:number]:
                yield Finding(place, f'the issuer "{slug}" stands here twice', "each issuer once", "delete the line")
            elif slug not in issuers and not facts.is_gap("issuer", slug):
                expected = "the name of a folder in credentials/issuers"
                yield Finding(place, f'there is no issuer "{slug}"', expected, closest(slug, issuers))
        badge = facts.registry.badges.get(pathway.file.earns)
        if listed and badge and badge.current.issuer not in listed:
            yield Finding(
                pathway.file.place.at("issuers"),
                f'"{badge.current.issuer}", which awards what the pathway earns, is not among its issuers',
                f"{badge.current.issuer} in the list",
                "add it, or delete the list if it is the only one",
            )


def what_is_required_is_there(facts: Facts) -> Iterator[Finding]:
    """The badges and the skills that a pathway asks for exist, and are no drafts."""
    badges = facts.registry.badges
    for asked in _leaves_of_all(facts):
        requirement = asked.requirement
        if requirement.badge:
            place, slug = asked.place.at("badge"), requirement.badge
            if slug in badges and badges[slug].current.state == "draft":
                what = f'the badge "{slug}" is a draft, which nobody can have'
                yield Finding(place, what, "a badge that is active", "delete the line, or make it active")
            elif slug not in badges and not facts.is_gap("badge", slug):
                yield _no_badge(facts, slug, place)
        elif requirement.skill:
            yield from _skill(facts, requirement.skill, requirement.skill_level, asked.place)


def what_is_required_can_be_had(facts: Facts) -> Iterator[Finding]:
    """Some version of a badge reaches the level and the result that are asked for, and some badge shows the skill."""
    for asked in _leaves_of_all(facts):
        requirement = asked.requirement
        badge = facts.registry.badges.get(requirement.badge or "")
        if badge and badge.current.state != "draft":
            if requirement.minimum_level:
                yield from _level(badge, requirement, asked.place)
            if requirement.result:
                yield from _result(badge, requirement.result, asked.place.at("result"))
        elif _skill_is_sound(facts, requirement) and not _are_gaps(facts) and not _is_shown(facts, requirement):
            at = f" at the level {requirement.skill_level} or above" if requirement.skill_level else ""
            yield Finding(
                asked.place.at("skill"),
                f'no badge shows the skill "{requirement.skill}"{at}',
                "a skill that a badge names in its alignments",
                "name the skill in the badge that shows it, or ask for the badge itself",
            )


def newcomers_can_complete_pathways(facts: Facts) -> Iterator[Finding]:
    """Nothing that only earlier holders have is needed: of alternatives, one can still be earned."""
    for pathway in facts.registry.pathways.values():
        for asked in _top(pathway):
            for leaf, why in _in_the_way(facts, asked):
                hint = "move it into `one_of` beside what is awarded now, or under `optional`, or delete it"
                badge = facts.registry.badges.get(leaf.requirement.badge or "")
                if badge and badge.current.replaced_by:
                    hint = f'write `one_of` with it and "{badge.current.replaced_by}", which replaces it'
                key = "badge" if leaf.requirement.badge else "skill"
                what = f"{why}, so that newcomers cannot complete this pathway"
                yield Finding(leaf.place.at(key), what, "something that can be earned now", hint)


def groups_hold_a_part_once(facts: Facts) -> Iterator[Finding]:
    """A badge or a skill stands once in a group; alternatives may differ in what they ask of it."""
    for pathway in facts.registry.pathways.values():
        for parts, alternatives in _lists(pathway):
            seen: list[Requirement] = []
            for part in parts:
                asked = part.requirement
                twin = any(
                    one == asked if alternatives else (one.badge, one.skill) == (asked.badge, asked.skill)
                    for one in seen
                )
                if twin and asked.kind in ("badge", "skill"):
                    name = f'{asked.kind} "{asked.badge or asked.skill}"'
                    what = f"the {name} stands twice in this group"
                    yield Finding(part.place.at(asked.kind), what, "each once", "delete one of the two")
                seen.append(asked)


def groups_offer_enough(facts: Facts) -> Iterator[Finding]:
    """`choose` asks for no more than there are."""
    for asked in _all(facts):
        requirement = asked.requirement
        if requirement.choose and requirement.choose > len(requirement.of):
            what = f"{requirement.choose} are to be chosen, and there are {len(requirement.of)}"
            yield Finding(asked.place.at("choose"), what, f"{len(requirement.of)} or less", "add to `of`, or ask less")


def something_is_needed(facts: Facts) -> Iterator[Finding]:
    """A pathway and each of its groups need something, and what is optional stands where it is no alternative."""
    for pathway in facts.registry.pathways.values():
        if all(one.kind == "optional" for one in pathway.file.requires):
            what = "all that the pathway asks for is optional, so that everybody would have completed it"
            yield Finding(pathway.file.place.at("requires"), what, "at least one requirement that is needed")
    for asked in _all(facts):
        requirement = asked.requirement
        parent = asked.around[-1].kind if asked.around else "all_of"
        if requirement.kind == "optional" and parent != "all_of":
            what = f"`optional` inside `{parent}`, where " + (
                "all is optional already" if parent == "optional" else "it would always be met"
            )
            yield Finding(asked.place.at("optional"), what, "`optional` in `requires` or in `all_of`", "move it there")
        elif requirement.all_of and all(part.kind == "optional" for part in requirement.all_of):
            what = "all in this group is optional, so that it would always be met"
            yield Finding(asked.place.at("all_of"), what, "at least one requirement that is needed")


def groups_are_not_too_deep(facts: Facts) -> Iterator[Finding]:
    """No group stands in more than so many others; the outermost that does is named."""
    for asked in _all(facts):
        if asked.requirement.parts and len(asked.around) == DEEPEST:
            yield Finding(
                asked.place,
                f"a group inside {counted(DEEPEST, 'group')}",
                f"groups at most {DEEPEST} deep",
                "say it with fewer groups, or make a part a pathway of its own that earns a badge",
            )


def periods_inside_are_shorter(facts: Facts) -> Iterator[Finding]:
    """The period of a group is shorter than the period of what is around it, which would decide alone otherwise."""
    for pathway in facts.registry.pathways.values():
        for asked in _walk(_top(pathway)):
            inner = asked.requirement.within
            outer = _shortest([pathway.file.within, *(group.within for group in asked.around)])
            if inner and outer and inner.after(_SOME_DAY) >= outer.after(_SOME_DAY):
                what = f"{inner} within {outer} decide nothing"
                expected = f"a period shorter than {outer}"
                yield Finding(asked.place.at("within"), what, expected, "delete the line, or shorten the period")


def pathways_do_not_go_in_circles(facts: Facts) -> Iterator[Finding]:
    """No badge is needed to earn itself, through whatever pathways; each circle is told once."""
    pathways = facts.registry.pathways
    steps: dict[str, dict[str, tuple[Pathway, Place]]] = {}
    for slug in sorted(pathways):
        pathway = pathways[slug]
        for asked in _walk(_top(pathway)):
            if asked.requirement.badge:
                step = (pathway, asked.place.at("badge"))
                steps.setdefault(pathway.file.earns, {}).setdefault(asked.requirement.badge, step)
    told: set[frozenset[str]] = set()
    for badge in sorted(steps):
        circle = _way_back(badge, steps)
        if circle is None or frozenset(circle) in told:
            continue
        told.add(frozenset(circle))
        line = " -> ".join([*circle, badge])
        _, place = steps[badge][(*circle, badge)[1]]
        through = sorted({steps[one][other][0].slug for one, other in zip(circle, [*circle[1:], badge], strict=True)})
        own = f"the pathway {through[0]}" if len(through) == 1 else f"the pathways {', '.join(through)}"
        what = f'the badge "{badge}" is needed to earn itself: {line}'
        yield Finding(place, what, "badges that are earned otherwise", f"take one step out of {own}")


# What the rules look at.


def _top(pathway: Pathway) -> Iterator[Asked]:
    for number, requirement in enumerate(pathway.file.requires):
        yield Asked(requirement, pathway.file.place.at("requires", number))


def _walk(asked: Iterator[Asked]) -> Iterator[Asked]:
    """All requirements, each group before its parts."""
    for one in asked:
        yield one
        yield from _walk(one.parts)


def _all(facts: Facts) -> Iterator[Asked]:
    for pathway in facts.registry.pathways.values():
        yield from _walk(_top(pathway))


def _leaves_of_all(facts: Facts) -> Iterator[Asked]:
    return (asked for asked in _all(facts) if not asked.requirement.parts)


def _lists(pathway: Pathway) -> Iterator[tuple[list[Asked], bool]]:
    """The parts of the pathway and of each of its groups, and whether they are alternatives."""
    yield list(_top(pathway)), False
    for asked in _walk(_top(pathway)):
        if asked.requirement.parts:
            yield list(asked.parts), asked.requirement.kind == "one_of"


def _no_badge(facts: Facts, slug: str, place: Place) -> Finding:
    return Finding(place, f'there is no badge "{slug}"', _BADGE_EXPECTED, closest(slug, facts.registry.badges))


def _are_gaps(facts: Facts) -> bool:
    return any(gap[0] in ("badge", "framework") for gap in facts.registry.gaps)


def _skill(facts: Facts, name: str, level: str | None, place: Place) -> Iterator[Finding]:
    slug, _, skill = name.partition("/")
    framework = facts.registry.frameworks.get(slug)
    if framework is None:
        if not facts.is_gap("framework", slug):
            expected = "the name of a file in credentials/skills"
            hint = closest(slug, facts.registry.frameworks)
            yield Finding(place.at("skill"), f'there is no framework "{slug}"', expected, hint)
        return
    if skill not in framework.skills:
        expected = "the id of one of its skills"
        what = f'the framework "{slug}" has no skill "{skill}"'
        yield Finding(place.at("skill"), what, expected, closest(skill, framework.skills))
    if level is not None and framework.level_number(level) is None:
        levels = [one.name for one in framework.file.levels]
        what = f'the framework "{slug}" has no level "{level}"'
        expected = ", ".join(levels) or "no level, as the framework has none"
        yield Finding(place.at("skill_level"), what, expected, closest(level, levels))


def _skill_is_sound(facts: Facts, requirement: Requirement) -> bool:
    found = find_skill(facts.registry, requirement.skill or "")
    level = requirement.skill_level
    return found is not None and (level is None or found[0].level_number(level) is not None)


def _is_shown(facts: Facts, requirement: Requirement) -> bool:
    """Whether any version of a badge shows the skill that is asked for."""
    return any(
        version_fits(facts.registry, requirement, badge.slug, version)
        for badge in facts.registry.badges.values()
        if badge.current.state != "draft"
        for version in badge.versions.values()
    )


def _level(badge: Badge, requirement: Requirement, place: Place) -> Iterator[Finding]:
    least = requirement.minimum_level
    if least and not any(_reaches_level(version, least) for version in badge.versions.values()):
        levels = {version.level for version in badge.versions.values() if version.level}
        highest = max(levels, key=LEVELS.index, default=None)
        what = f'no version of the badge "{badge.slug}" is {least} or above'
        expected = f"{highest} or below" if highest else "no level, as the badge says none"
        yield Finding(place.at("minimum_level"), what, expected, "lower the level, or ask for another badge")


def _reaches_level(version: BadgeFile, least: Level) -> bool:
    return version.level is not None and LEVELS.index(version.level) >= LEVELS.index(least)


def _result(badge: Badge, least: Reached, place: Place) -> Iterator[Finding]:
    described = [one for version in badge.versions.values() for one in version.results if one.id == least.of]
    if not described:
        known = sorted({one.id for version in badge.versions.values() for one in version.results})
        what = f'the badge "{badge.slug}" has no result "{least.of}"'
        expected = ", ".join(known) or "no result, as the badge describes none"
        yield Finding(place.at("of"), what, expected, closest(least.of, known))
        return
    fault = _fault(badge.current, least)
    if fault is None or any(_fault(version, least) is None for version in badge.versions.values()):
        return
    yield Finding(place.at("at_least"), *fault)


def _fault(version: BadgeFile, least: Reached) -> tuple[str, str] | None:
    """What is wrong with the least value under a version of the badge; None if it can be compared and reached."""
    described = next((one for one in version.results if one.id == least.of), None)
    if described is None:
        return f'version {version.version} of the badge has no result "{least.of}"', "a result that it has"
    levels = [level.id for level in described.levels]
    if least.at_least in levels:
        return None
    if levels and not described.allowed:
        return f'"{least.at_least}" is no level of "{least.of}"', ", ".join(levels)
    fault = value_fault(described, least.at_least)
    if fault is None and not described.allowed and as_number(least.at_least) is None:
        return f'"{least.at_least}" is no number', "a number, as the result lists no values"
    return fault


def _in_the_way(facts: Facts, asked: Asked) -> Iterator[tuple[Asked, str]]:
    """What keeps newcomers from meeting a requirement, with the reason; nothing if they can."""
    requirement = asked.requirement
    if not requirement.parts:
        why = _out_of_reach(facts, requirement)
        if why:
            yield asked, why
        return
    if requirement.kind == "optional":
        return
    found = [list(_in_the_way(facts, part)) for part in asked.parts]
    needed = {"one_of": 1, "choose": requirement.choose or 0}.get(requirement.kind, len(found))
    if needed <= len(found) and sum(not one for one in found) < needed:
        yield from (hindrance for one in found for hindrance in one)


def _out_of_reach(facts: Facts, requirement: Requirement) -> str:
    """Why nobody can earn any more what some have; empty if it can be earned, or is another rule's finding."""
    if requirement.skill:
        now = any(
            version_fits(facts.registry, requirement, badge.slug, badge.current)
            for badge in facts.registry.badges.values()
            if badge.current.state == "active"
        )
        was = not now and not _are_gaps(facts) and _is_shown(facts, requirement)
        return f'no badge that is awarded now shows the skill "{requirement.skill}"' if was else ""
    badge = facts.registry.badges.get(requirement.badge or "")
    if badge is None or badge.current.state == "draft":
        return ""
    if badge.current.state == "retired":
        return f'the badge "{badge.slug}" is retired and no longer awarded'
    versions = badge.versions.values()
    least, result = requirement.minimum_level, requirement.result
    if least and not _reaches_level(badge.current, least) and any(_reaches_level(one, least) for one in versions):
        return f'only earlier versions of the badge "{badge.slug}" are {least} or above'
    if result and _fault(badge.current, result) and any(_fault(one, result) is None for one in versions):
        return f'only earlier versions of the badge "{badge.slug}" have such a result "{result.of}"'
    return ""


def _shortest(periods: Sequence[Period | None]) -> Period | None:
    known = [period for period in periods if period]
    return min(known, key=lambda period: period.after(_SOME_DAY), default=None)


def _way_back(badge: str, steps: Mapping[str, Mapping[str, object]]) -> tuple[str, ...] | None:
    """The shortest way from a badge through what is needed for it back to itself; None if there is none."""
    ways: deque[tuple[str, ...]] = deque([(badge,)])
    seen: set[str] = set()
    while ways:
        way = ways.popleft()
        for needed in sorted(steps.get(way[-1], ())):
            if needed == badge:
                return way
            if needed not in seen:
                seen.add(needed)
                ways.append((*way, needed))
    return None


RULES = (
    pathways_earn_a_badge,
    pathways_are_of_issuers,
    what_is_required_is_there,
    what_is_required_can_be_had,
    newcomers_can_complete_pathways,
    groups_hold_a_part_once,
    groups_offer_enough,
    something_is_needed,
    groups_are_not_too_deep,
    periods_inside_are_shorter,
    pathways_do_not_go_in_circles,
)
