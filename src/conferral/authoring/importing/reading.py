"""Everything in the files that were handed in, read by the reader of its form."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from conferral.authoring.importing import badgr, open_badges_2, open_badges_3
from conferral.authoring.importing.documents import things_in
from conferral.authoring.importing.found import Found, Notes, Origin
from conferral.authoring.importing.handed_in import handed_in
from conferral.errors import Problem

_READERS = {"2": open_badges_2.read, "3": open_badges_3.read, "badgr": badgr.read}


def read(paths: Iterable[Path], notes: Notes) -> tuple[Found, tuple[Problem, ...]]:
    """What was found, and a problem for each file that cannot be read."""
    found, problems = Found(), []
    for given in handed_in(paths):
        if isinstance(given, Problem):
            problems.append(given)
        elif isinstance(given, str):
            notes.not_carried(Origin(given), "the file: it is neither JSON nor a picture")
        else:
            for thing in things_in(given, notes):
                if isinstance(thing, Problem):
                    problems.append(thing)
                else:
                    _READERS[thing.form](thing, found, notes)
    return found, tuple(problems)
