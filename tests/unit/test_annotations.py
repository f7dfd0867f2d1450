"""Problems as git hosts show them."""

from __future__ import annotations

from conferral.annotations import MOST_ANNOTATIONS, github, github_notes, github_summary, gitlab
from conferral.errors import Problem

PROBLEM = Problem("credentials/a,b.yml", 3, 7, "100 % wrong", "right", "mend it")
OF_A_COMMIT = Problem("commit 0123456789ab", 0, 0, "a name", "no name")


def test_an_annotation_stands_at_the_line_of_the_file_in_the_repository() -> None:
    (line,) = github([PROBLEM], folder="registry/")

    assert line == (
        "::error file=registry/credentials/a%2Cb.yml,title=conferral,line=3,col=7"
        "::100 %25 wrong%0Aexpected: right%0Ahint: mend it"
    )


def test_what_is_wrong_with_a_commit_is_at_no_file() -> None:
    assert list(github([OF_A_COMMIT])) == ["::error title=conferral::commit 0123456789ab: a name%0Aexpected: no name"]


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    assert list(github([Problem("a.yml", 0, 0, "it is empty")])) == ["::error file=a.yml,title=conferral::it is empty"]


def test_ten_are_shown_of_ten() -> None:
    assert len(list(github([PROBLEM] * MOST_ANNOTATIONS))) == MOST_ANNOTATIONS


def test_of_more_than_ten_the_last_says_how_many() -> None:
    lines = list(github([PROBLEM] * 25))

    assert len(lines) == MOST_ANNOTATIONS
    assert lines[-1] == "::error title=conferral::16 more problems; the summary of this run has them all"


def test_notes_are_notices_and_of_more_than_ten_the_last_says_how_many() -> None:
    assert list(github_notes([Problem("a.yml", 0, 0, "it is old")])) == [
        "::notice file=a.yml,title=conferral::it is old"
    ]
    lines = list(github_notes([PROBLEM] * 25))
    assert len(lines) == MOST_ANNOTATIONS
    assert lines[-1] == "::notice title=conferral::16 more notes; `conferral check` shows them all"
    assert list(github_notes([])) == []


def test_the_summary_has_all_in_a_table() -> None:
    table = github_summary([PROBLEM, OF_A_COMMIT])

    assert table.splitlines() == [
        "### 2 problems in the registry",
        "",
        "| Place | Problem | Expected | How to mend it |",
        "| --- | --- | --- | --- |",
        "| <code>credentials&#47;a,b&#46;yml&#58;3&#58;7</code> | 100 &#37; wrong | right | mend it |",
        "| <code>commit 0123456789ab</code> | a name | no name |  |",
    ]


def test_long_texts_do_not_make_a_summary_that_the_host_drops() -> None:
    long = [Problem("credentials/registry.yml", line, 1, "." * 300, "é" * 300, "/" * 300) for line in range(1, 1001)]
    summary = github_summary(long)

    assert 800_000 < len(summary.encode()) < 1 << 20
    assert summary.endswith(f"\nand {1000 - summary.count('registry&#46;')} more: run `conferral check` to see them\n")


def test_a_summary_stays_within_what_the_host_takes() -> None:
    lines = github_summary([PROBLEM] * 1_500).splitlines()

    assert len(lines) == 4 + 1_000 + 2
    assert lines[-1] == "and 500 more: run `conferral check` to see them"


def test_gitlab_gets_every_problem_with_a_fingerprint_of_its_own() -> None:
    entries = gitlab([PROBLEM, Problem(*("credentials/a,b.yml", 9, 7, "100 % wrong")), OF_A_COMMIT], folder="r/")

    assert [entry["location"] for entry in entries] == [
        {"path": "r/credentials/a,b.yml", "lines": {"begin": 3}},
        {"path": "r/credentials/a,b.yml", "lines": {"begin": 9}},
        {"path": "r/credentials/registry.yml", "lines": {"begin": 1}},
    ]
    assert [entry["description"] for entry in entries] == [
        "100 % wrong; expected: right; hint: mend it",
        "100 % wrong",
        "commit 0123456789ab: a name; expected: no name",
    ]
    assert {(entry["check_name"], entry["severity"]) for entry in entries} == {("conferral", "major")}
    assert len({entry["fingerprint"] for entry in entries}) == 3


def test_a_problem_that_moves_keeps_its_fingerprint() -> None:
    (before,) = gitlab([PROBLEM])
    (after,) = gitlab([Problem(PROBLEM.file, 30, 1, PROBLEM.what)])

    assert before["fingerprint"] == after["fingerprint"]
