"""Where a registry is kept and published from: the git host, the repository there, the default branch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["github", "gitlab", "none"]
KINDS: tuple[Kind, ...] = get_args(Kind)

REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)+")
"""OWNER/NAME, with folders of groups between on GitLab."""

_REMOTE = re.compile(
    r"(?:https://(?:[^@/]+@)?|(?:ssh://)?git@)(?P<host>github|gitlab)\.com[/:](?P<repository>[^?#]+?)(?:\.git)?/?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHost:
    """`repository` is None where it is not known; with the kind "none", CI and pages are somebody else's affair."""

    kind: Kind
    repository: str | None
    branch: str = "main"

    @property
    def default_base_url(self) -> str | None:
        """Where the host's own pages of the repository are published; None where that cannot be known.

        GitLab gives a new project a domain of its own until the operator switches that off.
        """
        if self.kind == "none" or not self.repository:
            return None
        owner, _, name = self.repository.partition("/")
        site = f"{owner.lower()}.{self.kind}.io"
        return f"https://{site}" if name.lower() == site else f"https://{site}/{name}"

    @property
    def own_site(self) -> str:
        """The host name under which the git host publishes by itself."""
        return f"{(self.repository or '').partition('/')[0].lower()}.{self.kind}.io"

    @property
    def owners_file(self) -> str | None:
        """Where it looks for who has to approve what."""
        return {"github": ".github/CODEOWNERS", "gitlab": "CODEOWNERS"}.get(self.kind)


def repository_at(remote: str) -> tuple[Kind, str] | None:
    """Host and repository that a remote's address names; None for hosts that are not known."""
    found = _REMOTE.fullmatch(remote.strip())
    if not found or not REPOSITORY.fullmatch(found["repository"]):
        return None
    return ("github" if found["host"] == "github" else "gitlab"), found["repository"]
