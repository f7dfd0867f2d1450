"""Which awards count on a day, and which of them fits what a pathway asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import get_args

from conferral.model import Award, BadgeFile, Registry, Requirement, Result, ResultDescription
from conferral.model.choices import Level
from conferral.numbers import as_number
from conferral.skills import badge_shows

LEVELS: tuple[Level, ...] = get_args(Level)
"""The levels of badges, lowest first."""


def counts(registry: Registry, award: Award, on: date, *, expired_count: bool = False) -> bool:
    """Whether an award counts on a day: registered, neither revoked nor suspended, awarded by then, and not over.

    With `expired_count` it counts although it is over.  A revocation or a suspension holds whatever the day, as it
    does everywhere (`conferral.states`).
    """
    return (
        stands(registry, award)
        and award.awarded <= on
        and (expired_count or (last := last_day(registry, award)) is None or on <= last)
    )


def stands(registry: Registry, award: Award) -> bool:
    """Whether an award is registered and neither revoked nor suspended."""
    if award.row is None or award.id in registry.revocations or given_version(registry, award) is None:
        return False
    suspension = registry.suspensions.get(award.id or "")
    return suspension is None or suspension.lifted is not None


def last_day(registry: Registry, award: Award) -> date | None:
    """The last valid day of an award that stands; None means no end."""
    version = given_version(registry, award)
    assert version is not None  # noqa: S101 -- an award that stands has one
    return award.last_day(version)


def given_version(registry: Registry, award: Award) -> BadgeFile | None:
    """The badge version that a registered award was given under; None where a file is missing."""
    badge = registry.badges.get(award.badge)
    return badge.versions.get(award.row.badge_version) if badge and award.row else None


def fits(registry: Registry, requirement: Requirement, award: Award) -> bool:
    """Whether an award is of the badge, or shows the skill, that is asked for, at the level and with the result."""
    version = given_version(registry, award)
    return (
        version is not None
        and version_fits(registry, requirement, award.badge, version)
        and result_fits(requirement, version, award.entry.result)
    )


def version_fits(registry: Registry, requirement: Requirement, badge: str, version: BadgeFile) -> bool:
    """Whether awards of a badge version fit, as far as the badge is concerned."""
    if requirement.skill:
        return badge_shows(registry, version, requirement.skill, requirement.skill_level)
    if requirement.badge != badge:
        return False
    least = requirement.minimum_level
    return least is None or (version.level is not None and LEVELS.index(version.level) >= LEVELS.index(least))


def result_fits(requirement: Requirement, version: BadgeFile, results: Iterable[Result]) -> bool:
    """Whether an award of a badge version with these results reaches the one that is asked for, if any."""
    least = requirement.result
    if least is None:
        return True
    described = next((one for one in version.results if one.id == least.of), None)
    return described is not None and any(reaches(described, one, least.at_least) for one in results)


def reaches(described: ResultDescription, result: Result, at_least: str) -> bool:
    """Whether a result is at least so much, if it is one of those described.

    In the order in which the description lists its levels or its values, if it does; else as numbers.  What cannot
    be compared reaches nothing.
    """
    if result.of != described.id:
        return False
    if result.level is not None and (levels := [level.id for level in described.levels]):
        return _stands_later(levels, result.level, at_least)
    if described.allowed:
        return result.value is not None and _stands_later(described.allowed, result.value, at_least)
    reached, least = as_number(result.value), as_number(at_least)
    return reached is not None and least is not None and reached >= least


def _stands_later(lowest_first: Sequence[str], reached: str, least: str) -> bool:
    return (
        reached in lowest_first and least in lowest_first and lowest_first.index(reached) >= lowest_first.index(least)
    )
