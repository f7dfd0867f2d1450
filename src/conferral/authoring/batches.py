"""A new batch of awards as a steward would write it: what all share, then an entry for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from conferral.authoring.edit import new_file
from conferral.identifiers import new_file_ending


def new_batch(
    badge: str,
    name: str,
    entries: Sequence[Mapping[str, Any]],
    *,
    awarded: date,
    valid_until: date | None = None,
    evidence: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
    ending: str | None = None,
) -> tuple[str, bytes]:
    """The path and the content of a batch file; `entries` are plain data, `more` further keys that all share.

    `name` stands in the file's name between the day and its `ending`, four random characters if not said.
    """
    shared: dict[str, Any] = {"badge": badge, "awarded": awarded}
    if valid_until:
        shared["valid_until"] = valid_until
    if evidence:
        shared["evidence"] = evidence[0] if len(evidence) == 1 else list(evidence)
    shared |= more or {}
    path = f"credentials/awards/{badge}/{awarded}-{name}-{ending or new_file_ending()}.yml"
    return new_file(path, {**shared, "recipients": list(entries)})
