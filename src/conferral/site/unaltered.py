"""What programs and the verifier's page read of a site, compared with what the registry says.

Catalogue, feeds, lists of what was taken back and the sentences of scripts are written behind the wall, where plugins
are, and nothing of a template is in them.  So trusted code makes them once more, and a site in which one differs is
refused.  Pages are not compared: a registry's templates and plugins may make of them what they like.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from conferral import addresses
from conferral.errors import BuildError
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.site.indexes.index_files import index_files
from conferral.site.indexes.messages_file import said
from conferral.site.language import Language, available
from conferral.site.pages import OWN_MESSAGES
from conferral.site.publications import badge_times, publications
from conferral.site.tallies import counts
from conferral.site.views import site_view

_HINT = "A template, theme, plugin or hook has changed it, or ended rendering too early."


def known_files(root: Path, registry: Registry, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Site paths and contents of the files that only the whole `registry` in `root` and the manifest decide."""
    here = registry.under(manifest.registry_base)
    first = here.file.languages[0]
    site = site_view(here, manifest, Language.of(first, root / OWN_MESSAGES), edition=first)
    published = publications(registry, badge_times(root))
    yield from index_files(here, manifest, site, counts(here, site.as_of), published)


def assert_unaltered(root: Path, registry: Registry, manifest: Manifest, staged: Path) -> None:
    """Make sure that these files are in the folder `staged` as they should be, and the sentences of scripts, too.

    Raises `BuildError` naming the first that differs.
    """
    for path, content in known_files(root, registry, manifest):
        if _content(staged / path) != content:
            raise BuildError(f"'{path}' in the site is not what the registry says", hint=_HINT)
    own = root / OWN_MESSAGES
    for code in available(own):
        path = addresses.messages(code)
        if _said(_content(staged / path)) != said(Language.of(code, own)):
            raise BuildError(f"'{path}' in the site says something else than the files of messages", hint=_HINT)


def _said(content: bytes) -> object:
    try:
        messages = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return messages.get("said") if isinstance(messages, dict) else None


def _content(path: Path) -> bytes:
    """The bytes of a regular file; none of anything else."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    with os.fdopen(descriptor, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
