"""The rules of pathways held against an evaluation that tries everything, written without looking at ours.

It follows the words of docs/guide/pathways.md: every choice of parts, every window that begins on any day, every day
until the one that is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.model import Award, Requirement
from conferral.pathways import completed, progress
from tests.registry_builder import recipient
from tests.unit.pathways.stack import Given, badge, pathway, registry_of

FIRST = date(2026, 1, 20)
SPAN = 26
LAST = FIRST + timedelta(days=SPAN)
BADGES = ("a", "b", "c", "d")
LEVELS = ("foundation", "intermediate", "advanced", "expert")
ALL_BADGES = [badge(slug, {"level": "foundation"}, {"level": "advanced"}, {}) for slug in BADGES]

days = st.integers(0, SPAN).map(lambda number: FIRST + timedelta(days=number))
leaves = st.one_of(
    st.builds(lambda slug: {"badge": slug}, st.sampled_from(BADGES)),
    st.builds(
        lambda slug, level: {"badge": slug, "minimum_level": level}, st.sampled_from(BADGES), st.sampled_from(LEVELS)
    ),
    st.builds(
        lambda slug, least: {"badge": slug, "result": {"of": "score", "at_least": least}},
        st.sampled_from(BADGES),
        st.sampled_from(("9", "50.5", "100")),
    ),
)
periods = st.sampled_from((None, None, "1 day", "5 days", "12 days", "1 month"))


def _groups(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    def group(kind: str, listed: list[dict[str, Any]], number: int, within: str | None) -> dict[str, Any]:
        made: dict[str, Any] = {"within": within} if within else {}
        if kind == "choose":
            return {**made, "choose": min(number, len(listed)), "of": listed}
        if kind == "all_of with optional":
            return {**made, "all_of": [*listed, {"optional": listed[:1]}]}
        return {**made, kind: listed}

    kinds = st.sampled_from(("all_of", "one_of", "choose", "all_of with optional"))
    return st.builds(group, kinds, st.lists(parts, min_size=1, max_size=3), st.integers(1, 3), periods)


requirements = st.recursive(leaves, _groups, max_leaves=5)
awards = st.lists(
    st.builds(
        lambda slug, start, length, version, score, what, who: Given(
            badge=slug,
            day=start.isoformat(),
            until=(start + timedelta(days=length)).isoformat() if length is not None else None,
            version=version,
            result={"of": "score", "value": score} if score else None,
            registered=what != "new",
            revoked=what == "revoked",
            suspended=what == "suspended",
            reinstated=what == "reinstated",
            who=who,
        ),
        st.sampled_from(BADGES),
        days,
        st.one_of(st.none(), st.none(), st.integers(0, SPAN)),
        st.integers(1, 3),
        st.sampled_from((None, "8", "10", "50.50", "99.9")),
        st.sampled_from(("", "", "", "", "", "reinstated", "revoked", "suspended", "new")),
        st.sampled_from((1, 1, 1, 2)),
    ),
    max_size=7,
)
pathways = st.builds(
    lambda requires, within, lasting: pathway(
        requires, expired_count=lasting, **({"within": within} if within else {})
    ),
    st.lists(requirements, min_size=1, max_size=3),
    periods,
    st.booleans(),
)


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


@settings(max_examples=150, deadline=None)
@given(pathways, awards, days)
def test_a_pathway_is_complete_when_trying_everything_says_so(asked: Any, had: list[Given], on: date) -> None:
    whole = Requirement(all_of=asked.file.requires, within=asked.file.within)
    lasting = asked.file.expired_count
    registry = registry_of(asked, had, ALL_BADGES)
    ours = {one.recipient: one.completed_on for one in completed(registry, on)}
    theirs = {}
    for who in (1, 2):
        own = [one for one in had if one.who == who]
        if is_complete(whole, own, on, lasting=lasting):
            every = (FIRST + timedelta(days=number) for number in range((on - FIRST).days + 1))
            theirs[recipient(who)] = next(day for day in every if is_complete(whole, own, day, lasting=lasting))
    assert ours == theirs


@settings(max_examples=150, deadline=None)
@given(pathways, awards, days)
def test_every_part_is_met_when_trying_everything_says_so(asked: Any, had: list[Given], on: date) -> None:
    own = [one for one in had if one.who == 1]
    registry = registry_of(asked, own, ALL_BADGES)
    found = progress(registry, asked, registry.awards, on)
    for part in found.parts:
        if asked.file.within is None:
            lasting = asked.file.expired_count
            assert part.met == is_complete(part.requirement, own, on, lasting=lasting)
        assert part.met == (part.reached >= part.needed)
    assert found.complete == (found.reached >= found.needed)


@settings(max_examples=150, deadline=None)
@given(pathways, awards, days)
def test_the_awards_that_are_counted_are_enough(asked: Any, had: list[Given], on: date) -> None:
    registry = registry_of(asked, had, ALL_BADGES)
    for completion in completed(registry, on):
        assert progress(registry, asked, completion.counted, on).complete
        assert {award.recipient for award in completion.counted} == {completion.recipient}


@settings(max_examples=150, deadline=None)
@given(pathways, awards, awards, days)
def test_more_awards_never_make_less(asked: Any, had: list[Given], more: list[Given], on: date) -> None:
    registry = registry_of(asked, [*had, *more], ALL_BADGES)
    fewer = registry_of(asked, had, ALL_BADGES)
    before = {one.recipient: one.completed_on for one in completed(fewer, on)}
    after = {one.recipient: one.completed_on for one in completed(registry, on)}
    assert before.keys() <= after.keys()
    assert all(after[who] <= day for who, day in before.items())


@settings(max_examples=100, deadline=None)
@given(pathways, awards, days)
def test_the_order_in_which_awards_come_does_not_matter(asked: Any, had: list[Given], on: date) -> None:
    registry = registry_of(asked, had, ALL_BADGES)
    own: list[Award] = [award for award in registry.awards if award.recipient == recipient(1)]
    assert progress(registry, asked, reversed(own), on) == progress(registry, asked, own, on)
