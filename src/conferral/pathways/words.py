"""What a pathway asks for, in words for a terminal and for the description of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conferral.model import Registry, Requirement
from conferral.pathways.progress import PartProgress


def in_words(registry: Registry, requirement: Requirement) -> str:
    """One requirement in a line: what it asks for, or of a group how many of its parts."""
    if requirement.badge:
        return f"{_name(registry, requirement.badge)}{_conditions(requirement)}"
    if requirement.skill:
        return f"any badge for the skill {requirement.skill}{_conditions(requirement)}"
    title = f"{requirement.title}: " if requirement.title else ""
    return f"{title}{how_many(requirement)}{_within(requirement)}"


def how_many(requirement: Requirement) -> str:
    """How many of its parts a group needs."""
    match requirement.kind:
        case "choose":
            return f"{requirement.choose} of {len(requirement.of)}"
        case "one_of":
            return f"one of {len(requirement.one_of)}"
        case "optional":
            return "optional"
        case _:
            return "all of"


def rule_lines(registry: Registry, requirements: Sequence[Requirement], depth: int = 0) -> Iterator[str]:
    """All requirements, a line each, the parts of a group indented below it."""
    for requirement in requirements:
        yield f"{'  ' * depth}- {in_words(registry, requirement)}"
        yield from rule_lines(registry, requirement.parts, depth + 1)


def progress_lines(registry: Registry, parts: Sequence[PartProgress], depth: int = 0) -> Iterator[str]:
    """How far somebody has come, a line for each requirement: [x] is met, [ ] is not."""
    for part in parts:
        mark = "[x]" if part.met and (part.needed or part.reached) else "[ ]"
        line = f"{'  ' * depth}{mark} {in_words(registry, part.requirement)}"
        if part.parts:
            yield f"{line}{_reached(part)}"
            yield from progress_lines(registry, part.parts, depth + 1)
        else:
            award = part.counted[0] if part.counted else None
            shown = f"{award.badge} " if award and part.requirement.skill else ""
            yield f"{line}: {shown}{award.id}, awarded {award.awarded}" if award else line


def _reached(part: PartProgress) -> str:
    window = f", from {part.window[0]} to {part.window[1]}" if part.window else ""
    return f": {part.reached} met{window}"


def _name(registry: Registry, slug: str) -> str:
    badge = registry.badges.get(slug)
    return f"{badge.current.name} ({slug})" if badge else slug


def _conditions(requirement: Requirement) -> str:
    said = ""
    if requirement.minimum_level:
        said += f", {requirement.minimum_level} or above"
    if requirement.result:
        said += f", {requirement.result.of} at least {requirement.result.at_least}"
    if requirement.skill_level:
        said += f", {requirement.skill_level} or above"
    return said


def _within(requirement: Requirement) -> str:
    return f", within {requirement.within}" if requirement.within else ""
