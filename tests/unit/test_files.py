from __future__ import annotations

import os
from pathlib import Path

import pytest

from conferral.errors import RegistryError
from conferral.files import MAX_FILE, FolderFiles, digest, is_ignored
from tests.unit.memory_files import MemoryFiles


def folder(root: Path, *paths: str) -> FolderFiles:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)
    return FolderFiles(root)


def test_only_the_three_folders_of_a_registry_are_listed(tmp_path: Path) -> None:
    files = folder(tmp_path, "credentials/a/b.yml", "recipients/c.yml", "keys/d/e.yml", "site/f.yml", "mkdocs.yml")
    assert sorted(files.paths()) == ["credentials/a/b.yml", "keys/d/e.yml", "recipients/c.yml"]


def test_hidden_and_half_written_files_are_not_listed(tmp_path: Path) -> None:
    files = folder(tmp_path, "keys/.DS_Store", "keys/.conferral-x7", "keys/.git/config", "keys/a/b.yml")
    assert list(files.paths()) == ["keys/a/b.yml"]


def test_an_empty_folder_lists_nothing(tmp_path: Path) -> None:
    assert list(FolderFiles(tmp_path).paths()) == []


def test_links_to_files_and_folders_are_listed_and_never_followed(tmp_path: Path) -> None:
    files = folder(tmp_path, "keys/real/a.yml", "outside/secret.yml")
    (tmp_path / "keys/file.yml").symlink_to(tmp_path / "outside/secret.yml")
    (tmp_path / "keys/folder").symlink_to(tmp_path / "outside")
    (tmp_path / "recipients").symlink_to(tmp_path / "outside")
    assert sorted(files.paths()) == ["keys/file.yml", "keys/folder", "keys/real/a.yml", "recipients"]
    for link in ("keys/file.yml", "keys/folder", "recipients"):
        with pytest.raises(RegistryError) as caught:
            files.read(link)
        assert caught.value.message == "is a symbolic link"
        assert caught.value.hint == "put the file itself there; links are never followed"


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    files = folder(tmp_path, "keys/a.yml")
    os.mkfifo(tmp_path / "keys/pipe")
    with pytest.raises(RegistryError) as caught:
        files.read("keys/pipe")
    assert caught.value.message == "is no regular file"


def test_a_file_that_vanished_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError) as caught:
        FolderFiles(tmp_path).read("keys/a.yml")
    assert caught.value.message == "cannot be read: no such file or directory"


def test_a_file_too_large_to_be_meant_is_refused(tmp_path: Path) -> None:
    files = folder(tmp_path, "keys/a.yml")
    os.truncate(tmp_path / "keys/a.yml", MAX_FILE + 1)
    with pytest.raises(RegistryError) as caught:
        files.read("keys/a.yml")
    assert caught.value.message == f"has {MAX_FILE + 1} bytes, more than {MAX_FILE}"


def test_the_digest_does_not_depend_on_the_order_or_the_source(tmp_path: Path) -> None:
    files = folder(tmp_path, "keys/b.yml", "keys/a.yml", "keys/a/c.yml")
    same = MemoryFiles({path: files.read(path) for path in ("keys/a/c.yml", "keys/b.yml", "keys/a.yml")})
    assert digest(files) == digest(same)


@pytest.mark.parametrize(
    "other",
    [{"a": b"x", "b": b"Y"}, {"a": b"xb1 y"}, {"a": b"xy", "b": b""}, {"a": b"x", "c": b"y"}, {"a": b"x"}, {}],
)
def test_the_digest_depends_on_every_name_and_byte(other: dict[str, bytes]) -> None:
    assert digest(MemoryFiles({"a": b"x", "b": b"y"})) != digest(MemoryFiles(other))


def test_the_digest_leaves_hidden_files_out() -> None:
    assert digest(MemoryFiles({"keys/.DS_Store": b"x"})) == digest(MemoryFiles({}))


def test_the_digest_of_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    files = folder(tmp_path, "keys/a.yml")
    (tmp_path / "keys/b.yml").symlink_to("a.yml")
    with pytest.raises(RegistryError) as caught:
        digest(files)
    assert caught.value.message == "keys/b.yml is a symbolic link"


@pytest.mark.parametrize(("path", "ignored"), [(".a", True), ("a/.b", True), ("a/.b/c", True), ("a.b/c.", False)])
def test_hidden_files_are_told_by_any_part_of_the_path(path: str, *, ignored: bool) -> None:
    assert is_ignored(path) is ignored
