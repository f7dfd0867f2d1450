"""Design, invariants 4 and 5: what is published as signed is what was signed, whatever a plugin wrote."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from conferral.errors import BuildError
from conferral.site.verbatim import assert_verbatim, copy_verbatim, move_verbatim

HINT = "A template, theme, plugin or hook has written it. Signed documents come from `conferral sign` alone."


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    folder = tmp_path / "signed" / "site"
    for name in ("issuers/acme/did.json", "issuers/acme/status/revocation-1.json", "credentials/1/credential.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"signed {name}")
    return folder


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    folder = tmp_path / "staged"
    (folder / "badges").mkdir(parents=True)
    (folder / "badges" / "index.html").write_text("a page")
    return folder


def complaint(signed: Path, staged: Path) -> tuple[str, str]:
    with pytest.raises(BuildError) as caught:
        assert_verbatim(signed, staged)
    return caught.value.message, caught.value.hint


def test_signed_documents_are_copied_byte_for_byte_beside_the_pages(signed: Path, staged: Path) -> None:
    copy_verbatim(signed, staged)

    assert_verbatim(signed, staged)
    assert (staged / "issuers/acme/did.json").read_text() == "signed issuers/acme/did.json"
    assert (staged / "badges/index.html").read_text() == "a page"


def test_whatever_stands_at_a_signed_place_is_replaced_and_no_link_is_followed(
    signed: Path, staged: Path, tmp_path: Path
) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "folder"
    victim.write_text("precious")
    folder.mkdir()
    (staged / "credentials" / "1").mkdir(parents=True)
    (staged / "credentials/1/credential.json").symlink_to(victim)
    (staged / "issuers" / "acme" / "did.json").mkdir(parents=True)
    (staged / "issuers/acme/did.json/x").write_text("x")
    (staged / "issuers/acme/status").symlink_to(folder)

    copy_verbatim(signed, staged)

    assert_verbatim(signed, staged)
    assert victim.read_text() == "precious"
    assert list(folder.iterdir()) == []


def test_a_hard_link_at_a_signed_place_is_replaced_and_its_other_end_stays(
    signed: Path, staged: Path, tmp_path: Path
) -> None:
    (tmp_path / "victim").write_text("precious")
    (staged / "credentials" / "1").mkdir(parents=True)
    (staged / "credentials/1/credential.json").hardlink_to(tmp_path / "victim")

    copy_verbatim(signed, staged)

    assert_verbatim(signed, staged)
    assert (tmp_path / "victim").read_text() == "precious"


def test_a_file_where_a_folder_belongs_gives_way(signed: Path, staged: Path) -> None:
    (staged / "credentials").write_text("in the way")

    copy_verbatim(signed, staged)

    assert_verbatim(signed, staged)


def test_files_and_folders_get_the_modes_that_hosts_ask_for(signed: Path, staged: Path) -> None:
    (staged / "badges").chmod(0o700)
    (staged / "badges/index.html").chmod(0o4777)
    before = os.umask(0o077)
    try:
        copy_verbatim(signed, staged)
    finally:
        os.umask(before)

    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in staged.rglob("*")}
    assert modes == {(True, 0o755), (False, 0o644)}


def test_an_altered_signed_document_is_found(signed: Path, staged: Path) -> None:
    copy_verbatim(signed, staged)
    (staged / "issuers/acme/did.json").write_text("SIGNED issuers/acme/did.json")

    assert complaint(signed, staged) == (
        "'issuers/acme/did.json' in the site differs from the signed document",
        HINT,
    )


def test_a_missing_signed_document_is_found(signed: Path, staged: Path) -> None:
    copy_verbatim(signed, staged)
    (staged / "issuers/acme/did.json").unlink()

    assert complaint(signed, staged) == ("the signed document 'issuers/acme/did.json' is missing from the site", HINT)


def test_a_badge_may_be_called_status(signed: Path, staged: Path) -> None:
    copy_verbatim(signed, staged)
    (staged / "badges/status").mkdir(parents=True)
    (staged / "badges/status/oembed.json").write_text("{}")

    assert_verbatim(signed, staged)


@pytest.mark.parametrize(
    "name",
    [
        "did.json",
        ".well-known/did.json",
        "issuers/acme/DID.json",
        "credentials/2/credential.json",
        "credentials/2/badge.png",
        "Credentials/1/badge.SVG",
        "issuers/acme/status/revocation-2.json",
        "issuers/other/Status/deeper/x.JSON",
        "people/r-1/record.json",
        "People/r-1/pathways/degree.JSON",
    ],
)
def test_a_document_that_looks_signed_and_is_not_is_found(signed: Path, staged: Path, name: str) -> None:
    copy_verbatim(signed, staged)
    (staged / name).parent.mkdir(parents=True, exist_ok=True)
    (staged / name).write_text("{}")

    assert complaint(signed, staged) == (f"'{name}' in the site looks like a signed document and is none of ours", HINT)


def test_other_json_is_allowed(signed: Path, staged: Path) -> None:
    copy_verbatim(signed, staged)
    (staged / "search").mkdir()
    (staged / "search" / "search_index.json").write_text("{}")
    (staged / "people/r-1").mkdir(parents=True)
    (staged / "people/r-1/resume.json").write_text("{}")

    assert_verbatim(signed, staged)


def test_links_and_devices_in_the_site_are_found(signed: Path, staged: Path, tmp_path: Path) -> None:
    copy_verbatim(signed, staged)
    odd = staged / "odd"

    odd.symlink_to("badges/index.html")
    assert complaint(signed, staged) == ("'odd' in the site is a symbolic link", "Static hosts refuse links.")
    odd.unlink()
    odd.symlink_to(tmp_path)
    assert complaint(signed, staged) == ("'odd' in the site is a symbolic link", "Static hosts refuse links.")
    odd.unlink()
    odd.hardlink_to(staged / "badges" / "index.html")
    with pytest.raises(BuildError, match="is a hard link"):
        assert_verbatim(signed, staged)
    odd.unlink()
    os.mkfifo(odd)
    assert complaint(signed, staged) == ("'odd' in the site is neither a file nor a folder", "")


def test_a_link_among_the_signed_documents_is_refused(signed: Path, staged: Path) -> None:
    (signed / "link").symlink_to("credentials")

    with pytest.raises(BuildError) as caught:
        copy_verbatim(signed, staged)

    assert caught.value.message == "'link' among the signed documents is neither a file nor a folder"


def test_files_are_moved_in_place_of_whatever_stands_there_and_no_link_is_followed(
    staged: Path, tmp_path: Path
) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "folder"
    victim.write_text("precious")
    folder.mkdir()
    for slug in ("one", "two", "three", "four"):
        (tmp_path / slug).write_text(f"card {slug}")
    (staged / "badges/one").mkdir()
    (staged / "badges/one/card.png").symlink_to(victim)
    (staged / "badges/two").symlink_to(folder)
    (staged / "badges/three/card.png/x").mkdir(parents=True)
    (staged / "badges/four").write_text("no folder")

    files = {f"badges/{slug}/card.png": tmp_path / slug for slug in ("one", "two", "three", "four")}
    move_verbatim(files, staged)

    assert {name: (staged / name).read_text() for name in files} == {
        f"badges/{slug}/card.png": f"card {slug}" for slug in ("one", "two", "three", "four")
    }
    assert not any(file.exists() for file in files.values())
    assert not any((staged / name).is_symlink() or (staged / name).parent.is_symlink() for name in files)
    assert (victim.read_text(), list(folder.iterdir())) == ("precious", [])
    assert (staged / "badges/index.html").read_text() == "a page"


def test_credentials_that_lie_elsewhere_are_compared_as_well(signed: Path, staged: Path) -> None:
    copy_verbatim(signed, staged)
    credentials = [("7", b"seven\n"), ("8", b"eight\n")]
    for award, content in credentials:
        (staged / f"credentials/{award}").mkdir()
        (staged / f"credentials/{award}/credential.json").write_bytes(content)

    assert_verbatim(signed, staged, credentials)

    for given, told in (
        (
            credentials[:1],
            "'credentials/8/credential.json' in the site looks like a signed document and is none of ours",
        ),
        ([("7", b"SEVEN\n")], "'credentials/7/credential.json' in the site differs from the signed document"),
        ([("9", b"nine\n")], "the signed document 'credentials/9/credential.json' is missing from the site"),
    ):
        with pytest.raises(BuildError) as caught:
            assert_verbatim(signed, staged, given)
        assert (caught.value.message, caught.value.hint) == (told, HINT)


def test_a_folder_that_somebody_else_lays_is_left_out(signed: Path, staged: Path) -> None:
    copy_verbatim(signed, staged, but="credentials")

    assert not (staged / "credentials").exists()
    assert (staged / "issuers/acme/did.json").is_file()
    assert_verbatim(signed, staged, but="credentials")
    with pytest.raises(BuildError):
        assert_verbatim(signed, staged)
