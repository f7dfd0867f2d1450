"""Rows of a spreadsheet that say more: levels, days of an activity, credits and licences."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.registry_builder import files, write_registry
from tests.unit.authoring.cohorts import ADA, problems_of, read

BADGE = "credentials/badges/data-analysis/badge.yml"
METHOD = """\
  - id: method
    name: Method
    type: RubricCriterionLevel
    required_level: good
    levels:
      - {id: weak, name: Weak, level: "1"}
      - {id: good, name: Sehr gut, level: "2"}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = files()[BADGE].replace("validity: 3 years", METHOD + "validity: 3 years")
    return write_registry(tmp_path_factory.mktemp("registry"), {BADGE: text})


def test_a_row_says_what_was_done_when_and_what_it_earned(root: Path) -> None:
    cohort = read(
        root,
        "e-mail,level reached,result of,course start,course end,credits earned,licence number,Rolle,Semester\n"
        'ada@example.org,sehr gut,method,2026-03-02,2026-06-26,"2,5",L-17,Analyst,Spring 2026\n',
        columns={"role": "Rolle", "term": "Semester"},
    )

    assert problems_of(cohort) == []
    assert cohort.rows[0].entry(date(2026, 6, 30), None) == {
        "recipient": ADA,
        "awarded": cohort.rows[0].awarded,
        "result": {"level": "good", "of": "method"},
        "activity": {"start": date(2026, 3, 2), "end": date(2026, 6, 26)},
        "role": "Analyst",
        "term": "Spring 2026",
        "license_number": "L-17",
        "credits_earned": 2.5,
    }


def test_a_role_or_a_term_is_taken_only_where_it_is_said(root: Path) -> None:
    cohort = read(root, "e-mail,role,term\nada@example.org,Student,Spring\n")

    assert cohort.rows[0].more == {}
    assert 'columns that are not used: "role", "term"' in cohort.notes


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("weak,,", '2:2: "weak" is below the "good" that "method" requires'),
        ("2,,", ""),
        ("great,,", '2:2: "great" is no level of the result'),
        ("good,five,", '2:3: "five" is no number of credits'),
        ("good,0,", '2:3: "0" is no number of credits'),
        ("good,1,someday", '2:4: "someday" is no day'),
    ],
)
def test_what_is_wrong_with_it_is_told_at_its_cell(root: Path, row: str, problem: str) -> None:
    cohort = read(root, f"e-mail,level reached,credits earned,course end\nada@example.org,{row}\n", result="method")

    assert problems_of(cohort) == ([problem] if problem else [])
