"""An edit of a registry: files to write and to delete, tried on the registry as a whole before anything is touched.

Every command that edits plans such an edit first (pure), and `carry_out` does the rest: the registry as it would be is
checked, and only if it has no problem that it did not have before are the files written, each replaced as a whole.  If
one of them cannot be written, those written before it get their old bytes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from conferral import validation
from conferral.atomic import replace_file
from conferral.errors import Problem, RegistryProblems
from conferral.files import FOLDERS, Files, FolderFiles
from conferral.loading import Loaded, load
from conferral.model import Registry
from conferral.schemas import modeline
from conferral.yaml_writing import block

AFTERWARDS = "the registry as it would be; nothing was written"
"""In what the problems are that an edit would make, for `RegistryProblems`."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Files of a registry to write, in this order: (path in the registry, new content; None deletes the file).

    Where a run is killed between two files, the order decides what is left; put first what does no harm alone.
    """

    files: tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True, slots=True)
class EditedFiles:
    """The files of a registry as an edit would leave them (`conferral.files.Files`)."""

    files: Files
    edit: Edit

    def paths(self) -> Iterable[str]:
        """Paths relative to the registry's folder; what an edit writes beside its folders is none of the registry's."""
        changed = dict(self.edit.files)
        yield from (path for path in self.files.paths() if path not in changed)
        written = (path for path, content in changed.items() if content is not None)
        yield from (path for path in written if path.partition("/")[0] in FOLDERS)

    def read(self, path: str) -> bytes:
        """The content of a file."""
        content = dict(self.edit.files).get(path)
        return self.files.read(path) if content is None else content


def new_file(path: str, values: Mapping[str, Any]) -> tuple[str, bytes]:
    """A file that people edit, at a path in the registry: the line that tells editors its schema, then its data."""
    return path, f"{modeline(path)}\n{block(values)}".encode()


def readable(root: Path) -> tuple[Registry, Files]:
    """The registry in a folder, for commands that edit it; raises `RegistryProblems` with all that cannot be read."""
    loaded = load(FolderFiles(root))
    if loaded.registry is None or loaded.problems:
        raise RegistryProblems(loaded.problems)
    return loaded.registry, loaded.files


def problems_of(edit: Edit, root: Path, *, as_of: datetime) -> tuple[Problem, ...]:
    """The problems that the registry would have after an edit and does not have before it, sorted by place.

    Two problems that differ only in their line are the same one.
    """
    files = FolderFiles(root)
    before = {_without_line(problem) for problem in _problems(load(files), as_of)}
    after = _problems(load(EditedFiles(files, edit)), as_of)
    return tuple(problem for problem in after if _without_line(problem) not in before)


def carry_out(edit: Edit, root: Path, *, as_of: datetime) -> None:
    """Write the files of an edit, all or none.  Raises `RegistryProblems` when it would make new problems."""
    problems = problems_of(edit, root, as_of=as_of)
    if problems:
        raise RegistryProblems(problems, where=AFTERWARDS)
    with ExitStack() as undo:
        for path, content in edit.files:
            undo.callback(_put, root / path, _content(root / path))
            _put(root / path, content)
        undo.pop_all()


def _problems(loaded: Loaded, as_of: datetime) -> Sequence[Problem]:
    found = validation.findings_before_registration(loaded.registry, as_of=as_of) if loaded.registry else ()
    return sorted({*loaded.problems, *loaded.locate(found)})


def _without_line(problem: Problem) -> tuple[str, str]:
    return problem.file, problem.what


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    for folder in _missing(path.parent):
        folder.mkdir()
    replace_file(path, content)


def _missing(folder: Path) -> Iterator[Path]:
    """The folders on the way that do not exist yet, outermost first."""
    if not folder.exists():
        yield from _missing(folder.parent)
        yield folder
