from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator, FormatChecker, ValidationError  # type: ignore[import-untyped]

from conferral.standards import open_badges
from conferral.standards.open_badges import (
    CLR_2_0_1,
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    MOST_PROBLEMS,
    OPEN_BADGES_3_0_3,
    identity_hash,
    is_version_1,
    kind_of,
    structure_problems,
)
from tests.shared import shared
from tests.unit.standards.samples import badge, endorsed_badge, endorsement, full_badge, learner_record

SCHEMA = "standards/schemas/ob_v3p0_achievementcredential_schema.ghpages-2024-07.json"
ENDORSEMENT_SCHEMA = "standards/schemas/ob_v3p0_endorsementcredential_schema.ghpages-2024-07.json"
ACHIEVEMENT_ID = "https://badges.example.org/badges/b/1/badge.json"


@cache
def schema(path: str = SCHEMA) -> Draft201909Validator:
    return Draft201909Validator(json.loads(shared(path).read_text("utf-8")), format_checker=FormatChecker())


def in_version_1(document: dict[str, Any]) -> dict[str, Any]:
    """`document` in the form of Verifiable Credentials 1.1, with its dates."""
    changed = dict(document)
    changed["@context"] = [CREDENTIALS_V1, *document["@context"][1:]]
    for name, older in (("validFrom", "issuanceDate"), ("validUntil", "expirationDate")):
        if name in changed:
            changed[older] = changed.pop(name)
    return changed


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


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (badge(), SCHEMA),
        (full_badge(), SCHEMA),
        (endorsed_badge(), SCHEMA),
        (endorsement(ACHIEVEMENT_ID), ENDORSEMENT_SCHEMA),
    ],
)
def test_a_sound_credential_has_no_problems(document: dict[str, Any], path: str) -> None:
    assert structure_problems(document) == []
    assert list(schema(path).iter_errors(document)) == []


@pytest.mark.parametrize("make", [badge, full_badge, lambda: endorsement(ACHIEVEMENT_ID), learner_record])
def test_each_kind_may_have_the_form_of_version_1(make: Any) -> None:
    document = in_version_1(make())
    assert structure_problems(document) == []
    assert (is_version_1(document), is_version_1(make())) == (True, False)


@pytest.mark.parametrize("name", ["obv3p0", "clrv2p0"])
def test_the_credentials_of_the_implementation_guides_have_no_problems(name: str) -> None:
    vector = json.loads(shared(f"standards/vectors/ob30-impl-guide/{name}/vector.json").read_text("utf-8"))
    assert structure_problems(vector["signedCredential"]) == []


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["VerifiableCredential", "OpenBadgeCredential"], "achievement"),
        (["AchievementCredential", "VerifiableCredential"], "achievement"),
        ("AchievementCredential", "achievement"),
        (["VerifiableCredential", "EndorsementCredential"], "endorsement"),
        (["VerifiableCredential", "ClrCredential"], "clr"),
        (["AchievementCredential", "EndorsementCredential", "ClrCredential"], "clr"),
        (["VerifiableCredential"], None),
        (["VerifiableCredential", "BitstringStatusListCredential"], None),
        ([{"id": "OpenBadgeCredential"}, 7, None], None),
        (None, None),
    ],
)
def test_the_kind_shows_in_the_types(types: object, kind: str | None) -> None:
    assert kind_of({"type": types}) == kind


def test_the_version_shows_in_the_first_context() -> None:
    assert is_version_1({"@context": CREDENTIALS_V1})
    for context in (None, [], 7, CREDENTIALS_V2, [CREDENTIALS_V2, CREDENTIALS_V1], [[CREDENTIALS_V1]]):
        assert not is_version_1({"@context": context})
    assert not is_version_1({})


def test_lists_of_one_may_be_written_without_the_list() -> None:
    document = full_badge()
    document["proof"] = {"type": "DataIntegrityProof"}
    document["endorsement"] = endorsement(document["id"])
    document["endorsementJwt"] = "a.b.c"
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    for place, names in (
        (achievement["resultDescription"][0], ["allowedValue", "rubricCriterionLevel"]),
        (achievement, ["alignment", "otherIdentifier", "related", "resultDescription", "tag", "type"]),
        (subject, ["type", "identifier", "result"]),
        (document, ["evidence"]),
    ):
        for name in names:
            place[name] = place[name][0]
    assert structure_problems(document) == []


def test_criteria_may_say_nothing_as_the_published_schema_has_it() -> None:
    document = badge()
    document["credentialSubject"]["achievement"]["criteria"] = {}
    assert structure_problems(document) == []
    assert list(schema().iter_errors(document)) == []


def test_a_subject_without_id_and_identifier_is_nobody_although_the_schema_takes_it() -> None:
    document = badge()
    del document["credentialSubject"]["id"]
    assert list(schema().iter_errors(document)) == []
    assert structure_problems(document) == [
        "/credentialSubject: got neither 'id' nor 'identifier', expected at least one of them"
    ]
    identity = {"type": "IdentityObject", "hashed": False, "identityHash": "Robin Example", "identityType": "name"}
    document["credentialSubject"]["identifier"] = [identity]
    assert structure_problems(document) == []


def test_an_image_may_be_its_uri_alone() -> None:
    document = full_badge()
    document["issuer"]["image"] = "https://badges.example.org/logo.png"
    assert structure_problems(document) == []
    document["issuer"]["image"] = ["https://badges.example.org/logo.png"]
    assert structure_problems(document) == ["/issuer/image: got a list, expected an object"]


def record(**changes: Any) -> dict[str, Any]:
    document = learner_record()
    document["credentialSubject"].update(changes)
    return document


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
            badge(**{"@context": ["https://w3id.org/dcc/v1", OPEN_BADGES_3_0_3]}),
            ["/@context/0: got 'https://w3id.org/dcc/v1', expected 'https://www.w3.org/ns/credentials/v2'"],
        ),
        (
            badge(**{"@context": [CREDENTIALS_V1, OPEN_BADGES_3_0_3]}),
            ["/issuanceDate: got nothing, expected this member"],
        ),
        (
            {**in_version_1(badge()), "expirationDate": "2026-06-29T21:59:59Z"},
            ["/expirationDate: got '2026-06-29T21:59:59Z', expected no time before '2026-06-29T22:00:00Z'"],
        ),
        (
            badge(issuanceDate="2026", expirationDate=7, **{"@context": [CREDENTIALS_V1, "x"]}),
            [
                "/@context/1: got 'x', expected a context of Open Badges 3.0",
                "/issuanceDate: got '2026', expected a time such as '2026-06-30T22:00:00Z'",
                "/expirationDate: got 7, expected a time such as '2026-06-30T22:00:00Z'",
            ],
        ),
        (
            {**endorsement(ACHIEVEMENT_ID), "name": None, "credentialSubject": {"type": "EndorsementSubject"}},
            [
                "/name: got null, expected text",
                "/credentialSubject/id: got nothing, expected this member",
            ],
        ),
        (
            badge(endorsement=[endorsement(ACHIEVEMENT_ID, issuer=7, **{"@context": [CREDENTIALS_V2]})]),
            [
                "/endorsement/0/@context: got 1 contexts, expected a list of at least two contexts",
                "/endorsement/0/issuer: got 7, expected a profile or its URI",
            ],
        ),
        (
            learner_record(**{"@context": [CREDENTIALS_V2, OPEN_BADGES_3_0_3, CLR_2_0_1]}),
            [
                f"/@context/1: got '{OPEN_BADGES_3_0_3}', expected a context of CLR 2.0",
                f"/@context/2: got '{CLR_2_0_1}', expected a context of Open Badges 3.0",
            ],
        ),
        (
            learner_record(**{"@context": [CREDENTIALS_V2, CLR_2_0_1], "partial": "no"}),
            [
                "/@context: got 2 contexts, expected a list of at least three contexts",
                "/partial: got 'no', expected true or false",
            ],
        ),
        (
            record(verifiableCredential=[], association={"type": "Association", "associationType": "isOf"}),
            [
                "/credentialSubject/verifiableCredential: got none, expected at least one credential",
                "/credentialSubject/association/sourceId: got nothing, expected this member",
                "/credentialSubject/association/targetId: got nothing, expected this member",
                "/credentialSubject/association/associationType: got 'isOf', expected an association type of CLR 2.0",
            ],
        ),
        (
            record(verifiableCredential=[[badge()], "a.b.c", {"type": "Other"}]),
            [
                "/credentialSubject/verifiableCredential/0: got a list, expected an object",
                "/credentialSubject/verifiableCredential/1: got 'a.b.c', expected an object",
                (
                    "/credentialSubject/verifiableCredential/2/type: got 'Other', "
                    "expected 'VerifiableCredential' or 'EnvelopedVerifiableCredential'"
                ),
            ],
        ),
        (badge(credentialStatus=[]), ["/credentialStatus: got a list, expected an object"]),
        (badge(credentialStatus={"type": "x"}), ["/credentialStatus/id: got nothing, expected this member"]),
        (badge(evidence="x"), ["/evidence: got 'x', expected an object"]),
        (badge(evidence=[[{"type": ["Evidence"]}]]), ["/evidence/0: got a list, expected an object"]),
        (badge(issuer=None), ["/issuer: got null, expected a profile or its URI"]),
        (
            badge(image={"id": "urn:a", "type": "Image", "size": 1}),
            ["/image: got member 'size', expected only 'id', 'type', 'caption'"],
        ),
        (
            subject(achievement={"id": "urn:a", "type": ["Achievement"], "criteria": {}, "name": True}),
            [
                "/credentialSubject/achievement/description: got nothing, expected this member",
                "/credentialSubject/achievement/name: got true, expected text",
            ],
        ),
        (
            subject(result=[{"type": ["Result"], "status": "Done"}]),
            ["/credentialSubject/result/0/status: got 'Done', expected a result status of Open Badges 3.0"],
        ),
        (subject(creditsEarned="2"), ["/credentialSubject/creditsEarned: got '2', expected a number"]),
    ],
)
def test_each_problem_has_its_place(document: Any, problems: list[str]) -> None:
    assert structure_problems(document) == problems


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


def test_problems_are_told_up_to_a_number() -> None:
    document = badge(evidence=[7] * 5_000)
    assert len(structure_problems(document)) == MOST_PROBLEMS
    assert structure_problems(document)[-1] == f"/evidence/{MOST_PROBLEMS - 1}: got 7, expected an object"


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
SINGLE_OR_LIST = {
    "alignment",
    "allowedValue",
    "credentialSchema",
    "endorsement",
    "endorsementJwt",
    "evidence",
    "identifier",
    "otherIdentifier",
    "proof",
    "related",
    "result",
    "resultDescription",
    "rubricCriterionLevel",
    "tag",
    "termsOfUse",
    "type",
}


def is_form_alone(error: ValidationError) -> bool:
    """Whether the schema refuses a single value for a list, or the URI of an image, which we take."""
    if error.validator != "type" or not error.path:
        return False
    return error.path[-1] in SINGLE_OR_LIST or (error.path[-1] == "image" and isinstance(error.instance, str))


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from([(full_badge(), SCHEMA), (endorsement(ACHIEVEMENT_ID), ENDORSEMENT_SCHEMA)]).flatmap(
        lambda pair: st.tuples(
            st.just(pair),
            st.lists(
                st.tuples(st.sampled_from(list(places(pair[0]))), JUNK | st.just(REMOVED)), min_size=1, max_size=2
            ),
        )
    )
)
def test_what_the_published_schema_refuses_is_refused(
    drawn: tuple[tuple[dict[str, Any], str], list[tuple[tuple[str | int, ...], Any]]],
) -> None:
    (original, path), changes = drawn
    document: Any = copy.deepcopy(original)
    for place, value in changes:
        target = document
        try:
            for step in place[:-1]:
                target = target[step]
            if value is REMOVED:
                del target[place[-1]]
            else:
                target[place[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    refused = [error for error in schema(path).iter_errors(document) if not is_form_alone(error)]
    if refused and (kind_of(document), is_version_1(document)) == (kind_of(original), False):
        assert structure_problems(document) != [], [error.message for error in refused]
