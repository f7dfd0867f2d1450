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
from conferral.manifest import DOCUMENTS, Manifest
from conferral.model import Registry
from conferral.progress import Progress
from conferral.register.provenance import award_commits
from conferral.site.catalogue import build_catalogue
from conferral.site.indexes.former_addresses import former_addresses
from conferral.site.indexes.index_files import index_files, search_engine_files
from conferral.site.indexes.publications import badge_times, publications
from conferral.site.indexes.structured_data import page_data
from conferral.site.indexes.search_index import search_index
from conferral.site.language import Language
from conferral.site.overviews import overview
from conferral.site.pages import OWN_TEMPLATES, Look, Pages
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
    site = site_view(registry, manifest, Language.of(registry.file.languages[0], root / OWN_TEMPLATES / "languages"))
    published = publications(whole, badge_times(root))
    counted = counts(registry, site.as_of)
    shown = overview(registry, site, counted, {(one.badge.slug, one.number): one.when for one in published})
    structured = page_data(registry, site, published)
    pages = Pages(root, site)
    if progress:
        progress("catalogue", 0, 1)
    catalogue = [replace(page, structured=structured.get(page.path)) for page in pages.catalogue(shown)]
    look = build_catalogue(root, out, [site], catalogue, not_found=pages.not_found())
    if progress:
        progress("catalogue", 1, 1)
    _write(out, addresses.search_index(site.edition), search_index(shown.badges))
    for path, content in index_files(registry, manifest, site, counted, published):
        _write(out, path, content)
    for path, content in search_engine_files(site, catalogue, look.own_pages):
        _write(out, path, content)
    former = pages.former(look)
    for address in former_addresses(registry, site.edition):
        _write(out, f"{site.home}{address.former}index.html", former(address).encode())
    _write(out, f"{addresses.VERIFY_PAGE}index.html", pages.verify(look).encode())
    connections = Connections.of(registry, award_commits(root), pages_elsewhere(whole, manifest.registry_base))
    _write_credentials(registry, site, pages, look, connections, signed, out, progress)


def _write_credentials(
    registry: Registry,
    site: SiteView,
    pages: Pages,
    look: Look,
    connections: Connections,
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
        view = credential_view(registry, site, award, _signed(signed, award.id or ""), connections)
        _write(out, f"{view.page}index.html", page(view).encode())
        if progress and (done % _STEP == 0 or done == len(registered)):
            progress("pages", done, len(registered))


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
