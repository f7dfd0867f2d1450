"""Collections of badges: what belongs together, and what it adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conferral import addresses
from conferral.model import Collection, Registry, Text
from conferral.site.badge_views import BadgeView, Term
from conferral.site.views import SiteView


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionView:
    """A collection: its badges in its own order, their hours and credits together, and what they teach.

    `hours` and `credits` are of the badges that are still awarded and state them, 0 where none does; `partly` says that
    some do not state their hours.  `skills` come with how many of the badges have them, the most shared first.
    """

    slug: str
    page: str
    title: Text
    description: Text
    badges: tuple[BadgeView, ...]
    issuers: tuple[str, ...]
    hours: float
    credits: float
    partly: bool
    skills: tuple[tuple[Term, int], ...]


def collection_views(registry: Registry, site: SiteView, badges: Iterable[BadgeView]) -> tuple[CollectionView, ...]:
    """The collections by title, each with those of `badges` that belong to it; one without any is left out."""
    by_slug = {view.slug: view for view in badges}
    views = (_view(site, collection, by_slug) for collection in registry.collections.values())
    return tuple(
        sorted(
            (view for view in views if view.badges),
            key=lambda view: (site.words.sort_key(view.title), view.slug),
        )
    )


def _view(site: SiteView, collection: Collection, by_slug: Mapping[str, BadgeView]) -> CollectionView:
    texts = collection.file.in_language(site.edition, site.language)
    badges = tuple(by_slug[slug] for slug in collection.file.badges if slug in by_slug)
    awarded = [view for view in badges if not view.retired]
    shared: dict[str, tuple[Term, int]] = {}
    for view in badges:
        for skill in view.skills:
            shared[skill.key] = (skill, shared[skill.key][1] + 1 if skill.key in shared else 1)
    return CollectionView(
        slug=collection.slug,
        page=addresses.collection_page(collection.slug),
        title=texts.title,
        description=texts.description,
        badges=badges,
        issuers=tuple(dict.fromkeys(view.issuer_name for view in badges)),
        hours=sum(view.hours for view in awarded),
        credits=sum(view.credits for view in awarded),
        partly=any(not view.hours for view in awarded),
        skills=tuple(sorted(shared.values(), key=lambda pair: -pair[1])),
    )
