"""Since when the registry has each version of a badge: what the history of its file says, and what the register says.

The day of the first award is another thing: a badge is announced before anybody earns it, and awards that were carried
over from elsewhere are older than the badge's page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from conferral.history import git, head, is_repository
from conferral.model import Badge, BadgeFile, Registry

_FILES = ":(glob)credentials/badges/*/badge.yml"
_TELLING = re.compile(r"^(?:commit|diff --git|deleted file mode|[+-](?:version|state):).*", re.MULTILINE)
_FILE = re.compile(r"diff --git a/credentials/badges/([a-z0-9-]+)/badge\.yml b/credentials/badges/\1/badge\.yml")
_VERSION = re.compile(r"""\+version:\s*["']?([1-9][0-9]{0,8})["']?\s*(?:#.*)?""")
_STATE = re.compile(r"""([+-])state:\s*["']?([a-z]+)["']?\s*(?:#.*)?""")

Times = Mapping[tuple[str, int], datetime]
"""Since when the registry has the versions of badges, by short name and number; what is not known is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A version of a badge and the instant since which the registry has it; `first` is that of the badge itself."""

    badge: Badge
    number: int
    when: datetime
    first: datetime

    @property
    def version(self) -> BadgeFile:
        """The version's texts."""
        return self.badge.versions[self.number]


def badge_times(root: Path) -> Times:
    """When the commit was made that brought a version of a badge to this branch, no longer as a draft.

    Empty outside git.  For a merged pull request the commit is the merge.  What is only in the work tree has no time.
    """
    if not is_repository(root) or head(root) is None:
        return {}
    looks = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--unified=0", "--text", "--relative")
    order = ("--reverse", "--first-parent", "-m", "-p", "--src-prefix=a/", "--dst-prefix=b/", "--format=commit %ct")
    log = git(root, "log", *order, *looks, "--end-of-options", "HEAD", "--", _FILES)
    reading = _Reading()
    for line in _TELLING.findall(log.decode(errors="replace")):
        reading.line(line.rstrip("\r"))
    reading.end_of_file()
    return reading.times


def publications(registry: Registry, times: Times) -> tuple[Publication, ...]:
    """The published versions of badges that are no drafts, the newest first.

    A version is as old as the commit that brought it or its first registration, whichever was earlier, since a history
    may have been squashed.  One that neither knows is left out.  `times` is what `badge_times` gives; a version under a
    badge's former name is that version.
    """
    known: dict[tuple[str, int], datetime] = {}
    for row in registry.rows:
        version = (row.badge, row.badge_version)
        known[version] = min(row.registered, known.get(version, row.registered))
    found = []
    for slug, badge in registry.badges.items():
        if badge.current.state == "draft":
            continue
        names = (slug, *badge.current.formerly)
        dated = {
            number: min(instants)
            for number in badge.versions
            if (instants := [of[name, number] for of in (times, known) for name in names if (name, number) in of])
        }
        first = min(dated.values(), default=None)
        found += [
            Publication(badge=badge, number=number, when=when, first=first or when) for number, when in dated.items()
        ]
    return tuple(sorted(found, key=lambda one: (-one.when.timestamp(), one.badge.slug, -one.number)))


class _Reading:
    """Reads the patches of a log, oldest first, line by line.

    Only lines at the very left of a file are keys of a badge; texts of several lines stand further in.
    """

    def __init__(self) -> None:
        self.times: dict[tuple[str, int], datetime] = {}
        self._known: dict[str, tuple[int, str]] = {}
        self._when = datetime.fromtimestamp(0, UTC)
        self._badge = ""
        self._number = 0
        self._state = ""

    def line(self, line: str) -> None:
        if line.startswith("commit "):
            self.end_of_file()
            self._when = datetime.fromtimestamp(int(line.removeprefix("commit ")), UTC)
        elif line.startswith("diff --git "):
            self.end_of_file()
            file = _FILE.fullmatch(line)
            self._badge = file[1] if file else ""
            self._number, self._state = self._known.get(self._badge, (1, "active"))
        elif line.startswith("deleted file mode "):
            self._known.pop(self._badge, None)
            self._badge = ""
        elif self._badge:
            self._key(line)

    def _key(self, line: str) -> None:
        version, state = _VERSION.fullmatch(line), _STATE.fullmatch(line)
        if version:
            self._number = int(version[1])
        elif state:  # git writes what went before what came
            self._state = state[2] if state[1] == "+" else "active"

    def end_of_file(self) -> None:
        """Take down what the patch of one file has said."""
        if self._badge:
            self._known[self._badge] = (self._number, self._state)
            if self._state != "draft":
                self.times.setdefault((self._badge, self._number), self._when)
        self._badge = ""
