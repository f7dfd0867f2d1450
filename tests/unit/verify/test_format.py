from __future__ import annotations

import doctest
from collections.abc import Callable
from typing import Any

import pytest

import conferral.verify
from conferral.errors import CanonicalizationError, UndefinedTermError
from conferral.standards.open_badges import CREDENTIALS_V1
from conferral.verify import State
from conferral.verify.format import check_format
from tests.unit.standards.samples import badge, endorsed_badge, endorsement, learner_record
from tests.unit.verify.small_site import FIRST, SmallSite

FOREIGN = "https://example.org/context.json"


def format_told(site: SmallSite, **changes: object) -> tuple[str, str]:
    report = site.inspect({**site.read(f"credentials/{FIRST}/credential.json"), **changes})
    check = report.check("format")
    return str(check.outcome), check.sentence


def test_what_is_no_open_badge_is_told_with_the_first_problem(site: SmallSite) -> None:
    assert format_told(site, type=["OpenBadgeCredential"]) == (
        "failed",
        (
            "It is no proper Open Badges 3.0 credential: "
            "/type: got 'OpenBadgeCredential', "
            "expected 'VerifiableCredential' and 'AchievementCredential' or 'OpenBadgeCredential'."
        ),
    )
    report = site.inspect({})
    assert report.state is State.MALFORMED
    assert report.check("format").sentence.endswith(", and 5 more.")
    assert len(report.check("format").details["problems"]) == 6


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"),
        (True, "true"),
        (7, "7"),
        ({}, "an object"),
        (["VerifiableCredential", None], "a list"),
        (["VerifiableCredential", True], "a list"),
        (["VerifiableCredential", 7], "a list"),
        (["VerifiableCredential", {}], "a list"),
        (["VerifiableCredential", ["AchievementCredential"]], "a list"),
        (["VerifiableCredential", "AchievementCredential", 7], "a list"),
        (["Assertion", None], "a list"),
    ],
)
def test_a_type_that_is_no_text_is_none_of_any_kind(value: object, shown: str) -> None:
    check = check_format({**badge(), "type": value})
    problem = f"/type: got {shown}, expected types as text"
    assert check.sentence == f"It is no proper Open Badges 3.0 credential: {problem}."
    assert check.verdict is State.MALFORMED
    assert check.details == {"code": "format.structure", "problem": problem, "problems": [problem]}


def in_version_1(document: dict[str, Any]) -> dict[str, Any]:
    changed = {**document, "@context": [CREDENTIALS_V1, *document["@context"][1:]]}
    changed["issuanceDate"] = changed.pop("validFrom")
    return changed


@pytest.mark.parametrize(
    ("make", "code", "sentence"),
    [
        (badge, "passed", "It is a complete Open Badges 3.0 credential."),
        (endorsed_badge, "passed", "It is a complete Open Badges 3.0 credential."),
        (lambda: endorsement("urn:x"), "endorsement", "It is a complete Open Badges 3.0 endorsement."),
        (learner_record, "record", "It is a complete learner record (CLR 2.0)."),
        (
            lambda: in_version_1(badge()),
            "older",
            "It is a complete Open Badges 3.0 credential, in the form of Verifiable Credentials 1.1.",
        ),
        (
            lambda: in_version_1(endorsement("urn:x")),
            "older_endorsement",
            "It is a complete Open Badges 3.0 endorsement, in the form of Verifiable Credentials 1.1.",
        ),
        (
            lambda: in_version_1(learner_record()),
            "older_record",
            "It is a complete learner record (CLR 2.0), in the form of Verifiable Credentials 1.1.",
        ),
    ],
)
def test_each_kind_is_told(make: Callable[[], dict[str, Any]], code: str, sentence: str) -> None:
    check = check_format(make())
    assert (str(check.outcome), check.details["code"], check.sentence) == ("passed", f"format.{code}", sentence)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (
            {"type": ["VerifiableCredential", "UniversityDegreeCredential"]},
            (
                "It is a credential of a kind that this verifier does not know "
                "(VerifiableCredential, UniversityDegreeCredential)."
            ),
        ),
        (
            {"type": "VerifiableCredential", "@context": None, "cred:x": []},
            "It is a credential of a kind that this verifier does not know (VerifiableCredential).",
        ),
        (
            {"type": "Assertion", "badge": "https://example.org/b"},
            "It is an Open Badges 2.0 assertion, which this verifier does not check.",
        ),
        (
            {"@context": "https://w3id.org/openbadges/v2", "extensions:x": {}},
            "It is an Open Badges 2.0 assertion, which this verifier does not check.",
        ),
        (
            {"@context": ["https://w3id.org/openbadges/v1"], "type": ["Assertion", "VerifiableCredential"]},
            "It is an Open Badges 2.0 assertion, which this verifier does not check.",
        ),
        (
            badge() | {"@context": [*badge()["@context"], {"name": None}]},
            "It defines words of its own, which this verifier does not know.",
        ),
        (
            badge() | {"@context": [*badge()["@context"], FOREIGN]},
            f"It uses words from “{FOREIGN}”, which this verifier does not know.",
        ),
        (
            badge(endorsement=[endorsement("urn:x", **{"@context": [*badge()["@context"], FOREIGN]})]),
            f"It uses words from “{FOREIGN}”, which this verifier does not know.",
        ),
        (
            badge(endorsement=[endorsement("urn:x", **{"@context": [*badge()["@context"], {"name": None}]})]),
            "It defines words of its own, which this verifier does not know.",
        ),
    ],
)
def test_what_is_not_known_here_is_no_failure(document: dict[str, Any], sentence: str) -> None:
    check = check_format(document)
    assert (str(check.outcome), check.sentence, check.verdict) == ("unknown", sentence, State.UNDECIDED)


def test_a_context_that_is_allowed_is_known() -> None:
    document = badge() | {"@context": [*badge()["@context"], FOREIGN]}
    assert str(check_format(document, known_contexts={*badge()["@context"], FOREIGN}).outcome) == "passed"


def test_words_that_no_context_defines_fail_whatever_was_signed() -> None:
    check = check_format(badge(), unclear=UndefinedTermError("term 'colour' would go unsigned"))
    assert (check.verdict, check.sentence) == (
        State.MALFORMED,
        "It uses words that no context defines: term 'colour' would go unsigned.",
    )
    check = check_format(badge(), unclear=CanonicalizationError("got null at /name"))
    assert (str(check.outcome), check.details["code"]) == ("unknown", "format.not_canonical")


def test_what_is_known_to_be_wrong_comes_before_what_is_unclear() -> None:
    unclear = UndefinedTermError("term 'colour' would go unsigned")
    assert check_format(badge(name=7), unclear=unclear).details["code"] == "format.structure"
    assert check_format(badge(name=None), unclear=unclear).details["code"] == "format.layout"


def test_many_and_long_problems_are_told_shortly() -> None:
    document = badge(image={"id": "urn:a", "type": "Image", "x" * 100_000: 1}, evidence=[7] * 5_000)
    check = check_format(document)
    assert check.sentence.endswith("…, and 99 more at least.")
    assert len(check.sentence) < 500
    assert [len(problem) for problem in check.details["problems"]][:2] == [300, 38]
    assert len(check.details["problems"]) == 20


@pytest.mark.parametrize("value", [None, [], {}])
def test_values_that_hold_nothing_are_refused(site: SmallSite, value: object) -> None:
    assert format_told(site, evidence=value) == (
        "failed",
        (
            "It is written in a way that can hide what was signed: "
            "“evidence” holds nothing, which no signature can cover."
        ),
    )


@pytest.mark.parametrize("name", ["@graph", "@included", "@id", "https://schema.org/name", "schema:name"])
def test_names_that_are_no_plain_terms_are_refused(site: SmallSite, name: str) -> None:
    assert format_told(site, **{name: "x"}) == (
        "failed",
        (f"It is written in a way that can hide what was signed: “{name}” stands where a plain word belongs."),
    )


def test_the_example_in_the_documentation_runs() -> None:
    result = doctest.testmod(conferral.verify)
    assert (result.failed, result.attempted > 0) == (0, True)
