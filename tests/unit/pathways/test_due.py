"""Who is due, and whose award has lost its ground: what the command line does not show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conferral.model import RecipientFile
from conferral.pathways.due import due, evidence, lapsed
from tests.registry_builder import recipient
from tests.unit.pathways.stack import Given, award_id, badge, day, pathway, registry_of

ASKED = pathway([{"badge": "a"}, {"optional": [{"badge": "b"}]}])
A = Given(badge="a", day="2026-01-10")


def due_people(given: list[Given], on: str = "2026-06-01", *, again: bool = False) -> list[str]:
    found = due(registry_of(ASKED, given), day(on), again=again)
    return [person.recipient for one in found for person in one.people]


@pytest.mark.parametrize(
    ("whole", "is_due"),
    [
        ({}, False),
        ({"until": "2026-03-01"}, False),  # to be renewed, not awarded anew
        ({"suspended": True}, False),
        ({"registered": False}, False),  # in a batch that is not registered yet
        ({"revoked": True}, False),
        ({"who": 2}, True),
    ],
)
def test_nobody_is_due_who_was_awarded_it(whole: dict[str, Any], is_due: bool) -> None:
    given = [A, Given(badge="whole", day="2026-02-01", **whole)]
    assert (recipient(1) in due_people(given)) is is_due


def test_whose_award_was_revoked_is_due_again_where_it_is_asked_for() -> None:
    given = [A, Given(badge="whole", day="2026-02-01", revoked=True)]
    assert due_people(given, again=True) == [recipient(1)]
    (found,) = due(registry_of(ASKED, given), day("2026-06-01"))
    assert [(one.recipient, one.revoked and one.revoked.id) for one in found.revoked] == [(recipient(1), award_id(2))]


def test_whose_second_award_stands_is_not_due() -> None:
    given = [A, Given(badge="whole", day="2026-02-01", revoked=True), Given(badge="whole", day="2026-03-01")]
    assert due_people(given, again=True) == []


def test_nobody_is_due_for_a_badge_that_is_not_there() -> None:
    assert due(registry_of(pathway([{"badge": "a"}], earns="gone"), [A]), day("2026-06-01")) == ()


def test_people_come_in_the_order_of_their_days() -> None:
    given = [Given(badge="a", day=f"2026-01-{30 - who}", who=who) for who in range(1, 5)]
    assert due_people(given) == [recipient(who) for who in (4, 3, 2, 1)]


def test_an_award_of_what_is_earned_does_not_serve_its_own_pathway() -> None:
    shown = {"name": "Data", "url": "https://example.org/data", "skill": "own/data"}
    framework = {"own": {"name": "Own", "skills": [{"id": "data", "name": "Data"}]}}
    asked = pathway([{"skill": "own/data"}])
    given = [Given(badge="whole", day="2026-01-01", who=3), Given(badge="a", day="2026-01-01", who=4)]
    badges = [badge("whole", {"alignments": [shown]}), badge("a", {"alignments": [shown]})]
    registry = registry_of(asked, given, badges, framework)
    found = due(registry, day("2026-06-01"))
    assert [person.recipient for one in found for person in one.people] == [recipient(4)]


def test_evidence_is_the_pathway_and_what_counted_only_where_the_holder_shows_it() -> None:
    registry = registry_of(ASKED, [A, Given(badge="b", day="2026-01-11")])
    (found,) = due(registry, day("2026-06-01"))
    completion = found.people[0].completion
    asked = completion.pathway
    page = {
        "id": f"https://credentials.example.org/pathways/{asked.slug}/",
        "name": f"The pathway {asked.file.title}",
    }
    assert evidence(registry, completion, day("2026-06-01")) == (page,)

    consent = {"on": day("2026-03-01"), "to": ["portfolio"]}
    shows = RecipientFile.model_validate({"portfolio": True, "consent": consent})
    shown = replace(registry, recipients={recipient(1): shows})
    assert evidence(shown, completion, day("2026-02-28")) == (page,)
    hides = shows.model_copy(update={"hidden": (award_id(1),)})
    assert evidence(replace(registry, recipients={recipient(1): hides}), completion, day("2026-06-01")) == (page,)
    assert evidence(shown, completion, day("2026-06-01")) == (
        page,
        {"id": f"https://credentials.example.org/credentials/{award_id(1)}/", "name": "A"},
    )


def test_an_award_without_evidence_of_the_pathway_has_not_lapsed() -> None:
    registry = registry_of(
        ASKED, [Given(badge="a", day="2026-01-10", revoked=True), Given(badge="whole", day="2026-02-01")]
    )
    assert lapsed(registry, day("2026-06-01")) == ()
