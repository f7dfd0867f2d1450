"""Wheels and source archives carry the scripts of the pages, bundled from `src/pages` and `src/verifier`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_BUNDLE = "src/conferral/site/scripts/verify.js"
_SOURCES = "tools/bundled.txt"
"""A path or a pattern on each line, as the Makefile reads them too; source archives have no such list."""


class BundleHook(BuildHookInterface[Any]):
    """Bundles where that is needed and possible; without the bundle nothing is built.

    A checkout that is installed to be edited is left alone: there `make` bundles.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called before the files are gathered."""
        if version == "editable":
            return
        root = Path(self.root)
        if not _is_stale(root):
            return
        node = shutil.which("node")
        if node is None or not (root / "node_modules/esbuild").is_dir():
            raise SystemExit(
                f"{_BUNDLE} is missing or older than its sources, and it takes Node.js 20 or newer and the packages "
                "of package.json to make it: run `make bundle` first"
            )
        subprocess.run([node, "tools/bundle.mjs"], cwd=root, check=True)  # noqa: S603 - our own program


def _is_stale(root: Path) -> bool:
    bundle = root / _BUNDLE
    if not bundle.is_file():
        return True
    made = bundle.stat().st_mtime_ns
    return any(path.stat().st_mtime_ns > made for path in _sources(root))


def _sources(root: Path) -> Iterator[Path]:
    listed = root / _SOURCES
    for pattern in listed.read_text("utf-8").split() if listed.is_file() else ():
        for path in root.glob(pattern):
            yield from (inner for inner in (path, *path.rglob("*")) if inner.is_file())
