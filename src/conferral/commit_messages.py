"""Personal data in what a branch adds beside the registry's texts: messages of commits and names of files.

Both stay in git for good once they are merged, in every copy of the repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from conferral.branches import Message
from conferral.model import Finding, Place, Registry
from conferral.personal_data import personal_data
from conferral.published_names import PublishedNames

_TRAILER = re.compile(r"[A-Za-z][A-Za-z-]*-by: .*|(?:Author|Cc|From|Message-Id|Change-Id): .*", re.IGNORECASE)
_REWRITE = "write the message anew (`git commit --amend` or `git rebase -i`) and push again; git keeps what is merged"


def findings(commits: Sequence[Message], files: Sequence[str], registries: Sequence[Registry]) -> Iterator[Finding]:
    """E-mail addresses, telephone numbers and the like, and names of recipients, in messages and file names.

    `commits` and `files` are those that the branch adds; the names are those that the `registries` publish.  Lines
    such as `Co-authored-by:` are for those who wrote the commit, and are theirs to write.
    """
    names = PublishedNames.of(registries)
    for commit in commits:
        place = Place(f"commit {commit.hash[:12]}")
        text = "\n".join(line for line in commit.text.splitlines() if not _TRAILER.fullmatch(line.strip()))
        for kind, found in personal_data(text):
            what = f'the message of this commit holds what looks like {kind}: "{found}"'
            yield Finding(place, what, "a message without personal data", _REWRITE)
        for name, recipient in names.in_text(text):
            what = f'the message of this commit holds the name "{name}" of {recipient}'
            yield Finding(place, what, "a message without names", _REWRITE)
    for file in files:
        yield from _in_name(file, names)


def _in_name(file: str, names: PublishedNames) -> Iterator[Finding]:
    hint = "give it another name, in the commit that adds it; git keeps what is merged"
    for kind, found in personal_data(file):
        if "e-mail" in kind:
            yield Finding(Place(file), f'the file name holds what looks like {kind}: "{found}"', "another name", hint)
    for name, recipient in names.in_file_name(file):
        yield Finding(Place(file), f'the file name holds the name "{name}" of {recipient}', "another name", hint)
