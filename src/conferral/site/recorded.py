"""Where an award was recorded: the commit, the pull request that brought it, and their pages at the git host."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from conferral.history import Commit
from conferral.register.provenance import Request

_PATHS = {
    "pull request": ("/commit/{}", "/pull/{}"),
    "merge request": ("/-/commit/{}", "/-/merge_requests/{}"),
}
_MARKS = {"pull request": "#", "merge request": "!"}
_PLAIN = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9_.~-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The commit that awarded something, the day in words, and the request behind it as its host reported it.

    `request` is the number with the host's mark, #12 or !12, and `label` what the host calls it; both are empty where
    no host said so.  The addresses are empty where the repository's address or the kind of its host is not known.
    """

    hash: str
    day: str
    url: str
    label: str
    request: str
    request_url: str


@lru_cache(maxsize=1024, typed=True)  # `day` may be HTML
def recorded(commit: Commit, day: str, request: Request | None, repository: str) -> Recorded:
    """Where an award was recorded; `repository` is the repository's address, empty if there is none to name."""
    base = repository.rstrip("/").removesuffix(".git")
    label = request.label if request else ""
    kind = _kind(base) or label
    commits, requests = _PATHS.get(kind, ("", "")) if _PLAIN.fullmatch(base) else ("", "")
    if label != kind:  # the repository has moved between hosts: the number is one of the other
        requests = ""
    number = request.number if request else 0
    return Recorded(
        hash=commit.hash,
        day=day,
        url=f"{base}{commits.format(commit.hash)}" if commits else "",
        label=label,
        request=f"{_MARKS[label]}{number}" if label else "",
        request_url=f"{base}{requests.format(number)}" if requests else "",
    )


def _kind(repository: str) -> str:
    """What the host of a repository calls requests; empty where its name does not tell."""
    names = (urlsplit(repository).hostname or "").split(".")
    if "github" in names:
        return "pull request"
    return "merge request" if "gitlab" in names else ""
