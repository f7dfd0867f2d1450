"""What a badge corresponds to in frameworks that others publish: skills, occupations and standards, kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from conferral.model import Alignment
from conferral.site.language import Language, message

Kind = Literal["skills", "occupations", "standards"]

_HEADINGS: dict[Kind, str] = {
    "skills": message("Skills in public frameworks"),
    "occupations": message("Occupations that need it"),
    "standards": message("Standards and other credentials"),
}

_SKILLS = ("data.europa.eu/esco/skill/", "data.europa.eu/esco/concept-scheme/", "lightcast.io/", "emsidata.com/")
_OCCUPATIONS = ("data.europa.eu/esco/occupation/", "data.europa.eu/esco/isco/", "onetonline.org/link/summary/")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkView:
    """One kind of what a badge corresponds to, under its heading."""

    kind: Kind
    heading: str
    items: tuple[Alignment, ...]


def framework_views(alignments: Iterable[Alignment], words: Language) -> tuple[FrameworkView, ...]:
    """The kinds that there are, in the order skills, occupations, standards; items in their own order."""
    kinds: dict[Kind, list[Alignment]] = {"skills": [], "occupations": [], "standards": []}
    for alignment in alignments:
        kinds[_kind_of(alignment)].append(alignment)
    return tuple(
        FrameworkView(kind=kind, heading=words.say(_HEADINGS[kind]), items=tuple(items))
        for kind, items in kinds.items()
        if items
    )


def _kind_of(alignment: Alignment) -> Kind:
    """By the address in the two frameworks that have skills and occupations, otherwise by the type that it states."""
    address = alignment.url.partition("://")[2].removeprefix("www.")
    if address.startswith(_OCCUPATIONS):
        return "occupations"
    if address.startswith(_SKILLS) or alignment.type == "ceasn:Competency":
        return "skills"
    return "standards"
