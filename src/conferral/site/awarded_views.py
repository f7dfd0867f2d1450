"""What the pages of all credentials of one version of a badge say alike.  It is made once for all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from conferral import addresses
from conferral.keys import did
from conferral.model import Badge, BadgeFile, Issuer, Text
from conferral.site.language import Language
from conferral.site.remembered import Remembered
from conferral.site.text import markdown
from conferral.site.wording import LEVELS, type_words

if TYPE_CHECKING:  # views are made of these
    from conferral.site.views import SiteView


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its name; `kind` is what it is about, `when` the day of a date for programs."""

    name: str
    value: str
    when: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardedView:
    """A version of a badge, and of its issuer, as credentials' pages show them.

    The badge's page `has_frameworks`: what it corresponds to in frameworks, which is not said on the pages of its
    credentials, byte by byte, of each of its awards.  `card` is the site path of the picture of the badge that is
    shown where a page is shared.  `issuer_name` is the issuer's name when it awarded, `issuer_today` its present one
    where that differs, otherwise empty; `issuer_logo` may be empty, and so may `linkedin`, the number of its page
    there.
    """

    card: str
    badge_name: str
    badge_page: str
    badge_type: str
    badge_facts: tuple[Fact, ...]
    image: str
    image_alt: str
    image_extension: str
    description: str
    criteria: Markup
    criteria_url: str
    issuer_name: str
    issuer_today: str
    issuer_logo: str
    linkedin: str
    issuer_page: str
    issuer_url: str
    issuer_host: str
    issuer_did: str
    skills: tuple[str, ...]
    has_frameworks: bool
    version: int
    current_version: int


def _awarded_view(site: SiteView, badge: Badge, number: int, issuers: Issuer, issuer_number: int) -> AwardedView:
    version, image = badge.versions[number], badge.images[number]
    issuer, today = issuers.versions[issuer_number], issuers.current
    texts = version.in_language(site.language, site.language)
    return AwardedView(
        card=addresses.badge_card(badge.slug),
        badge_name=version.name,
        badge_page=addresses.badge_page(badge.slug),
        badge_type=type_words(version.type, site.words),
        badge_facts=tuple(
            replace(fact, value=_hours(version, site.words)) if fact.kind == "hours" else fact
            for fact in badge_facts(version, texts.field, site.words)
        ),
        image=addresses.badge_image(badge.slug, number, image.extension),
        image_alt=version.image_caption or "",
        image_extension=image.extension,
        description=version.description,
        criteria=markdown(version.criteria),
        criteria_url=version.criteria_url or "",
        issuer_name=issuer.name,
        issuer_today=today.name if today.name != issuer.name else "",
        issuer_logo=addresses.issuer_logo(issuers.slug, issuers.logo.extension) if issuers.logo else "",
        linkedin=today.linkedin_organization_id or "",
        issuer_page=addresses.issuer_page(issuers.slug),
        issuer_url=issuer.url,
        issuer_host=urlsplit(issuer.url).hostname or "",
        issuer_did=did(site.base_url, issuers.slug),
        skills=version.skills,
        has_frameworks=bool(badge.current.alignments),
        version=number,
        current_version=badge.current.version,
    )


awarded_view = Remembered(_awarded_view, 4096)
"""The view of a version of a badge with a version of its issuer."""


def _members(view: AwardedView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in AwardedView.__slots__}


members = Remembered(_members, 4096)
"""The members of such a view by their names."""


def badge_facts(badge: BadgeFile, field: Text | None, words: Language) -> tuple[Fact, ...]:
    """Level, effort, credits and field of a badge, as far as it says them; `field` in the page's language."""
    facts = []
    if badge.level:
        facts.append(Fact(words.say("Level"), words.say(LEVELS[badge.level]), kind="level"))
    if badge.hours:
        effort = words.count("%(num)s hour", "%(num)s hours", badge.hours)
        facts.append(Fact(words.say("Effort"), effort, kind="hours"))
    if badge.credits:
        facts.append(Fact(words.say("Credits"), words.number(badge.credits), kind="credits"))
    if field:
        facts.append(Fact(words.say("Field"), field, kind="field"))
    return tuple(facts)


def _hours(badge: BadgeFile, words: Language) -> Markup:
    number = Markup('<data value="{}">{}</data>').format(badge.hours, words.number(badge.hours or 0))
    return Markup(words.count("%(num)s hour", "%(num)s hours", badge.hours or 0, num=number))  # noqa: S704 - ours
