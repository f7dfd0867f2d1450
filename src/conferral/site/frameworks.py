"""What a badge corresponds to in frameworks: skills, occupations and standards, kept apart.

Skills of the registry's own frameworks have pages, and names in every language of the registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from conferral import addresses
from conferral.model import Alignment, Registry, Text
from conferral.model.skills import skill_name
from conferral.site.language import message
from conferral.site.views import SiteView
from conferral.skills import find_skill

Kind = Literal["skills", "occupations", "standards"]

_HEADINGS: dict[Kind, str] = {
    "skills": message("Skills in public frameworks"),
    "occupations": message("Occupations that need it"),
    "standards": message("Standards and other credentials"),
}
_OWN = message("Skills in frameworks")

_SKILLS = ("data.europa.eu/esco/skill/", "data.europa.eu/esco/concept-scheme/", "lightcast.io/", "emsidata.com/")
_OCCUPATIONS = ("data.europa.eu/esco/occupation/", "data.europa.eu/esco/isco/", "onetonline.org/link/summary/")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedView:
    """What a badge corresponds to, as it is signed; `page` and `key` are of a skill that a framework here has.

    Its name is that of the framework where the page is in another language than what is signed.  `key` is the name by
    which the search of badges knows it.
    """

    name: Text
    url: str
    page: str
    key: str
    framework: str
    code: str
    level: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkView:
    """One kind of what a badge corresponds to, under its heading."""

    kind: Kind
    heading: str
    items: tuple[AlignedView, ...]


def framework_views(registry: Registry, site: SiteView, alignments: Iterable[Alignment]) -> tuple[FrameworkView, ...]:
    """The kinds that there are, in the order skills, occupations, standards; items in their own order."""
    kinds: dict[Kind, list[AlignedView]] = {"skills": [], "occupations": [], "standards": []}
    for alignment in alignments:
        kinds[_kind_of(alignment)].append(_view(registry, site, alignment))
    return tuple(
        FrameworkView(
            kind=kind,
            heading=site.words.say(_OWN if kind == "skills" and any(item.page for item in items) else _HEADINGS[kind]),
            items=tuple(items),
        )
        for kind, items in kinds.items()
        if items
    )


def skills_of(views: Iterable[FrameworkView]) -> Iterator[AlignedView]:
    """Those that are skills of the registry's frameworks."""
    return (item for view in views for item in view.items if item.key)


def _view(registry: Registry, site: SiteView, alignment: Alignment) -> AlignedView:
    found = find_skill(registry, alignment.skill) if alignment.skill else None
    name = Text(alignment.label, site.language)
    if found and site.edition != site.language:
        translated = skill_name(found[1], site.edition, site.language)
        name = translated if translated.language == site.edition else name
    return AlignedView(
        name=name,
        url=alignment.url or "",
        page=addresses.skill_page(found[0].slug, found[1].id) if found else "",
        key=found[1].name if found else "",
        framework=alignment.framework or "",
        code=alignment.code or "",
        level=alignment.level or "",
        description=alignment.description or "",
    )


def _kind_of(alignment: Alignment) -> Kind:
    """By the address in the two frameworks that have skills and occupations, otherwise by the type that it states."""
    address = (alignment.url or "").partition("://")[2].removeprefix("www.")
    if address.startswith(_OCCUPATIONS):
        return "occupations"
    if alignment.skill or address.startswith(_SKILLS) or alignment.type == "ceasn:Competency":
        return "skills"
    return "standards"
