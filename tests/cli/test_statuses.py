"""`conferral revoke`, `suspend` and `reinstate`: what they write, and what they say when they write nothing."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import call, refused
from tests.registry_builder import recipient

Ids = dict[str, list[str]]


def test_several_awards_are_revoked_by_their_ids_and_by_the_addresses_of_their_pages(root: Path, ids: Ids) -> None:
    one, other, _ = ids["data-analysis"]
    page = f"https://credentials.example.org/registry/credentials/{other}/credential.json?x#y"

    done = call(
        "revoke", one.upper(), page, one, "--reason", "misconduct", "--note", "Copied: all of it.", "--root", root
    )

    files = [f"credentials/revocations/{award}.yml" for award in (one, other)]
    assert (done.code, done.out) == (0, "".join(f"{file}\n" for file in files))
    assert done.err == (
        "revoked 2 awards; it takes effect with the next published build\n"
        "next: commit these files on a branch of their own and open a pull request\n"
    )
    for file in files:
        assert (root / file).read_text() == (
            "# yaml-language-server: $schema=../../schemas/revocation.schema.json\n"
            'on: 2026-08-04\nreason: misconduct\nnote: "Copied: all of it."\n'
        )


def test_every_award_that_cannot_be_revoked_is_named_and_none_is_revoked(root: Path, ids: Ids) -> None:
    revoked, sound, _ = ids["data-analysis"]
    late = ids["sailing"][1]
    call("revoke", revoked, "--reason", "other", "--on", "2026-07-02", "--root", root)

    told = {
        revoked: "this award was revoked on 2026-07-02 (other)\n    expected: an award that is not revoked\n"
        "    hint: a revocation is for good; its note may still be changed, in "
        f"credentials/revocations/{revoked}.yml\n",
        sound: "2026-05-02 is before the day of the award, 2026-06-30\n    expected: 2026-06-30 or later\n",
        late: "2026-05-02 is before the day of the award, 2026-05-03\n    expected: 2026-05-03 or later\n",
    }
    refused(
        root,
        *("revoke", *told, "--reason", "other", "--on", "2026-05-02"),
        because="".join(f"{award}: {told[award]}" for award in sorted(told))
        + "conferral: 3 problems in what was given; nothing was written\n",
    )


def test_a_mistyped_id_is_answered_with_the_nearest_one(root: Path, ids: Ids) -> None:
    right = ids["sailing"][0]
    wrong = ("2" if right[0] != "2" else "3") + right[1:]

    refused(
        root,
        *("suspend", wrong, "--reason", "under-review"),
        because=f'{wrong}: there is no award with this id\n    hint: did you mean "{right}"?\n'
        "conferral: 1 problem in what was given; nothing was written\n",
    )


def test_what_is_no_award_at_all_is_answered_with_what_it_is(root: Path) -> None:
    person = recipient(1)

    refused(
        root,
        *("revoke", person, "sailing", "Capt. Nobody", "https://other.example.org/credentials/x/", "--reason", "other"),
        because="Capt. Nobody: this is no id of an award\n"
        "    expected: 26 characters of 0-9 and a-z without i, l, o, u, or the address of the credential's page\n"
        "https://other.example.org/credentials/x/: this address is not of this registry\n"
        "    expected: an address such as https://credentials.example.org/registry/credentials/<id>/\n"
        f"{person}: this is the id of a recipient, not of an award\n"
        "    expected: the id of an award\n"
        f"    hint: `conferral list --recipient {person}` shows the awards of this recipient\n"
        "sailing: this is a badge, not an award\n"
        "    expected: the id of an award\n"
        "    hint: `conferral list --badge sailing` shows its awards\n"
        "conferral: 4 problems in what was given; nothing was written\n",
    )


def test_an_erased_award_and_one_that_is_not_registered_cannot_be_revoked(root: Path, ids: Ids) -> None:
    first, _ = ids["sailing"]
    batch = root / "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
    fresh = "7zyxwvtsrqpnmkjhgfedcba987"
    batch.write_text(
        f"badge: sailing\nawarded: 2026-05-02\nrecipients:\n- id: {first}\n  erased: 2026-07-01\n"
        + batch.read_text().split("recipients:\n")[1].split("\n", 2)[2]
    )
    other = root / "credentials/awards/teaching/2026-07-01-summer-3n8p.yml"
    other.parent.mkdir(parents=True)
    other.write_text(f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(9)}\n  id: {fresh}\n")

    refused(
        root,
        *("revoke", first, "--reason", "other"),
        because=f"{first}: this award was erased on 2026-07-01\n"
        "    expected: an award that is still there\n"
        "    hint: what is erased cannot be changed any more\n"
        "conferral: 1 problem in what was given; nothing was written\n",
    )
    refused(
        root,
        *("revoke", fresh, "--reason", "other"),
        because=f"{fresh}: this award is not registered, so nothing was issued yet\n"
        "    expected: a registered award\n"
        "    hint: delete its entry from credentials/awards/teaching/2026-07-01-summer-3n8p.yml\n"
        "conferral: 1 problem in what was given; nothing was written\n",
    )


def test_a_note_that_says_something_of_a_person_is_refused(root: Path, ids: Ids) -> None:
    award, holder = ids["sailing"][0], recipient(1)
    (root / "recipients").mkdir()
    (root / f"recipients/{holder}.yml").write_text(
        "display_name: Ada Hopper\nconsent:\n  on: 2026-05-01\n  to: [display_name]\n"
    )

    refused(
        root,
        *("revoke", award, "--reason", "other", "--note", "ada hopper wrote from ada@example.org."),
        because=f'--note: this holds the name "Ada Hopper" of {holder}\n'
        "    expected: a sentence without personal data\n"
        "    hint: everybody can read the note, and git keeps what is merged\n"
        '--note: this looks like an e-mail address: "ada@example.org"\n'
        "    expected: a sentence without personal data\n"
        "    hint: everybody can read the note, and git keeps what is merged\n"
        "conferral: 2 problems in what was given; nothing was written\n",
    )
    refused(
        root,
        *("revoke", award, "--reason", "other", "--note", "one\ntwo"),
        because="--note: text with a line break or tab\n    expected: one line\n    hint: write it on one line\n"
        "conferral: 1 problem in what was given; nothing was written\n",
    )


def test_an_award_is_suspended_reinstated_and_suspended_again_in_one_file(root: Path, ids: Ids) -> None:
    award = ids["sailing"][0]
    file = root / f"credentials/suspensions/{award}.yml"
    lines = "# yaml-language-server: $schema=../../schemas/suspension.schema.json\n"

    first = call(
        *("suspend", award, "--reason", "renewal-overdue", "--on", "2026-07-01", "--note", "It was due."),
        *("--root", root),
    )
    assert (first.code, file.read_text()) == (
        0,
        f"{lines}on: 2026-07-01\nreason: renewal-overdue\nnote: It was due.\n",
    )
    assert first.err == (
        "suspended 1 award; it takes effect with the next published build\n"
        "next: commit these files on a branch of their own and open a pull request\n"
        f"      to end it later: conferral reinstate {award}\n"
    )

    file.write_text(file.read_text().replace("overdue\n", "overdue  # by letter\n"))
    second = call("reinstate", award, "--root", root)
    assert (second.code, file.read_text()) == (
        0,
        f"{lines}on: 2026-07-01\nreason: renewal-overdue  # by letter\nlifted: 2026-08-04\nnote: It was due.\n",
    )

    third = call("suspend", award, "--reason", "under-review", "--on", "2026-08-04", "--root", root)
    assert (third.code, file.read_text()) == (0, f"{lines}on: 2026-08-04\nreason: under-review  # by letter\n")


def test_every_way_to_suspend_and_reinstate_wrongly_has_its_own_words(root: Path, ids: Ids) -> None:
    first, second = ids["sailing"]
    wrong_badge = ids["data-analysis"][0]
    problem = "conferral: 1 problem in what was given; nothing was written\n"

    refused(
        root,
        *("suspend", wrong_badge, "--reason", "other"),
        because=f'{wrong_badge}: awards of version 2 of "data-analysis" can be revoked, not suspended\n'
        '    expected: an award of a badge version with "status_purpose: suspension"\n'
        "    hint: revoke the award, or give the next version of the badge that status purpose for awards to come\n"
        + problem,
    )
    refused(
        root,
        *("reinstate", first),
        because=f"{first}: this award is not suspended\n    expected: an award that is suspended\n{problem}",
    )
    call("suspend", first, "--reason", "other", "--on", "2026-07-01", "--root", root)
    refused(
        root,
        *("suspend", first, "--reason", "other"),
        because=f"{first}: this award is suspended since 2026-07-01 (other)\n"
        "    expected: an award that is not suspended\n"
        f"    hint: `conferral reinstate {first}` ends the suspension\n{problem}",
    )
    refused(
        root,
        *("reinstate", first, "--on", "2026-06-30"),
        because=f"{first}: 2026-06-30 is before the day of the suspension, 2026-07-01\n"
        f"    expected: 2026-07-01 or later\n{problem}",
    )
    call("reinstate", first, "--on", "2026-07-03", "--root", root)
    refused(
        root,
        *("reinstate", first),
        because=f"{first}: this award was reinstated on 2026-07-03\n"
        f"    expected: an award that is suspended\n{problem}",
    )
    refused(
        root,
        *("suspend", first, "--reason", "other", "--on", "2026-07-02"),
        because=f"{first}: 2026-07-02 is before the day on which the last suspension ended, 2026-07-03\n"
        f"    expected: 2026-07-03 or later\n{problem}",
    )
    call("revoke", second, "--reason", "other", "--on", "2026-07-02", "--root", root)
    refused(
        root,
        *("suspend", second, "--reason", "other"),
        because=f"{second}: this award was revoked on 2026-07-02 (other)\n"
        f"    expected: an award that is not revoked\n    hint: a revocation is for good\n{problem}",
    )
    refused(
        root,
        *("reinstate", second),
        because=f"{second}: this award was revoked on 2026-07-02 (other)\n    expected: an award that is suspended\n"
        f"    hint: a revocation is for good; if it was a mistake, award the badge anew\n{problem}",
    )


def test_a_day_that_is_none_and_a_reason_that_is_not_listed_are_wrong_use(root: Path, ids: Ids) -> None:
    day = call("revoke", ids["sailing"][0], "--reason", "other", "--on", "30.06.2026", "--root", root)
    reason = call("revoke", ids["sailing"][0], "--reason", "bad", "--root", root)

    assert day.code == reason.code == 2
    assert day.err.endswith(
        "Error: Invalid value for '--on': \"30.06.2026\" is no day of the calendar; write it as in 2026-06-30\n"
    )
    assert reason.err.endswith(
        "Error: Invalid value for '--reason': 'bad' is not one of 'awarded-in-error', 'requirements-not-met', "
        "'misconduct', 'superseded', 'holder-request', 'other'.\n"
    )


def test_a_day_that_has_not_come_is_refused(root: Path, ids: Ids) -> None:
    words = (
        "--on: 2027-06-20 has not come yet\n"
        "    expected: the day on which it was decided, 2026-08-04 at the latest\n"
        "    hint: it takes effect with the next published build, whatever the day\n"
        "conferral: 1 problem in what was given; nothing was written\n"
    )
    award = ids["sailing"][0]
    on = ("--on", "2027-06-20")

    refused(root, "revoke", award, "--reason", "other", *on, because=words)
    refused(root, "suspend", award, "--reason", "other", *on, because=words)
    assert call("suspend", award, "--reason", "other", "--root", root).code == 0
    refused(root, "reinstate", award, *on, because=words)


def test_the_reasons_are_those_that_the_files_know() -> None:
    from typing import get_args

    from conferral.cli import statuses
    from conferral.model.written import RevocationReason, SuspensionReason

    assert get_args(RevocationReason) == statuses._REVOCATIONS
    assert get_args(SuspensionReason) == statuses._SUSPENSIONS
