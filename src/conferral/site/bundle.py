"""The scripts of the pages, the verifier among them: laid over the site by trusted code, as the signed documents are.

They are bundled from `src/pages` and `src/verifier` into a folder of this package.  Whatever a page, theme or plugin
has put in their place is replaced, and the place is compared at the end: what tells people that a credential holds is
nobody's to change.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conferral import addresses
from conferral.errors import BuildError

_FOLDER = Path(__file__).parent / "scripts"
_FIRST = "verify.js"
_HINT = "A template, theme, plugin or hook has changed it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The scripts by the names of their files, read before anything else has run."""

    files: Mapping[str, bytes]

    @classmethod
    def read(cls, folder: Path = _FOLDER) -> Bundle:
        """The scripts in `folder`, by default this package's.  Raises `BuildError` when there is none."""
        if not (folder / _FIRST).is_file():
            raise BuildError(
                "the scripts of the pages are missing from this installation",
                hint="In a checkout, run `make bundle`; it needs Node.js 20 or newer.",
            )
        return cls(files={path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".tmp"})

    def lay(self, staged: Path) -> None:
        """Put the scripts into their place below `staged`, instead of whatever is there.  Links are never followed."""
        place = staged
        for part in addresses.SCRIPTS.rstrip("/").split("/"):
            place /= part
            if place.is_symlink() or not place.is_dir():
                place.unlink(missing_ok=True)
                place.mkdir()
        for entry in list(place.iterdir()):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        for name, content in self.files.items():
            (place / name).write_bytes(content)

    def assert_laid(self, staged: Path) -> None:
        """Make sure that the scripts below `staged` are these, and that nothing stands beside them.

        Raises BuildError.
        """
        place = staged / addresses.SCRIPTS
        found = {path.name for path in place.iterdir()} if place.is_dir() else set()
        for name in sorted(found ^ set(self.files)):
            what = "is none of conferral's scripts" if name in found else "is missing from the site"
            raise BuildError(f"'{addresses.SCRIPTS}{name}' {what}", hint=_HINT)
        for name, content in self.files.items():
            if (place / name).is_symlink() or (place / name).read_bytes() != content:
                raise BuildError(f"'{addresses.SCRIPTS}{name}' in the site differs from conferral's own", hint=_HINT)
