"""What the catalogue shows of a badge: on its card, and on its page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from conferral import addresses
from conferral.model import Alignment, Badge, Registry, Text
from conferral.site.policy import policy_words
from conferral.site.tallies import Counts, Tally
from conferral.site.text import markdown
from conferral.site.views import Fact, SiteView, badge_facts, badge_image_of
from conferral.site.wording import type_words


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version of a badge and how many awards were given under it."""

    number: int
    name: str
    json_path: str
    current: bool
    awarded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeView:
    """A badge on its card and its page.

    `validity` is in words, empty when the badge gives awards no end; `longest` is the longest one that the registry's
    policy allows, empty when it does not say.
    """

    slug: str
    page: str
    json_path: str
    name: Text
    type: str
    retired: bool
    description: Text
    criteria: Markup
    criteria_url: str
    image: str
    image_alt: str
    issuer_name: str
    issuer_page: str
    facts: tuple[Fact, ...]
    validity: str
    longest: str
    can_suspend: bool
    policy: tuple[str, ...]
    skills: tuple[Text, ...]
    alignments: tuple[Alignment, ...]
    results: tuple[Fact, ...]
    versions: tuple[VersionView, ...]
    tally: Tally


def badge_view(registry: Registry, site: SiteView, badge: Badge, counts: Counts) -> BadgeView:
    """A badge, and how often it was awarded."""
    current = badge.current
    texts = current.in_language(site.edition, site.language)
    return BadgeView(
        slug=badge.slug,
        page=addresses.badge_page(badge.slug),
        json_path=addresses.badge_json(badge.slug),
        name=texts.name,
        type=type_words(current.type, site.words),
        retired=current.state == "retired",
        description=texts.description,
        criteria=markdown(texts.criteria),
        criteria_url=current.criteria_url or "",
        image=badge_image_of(badge, current.version),
        image_alt=current.image_caption or "",
        issuer_name=registry.issuers[current.issuer].current.name,
        issuer_page=addresses.issuer_page(current.issuer),
        facts=badge_facts(current, texts.field, site.words),
        validity=site.words.period(current.validity) if current.validity else "",
        longest=site.words.period(longest) if (longest := registry.file.policy.maximum_validity) else "",
        can_suspend=current.status_purpose == "suspension",
        policy=policy_words(registry, badge, site.words),
        skills=texts.skills,
        alignments=current.alignments,
        results=tuple(
            Fact(
                item.name,
                ", ".join(
                    words
                    for words in (
                        f"{item.minimum} to {item.maximum}" if item.minimum and item.maximum else "",
                        " / ".join(item.allowed),
                        f"{item.required} required" if item.required else "",
                    )
                    if words
                ),
            )
            for item in current.results
        ),
        versions=tuple(
            VersionView(
                number=number,
                name=version.name,
                json_path=addresses.badge_version_json(badge.slug, number),
                current=number == current.version,
                awarded=counts.versions.get((badge.slug, number), 0),
            )
            for number, version in sorted(badge.versions.items(), reverse=True)
        ),
        tally=counts.badges[badge.slug],
    )
