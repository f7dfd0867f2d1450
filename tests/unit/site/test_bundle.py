"""The scripts of the pages in a site: all of them, nothing else, and nothing that anybody has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conferral.errors import BuildError
from conferral.site.bundle import Bundle

BUNDLE = Bundle(files={"verify.js": b"export {}", "licences.txt": b"MIT"})
HINT = "A template, theme, plugin or hook has changed it."


def _place(staged: Path) -> Path:
    return staged / "assets/scripts"


def _laid(staged: Path) -> dict[str, bytes]:
    BUNDLE.lay(staged)
    BUNDLE.assert_laid(staged)
    return {path.name: path.read_bytes() for path in _place(staged).iterdir()}


def test_every_file_is_laid_where_pages_look_for_it(tmp_path: Path) -> None:
    assert _laid(tmp_path) == BUNDLE.files


def test_whatever_stood_there_is_gone(tmp_path: Path) -> None:
    _place(tmp_path).mkdir(parents=True)
    (_place(tmp_path) / "verify.js").write_text("forged")
    (_place(tmp_path) / "folder").mkdir()
    (_place(tmp_path) / "folder/file").touch()
    assert _laid(tmp_path) == BUNDLE.files


@pytest.mark.parametrize("link", ["assets", "assets/scripts", "assets/scripts/verify.js"])
def test_links_are_replaced_and_never_followed(tmp_path: Path, link: str) -> None:
    staged, elsewhere = tmp_path / "staged", tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = elsewhere / "file" if link.endswith(".js") else elsewhere
    (staged / link).parent.mkdir(parents=True)
    (staged / link).symlink_to(target)

    assert _laid(staged) == BUNDLE.files
    assert list(elsewhere.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "assets").write_text("no folder")
    assert _laid(tmp_path) == BUNDLE.files


def _alter(place: Path) -> None:
    (place / "verify.js").write_text("forged")


def _link(place: Path) -> None:
    (place / "other").write_bytes(BUNDLE.files["verify.js"])
    (place / "verify.js").unlink()
    (place / "other").rename(place.parent / "other")
    (place / "verify.js").symlink_to(place.parent / "other")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_alter, "'assets/scripts/verify.js' in the site differs from conferral's own"),
        (_link, "'assets/scripts/verify.js' in the site differs from conferral's own"),
        (lambda place: (place / "verify.js").unlink(), "'assets/scripts/verify.js' is missing from the site"),
        (lambda place: (place / "more.js").touch(), "'assets/scripts/more.js' is none of conferral's scripts"),
    ],
)
def test_a_change_afterwards_is_noticed(tmp_path: Path, change: Callable[[Path], object], message: str) -> None:
    BUNDLE.lay(tmp_path)
    change(_place(tmp_path))

    with pytest.raises(BuildError) as caught:
        BUNDLE.assert_laid(tmp_path)
    assert (caught.value.message, caught.value.hint) == (message, HINT)


def test_an_installation_without_the_scripts_builds_nothing_and_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        Bundle.read(tmp_path)
    assert caught.value.message == "the scripts of the pages are missing from this installation"
    assert caught.value.hint == "In a checkout, run `make bundle`; it needs Node.js 20 or newer."


def test_what_is_still_being_written_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "verify.js").write_bytes(b"export {}")
    (tmp_path / "verify.js.12.tmp").touch()
    assert Bundle.read(tmp_path).files == {"verify.js": b"export {}"}
