"""`conferral erase`: what is left of an award and of a person, and what the command says about the rest."""

from __future__ import annotations

from pathlib import Path

from conferral import validation
from conferral.authoring.erasing import PLACES
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.register import drift
from tests.cli.calling import call, refused
from tests.cli.conftest import TODAY
from tests.program import tree
from tests.registry_builder import recipient

Ids = dict[str, list[str]]

SPRING = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"
SAILING = "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
ELSEWHERE = "data may still be in:\n" + "".join(f"  - {place}\n" for place in PLACES)


def is_sound(root: Path) -> bool:
    registry = load_registry(FolderFiles(root))
    return not [*validation.findings(registry, as_of=TODAY), *drift.findings(registry, ())]


def test_of_an_award_the_id_and_the_day_stay(root: Path, ids: Ids) -> None:
    award = ids["data-analysis"][1]
    page = f"https://credentials.example.org/registry/credentials/{award}/"
    text = (root / SPRING).read_text()
    begin, end = text.index(f"  - recipient: {recipient(2)}"), text.index("  - {recipient")

    done = call("erase", page, "--yes", "--root", root)

    assert (done.code, done.out) == (0, f"{SPRING}\n")
    assert done.err == (
        f"erased 1 award\n{ELSEWHERE}"
        f"next: read {SPRING}: comments, file name and shared texts may still tell of the person\n"
        "      commit the files with a message that names nobody, and publish\n"
    )
    assert (root / SPRING).read_text() == f"{text[:begin]}  - id: {award}\n    erased: 2026-08-04\n{text[end:]}"
    assert is_sound(root)


def test_of_a_person_every_award_the_file_and_the_notes_go(root: Path, ids: Ids) -> None:
    person = recipient(1)
    first, sailing = ids["data-analysis"][0], ids["sailing"][0]
    (root / "recipients").mkdir()
    own = root / f"recipients/{person}.yml"
    own.write_text("display_name: Ada Hopper\nconsent:\n  on: 2026-05-01\n  to: [display_name]\n")
    call("revoke", first, "--reason", "other", "--note", "Found in review.", "--root", root)
    revocation = f"credentials/revocations/{first}.yml"

    done = call("erase", person, "--yes", "--root", root)

    assert done.code == 0
    assert done.out.splitlines() == [f"recipients/{person}.yml (deleted)", SPRING, SAILING, revocation]
    assert done.err.startswith(
        f"erased 2 awards and the file of 1 recipient\n{revocation}: its note was taken away, too\n{ELSEWHERE}next: "
    )
    assert not own.exists()
    assert "note" not in (root / revocation).read_text()
    assert person not in (root / SPRING).read_text() + (root / SAILING).read_text()
    assert "# the first" not in (root / SPRING).read_text()
    assert "# The spring cohort." in (root / SPRING).read_text()
    assert [one.id for one in load_registry(FolderFiles(root)).erased] == [first, sailing]
    assert is_sound(root)


def test_of_what_was_not_registered_nothing_stays(root: Path) -> None:
    alone = root / "credentials/awards/teaching/2026-07-01-summer-3n8p.yml"
    alone.parent.mkdir(parents=True)
    alone.write_text(f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(9)}\n")
    late = root / "credentials/awards/sailing/2026-07-01-late-3n8p.yml"
    late.write_text(
        f"badge: sailing\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(9)}\n- recipient: {recipient(8)}\n"
    )

    done = call("erase", recipient(9), "--yes", "--root", root)

    assert done.err.startswith("erased 0 awards and 2 awards that nobody has seen\n")
    assert not alone.exists()
    assert late.read_text() == f"badge: sailing\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(8)}\n"


def test_it_asks_first_and_no_means_no(root: Path, ids: Ids) -> None:
    before = tree(root)

    done = call("erase", ids["sailing"][0], "--root", root, given="n\n", terminal=True)

    assert (done.code, done.out) == (130, "")
    assert done.err.startswith("erase 1 award, for good? [y/N]: ")
    assert tree(root) == before


def test_where_nobody_can_answer_it_says_how_to_go_on(root: Path) -> None:
    refused(
        root,
        *("erase", recipient(1)),
        because=(
            "Usage: conferral erase [OPTIONS] AWARD|RECIPIENT...\n"
            "Try 'conferral erase --help' for help.\n\n"
            "Error: erasing 2 awards is for good: add --yes; at a terminal, it asks first\n"
        ),
        code=2,
    )


def test_every_name_that_leads_nowhere_is_told_and_nothing_is_erased(root: Path, ids: Ids) -> None:
    call("erase", ids["sailing"][1], "--yes", "--root", root)

    refused(
        root,
        *("erase", ids["sailing"][0], ids["sailing"][1], recipient(77), "--yes"),
        because="".join(
            sorted(
                [
                    (
                        f"{ids['sailing'][1]}: this award was erased on 2026-08-04\n"
                        "    expected: an award that is still there\n"
                        "    hint: what is erased cannot be changed any more\n"
                    ),
                    f"{recipient(77)}: nobody of this registry has this recipient id\n",
                ]
            )
        )
        + "conferral: 2 problems in what was given; nothing was written\n",
    )
