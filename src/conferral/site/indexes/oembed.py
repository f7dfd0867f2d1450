"""badges/<badge>/oembed.json: what other sites show of a badge when somebody writes its address there (oEmbed 1.0).

It is a file and asks no server: programs find its address in the head of the badge's page, and the spec's `format` and
`maxwidth` are no part of it.
"""

from __future__ import annotations

from markupsafe import Markup

from conferral import addresses
from conferral.model import Badge, Registry
from conferral.published_json import as_json
from conferral.site import cards
from conferral.site.views import SiteView

MEDIA_TYPE = "application/json+oembed"

WIDTH, HEIGHT = 480, 200
"""Of the fragment as it is without styles of its own, in pixels."""

_FRAGMENT = Markup(
    '<blockquote cite="{page}"><p><img src="{image}" alt="{caption}" width="96" height="96"></p>'
    '<p lang="{language}"><a href="{page}"><b>{name}</b></a><br>{description}</p><p>{by}</p></blockquote>'
)


def oembed(registry: Registry, site: SiteView, badge: Badge) -> bytes:
    """A badge as HTML without any script, and its card as the thumbnail."""
    current = badge.current
    issuer = registry.issuers[current.issuer].current
    page = addresses.url(site.base_url, addresses.badge_page(badge.slug))
    image = addresses.badge_image(badge.slug, current.version, badge.images[current.version].extension)
    fragment = _FRAGMENT.format(
        page=page,
        image=addresses.url(site.base_url, image),
        caption=current.image_caption or "",
        language=site.language,
        name=current.name,
        description=current.description,
        by=site.words.say("Open Badge by %(issuer)s", issuer=issuer.name),
    )
    return as_json(
        {
            "version": "1.0",
            "type": "rich",
            "title": current.name,
            "author_name": issuer.name,
            "author_url": addresses.url(site.base_url, addresses.issuer_page(current.issuer)),
            "provider_name": str(site.title),
            "provider_url": addresses.url(site.base_url, ""),
            "thumbnail_url": addresses.url(site.base_url, addresses.badge_card(badge.slug)),
            "thumbnail_width": cards.WIDTH,
            "thumbnail_height": cards.HEIGHT,
            "html": str(fragment),
            "width": WIDTH,
            "height": HEIGHT,
        }
    )
