"""Renewing awards: new awards of the same badges to the same people, a batch file for each badge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from conferral.authoring.batches import new_batch
from conferral.authoring.edit import Edit
from conferral.authoring.hindrances import Because, revoked, unregistered
from conferral.continuing import Earned
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.identifiers import new_file_ending
from conferral.model import Award, Registry
from conferral.pathways.counting import given_version
from conferral.states import last_day


def renew(
    registry: Registry,
    awards: Sequence[Award],
    *,
    awarded: date,
    valid_until: date | None = None,
    evidence: Sequence[str] = (),
    earned: Mapping[str, Earned] | None = None,
    ending: Callable[[], str] = new_file_ending,
) -> Edit:
    """A new batch for each badge, whose entries name the awards that they renew.

    `evidence` are addresses that all of them share, `earned` what earned the renewal of each, by the id of the award;
    it becomes evidence, too.  `ending` gives the last four characters of a file's name.  Raises `RegistryProblems` with
    every award that cannot be renewed.
    """
    renewals: Mapping[str, Award] = {award.entry.renews: award for award in registry.awards if award.entry.renews}
    problems = [
        Problem(award.id or "", 0, 0, *words)
        for award in awards
        for words in _not_renewable(registry, award, awarded, renewals)
    ]
    if valid_until and valid_until < awarded:
        what = f"the last valid day, {valid_until}, is before {awarded}"
        problems.append(Problem("--valid-until", 0, 0, what, f"{awarded} or later"))
    problems += _twice(awards)
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    return Edit(
        tuple(
            new_batch(
                badge,
                "renewals",
                [
                    _entry(registry, award, (earned or {}).get(award.id or ""))
                    for award in awards
                    if award.badge == badge
                ],
                awarded=awarded,
                valid_until=valid_until,
                evidence=evidence,
                ending=ending(),
            )
            for badge in dict.fromkeys(award.badge for award in awards)
        )
    )


def _entry(registry: Registry, award: Award, earned: Earned | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"recipient": award.recipient}
    if earned:
        entry["evidence"] = [
            {"name": _badge_name(registry, one.award), "description": f"{one.hours:g} h"} for one in earned.counted
        ]
    return {**entry, "renews": award.id}


def _badge_name(registry: Registry, award: Award) -> str:
    """The name alone: the addresses would tell everybody, for good, which credentials are of one person."""
    version = given_version(registry, award)
    return version.name if version else award.badge


def _not_renewable(registry: Registry, award: Award, awarded: date, renewals: Mapping[str, Award]) -> Iterator[Because]:
    renewed = renewals.get(award.id or "")
    state = registry.badges[award.badge].current.state
    anew = f"award the badge anew: conferral award {award.badge} {award.recipient}"
    if because := revoked(registry, award, anew):
        yield because
    elif renewed:
        by = renewed.id or f"the entry in {renewed.place.file} that is not registered yet"
        hint = f"to renew that one: conferral renew {renewed.id}" if renewed.id else "run `conferral register`"
        yield f"this award was renewed on {renewed.awarded} by {by}", "the latest award", hint
    elif state != "active":
        a = "a draft" if state == "draft" else "retired and no longer awarded"
        yield f'the badge "{award.badge}" is {a}', "an award of an active badge", ""
    elif because := unregistered(award, f"change its entry in {award.place.file}"):
        yield because
    elif last_day(registry, award) is None:
        what = "this award is valid without end"
        hint = "if a result, a text or the end is to change: conferral correct, conferral extend"
        yield what, "an award that ends", hint
    elif awarded < award.awarded:
        yield f"{awarded} is before the day of the award, {award.awarded}", f"{award.awarded} or later", ""


def _twice(awards: Sequence[Award]) -> Iterator[Problem]:
    """Two awards of one badge to one person, of which only the later can be renewed."""
    latest: dict[tuple[str, str], Award] = {}
    for award in sorted(awards, key=lambda award: award.awarded):
        earlier = latest.get((award.badge, award.recipient))
        if earlier:
            what = f"{award.id} is an award of the same badge to the same person"
            yield Problem(earlier.id or "", 0, 0, what, "one of the two", "name the later one alone")
        latest[award.badge, award.recipient] = award
