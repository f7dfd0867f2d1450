"""Revoking, suspending and reinstating: a file for each award, as a steward would write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from conferral.authoring.edit import Edit, new_file
from conferral.authoring.hindrances import Because, revoked, unregistered
from conferral.authoring.notes import note_problems
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.files import Files
from conferral.model import Award, Registry
from conferral.states import version_of
from conferral.yaml_edits import YamlText


def revoke(registry: Registry, awards: Sequence[Award], *, reason: str, on: date, note: str | None = None) -> Edit:
    """A new file of revocation for each award.

    `reason` is one of `conferral.model.written.RevocationReason`.  Raises `RegistryProblems` with every award that
    cannot be revoked, and with what is wrong with the note.
    """
    _refuse(registry, awards, note, lambda award: _not_revocable(registry, award, on))
    return Edit(tuple(_new("revocations", award, on, reason, note) for award in awards))


def suspend(
    registry: Registry, files: Files, awards: Sequence[Award], *, reason: str, on: date, note: str | None = None
) -> Edit:
    """A file of suspension for each award; that of an earlier suspension which was lifted is written over.

    `reason` is one of `conferral.model.written.SuspensionReason`.  Raises as `revoke`.
    """
    _refuse(registry, awards, note, lambda award: _not_suspendable(registry, award, on))
    edits = []
    for award in awards:
        earlier = registry.suspensions.get(award.id or "")
        if earlier is None:
            edits.append(_new("suspensions", award, on, reason, note))
            continue
        file = earlier.place.file
        yaml = YamlText.of(files, file).set(("on",), on).set(("reason",), reason).remove(("lifted",))
        if note:
            yaml = yaml.set(("note",), note)
        elif earlier.note:
            yaml = yaml.remove(("note",))
        edits.append((file, yaml.text.encode()))
    return Edit(tuple(edits))


def reinstate(registry: Registry, files: Files, awards: Sequence[Award], *, on: date) -> Edit:
    """The line `lifted:` in the file of suspension of each award.  Raises as `revoke`."""
    _refuse(registry, awards, None, lambda award: _not_suspended(registry, award, on))
    edits = []
    for award in awards:
        file = registry.suspensions[award.id or ""].place.file
        yaml = YamlText.of(files, file).set(("lifted",), on, after="reason")
        edits.append((file, yaml.text.encode()))
    return Edit(tuple(edits))


def _new(folder: str, award: Award, on: date, reason: str, note: str | None) -> tuple[str, bytes]:
    path = f"credentials/{folder}/{award.id}.yml"
    values: dict[str, Any] = {"on": on, "reason": reason}
    if note:
        values["note"] = note
    return new_file(path, values)


def _refuse(
    registry: Registry, awards: Sequence[Award], note: str | None, faults: Callable[[Award], Iterator[Because]]
) -> None:
    problems = [Problem(award.id or "", 0, 0, *words) for award in awards for words in faults(award)]
    problems += note_problems(registry, note, (award.recipient for award in awards))
    if problems:
        raise RegistryProblems(problems, where=GIVEN)


def _not_revocable(registry: Registry, award: Award, on: date) -> Iterator[Because]:
    file = f"credentials/revocations/{award.id}.yml"
    if because := revoked(registry, award, f"a revocation is for good; its note may still be changed, in {file}"):
        yield because
    else:
        yield from _not_there_yet(award, on)


def _not_suspendable(registry: Registry, award: Award, on: date) -> Iterator[Because]:
    earlier = registry.suspensions.get(award.id or "")
    version = registry.badges[award.badge].versions[version_of(registry, award)]
    if because := revoked(registry, award, "a revocation is for good"):
        yield because
    elif version.status_purpose != "suspension":
        yield (
            f'awards of version {version.version} of "{award.badge}" can be revoked, not suspended',
            'an award of a badge version with "status_purpose: suspension"',
            "revoke the award, or give the next version of the badge that status purpose for awards to come",
        )
    elif earlier and earlier.lifted is None:
        what = f"this award is suspended since {earlier.on} ({earlier.reason})"
        yield what, "an award that is not suspended", f"`conferral reinstate {award.id}` ends the suspension"
    elif earlier and earlier.lifted and on < earlier.lifted:
        what = f"{on} is before the day on which the last suspension ended, {earlier.lifted}"
        yield what, f"{earlier.lifted} or later", ""
    else:
        yield from _not_there_yet(award, on)


def _not_suspended(registry: Registry, award: Award, on: date) -> Iterator[Because]:
    suspension = registry.suspensions.get(award.id or "")
    expected = "an award that is suspended"
    hint = "a revocation is for good; if it was a mistake, award the badge anew"
    if because := revoked(registry, award, hint, expected):
        yield because
    elif suspension is None:
        yield "this award is not suspended", expected, ""
    elif suspension.lifted:
        yield f"this award was reinstated on {suspension.lifted}", expected, ""
    elif on < suspension.on:
        yield f"{on} is before the day of the suspension, {suspension.on}", f"{suspension.on} or later", ""


def _not_there_yet(award: Award, on: date) -> Iterator[Because]:
    if because := unregistered(award, f"delete its entry from {award.place.file}"):
        yield because
    elif on < award.awarded:
        yield f"{on} is before the day of the award, {award.awarded}", f"{award.awarded} or later", ""
