"""Everything of a site that is not signed: pages, and what programs read.  No key is ever within reach of this.

It runs behind `conferral.site.wall`, because templates, themes and plugins are programs.  The signed documents are
only read here; trusted code copies them into the site afterwards, over whatever was left in their places.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from conferral import addresses
from conferral.errors import BuildError
from conferral.files import FolderFiles, digest
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.pathways.progress import Rules
from conferral.portfolios import portfolios
from conferral.progress import Progress
from conferral.register.provenance import award_commits, requests_of
from conferral.signed_folder import DOCUMENTS
from conferral.site.brand import brand_files
from conferral.site.catalogue import build_catalogue
from conferral.site.certificates import Certificates
from conferral.site.former_addresses import former_addresses
from conferral.site.indexes.heads import with_heads
from conferral.site.indexes.index_files import index_files, search_engine_files
from conferral.site.indexes.messages_file import messages_file
from conferral.site.indexes.search_index import search_index
from conferral.site.language import Language, available
from conferral.site.overviews import overview
from conferral.site.pages import OWN_MESSAGES, OWN_TEMPLATES, CataloguePage, Look, Pages
from conferral.site.person_views import person_view
from conferral.site.publications import badge_times, publications
from conferral.site.tallies import counts
from conferral.site.views import (
    Connections,
    SiteView,
    credential_view,
    pages_elsewhere,
    site_view,
    tombstone_view,
)

_STEP = 50  # pages between two reports of progress


def render_pages(root: Path, signed: Path, out: Path, *, progress: Progress | None = None) -> None:
    """Write every page and index of the registry in `root` into the empty folder `out`.

    `signed` is what `conferral sign` wrote: manifest.json, and the documents by site path under site/.  Raises
    `BuildError`, among others when the registry is not the one that was signed.
    """
    manifest = Manifest.of(signed)
    files = FolderFiles(root)
    if digest(files) != manifest.files_digest:
        raise BuildError(
            "the registry's files are not those that were signed", hint="Sign again: `conferral build` does both."
        )
    whole = load_registry(files)
    registry = whole.under(manifest.registry_base)
    own = root / OWN_MESSAGES
    languages = registry.file.languages
    sites = [site_view(registry, manifest, Language.of(code, own), edition=code) for code in languages]
    site, *_ = sites
    published = publications(whole, badge_times(root))
    times = {(one.badge.slug, one.number): one.when for one in published}
    counted = counts(registry, site.as_of)
    editions = [(each, Pages(root, each)) for each in sites]
    pages = editions[0][1]
    if progress:
        progress("catalogue", 0, 1)
    catalogue: list[CataloguePage] = []
    searched: dict[str, bytes] = {}
    for each, its_pages in editions:
        shown = overview(registry, each, counted, times)
        searched[addresses.search_index(each.edition)] = search_index(shown.badges)
        catalogue += with_heads(registry, each, published, its_pages.catalogue(shown))
    look = build_catalogue(root, out, sites, catalogue, not_found=pages.not_found())
    if progress:
        progress("catalogue", 1, 1)
    for path, content in (*searched.items(), *index_files(registry, manifest, site, counted, published)):
        _write(out, path, content)
    for path, content in brand_files(site.brand):
        if not (root / OWN_TEMPLATES / path).exists():
            _write(out, path, content)
    for path, content in search_engine_files(site, catalogue, look.own_pages):
        _write(out, path, content)
    for each, its_pages in editions:
        former = its_pages.former(look)
        for address in former_addresses(registry, each.edition):
            _write(out, f"{each.home}{address.former}index.html", former(address).encode())
    # Pages that exist in one language have words of their own, which remember what was said.
    alone = replace(site, words=Language.of(languages[0], own))
    pages = Pages(root, alone)
    _write(out, f"{addresses.VERIFY_PAGE}index.html", pages.verify(look, {page.path for page in catalogue}).encode())
    commits = award_commits(root)
    connections = Connections.of(
        registry,
        commits,
        pages_elsewhere(whole, manifest.registry_base),
        requests_of(root, commits.values()),
        look.repository,
    )
    with Certificates.of(registry, site, root, signed / DOCUMENTS) as certificates:
        _write_credentials(registry, alone, pages, look, connections, certificates, signed, out, progress)
    _write_portfolios(registry, alone, pages, look, signed / DOCUMENTS, out)
    for code in available(own):
        _write(out, addresses.messages(code), messages_file(alone.words, Language.of(code, own)))


def _write_credentials(
    registry: Registry,
    site: SiteView,
    pages: Pages,
    look: Look,
    connections: Connections,
    certificates: Certificates | None,
    signed: Path,
    out: Path,
    progress: Progress | None,
) -> None:
    tombstone = pages.tombstones(look)
    for erased in registry.erased:
        grave = tombstone_view(erased, site.words)
        _write(out, f"{grave.page}index.html", tombstone(grave).encode())
    page = pages.credentials(look)
    registered = [award for award in registry.awards if award.row]
    for done, award in enumerate(registered, 1):
        _signed(signed, award.id or "")  # is there
        view = credential_view(registry, site, award, connections)
        _write(out, f"{view.page}index.html", page(view).encode())
        certificate = certificates.certificate(award, view) if certificates and view.certificate else None
        if certificate is not None:
            _write(out, view.certificate, certificate)
        if progress and (done % _STEP == 0 or done == len(registered)):
            progress("pages", done, len(registered))


def _write_portfolios(registry: Registry, site: SiteView, pages: Pages, look: Look, documents: Path, out: Path) -> None:
    page = pages.portfolios(look)
    rules = Rules(registry)
    for recipient, _ in portfolios(registry, site.as_of):
        place = documents / addresses.person_page(recipient)
        records = [path.relative_to(documents).as_posix() for path in place.rglob("*.json")]
        view = person_view(registry, site, recipient, rules, records)
        _write(out, f"{view.page}index.html", page(view).encode())


def _signed(signed: Path, award: str) -> dict[str, Any]:
    path = addresses.credential_json(award)
    try:
        document: dict[str, Any] = json.loads((signed / DOCUMENTS / path).read_bytes())
    except (OSError, ValueError) as error:
        raise BuildError(f"the signed document {path} is missing or damaged", hint="Sign again.") from error
    return document


def _write(out: Path, path: str, content: bytes) -> None:
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
