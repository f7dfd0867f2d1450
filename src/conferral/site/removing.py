"""Removing whole folders: a site that was replaced has as many as it has credentials."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conferral.workers import processors

_MANY = 1000  # folders in one folder


def remove_tree(folder: Path) -> None:
    """Remove a folder and all below it as far as that can be done; links are never followed.

    A folder of many folders is emptied by several threads, since the system takes its time for each.
    """
    try:
        with os.scandir(folder) as listing:
            inner = [Path(entry.path) for entry in listing if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return
    if len(inner) >= _MANY:
        threads = processors()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(_remove_small, (inner[start::threads] for start in range(threads))))
    else:
        for one in inner:
            remove_tree(one)
    shutil.rmtree(folder, ignore_errors=True)


def _remove_small(folders: Sequence[Path]) -> None:
    """Remove folders that are expected to hold a few files each."""
    for folder in folders:
        try:
            for name in os.listdir(folder):  # noqa: PTH208
                os.unlink(f"{folder}/{name}")  # noqa: PTH108
            folder.rmdir()
        except OSError:  # it holds folders
            shutil.rmtree(folder, ignore_errors=True)
