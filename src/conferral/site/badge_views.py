"""What the catalogue shows of a badge: on its card, and on its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from conferral import addresses
from conferral.model import Badge, BadgeFile, Registry, Text
from conferral.site.awarded_views import Fact, badge_facts
from conferral.site.badge_versions import VersionView, version_views
from conferral.site.depth_views import DepthView, depth_view
from conferral.site.endorsement_views import EndorsementView, vouchers
from conferral.site.frameworks import FrameworkView, framework_views, skills_of
from conferral.site.language import Language
from conferral.site.policy import policy_words
from conferral.site.publications import Times
from conferral.site.tallies import Counts, Tally
from conferral.site.text import markdown
from conferral.site.views import SiteView, badge_image_of
from conferral.site.wording import LEVELS, type_words
from conferral.states import day_of


@dataclass(frozen=True, slots=True)
class Term:
    """A skill, field, level or type, which badges may share: `key` in addresses, the same in every language, `text` on
    pages."""

    key: str
    text: Text

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeView:
    """A badge on its card and its page.

    `criteria_language` is the code of the language that the criteria are in.  `validity` is in words, `until` the last
    valid day; both are empty when the badge gives awards no end.  `longest` is the longest validity that the registry's
    policy allows, empty when it does not say.  `since` is the day since which the registry has the badge, where that is
    known.  `oembed_path` and `card` are the site paths of what other sites embed, and of the picture that shared links
    show.  `successor` is the name and the page of the badge that is awarded instead of a retired one.
    """

    slug: str
    page: str
    json_path: str
    oembed_path: str
    card: str
    name: Text
    type: Term
    level: Term | None
    field: Term | None
    retired: bool
    successor: tuple[Text, str] | None
    description: Text
    criteria: Markup
    criteria_language: str
    criteria_url: str
    image: str
    image_alt: Text | None
    issuer: str
    issuer_name: str
    issuer_page: str
    facts: tuple[Fact, ...]
    hours: float
    credits: float
    validity: str
    until: str
    depth: DepthView
    longest: str
    can_suspend: bool
    policy: tuple[str, ...]
    skills: tuple[Term, ...]
    frameworks: tuple[FrameworkView, ...]
    results: tuple[Fact, ...]
    versions: tuple[VersionView, ...]
    since: date | None
    tally: Tally
    vouchers: tuple[EndorsementView, ...]

    @property
    def searched_skills(self) -> tuple[Term, ...]:
        """The skills by which it is found: its own, and those of frameworks; one that is both stands once."""
        own = {skill.key.casefold() for skill in self.skills}
        others = {item.key.casefold(): Term(item.key, item.name) for item in skills_of(self.frameworks)}
        return (*self.skills, *(term for key, term in others.items() if key not in own))


def badge_view(registry: Registry, site: SiteView, badge: Badge, counts: Counts, times: Times) -> BadgeView:
    """A badge, and how often it was awarded."""
    current, words = badge.current, site.words
    texts = current.in_language(site.edition, site.language)
    return BadgeView(
        slug=badge.slug,
        page=addresses.badge_page(badge.slug),
        json_path=addresses.badge_json(badge.slug),
        oembed_path=addresses.badge_oembed(badge.slug),
        card=addresses.badge_card(badge.slug),
        name=texts.name,
        type=Term(current.type, Text(type_words(current.type, words), words.code)),
        level=_level(current.level, words),
        field=Term(current.field, texts.field) if current.field and texts.field else None,
        retired=current.state == "retired",
        successor=_successor(registry, site, current),
        description=texts.description,
        criteria=markdown(texts.criteria),
        criteria_language=texts.criteria.language,
        criteria_url=current.criteria_url or "",
        image=badge_image_of(badge, current.version),
        image_alt=texts.image_caption,
        issuer=current.issuer,
        issuer_name=registry.issuers[current.issuer].current.name,
        issuer_page=addresses.issuer_page(current.issuer),
        facts=badge_facts(current, texts.field, words),
        hours=current.hours or 0,
        credits=current.credits or 0,
        validity=words.period(current.validity) if current.validity else "",
        until=words.day(current.valid_until).replace("\N{NO-BREAK SPACE}", " ") if current.valid_until else "",
        depth=depth_view(registry, site, current),
        longest=words.period(longest) if (longest := registry.file.policy.maximum_validity) else "",
        can_suspend=current.status_purpose == "suspension",
        policy=policy_words(registry, badge, words),
        skills=tuple(Term(key, text) for key, text in zip(current.skills, texts.skills, strict=True)),
        frameworks=framework_views(registry, site, current.alignments),
        results=tuple(_results(current, site)),
        versions=version_views(registry, site, badge, counts, times),
        since=_first_day(badge, times, registry.file.timezone),
        tally=counts.badges[badge.slug],
        vouchers=vouchers(registry, site, "badge", badge.slug),
    )


def _level(level: str | None, words: Language) -> Term | None:
    return Term(level, Text(words.say(LEVELS[level]), words.code)) if level else None


def _successor(registry: Registry, site: SiteView, badge: BadgeFile) -> tuple[Text, str] | None:
    other = registry.badges.get(badge.replaced_by or "")
    if other is None or other.current.state == "draft":
        return None
    return other.current.in_language(site.edition, site.language).name, addresses.badge_page(other.slug)


def _results(badge: BadgeFile, site: SiteView) -> Iterable[Fact]:
    say = site.words.say
    for item in badge.results:
        told = []
        if item.minimum and item.maximum:
            told.append(say("%(minimum)s to %(maximum)s", minimum=item.minimum, maximum=item.maximum))
        if item.allowed:
            told.append(" / ".join(item.allowed))
        if item.levels:
            told.append(" / ".join(level.name for level in item.levels))
        if item.required:
            told.append(say("%(value)s required", value=item.required))
        least = next((level.name for level in item.levels if level.id == item.required_level), None)
        if least:
            told.append(say("%(value)s required", value=least))
        yield Fact(item.name, ", ".join(told) or say("as stated in the award"), kind="result")


def _first_day(badge: Badge, times: Times, timezone: str) -> date | None:
    known = [times[badge.slug, number] for number in badge.versions if (badge.slug, number) in times]
    return day_of(min(known), timezone) if known else None
