"""What an issue form asks for is done as the commands do it, and answered so that nothing in the answer means more."""

from __future__ import annotations

import html
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from conferral.authoring.form_edits import answer, answer_to_problems, carry_out_form
from conferral.authoring.forms import AwardForm, RevokeForm
from conferral.checking import ready_to_register
from conferral.cli.forms import from_issue
from conferral.errors import Error, Problem, RegistryProblems
from conferral.register.registration import carry_out, plan
from tests.program import tree
from tests.registry_builder import NOW, recipient, write_registry

NEW = recipient(90)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A registry whose awards are registered."""
    folder = tmp_path / "registry"
    write_registry(folder)
    registry, files = ready_to_register(folder, as_of=NOW, base=None)
    carry_out(plan(registry, files, now=NOW), folder)
    return folder


def award_form(**changed: object) -> AwardForm:
    given = {"issue": 12, "badge": "teaching", "recipients": {NEW: 7}, "awarded": date(2026, 6, 30), "evidence": None}
    return AwardForm(**given | changed)  # type: ignore[arg-type]


def awarded(root: Path, badge: str) -> list[tuple[str, str]]:
    """The (award, recipient) pairs of a badge."""
    registry, _ = ready_to_register(root, as_of=NOW, base=None)
    return [(award.id or "", award.recipient) for award in registry.awards if award.badge == badge]


def refused(form: AwardForm | RevokeForm, root: Path) -> Error:
    before = tree(root)
    with pytest.raises(Error) as caught:
        carry_out_form(form, root, as_of=NOW)
    assert tree(root) == before
    return caught.value


def test_an_award_is_a_batch_named_after_the_issue(root: Path) -> None:
    form = award_form(recipients={NEW: 7, recipient(91): 8}, evidence="https://example.org/cohort")
    done = carry_out_form(form, root, as_of=NOW)
    (path,) = done.files
    assert path.startswith("credentials/awards/teaching/2026-06-30-issue-12-")
    assert (root / path).read_text() == (
        "# yaml-language-server: $schema=../../../schemas/awards.schema.json\n"
        "badge: teaching\nawarded: 2026-06-30\nevidence: https://example.org/cohort\nrecipients:\n"
        + "".join(f"  - recipient: {one}\n" for one in sorted([NEW, recipient(91)]))
    )
    shown = path.replace("/", "&#47;").replace(".", "&#46;")
    assert answer(form, done) == (
        "Awards <code>teaching</code> to 2 people, as of 2026-06-30.\n\n"
        f"- <code>{shown}</code>\n\n"
        "This says what was asked for, and nothing about whether it is right: look into it before merging.\n\n"
        "Closes #12\n"
    )


def test_a_day_that_was_not_written_is_today(root: Path) -> None:
    (path,) = carry_out_form(award_form(awarded=None), root, as_of=NOW).files
    assert "/2026-07-01-issue-12-" in path


def test_awards_are_revoked_by_id_and_by_address(root: Path) -> None:
    (first, _), (second, _) = awarded(root, "data-analysis")[:2]
    page = f"https://credentials.example.org/registry/credentials/{second}/"
    form = RevokeForm(issue=13, awards={first: 3, page: 4}, reason="misconduct", on=None)
    done = carry_out_form(form, root, as_of=NOW)
    assert done.sentence == "Revokes 2 awards, for good: <code>misconduct</code>."
    assert done.files == tuple(f"credentials/revocations/{one}.yml" for one in (first, second))
    for file in done.files:
        assert (root / file).read_text().endswith("\non: 2026-07-01\nreason: misconduct\n")


def test_whoever_holds_the_badge_is_named_by_the_line_of_the_issue(root: Path) -> None:
    holder = awarded(root, "data-analysis")[0][1]
    error = refused(award_form(badge="data-analysis", recipients={NEW: 7, holder: 8}), root)
    assert html.unescape(answer_to_problems(error)) == (
        "This cannot become a pull request:\n\n"
        f"- line 8: {holder} holds the badge: awarded 2026-06-30; expected: somebody who does not hold it. "
        "Leave the person out.\n\n"
        "Edit the issue, then take its label off and give it again. Lines are those of the issue's text as it is shown "
        "for editing.\n"
    )


def test_awards_that_cannot_be_revoked_are_all_named(root: Path) -> None:
    (first, _), *_ = awarded(root, "data-analysis")
    unknown = "7" * 26
    form = RevokeForm(
        issue=13,
        awards={unknown: 3, first: 4, f"https://x.example.org/credentials/{first}/": 5},
        reason="other",
        on=None,
    )
    error = refused(form, root)
    assert isinstance(error, RegistryProblems)
    assert [str(problem) for problem in error.problems] == [
        (
            "issue 13:3:1: there is no award with this id\n"
            "    hint: if the award is new, merge the branch that it is on first"
        ),
        f"issue 13:5:1: the award {first} is named twice\n    expected: each award once",
    ]
    early = RevokeForm(issue=13, awards={first: 4}, reason="other", on=date(2020, 1, 1))
    assert [str(problem) for problem in refused(early, root).problems] == [  # type: ignore[attr-defined]
        "issue 13:4:1: 2020-01-01 is before the day of the award, 2026-06-30\n    expected: 2026-06-30 or later"
    ]


def test_a_badge_that_there_is_not_is_said_in_a_sentence(root: Path) -> None:
    error = refused(award_form(badge="teeching"), root)
    assert (
        "- <code>teeching</code>: there is no badge of this name&#59; "
        "expected&#58; the name of a folder in credentials&#47;badges. Did you mean &#34;teaching&#34;&#63;\n"
    ) in answer_to_problems(error)


def test_an_answer_notifies_nobody_and_is_not_endless() -> None:
    found = [Problem("issue 1", line, 1, "@everyone [x](https://example.org) <b>") for line in range(1, 60)]
    said = answer_to_problems(RegistryProblems(found, where="the issue"))
    assert said.count("\n- ") == 51
    assert "- and 9 more\n" in said
    assert not set("@[<") & set(said)


def event(body: str) -> str:
    return json.dumps({"label": {"name": "award"}, "issue": {"number": 12, "title": "Award", "body": body}})


def test_the_command_writes_files_and_the_answer(root: Path) -> None:
    (root.parent / "event.json").write_text(
        event(f"### Badge\n\nteaching\n\n### Recipients\n\n{NEW}\n\n### Awarded on\n\n2026-06-30\n\n### Evidence\n\n")
    )
    reply = root.parent / "reply.md"
    arguments = [str(root.parent / "event.json"), "--root", str(root), "--reply", str(reply)]
    done = CliRunner().invoke(from_issue, arguments)
    assert done.exit_code == 0, done.output
    assert (root / done.stdout.strip()).is_file()
    assert done.stderr == (
        "next: commit these files on a branch of their own and open a pull request that closes #12\n"
    )
    assert reply.read_text().endswith("\n\nCloses #12\n")


def test_the_command_answers_what_is_wrong_and_fails(root: Path) -> None:
    (root.parent / "event.json").write_text(event("Please award Jane."))
    reply = root.parent / "reply.md"
    before = tree(root)
    done = CliRunner().invoke(from_issue, [str(root.parent / "event.json"), "--root", str(root), "--reply", str(reply)])
    assert isinstance(done.exception, RegistryProblems)
    assert tree(root) == before
    said = html.unescape(reply.read_text())
    assert "\n- line 1: text stands before the first heading. Open the issue with the form.\n" in said
    assert "Jane" not in reply.read_text()
