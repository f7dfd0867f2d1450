"""What is published now: the commit that the live catalog.json names.

Asking the network is left to the resolver of `conferral.verify`; a file or folder may stand in for the site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conferral import addresses
from conferral.branches import known
from conferral.errors import DocumentError, RegistryError
from conferral.files import FolderFiles
from conferral.loading import load
from conferral.standards.strict_json import read_object
from conferral.verify.resolving import FetchError, NotFoundError, Resolver

NEVER = "none"
"""Stands for the place of a site that was never published."""

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Live:
    """The site that is published: where its catalogue was read, the commit it was built from, and as of when.

    `dirty` says that files of the registry were not those of the commit: revocations laid over an earlier state.
    """

    place: str
    commit: str
    as_of: str
    dirty: bool


def live(root: Path, *, place: str | None, resolver: Resolver) -> Live | None:
    """What is published of the registry in a folder; None when nothing was published yet.

    `place` is where to look instead of the registry's own address: the address or the folder of a copy of the site,
    or its catalog.json, or `NEVER` for a registry that has issued awards and never published them.  That nothing is
    published is believed only where nothing answers: no such page, or no such host.  Where nothing is published yet at
    the address that a registry moved to, its former ones are asked, the latest first.

    Raises `RegistryError` when it cannot be told, when what answers is not this registry, is a preview, or names a
    commit that is not here.
    """
    registry = load(FolderFiles(root)).registry
    if registry is None or (("registry",) in registry.gaps and registry.pins is None):
        raise RegistryError("the registry's address cannot be read", hint="Mend credentials/registry.yml first.")
    base_url = registry.pins.present_base_url if registry.pins else registry.file.base_url
    former = [base for base in reversed(registry.bases) if base != base_url]
    where = _catalogue(base_url if place in (None, NEVER) else str(place))
    content, absence = _fetched(where, resolver)
    if content is not None:
        return _read(root, where, content, (base_url,) if place in (None, NEVER) else (base_url, *former))
    for base in former if place is None else ():
        content, _ = _fetched(_catalogue(base), resolver)
        if content is not None:
            return _read(root, _catalogue(base), content, (base,))
    if registry.rows and place != NEVER:
        raise RegistryError(
            f"nothing is published at {where}: {absence}; yet this registry has issued awards",
            hint=f"If it was never published, say so with `--live {NEVER}` or CONFERRAL_LIVE={NEVER}; it has no "
            "effect once there is something to compare with.  Otherwise wait until the site answers again.",
        )
    return None


def _fetched(where: str, resolver: Resolver) -> tuple[bytes | None, str]:
    """What stands there, or why nothing does; raises `RegistryError` when it cannot be told."""
    try:
        return (resolver.fetch(where) if where.startswith("https://") else Path(where).read_bytes()), ""
    except (FetchError, FileNotFoundError) as error:
        why = error.message if isinstance(error, FetchError) else "there is no such file"
        if isinstance(error, NotFoundError | FileNotFoundError) or why == "there is no such host":
            return None, why
        raise RegistryError(
            f"what is published cannot be told: {where}: {why}",
            hint="Try again later; nothing is published without comparing.",
        ) from error


def _catalogue(place: str) -> str:
    if place.startswith("https://"):
        return place if place.endswith(".json") else addresses.url(place.rstrip("/"), addresses.CATALOG)
    return str(Path(place, addresses.CATALOG) if Path(place).is_dir() else Path(place))


def _read(root: Path, where: str, content: bytes, bases: Sequence[str]) -> Live:
    try:
        catalog: Mapping[str, Any] = read_object(content)
    except DocumentError as error:
        raise RegistryError(f"{where} is no catalogue: {error.message}") from error
    if not isinstance(catalog.get("base_url"), str):
        raise RegistryError(f"{where} is no catalogue of a registry", hint="Is this the registry's address?")
    if catalog.get("preview") is not False:
        raise RegistryError(f"{where} is of a preview, which nothing may be compared with", hint="Publish the site.")
    if catalog["base_url"] not in bases:
        raise RegistryError(
            f"{where} is the catalogue of {catalog['base_url']}, and this registry is {bases[0]}",
            hint="Look where the address leads; another site answers in its place.",
        )
    commit = catalog.get("commit")
    if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        raise RegistryError(
            f"{where} names no commit: the site was not built from a git repository",
            hint="Name the commit yourself with --base, and publish from a repository.",
        )
    try:
        known(root, commit)
    except RegistryError as error:
        raise RegistryError(
            f"the published site was built from commit {commit[:12]}, which is not in this repository",
            hint="Fetch the whole history (fetch-depth: 0 in a CI).  If the history was rewritten, bring it back.",
        ) from error
    return Live(where, commit, str(catalog.get("as_of")), catalog.get("dirty") is not False)
