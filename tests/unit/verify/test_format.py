from __future__ import annotations

import doctest

import pytest

import conferral.verify
from conferral.verify import State
from tests.unit.verify.small_site import FIRST, SmallSite


def format_told(site: SmallSite, **changes: object) -> tuple[str, str]:
    report = site.inspect({**site.read(f"credentials/{FIRST}/credential.json"), **changes})
    check = report.check("format")
    return str(check.outcome), check.sentence


def test_what_is_no_open_badge_is_told_with_the_first_problem(site: SmallSite) -> None:
    assert format_told(site, type=["VerifiableCredential"]) == (
        "failed",
        (
            "It is no proper Open Badges 3.0 credential: "
            "/type: got 'VerifiableCredential', "
            "expected 'VerifiableCredential' and 'AchievementCredential' or 'OpenBadgeCredential'."
        ),
    )
    report = site.inspect({})
    assert report.state is State.MALFORMED
    assert report.check("format").sentence.endswith(", and 5 more.")
    assert len(report.check("format").details["problems"]) == 6


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
