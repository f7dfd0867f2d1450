"""Pathways and progress as plain data, for JSON: requirements as their files say them."""

from __future__ import annotations

from typing import Any

from conferral.model import Award, Pathway, Requirement
from conferral.pathways.progress import PartProgress, Progress

Row = dict[str, Any]


def requirement_row(requirement: Requirement) -> Row:
    """What is asked for as its file says it, without what is left out there."""
    row: Row = requirement.model_dump(mode="json", exclude_defaults=True)
    return row


def pathway_row(pathway: Pathway) -> Row:
    """A pathway and all it asks for."""
    file = pathway.file
    return {
        "pathway": pathway.slug,
        "title": file.title,
        "earns": file.earns,
        "issuers": list(file.issuers),
        "within": str(file.within) if file.within else None,
        "expired_count": file.expired_count,
        "requires": [requirement_row(one) for one in file.requires],
    }


def progress_row(progress: Progress) -> Row:
    """How far somebody has come, with every part."""
    return {
        "pathway": progress.pathway.slug,
        "on": progress.on.isoformat(),
        "complete": progress.complete,
        "completed_on": progress.completed_on.isoformat() if progress.completed_on else None,
        "reached": progress.reached,
        "needed": progress.needed,
        "window": _window(progress),
        "parts": [_part(one) for one in progress.parts],
    }


def _part(part: PartProgress) -> Row:
    said = {key: value for key, value in requirement_row(part.requirement).items() if not isinstance(value, list)}
    return {
        "kind": part.requirement.kind,
        **said,
        "met": part.met,
        "reached": part.reached,
        "needed": part.needed,
        "window": _window(part),
        "counted": [_award(one) for one in part.counted],
        "parts": [_part(one) for one in part.parts],
    }


def _award(award: Award) -> Row:
    return {"award": award.id, "badge": award.badge, "awarded": award.awarded.isoformat()}


def _window(one: PartProgress | Progress) -> list[str] | None:
    return [day.isoformat() for day in one.window] if one.window else None
