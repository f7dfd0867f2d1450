"""What the catalogue's pages show: badges, issuers, what was revoked, and the registry as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from conferral.model import Registry
from conferral.site.badge_views import BadgeView, badge_view
from conferral.site.collection_views import CollectionView, collection_views
from conferral.site.federated_views import FederatedView, federated_views
from conferral.site.issuer_views import IssuerView, issuer_view
from conferral.site.pathway_views import PathwayView, pathway_views
from conferral.site.publications import Times
from conferral.site.relations import related
from conferral.site.skill_views import SkillPages, skill_pages
from conferral.site.statistics import StatisticsView, statistics_view
from conferral.site.tallies import Counts, Tally, added
from conferral.site.views import SiteView
from conferral.site.withdrawn import WithdrawnList, withdrawn_list

FEATURED = 6
"""Badges shown on the home page."""

_NOT_KNOWN: Times = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The catalogue as a whole; `erased` credentials are in no other number.

    `related` has for each badge, by its short name, the few that are most like it.
    """

    badges: tuple[BadgeView, ...]
    related: Mapping[str, tuple[BadgeView, ...]]
    collections: tuple[CollectionView, ...]
    pathways: tuple[PathwayView, ...]
    skills: SkillPages
    featured: tuple[BadgeView, ...]
    issuers: tuple[IssuerView, ...]
    withdrawn: WithdrawnList
    tally: Tally
    erased: int
    statistics: StatisticsView
    registries: tuple[FederatedView, ...] = ()

    def collections_of(self, badge: str) -> tuple[CollectionView, ...]:
        """The collections that a badge belongs to, by its short name."""
        return tuple(one for one in self.collections if any(view.slug == badge for view in one.badges))

    def pathways_of(self, badge: str) -> tuple[PathwayView, ...]:
        """The pathways that a badge is part of, by its short name."""
        return tuple(one for one in self.pathways if any(view.slug == badge for view in one.badges))

    def pathways_to(self, badge: str) -> tuple[PathwayView, ...]:
        """The pathways that earn a badge, by its short name."""
        return tuple(one for one in self.pathways if one.earns.slug == badge)

    def pathways_shared_by(self, issuer: str) -> tuple[PathwayView, ...]:
        """The pathways that an issuer offers, alone or with others, by its short name."""
        return tuple(one for one in self.pathways if any(view.slug == issuer for view in one.issuers))


def overview(registry: Registry, site: SiteView, counts: Counts, times: Times = _NOT_KNOWN) -> Overview:
    """What the catalogue shows in one language: drafts left out, badges by name.

    `times` has the instants since which the registry has the versions of its badges.
    """
    key = site.words.sort_key
    shown = [badge for badge in registry.badges.values() if badge.current.state != "draft"]
    badges = sorted(
        (badge_view(registry, site, badge, counts, times) for badge in shown),
        key=lambda view: (view.retired, key(view.name), view.slug),
    )
    issuers = sorted(
        (issuer_view(registry, site, issuer, badges) for issuer in registry.issuers.values()),
        key=lambda view: (key(view.name), view.slug),
    )
    collections = collection_views(registry, site, badges)
    skills = skill_pages(registry, site, badges, counts)
    ranked = sorted((view for view in badges if not view.retired), key=lambda view: (-view.tally.awarded, view.slug))
    return Overview(
        badges=tuple(badges),
        related=related(badges, collections),
        collections=collections,
        pathways=pathway_views(registry, site, counts),
        skills=skills,
        featured=tuple(ranked[:FEATURED]),
        issuers=tuple(issuers),
        withdrawn=withdrawn_list(registry, site, counts),
        tally=added(view.tally for view in badges),
        erased=len(registry.erased),
        statistics=statistics_view(site, badges, issuers, counts, skills.most),
        registries=federated_views(registry, site),
    )
