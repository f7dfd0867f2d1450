"""This repository's own copies of what `init` writes: `python -m tests.workflows.own_files` writes them anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from conferral.authoring.workflows import adapted, secrets_of
from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.workflows.files import CHECKOUT, STARTER

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ACTION = ".github/actions/conferral/action.yml"
"""Not shared: this repository installs from its own source."""


def own_files() -> Mapping[str, str]:
    """The text of every file that this repository shares with new registries, by path."""
    secrets = secrets_of(load_registry(FolderFiles(CHECKOUT)), NOW)
    paths = sorted(path for path in (STARTER / ".github").rglob("*") if path.is_file() and path != STARTER / ACTION)
    names = [path.relative_to(STARTER).as_posix() for path in paths]
    return {
        name: adapted(name, path.read_text("utf-8"), branch="main", secrets=secrets)
        for name, path in zip(names, paths, strict=True)
    }


if __name__ == "__main__":
    for name, text in own_files().items():
        target = CHECKOUT / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
