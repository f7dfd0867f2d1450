"""`conferral sign`: the half of a build that holds the keys.  It reads YAML and writes signed JSON, nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path

import conferral
from conferral.addresses import PREVIEW_BASE_URL
from conferral.checking import ready_but_for_digests, ready_to_sign
from conferral.errors import RegistryError, SigningError
from conferral.files import Files, digest
from conferral.history import head, is_changed
from conferral.issuing import DriftError, Issuing, baked_images, images, keys_that_sign, preview_signers
from conferral.manifest import MANIFEST, Manifest
from conferral.model import Registry
from conferral.progress import Progress
from conferral.signed_folder import SigningFolder, documents_digest, signed_credentials
from conferral.signers import Passphrase, Signer, open_signer
from conferral.standards.timestamps import format_timestamp
from conferral.workers import ALONE, Workers


def sign(
    root: Path,
    out: Path,
    *,
    preview: bool,
    as_of: datetime,
    environ: Mapping[str, str],
    passphrase: Passphrase,
    for_base: str | None = None,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> Manifest:
    """Check the registry in `root`, sign every document and write them to the new folder `out`.

    `conferral.signed_folder` says what is in it; the manifest is written last, so a folder without one is unfinished.
    `workers` prepare what this process signs; they are given no key.  Of a registry that has moved, the documents are
    those of the base URL `for_base`, by default the present one.  Raises `RegistryError`, `RegistryProblems` and
    `SigningError`; nothing is left then.
    """

    def ready() -> tuple[Registry, Files]:
        return ready_to_sign(root, as_of=as_of, preview=preview, workers=workers, progress=progress)

    # What is published under the one address that a registry has had is compared with the register as it is signed.
    almost = None if preview else ready_but_for_digests(root, as_of=as_of, preview=preview)
    compared = almost is not None and len(almost[0].bases) == 1
    whole, files = almost if almost and compared else ready()
    registry = _under(whole, for_base)
    try:
        signers = preview_signers(registry, as_of) if preview else _open_all(registry, root, as_of, environ, passphrase)
    except SigningError:
        ready()  # what is wrong with the registry is told first
        raise
    base_url = PREVIEW_BASE_URL if preview else registry.file.base_url
    commit = head(root)
    try:
        folder = SigningFolder(out)
    except FileExistsError:
        raise SigningError(f"{out} exists", hint="Name a folder that does not exist yet.") from None
    try:
        issuing = Issuing(registry, signers, base_url=base_url, as_of=as_of, preview=preview, compared=compared)
        for path, content in chain(issuing.documents(), images(registry, files)):
            folder.write(path, content)
        for signed in issuing.credentials(workers, progress):
            folder.write_credentials(signed)
        for path, content in chain(issuing.records(), baked_images(registry, files, signed_credentials(out))):
            folder.write(path, content)
        manifest = Manifest(
            conferral=conferral.__version__,
            commit=commit.hash if commit else None,
            dirty=bool(commit) and is_changed(root),
            as_of=format_timestamp(as_of),
            base_url=base_url,
            preview=preview,
            registry_base=registry.file.base_url,
            moved_to=None if registry.file.base_url == whole.file.base_url else whole.file.base_url,
            moved_from=former_bases(whole) if registry.file.base_url == whole.file.base_url else [],
            files_digest=digest(files),
            documents_digest=documents_digest(out),
            awards=len(registry.awards),
        )
        (out / MANIFEST).write_bytes(manifest.to_json())
    except BaseException as error:
        shutil.rmtree(out, ignore_errors=True)
        if isinstance(error, DriftError):
            ready()  # says what changed, and where
        raise
    return manifest


def former_bases(registry: Registry) -> list[str]:
    """The base URLs that a registry had and has no more, oldest first; none for one that never moved."""
    return [base for base in registry.bases if base != registry.file.base_url]


def _under(registry: Registry, base_url: str | None) -> Registry:
    if base_url is None:
        base_url = registry.file.base_url
    try:
        return registry.under(base_url.rstrip("/"))
    except LookupError:
        raise RegistryError(
            f"this registry never was at {base_url}", hint=f"Name one of: {', '.join(registry.bases)}"
        ) from None


def _open_all(
    registry: Registry, root: Path, as_of: datetime, environ: Mapping[str, str], passphrase: Passphrase
) -> Mapping[str, Signer]:
    """A signer for every issuer that signs; raises `SigningError` with all that are missing or unusable."""
    signers: dict[str, Signer] = {}
    errors: list[SigningError] = []
    for issuer, key in keys_that_sign(registry, as_of).items():
        try:
            signers[issuer] = open_signer(key, root=root, environ=environ, passphrase=passphrase)
        except SigningError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SigningError(
            f"{len(errors)} keys cannot sign:\n  " + "\n  ".join(error.message for error in errors),
            hint=errors[0].hint,
        )
    return signers
