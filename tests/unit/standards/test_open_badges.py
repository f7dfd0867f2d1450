from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator, FormatChecker  # type: ignore[import-untyped]

from conferral.standards import open_badges
from conferral.standards.canonical import canonicalize
from conferral.standards.open_badges import identity_hash, structure_problems
from tests.shared import shared
from tests.unit.standards.samples import badge, full_badge

SCHEMA = "standards/schemas/ob_v3p0_achievementcredential_schema.ghpages-2024-07.json"


@cache
def schema() -> Draft201909Validator:
    return Draft201909Validator(json.loads(shared(SCHEMA).read_text("utf-8")), format_checker=FormatChecker())


def test_the_published_identity_hash_is_made() -> None:
    assert identity_hash("a@example.com", "Kosher") == (
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    )


@pytest.mark.parametrize(
    ("class_", "member", "ours"),
    [
        ("Achievement", "achievementType", open_badges.ACHIEVEMENT_TYPES),
        ("Alignment", "targetType", open_badges.ALIGNMENT_TARGET_TYPES),
        ("Result", "status", open_badges.RESULT_STATUSES),
        ("ResultDescription", "resultType", open_badges.RESULT_TYPES),
        ("IdentityObject", "identityType", open_badges.IDENTITY_TYPES),
        ("IdentifierEntry", "identifierType", open_badges.IDENTITY_TYPES),
    ],
)
def test_the_enumerations_are_those_of_the_published_schema(class_: str, member: str, ours: frozenset[str]) -> None:
    definition = json.loads(shared(SCHEMA).read_text("utf-8"))["$defs"][class_]["properties"][member]
    assert set(definition.get("enum") or definition["oneOf"][0]["enum"]) == ours


@pytest.mark.parametrize("document", [badge(), full_badge()])
def test_a_sound_badge_has_no_problems(document: dict[str, Any]) -> None:
    assert structure_problems(document) == []
    assert list(schema().iter_errors(document)) == []
    canonicalize(document)


def test_the_badge_of_the_implementation_guide_has_no_problems_but_known_ones() -> None:
    vector = json.loads(shared("standards/vectors/ob30-impl-guide/obv3p0/vector.json").read_text("utf-8"))
    assert structure_problems(vector["signedCredential"]) == []


def test_one_proof_may_stand_without_a_list() -> None:
    assert structure_problems(badge(proof={"type": "DataIntegrityProof"})) == []


def subject(**changes: Any) -> dict[str, Any]:
    document = badge()
    document["credentialSubject"].update(changes)
    return document


def without(name: str) -> dict[str, Any]:
    document = badge()
    del document[name]
    return document


@pytest.mark.parametrize(
    ("document", "problems"),
    [
        ([], ["/: got a list, expected an object"]),
        (without("issuer"), ["/issuer: got nothing, expected this member"]),
        (badge(name=7), ["/name: got 7, expected text"]),
        (badge(name={"@value": "x"}), ["/name: got an object, expected text"]),
        (
            badge(validFrom="2026-06-30"),
            ["/validFrom: got '2026-06-30', expected a time such as '2026-06-30T22:00:00Z'"],
        ),
        (
            badge(validUntil="2026-06-29T21:59:59Z"),
            ["/validUntil: got '2026-06-29T21:59:59Z', expected no time before '2026-06-29T22:00:00Z'"],
        ),
        (
            badge(type=["VerifiableCredential"]),
            [
                (
                    "/type: got 'VerifiableCredential', expected 'VerifiableCredential' and "
                    "'AchievementCredential' or 'OpenBadgeCredential'"
                )
            ],
        ),
        (
            badge(**{"@context": ["https://www.w3.org/ns/credentials/v2"]}),
            ["/@context: got 1 contexts, expected a list of at least two contexts"],
        ),
        (
            badge(**{"@context": ["https://www.w3.org/2018/credentials/v1", open_badges.OPEN_BADGES_3_0_3]}),
            [
                (
                    "/@context/0: got 'https://www.w3.org/2018/credentials/v1', "
                    "expected 'https://www.w3.org/ns/credentials/v2'"
                )
            ],
        ),
        (badge(credentialStatus=[]), ["/credentialStatus: got a list, expected an object"]),
        (badge(credentialStatus={"type": "x"}), ["/credentialStatus/id: got nothing, expected this member"]),
        (badge(evidence={"type": ["Evidence"]}), ["/evidence: got an object, expected a list"]),
        (badge(issuer=None), ["/issuer: got null, expected a profile or its URI"]),
        (
            badge(image={"id": "urn:a", "type": "Image", "size": 1}),
            ["/image: got member 'size', expected only 'id', 'type', 'caption'"],
        ),
        (
            subject(achievement={"id": "urn:a", "type": ["Achievement"], "criteria": {}, "name": True}),
            [
                "/credentialSubject/achievement/description: got nothing, expected this member",
                (
                    "/credentialSubject/achievement/criteria: got neither 'id' nor 'narrative', "
                    "expected at least one of them"
                ),
                "/credentialSubject/achievement/name: got true, expected text",
            ],
        ),
        (
            subject(result=[{"type": ["Result"], "status": "Done"}]),
            ["/credentialSubject/result/0/status: got 'Done', expected a result status of Open Badges 3.0"],
        ),
        (
            subject(result=[{"type": ["Result"], "resultDescription": "urn:none"}]),
            [
                (
                    "/credentialSubject/result/0/resultDescription: got 'urn:none', "
                    "expected the 'id' of a result description of the achievement"
                )
            ],
        ),
        (subject(creditsEarned="2"), ["/credentialSubject/creditsEarned: got '2', expected a number"]),
    ],
)
def test_each_problem_has_its_place(document: Any, problems: list[str]) -> None:
    assert structure_problems(document) == problems


def test_a_subject_needs_an_id_or_an_identifier() -> None:
    document = badge()
    del document["credentialSubject"]["id"]
    assert structure_problems(document) == [
        "/credentialSubject: got neither 'id' nor 'identifier', expected at least one of them"
    ]


def test_an_achievement_type_outside_the_list_is_refused_unless_marked() -> None:
    document = full_badge()
    document["credentialSubject"]["achievement"]["achievementType"] = "Program"
    assert structure_problems(document) == [
        (
            "/credentialSubject/achievement/achievementType: got 'Program', "
            "expected an achievement type of Open Badges 3.0 or one that begins with 'ext:'"
        )
    ]
    document["credentialSubject"]["achievement"]["achievementType"] = "ext:Program"
    assert structure_problems(document) == []


def test_a_profile_nested_without_end_is_refused() -> None:
    document = badge()
    for _ in range(2_000):
        document["issuer"] = {"id": "urn:a", "type": ["Profile"], "parentOrg": document["issuer"]}
    assert structure_problems(document) == ["/: got more than 40 levels, expected fewer"]


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield from places(inner, (*path, key))


JUNK = st.sampled_from(
    [None, True, 0, 2.5, "", "x", "ext:", "ext:x", "2026-06-30", [], [1], ["x"], {}, {"id": "urn:a"}]
)
REMOVED = object()
LISTS_IN_BOTH_FORMS = {"type", "proof", "credentialSchema", "termsOfUse"}


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(list(places(full_badge()))), JUNK | st.just(REMOVED)), min_size=1, max_size=2)
)
def test_what_the_published_schema_refuses_is_refused(changes: list[tuple[tuple[str | int, ...], Any]]) -> None:
    document: Any = copy.deepcopy(full_badge())
    for path, value in changes:
        target = document
        try:
            for step in path[:-1]:
                target = target[step]
            if value is REMOVED:
                del target[path[-1]]
            else:
                target[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    refused = [
        error
        for error in schema().iter_errors(document)
        if not (error.validator == "type" and error.path and error.path[-1] in LISTS_IN_BOTH_FORMS)
    ]
    if refused:
        assert structure_problems(document) != [], [error.message for error in refused]
