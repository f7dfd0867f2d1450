"""Pathways: what each leads to, what it asks for in words, and what that comes to at least.

Nobody is counted as a person (`conferral.site.statistics`): a page says how often the badge that a pathway earns was
awarded, which anybody can count, and never how many people have come how far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from markupsafe import Markup

from conferral import addresses
from conferral.fields import Period
from conferral.model import Badge, Pathway, Registry, Requirement, Text
from conferral.model.pathways import Kind
from conferral.model.skills import skill_name
from conferral.site.language import Language
from conferral.site.tallies import Counts, Tally
from conferral.site.text import markdown
from conferral.site.views import SiteView, badge_image_of
from conferral.site.wording import LEVELS, type_words
from conferral.skills import badge_shows, find_skill

_TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBadge:
    """A badge where a pathway names it.  `hours` and `credits` are 0 where it does not say."""

    slug: str
    page: str
    image: str
    name: Text
    type: str
    issuer: Text
    issuer_page: str
    retired: bool
    hours: float
    credits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkill:
    """A skill where a pathway names it; its page is empty where no framework of the registry has it."""

    name: Text
    page: str
    framework: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementView:
    """What is asked for, in words.

    `label` says how many of a group's parts it takes; it is empty for a badge or a skill.  `title` is the name that a
    group was given.  `notes` are conditions: a level, a result, a time.  `badge` is that of a badge, and `shown_by` are
    the badges that show a skill; a badge that is still a draft is neither named nor shown, so `badge` may be missing.
    """

    kind: Kind
    label: str = ""
    title: Text | None = None
    notes: tuple[str, ...] = ()
    badge: StepBadge | None = None
    skill: StepSkill | None = None
    shown_by: tuple[StepBadge, ...] = ()
    number: int = 0
    parts: tuple[RequirementView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """What a pathway takes at least, as far as its badges say it: so many badges, hours and credits; each may be 0."""

    badges: int
    hours: float
    credits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingIssuer:
    """An organisation that shares a pathway."""

    slug: str
    name: Text
    page: str
    logo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayView:
    """A pathway.  `requires` is one requirement, mostly a group of all that it takes; `badges` are those it names.

    `about_language` is the code of the language of `about`, which may be empty.  `within` is the time in words in
    which everything has to be earned, or empty; `validity` that of what it earns, empty where that has no end.  `tally`
    counts the awards of what it earns.
    """

    slug: str
    page: str
    picture: str
    title: Text
    description: Text
    about: Markup
    about_language: str
    earns: StepBadge
    issuers: tuple[SharingIssuer, ...]
    requires: RequirementView
    badges: tuple[StepBadge, ...]
    least: Least
    within: str
    validity: str
    expired_count: bool
    tally: Tally


def pathway_views(registry: Registry, site: SiteView, counts: Counts) -> tuple[PathwayView, ...]:
    """The pathways by title; one whose badge is still a draft is left out, as that badge is."""
    views = [
        _view(registry, site, pathway, counts)
        for pathway in registry.pathways.values()
        if _shown(registry, pathway.file.earns)
    ]
    return tuple(sorted(views, key=lambda view: (site.words.sort_key(view.title), view.slug)))


def _view(registry: Registry, site: SiteView, pathway: Pathway, counts: Counts) -> PathwayView:
    file, words = pathway.file, site.words
    texts = file.in_language(site.edition, site.language)
    about = file.about_in(site.edition, site.language)
    earned = registry.badges[file.earns]
    requires = requirement_view(registry, site, Requirement(all_of=file.requires, within=file.within))
    return PathwayView(
        slug=pathway.slug,
        page=addresses.pathway_page(pathway.slug),
        picture=addresses.pathway_picture(pathway.slug),
        title=texts.title,
        description=texts.description,
        about=markdown(about) if about else Markup(""),
        about_language=about.language if about else "",
        earns=_badge(registry, site, earned),
        issuers=tuple(_issuers(registry, site, file.issuers or (earned.current.issuer,))),
        requires=requires,
        badges=tuple({badge.slug: badge for badge in _badges(requires)}.values()),
        least=least(requires),
        within=words.period(file.within) if file.within else "",
        validity=words.period(earned.current.validity) if earned.current.validity else "",
        expired_count=file.expired_count,
        tally=counts.badges[earned.slug],
    )


def _shown(registry: Registry, badge: str) -> bool:
    return badge in registry.badges and registry.badges[badge].current.state != "draft"


def _issuers(registry: Registry, site: SiteView, slugs: Sequence[str]) -> Iterator[SharingIssuer]:
    for slug in slugs:
        issuer = registry.issuers.get(slug)
        if issuer:
            yield SharingIssuer(
                slug=slug,
                name=Text(issuer.current.name, site.language),
                page=addresses.issuer_page(slug),
                logo=addresses.issuer_logo(slug, issuer.logo.extension) if issuer.logo else "",
            )


def _badge(registry: Registry, site: SiteView, badge: Badge) -> StepBadge:
    current = badge.current
    return StepBadge(
        slug=badge.slug,
        page=addresses.badge_page(badge.slug),
        image=badge_image_of(badge, current.version),
        name=current.in_language(site.edition, site.language).name,
        type=type_words(current.type, site.words),
        issuer=Text(registry.issuers[current.issuer].current.name, site.language),
        issuer_page=addresses.issuer_page(current.issuer),
        retired=current.state == "retired",
        hours=current.hours or 0,
        credits=current.credits or 0,
    )


def requirement_view(registry: Registry, site: SiteView, requirement: Requirement) -> RequirementView:
    """What is asked for, in the language of the site; a group of one, without a name or a time, is that one."""
    words = site.words
    notes = [time_of(requirement.within, words)] if requirement.within else []
    if requirement.kind == "badge":
        badge = requirement.badge or ""
        return RequirementView(
            kind="badge",
            notes=(*_conditions(registry, requirement, words),),
            badge=_badge(registry, site, registry.badges[badge]) if _shown(registry, badge) else None,
        )
    if requirement.kind == "skill":
        level = [words.say("%(level)s or above", level=requirement.skill_level)] if requirement.skill_level else []
        return RequirementView(
            kind="skill",
            notes=tuple(level),
            skill=_skill(registry, site, requirement.skill or ""),
            shown_by=tuple(_showing(registry, site, requirement)),
        )
    if is_one(requirement):
        return requirement_view(registry, site, requirement.parts[0])
    return RequirementView(
        kind=requirement.kind,
        label=_label(requirement, words),
        title=requirement.title_in(site.edition, site.language),
        notes=tuple(notes),
        number=_needed(requirement),
        parts=tuple(requirement_view(registry, site, part) for part in requirement.parts),
    )


def time_of(period: Period | None, words: Language) -> str:
    """The time in which something has to be met, in words: within 2 years; nothing where there is none."""
    return words.say("within %(period)s", period=words.period(period)) if period else ""


def is_one(requirement: Requirement) -> bool:
    """Whether it is a group of one, without a name or a time."""
    named = requirement.title or requirement.within
    return requirement.kind in ("all_of", "one_of") and len(requirement.parts) == 1 and not named


def _needed(requirement: Requirement) -> int:
    """How many of a group's parts it takes; of those that are optional, none."""
    match requirement.kind:
        case "all_of":
            return sum(part.kind != "optional" for part in requirement.parts)
        case "one_of":
            return 1
        case "choose":
            return requirement.choose or 0
        case _:
            return 0


def _label(requirement: Requirement, words: Language) -> str:
    match requirement.kind:
        case "all_of":
            return words.say("All of these")
        case "one_of":
            return words.say("One of these")
        case "choose":
            number, whole = words.number(requirement.choose or 0), words.number(len(requirement.of))
            return words.say("%(number)s of these %(whole)s", number=number, whole=whole)
        case _:
            return words.say("Optional")


def _conditions(registry: Registry, requirement: Requirement, words: Language) -> Iterator[str]:
    if requirement.minimum_level:
        yield words.say("%(level)s or above", level=words.say(LEVELS[requirement.minimum_level]))
    reached = requirement.result
    badge = registry.badges.get(requirement.badge or "")
    if reached:
        described = next((one for one in badge.current.results if one.id == reached.of), None) if badge else None
        name = described.name if described else reached.of
        levels = {level.id: level.name for level in described.levels} if described else {}
        value = levels.get(reached.at_least, reached.at_least)
        yield words.say("at least %(value)s in %(name)s", value=value, name=name)


def _skill(registry: Registry, site: SiteView, name: str) -> StepSkill:
    found = find_skill(registry, name)
    if found is None:
        return StepSkill(name=Text(name, site.language), page="", framework=None)
    framework, skill = found
    return StepSkill(
        name=skill_name(skill, site.edition, site.language),
        page=addresses.skill_page(framework.slug, skill.id),
        framework=Text(framework.file.name, site.language),
    )


def _showing(registry: Registry, site: SiteView, requirement: Requirement) -> Iterator[StepBadge]:
    for slug in sorted(registry.badges):
        badge = registry.badges[slug]
        if _shown(registry, slug) and badge_shows(
            registry, badge.current, requirement.skill or "", requirement.skill_level
        ):
            yield _badge(registry, site, badge)


def leaves(requirement: RequirementView) -> Iterator[RequirementView]:
    """The badges and skills that are asked for, from the first to the last."""
    if requirement.kind in ("badge", "skill"):
        yield requirement
    for part in requirement.parts:
        yield from leaves(part)


def _badges(requirement: RequirementView) -> Iterator[StepBadge]:
    return (leaf.badge for leaf in leaves(requirement) if leaf.badge)


def least(requirement: RequirementView) -> Least:
    """A lower bound of what meets a requirement, exact where no badge serves two of its parts.

    One award may serve several parts (`conferral.pathways`).  So what a badge takes is counted at the part that cannot
    do without it, or else shared out evenly among the parts that it can serve: those that it does serve together never
    ask for more than it takes.
    """
    once = _spread(requirement)
    return Least(
        badges=ceil(_least(requirement, once, lambda _: Fraction(1))),
        hours=_rounded_down(_least(requirement, once, lambda badge: Fraction(str(badge.hours)))),
        credits=_rounded_down(_least(requirement, once, lambda badge: Fraction(str(badge.credits)))),
    )


Spread = Mapping[tuple[int, str], Fraction]
"""How much of a badge is counted at a leaf, by the leaf's identity and the badge's short name; together at most 1."""


def _spread(requirement: RequirementView) -> Spread:
    needed: dict[str, int] = {}
    for leaf in _indispensable(requirement):
        if leaf.badge:
            needed.setdefault(leaf.badge.slug, id(leaf))
    serves = Counter(badge.slug for leaf in leaves(requirement) for badge in _serving(leaf))
    return {
        (id(leaf), badge.slug): Fraction(needed[badge.slug] == id(leaf))
        if badge.slug in needed
        else Fraction(1, serves[badge.slug])
        for leaf in leaves(requirement)
        for badge in _serving(leaf)
    }


def _indispensable(requirement: RequirementView) -> Iterator[RequirementView]:
    """The leaves without which nothing is complete."""
    if not requirement.parts:
        yield requirement
    elif requirement.kind == "all_of":
        for part in requirement.parts:
            yield from _indispensable(part)


def _serving(leaf: RequirementView) -> tuple[StepBadge, ...]:
    return leaf.shown_by if leaf.kind == "skill" else ((leaf.badge,) if leaf.badge else ())


def _least(requirement: RequirementView, once: Spread, takes: Callable[[StepBadge], Fraction]) -> Fraction:
    if requirement.kind in ("badge", "skill"):
        serving = _serving(requirement)
        return min((once[id(requirement), badge.slug] * takes(badge) for badge in serving), default=Fraction(0))
    needed = [_least(part, once, takes) for part in requirement.parts]
    if requirement.kind != "all_of":
        needed = sorted(needed)[: requirement.number]
    return sum(needed, start=Fraction(0))


def _rounded_down(number: Fraction) -> float:
    return floor(number * _TENTHS) / _TENTHS
