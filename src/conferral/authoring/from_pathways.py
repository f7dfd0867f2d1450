"""Awards to whoever has completed a pathway, with the pathway, and what the holder shows of it, as evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from conferral.authoring.wanted import Source, Wanted
from conferral.model import Pathway, Registry
from conferral.pathways.due import DuePathway, due, evidence
from conferral.people import People


def due_for(registry: Registry, pathway: Pathway, on: date, *, again: bool) -> DuePathway:
    """Who is due for what a pathway earns."""
    found = due(registry, on, pathway.slug, again=again)
    nobody = DuePathway(pathway=pathway, badge=registry.badges[pathway.file.earns], people=(), revoked=())
    return found[0] if found else nobody


def wanted_of(registry: Registry, found: DuePathway, awarded: date, people: People | None = None) -> Iterator[Wanted]:
    """An award to everybody who is due, on that day; the evidence of each is their own.

    Names of people are for whoever looks at a dry run, and go into no file.
    """
    for person in found.people:
        yield Wanted(
            source=Source(person.recipient),
            recipient=person.recipient,
            name=people.name_of(person.recipient) if people else "",
            awarded=awarded,
            evidence=evidence(registry, person.completion, awarded),
        )


def left_out(found: DuePathway) -> Iterator[str]:
    """Who has completed it and is left out, a note each."""
    for person in found.revoked:
        award = person.revoked.id if person.revoked else ""
        yield f"left out {person.recipient}: award {award} of the badge was revoked; --again takes them in"
