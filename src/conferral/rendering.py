"""`conferral render`: the half of a build that runs templates and plugins.  It never holds a key.

The pages are made by a process behind a wall (`conferral.site.wall`), the share cards by another.  What is signed, the
cards, and the verifier that pages run, are then laid over the pages byte for byte, so that nothing behind the wall can
alter them; what counts, and what programs read, is compared once more, and the finished folder takes the old one's
place.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from conferral import addresses
from conferral.errors import BuildError, RegistryProblems
from conferral.files import FolderFiles
from conferral.keys import private_key_file
from conferral.loading import load
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.portfolios import portfolios
from conferral.progress import Progress
from conferral.signed_folder import DOCUMENTS, documents_digest
from conferral.site import card_making, verbatim, wall, writing
from conferral.site.bundle import Bundle
from conferral.site.cards import Cards
from conferral.site.typesetting import own_fonts
from conferral.site.unaltered import assert_unaltered
from conferral.standards.timestamps import parse_timestamp
from conferral.states import state_of

_PLEDGED = ("commit", "dirty", "as_of", "base_url", "preview", "moved_to", "moved_from", "files_digest")
"""Members of catalog.json by which others compare a site with a registry: no plugin may choose them."""
_CREDENTIALS = "credentials"
_PEOPLE = "people"
_HINT = "A template, theme, plugin or hook has changed it, or ended rendering too early."


def render(root: Path, signed: Path, out: Path, *, progress: Progress | None = None) -> Manifest:
    """Render the site of the registry in `root` around the documents in `signed`, and exchange `out` for it.

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
    key_files = [file for key in registry.keys if (file := private_key_file(key, root))]
    cards = Cards.of(registry, files, own_fonts(root))
    with (
        writing.staging(out) as staged,
        card_making.made(cards, forbidden=key_files, progress=progress) as pictures,
    ):
        wall.render_behind_wall(root, signed, staged, forbidden=key_files, on_progress=progress)
        _refuse_altered(signed, manifest)  # where the wall is weak, a plugin could have reached them
        bundle.lay(staged)
        verbatim.copy_verbatim(pictures, staged)
        verbatim.copy_verbatim(signed / DOCUMENTS, staged)
        verbatim.assert_verbatim(signed / DOCUMENTS, staged)
        bundle.assert_laid(staged)
        _assert_catalog(staged, manifest)
        assert_unaltered(root, loaded.registry, manifest, staged)
        _assert_pages(signed / DOCUMENTS, staged, [erased.id for erased in registry.erased])
        _assert_nothing_else(signed / DOCUMENTS, staged, registry, manifest)
        _assert_people(signed / DOCUMENTS, staged, registry, manifest)
        writing.exchange(staged, out)
    return manifest


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


def _assert_pages(documents: Path, staged: Path, erased: Sequence[str]) -> None:
    """A process that ends early may still say that it is done."""
    for name in ("index.html", "404.html", f"{addresses.VERIFY_PAGE}index.html"):
        if not (staged / name).is_file():
            raise BuildError(f"the page '{name}' is missing from the site", hint=_HINT)
    signed = (document.parent.name for document in documents.glob(addresses.credential_json("*")))
    pages = (staged / addresses.credential_page(award) / "index.html" for award in (*signed, *erased))
    missing = sum(not page.is_file() for page in pages)
    if missing:
        which = "the page of 1 credential is" if missing == 1 else f"the pages of {missing} credentials are"
        raise BuildError(f"{which} missing from the site", hint=_HINT)


def _assert_nothing_else(documents: Path, staged: Path, registry: Registry, manifest: Manifest) -> None:
    """Beside credentials stand no other files: what does is believed as they are."""
    as_of = parse_timestamp(manifest.as_of)
    printed = {
        addresses.certificate(award.id)
        for award in registry.awards
        if registry.file.policy.certificates
        and award.row
        and award.id
        and state_of(registry, award, as_of).kind in ("valid", "expired")
    }
    pages = {
        f"{addresses.credential_page(award)}index.html"
        for award in (*(row.id for row in registry.rows), *(erased.id for erased in registry.erased))
    }
    top = staged / _CREDENTIALS
    for place in sorted(top.rglob("*")) if top.is_dir() else ():
        path = place.relative_to(staged).as_posix()
        if not place.is_dir() and path not in pages and path not in printed and not (documents / path).is_file():
            raise BuildError(
                f"'{path}' in the site belongs to no credential",
                hint="A template, theme, plugin or hook has written it, or it lies in the docs_dir of mkdocs.yml.",
            )


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
