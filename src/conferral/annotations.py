"""Problems as a git host shows them beside the lines of a pull request."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from conferral.errors import Problem, on_one_line
from conferral.escaping import as_markdown_code, in_annotation, in_annotation_property, in_markdown
from conferral.plurals import counted

MOST_ANNOTATIONS = 10
"""GitHub shows so many errors of one step and drops the others silently."""

_MOST_ROWS = 1_000
_MOST_BYTES = 900_000
"""A summary may have 1 MiB; of a larger one the host shows nothing at all."""

_COMMIT = "commit "
_REGISTRY_FILE = "credentials/registry.yml"


def github(problems: Sequence[Problem], *, folder: str = "") -> Iterator[str]:
    """Commands to GitHub's runner, one a line: an error at each place, at most `MOST_ANNOTATIONS` in all.

    `folder` is the registry's place in the repository: empty, or a path with a slash at its end.  Where there are
    more problems than can be shown, the last error says how many.
    """
    shown = problems if len(problems) <= MOST_ANNOTATIONS else problems[: MOST_ANNOTATIONS - 1]
    yield from _annotations("error", shown, folder)
    if len(shown) < len(problems):
        more = len(problems) - len(shown)
        yield f"::error title=conferral::{more} more problems; the summary of this run has them all"


def github_notes(notes: Sequence[Problem], *, folder: str = "") -> Iterator[str]:
    """Notes as such commands: they fail nothing.  Of more than can be shown, the last says how many there are."""
    shown = notes if len(notes) <= MOST_ANNOTATIONS else notes[: MOST_ANNOTATIONS - 1]
    yield from _annotations("notice", shown, folder)
    if len(shown) < len(notes):
        yield f"::notice title=conferral::{len(notes) - len(shown)} more notes; `conferral check` shows them all"


def _annotations(kind: str, problems: Sequence[Problem], folder: str) -> Iterator[str]:
    for problem in problems:
        place = {"title": "conferral"}
        if not is_about_a_commit(problem):
            place = {"file": folder + problem.file, **place}
            if problem.line:
                place |= {"line": str(problem.line), "col": str(problem.column)}
        properties = ",".join(f"{key}={in_annotation_property(value)}" for key, value in place.items())
        yield f"::{kind} {properties}::{in_annotation(_words(problem))}"


def github_summary(problems: Sequence[Problem]) -> str:
    """All problems as a table in Markdown, in which nothing of a stranger's text has a meaning."""
    number = len(problems)
    lines = [f"### {counted(number, 'problem')} in the registry", ""]
    lines += ["| Place | Problem | Expected | How to mend it |", "| --- | --- | --- | --- |"]
    left = _MOST_BYTES
    shown = 0
    for one in problems[:_MOST_ROWS]:
        words = (in_markdown(text) for text in (one.what, one.expected, one.hint))
        row = f"| {as_markdown_code(one.place)} | {' | '.join(words)} |"
        left -= len(row.encode(errors="replace")) + 1
        if left < 0:
            break
        lines.append(row)
        shown += 1
    if number > shown:
        lines += ["", f"and {number - shown} more: run `conferral check` to see them"]
    return "\n".join(lines) + "\n"


def gitlab(problems: Sequence[Problem], *, folder: str = "") -> list[dict[str, Any]]:
    """The report that GitLab calls code quality: one entry a problem, each with a fingerprint of its own.

    The fingerprint does not hang on the line, so that a problem that moves is not a new one.
    """
    seen: Counter[tuple[str, str]] = Counter()
    entries = []
    for problem in problems:
        seen[problem.file, problem.what] += 1
        identity = f"{problem.file}\0{problem.what}\0{seen[problem.file, problem.what]}"
        about_a_commit = is_about_a_commit(problem)
        entries.append(
            {
                "description": on_one_line("; ".join(_words(problem).split("\n"))),
                "check_name": "conferral",
                "fingerprint": hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest(),
                "severity": "major",
                "location": {
                    "path": on_one_line(folder + (_REGISTRY_FILE if about_a_commit else problem.file)),
                    "lines": {"begin": max(problem.line, 1)},
                },
            }
        )
    return entries


def is_about_a_commit(problem: Problem) -> bool:
    """Whether the place is a commit's message, and no file."""
    return problem.file.startswith(_COMMIT)


def _words(problem: Problem) -> str:
    place = f"{problem.place}: " if is_about_a_commit(problem) else ""
    more = (("expected", problem.expected), ("hint", problem.hint))
    return "\n".join([place + problem.what, *(f"{name}: {text}" for name, text in more if text)])
