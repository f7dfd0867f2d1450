"""The public sentence beside a decision: one line, and nobody's data in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import TypeAdapter

from conferral.errors import Problem
from conferral.fields import Line, refusal
from conferral.model import Registry
from conferral.personal_data import SHORTEST_NAME, holds_name, personal_data

_LINE: TypeAdapter[str] = TypeAdapter(Line)


def note_problems(registry: Registry, note: str | None, recipients: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with a note about awards to those recipients: its form, or what it says of a person."""
    if note is None:
        return
    refused = refusal(_LINE, note)
    if refused:
        yield Problem("--note", 0, 0, *refused)
        return
    expected, hint = "a sentence without personal data", "everybody can read the note, and git keeps what is merged"
    for kind, found in personal_data(note):
        yield Problem("--note", 0, 0, f'this looks like {kind}: "{found}"', expected, hint)
    for recipient in sorted(set(recipients)):
        file = registry.recipients.get(recipient)
        names = set(file.names) if file else set()
        for name in {name for name in names if len(name) >= SHORTEST_NAME and holds_name(note, name)}:
            yield Problem("--note", 0, 0, f'this holds the name "{name}" of {recipient}', expected, hint)
