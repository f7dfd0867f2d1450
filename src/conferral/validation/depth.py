"""Rubrics, related badges and rules of renewal: what badges say of them, and whether awards reach what is required."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conferral.fields import closest
from conferral.model import Award, Badge, BadgeFile, Finding, Place, Registry, ResultDescription
from conferral.skills import find_skill
from conferral.validation.awards import place_of_result
from conferral.validation.badges import is_below
from conferral.validation.facts import Facts


def levels_are_listed_soundly(facts: Facts) -> Iterator[Finding]:
    """The levels of a result have ids of their own, and the one that is required is among them."""
    for version in _versions(facts):
        for number, result in enumerate(version.results):
            place = version.place.at("results", number)
            seen: set[str] = set()
            for position, level in enumerate(result.levels):
                if level.id in seen:
                    what = f'the level "{level.id}" stands here twice'
                    yield Finding(place.at("levels", position, "id"), what, "an id for each level")
                seen.add(level.id)
            if result.required_level and result.required_level not in seen:
                yield Finding(
                    place.at("required_level"),
                    f'"{result.required_level}" is no level of "{result.id}"',
                    ", ".join(level.id for level in result.levels) or "no required level, as there are no levels",
                    closest(result.required_level, seen),
                )


def related_badges_are_there(facts: Facts) -> Iterator[Finding]:
    """A badge is related to others, each once, that anybody can look at."""
    for badge in facts.registry.badges.values():
        for version in badge.versions.values():
            seen: set[str] = set()
            for number, one in enumerate(version.related):
                place = version.place.at("related", number)
                name = one.badge or one.url or ""
                if name in seen:
                    yield Finding(place, f'"{name}" stands here twice', "each related achievement once")
                elif one.badge:
                    yield from _related(facts, badge, one.badge, place)
                seen.add(name)


def renewals_can_be_earned(facts: Facts) -> Iterator[Finding]:
    """What counts toward a renewal are other badges with hours, or skills that a framework has."""
    for badge in facts.registry.badges.values():
        renewal = badge.current.renewal
        if renewal is None:
            continue
        for number, name in enumerate(renewal.of):
            place = badge.current.place.at("renewal", "of", number)
            if "/" in name:
                framework = name.partition("/")[0]
                if find_skill(facts.registry, name) is None and not facts.is_gap("framework", framework):
                    yield Finding(place, f'there is no skill "{name}"', "a skill of credentials/skills/")
            else:
                yield from _counting(facts, badge, name, place)


def new_awards_reach_what_is_required(facts: Facts) -> Iterator[Finding]:
    """Nobody is awarded a badge with a result below the one that it requires."""
    return required_results_are_reached(facts.registry, facts.new_awards)


def required_results_are_reached(registry: Registry, awards: Iterable[Award]) -> Iterator[Finding]:
    """The results of some awards are what their badges require, as far as results can be compared."""
    for award in awards:
        badge = registry.badges.get(award.badge)
        version = badge and (badge.versions.get(award.row.badge_version) if award.row else badge.current)
        described = {one.id: one for one in version.results} if version else {}
        for number, result in enumerate(award.entry.result):
            one = described.get(result.of or "")
            if one and result.value and is_below(one, result.value):
                what = f'"{result.value}" is less than the "{one.required}" that "{one.id}" requires'
                yield Finding(place_of_result(award, number).at("value"), what, f"{one.required} or more", _NOT_EARNED)
            elif one and result.level and is_below_level(one, result.level):
                what = f'the level "{result.level}" is below the "{one.required_level}" that "{one.id}" requires'
                place = place_of_result(award, number).at("level")
                yield Finding(place, what, f"{one.required_level} or above", _NOT_EARNED)


_NOT_EARNED = "leave the entry out: the badge was not earned"


def is_below_level(described: ResultDescription, level: str) -> bool:
    """Whether a level is below the one that a result requires, in the order in which the levels are listed."""
    levels = [one.id for one in described.levels]
    least = described.required_level
    return level in levels and least in levels and levels.index(level) < levels.index(least or level)


def _versions(facts: Facts) -> Iterator[BadgeFile]:
    for badge in facts.registry.badges.values():
        yield from badge.versions.values()


def _related(facts: Facts, badge: Badge, other: str, place: Place) -> Iterator[Finding]:
    badges = facts.registry.badges
    if other == badge.slug:
        yield Finding(place, "a badge that is related to itself", "another badge", "delete the line")
    elif other not in badges:
        formerly = any(other in one.current.formerly for one in badges.values())  # which keeps answering
        if not formerly and not facts.is_gap("badge", other):
            expected = "the name of a folder in credentials/badges, or an address"
            yield Finding(place, f'there is no badge "{other}"', expected, closest(other, badges))
    elif badges[other].current.state == "draft" and badge.current.state != "draft":
        what = f'the badge "{other}" is a draft, which no page shows'
        yield Finding(place, what, "a badge that is active or retired", "make it active first")


def _counting(facts: Facts, badge: Badge, other: str, place: Place) -> Iterator[Finding]:
    badges = facts.registry.badges
    if other == badge.slug:
        what = "a badge whose own awards would renew it"
        yield Finding(place, what, "another badge, or a skill", "whoever earns it again is renewed without hours")
    elif other not in badges:
        if not facts.is_gap("badge", other):
            expected = "the name of a folder in credentials/badges, or <framework>/<id of a skill>"
            yield Finding(place, f'there is no badge "{other}"', expected, closest(other, badges))
    elif not any(version.hours for version in badges[other].versions.values()):
        what = f'the badge "{other}" has no hours, so its awards count for nothing'
        yield Finding(place, what, "a badge with `hours:`", "write how many hours of work it takes")


RULES = (
    levels_are_listed_soundly,
    related_badges_are_there,
    renewals_can_be_earned,
    new_awards_reach_what_is_required,
)
