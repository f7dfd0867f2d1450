"""Edits as people make them in an editor: files by path, and what they then say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tests.registry_builder import SVG, files, key_file, recipient

Files = dict[str, str | None]


def today() -> str:
    """A day that has begun everywhere east of Greenwich, too: that of UTC."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def stamp(moment: datetime) -> str:
    """An instant as key files have it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def batch(badge: str, name: str, people: Sequence[int], *, awarded: str = "") -> Files:
    """A new batch for the n-th recipients of the tests."""
    lines = "".join(f"  - recipient: {recipient(number)}\n" for number in people)
    text = f"badge: {badge}\nawarded: {awarded or today()}\nrecipients:\n{lines}"
    return {f"credentials/awards/{badge}/{name}.yml": text}


def revocation(award: str, reason: str = "misconduct") -> Files:
    """Revoke an award."""
    return {f"credentials/revocations/{award}.yml": f"on: {today()}\nreason: {reason}\n"}


def correction(badge: str, name: str, awards: Sequence[str], reason: str = "clerical-error") -> Files:
    """Issue awards again, with what the files say now."""
    listed = "".join(f"  - {award}\n" for award in awards)
    text = f"badge: {badge}\non: {today()}\nreason: {reason}\nawards:\n{listed}"
    return {f"credentials/corrections/{badge}/{name}.yml": text}


def third_issuer() -> Files:
    """A school that has awarded nothing yet, with two badges."""
    texts: Files = {
        "credentials/issuers/hillside/issuer.yml": (
            "version: 1\nname: Hillside School\nurl: https://hillside.example.org\ndescription: A school.\n"
        ),
        "credentials/issuers/hillside/logo.svg": SVG.replace("{colour}", "00ff00"),
        "keys/hillside/key-1.yml": key_file("hillside"),
    }
    for badge in ("climbing", "mapping"):
        texts[f"credentials/badges/{badge}/badge.yml"] = (
            f"issuer: hillside\nversion: 1\nname: {badge.capitalize()}\n"
            f"description: Knows {badge}.\ncriteria: Passed a course of {badge}.\n"
        )
        texts[f"credentials/badges/{badge}/badge.svg"] = SVG.replace("{colour}", "0000ff")
    return texts


def founded() -> Files:
    """The registry of the tests, as it is before anything was registered."""
    return dict(files())
