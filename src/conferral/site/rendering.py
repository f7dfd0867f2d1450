"""Everything of a site that is not signed: pages, and what programs read.  No key is ever within reach of this.

It runs behind `conferral.site.wall`, because templates, themes and plugins are programs.  The signed documents are
only read here; trusted code copies them into the site afterwards, over whatever was left in their places.  Pages of
credentials, of which there are many, may be made by other processes at the same time; none of these writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from conferral import addresses
from conferral.errors import BuildError
from conferral.files import FolderFiles, digest
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.pathways.progress import Rules
from conferral.portfolios import portfolios
from conferral.progress import Progress
from conferral.signed_folder import DOCUMENTS
from conferral.site.brand import brand_files
from conferral.site.catalogue import build_catalogue
from conferral.site.channel import Channel
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
from conferral.site.views import SiteView, site_view


def render_site(root: Path, signed: Path, out: Path, *, progress: Progress, channel: Channel) -> None:
    """Make everything that is not signed: a target for `conferral.site.wall`.

    What is no page of a credential is written into `out`, the others go out by the channel.
    """

    def make_pages() -> Iterable[tuple[str, str]]:
        channel.make_pages(root, signed / DOCUMENTS)
        return channel.said_elsewhere()

    render_catalogue(root, signed, out, on_look=channel.tell_look, make_pages=make_pages, progress=progress)


def render_catalogue(
    root: Path,
    signed: Path,
    out: Path,
    *,
    on_look: Callable[[Look], None],
    make_pages: Callable[[], Iterable[tuple[str, str]]],
    progress: Progress | None = None,
) -> None:
    """Write every page and index of the registry in `root` but the pages of credentials into the empty folder `out`.

    `signed` is what `conferral sign` wrote.  `on_look` is told early what the pages of credentials share of the look of
    the others; `make_pages` has them made and returns what was said on them (`Language.said`).  Raises `BuildError`,
    among others when the registry is not the one that was signed.
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
    look = build_catalogue(root, out, sites, catalogue, not_found=pages.not_found(), on_look=on_look)
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
    _write_portfolios(registry, alone, pages, look, signed / DOCUMENTS, out)
    if progress:
        progress("catalogue", 1, 1)
    alone.words.said.update(dict.fromkeys(make_pages()))
    for code in available(own):
        _write(out, addresses.messages(code), messages_file(alone.words, Language.of(code, own)))


def _write_portfolios(registry: Registry, site: SiteView, pages: Pages, look: Look, documents: Path, out: Path) -> None:
    page = pages.portfolios(look)
    rules = Rules(registry)
    for recipient, _ in portfolios(registry, site.as_of):
        place = documents / addresses.person_page(recipient)
        records = [path.relative_to(documents).as_posix() for path in place.rglob("*.json")]
        view = person_view(registry, site, recipient, rules, records)
        _write(out, f"{view.page}index.html", page(view).encode())


def _write(out: Path, path: str, content: bytes) -> None:
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
