"""Every case of the corpus, by the verifier in Python."""

from __future__ import annotations

import re

import pytest

from conferral.verify.report import CHECKS
from conferral.verify.words import SENTENCES
from tests.corpus.cases import FOLDER, Case, read_cases
from tests.corpus.make import made

CASES = read_cases()
LATER = ("recipient", "endorsements", "credentials")

IN_NO_CASE = {
    "any.broke_off": "it takes a mistake in the verifier",
    "any.not_loaded": "it takes a page with a file missing",
    "format.unreachable": "what is given in a case is there",
    "registered.misplaced": "a case says nothing of where the credential was found",
    "site.missing": "a case is no site",
    "site.nothing": "a case is no site",
}

BY_HAND: frozenset[str] = frozenset()
"""Cases that no theme makes: files that somebody dropped into the folder."""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case(case: Case) -> None:
    report = case.inspect()

    found = {check.name: [str(check.outcome), check.details["code"]] for check in report.checks}
    assert (str(report.state), found) == (case.state, case.checks)


def test_cases_say_what_they_are() -> None:
    unclear = [
        case.name
        for case in CASES.values()
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case.name) is None
        or re.fullmatch(r"[A-Za-z].{4,150}\.", case.about) is None
    ]
    assert unclear == []


def test_cases_expect_every_check_in_its_order() -> None:
    wrong = {
        case.name: list(case.checks)
        for case in CASES.values()
        if list(case.checks) != [*CHECKS, *(name for name in LATER if name in case.checks)]
    }
    assert wrong == {}


def test_every_finding_occurs() -> None:
    occurring = {code for case in CASES.values() for _, code in case.checks.values()}
    assert sorted(SENTENCES.keys() - occurring) == sorted(IN_NO_CASE)


def test_the_maker_writes_the_cases_that_are_there() -> None:
    written = made()
    there = {file.name: file.read_bytes() for file in FOLDER.glob("*.json")}
    assert {name for name, content in written.items() if there.get(name) != content} == set()
    assert {name.removesuffix(".json") for name in there.keys() - written.keys()} == BY_HAND
