"""Other registries as the catalogue shows them: what they publish, with where it comes from on everything.

All of it is a stranger's text.  It is escaped like every other, no picture of theirs is loaded, and every link leads to
their own pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from conferral import addresses
from conferral.federation import FederatedBadge, FederatedCatalog, sound_copies
from conferral.model import Registry, Text
from conferral.site.language import Language
from conferral.site.views import SiteView
from conferral.site.wording import LEVELS
from conferral.states import day_of

MOST_SHOWN = 200
"""Badges on the page of another registry; of more, the page leads to where they all are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedBadgeView:
    """A badge of another registry on its card; `url` is its page there, `facts` are its level and hours in words."""

    name: Text
    description: Text
    url: str
    issuer_name: Text
    facts: tuple[str, ...]
    skills: tuple[Text, ...]
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedIssuerView:
    """An issuer of another registry; `url` is its page there, `host` that of its own website as the registry says."""

    name: Text
    url: str
    host: str
    did: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedView:
    """Another registry on its card and its page; `page` is here, `url` is its home page, `note` says why it is listed.

    `badges` are those that are shown, `number` is how many there are.
    """

    slug: str
    page: str
    title: Text
    description: Text
    url: str
    host: str
    note: str
    fetched: date
    as_of: date
    issuers: tuple[FederatedIssuerView, ...]
    badges: tuple[FederatedBadgeView, ...]
    number: int


def federated_views(registry: Registry, site: SiteView) -> tuple[FederatedView, ...]:
    """The other registries by title; one whose copy is not sound, or that has none, is left out."""
    views = (_view(registry, site, found) for found in sound_copies(registry))
    return tuple(sorted(views, key=lambda view: (site.words.sort_key(view.title), view.slug)))


def _view(registry: Registry, site: SiteView, found: FederatedCatalog) -> FederatedView:
    timezone = registry.file.timezone
    badges = sorted(
        (_badge(found, badge, site) for badge in found.badges),
        key=lambda view: (view.retired, site.words.sort_key(view.name), view.url),
    )
    return FederatedView(
        slug=found.listed.name,
        page=addresses.federated_page(found.listed.name),
        title=found.text(found.titles, site.edition),
        description=found.text(found.descriptions, site.edition),
        url=f"{found.listed.url}/",
        host=_shown(found.listed.url),
        note=found.listed.note or "",
        fetched=day_of(found.fetched, timezone),
        as_of=day_of(found.as_of, timezone),
        issuers=tuple(
            FederatedIssuerView(
                name=Text(issuer.name, found.language),
                url=issuer.page,
                host=urlsplit(issuer.url).hostname or "",
                did=issuer.did,
            )
            for issuer in sorted(found.issuers, key=lambda one: (site.words.sort_key(one.name), one.slug))
        ),
        badges=tuple(badges[:MOST_SHOWN]),
        number=len(badges),
    )


def _badge(found: FederatedCatalog, badge: FederatedBadge, site: SiteView) -> FederatedBadgeView:
    return FederatedBadgeView(
        name=found.text(badge.names, site.edition),
        description=found.text(badge.descriptions, site.edition),
        url=badge.page,
        issuer_name=Text(badge.issuer.name, found.language),
        facts=tuple(_facts(badge, site.words)),
        skills=tuple(Text(skill, found.language) for skill in badge.skills),
        retired=badge.retired,
    )


def _facts(badge: FederatedBadge, words: Language) -> list[str]:
    facts = [words.say(LEVELS[level]) for level in LEVELS if level == badge.level]
    return [*facts, words.count("%(num)s hour", "%(num)s hours", badge.hours)] if badge.hours else facts


def _shown(url: str) -> str:
    """A base URL as people read it, the whole of it: two registries may share a host."""
    return url.removeprefix("https://")
