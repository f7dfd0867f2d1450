"""Names beside recipient ids, for those who have the map of people: nothing of it is ever written or sent."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conferral.people import People


def people_in(path: Path | None) -> People | None:
    """The map of people, if a file is named."""
    from conferral.people_file import people_file  # noqa: PLC0415

    if path is None:
        return None
    with people_file(path, environ=os.environ) as file:
        return file.people


def id_of(text: str, people: People | None) -> str:
    """The recipient id of whoever is meant by a name or an e-mail address; the text itself if it means nobody.

    Raises `RegistryError` if it may mean several people.
    """
    from conferral.errors import RegistryError  # noqa: PLC0415

    found = {person.recipient for person in people.matching(text) if person.recipient} if people else set()
    if len(found) > 1:
        hint = f"Say which: {', '.join(sorted(found)[:10])}."
        raise RegistryError(f'"{text}" may be any of {len(found)} people', hint=hint)
    return next(iter(found), text)


@contextmanager
def asked() -> Iterator[None]:
    """What is named in here is only looked up: where it is wrong, nobody wonders whether something was written."""
    from conferral.errors import ASKED, RegistryProblems  # noqa: PLC0415

    try:
        yield
    except RegistryProblems as error:
        raise RegistryProblems(error.problems, where=ASKED) from None


def with_name(row: dict[str, Any], people: People | None) -> dict[str, Any]:
    """A row with the name of its recipient, if it has one and the map says it."""
    if people is None or not row.get("recipient"):
        return row
    return {**row, "recipient_name": people.name_of(row["recipient"]) or None}


def named(row: Mapping[str, Any]) -> str:
    """The recipient of a row, with the name if the row has it."""
    name = row.get("recipient_name")
    return f"{row['recipient']} ({name})" if name else str(row["recipient"])
