"""The folder that was published: what the live site has to be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from conferral.errors import UndecidedError
from conferral.verify.folder import FolderResolver, catalog_of
from conferral.verify.resolving import FetchError
from conferral.verify.words import harmless

CATALOG = "catalog.json"
REVOCATIONS = "revocations/"
_AWARD = re.compile(r"[0-9a-z]{26}")
_LINK = re.compile(rb"credentials/([0-9a-z]{26})/")


class Built:
    """The site in a folder, as `conferral build` wrote it, for the address `base_url` (no slash at its end)."""

    def __init__(self, folder: Path, base_url: str) -> None:
        """Raises UndecidedError where the folder holds no site, or one of another address."""
        self.resolver = FolderResolver.for_site(folder)
        written = self.resolver.base_url.rstrip("/")
        if written != base_url:
            raise UndecidedError(
                f'the folder "{folder}" holds the site of "{harmless(written)}", not of "{base_url}"',
                hint="Name the folder that was published there. A preview never is.",
            )
        self.folder = folder
        self.base_url = base_url
        self.catalog: Mapping[str, Any] = catalog_of(folder) or {}

    def read(self, path: str) -> bytes | None:
        """The file at a site path, that of a folder being its index.html; None where there is none to be read."""
        name = f"{path}index.html" if not path or path.endswith("/") else path
        try:
            return self.resolver.fetch(f"{self.base_url}/{name}")
        except FetchError:
            return None

    @cached_property
    def credentials(self) -> Sequence[str]:
        """The ids of all credentials, in order."""
        return [award for award, published in self._awards if published]

    @cached_property
    def erased(self) -> Sequence[str]:
        """The ids of the awards that were erased: a page and no credential."""
        return [award for award, published in self._awards if not published]

    @cached_property
    def status_lists(self) -> Mapping[str, Sequence[str]]:
        """The site paths of the status lists of each issuer that has any, in order."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.folder.glob("issuers/*/status/*.json")):
            found.setdefault(path.parents[1].name, []).append(path.relative_to(self.folder).as_posix())
        return found

    @cached_property
    def records(self) -> Sequence[str]:
        """The site paths of all learner records, in order."""
        found = (*self.folder.glob("people/*/record.json"), *self.folder.glob("people/*/pathways/*.json"))
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    @cached_property
    def _awards(self) -> Sequence[tuple[str, bool]]:
        places = (place for place in sorted(self.folder.glob("credentials/*/")) if _AWARD.fullmatch(place.name))
        return [(place.name, (place / "credential.json").is_file()) for place in places]


def withdrawn(page: bytes) -> Sequence[str]:
    """The ids that a page /revocations/ links to, newest first, each once."""
    return list(dict.fromkeys(match.decode() for match in _LINK.findall(page)))
