"""`conferral render`: the half of a build that runs templates and plugins.  It never holds a key.

The pages are made by a process behind a wall (`conferral.site.wall`).  What is signed is then laid over them byte for
byte and compared, so that nothing behind the wall can alter it, and the finished folder takes the old one's place.
"""

from __future__ import annotations

from pathlib import Path

from conferral.errors import RegistryProblems
from conferral.files import FolderFiles
from conferral.keys import private_key_file
from conferral.loading import load
from conferral.manifest import DOCUMENTS, Manifest
from conferral.progress import Progress
from conferral.site import verbatim, wall, writing


def render(root: Path, signed: Path, out: Path, *, progress: Progress | None = None) -> Manifest:
    """Render the site of the registry in `root` around the documents in `signed`, and exchange `out` for it.

    Raises `BuildError`; `out` is untouched then.
    """
    manifest = Manifest.of(signed)
    loaded = load(FolderFiles(root))
    if loaded.registry is None or loaded.problems:
        raise RegistryProblems(loaded.problems)
    key_files = [file for key in loaded.registry.keys if (file := private_key_file(key, root))]
    with writing.staging(out) as staged:
        wall.render_behind_wall(root, signed, staged, forbidden=key_files, on_progress=progress)
        verbatim.copy_verbatim(signed / DOCUMENTS, staged)
        verbatim.assert_verbatim(signed / DOCUMENTS, staged)
        writing.exchange(staged, out)
    return manifest
