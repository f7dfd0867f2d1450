"""`conferral recipient publish`, `withdraw`, `hide` and `unhide`: what people let be published, and take back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import call, refused
from tests.registry_builder import recipient

Ids = dict[str, list[str]]
HOLDER = recipient(1)
FILE = f"recipients/{HOLDER}.yml"
LINE = "# yaml-language-server: $schema=../schemas/recipient.schema.json\n"
OWN = (
    "# asked at the desk\nportfolio: true\nrecord: true  # both\n"
    "consent:\n  on: 2026-06-01\n  to: [portfolio, record]\n  record: Form 14\n"
)


@pytest.fixture(autouse=True)
def _keeps_records(root: Path) -> None:
    file = root / "credentials/registry.yml"
    file.write_text(f"{file.read_text()}records_by: lakeside\n")
    (root / "recipients").mkdir()


def test_whoever_has_an_id_gets_a_file_of_their_own(root: Path) -> None:
    page = f"https://credentials.example.org/registry/people/{HOLDER}/"
    done = call(
        *("recipient", "publish", page, "--portfolio", "--learner-record", "--name", "Robin Example"),
        *("--consent", "2026-08-01", "--record", "Form 14", "--root", root),
    )
    assert (done.code, done.out) == (0, f"{FILE}\n")
    assert done.err == (
        f"{HOLDER} publishes more; it takes effect with the next published build\n"
        "next: commit these files on a branch of their own and open a pull request\n"
        f"      once it is published, the portfolio is at {page}\n"
    )
    assert (root / FILE).read_text() == (
        f"{LINE}display_name: Robin Example\nportfolio: true\nrecord: true\n"
        "consent:\n  on: 2026-08-01\n  to:\n    - display_name\n    - portfolio\n    - record\n  record: Form 14\n"
    )


def test_what_was_published_before_stays_with_its_comments(root: Path) -> None:
    (root / FILE).write_text(OWN)
    done = call("recipient", "publish", HOLDER, "--name", "Robin Example", "--consent", "2026-08-01", "--root", root)
    assert done.code == 0
    assert (root / FILE).read_text() == (
        "# asked at the desk\nportfolio: true\nrecord: true  # both\n"
        "consent:\n  on: 2026-08-01\n  to: [portfolio, record, display_name]\n  record: Form 14\n"
        "display_name: Robin Example\n"
    )
    assert call("check", "--root", root).code == 0


def test_nothing_is_published_without_consent_or_where_nobody_signs(root: Path) -> None:
    alone = call("recipient", "publish", HOLDER, "--portfolio", "--root", root)
    nothing = call("recipient", "publish", HOLDER, "--consent", "2026-08-01", "--root", root)
    assert (alone.code, nothing.code) == (2, 2)
    assert alone.err.endswith("published only with recorded consent: add --consent DAY\n")
    assert nothing.err.endswith("Error: say what to publish: --name, --portfolio, --learner-record\n")
    file = root / "credentials/registry.yml"
    file.write_text(file.read_text().replace("records_by: lakeside\n", ""))
    refused(
        root,
        *("recipient", "publish", HOLDER, "--learner-record", "--consent", "2026-08-01"),
        because="--learner-record: nobody signs learner records in this registry, so there would be none\n"
        "    expected: records_by in credentials/registry.yml\n    hint: name the issuer who signs them there\n"
        "conferral: 1 problem in what was given; nothing was written\n",
    )


def test_one_thing_can_be_withdrawn_and_the_others_stay(root: Path, ids: Ids) -> None:
    (root / FILE).write_text(f"hidden: ['{ids['sailing'][0]}']\n{OWN}")
    done = call("recipient", "withdraw", HOLDER, "--portfolio", "--root", root)
    assert (done.code, done.out) == (0, f"{FILE}\n")
    assert done.err == (
        f"{HOLDER} publishes less; it takes effect with the next published build\n"
        "next: commit these files on a branch of their own and open a pull request\n"
    )
    assert "portfolio" not in (root / FILE).read_text()
    assert "  to:\n    - record\n" in (root / FILE).read_text()
    assert "hidden:" in (root / FILE).read_text()
    assert call("check", "--root", root).code == 0


def test_all_can_be_withdrawn_at_once_and_the_file_is_gone(root: Path) -> None:
    (root / FILE).write_text(OWN)
    assert call("recipient", "withdraw", HOLDER, "--root", root).out == f"{FILE} (deleted)\n"
    assert not (root / FILE).exists()
    refused(
        root,
        *("recipient", "withdraw", HOLDER),
        because=f"{HOLDER}: nothing of {HOLDER} is published\n    expected: a recipient with a file in recipients/\n"
        "conferral: 1 problem in what was given; nothing was written\n",
    )


def test_an_identity_that_is_signed_stays_with_the_consent_to_it(root: Path, ids: Ids) -> None:
    (root / FILE).write_text(
        f"hidden: ['{ids['sailing'][0]}']\nidentity: {{did: 'did:web:robin.example.org'}}\n"
        + OWN.replace("[portfolio, record]", "[portfolio, record, identity]")
    )
    assert call("recipient", "withdraw", HOLDER, "--root", root).code == 0
    text = (root / FILE).read_text()
    assert "did:web:robin.example.org" in text
    assert "  to:\n    - identity\n" in text
    assert "hidden" not in text
    assert call("check", "--root", root).code == 0


def test_awards_are_hidden_and_shown_again(root: Path, ids: Ids) -> None:
    (root / FILE).write_text(OWN)
    one, other = ids["sailing"][0], ids["data-analysis"][0]
    done = call("recipient", "hide", one, "--root", root)
    assert (done.code, done.out) == (0, f"{FILE}\n")
    assert done.err.startswith(
        "1 award hidden from portfolio and record; it takes effect with the next published build"
    )
    assert call("recipient", "hide", other, "--root", root).code == 0
    assert f"hidden:\n  - {one}\n  - {other}\n" in (root / FILE).read_text()
    assert call("check", "--root", root).code == 0

    assert call("recipient", "unhide", one, "--root", root).code == 0
    assert f"hidden:\n  - {other}\n" in (root / FILE).read_text()
    assert call("recipient", "unhide", other, "--root", root).code == 0
    assert (root / FILE).read_text() == OWN


def test_what_cannot_be_hidden_is_named(root: Path, ids: Ids) -> None:
    (root / FILE).write_text(f"hidden: ['{ids['sailing'][0]}']\n{OWN}")
    hidden, shown, stranger = ids["sailing"][0], ids["data-analysis"][0], ids["data-analysis"][1]
    told = {
        hidden: "this award is hidden already\n    expected: an award that is shown\n",
        stranger: f"{recipient(2)} has neither a portfolio nor a record, so there is nothing to hide it from\n"
        "    expected: an award of somebody who has one\n",
    }
    refused(
        root,
        *("recipient", "hide", hidden, stranger, shown),
        because="".join(f"{award}: {told[award]}" for award in sorted(told))
        + "conferral: 2 problems in what was given; nothing was written\n",
    )
    refused(
        root,
        *("recipient", "unhide", shown),
        because=f"{shown}: this award is not hidden\n    expected: an award that is hidden\n"
        "conferral: 1 problem in what was given; nothing was written\n",
    )


def test_erasing_an_award_takes_its_id_out_of_the_file_of_whoever_hid_it(root: Path, ids: Ids) -> None:
    one, other = ids["sailing"][0], ids["data-analysis"][0]
    (root / FILE).write_text(f"hidden:\n  - {one}\n  - {other}\n{OWN}")
    assert call("erase", one, "--root", root, "--yes").code == 0
    assert (root / FILE).read_text() == f"hidden:\n  - {other}\n{OWN}"
    assert call("erase", other, "--root", root, "--yes").code == 0
    assert (root / FILE).read_text() == OWN
