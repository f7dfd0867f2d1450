"""What several awards together show that somebody can do: every skill once, with the awards behind it.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conferral.model import Award, BadgeFile, Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """A skill that awards show.

    `skill` is its name `<framework>/<id>`, empty for one that badges say in their own words; `framework` is the name of
    the framework, as the newest of the awards has it signed.  `levels` has, for the id of every award behind it, the
    level at which that award shows it, empty where it says none.
    """

    name: str
    skill: str
    framework: str
    levels: Mapping[str, str]

    def highest_level(self, registry: Registry, awards: Iterable[str]) -> str:
        """The highest level at which one of these awards shows it, by the framework's own order; may be empty."""
        return max((self.levels[award] for award in awards), key=lambda level: _height(registry, self.skill, level))


def version_given(registry: Registry, award: Award) -> BadgeFile:
    """The badge version that a registered award was given under."""
    assert award.row is not None  # noqa: S101 -- only registered awards are shown
    return registry.badges[award.badge].versions[award.row.badge_version]


def abilities(registry: Registry, awards: Iterable[Award]) -> tuple[Ability, ...]:
    """Every skill of registered awards once, in the order in which the awards name them.

    Skills that are said in the same words, in capitals or not, are one; skills of frameworks are those of one id.
    """
    named: dict[str, tuple[str, str, str]] = {}
    levels: dict[str, dict[str, str]] = {}
    for award in awards:
        version = version_given(registry, award)
        shown = [(f" {text.casefold()}", (text, "", ""), "") for text in version.skills]
        shown += [
            (one.skill, (one.name or one.skill, one.skill, one.framework or ""), one.level or "")
            for one in version.alignments
            if one.skill
        ]
        for key, said, level in shown:
            named.setdefault(key, said)
            behind = levels.setdefault(key, {})
            known = behind.get(award.id or "", "")
            higher = _height(registry, said[1], level) > _height(registry, said[1], known)
            behind[award.id or ""] = level if higher else known
    return tuple(
        Ability(name=name, skill=skill, framework=framework, levels=levels[key])
        for key, (name, skill, framework) in named.items()
    )


def _height(registry: Registry, skill: str, level: str) -> int:
    """Which of two levels is the higher; any level is more than none."""
    framework = registry.frameworks.get(skill.partition("/")[0])
    return ((framework.level_number(level) if framework else None) or 0) if level else -1
