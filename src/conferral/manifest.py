"""What passes from signing to rendering, besides the signed documents (`conferral.signed_folder`): what they are."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from conferral.errors import BuildError

MANIFEST = "manifest.json"
"""The manifest's name in the folder.  It is written last: a folder without one is unfinished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What was signed.

    `commit` is the full hash of the commit that is checked out (None outside git), `dirty` whether files differ
    from it, `files_digest` the digest of all registry files (`conferral.files.digest`), by which rendering makes
    sure that it reads what was signed.  `documents_digest` is the digest of everything that was signed.

    `registry_base` is the base URL of the registry whose awards these are: `base_url` itself but in a preview.  Of a
    registry that has moved, `moved_to` is its present base URL where that is another one (else None), and `moved_from`
    are the former ones where this is the present one.
    """

    conferral: str
    commit: str | None
    dirty: bool
    as_of: str
    base_url: str
    preview: bool
    registry_base: str
    moved_to: str | None
    moved_from: list[str]
    files_digest: str
    documents_digest: str
    awards: int

    def to_json(self) -> bytes:
        """As a file."""
        return json.dumps(asdict(self), indent=2).encode() + b"\n"

    @classmethod
    def of(cls, signed: Path) -> Manifest:
        """The manifest of a folder that `conferral sign` wrote; raises `BuildError`."""
        try:
            return cls(**json.loads((signed / MANIFEST).read_bytes()))
        except OSError as error:
            hint = "Name the folder that `conferral sign --out` wrote."
            raise BuildError(f"{signed} holds no signed documents", hint=hint) from error
        except (ValueError, TypeError) as error:
            raise BuildError(f"{signed / MANIFEST} is not one that `conferral sign` wrote") from error
