"""Signed documents wait in the temporary folder: those of a build that was killed are not left there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from conferral import building


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def test_folders_of_dead_builds_go_and_everything_else_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dead: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    end = "0123456789abcdef"
    names = {
        "gone": f"conferral-signed-{dead}-{end}",
        "running": f"conferral-signed-{os.getpid()}-{end}",
        "link": f"conferral-signed-{dead}-fedcba9876543210",
        "file": f"conferral-signed-{dead}-0000000000000000",
        "other": f"conferral-signed-{dead}-{end}.txt",
        "impossible": f"conferral-signed-{'9' * 30}-{end}",
        "mine": "thesis",
    }
    for kind, name in names.items():
        if kind == "link":
            (tmp_path / name).symlink_to(tmp_path / "thesis")
        elif kind == "file":
            (tmp_path / name).write_text("x")
        else:
            (tmp_path / name).mkdir()
            (tmp_path / name / "document").write_text("x")

    place = building._place_for_signed()

    assert place.parent == tmp_path
    assert not place.exists()
    assert {path.name for path in tmp_path.iterdir()} == set(names.values()) - {names["gone"]}
    assert (tmp_path / "thesis" / "document").read_text() == "x"


def test_a_folder_of_somebody_else_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dead: int) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / f"conferral-signed-{dead}-0123456789abcdef"
    folder.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: folder.lstat().st_uid + 1)

    building._place_for_signed()

    assert folder.is_dir()


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("base_url: https://new.example.org\n", True),
        ("base_url: https://old.example.org/registry/\n", False),
        ("base_url: [\n", True),
        ("base_url: [https://old.example.org/registry]\n", True),
        ("- base_url\n", True),
        (None, True),
    ],
)
def test_a_base_url_is_a_former_one_unless_the_registry_says_that_it_is_there(
    tmp_path: Path, text: str | None, *, former: bool
) -> None:
    if text is not None:
        (tmp_path / "credentials").mkdir()
        (tmp_path / "credentials/registry.yml").write_text(text)

    assert building.is_former(tmp_path, "https://old.example.org/registry") is former
