"""Files, folders and archives: what is read of them, and what is refused whole."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from conferral.authoring.importing import handed_in as module
from conferral.authoring.importing.handed_in import GivenFile, handed_in
from conferral.errors import Problem


def _archive(path: Path, files: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _problems(path: Path) -> list[str]:
    return [str(found).replace(str(path), path.name) for found in handed_in([path]) if isinstance(found, Problem)]


def _given(path: Path) -> dict[str, GivenFile]:
    found = [one for one in handed_in([path]) if isinstance(one, GivenFile)]
    return {one.name.removeprefix(str(path)).lstrip(":/"): one for one in found}


def test_an_archive_and_a_folder_give_the_same_files(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"a.json": b"{}", "in/b.JSON": b"[]", "in/c.png": b"\x89PNG", "notes.txt": b"x"}
    folder = tmp_path / "folder"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / ".hidden.json").write_bytes(b"{}")
    (folder / "link.json").symlink_to(tmp_path / "elsewhere.json")
    archive = _archive(tmp_path / "export.zip", {**files, "__MACOSX/._a.json": b"x"})

    read = {"a.json", "in/b.JSON", "in/c.png"}
    assert _given(folder).keys() == read
    assert _given(archive).keys() == read
    for path, separator in ((folder, "/"), (archive, ":")):
        passed_over = [one for one in handed_in([path]) if isinstance(one, str)]
        assert passed_over == [f"{path}{separator}notes.txt"]


def test_what_lies_beside_is_found_by_its_name_and_by_the_end_of_an_address(tmp_path: Path) -> None:
    archive = _archive(tmp_path / "export.zip", {"in/a.json": b"{}", "in/pic.svg": b"<svg/>", "top.png": b"top"})
    beside = _given(archive)["in/a.json"].beside
    assert beside("pic.svg") == b"<svg/>"
    assert beside("https://old.example.org/images/pic.svg?size=1") == b"<svg/>"
    assert beside("top.png") == b"top"
    assert beside("nothing.png") is None
    assert beside("a.json") is None


@pytest.mark.parametrize("name", ["../secret.png", "/etc/secret.png", "..\\secret.png", "./../secret.png", ""])
def test_nothing_outside_is_ever_beside(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.json").write_bytes(b"{}")
    (inside / "out").symlink_to(tmp_path)
    beside = _given(inside)["a.json"].beside
    assert beside(name) is None
    assert beside("out/secret.png") is None


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../a.json", 'the archive holds a file of the name "../a.json", which leads out of it'),
        ("x/../../a.json", 'the archive holds a file of the name "x/../../a.json", which leads out of it'),
        ("/a.json", 'the archive holds a file of the name "/a.json", which is no plain path'),
        ("a\\b.json", 'the archive holds a file of the name "a\\b.json", which is no plain path'),
        ("C:/a.json", 'the archive holds a file of the name "C:/a.json", which is no plain path'),
        ("a\x1b[31m.json", 'the archive holds a file of the name "a\\x1b[31m.json", which is no plain path'),
    ],
)
def test_an_archive_with_a_name_that_no_file_should_have_is_refused(tmp_path: Path, name: str, fault: str) -> None:
    archive = _archive(tmp_path / "export.zip", {"good.json": b"{}", name: b"{}"})
    assert _problems(archive) == [f"export.zip: {fault}"]
    assert _given(archive) == {}


def test_a_link_and_an_encrypted_file_in_an_archive_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("link.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("secret.json", "{}")
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):  # the flag that says encrypted, of the second file
        content[content.rindex(mark) + offset] |= 1
    path.write_bytes(content)
    assert _problems(path) == [
        'export.zip: the file "link.json" in the archive is a link',
        'export.zip: the file "secret.json" in the archive is encrypted',
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_in_an_archive_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", "{}")
        archive.writestr("a.json", "[]")
    assert _problems(path) == ['export.zip: the archive holds two files named "a.json"\n    expected: each name once']


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_FILE", 1_000)
    monkeypatch.setattr(module, "MAX_TOTAL", 1_500)
    bomb = _archive(tmp_path / "bomb.zip", {"a.json": b" " * 900, "b.json": b" " * 900, "c.json": b" " * 2_000})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert _problems(bomb) == [
        "bomb.zip: the archive would unpack to more than 1500 bytes\n    hint: unpack it and hand in a part of it",
        'bomb.zip: the file "c.json" in the archive would unpack to more than 1000 bytes',
    ]


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    path = _archive(tmp_path / "lie.zip", {"a.json": b" " * 5_000})
    content = path.read_bytes()
    short, true = (10).to_bytes(4, "little"), (5_000).to_bytes(4, "little")
    path.write_bytes(content.replace(true, short))
    (problem,) = _problems(path)
    assert problem.startswith("lie.zip: is no sound ZIP archive: bad crc-32")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILES", 2)
    many: dict[str, bytes | str] = {f"{number}.json": b"{}" for number in range(3)}
    expected = "holds more than 2 files\n    hint: hand in a part of it"
    assert _problems(_archive(tmp_path / "many.zip", many)) == [f"many.zip: {expected}"]
    folder = tmp_path / "many"
    folder.mkdir()
    for name in many:
        (folder / name).write_bytes(b"{}")
    assert _problems(folder) == [f"many: {expected}"]


def test_a_damaged_archive_and_a_file_that_is_too_large_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = _archive(tmp_path / "good.zip", {"a.json": os.urandom(500)}).read_bytes()
    (tmp_path / "bad.zip").write_bytes(good.replace(good[60:70], bytes(10)))
    (problem,) = _problems(tmp_path / "bad.zip")
    assert problem.startswith("bad.zip: is no sound ZIP archive: ")
    monkeypatch.setattr(module, "MAX_FILE", 10)
    (tmp_path / "large.json").write_bytes(b" " * 11)
    assert _problems(tmp_path / "large.json") == [
        "large.json: is larger than 10 bytes\n    hint: split it into several files"
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_of_any_compression_is_told(tmp_path: Path, method: int) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.json", "{}" * 50)
    content = bytearray(path.read_bytes())
    content[40:50] = bytes(10)
    path.write_bytes(content)

    (problem,) = handed_in([path])

    assert isinstance(problem, Problem)


def test_a_picture_with_an_archive_behind_it_is_a_picture(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.json", "{}")
    path = tmp_path / "both.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + inner.getvalue())
    assert list(_given(path)) == [""]
