"""Makes the pages of a registry in a folder, without the wall: what `conferral build` does, in pieces."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from conferral.addresses import PREVIEW_BASE_URL
from conferral.files import FolderFiles, digest
from conferral.issuing import Issuing, baked_images, images, preview_signers
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.register.registration import carry_out, plan
from conferral.signed_folder import DOCUMENTS, SigningFolder, documents_digest, signed_credentials
from conferral.site.certificates import letters_missing
from conferral.site.page_making import PageMaker
from conferral.site.page_work import PageWork
from conferral.site.pages import Look
from conferral.site.rendering import render_catalogue
from conferral.standards.timestamps import format_timestamp

AS_OF = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REGISTERED = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def register(root: Path) -> list[str]:
    """Register every award of the registry in `root`, always with the same ids; the ids."""
    files = FolderFiles(root)
    planned = plan(load_registry(files), files, now=REGISTERED, chance=random.Random(7))
    carry_out(planned, root)
    return [award.id or "" for award in load_registry(files).awards]


def add_files(root: Path, texts: Mapping[str, str]) -> None:
    """Write files into a registry."""
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def sign(root: Path, signed: Path, *, as_of: datetime = AS_OF, preview: bool = True, commit: str | None = None) -> Path:
    """Write what `conferral sign` writes; without `preview` throwaway keys sign under the registry's own address."""
    files = FolderFiles(root)
    registry = load_registry(files)
    base_url = PREVIEW_BASE_URL if preview else registry.file.base_url
    signers = preview_signers(registry, as_of)
    folder = SigningFolder(signed)
    issuing = Issuing(registry, signers, base_url=base_url, as_of=as_of, preview=True)
    for path, content in chain(issuing.documents(), images(registry, files)):
        folder.write(path, content)
    for made in issuing.credentials():
        folder.write_credentials(made)
    for path, content in chain(issuing.records(), baked_images(registry, files, signed_credentials(signed))):
        folder.write(path, content)
    manifest = Manifest(
        conferral="0",
        commit=commit,
        dirty=False,
        as_of=format_timestamp(as_of),
        base_url=base_url,
        preview=preview,
        registry_base=registry.file.base_url,
        moved_to=None,
        moved_from=[],
        files_digest=digest(files),
        documents_digest=documents_digest(signed),
        awards=len(registry.awards),
    )
    (signed / "manifest.json").write_bytes(manifest.to_json())
    return signed


def render(root: Path, signed: Path, out: Path) -> Path:
    """Write the pages into a new folder."""
    out.mkdir(parents=True)
    manifest = Manifest.of(signed)
    looks: list[Look] = []

    def make_pages() -> Iterable[tuple[str, str]]:
        whole = load_registry(FolderFiles(root))
        work = PageWork(root, whole, whole.under(manifest.registry_base), signed, manifest)
        with PageMaker(root, signed / DOCUMENTS, work.setting(looks[0])) as maker:
            for task in work.tasks(looks[0]):
                for path, content in maker.pages(task.share):
                    (out / path).parent.mkdir(parents=True, exist_ok=True)
                    (out / path).write_bytes(content)
            if faults := maker.faults():
                raise letters_missing(faults)
        return maker.words.said

    render_catalogue(root, signed, out, on_look=looks.append, make_pages=make_pages)
    return out
