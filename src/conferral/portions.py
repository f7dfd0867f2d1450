"""Some of the awards of a registry at a time, each portion small enough to hand to another process.

A registry without its awards is the same for all of them, and little; a portion is what belongs to some awards alone.
`narrowed` puts the two together: a registry that has these awards and no others, so that whatever makes one document
of one award works on it as on the whole.  What one award says of another (renewals, portfolios, records) is not in
there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from conferral.model import (
    Batch,
    Entry,
    RecipientFile,
    Registry,
    RevocationFile,
    Row,
    SuspensionFile,
)

SIZE = 400
"""Awards in a portion: enough that handing them over is little beside the work, few enough to hold many at a time."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What belongs to some awards of a registry alone: batches with these entries, and what names their ids."""

    batches: tuple[Batch, ...]
    rows: tuple[Row, ...]
    recipients: Mapping[str, RecipientFile]
    revocations: Mapping[str, RevocationFile]
    suspensions: Mapping[str, SuspensionFile]

    @property
    def size(self) -> int:
        """How many entries there are."""
        return sum(len(batch.file.recipients) for batch in self.batches)


def without_awards(registry: Registry) -> Registry:
    """The registry without any award and without what names one: what all portions share."""
    return replace(registry, batches=(), rows=(), recipients={}, revocations={}, suspensions={})


def portions(registry: Registry, size: int = SIZE) -> Iterator[Portion]:
    """All entries of a registry, erased ones too, in the order of files and entries, about `size` at a time."""
    waiting: list[Batch] = []
    number = 0
    for batch in registry.batches:
        entries = batch.file.recipients
        for start in range(0, len(entries), size):
            part = entries[start : start + size]
            if waiting and number + len(part) > size:
                yield _portion(registry, waiting)
                waiting, number = [], 0
            waiting.append(batch if len(part) == len(entries) else _only(batch, part))
            number += len(part)
    if waiting:
        yield _portion(registry, waiting)


def narrowed(shared: Registry, portion: Portion) -> Registry:
    """The registry with the awards of a portion and no others; `shared` is what `without_awards` gives."""
    return replace(
        shared,
        batches=portion.batches,
        rows=portion.rows,
        recipients=portion.recipients,
        revocations=portion.revocations,
        suspensions=portion.suspensions,
    )


def _only(batch: Batch, entries: tuple[Entry, ...]) -> Batch:
    return replace(batch, file=batch.file.model_copy(update={"recipients": entries}))


def _portion(registry: Registry, batches: list[Batch]) -> Portion:
    entries = [entry for batch in batches for entry in batch.file.recipients]
    ids = [entry.id for entry in entries if entry.id]
    recipients = {entry.recipient for entry in entries if entry.recipient in registry.recipients}
    return Portion(
        batches=tuple(batches),
        rows=tuple(row for award in ids for row in registry.rows_by_id.get(award, ())),
        recipients={one: registry.recipients[one] for one in sorted(filter(None, recipients))},
        revocations={award: registry.revocations[award] for award in ids if award in registry.revocations},
        suspensions={award: registry.suspensions[award] for award in ids if award in registry.suspensions},
    )
