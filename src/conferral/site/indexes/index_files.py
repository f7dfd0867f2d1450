"""Every file of a site that programs read and nobody signs, by its site path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conferral import addresses
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.site.indexes import catalog_schema, revocation_files
from conferral.site.indexes.catalog_file import catalog
from conferral.site.indexes.feeds import atom, entries, json_feed
from conferral.site.indexes.issuer_registry_file import issuer_registry
from conferral.site.indexes.oembed import oembed
from conferral.site.indexes.resume_file import resumes
from conferral.site.indexes.revocation_files import revocations_csv, revocations_json, taken_back
from conferral.site.indexes.sitemap import robots, sitemap
from conferral.site.indexes.skill_files import skills_files
from conferral.site.pages import CataloguePage
from conferral.site.pathway_picture import picture_file
from conferral.site.pathway_views import pathway_views
from conferral.site.publications import Publication
from conferral.site.tallies import Counts
from conferral.site.views import SiteView


def index_files(
    registry: Registry, manifest: Manifest, site: SiteView, counts: Counts, published: Sequence[Publication]
) -> Iterator[tuple[str, bytes]]:
    """The catalogue, feeds and lists as (site path, content); `site` is in the first language."""
    yield addresses.CATALOG, catalog(registry, manifest, counts)
    yield addresses.CATALOG_SCHEMA, catalog_schema.schema(manifest.base_url)
    yield addresses.ISSUER_REGISTRY, issuer_registry(registry, manifest)
    news = entries(registry, site, published)
    yield addresses.ATOM_FEED, atom(site, news)
    yield addresses.JSON_FEED, json_feed(site, news)
    withdrawn = taken_back(registry, counts, manifest.base_url)
    yield addresses.REVOCATIONS_JSON, revocations_json(manifest, withdrawn)
    yield addresses.REVOCATIONS_SCHEMA, revocation_files.schema(manifest.base_url)
    yield addresses.REVOCATIONS_CSV, revocations_csv(withdrawn)
    yield from resumes(registry, site)
    yield from skills_files(registry, manifest.base_url)
    for slug, badge in registry.badges.items():
        if badge.current.state != "draft":
            yield addresses.badge_oembed(slug), oembed(registry, site, badge)
    for view in pathway_views(registry, site, counts):
        yield view.picture, picture_file(view, site.words)


def search_engine_files(
    site: SiteView, pages: Sequence[CataloguePage], own: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """sitemap.xml and robots.txt as (site path, content); `own` are the site paths of a registry's own pages.

    A preview and the site of a former base URL have none: neither should be found.
    """
    if site.preview or site.moved_to:
        return
    yield from sitemap(site.base_url, pages, own)
    read_first = robots(site.base_url)
    if read_first:
        yield addresses.ROBOTS, read_first
