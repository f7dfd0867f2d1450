"""What the head of a page tells programs: files that say the same, the words of schema.org, the picture to share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from conferral import addresses
from conferral.model import Registry
from conferral.site.cards import card_words
from conferral.site.indexes import oembed
from conferral.site.indexes.publications import Publication
from conferral.site.indexes.structured_data import page_data
from conferral.site.pages import Alternate, CataloguePage
from conferral.site.views import SiteView


def with_heads(
    registry: Registry, site: SiteView, published: Iterable[Publication], pages: Iterable[CataloguePage]
) -> Iterator[CataloguePage]:
    """The pages in the language of the site, each with what its head tells programs."""
    structured = page_data(registry, site, published)
    badges = {f"{site.home}{addresses.badge_page(badge.slug)}": badge for badge in registry.badges.values()}
    alternates = _alternates(registry, site)
    for page in pages:
        badge = badges.get(page.path)
        yield replace(
            page,
            alternates=(*page.alternates, *alternates.get(page.path, ())),
            structured=structured.get(page.path),
            card=addresses.badge_card(badge.slug) if badge else "",
            card_words=card_words(site.words, badge.current.name, registry.issuers[badge.current.issuer].current.name)
            if badge
            else "",
        )


def _alternates(registry: Registry, site: SiteView) -> dict[str, tuple[Alternate, ...]]:
    say = site.words.say
    title = say("New badges of %(title)s", title=site.title)
    feeds = (
        Alternate(path=addresses.ATOM_FEED, type="application/atom+xml", title=title),
        Alternate(path=addresses.JSON_FEED, type="application/feed+json", title=title),
    )
    listed = (
        Alternate(path=addresses.REVOCATIONS_JSON, type="application/json", title=say("Revocations")),
        Alternate(path=addresses.REVOCATIONS_CSV, type="text/csv", title=say("Revocations")),
    )
    catalog = Alternate(path=addresses.CATALOG, type="application/json", title=say("The catalogue for programs"))
    of_lists = {"": (*feeds, catalog), addresses.BADGES_PAGE: feeds, addresses.REVOCATIONS_PAGE: listed}
    of_badges = {
        addresses.badge_page(slug): (
            Alternate(path=addresses.badge_oembed(slug), type=oembed.MEDIA_TYPE, title=badge.current.name),
        )
        for slug, badge in registry.badges.items()
    }
    return {f"{site.home}{path}": some for path, some in {**of_lists, **of_badges}.items()}
