"""News for feed readers: new badges and new versions of badges, as Atom (RFC 4287) and as JSON Feed 1.1.

An entry is of one version of a badge, and its id is the address of that version's Achievement, which credentials carry
and which never changes; the page that it leads to is the badge's.  Texts are in the registry's first language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from conferral import addresses
from conferral.model import Registry
from conferral.published_json import as_json
from conferral.site.indexes.published_xml import xml_document
from conferral.site.publications import Publication
from conferral.site.text import markdown
from conferral.site.views import SiteView
from conferral.standards.timestamps import format_timestamp

NEWEST = 50
"""So many entries, the newest, are in a feed."""

_ATOM = "http://www.w3.org/2005/Atom"
_JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A version of a badge as news; addresses are absolute, `author_url` is the issuer's page."""

    id: str
    url: str
    title: str
    summary: str
    content: Markup
    author: str
    author_url: str
    when: datetime
    image: str
    tags: tuple[str, ...]


def entries(registry: Registry, site: SiteView, published: Sequence[Publication]) -> tuple[Entry, ...]:
    """The newest of what was published, given newest first."""
    return tuple(_entry(registry, site, one) for one in published[:NEWEST])


def _entry(registry: Registry, site: SiteView, one: Publication) -> Entry:
    slug, version = one.badge.slug, one.version
    issuer = registry.issuers[version.issuer]
    image = one.badge.images[one.number]
    address = addresses.url(site.base_url, addresses.badge_image(slug, one.number, image.extension))
    title, news = version.name, Markup("")
    if one.when > one.first:
        title = site.words.say("%(badge)s, version %(number)s", badge=version.name, number=one.number)
        news = Markup("<p>{}</p>").format(
            site.words.say("This is a new version of the badge. Older awards keep theirs.")
        )
    picture = Markup('<p><img src="{}" alt="{}" width="160" height="160"></p>').format(
        address, version.image_caption or ""
    )
    takes = Markup("<h2>{}</h2>").format(site.words.say("What it takes"))
    return Entry(
        id=addresses.url(site.base_url, addresses.badge_version_json(slug, one.number)),
        url=addresses.url(site.base_url, addresses.badge_page(slug)),
        title=title,
        summary=version.description,
        content=Markup("\n").join(
            part
            for part in (
                picture,
                news,
                Markup("<p>{}</p>").format(version.description),
                takes,
                markdown(version.criteria),
            )
            if part
        ),
        author=issuer.current.name,
        author_url=addresses.url(site.base_url, addresses.issuer_page(issuer.slug)),
        when=one.when,
        image=address,
        tags=(*([version.field] if version.field else []), *version.skills),
    )


def atom(site: SiteView, listed: Sequence[Entry]) -> bytes:
    """feed.atom: the entries as an Atom feed."""
    own = addresses.url(site.base_url, addresses.ATOM_FEED)
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    _text(feed, "id", own)
    _text(feed, "title", _feed_title(site))
    _text(feed, "subtitle", str(site.description))
    _text(feed, "updated", format_timestamp(listed[0].when if listed else site.as_of))
    _link(feed, "self", own, "application/atom+xml")
    _link(feed, "alternate", addresses.url(site.base_url, ""), "text/html")
    _person(feed, str(site.title), addresses.url(site.base_url, ""))
    _text(feed, "generator", "conferral")
    for item in listed:
        entry = ET.SubElement(feed, "entry")
        _text(entry, "id", item.id)
        _text(entry, "title", item.title)
        _text(entry, "published", format_timestamp(item.when))
        _text(entry, "updated", format_timestamp(item.when))
        _person(entry, item.author, item.author_url)
        _link(entry, "alternate", item.url, "text/html")
        _link(entry, "related", item.id, "application/ld+json")
        for tag in dict.fromkeys(item.tags):
            ET.SubElement(entry, "category", {"term": tag})
        _text(entry, "summary", item.summary)
        _text(entry, "content", str(item.content), type="html")
    return xml_document(feed)


def json_feed(site: SiteView, listed: Sequence[Entry]) -> bytes:
    """feed.json: the same entries as a JSON Feed."""
    home = addresses.url(site.base_url, "")
    return as_json(
        {
            "version": _JSON_FEED,
            "title": _feed_title(site),
            "home_page_url": home,
            "feed_url": addresses.url(site.base_url, addresses.JSON_FEED),
            "description": str(site.description),
            "language": site.language,
            "authors": [{"name": str(site.title), "url": home}],
            "items": [_item(item) for item in listed],
        }
    )


def _item(item: Entry) -> dict[str, Any]:
    when = format_timestamp(item.when)
    return {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": str(item.content),
        "image": item.image,
        "date_published": when,
        "date_modified": when,
        "authors": [{"name": item.author, "url": item.author_url}],
        **({"tags": list(dict.fromkeys(item.tags))} if item.tags else {}),
    }


def _feed_title(site: SiteView) -> str:
    return site.words.say("New badges of %(title)s", title=site.title)


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text


def _link(parent: ET.Element, rel: str, href: str, media_type: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "type": media_type, "href": href})


def _person(parent: ET.Element, name: str, uri: str) -> None:
    author = ET.SubElement(parent, "author")
    _text(author, "name", name)
    _text(author, "uri", uri)
