"""Personal data in the comments of files about people.

No page shows a comment, so no rule over the registry sees it; git keeps it all the same.  The likeliest slip of all is
a name written behind the id of a recipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from conferral.errors import Problem, RegistryError
from conferral.files import Files
from conferral.model import Registry
from conferral.personal_data import personal_data
from conferral.published_names import PublishedNames

FOLDERS = (
    "credentials/awards/",
    "credentials/corrections/",
    "credentials/endorsements/",
    "credentials/revocations/",
    "credentials/suspensions/",
    "recipients/",
)

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_RECIPIENT = re.compile(r"(?<![\w-])r-[0-9a-z]{20,}")
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,3}")
_HINT = "delete it; git keeps what is merged"


def problems(files: Files, registry: Registry) -> Iterator[Problem]:
    """E-mail addresses, telephone numbers and the like in comments, names that the registry publishes, and whatever
    looks like a name behind a recipient's id.

    Files that cannot be read, or are no YAML, have problems of their own.
    """
    names = PublishedNames.of((registry,))
    for path in sorted(path for path in files.paths() if path.startswith(FOLDERS) and path.endswith(".yml")):
        try:
            content = files.read(path)
            if b"#" not in content:
                continue
            text = content.decode("utf-8-sig")
        except (RegistryError, UnicodeDecodeError):
            continue
        lines = text.split("\n")
        if not any(_suspicions(line, names) for line in lines if "#" in line):
            continue
        scalars = _scalars(text)
        if scalars is None:
            continue
        at = 0
        for number, line in enumerate(lines, 1):
            for comment in _COMMENT.finditer(line):
                if not any(start <= at + comment.start() < end for start, end in scalars):
                    for what, expected, hint in _suspicions(line, names, comment.start()):
                        yield Problem(path, number, comment.start() + 1, what, expected, hint)
                    break
            at += len(line) + 1


def _suspicions(line: str, names: PublishedNames, start: int | None = None) -> list[tuple[str, str, str]]:
    """What is wrong with the comment that begins at `start` of a line; without it, what may be wrong at all."""
    begin = line.index("#") if start is None else start
    comment = line[begin:].lstrip("# \t").strip()
    found = [
        (f'this comment holds what looks like {kind}: "{text}"', "a comment without personal data", _HINT)
        for kind, text in personal_data(comment)
    ]
    known = [name for name, _ in names.in_text(comment)]
    found += [(f'this comment holds the name "{name}"', "a comment without names", _HINT) for name in known]
    if not known and _RECIPIENT.search(line[:begin]) and _looks_like_a_name(comment):
        hint = f"{_HINT}; keep who is who in a file outside of the repository. If it is no name, use small letters"
        found.append((f'behind the id of a recipient, "{comment}" looks like a name', "a comment without names", hint))
    return found


def _looks_like_a_name(comment: str) -> bool:
    """Two to four words of letters alone, each with a capital, such as "Robin van Example" with one small word."""
    if not _NAME.fullmatch(comment):
        return False
    words = comment.split()
    small = sum(1 for word in words if not word[0].isupper())
    return words[0][0].isupper() and words[-1][0].isupper() and small <= len(words) - 2


def _scalars(text: str) -> list[tuple[int, int]] | None:
    """Where texts and numbers stand, in which a # begins no comment; None where it is no YAML.

    A text over several lines begins with its header, whose comment goes with it.
    """
    try:
        return [
            (token.start_mark.index, token.end_mark.index)
            for token in yaml.scan(text, Loader=yaml.SafeLoader)
            if isinstance(token, yaml.ScalarToken)
        ]
    except yaml.YAMLError:
        return None
