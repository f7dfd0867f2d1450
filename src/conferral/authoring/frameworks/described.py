"""A skill framework as it was found in an export, whatever the form of the export; values as they stood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from conferral.authoring.importing.found import Origin


@dataclass(frozen=True, slots=True)
class FoundTexts:
    """The texts of a skill in one language; either may be empty."""

    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSkill:
    """A skill; `key` is what the export itself identifies it by, and `broader` and `replaced_by` are such keys.

    `texts` are by language; those of an export that does not say its language are under the empty one.
    """

    key: str
    origin: Origin
    texts: Mapping[str, FoundTexts]
    code: str = ""
    url: str = ""
    broader: tuple[str, ...] = ()
    deprecated: bool = False
    replaced_by: str = ""


def _covers_everything(_url: str, _code: str) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFramework:
    """A framework, its skills by their keys in the order of the export.

    `has_tree` says that the export tells what is part of what, be it of no skill.  `covers` says of a skill that the
    registry has, by its address and code (either may be empty), whether it would be in the export if it still were in
    the framework: an export may be a part of what is published.
    """

    name: str
    skills: Mapping[str, FoundSkill] = field(repr=False)
    description: str = ""
    url: str = ""
    edition: str = ""
    license: str = ""
    type: str = "ext:Skill"
    has_tree: bool = True
    covers: Callable[[str, str], bool] = _covers_everything
