"""What a site takes on the disk of a static host: bytes and files, of all and of each credential."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_OF_A_CREDENTIAL = ("index.html", "credential.json")


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes and files; `pages` and `documents` are those of all credentials together."""

    bytes: int
    files: int
    credentials: int
    pages: int
    documents: int
    credential_files: int
    heaviest: int
    """Bytes of the credential that takes most, page and JSON."""


def weight(site: Path) -> Weight:
    """What a built site takes; bytes are those of the files' content, not of the blocks they lie in."""
    total = files = credentials = pages = documents = credential_files = heaviest = 0
    for place, _, names in os.walk(site):
        sizes = {name: os.lstat(os.path.join(place, name)).st_size for name in names}  # noqa: PTH118 -- many
        total += sum(sizes.values())
        files += len(sizes)
        if "credential.json" in sizes:
            page, document = (sizes.get(name, 0) for name in _OF_A_CREDENTIAL)
            credentials += 1
            pages += page
            documents += document
            credential_files += len(sizes)
            heaviest = max(heaviest, page + document)
    return Weight(total, files, credentials, pages, documents, credential_files, heaviest)
