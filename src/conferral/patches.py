"""Changed files as a patch that `git apply` takes: for those who cannot run the command that changed them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from conferral.history import git

_LOOKS = ("--no-index", "--no-prefix", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--text")
_DIFFERENT = 1


def patch(files: Mapping[str, tuple[bytes | None, bytes]], *, folder: str = "") -> bytes:
    """A patch of files, by their paths in the registry: the bytes before (None: there was none) and after.

    `folder` is the registry's place in the repository, from whose top the patch is applied: empty, or a path with a
    slash at its end.  Where nothing differs the patch is empty.
    """
    with tempfile.TemporaryDirectory() as temporary:
        for side in ("a", "b"):
            Path(temporary, side).mkdir()
        for path, (before, after) in files.items():
            for side, content in (("a", before), ("b", after)):
                if content is not None:
                    place = Path(temporary, side, folder + path)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(content)
        return git(Path(temporary), "diff", *_LOOKS, "a", "b", accepted=(0, _DIFFERENT))
