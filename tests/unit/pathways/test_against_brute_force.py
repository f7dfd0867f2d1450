"""The rules of pathways held against an evaluation that tries everything, written without looking at ours.

It follows the words of docs/guide/pathways.md: every choice of parts, every window that begins on any day, every day
until the one that is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.model import Pathway, Requirement
from conferral.pathways import completed, progress
from tests.registry_builder import recipient
from tests.unit.pathways.stack import Given, badge, pathway, registry_of

FIRST = date(2026, 1, 24)
SPAN = 16
LAST = FIRST + timedelta(days=SPAN)
BADGES = ("a", "b", "c")
PERIODS = ("1 day", "2 days", "5 days", "9 days", "1 month")
LEVELS = ("foundation", "intermediate", "advanced", "expert")
ALL_BADGES = [badge(slug, {"level": "foundation"}, {"level": "advanced"}, {}) for slug in BADGES]


@dataclass(frozen=True)
class Case:
    """A pathway, what two people were awarded, and the day that is asked about."""

    pathway: Pathway
    had: list[Given]
    more: list[Given]
    on: date


def leaf(chance: Random) -> dict[str, Any]:
    asked = {"badge": chance.choice(BADGES)}
    match chance.randrange(8):
        case 0:
            return {**asked, "minimum_level": chance.choice(LEVELS)}
        case 1:
            return {**asked, "result": {"of": "score", "at_least": chance.choice(("9", "50.5", "100"))}}
        case _:
            return asked


def group(chance: Random, depth: int) -> dict[str, Any]:
    parts = [requirement(chance, depth - 1) for _ in range(chance.choice((1, 2, 2, 3)))]
    within = {"within": chance.choice(PERIODS)} if chance.random() < 0.6 else {}
    match chance.randrange(4):
        case 0:
            return {**within, "choose": chance.randint(1, len(parts)), "of": parts}
        case 1:
            return {**within, "one_of": parts}
        case 2:
            return {**within, "all_of": [{"optional": [leaf(chance)]}, *parts]}
        case _:
            return {**within, "all_of": parts}


def requirement(chance: Random, depth: int = 2) -> dict[str, Any]:
    return group(chance, depth) if depth and chance.random() < 0.6 else leaf(chance)


def a_day(chance: Random) -> date:
    return FIRST + timedelta(days=chance.randint(0, SPAN))


def award(chance: Random) -> Given:
    start = a_day(chance)
    what = chance.choice((*[""] * 12, "reinstated", "revoked", "suspended", "new"))
    score = chance.choice((None, "8", "10", "50.50", "99.9"))
    return Given(
        badge=chance.choice(BADGES),
        day=start.isoformat(),
        until=(start + timedelta(days=chance.randint(0, 20))).isoformat() if chance.random() < 0.5 else None,
        version=chance.choice((1, 2, 2, 3)),
        result={"of": "score", "value": score} if score else None,
        registered=what != "new",
        revoked=what == "revoked",
        suspended=what == "suspended",
        reinstated=what == "reinstated",
        who=chance.choice((1, 1, 1, 2)),
    )


def case(chance: Random) -> Case:
    more: dict[str, Any] = {"expired_count": chance.random() < 0.3}
    if chance.random() < 0.4:
        more["within"] = chance.choice(PERIODS)
    return Case(
        pathway([requirement(chance) for _ in range(chance.choice((1, 1, 2)))], **more),
        [award(chance) for _ in range(chance.randint(0, 9))],
        [award(chance) for _ in range(chance.randint(1, 4))],
        FIRST + timedelta(days=chance.randint(SPAN // 3, SPAN + 9)),
    )


cases = st.integers(0, 2**64).map(lambda seed: case(Random(seed)))
"""Cases by chance and not by size: those that are small are mostly met by nothing."""


# The other evaluation.


def fits(asked: Requirement, award: Given) -> bool:
    if award.badge != asked.badge:
        return False
    if asked.minimum_level and LEVELS.index(asked.minimum_level) > {1: 0, 2: 2, 3: -1}[award.version]:
        return False
    if asked.result:
        return award.result is not None and float(award.result["value"]) >= float(asked.result.at_least)
    return True


def is_met(asked: Requirement, had: Sequence[Given]) -> bool:
    if asked.badge:
        return any(fits(asked, award) for award in had)
    if asked.optional:
        return True
    if asked.within:
        windows = (FIRST + timedelta(days=number) for number in range(-1, SPAN + 1))
        return any(
            has_enough(asked, [one for one in had if begin <= as_day(one.day) <= asked.within.after(begin)])
            for begin in windows
        )
    return has_enough(asked, had)


def has_enough(asked: Requirement, had: Sequence[Given]) -> bool:
    if asked.choose:
        return any(all(is_met(part, had) for part in chosen) for chosen in combinations(asked.of, asked.choose))
    if asked.one_of:
        return any(is_met(part, had) for part in asked.one_of)
    return all(is_met(part, had) for part in asked.all_of)


def is_complete(whole: Requirement, had: Sequence[Given], on: date, *, lasting: bool) -> bool:
    counting = [
        one
        for one in had
        if one.registered
        and not one.revoked
        and not one.suspended
        and as_day(one.day) <= on
        and (lasting or one.until is None or on <= as_day(one.until))
    ]
    return is_met(whole, counting)


def as_day(text: str) -> date:
    return date.fromisoformat(text)


# The two side by side.


@settings(max_examples=500, deadline=None)
@given(cases)
def test_a_pathway_is_complete_when_trying_everything_says_so(case: Case) -> None:
    asked = case.pathway.file
    whole = Requirement(all_of=asked.requires, within=asked.within)
    lasting = asked.expired_count
    registry = registry_of(case.pathway, case.had, ALL_BADGES)
    ours = {one.recipient: one.completed_on for one in completed(registry, case.on)}
    theirs = {}
    for who in (1, 2):
        own = [one for one in case.had if one.who == who]
        if is_complete(whole, own, case.on, lasting=lasting):
            every = (FIRST + timedelta(days=number) for number in range((case.on - FIRST).days + 1))
            theirs[recipient(who)] = next(day for day in every if is_complete(whole, own, day, lasting=lasting))
    assert ours == theirs


@settings(max_examples=500, deadline=None)
@given(cases)
def test_every_part_is_met_when_trying_everything_says_so(case: Case) -> None:
    own = [one for one in case.had if one.who == 1]
    registry = registry_of(case.pathway, own, ALL_BADGES)
    found = progress(registry, case.pathway, registry.awards, case.on)
    asked = case.pathway.file
    for part in found.parts:
        if asked.within is None:
            assert part.met == is_complete(part.requirement, own, case.on, lasting=asked.expired_count)
        assert part.met == (part.reached >= part.needed)
    assert found.complete == (found.reached >= found.needed)


@settings(max_examples=500, deadline=None)
@given(cases)
def test_the_awards_that_are_counted_are_enough(case: Case) -> None:
    registry = registry_of(case.pathway, case.had, ALL_BADGES)
    for completion in completed(registry, case.on):
        assert progress(registry, case.pathway, completion.counted, case.on).complete
        assert {award.recipient for award in completion.counted} == {completion.recipient}


@settings(max_examples=500, deadline=None)
@given(cases)
def test_more_awards_never_make_less(case: Case) -> None:
    fewer = registry_of(case.pathway, case.had, ALL_BADGES)
    registry = registry_of(case.pathway, [*case.had, *case.more], ALL_BADGES)
    before = {one.recipient: one.completed_on for one in completed(fewer, case.on)}
    after = {one.recipient: one.completed_on for one in completed(registry, case.on)}
    assert before.keys() <= after.keys()
    assert all(after[who] <= day for who, day in before.items())


@settings(max_examples=200, deadline=None)
@given(cases)
def test_the_order_in_which_awards_come_does_not_matter(case: Case) -> None:
    registry = registry_of(case.pathway, case.had, ALL_BADGES)
    own = [award for award in registry.awards if award.recipient == recipient(1)]
    backwards = progress(registry, case.pathway, reversed(own), case.on)
    assert backwards == progress(registry, case.pathway, own, case.on)


def test_the_cases_are_worth_trying() -> None:
    drawn = [case(Random(seed)) for seed in range(500)]
    met = [list(completed(registry_of(one.pathway, one.had, ALL_BADGES), one.on)) for one in drawn]
    lost = sum(
        completion.completed_on < max(award.awarded for award in completion.counted)
        for completions in met
        for completion in completions
    )
    assert 100 < sum(map(bool, met)) < 400
    assert lost > 5  # complete already before the awards that are counted now
