"""Depth in the document: what badges and awards may say beyond the usual is read, checked and signed.

The golden file is a promise, as those of the layouts are (tests/unit/test_credentials.py).  Before the first release:

    python -m tests.unit.test_depth
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from conferral import credentials, validation
from conferral.errors import RegistryProblems
from conferral.loading import load, load_registry
from conferral.model import Award, Place, Registry, Row
from conferral.standards.canonical import canonicalize
from tests.registry_builder import files, recipient
from tests.shared import shared
from tests.unit.memory_files import MemoryFiles

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
SCHEMA = "standards/schemas/ob_v3p0_achievementcredential_schema.ghpages-2024-07.json"
GOLDEN = Path(__file__).parents[1] / "golden" / "layouts" / "ob3-1-deep.txt"
BADGE = "credentials/badges/data-analysis/badge.yml"
BATCH = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"

DEEP_BADGE = """\
issuer: lakeside
version: 2
name: Data Analysis
description: Turns data into answers.
criteria: Analysed a data set.
type: ext:PeerReview
field: Data
specialization: Time series
code: DA-101
identifiers:
  - {type: ext:CourseCode, value: "4711"}
  - {type: identifier, value: urn:example:da}
creator: {name: Open Curriculum, url: "https://curriculum.example.org"}
related:
  - sailing
  - https://example.org/achievements/7
  - {url: "https://example.org/achievements/8", language: de, version: "3"}
hours: 40
credits: 5
results:
  - {id: score, name: Score, type: Percent, minimum: "0", maximum: "100", required: "60"}
  - id: method
    name: Method
    type: RubricCriterionLevel
    required_level: good
    levels:
      - {id: weak, name: Weak, level: "1", points: "0"}
      - {id: good, name: Good, description: Chooses a method that fits., level: "2", points: "5"}
      - {id: strong, name: Strong}
valid_until: 2028-12-31
"""

DEEP_BATCH = f"""\
badge: data-analysis
awarded: 2026-06-30
activity: {{start: 2026-03-02, end: 2026-06-26}}
role: Analyst
source: {{name: Exam Board, url: "https://exams.example.org"}}
credits_earned: 5
term: Spring 2026
recipients:
  - recipient: {recipient(1)}
    result:
      - {{of: score, value: "92", status: Completed}}
      - {{of: method, level: strong}}
    evidence:
      - {{id: "https://example.org/p/17", name: Capstone, audience: Employers, narrative: Built alone.}}
      - https://example.org/p/18
    role: Team lead
    credits_earned: 2.5
    license_number: L-2026-17
  - recipient: {recipient(2)}
    result: {{of: method, level: good}}
    activity: {{end: 2026-06-29}}
"""


def _registry(badge: str = DEEP_BADGE, batch: str = DEEP_BATCH) -> Registry:
    return load_registry(_files({BADGE: badge, BATCH: batch}))


def _files(changes: Mapping[str, str]) -> MemoryFiles:
    return MemoryFiles({path: text.encode() for path, text in {**files(), **changes}.items()})


def _findings(changes: Mapping[str, str]) -> list[tuple[str, int, str, str, str]]:
    loaded = load(_files(changes))
    assert loaded.registry is not None
    rules = validation.findings_before_registration(loaded.registry, as_of=NOW)
    problems = [*loaded.problems, *loaded.locate(rules)]
    return [(one.file, one.line, one.what, one.expected, one.hint) for one in problems]


def _signed(registry: Registry, number: int) -> dict[str, Any]:
    award = _issued(registry, number)
    return credentials.credential(registry, award, "https://r.example")


def _issued(registry: Registry, number: int) -> Award:
    award = [one for one in registry.awards if one.badge == "data-analysis"][number]
    row = Row(
        id="0123456789abcdefghjkmnpqr" + str(number),
        issue=1,
        badge_version=2,
        issuer_version=1,
        layout="ob3-1",
        list=1,
        index=7,
        registered=NOW,
        digest="",
        place=Place("credentials/register/awards/data-analysis/2026-06-30-spring-k3v9.csv"),
    )
    return Award(batch=award.batch, entry=award.entry, rows=(row,))


def test_a_badge_says_what_it_is_called_elsewhere_who_made_it_and_what_it_is_related_to() -> None:
    achievement = _signed(_registry(), 0)["credentialSubject"]["achievement"]

    assert {
        key: achievement[key] for key in ("specialization", "humanCode", "otherIdentifier", "creator", "related")
    } == {
        "specialization": "Time series",
        "humanCode": "DA-101",
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "4711", "identifierType": "ext:CourseCode"},
            {"type": "IdentifierEntry", "identifier": "urn:example:da", "identifierType": "identifier"},
        ],
        "creator": {
            "id": "https://curriculum.example.org",
            "type": ["Profile"],
            "name": "Open Curriculum",
            "url": "https://curriculum.example.org",
        },
        "related": [
            {"id": "https://r.example/badges/sailing/badge.json", "type": ["Related"]},
            {"id": "https://example.org/achievements/7", "type": ["Related"]},
            {"id": "https://example.org/achievements/8", "type": ["Related"], "inLanguage": "de", "version": "3"},
        ],
    }
    assert achievement["resultDescription"][1] == {
        "id": "https://r.example/badges/data-analysis/2/badge.json#method",
        "type": ["ResultDescription"],
        "name": "Method",
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [
            {
                "id": "https://r.example/badges/data-analysis/2/badge.json#method/weak",
                "type": ["RubricCriterionLevel"],
                "name": "Weak",
                "level": "1",
                "points": "0",
            },
            {
                "id": "https://r.example/badges/data-analysis/2/badge.json#method/good",
                "type": ["RubricCriterionLevel"],
                "name": "Good",
                "description": "Chooses a method that fits.",
                "level": "2",
                "points": "5",
            },
            {
                "id": "https://r.example/badges/data-analysis/2/badge.json#method/strong",
                "type": ["RubricCriterionLevel"],
                "name": "Strong",
            },
        ],
        "requiredLevel": "https://r.example/badges/data-analysis/2/badge.json#method/good",
    }


def test_an_award_says_when_and_in_which_part_and_what_its_own_entry_says_wins_over_the_batch() -> None:
    subject = _signed(_registry(), 0)["credentialSubject"]
    del subject["achievement"], subject["id"], subject["type"]

    assert subject == {
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "https://r.example/badges/data-analysis/2/badge.json#score",
                "status": "Completed",
                "value": "92",
            },
            {
                "type": ["Result"],
                "resultDescription": "https://r.example/badges/data-analysis/2/badge.json#method",
                "achievedLevel": "https://r.example/badges/data-analysis/2/badge.json#method/strong",
            },
        ],
        "activityStartDate": "2026-03-01T23:00:00Z",
        "activityEndDate": "2026-06-26T21:59:59Z",
        "creditsEarned": 2.5,
        "licenseNumber": "L-2026-17",
        "role": "Team lead",
        "source": {
            "id": "https://exams.example.org",
            "type": ["Profile"],
            "name": "Exam Board",
            "url": "https://exams.example.org",
        },
        "term": "Spring 2026",
    }


def test_a_badge_may_end_on_a_day_and_an_award_may_say_another() -> None:
    own = DEEP_BATCH.replace("    role: Team lead\n", "    valid_until: 2027-01-31\n")

    assert _signed(_registry(), 1)["validUntil"] == "2028-12-31T22:59:59Z"
    assert _signed(_registry(batch=own), 0)["validUntil"] == "2027-01-31T22:59:59Z"


@pytest.mark.parametrize("number", [0, 1])
def test_such_a_credential_is_sound_open_badges(number: int) -> None:
    document = _signed(_registry(), number)
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofValue": "z1"}

    schema = json.loads(shared(SCHEMA).read_text())
    jsonschema.Draft201909Validator(schema).validate({**json.loads(json.dumps(document)), "proof": [proof]})
    text = canonicalize(document)  # refuses a term that no context defines
    assert "UNDEFINED" not in text


@pytest.mark.parametrize(
    ("pointer", "file", "keys"),
    [
        ("/credentialSubject/role", BATCH, ("recipients", 0, "role")),
        ("/credentialSubject/term", BATCH, ("term",)),
        ("/credentialSubject/source/name", BATCH, ("source",)),
        ("/credentialSubject/activityStartDate", BATCH, ("activity", "start")),
        ("/credentialSubject/licenseNumber", BATCH, ("recipients", 0, "license_number")),
        ("/credentialSubject/result/1/achievedLevel", BATCH, ("recipients", 0, "result", 1)),
        ("/credentialSubject/achievement/related/2/version", BADGE, ("related", 2)),
        ("/credentialSubject/achievement/humanCode", BADGE, ("code",)),
        ("/credentialSubject/achievement/resultDescription/1/requiredLevel", BADGE, ("results", 1)),
        ("/validUntil", BADGE, ("valid_until",)),
    ],
)
def test_whoever_changes_it_is_told_where_it_stands(pointer: str, file: str, keys: tuple[Any, ...]) -> None:
    registry = _registry()
    place = credentials.origin(registry, _issued(registry, 0), pointer)

    assert (place.file, place.keys) == (file, keys)


def _golden() -> str:
    document = _signed(_registry(), 0)
    return f"{json.dumps(document, indent=1, ensure_ascii=False)}\nsha256 {credentials.digest(document)}\n"


def test_a_deep_award_keeps_its_bytes() -> None:
    assert _golden() == GOLDEN.read_text(encoding="utf-8")


def test_nothing_is_wrong_with_it() -> None:
    assert _findings({BADGE: DEEP_BADGE, BATCH: DEEP_BATCH}) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "found"),
    [
        (
            BATCH,
            "level: strong",
            "level: superb",
            (12, '"superb" is no level of "method"', "weak, good, strong", ""),
        ),
        (BATCH, "of: method, level: strong", "of: score, level: strong",
         (12, '"strong" is no level of "score"', "no `level`, as this result has none", "")),
        (BATCH, '{of: method, level: good}', '{of: method, level: weak}',
         (20, 'the level "weak" is below the "good" that "method" requires', "good or above",
          "leave the entry out: the badge was not earned")),
        (BATCH, '"92"', '"42"',
         (11, '"42" is less than the "60" that "score" requires', "60 or more",
          "leave the entry out: the badge was not earned")),
        (BATCH, '"92"', '"192"', (11, '"192" is out of the range of "score"', "at least 0 and at most 100", "")),
        (BATCH, "credits_earned: 5\n", "credits_earned: 6\n",
         (6, "6 credits were earned, and the badge is worth 5", "5 or less", "")),
        (BATCH, "end: 2026-06-29", "end: 2026-07-29",
         (21, "the activity of 2026-07-29 is later than the award of 2026-06-30", "an earlier day", "")),
        (BATCH, "role: Analyst", "role: Analyst, mia@example.org",
         (4, 'this looks like an e-mail address: "mia@example.org"', "text without personal data",
          "delete it; git keeps what is merged")),
        (BADGE, "- sailing", "- sailling",
         (15, 'there is no badge "sailling"', "the name of a folder in credentials/badges, or an address",
          'did you mean "sailing"?')),
        (BADGE, "- sailing", "- data-analysis",
         (15, "a badge that is related to itself", "another badge", "delete the line")),
        (BADGE, "/achievements/7", "/achievements/8",
         (17, '"https://example.org/achievements/8" stands here twice', "each related achievement once", "")),
        (BADGE, "required_level: good", "required_level: best",
         (25, '"best" is no level of "method"', "weak, good, strong", "")),
        (BADGE, "id: good, name", "id: weak, name",
         (28, 'the level "weak" stands here twice', "an id for each level", "")),
        (BADGE, "valid_until: 2028-12-31", "valid_until: 2026-01-31",
         (2, 'awards of version 2 of "data-analysis" end on 2026-01-31, before 2026-06-30', "2026-01-31 or earlier",
          "say another end with `valid_until:`, or begin a new version of the badge")),
        (BADGE, "valid_until: 2028-12-31", "valid_until: 2028-12-31\nrenewal: {hours: 8, of: [teaching, sql/x]}",
         None),
    ],
)  # fmt: skip
def test_mistakes_are_told_at_their_place(
    path: str, old: str, new: str, found: tuple[int, str, str, str] | None
) -> None:
    texts = {BADGE: DEEP_BADGE, BATCH: DEEP_BATCH}
    assert texts[path].count(old) == 1
    texts[path] = texts[path].replace(old, new)
    told = _findings(texts)

    if found:
        assert found in [one[1:] for one in told]
    else:
        assert [one[2] for one in told] == [
            'the badge "teaching" has no hours, so its awards count for nothing',
            'there is no skill "sql/x"',
        ]


@pytest.mark.parametrize(
    ("path", "old", "new", "what"),
    [
        (BADGE, "valid_until:", "validity: 2 years\nvalid_until:", "a badge with both validity and valid_until"),
        (BATCH, "{start: 2026-03-02, end: 2026-06-26}", "{start: 2026-06-27, end: 2026-06-26}",
         "it ends on 2026-06-26, before its start"),
        (BATCH, "{start: 2026-03-02, end: 2026-06-26}", "{}", "an activity without start or end"),
        (BATCH, "{of: method, level: strong}", "{level: strong}", "a level without the result it is one of"),
        (BATCH, "{of: method, level: strong}", "{of: method}", "a result without status, value or level"),
        (BADGE, "- sailing", '- {badge: sailing, version: "2"}', "a version of a badge of this registry"),
        (BADGE, "- sailing", "- {language: de}", "a related achievement with both or neither of badge and url"),
        (BADGE, "hours: 40", "hours: 40\nrenewal: {hours: 8, of: [A B]}", '"A B" is no short name'),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused(path: str, old: str, new: str, what: str) -> None:
    texts = {BADGE: DEEP_BADGE, BATCH: DEEP_BATCH}
    texts[path] = texts[path].replace(old, new)
    with pytest.raises(RegistryProblems) as caught:
        load_registry(_files(texts))

    assert [one.what for one in caught.value.problems] == [what]


if __name__ == "__main__":
    GOLDEN.write_text(_golden(), encoding="utf-8")
