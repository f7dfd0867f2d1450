"""Folders are removed whole, and nothing that they merely link to."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.site import removing
from conferral.site.removing import remove_tree


@pytest.mark.parametrize("many", [1000, 2])
def test_a_folder_is_removed_with_all_below_it_and_links_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(removing, "_MANY", many)
    folder, precious = tmp_path / "folder", tmp_path / "precious"
    for name in ("a", "b", "c/deeper", "d/e/f"):
        (folder / name).mkdir(parents=True)
        (folder / name / "file").write_text("x")
    precious.mkdir()
    (precious / "kept").write_text("x")
    (folder / "link").symlink_to(precious)
    (folder / "a/link").symlink_to(precious)
    (folder / "c/deeper/link").symlink_to(precious)

    remove_tree(folder)

    assert [path.name for path in tmp_path.iterdir()] == ["precious"]
    assert [path.name for path in precious.iterdir()] == ["kept"]


def test_what_is_not_there_or_no_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path)

    for name in ("missing", "file"):
        remove_tree(tmp_path / name)

    assert (tmp_path / "file").exists()
