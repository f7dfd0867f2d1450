"""What a badge's page shows besides the usual: rubrics, other names, who made it, related achievements, renewal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from conferral import addresses
from conferral.model import BadgeFile, Registry, Related, Text
from conferral.model.skills import skill_name
from conferral.site.awarded_views import Fact
from conferral.site.language import Language
from conferral.site.views import SiteView
from conferral.skills import find_skill


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    """A level in a rubric; all but the name may be empty.  `required` is whether this one has to be reached."""

    name: str
    number: str
    means: str
    points: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricView:
    """A result whose levels are told, lowest first; `has_points` and `has_meanings` whether any level has them."""

    id: str
    name: str
    levels: tuple[LevelView, ...]

    @property
    def has_points(self) -> bool:
        """Whether any level says points."""
        return any(level.points for level in self.levels)

    @property
    def has_meanings(self) -> bool:
        """Whether any level says what it means."""
        return any(level.means for level in self.levels)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """Something that another page is about: a site path within this registry, or else an address elsewhere."""

    name: Text
    page: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalView:
    """What earns a renewal: how many hours, how far back they count (in words; empty: since the award), of what."""

    hours: str
    within: str
    of: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthView:
    """All of it; `facts` are the badge's other names, `creator` who made it, if not the issuer."""

    facts: tuple[Fact, ...]
    identifiers: tuple[Fact, ...]
    creator: LinkView | None
    rubrics: tuple[RubricView, ...]
    related: tuple[LinkView, ...]
    renewal: RenewalView | None


def depth_view(registry: Registry, site: SiteView, badge: BadgeFile) -> DepthView:
    """What the current version of a badge says."""
    words, creator = site.words, badge.creator
    return DepthView(
        facts=tuple(_facts(badge, words)),
        identifiers=tuple(Fact(one.type.removeprefix("ext:"), one.value) for one in badge.identifiers),
        creator=LinkView(name=Text(creator.name, site.language), url=creator.url) if creator else None,
        rubrics=tuple(
            RubricView(
                id=result.id,
                name=result.name,
                levels=tuple(
                    LevelView(
                        name=level.name,
                        number=level.level or "",
                        means=level.description or "",
                        points=level.points or "",
                        required=level.id == result.required_level,
                    )
                    for level in result.levels
                ),
            )
            for result in badge.results
            if result.levels
        ),
        related=tuple(view for one in badge.related if (view := _related(registry, site, one))),
        renewal=_renewal(registry, site, badge),
    )


def _facts(badge: BadgeFile, words: Language) -> Iterator[Fact]:
    if badge.specialization:
        yield Fact(words.say("Specialisation"), badge.specialization, kind="own")
    if badge.code:
        yield Fact(words.say("Code"), badge.code, kind="own")


def _related(registry: Registry, site: SiteView, one: Related) -> LinkView | None:
    if one.url:
        address = urlsplit(one.url)
        return LinkView(name=Text(f"{address.hostname}{address.path}".rstrip("/"), site.language), url=one.url)
    return _badge(registry, site, one.badge or "")


def _badge(registry: Registry, site: SiteView, slug: str) -> LinkView | None:
    found = registry.badges.get(slug) or next(
        (badge for badge in registry.badges.values() if slug in badge.current.formerly), None
    )
    if found is None or found.current.state == "draft":
        return None
    name = found.current.in_language(site.edition, site.language).name
    return LinkView(name=name, page=addresses.badge_page(found.slug))


def _renewal(registry: Registry, site: SiteView, badge: BadgeFile) -> RenewalView | None:
    renewal, words = badge.renewal, site.words
    if renewal is None:
        return None
    return RenewalView(
        hours=words.count("%(num)s hour", "%(num)s hours", renewal.hours),
        within=words.period(renewal.within) if renewal.within else "",
        of=tuple(view for name in renewal.of if (view := _counting(registry, site, name))),
    )


def _counting(registry: Registry, site: SiteView, name: str) -> LinkView | None:
    if "/" not in name:
        return _badge(registry, site, name)
    found = find_skill(registry, name)
    if found is None:
        return None
    framework, skill = found
    return LinkView(
        name=skill_name(skill, site.edition, site.language),
        page=addresses.skill_page(framework.slug, skill.id),
    )
