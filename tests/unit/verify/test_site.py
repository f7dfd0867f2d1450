from __future__ import annotations

import json
from pathlib import Path

import pytest

from conferral.errors import UndecidedError
from conferral.verify import State, site_text, verify_site
from tests.corpus.builders.credentials import endorsement
from tests.endorsers import BOARD, OFFICE, SAILING, signed, token
from tests.unit.verify.small_site import AT, BASE, FIRST, SECOND, SmallSite

FOLDER_NOTE = (
    "The issuer’s keys were read from a folder, not from the issuer’s own address: "
    "this proves only that the copy in the folder is consistent."
)
PATH = f"credentials/{FIRST}/credential.json"


def test_a_whole_site_is_verified_with_its_lists(site: SmallSite) -> None:
    seen: list[tuple[int, int]] = []
    report = verify_site(site.folder, at=AT, progress=lambda done, total: seen.append((done, total)))
    assert report.sound
    assert report.exit_code == 0
    assert (report.credentials, report.lists) == (2, 4)
    assert report.states == {State.VALID: 2}
    assert report.not_verified == {}
    assert seen == [(2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]
    assert site_text(report) == (f"Sound: 2 credentials and 4 status lists of {BASE}\n  2 valid\n  note: {FOLDER_NOTE}")


def test_states_that_an_issuer_decides_are_no_fault_of_the_site(site: SmallSite) -> None:
    site.write_list("academy", "revocation", bits=[7])
    site.publish({**site.credential(SECOND, issuer="guild"), "validUntil": "2026-07-01T00:00:00Z"}, issuer="guild")
    report = verify_site(site.folder, at=AT)
    assert report.sound
    assert report.states == {State.REVOKED: 1, State.EXPIRED: 1}
    assert sorted(report.not_verified) == [PATH, f"credentials/{SECOND}/credential.json"]
    assert report.faults == {}
    assert "  1 revoked, 1 expired\n" in site_text(report)


def test_endorsements_of_its_own_issuers_are_verified_and_those_of_others_counted(site: SmallSite) -> None:
    profile = {"id": site.did("academy"), "type": ["Profile"], "name": "Example Academy"}
    path = "endorsements/academy.json"
    site.write(path, site.sign(endorsement(profile, "https://guild.example/", id=BASE + path)))
    site.write("endorsements/board.json", signed(BOARD, SAILING))
    (site.folder / "endorsements" / "office.jwt").write_text(token(OFFICE, SAILING))

    report = verify_site(site.folder, at=AT)
    assert (report.sound, report.endorsements, report.of_others) == (True, 1, 2)
    assert site_text(report) == (
        f"Sound: 2 credentials, 4 status lists and 1 endorsement of {BASE}\n  2 valid\n  note: {FOLDER_NOTE}\n"
        "  note: 2 endorsements of others not looked at: their keys are not in the folder."
    )

    site.write(path, site.read(path) | {"name": "Another name"})
    (site.folder / "endorsements" / "broken.json").write_text("{")
    report = verify_site(site.folder, at=AT)
    assert (report.sound, sorted(report.faults)) == (False, [path, "endorsements/broken.json"])


def test_a_tombstone_without_json_is_fine(site: SmallSite) -> None:
    (site.folder / PATH).unlink()
    (site.folder / "credentials" / FIRST / "index.html").write_text("gone", "utf-8")
    report = verify_site(site.folder, at=AT)
    assert (report.sound, report.credentials) == (True, 1)


def test_an_altered_credential_makes_the_site_unsound(site: SmallSite) -> None:
    document = site.read(PATH)
    document["name"] = "Something else"
    site.write(PATH, document)
    report = verify_site(site.folder, at=AT)
    assert report.exit_code == 1
    assert list(report.faults) == [PATH]
    assert site_text(report).splitlines()[:3] == [
        f"NOT SOUND: 2 credentials and 4 status lists of {BASE}",
        "  1 valid, 1 altered",
        f"  {PATH}: The signature does not hold: it was altered, or somebody else signed it.",
    ]


def test_credentials_that_the_catalog_counts_and_the_folder_lacks_make_the_site_unsound(site: SmallSite) -> None:
    site.write("catalog.json", {"base_url": BASE, "awarded": 2})
    assert verify_site(site.folder, at=AT).sound
    (site.folder / PATH).unlink()
    report = verify_site(site.folder, at=AT)
    assert (report.sound, report.exit_code) == (False, 1)
    assert report.as_json()["missing"] == "The catalogue (catalog.json) counts 2 credentials, and the folder holds 1."
    assert site_text(report).splitlines()[:3] == [
        f"NOT SOUND: 1 credential and 4 status lists of {BASE}",
        "  1 valid",
        "  The catalogue (catalog.json) counts 2 credentials, and the folder holds 1.",
    ]


@pytest.mark.parametrize("counted", [{}, {"awarded": True}, {"awarded": "0"}])
def test_a_folder_with_neither_credentials_nor_a_count_is_not_sound(tmp_path: Path, counted: dict[str, object]) -> None:
    (tmp_path / "catalog.json").write_text(json.dumps({"base_url": BASE, **counted}), "utf-8")
    report = verify_site(tmp_path, at=AT)
    assert (report.sound, report.exit_code) == (False, 1)
    assert report.missing == "The folder holds no credential, and no catalog.json that says how many there should be."


def test_a_site_that_has_awarded_nothing_yet_is_sound(tmp_path: Path) -> None:
    (tmp_path / "catalog.json").write_text(json.dumps({"base_url": BASE, "awarded": 0}), "utf-8")
    report = verify_site(tmp_path, at=AT)
    assert (report.sound, report.exit_code, report.credentials) == (True, 0, 0)


def test_json_that_does_not_parse_is_a_fault(site: SmallSite) -> None:
    (site.folder / PATH).write_text("{", "utf-8")
    report = verify_site(site.folder, at=AT)
    assert report.states == {State.VALID: 1, State.MALFORMED: 1}
    assert report.exit_code == 1


def test_a_link_out_of_the_site_is_a_fault(site: SmallSite) -> None:
    outside = site.folder.parent / "outside.json"
    (site.folder / PATH).rename(outside)
    (site.folder / PATH).symlink_to(outside)
    report = verify_site(site.folder, at=AT)
    assert report.faults[PATH].check("format").sentence == (
        "It cannot be read: the file is a link that leads out of the folder."
    )


def test_a_true_credential_in_anothers_place_is_a_fault(site: SmallSite) -> None:
    copy = "credentials/0000000000000000000000000c/credential.json"
    site.write(copy, site.read(PATH))
    report = verify_site(site.folder, at=AT)
    assert report.exit_code == 1
    assert report.faults[copy].state is State.WITHDRAWN
    assert report.faults[copy].check("registered").sentence == (
        f"It stands at “{BASE}{copy}”, which is not its own address."
    )


def test_a_list_that_no_credential_names_is_verified_too(site: SmallSite) -> None:
    path = "issuers/guild/status/suspension-1.json"
    document = site.read(path)
    document["validFrom"] = "2026-07-02T00:00:00Z"
    site.write(path, document)
    report = verify_site(site.folder, at=AT)
    assert not report.sound
    assert report.exit_code == 1
    assert report.faults == {}
    assert report.list_problems == {
        path: (
            f"The status list at “{BASE}{path}” is not properly signed. "
            "The signature does not hold: it was altered, or somebody else signed it."
        )
    }
    (site.folder / path).write_text("x", "utf-8")
    assert list(verify_site(site.folder, at=AT).list_problems) == [path]


def test_what_is_only_unknown_is_told_from_what_is_wrong(site: SmallSite) -> None:
    (site.folder / "issuers/academy/status/revocation-1.json").unlink()
    report = verify_site(site.folder, at=AT)
    assert (report.sound, report.exit_code) == (False, 3)
    assert report.states == {State.VALID: 1, State.UNDECIDED: 1}


def test_a_preview_says_that_it_is_one(tmp_path: Path) -> None:
    preview = SmallSite(tmp_path, base="https://preview.invalid/")
    report = verify_site(preview.folder, at=AT)
    assert report.sound
    assert report.notes[1] == (
        "This is a preview, signed with a throwaway key: nobody has issued it, and it proves nothing to anybody."
    )


def test_the_report_is_plain_data(site: SmallSite) -> None:
    data = verify_site(site.folder, at=AT).as_json()
    assert json.loads(json.dumps(data)) == data
    assert data["states"]["valid"] == 2
    assert data["states"]["revoked"] == 0
    assert data["sound"] is True


def test_many_faults_are_told_in_part(site: SmallSite) -> None:
    for number in range(5):
        site.write(f"credentials/broken{number}/credential.json", {})
    text = site_text(verify_site(site.folder, at=AT), most=2)
    assert "  and 3 more\n" in text


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UndecidedError):
        verify_site(tmp_path, at=AT)
