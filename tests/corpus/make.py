"""Writes every case of the corpus: `python -m tests.corpus.make`.

Keys come from fixed seeds and every day is written down, so the same code writes the same bytes.  What must come of
a case is said beside it, by hand and after the specifications; nothing is taken over from what a verifier says.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.corpus.builders.expectations import Case
from tests.corpus.themes import THEMES

FOLDER = Path(__file__).parent / "cases"


def made() -> dict[str, bytes]:
    """Every case as it is written, by the name of its file."""
    found: dict[str, bytes] = {}
    for case in _cases():
        name = f"{case.name}.json"
        if name in found:
            raise ValueError(f'got two cases named "{case.name}", expected one')
        found[name] = (json.dumps(case.content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    return found


def write(folder: Path) -> list[str]:
    """Write every case that is not there as it should be; the names of those that were not."""
    changed = {name: content for name, content in made().items() if _content(folder / name) != content}
    for name, content in changed.items():
        (folder / name).write_bytes(content)
    return list(changed)


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


def _cases() -> Iterator[Case]:
    for theme in THEMES:
        yield from theme.cases()


if __name__ == "__main__":
    for written in write(FOLDER):
        sys.stdout.write(f"{written}\n")
