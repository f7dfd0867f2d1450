"""What a person writes into an issue form is read strictly, and never repeated where it is refused."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.authoring.forms import LABELS, MAX_ENTRIES, AwardForm, RevokeForm, read_form
from conferral.errors import RegistryProblems
from tests.registry_builder import recipient

AWARD = {"Badge": "teaching", "Recipients": recipient(1), "Awarded on": "2026-06-30", "Evidence": "_No response_"}
REVOKE = {"Awards": "79v19c1mrrnwr9vsntmwm9338f", "Reason": "misconduct", "Revoked on": "_No response_"}


def body(fields: dict[str, str]) -> str:
    """An issue as the host writes it from a form."""
    return "\n\n".join(f"### {heading}\n\n{value}" for heading, value in fields.items())


def event(text: str | None, label: str = "award", title: str = "Award") -> bytes:
    issue = {"number": 12, "title": title, "body": text, "state": "open", "user": {"login": "someone"}}
    return json.dumps({"action": "labeled", "label": {"name": label}, "issue": issue}).encode()


def award(**changed: str) -> bytes:
    return event(body(AWARD | {key.replace("_", " "): value for key, value in changed.items()}))


def revoke(**changed: str) -> bytes:
    return event(body(REVOKE | {key.replace("_", " "): value for key, value in changed.items()}), "revoke")


def problems(given: bytes) -> list[str]:
    with pytest.raises(RegistryProblems) as caught:
        read_form(given)
    return [str(problem) for problem in caught.value.problems]


def test_a_badge_for_a_cohort_is_read() -> None:
    ids = [recipient(number) for number in range(1, 6)]
    written = f"```text\n{ids[0]}\n\n  {ids[1]}  \n{ids[2]}, {ids[3]};{ids[4]}\n```"
    form = read_form(award(Recipients=written, Evidence="https://example.org/cohort"))
    assert form == AwardForm(
        issue=12,
        badge="teaching",
        recipients={ids[0]: 8, ids[1]: 10, ids[2]: 11, ids[3]: 11, ids[4]: 11},
        awarded=date(2026, 6, 30),
        evidence="https://example.org/cohort",
    )


def test_awards_to_revoke_are_read() -> None:
    page = "https://credentials.example.org/credentials/4wyjnxdffa3rk23enccnj18b4j/"
    form = read_form(revoke(Awards=f"{REVOKE['Awards']}\r\n{page}"))
    assert form == RevokeForm(issue=12, awards={REVOKE["Awards"]: 3, page: 4}, reason="misconduct", on=None)


def test_what_may_be_empty_is_nothing() -> None:
    form = read_form(award(Awarded_on="_No response_"))
    assert isinstance(form, AwardForm)
    assert (form.awarded, form.evidence) == (None, None)


def test_all_that_is_wrong_is_said_at_once_and_by_its_line() -> None:
    given = award(
        Badge="Teaching Online",
        Recipients=f"{recipient(1)}\n{recipient(1)[:-1]}0\nJane Example\n{recipient(1)}",
        Awarded_on="last Tuesday",
        Evidence="http://example.org",
    )
    assert problems(given) == [
        (
            'issue 12:3:1: "Badge" holds what is no short name of a badge\n'
            "    expected: the name of its folder in credentials/badges"
        ),
        (
            'issue 12:8:1: "Recipients" holds what is no recipient id\n'
            '    expected: the whole id as it was given out: "r-" and 27 characters'
        ),
        (
            'issue 12:9:1: "Recipients" holds what is no recipient id\n'
            '    expected: the whole id as it was given out: "r-" and 27 characters'
        ),
        f'issue 12:10:1: "{recipient(1)}" stands in "Recipients" twice\n    hint: Delete one of them.',
        'issue 12:14:1: "Awarded on" holds what is no day\n    expected: year, month and day, written 2026-06-30',
        'issue 12:18:1: "Evidence" holds what is no address\n    expected: an address that begins with https://',
    ]


def test_an_email_address_is_refused_and_not_repeated() -> None:
    hint = "    hint: Everybody can read the issue: delete it, with its history, and open another with ids only."
    assert problems(event(body(AWARD | {"Recipients": "jane@example.org"}), title="Award for jane@example.org")) == [
        f"issue 12: the title holds an e-mail address\n{hint}",
        f'issue 12:7:1: "Recipients" holds an @, perhaps of an e-mail address\n    expected: ids only\n{hint}',
    ]


def test_a_reason_is_one_of_the_list() -> None:
    assert problems(revoke(Reason="they cheated")) == [
        (
            'issue 12:7:1: "Reason" holds what is no reason to revoke\n    expected: one of awarded-in-error, '
            "requirements-not-met, misconduct, superseded, holder-request, other"
        )
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (award(Badge=""), ['issue 12:1:1: "Badge" is empty']),
        (award(Recipients="```text\n\n```"), ['issue 12:5:1: "Recipients" is empty']),
        (award(Badge="teaching\nsailing"), ['issue 12:4:1: "Badge" has more than one line\n    expected: one line']),
        (
            event("Please award Jane.\n\n" + body(AWARD)),
            ["issue 12:1:1: text stands before the first heading\n    hint: Open the issue with the form."],
        ),
        (
            event(body({**AWARD, "Note": "Jane"})),
            [
                (
                    "issue 12:17:1: the form has no such heading\n"
                    '    expected: only "Badge", "Recipients", "Awarded on", "Evidence"'
                )
            ],
        ),
        (
            event(body({key: AWARD[key] for key in ("Badge", "Recipients", "Evidence")})),
            ['issue 12: the heading "Awarded on" is missing\n    hint: Open the issue with the form.'],
        ),
        (
            event(body({key: AWARD[key] for key in reversed(AWARD)})),
            ["issue 12: the headings are not those of the form, once each and in its order"],
        ),
        (
            event(f"{body(AWARD)}\n\n### Badge\n\nsailing"),
            ["issue 12: the headings are not those of the form, once each and in its order"],
        ),
        (
            event(None),
            [
                f'issue 12: the heading "{heading}" is missing\n    hint: Open the issue with the form.'
                for heading in sorted(LABELS["award"])
            ],
        ),
        (
            event(body(AWARD), label="bug"),
            ['issue 12: the label "bug" belongs to no form\n    expected: one of award, revoke'],
        ),
        (b"[1]", ["the event: this is no event about an issue that was given a label"]),
        (b"{" * 100_000, ["the event: this is no event about an issue that was given a label"]),
        (
            json.dumps({"label": {"name": "award"}, "issue": {"number": "12", "title": "", "body": ""}}).encode(),
            ["the event: this is no event about an issue that was given a label"],
        ),
    ],
)
def test_anything_but_the_form_is_refused(given: bytes, said: list[str]) -> None:
    assert problems(given) == said


def test_a_form_is_not_for_thousands() -> None:
    ids = "\n".join(recipient(number) for number in range(1, MAX_ENTRIES + 3))
    assert problems(award(Recipients=ids)) == [
        (
            f'issue 12:{7 + MAX_ENTRIES}:1: "Recipients" has more than 500 entries\n'
            "    hint: So many are for a spreadsheet, or for several issues."
        )
    ]


_LINES = st.sampled_from(["### Badge", "### Recipients", "###", "```", "_No response_", "teaching", "", recipient(2)])


@given(st.lists(st.one_of(_LINES, st.text(max_size=20))), st.sampled_from(sorted(LABELS)))
def test_whatever_is_written_is_read_or_refused(lines: list[str], label: str) -> None:
    problems, form = attempted(event("\n".join(lines), label))
    assert problems if form is None else form.issue == 12


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30))
def test_what_is_refused_is_not_repeated(word: str) -> None:
    marked = f"Zyx{word}"
    problems, form = attempted(award(Badge=marked, Recipients=marked, Awarded_on=marked, Evidence=marked))
    assert form is None
    assert "Zyx" not in "".join(problems)


def attempted(given: bytes) -> tuple[list[str], AwardForm | RevokeForm | None]:
    try:
        return [], read_form(given)
    except RegistryProblems as error:
        return [str(problem) for problem in error.problems], None
