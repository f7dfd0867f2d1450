"""What the head of a page tells programs: files that say the same, the words of schema.org, the picture to share.

The feeds are named by the frame of all pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from conferral import addresses
from conferral.model import Registry
from conferral.site.cards import card_words
from conferral.site.indexes import oembed
from conferral.site.indexes.structured_data import page_data
from conferral.site.pages import Alternate, CataloguePage
from conferral.site.publications import Publication
from conferral.site.views import SiteView

_JSON, _JSON_LD = "application/json", "application/ld+json"


def with_heads(
    registry: Registry, site: SiteView, published: Iterable[Publication], pages: Iterable[CataloguePage]
) -> Iterator[CataloguePage]:
    """The pages in the language of the site, each with what its head tells programs."""
    structured = page_data(registry, site, published)
    alternates = dict(_alternates(registry, site))
    badges = {f"{site.home}{addresses.badge_page(badge.slug)}": badge for badge in registry.badges.values()}
    for page in pages:
        told = replace(
            page,
            alternates=alternates.get(page.path.removeprefix(site.home), ()),
            structured=structured.get(page.path),
        )
        badge = badges.get(page.path)
        if badge:
            issuer = registry.issuers[badge.current.issuer].current.name
            words = card_words(site.words, badge.current.name, issuer)
            told = replace(told, card=addresses.badge_card(badge.slug), card_words=words)
        yield told


def _alternates(registry: Registry, site: SiteView) -> Iterator[tuple[str, tuple[Alternate, ...]]]:
    """Pages, below the top of those in one language, and the files that say the same to programs."""
    say = site.words.say
    yield "", (Alternate(path=addresses.CATALOG, type=_JSON, title=say("The catalogue for programs")),)
    yield (
        addresses.REVOCATIONS_PAGE,
        (
            Alternate(path=addresses.REVOCATIONS_JSON, type=_JSON, title=say("Revocations")),
            Alternate(path=addresses.REVOCATIONS_CSV, type="text/csv", title=say("Revocations")),
        ),
    )
    for slug, framework in registry.frameworks.items():
        title = framework.file.name
        yield (
            addresses.framework_page(slug),
            (Alternate(path=addresses.framework_skills(slug), type=_JSON, title=title),),
        )
    for slug, badge in registry.badges.items():
        yield (
            addresses.badge_page(slug),
            (
                Alternate(path=addresses.badge_json(slug), type=_JSON_LD, title=say("Open Badges 3.0")),
                Alternate(path=addresses.badge_oembed(slug), type=oembed.MEDIA_TYPE, title=badge.current.name),
            ),
        )
    for slug in registry.issuers:
        yield (
            addresses.issuer_page(slug),
            (
                Alternate(path=addresses.issuer_profile(slug), type=_JSON_LD, title=say("Profile")),
                Alternate(path=addresses.did_document(slug), type=_JSON_LD, title=say("DID document")),
            ),
        )
