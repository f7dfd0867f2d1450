"""The folder of a credential is written once, and whatever stands where it belongs is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.errors import BuildError
from conferral.site.credential_folders import CredentialFolder, assert_whole, move_in

SIGNED = (("credential.json", b"{}\n"), ("badge.svg", b"<svg/>"))


def content(top: Path) -> dict[str, bytes]:
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


def test_page_certificate_and_signed_files_stand_in_one_folder(tmp_path: Path) -> None:
    CredentialFolder("1", SIGNED, certified=True).write(str(tmp_path), b"page", b"%PDF")
    CredentialFolder("2", SIGNED[:1], certified=True).write(str(tmp_path), b"page", None)
    CredentialFolder("3").write(str(tmp_path), bytes(100_000), None)

    assert content(tmp_path) == {
        "1/index.html": b"page",
        "1/credential.json": b"{}\n",
        "1/badge.svg": b"<svg/>",
        "1/certificate.pdf": b"%PDF",
        "2/index.html": b"page",
        "2/credential.json": b"{}\n",
        "3/index.html": bytes(100_000),
    }


def test_a_folder_knows_its_site_paths() -> None:
    folder = CredentialFolder("1", certified=True)

    assert (folder.page, folder.certificate) == ("credentials/1/index.html", "credentials/1/certificate.pdf")
    assert CredentialFolder("1").certificate == ""


def test_a_folder_is_never_written_twice_nor_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "1").symlink_to(tmp_path / "precious")

    with pytest.raises(FileExistsError):
        CredentialFolder("1").write(str(tmp_path), b"page", None)
    assert content(tmp_path / "precious") == {}


def test_folders_are_whole_as_long_as_nobody_has_touched_them(tmp_path: Path) -> None:
    folders = [CredentialFolder("1", SIGNED, certified=True), CredentialFolder("2")]
    for folder in folders:
        folder.write(str(tmp_path), b"page", None)

    assert_whole(tmp_path, folders)
    (tmp_path / "1/certificate.pdf").write_bytes(b"%PDF")
    assert_whole(tmp_path, folders)
    (tmp_path / "2/certificate.pdf").write_bytes(b"%PDF")
    with pytest.raises(BuildError) as caught:
        assert_whole(tmp_path, folders)
    assert caught.value.message == "'credentials/2' in the site is not what was written there"


def test_what_stands_in_the_place_of_the_folders_is_refused_and_stays(tmp_path: Path) -> None:
    top, staged = tmp_path / "apart", tmp_path / "staged"
    top.mkdir()
    (staged / "credentials/b").mkdir(parents=True)
    (staged / "credentials/b/2").write_text("x")
    (staged / "credentials/b/1").write_text("x")

    with pytest.raises(BuildError) as caught:
        move_in(top, staged)

    assert caught.value.message == "'credentials/b/1' in the site belongs to no credential"
    assert caught.value.hint == (
        "A template, theme, plugin or hook has written it, or it lies in the docs_dir of mkdocs.yml."
    )
    assert top.is_dir()


@pytest.mark.parametrize("link", ["credentials", "credentials/folder/link"])
def test_a_link_in_the_place_of_the_folders_is_refused(tmp_path: Path, link: str) -> None:
    top, staged, elsewhere = tmp_path / "apart", tmp_path / "staged", tmp_path / "elsewhere"
    for folder in (top, elsewhere, (staged / link).parent):
        folder.mkdir(parents=True)
    (staged / link).symlink_to(elsewhere)

    with pytest.raises(BuildError) as caught:
        move_in(top, staged)

    assert caught.value.message == f"'{link}' in the site belongs to no credential"
    assert elsewhere.is_dir()
