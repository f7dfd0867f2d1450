"""The registry's own policy (`policy` in credentials/registry.yml), for awards that are not issued yet.

What was issued stays valid under the policy of its day.  Who may award and who has to approve is not to be seen in
a registry: see `conferral.codeowners` and `conferral.approvals`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from conferral.fields import closest
from conferral.model import Award, Finding, Place, Registry
from conferral.validation.depth import required_results_are_reached
from conferral.validation.facts import Facts

_POLICY = "policy in credentials/registry.yml"


def policies_name_badges_that_exist(facts: Facts) -> Iterator[Finding]:
    """A policy on a badge is on one that is there."""
    registry = facts.registry
    for number, badge in enumerate(registry.file.policy.result_required):
        if badge not in registry.badges and not facts.is_gap("badge", badge):
            yield Finding(
                registry.file.place.at("policy", "result_required", number),
                f'there is no badge "{badge}"',
                "the name of a folder in credentials/badges",
                closest(badge, registry.badges),
            )


def new_awards_have_evidence(facts: Facts) -> Iterator[Finding]:
    """Where the policy says so, every new award has evidence."""
    return evidence_is_there(facts.registry, facts.new_awards)


def new_awards_have_the_required_result(facts: Facts) -> Iterator[Finding]:
    """New awards of the badges that the policy lists say what was reached."""
    return results_are_there(facts.registry, facts.new_awards)


def new_awards_end_in_time(facts: Facts) -> Iterator[Finding]:
    """No new award, and none that is being extended, is valid for longer than the policy says."""
    extended = {
        award
        for correction in facts.registry.corrections
        if correction.file.reason == "extension"
        for award in correction.file.awards
        if award in facts.registry.being_corrected
    }
    awards = [*facts.new_awards, *(award for award in facts.registry.awards if award.rows and award.id in extended)]
    return validity_ends_in_time(facts.registry, awards)


def of_awards(registry: Registry, awards: Iterable[Award]) -> Iterator[Finding]:
    """Everything about some awards that the registry's policy, or what their badges require, does not allow."""
    listed = list(awards)
    yield from evidence_is_there(registry, listed)
    yield from results_are_there(registry, listed)
    yield from validity_ends_in_time(registry, listed)
    yield from required_results_are_reached(registry, listed)


def evidence_is_there(registry: Registry, awards: Iterable[Award]) -> Iterator[Finding]:
    """The awards have evidence, if the policy asks for it; one finding for a batch in which none has."""
    if not registry.file.policy.evidence_required:
        return
    hint = f"add `evidence:` with an address, or say it with --evidence; evidence_required is in {_POLICY}"
    for group in _by_batch(awards):
        without = [award for award in group if not award.evidence]
        if len(without) == len(group) > 1:
            place = group[0].batch.file.place.at("recipients")
            yield Finding(place, f"none of these {len(group)} new awards has evidence", "evidence of the batch", hint)
            continue
        for award in without:
            yield Finding(award.place, "this award has no evidence", "evidence of the batch or of this entry", hint)


def results_are_there(registry: Registry, awards: Iterable[Award]) -> Iterator[Finding]:
    """The awards of badges that need a result have one."""
    for award in awards:
        if award.badge in registry.file.policy.result_required and not award.entry.result:
            yield Finding(
                award.place,
                f'this award of "{award.badge}" has no result',
                "a result",
                f"add `result:` to the entry; the badge is listed at result_required in {_POLICY}",
            )


def validity_ends_in_time(registry: Registry, awards: Iterable[Award]) -> Iterator[Finding]:
    """The awards end within the longest validity that the policy allows; what a batch says is found once."""
    longest = registry.file.policy.maximum_validity
    if longest is None:
        return
    found: dict[Place, Finding] = {}
    for award in awards:
        badge = registry.badges.get(award.badge)
        if badge is None:
            continue
        last, latest = award.last_day(badge.current), longest.after(award.awarded)
        if last is not None and last <= latest:
            continue
        place = award.batch.file.place.at("badge")
        if award.entry.valid_until:
            place = award.place.at("valid_until")
        elif award.batch.file.valid_until:
            place = award.batch.file.place.at("valid_until")
        found.setdefault(
            place,
            Finding(
                place,
                f"the award of {award.awarded} {f'is valid until {last}' if last else 'has no end'}, "
                f"longer than {longest}",
                f"valid until {latest} or less",
                f"write `valid_until:`, or shorten the badge's validity; maximum_validity is in {_POLICY}",
            ),
        )
    yield from found.values()


def _by_batch(awards: Iterable[Award]) -> Iterable[list[Award]]:
    groups: dict[str, list[Award]] = defaultdict(list)
    for award in awards:
        groups[award.place.file].append(award)
    return groups.values()


RULES = (
    policies_name_badges_that_exist,
    new_awards_have_evidence,
    new_awards_have_the_required_result,
    new_awards_end_in_time,
)
