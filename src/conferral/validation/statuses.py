"""Revocations and suspensions: of awards that exist, in order, and of a kind that the badge allows."""

from __future__ import annotations

from collections.abc import Iterator

from conferral.model import Finding, Place, RevocationFile, SuspensionFile
from conferral.validation.awards import nearest_id
from conferral.validation.facts import Facts


def they_name_an_award(facts: Facts) -> Iterator[Finding]:
    """The name of a revocation's or suspension's file is the id of an award."""
    for name, file in _files(facts):
        known = name in facts.awards_by_id or name in facts.registered_ids  # one alone is another rule's finding
        if not known and facts.awards_are_whole:
            yield Finding(
                Place(file.place.file),
                f"there is no award {name}",
                "the id of an award as the name of the file",
                nearest_id(facts, name) or "copy the id from the address of the credential's page",
            )


def they_follow_the_award(facts: Facts) -> Iterator[Finding]:
    """Nothing is revoked or suspended before it was awarded, or in the far future."""
    for name, file in _files(facts):
        award = facts.awards_by_id.get(name)
        if award and file.on < award.awarded:
            what = f"{file.on} is before the day of the award, {award.awarded}"
            yield Finding(file.place.at("on"), what, f"{award.awarded} or later")
        if file.on > facts.last_plausible_day:
            what = f"{file.on} lies far in the future"
            yield Finding(file.place.at("on"), what, "the day of the decision", "check the year")


def suspended_badges_can_be_suspended(facts: Facts) -> Iterator[Finding]:
    """An award is suspended only where its credential can say so."""
    for name, file in facts.registry.suspensions.items():
        award = facts.awards_by_id.get(name)
        badge = facts.version_of(award) if award else None
        if award and badge and badge.status_purpose != "suspension":
            yield Finding(
                Place(file.place.file),
                f'awards of version {badge.version} of "{award.badge}" can be revoked, not suspended',
                'an award of a badge version with "status_purpose: suspension"',
                "revoke the award, or give the next version of the badge that status purpose for awards to come",
            )


def _files(facts: Facts) -> Iterator[tuple[str, RevocationFile | SuspensionFile]]:
    yield from facts.registry.revocations.items()
    yield from facts.registry.suspensions.items()


RULES = (they_name_an_award, they_follow_the_award, suspended_badges_can_be_suspended)
