"""`conferral correct` and `extend`: what they write, that registering then issues it, and what they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from conferral.cli import correcting
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import CorrectionReason
from conferral.register import drift
from tests.cli.calling import call, refused
from tests.registry_builder import recipient
from tests.unit.register.conftest import register

Ids = dict[str, list[str]]

SPRING = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"
SAILING = "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
ALL = (
    "awarded, valid_until, result.status, result.value, result.of, result.level, narrative, evidence, activity.start, "
    "activity.end, role, source.name, source.url, credits_earned, term, license_number"
)
NEXT = "next: conferral register\n      commit the files on a branch of their own and open a pull request\n"
PROBLEM = "conferral: 1 problem in what was given; nothing was written\n"


@pytest.fixture(autouse=True)
def _the_same_random_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.authoring.correcting.new_file_ending", lambda: "k3v9")


def test_an_entry_is_edited_and_the_correction_says_why(root: Path, ids: Ids) -> None:
    award = ids["data-analysis"][1]
    before = (root / SPRING).read_text()

    done = call(
        *("correct", award, "--set", "result.value=95", "--set", "narrative=", "--reason", "result-changed"),
        *("--note", "The last task was marked again.", "--root", root),
    )

    correction = "credentials/corrections/data-analysis/2026-08-04-result-changed-k3v9.yml"
    assert (done.code, done.out) == (0, f"{SPRING}\n{correction}\n")
    assert done.err == f"corrected 1 award; nothing is issued yet\n{NEXT}"
    assert (root / SPRING).read_text() == before.replace('"92"', '"95"').replace("    narrative: Led the team.\n", "")
    assert (root / correction).read_text() == (
        "# yaml-language-server: $schema=../../../schemas/correction.schema.json\n"
        "badge: data-analysis\non: 2026-08-04\nreason: result-changed\nnote: The last task was marked again.\n"
        f"awards:\n  - {award}\n"
    )
    (row,) = register(root, seed=2).corrected
    assert (row.id, row.issue) == (award, 2)
    assert list(drift.findings(load_registry(FolderFiles(root)), ())) == []


def test_what_was_done_is_set_by_its_parts_and_taken_away_whole(root: Path, ids: Ids) -> None:
    award = ids["data-analysis"][1]
    before = (root / SPRING).read_text()
    settings = ("activity.start=2026-03-02", "activity.end=2026-06-26", "role=Lead", "credits_earned=2.5")
    given = [part for one in settings for part in ("--set", one)]

    done = call("correct", award, *given, "--reason", "clerical-error", "--root", root)

    assert done.code == 0
    added = "    activity:\n      start: 2026-03-02\n      end: 2026-06-26\n    role: Lead\n    credits_earned: 2.5\n"
    assert added in (root / SPRING).read_text()
    register(root, seed=2)
    taken = ("activity=", "role=", "credits_earned=")
    given = [part for one in taken for part in ("--set", one)]
    assert call("correct", award, *given, "--reason", "other", "--root", root).code == 0
    assert (root / SPRING).read_text() == before


def test_which_of_several_results_is_meant_has_to_be_written_by_hand(root: Path, ids: Ids) -> None:
    one = '    result: {status: Completed, value: "92", of: score}\n'
    several = '    result:\n      - {status: Completed, value: "92", of: score}\n      - {value: "B"}\n'
    (root / SPRING).write_text((root / SPRING).read_text().replace(one, several))
    award = ids["data-analysis"][1]
    because = (
        f'{award}: this award lists its results, so "result.value" does not say which\n'
        "    expected: an award with one result\n    hint: edit the entry, and run this without --set\n"
    )

    refused(
        root,
        *("correct", award, "--set", "result.value=95", "--reason", "result-changed"),
        because=because + PROBLEM,
    )
    assert call("correct", award, "--reason", "result-changed", "--root", root).code == 0


def test_awards_of_several_badges_get_a_correction_for_each(root: Path, ids: Ids) -> None:
    one, other = ids["data-analysis"][0], ids["sailing"][1]

    done = call("correct", one, other, "--set", "awarded=2026-05-01", "--reason", "clerical-error", "--root", root)

    assert done.code == 0
    assert done.out.splitlines() == [
        SPRING,
        SAILING,
        "credentials/corrections/data-analysis/2026-08-04-clerical-error-k3v9.yml",
        "credentials/corrections/sailing/2026-08-04-clerical-error-k3v9.yml",
    ]
    assert [row.id for row in register(root, seed=2).corrected] == [one, other]
    awards = {award.id: award for award in load_registry(FolderFiles(root)).awards}
    assert {str(awards[award].awarded) for award in (one, other)} == {"2026-05-01"}


def test_without_set_awards_are_issued_again_as_their_files_are(root: Path, ids: Ids) -> None:
    """After an edit by hand, and where a holder has given an identity since."""
    first, second, third = ids["data-analysis"]
    (root / SPRING).write_text((root / SPRING).read_text().replace("Led the team.", "Was part of it."))
    (root / "recipients").mkdir()
    (root / f"recipients/{recipient(1)}.yml").write_text(
        "identity: {name: Ada Example}\nconsent: {on: 2026-08-01, to: [identity]}\n"
    )

    refused(
        root,
        *("correct", first, second, third, "--reason", "other"),
        because=f"{third}: nothing of this award changed since it was issued\n    expected: an award to correct\n"
        f"    hint: edit the entry first, or say what changes with --set\n{PROBLEM}",
    )
    done = call("correct", first, second, "--reason", "holder-request", "--root", root)

    assert (done.code, done.out.splitlines()) == (
        0,
        ["credentials/corrections/data-analysis/2026-08-04-holder-request-k3v9.yml"],
    )
    assert [row.layout for row in register(root, seed=2).corrected] == ["ob3-1+name", "ob3-1"]


def test_every_mistake_is_told_at_once_and_nothing_is_written(root: Path, ids: Ids) -> None:
    revoked, waiting, _ = ids["data-analysis"]
    call("revoke", revoked, "--reason", "other", "--on", "2026-07-02", "--root", root)
    call("correct", waiting, "--set", "narrative=", "--reason", "other", "--root", root)

    told = [
        (
            '--set: "recipient" cannot be set\n'
            f"    expected: {ALL}\n"
            "    hint: a credential never passes to somebody else: revoke the award, and award anew\n"
        ),
        (
            '--set: "result" has parts\n    expected: result.status, result.value, result.of, result.level\n'
            "    hint: result= takes the whole result away\n"
        ),
        (f'--set: "valid_untill" cannot be set\n    expected: {ALL}\n    hint: did you mean "valid_until"?\n'),
    ]
    awards = {
        revoked: "this award was revoked on 2026-07-02 (other)\n    expected: an award that is not revoked\n"
        "    hint: a revocation is for good; award the badge anew\n",
        waiting: "a correction of this award is not registered yet\n    expected: an award without one\n"
        "    hint: run `conferral register` first; or edit the files by hand, and that correction issues what they "
        "say\n",
    }
    refused(
        root,
        *("correct", revoked, waiting, "--reason", "other", "--set", "valid_untill=2027-01-01", "--set", "result=9"),
        *("--set", f"recipient={recipient(9)}"),
        because="".join(told)
        + "".join(f"{award}: {awards[award]}" for award in sorted(awards))
        + "conferral: 5 problems in what was given; nothing was written\n",
    )
    refused(
        root,
        *("correct", waiting, "--reason", "other", "--set", "narrative", "--set", "awarded=1", "--set", "awarded=2"),
        because='--set: "awarded" is set twice\n    expected: KEY=VALUE, each key once\n'
        '    hint: KEY= takes the key away\n--set: "narrative" sets nothing\n'
        "    expected: KEY=VALUE, each key once\n    hint: KEY= takes the key away\n"
        "conferral: 2 problems in what was given; nothing was written\n",
    )


def test_a_value_that_cannot_stand_in_the_file_is_told_at_its_line(root: Path, ids: Ids) -> None:
    refused(
        root,
        *("correct", ids["data-analysis"][0], "--reason", "clerical-error", "--set", "valid_until=2026-13-01"),
        because=f'{SPRING}:8:18: there is no day "2026-13-01"\n'
        "    expected: a day of the calendar, written 2026-06-30\n"
        "conferral: 1 problem in the registry as it would be; nothing was written\n",
    )


def test_an_award_is_extended_to_a_day_or_by_a_period_from_its_last_day(root: Path, ids: Ids) -> None:
    one, other = ids["data-analysis"][2], ids["sailing"][0]

    first = call("extend", one, "--until", "2027-03-31", "--root", root)
    second = call("extend", other, "--by", "6 months", "--note", "No examination was held.", "--root", root)

    assert (first.code, first.err) == (0, f"extended 1 award; nothing is issued yet\n{NEXT}")
    assert second.out.splitlines() == [SAILING, "credentials/corrections/sailing/2026-08-04-extension-k3v9.yml"]
    assert f"  - {{recipient: {recipient(3)}, id: {one}, valid_until: 2027-03-31}}" in (root / SPRING).read_text()
    assert f"- recipient: {recipient(1)}\n  id: {other}\n  valid_until: 2028-11-02\n" in (root / SAILING).read_text()
    assert {row.issue for row in register(root, seed=2).corrected} == {2}


def test_what_is_no_extension_is_refused(root: Path, ids: Ids) -> None:
    award = ids["sailing"][0]
    teaching = root / "credentials/awards/teaching/2026-07-01-summer-3n8p.yml"
    teaching.parent.mkdir(parents=True)
    teaching.write_text(f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(9)}\n")
    (row,) = register(root, seed=2).registered

    refused(
        root,
        *("extend", award, "--until", "2028-05-02"),
        because=f"{award}: 2028-05-02 is no later than its last valid day, 2028-05-02\n"
        f"    expected: a day after 2028-05-02\n"
        f"    hint: to end it earlier: `conferral correct --set valid_until=...`\n{PROBLEM}",
    )
    refused(
        root,
        *("extend", row.id, "--by", "1 year"),
        because=f"{row.id}: this award has no end that could be moved\n    expected: an award with a last valid day\n"
        f"    hint: for an end where there was none: `conferral correct --set valid_until=...`\n{PROBLEM}",
    )
    none, both = call("extend", award, "--root", root), call("extend", award, "--by", "a while", "--root", root)
    assert (none.code, both.code) == (2, 2)
    assert none.err.endswith("Error: say how long: --until DAY, or --by PERIOD\n")
    assert both.err.endswith(
        'Error: --by: "a while" is no period; expected a number and "days", "months" or "years", such as 2 years\n'
    )


def test_the_reasons_are_those_that_the_files_know() -> None:
    assert get_args(CorrectionReason) == correcting.REASONS


BADGE = "credentials/badges/sailing/badge.yml"


def test_a_badges_text_is_corrected_for_all_its_awards(root: Path, ids: Ids) -> None:
    revoked = ids["sailing"][1]
    call("revoke", revoked, "--reason", "other", "--on", "2026-07-02", "--root", root)
    before = (root / BADGE).read_text()

    done = call(
        *("badge", "correct", "sailing", "--set", "description=Can sail a small boat alone.", "--reason", "badge-text"),
        *("--root", root),
    )

    correction = "credentials/corrections/sailing/2026-08-04-badge-text-k3v9.yml"
    assert (done.code, done.out) == (0, f"{BADGE}\n{correction}\n")
    assert done.err == f"corrected 2 awards; nothing is issued yet\n{NEXT}"
    assert (root / BADGE).read_text() == before.replace("a small boat.", "a small boat alone.")
    assert {row.id for row in register(root, seed=2).corrected} == set(ids["sailing"])
    assert list(drift.findings(load_registry(FolderFiles(root)), ())) == []


def test_of_a_text_that_was_edited_by_hand_only_what_differs_is_corrected(root: Path, ids: Ids) -> None:
    refused(
        root,
        *("badge", "correct", "sailing", "--reason", "badge-text"),
        because='sailing: no award of version 1 of "sailing" says anything else than what was issued\n'
        f"    expected: a text that changed\n    hint: edit {BADGE} first, or say what changes with --set\n{PROBLEM}",
    )
    (root / BADGE).write_text((root / BADGE).read_text().replace("Sailed a course", "Sailed a whole course"))

    done = call("badge", "correct", "sailing", "--reason", "badge-text", "--root", root)

    assert done.out.splitlines() == ["credentials/corrections/sailing/2026-08-04-badge-text-k3v9.yml"]
    refused(
        root,
        *("badge", "correct", "sailing", "--reason", "badge-text"),
        because="".join(
            f"{award}: a correction of this award is not registered yet\n    expected: an award without one\n"
            "    hint: run `conferral register` first; or edit the files by hand, and that correction issues what "
            "they say\n"
            for award in sorted(ids["sailing"])
        )
        + "conferral: 2 problems in what was given; nothing was written\n",
    )
    assert len(register(root, seed=2).corrected) == 2


def test_what_a_correction_of_a_badge_may_not_change_is_told(root: Path) -> None:
    refused(
        root,
        *("badge", "correct", "data-analysis", "--reason", "badge-text", "--set", "status_purpose=suspension"),
        *("--set", "version=3"),
        because='--set: "status_purpose" cannot be set\n'
        "    expected: name, description, criteria, criteria_url, type, field, level, hours, credits, skills, "
        "validity, valid_until, specialization, code, image_caption\n"
        "    hint: its awards would move to another status list; begin a new version\n"
        '--set: "version" cannot be set\n'
        "    expected: name, description, criteria, criteria_url, type, field, level, hours, credits, skills, "
        "validity, valid_until, specialization, code, image_caption\n"
        "    hint: a correction keeps the version; for awards to come use `conferral badge new-version`\n"
        "conferral: 2 problems in what was given; nothing was written\n",
    )
    refused(
        root,
        *("badge", "correct", "data-analysis", "--reason", "badge-text", "--version", "7"),
        because='--version: the badge "data-analysis" has no version 7\n    expected: one of 1, 2\n' + PROBLEM,
    )
