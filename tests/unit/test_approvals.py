"""Two people who may have to approve; never the author, never somebody whom the change itself made a steward."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from conferral.approvals import Approval, approvals, approvers
from conferral.describing import changes
from conferral.errors import RegistryError
from conferral.loading import load
from conferral.model import Registry
from tests.registry_builder import files, recipient
from tests.unit.memory_files import MemoryFiles

BADGE = "credentials/badges/data-analysis/badge.yml"
ISSUER = "credentials/issuers/lakeside/issuer.yml"
REGISTRY = "credentials/registry.yml"
COHORT = "credentials/awards/data-analysis/2026-07-01-second-k2v9.yml"
SECOND = f"badge: data-analysis\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(7)}\n"
POLICY = "  two_approvals: [foundation, expert]\n"
NAMED = {
    REGISTRY: POLICY + "operators: ['@Ops', '@example-org/operators']\n",
    ISSUER: "stewards: ['@ann', '@ben']\n",
    BADGE: "stewards: ['@cleo', dora@example.org]\n",
}


def registry_of(additions: Mapping[str, str], others: Mapping[str, str] | None = None) -> Registry:
    texts = {path: text + additions.get(path, "") for path, text in files().items()} | dict(others or {})
    found = load(MemoryFiles({path: text.encode() for path, text in texts.items()})).registry
    assert found
    return found


def needed(base: Registry, registry: Registry, *given: str, authors: tuple[str, ...] = ("author",)) -> list[Approval]:
    return list(approvals(base, registry, changes(base, registry), approvers=given, authors=authors))


@pytest.mark.parametrize(
    ("given", "approved"),
    [
        ((), ()),
        (("ann",), ("@ann",)),
        (("ANN", "ops"), ("@ann", "@Ops")),
        (("ann", "stranger"), ("@ann",)),
        (("cleo", "ben"), ("@cleo", "@ben")),
        (("ann", "ann"), ("@ann",)),
    ],
)
def test_those_count_who_are_named(given: tuple[str, ...], approved: tuple[str, ...]) -> None:
    base = registry_of(NAMED)
    (one,) = needed(base, registry_of(NAMED, {COHORT: SECOND}), *given)

    assert (one.badge, one.level) == ("data-analysis", "foundation")
    assert set(one.approved) == set(approved)
    assert set(one.others) == {"@ann", "@ben", "@cleo", "@Ops"} - set(approved)
    assert one.untold == ("dora@example.org", "@example-org/operators")
    assert one.suffices == (len(approved) >= 2)


def test_neither_the_author_nor_whoever_asked_for_the_change_counts() -> None:
    base = registry_of(NAMED)
    (one,) = needed(base, registry_of(NAMED, {COHORT: SECOND}), "ann", "ben", authors=("app[bot]", "Ann"))

    assert one.approved == ("@ben",)
    assert "@ann" not in one.others
    assert not one.suffices


def test_one_person_whose_handle_is_written_in_two_ways_is_one_person() -> None:
    base = registry_of({**NAMED, REGISTRY: POLICY + "operators: ['@Ann']\n", BADGE: "stewards: ['@ANN']\n"})
    (one,) = needed(base, registry_of(NAMED, {COHORT: SECOND}), "ann")

    assert one.approved == ("@ANN",)
    assert one.others == ("@ben",)
    assert not one.suffices


@pytest.mark.parametrize(
    ("path", "addition"),
    [
        (ISSUER, "stewards: ['@ann', '@ben', '@mallory']\n"),
        (REGISTRY, POLICY + "operators: ['@Ops', '@mallory']\n"),
        (REGISTRY, "operators: ['@Ops', '@example-org/operators']\n"),
    ],
)
def test_who_may_approve_is_changed_with_two_approvals_as_well(path: str, addition: str) -> None:
    one, *_ = needed(registry_of(NAMED), registry_of({**NAMED, path: addition}), "ann", "mallory")

    assert (one.badge, one.approved) == ("data-analysis", ("@ann",))
    assert not one.suffices


def test_nobody_becomes_a_steward_by_the_change_that_they_approve() -> None:
    base = registry_of(NAMED)
    more = {**NAMED, BADGE: "stewards: ['@eve', '@mallory']\n", ISSUER: "stewards: ['@eve']\n"}
    (one,) = needed(base, registry_of(more, {COHORT: SECOND}), "eve", "mallory")

    assert one.approved == ()


@pytest.mark.parametrize("change", [{REGISTRY: ""}, {BADGE: "level: intermediate\n"}])
def test_no_change_frees_itself(change: dict[str, str]) -> None:
    base = registry_of(NAMED)
    text = files()[BADGE].replace("level: foundation\n", change.get(BADGE, "level: foundation\n"))
    after = registry_of(
        {**NAMED, **{path: new for path, new in change.items() if path == REGISTRY}}, {COHORT: SECOND, BADGE: text}
    )

    assert [one.badge for one in needed(base, after)] == ["data-analysis"]


def test_a_badge_that_is_new_needs_the_issuers_stewards_or_the_operators() -> None:
    base = registry_of(NAMED)
    new = {
        "credentials/badges/rowing/badge.yml": files()[BADGE]
        .replace("level: foundation", "level: expert")
        .replace("version: 2", "version: 1")
        + "stewards: ['@eve']\n",
        "credentials/badges/rowing/badge.svg": files()["credentials/badges/sailing/badge.svg"],
    }
    (one,) = needed(base, registry_of(NAMED, new), "eve", "ann", "ops")

    assert (one.badge, one.level, one.approved) == ("rowing", "expert", ("@ann", "@Ops"))


def test_other_levels_and_untouched_badges_need_nothing() -> None:
    base = registry_of(NAMED)
    sailing = f"badge: sailing\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(7)}\n"

    assert needed(base, registry_of(NAMED, {"credentials/awards/sailing/2026-07-01-x-k3v9.yml": sailing})) == []
    assert needed(base, base) == []
    assert needed(registry_of({}), registry_of({}, {COHORT: SECOND})) == []


def review(login: str, state: str, when: str = "") -> dict[str, object]:
    return {"user": {"login": login}, "state": state, "submitted_at": when, "commit_id": "0" * 40}


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([], ()),
        ([review("Ann", "APPROVED")], ("ann",)),
        ([review("ann", "APPROVED"), review("ann", "COMMENTED")], ("ann",)),
        ([review("ann", "APPROVED"), review("ann", "CHANGES_REQUESTED")], ()),
        ([review("ann", "APPROVED"), review("ann", "DISMISSED")], ()),
        ([review("ann", "CHANGES_REQUESTED"), review("ann", "APPROVED")], ("ann",)),
        ([review("ann", "DISMISSED", "2026-07-02T00:00:00Z"), review("ann", "APPROVED", "2026-07-01T00:00:00Z")], ()),
        ([review("ann", "PENDING"), {"user": None, "state": "APPROVED"}, review("ben", "APPROVED")], ("ben",)),
        ([[review("ann", "APPROVED")], [review("ben", "APPROVED")]], ("ann", "ben")),
        ({"approved_by": [{"user": {"username": "ann"}}]}, ("ann",)),
    ],
)
def test_of_each_person_the_latest_review_counts(reviews: object, expected: tuple[str, ...]) -> None:
    assert approvers(json.dumps(reviews)) == expected


def test_an_approval_of_another_commit_does_not_count_where_the_commit_is_named() -> None:
    given = [review("ann", "APPROVED"), {**review("ben", "APPROVED"), "commit_id": "1" * 40}]
    unknown = {name: value for name, value in review("cleo", "APPROVED").items() if name != "commit_id"}

    assert approvers(json.dumps([*given, unknown]), commit="1" * 40) == ("ben",)
    assert approvers(json.dumps(given), commit=None) == ("ann", "ben")


def test_pages_may_follow_each_other() -> None:
    pages = [[review("ann", "APPROVED")], [], [review("ann", "DISMISSED"), review("ben", "APPROVED")]]

    assert approvers("\n".join(map(json.dumps, pages))) == ("ben",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "the file of --reviews is no JSON"),
        ("7", "the file of --reviews holds no reviews"),
        ('{"message": "Not Found"}', "the file of --reviews holds no reviews"),
        ("[7]", "the file of --reviews holds something that is no review"),
        ('[{"user": {"login": "ann"}}]', "the file of --reviews holds something that is no review"),
        ("[" * 100_000, "the file of --reviews is no JSON"),
    ],
)
def test_anything_else_is_refused(text: str, message: str) -> None:
    with pytest.raises(RegistryError) as caught:
        approvers(text)

    assert caught.value.message == message
    assert caught.value.hint == "It holds the list of reviews as the git host's API gives it."
