"""`conferral endorsement`: documents of strangers are filed with what the web answers, and asked about again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conferral.verify import UnreachableError
from tests.cli.calling import Called, call, refused
from tests.cli.conftest import TODAY
from tests.endorsers import (
    BASE,
    BOARD,
    DATA_ANALYSIS,
    HARBOUR,
    OFFICE,
    SAILING,
    SOMEBODY,
    answers,
    archive,
    as_bytes,
    signed,
    token,
)
from tests.program import tree

Ids = dict[str, list[str]]
ADDRESS = "https://board.example/endorsements/1.json"
FOLDER = "credentials/endorsements"
NEXT = "next: commit these files on a branch of their own and open a pull request\n"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.cli.endorsing.now", lambda: TODAY)


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """What the web answers: two strangers' keys and lists, and the endorsement that one of them publishes."""
    published = {ADDRESS: as_bytes(signed(BOARD, SAILING, status=True))}
    return archive(tmp_path / "web", {**answers(BOARD), **answers(OFFICE), **published})


class Silence:
    """A web that does not answer."""

    note = ""

    def fetch(self, url: str) -> bytes:
        raise UnreachableError("it did not answer within 10 seconds", url=url)


def add(root: Path, web: Path, *arguments: str | Path) -> Called:
    return call("endorsement", "add", *arguments, "--root", root, "--offline", web)


def document(folder: Path, content: dict[str, Any] | str) -> Path:
    file = folder / "endorsement.json"
    file.write_bytes(as_bytes(content) if isinstance(content, dict) else content.encode())
    return file


def listed(root: Path) -> list[tuple[str, str]]:
    found = json.loads(call("endorsement", "list", "--json", "--root", root).out)
    return [(row["endorsement"], row["state"]) for row in found["endorsements"]]


def test_an_endorsement_at_an_address_is_filed_with_all_that_checking_it_takes(root: Path, web: Path) -> None:
    done = add(root, web, ADDRESS)

    names = [f"{FOLDER}/quality-board-sailing.{ending}" for ending in ("json", "fetched.json", "yml")]
    assert (done.code, done.out) == (0, "".join(f"{name}\n" for name in names))
    assert done.err == (
        "quality-board-sailing: valid; Quality Board (a stranger at board.example) endorses the badge sailing\n" + NEXT
    )
    assert (root / names[0]).read_bytes() == as_bytes(signed(BOARD, SAILING, status=True))
    kept = json.loads((root / names[1]).read_bytes())
    assert (kept["asked"], kept["source"]) == ("2026-08-03T22:30:00Z", ADDRESS)
    assert [one["url"] for one in kept["answers"]] == sorted(answers(BOARD))
    assert (root / names[2]).read_text() == (
        "# yaml-language-server: $schema=../../schemas/endorsement.schema.json\nbadge: sailing\n"
    )
    assert call("check", "--root", root).code == 0


def test_what_it_endorses_is_read_from_it_or_said(root: Path, web: Path, tmp_path: Path, ids: Ids) -> None:
    award = ids["sailing"][0]
    for about, named in (
        (HARBOUR, "the issuer harbour"),
        (f"{BASE}/issuers/harbour/profile.json", "the issuer harbour"),
        (f"{BASE}/badges/data-analysis/1/badge.json", "the badge data-analysis"),
        (f"{BASE}/credentials/{award}/credential.json", f"the award {award}"),
    ):
        file = document(tmp_path, signed(OFFICE, about))
        assert add(root, web, file).err.splitlines()[0].endswith(f" endorses {named}")
    file = document(tmp_path, signed(OFFICE, SAILING))
    assert add(root, web, file, "--badge", "sailing", "--name", "office").out.splitlines()[-1] == f"{FOLDER}/office.yml"


def test_a_key_that_spells_itself_out_needs_nothing_kept(root: Path, web: Path, tmp_path: Path) -> None:
    done = add(root, web, document(tmp_path, signed(SOMEBODY, SAILING)))
    assert done.out == f"{FOLDER}/somebody-sailing.json\n{FOLDER}/somebody-sailing.yml\n"
    assert "valid; Somebody (a stranger, known by a key alone) endorses the badge sailing\n" in done.err


def test_a_token_is_filed_as_one(root: Path, web: Path, tmp_path: Path) -> None:
    done = add(root, web, document(tmp_path, token(OFFICE, DATA_ANALYSIS) + "\n"))
    assert done.out.splitlines()[0] == f"{FOLDER}/accreditation-office-data-analysis.jwt"
    assert listed(root) == [("accreditation-office-data-analysis", "valid")]


def test_an_altered_document_is_refused(root: Path, web: Path, tmp_path: Path) -> None:
    file = document(tmp_path, signed(BOARD, SAILING) | {"name": "Another name"})
    refused(
        root,
        *("endorsement", "add", file, "--offline", web),
        because=(
            f"{FOLDER}/quality-board-sailing.json: altered: The signature does not hold: it was altered, or somebody "
            "else signed it.\n    expected: a document that whoever it names has signed\n"
            "    hint: ask them for it again; one that held before is withdrawn with `conferral endorsement withdraw "
            "quality-board-sailing`\nconferral: 1 problem in the registry as it would be; nothing was written\n"
        ),
    )


def test_one_of_something_else_is_refused(root: Path, web: Path, tmp_path: Path) -> None:
    file = document(tmp_path, signed(BOARD, "https://elsewhere.example/badge"))
    refused(
        root,
        *("endorsement", "add", file, "--offline", web),
        because=(
            f'{file}: it endorses "https://elsewhere.example/badge"\n'
            "    expected: an endorsement of a badge, an issuer or an award of this registry\n"
            "    hint: ask for one that names what it endorses by its address here\n"
            "conferral: 1 problem in what was given; nothing was written\n"
        ),
    )


def test_where_something_cannot_be_asked_it_is_filed_as_what_cannot_be_checked(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conferral.cli.endorsing._asking", lambda _: Silence())
    done = call("endorsement", "add", document(tmp_path, signed(BOARD, SAILING)), "--root", root)
    assert done.code == 0
    assert "https://board.example/.well-known/did.json could not be asked: it did not answer" in done.err
    assert listed(root) == [("quality-board-sailing", "unknown")]


def test_a_second_one_gets_a_name_of_its_own(root: Path, web: Path) -> None:
    add(root, web, ADDRESS)
    assert add(root, web, ADDRESS).out.splitlines()[-1] == f"{FOLDER}/quality-board-sailing-2.yml"
    refused(
        root,
        *("endorsement", "add", ADDRESS, "--name", "quality-board-sailing", "--offline", web),
        because=(
            '--name: there is an endorsement "quality-board-sailing" already\n    expected: a name that is free\n'
            "    hint: give it another name, or `conferral endorsement refresh` the one that is there\n"
            "conferral: 1 problem in what was given; nothing was written\n"
        ),
    )


def test_a_name_is_a_short_one(root: Path, web: Path) -> None:
    refused(
        root,
        *("endorsement", "add", ADDRESS, "--name", "../board", "--offline", web),
        because=(
            '--name: "../board" is no short name\n'
            "    expected: lower-case letters, digits and single hyphens, at most 80 characters\n"
            "conferral: 1 problem in what was given; nothing was written\n"
        ),
    )


def test_an_address_that_does_not_answer(root: Path, web: Path) -> None:
    done = add(root, web, "https://board.example/nothing.json")
    assert (done.code, done.err.partition(":")[0]) == (1, "conferral")
    assert "https://board.example/nothing.json cannot be had: " in done.err


def test_an_own_issuer_vouches_for_the_present_text_of_a_badge(root: Path) -> None:
    said = ("--by", "harbour", "--badge", "data-analysis", "--comment", "Counts as our **module 3**.")
    done = call("endorsement", "add", *said, "--until", "2028-12-31", "--root", root)

    assert done.out == f"{FOLDER}/harbour-data-analysis.yml\n"
    assert done.err == 'filed the endorsement "harbour-data-analysis"; it is signed in the next build\n' + NEXT
    assert (root / f"{FOLDER}/harbour-data-analysis.yml").read_text() == (
        "# yaml-language-server: $schema=../../schemas/endorsement.schema.json\n"
        "badge: data-analysis\nversion: 2\nby: harbour\non: 2026-08-04\nuntil: 2028-12-31\n"
        "comment: Counts as our **module 3**.\n"
    )


def test_an_issuer_does_not_vouch_for_itself(root: Path) -> None:
    done = call("endorsement", "add", "--by", "harbour", "--issuer", "harbour", "--comment", "Good.", "--root", root)
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        f"{FOLDER}/harbour-harbour.yml:3:5: harbour endorses itself",
    )


@pytest.mark.parametrize(
    ("arguments", "because"),
    [
        ((), "name a document, or who endorses with --by"),
        (("x.json", "--by", "harbour"), "name a document, or who endorses with --by"),
        (("x.json", "--badge", "a", "--issuer", "b"), "--badge, --issuer and --award exclude each other"),
        (("--by", "harbour", "--comment", "x"), "with --by, say what is endorsed: --badge, --issuer or --award"),
        (("--by", "harbour", "--badge", "data-analysis"), "with --by, say what it vouches for: --comment"),
        (("x.json", "--comment", "x"), "--comment goes with --by: the document says it itself"),
    ],
)
def test_wrong_use(root: Path, arguments: tuple[str, ...], because: str) -> None:
    done = call("endorsement", "add", *arguments, "--root", root)
    assert done.code == 2
    assert because in done.err


def test_one_that_was_revoked_is_found_when_it_is_asked_about_again(root: Path, web: Path) -> None:
    add(root, web, ADDRESS)
    archive(web, answers(BOARD, revoked=True))

    done = call("endorsement", "refresh", "--root", root, "--offline", web)

    assert (done.code, done.out) == (0, f"{FOLDER}/quality-board-sailing.fetched.json\n")
    assert done.err.startswith(
        "quality-board-sailing: revoked; Quality Board (a stranger at board.example) endorses the badge sailing\n  The "
    )
    assert listed(root) == [("quality-board-sailing", "revoked")]


def test_where_nobody_answers_what_was_kept_stays(root: Path, web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(root, web, ADDRESS)
    before = tree(root)
    monkeypatch.setattr("conferral.cli.endorsing._asking", lambda _: Silence())

    done = call("endorsement", "refresh", "quality-board-sailing", "--root", root)

    assert (done.code, done.out, tree(root)) == (3, "", before)
    assert done.err == (
        "quality-board-sailing: unknown; Quality Board (a stranger at board.example) endorses the badge sailing\n"
        "  https://board.example/.well-known/did.json could not be asked: it did not answer within 10 seconds\n"
        "asked about 1 endorsement; nothing to write\n"
    )


def test_where_an_endorser_publishes_its_keys_no_more_that_is_an_answer(root: Path, web: Path) -> None:
    add(root, web, ADDRESS)
    (web / "board.example" / ".well-known" / "did.json").unlink()
    assert call("endorsement", "refresh", "--root", root, "--offline", web).code == 0
    assert listed(root) == [("quality-board-sailing", "unknown")]


def test_a_key_that_its_owner_no_longer_lists_has_to_be_withdrawn(root: Path, web: Path) -> None:
    add(root, web, ADDRESS)
    before = tree(root)
    changed = {BOARD.place: as_bytes(BOARD.keys(BOARD.multikey(fragment="key-2")))}
    archive(web, changed)

    done = call("endorsement", "refresh", "--root", root, "--offline", web)

    assert (done.code, done.out, tree(root)) == (1, "", before)
    assert "  nobody's word: `conferral endorsement withdraw quality-board-sailing`\n" in done.err
    done = call("endorsement", "withdraw", "quality-board-sailing", "--root", root)
    assert (done.code, done.out) == (0, f"{FOLDER}/quality-board-sailing.yml\n")
    assert (
        (root / f"{FOLDER}/quality-board-sailing.yml").read_text().endswith("badge: sailing\nwithdrawn: 2026-08-04\n")
    )
    assert listed(root) == [("quality-board-sailing", "withdrawn")]


def test_only_what_is_there_and_holds_can_be_withdrawn(root: Path, web: Path) -> None:
    add(root, web, ADDRESS)
    call("endorsement", "withdraw", "quality-board-sailing", "--root", root)
    refused(
        root,
        *("endorsement", "withdraw", "quality-board-sailing"),
        because=(
            "quality-board-sailing: it was withdrawn on 2026-08-04\n    expected: an endorsement that is not "
            "withdrawn\nconferral: 1 problem in what was given; nothing was written\n"
        ),
    )
    refused(
        root,
        *("endorsement", "withdraw", "quality-bord-sailing"),
        because=(
            "quality-bord-sailing: there is no endorsement of this name\n    expected: the name of a file in "
            f'{FOLDER}\n    hint: did you mean "quality-board-sailing"?\n'
            "conferral: 1 problem in what was given; nothing was written\n"
        ),
    )


def test_the_list_says_what_holds_and_who_is_a_stranger(root: Path, web: Path) -> None:
    add(root, web, ADDRESS)
    call("endorsement", "add", "--by", "lakeside", "--badge", "sailing", "--comment", "Good.", "--root", root)
    done = call("endorsement", "list", "--as-of", "2026-08-05", "--root", root)
    assert done.out == (
        "endorsement            state  of             by               known       asked\n"
        "lakeside-sailing       valid  badge sailing  Lakeside School  lakeside    -\n"
        "quality-board-sailing  valid  badge sailing  Quality Board    a stranger  2026-08-04\n"
    )
    assert done.err == "2 endorsements\n"


def test_the_endorsements_of_an_erased_award_are_erased_with_it(
    root: Path, web: Path, tmp_path: Path, ids: Ids
) -> None:
    award = ids["sailing"][0]
    address = f"{BASE}/credentials/{award}/credential.json"
    assert add(root, web, document(tmp_path, signed(OFFICE, address))).code == 0
    assert len(list((root / FOLDER).iterdir())) == 3

    assert call("erase", award, "--yes", "--root", root).code == 0
    assert list((root / FOLDER).iterdir()) == []
