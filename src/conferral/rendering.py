"""`conferral render`: the half of a build that runs templates and plugins.  It never holds a key.

The pages are made by processes behind a wall (`conferral.site.wall`), the share cards by another.  Pages of credentials
come out as bytes and are written here, each together with its signed document (`conferral.site.makers`).  What else is
signed, the cards, and the verifier that pages run, are then laid over the other pages byte for byte, so that nothing
behind the wall can alter them; what counts, and what programs read, is compared once more, and the finished folder
takes the old one's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from conferral import addresses
from conferral.errors import BuildError, RegistryProblems
from conferral.files import FolderFiles, digest
from conferral.keys import private_key_file
from conferral.loading import load
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.portfolios import portfolios
from conferral.progress import Progress
from conferral.signed_folder import DOCUMENTS, documents_digest
from conferral.site import card_making, credential_folders, makers, verbatim, wall, writing
from conferral.site.bundle import Bundle
from conferral.site.cards import Cards
from conferral.site.credential_folders import CredentialFolder
from conferral.site.page_work import PageWork
from conferral.site.typesetting import own_fonts
from conferral.site.unaltered import assert_unaltered
from conferral.standards.timestamps import parse_timestamp
from conferral.workers import processors

_PLEDGED = ("commit", "dirty", "as_of", "base_url", "preview", "moved_to", "moved_from", "files_digest")
"""Members of catalog.json by which others compare a site with a registry: no plugin may choose them."""
_CATALOGUE = "conferral.site.rendering:render_site"
_PAGES = "conferral.site.channel:make_pages"
_ENOUGH = 200
"""Pages that are worth another process."""
_PEOPLE = "people"
_SIGN_AGAIN = "Sign again: `conferral build` does both."
_HINT = "A template, theme, plugin or hook has changed it, or ended rendering too early."


def render(
    root: Path, signed: Path, out: Path, *, jobs: int | None = None, progress: Progress | None = None
) -> Manifest:
    """Render the site of the registry in `root` around the documents in `signed`, and exchange `out` for it.

    `jobs` is how many processes make pages, by default one for each processor; a small site needs but one.
    Raises `BuildError`; `out` is untouched then.
    """
    manifest = Manifest.of(signed)
    _refuse_altered(signed, manifest)
    writing.check_place(out, preview=manifest.preview)
    bundle = Bundle.read()
    files = FolderFiles(root)
    loaded = load(files)
    if loaded.registry is None or loaded.problems:
        raise RegistryProblems(loaded.problems)
    try:
        registry = loaded.registry.under(manifest.registry_base)
    except LookupError:
        raise BuildError("the registry's files are not those that were signed", hint="Sign again.") from None
    if digest(files) != manifest.files_digest:
        raise BuildError("the registry's files are not those that were signed", hint=_SIGN_AGAIN)
    key_files = [file for key in registry.keys if (file := private_key_file(key, root))]
    cards = Cards.of(registry, files, own_fonts(root))
    work = PageWork(root, loaded.registry, registry, signed, manifest)
    with (
        writing.usual_modes(),
        writing.staging(out) as staged,
        writing.apart(staged) as credentials,
        card_making.made(cards, forbidden=key_files, progress=progress) as pictures,
    ):
        _make(root, signed, staged, credentials, work, jobs or processors(), key_files, progress)
        _refuse_altered(signed, manifest)  # where the wall is weak, a plugin could have reached them
        if wall.wall_strength() == "process":  # and what was written meanwhile
            credential_folders.assert_whole(credentials, work.folders())
        bundle.lay(staged)
        verbatim.move_verbatim(pictures, staged)
        verbatim.copy_verbatim(signed / DOCUMENTS, staged, but=credential_folders.PLACE)
        verbatim.assert_verbatim(signed / DOCUMENTS, staged, but=credential_folders.PLACE)
        bundle.assert_laid(staged)
        _assert_catalog(staged, manifest)
        assert_unaltered(root, loaded.registry, manifest, staged)
        _assert_pages(staged)
        _assert_people(signed / DOCUMENTS, staged, registry, manifest)
        credential_folders.move_in(credentials, staged)
        writing.exchange(staged, out)
    return manifest


def _make(
    root: Path,
    signed: Path,
    staged: Path,
    credentials: Path,
    work: PageWork,
    jobs: int,
    forbidden: Sequence[Path],
    progress: Progress | None,
) -> None:
    """Have all pages made behind the wall: those of credentials are written here, all others there."""
    top = str(credentials)

    def put(folder: CredentialFolder, page: bytes, certificate: bytes | None) -> None:
        folder.write(top, page, certificate)

    with ExitStack() as running:

        def start(target: str, out: Path | None) -> wall.Walled:
            return running.enter_context(
                wall.behind_wall(root, signed, out, target=target, forbidden=forbidden, channel=True)
            )

        catalogue = start(_CATALOGUE, staged)
        others = [start(_PAGES, None) for _ in range(min(jobs, work.total // _ENOUGH) - 1)]
        makers.make_pages(catalogue, others, work, put, progress=progress)


def _refuse_altered(signed: Path, manifest: Manifest) -> None:
    if documents_digest(signed) != manifest.documents_digest:
        raise BuildError(f"the signed documents in '{signed}' are not those that were signed", hint="Sign again.")


def _assert_catalog(staged: Path, manifest: Manifest) -> None:
    catalog = writing.published_catalog(staged)
    if catalog is None:
        raise BuildError(f"'{addresses.CATALOG}' in the site is missing or no JSON object", hint=_HINT)
    for name in _PLEDGED:
        said, signed = catalog.get(name), getattr(manifest, name)
        if name not in catalog or type(said) is not type(signed) or said != signed:
            raise BuildError(f"'{name}' in '{addresses.CATALOG}' of the site is not what was signed", hint=_HINT)


def _assert_pages(staged: Path) -> None:
    """A process that ends early may still say that it is done."""
    for name in ("index.html", "404.html", f"{addresses.VERIFY_PAGE}index.html"):
        if not (staged / name).is_file():
            raise BuildError(f"the page '{name}' is missing from the site", hint=_HINT)


def _assert_people(documents: Path, staged: Path, registry: Registry, manifest: Manifest) -> None:
    """Below people/ stands what those shown have consented to, and nothing that was there once."""
    shown = [recipient for recipient, _ in portfolios(registry, parse_timestamp(manifest.as_of))]
    pages = {f"{addresses.person_page(recipient)}index.html" for recipient in shown}
    allowed = pages | {addresses.person_resume(recipient) for recipient in shown}
    top = staged / _PEOPLE
    found = {place.relative_to(staged).as_posix() for place in top.rglob("*") if not place.is_dir()}
    for path in sorted(pages - found):
        raise BuildError(f"the page '{path}' is missing from the site", hint=_HINT)
    for path in sorted(found - allowed):
        if not (documents / path).is_file():
            raise BuildError(
                f"'{path}' in the site is of nobody who has consented to it",
                hint="A template, theme, plugin or hook has written it, or it lies in the docs_dir of mkdocs.yml.",
            )
