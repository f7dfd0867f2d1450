"""What the trusted side of rendering checks once the pages are there, whatever has happened behind the wall."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conferral.errors import BuildError
from conferral.manifest import Manifest
from conferral.rendering import render
from conferral.site import wall
from conferral.site.bundle import Bundle
from conferral.site.cards import is_card
from tests.registry_builder import write_registry
from tests.unit.site import site_builder

HINT = "A template, theme, plugin or hook has changed it, or ended rendering too early."
PAGES = ("index.html", "404.html", "verify/index.html")
Tamper = Callable[[Path], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a registry, signed documents, and the pages around them."""
    folder = tmp_path_factory.mktemp("made")
    root = write_registry(folder / "registry")
    site_builder.register(root)
    signed = site_builder.sign(root, folder / "signed", preview=False)
    manifest = Manifest.of(signed)
    pages = folder / "pages"
    for document in (signed / "site/credentials").iterdir():
        (pages / "credentials" / document.name).mkdir(parents=True)
        (pages / "credentials" / document.name / "index.html").write_text("a page")
    (pages / "verify").mkdir()
    for name in PAGES:
        (pages / name).write_text("a page")
    names = ("commit", "dirty", "as_of", "base_url", "preview", "moved_to", "moved_from", "files_digest")
    (pages / "catalog.json").write_text(json.dumps({name: getattr(manifest, name) for name in names}))
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """The same in a folder that may be changed."""
    return Path(shutil.copytree(made, tmp_path / "place"))


def rendered(place: Path, monkeypatch: pytest.MonkeyPatch, tamper: Tamper | None = None) -> Path:
    """Render with ready-made pages in place of the process behind the wall, which `tamper` then changes."""

    def pretend(_root: Path, _signed: Path, staged: Path, **_: Any) -> None:
        shutil.copytree(place / "pages", staged, dirs_exist_ok=True)
        if tamper:
            tamper(staged)

    monkeypatch.setattr(wall, "render_behind_wall", pretend)
    render(place / "registry", place / "signed", place / "site")
    return place / "site"


def complaint(place: Path, monkeypatch: pytest.MonkeyPatch, tamper: Tamper | None = None) -> tuple[str, str]:
    with pytest.raises(BuildError) as caught:
        rendered(place, monkeypatch, tamper)
    assert not (place / "site").exists()
    return caught.value.message, caught.value.hint


def credentials(site: Path) -> list[Path]:
    return sorted((site / "credentials").iterdir())


def test_an_honest_site_is_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (rendered(place, monkeypatch) / "index.html").is_file()


def test_share_cards_are_laid_over_whatever_a_plugin_has_put_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tamper(staged: Path) -> None:
        (staged / "badges/sailing").mkdir(parents=True)
        (staged / "badges/sailing/card.png").symlink_to(place / "registry/credentials/registry.yml")
        (staged / "badges/teaching").symlink_to(place / "registry")

    site = rendered(place, monkeypatch, tamper)

    cards = [site / f"badges/{badge}/card.png" for badge in ("data-analysis", "sailing", "teaching")]
    assert [is_card(card.read_bytes()) for card in cards] == [True] * 3
    assert not any(path.is_symlink() for card in cards for path in (card, card.parent))
    assert not (place / "registry/card.png").exists()


def test_the_verifier_of_this_package_takes_the_place_of_whatever_a_plugin_has_put_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tamper(staged: Path) -> None:
        (staged / "assets/scripts").mkdir(parents=True)
        for name in ("verify.js", "more.js"):
            (staged / "assets/scripts" / name).write_text("export const inspect = () => ({state: 'valid'})")

    site = rendered(place, monkeypatch, tamper)

    found = {path.name: path.read_bytes() for path in (site / "assets/scripts").iterdir()}
    assert found == Bundle.read().files


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("commit", "0" * 40),
        ("dirty", True),
        ("dirty", 0),  # equal to what was signed, and of another type
        ("as_of", "2020-01-01T00:00:00Z"),
        ("base_url", "https://attacker.example"),
        ("preview", True),
        ("moved_to", "https://attacker.example"),
        ("moved_from", ["https://attacker.example"]),
        ("files_digest", "0" * 64),
    ],
)
def test_a_catalogue_that_says_what_was_not_signed_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    def tamper(staged: Path) -> None:
        catalog = json.loads((staged / "catalog.json").read_text())
        (staged / "catalog.json").write_text(json.dumps(catalog | {name: value}))

    assert complaint(place, monkeypatch, tamper) == (
        f"'{name}' in 'catalog.json' of the site is not what was signed",
        HINT,
    )


def test_a_catalogue_that_leaves_out_the_commit_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tamper(staged: Path) -> None:
        catalog = json.loads((staged / "catalog.json").read_text())
        del catalog["commit"]
        (staged / "catalog.json").write_text(json.dumps(catalog))

    assert complaint(place, monkeypatch, tamper)[0] == "'commit' in 'catalog.json' of the site is not what was signed"


@pytest.mark.parametrize("content", [None, "", "[]", '{"a": NaN}', '{"a": 1, "a": 2}', '{"a":' * 50_000])
def test_a_catalogue_that_is_missing_or_no_strict_json_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    def tamper(staged: Path) -> None:
        (staged / "catalog.json").unlink()
        if content is not None:
            (staged / "catalog.json").write_text(content)

    assert complaint(place, monkeypatch, tamper) == ("'catalog.json' in the site is missing or no JSON object", HINT)


@pytest.mark.parametrize("name", PAGES)
def test_a_site_without_its_first_page_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert complaint(place, monkeypatch, lambda staged: (staged / name).unlink()) == (
        f"the page '{name}' is missing from the site",
        HINT,
    )


def test_a_rendering_that_says_it_is_done_before_it_has_written_every_page_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(number: int) -> Tamper:
        def tamper(staged: Path) -> None:
            for folder in credentials(staged)[:number]:
                shutil.rmtree(folder)

        return tamper

    assert complaint(place, monkeypatch, lose(1)) == ("the page of 1 credential is missing from the site", HINT)
    assert complaint(place, monkeypatch, lose(3)) == ("the pages of 3 credentials are missing from the site", HINT)


def _alter(site: Path) -> None:
    document = credentials(site)[0] / "credential.json"
    document.write_bytes(document.read_bytes() + b"\n")


def _lose(site: Path) -> None:
    (credentials(site)[0] / "credential.json").unlink()


def _add(site: Path) -> None:
    (site / "did.json").write_text("{}")


def _rename(site: Path) -> None:
    credentials(site)[0].rename(site / "credentials" / "other")


@pytest.mark.parametrize("change", [_alter, _lose, _add, _rename, shutil.rmtree])
def test_signed_documents_that_are_not_those_that_were_signed_are_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, change: Tamper
) -> None:
    expected = (f"the signed documents in '{place / 'signed'}' are not those that were signed", "Sign again.")
    after = shutil.copytree(place, place.with_name("after"))

    change(place / "signed" / "site")

    assert complaint(place, monkeypatch) == expected
    # the same while rendering goes on, which a plugin can do where there is no Landlock
    assert complaint(after, monkeypatch, lambda _: change(after / "signed" / "site"))[0] == (
        f"the signed documents in '{after / 'signed'}' are not those that were signed"
    )


def test_a_link_among_the_signed_documents_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "signed/site/folder").symlink_to(place)

    assert complaint(place, monkeypatch)[0] == "'folder' among the signed documents is neither a file nor a folder"


def test_a_preview_does_not_replace_a_real_site(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = rendered(place, monkeypatch)
    shutil.rmtree(place / "signed")
    site_builder.sign(place / "registry", place / "signed", preview=True)

    with pytest.raises(BuildError) as caught:
        rendered(place, monkeypatch)

    assert caught.value.message == f"'{site}' is a real site and would be replaced by a preview"
    assert caught.value.hint == "Name another folder with --out, or delete it."
    assert json.loads((site / "catalog.json").read_text())["preview"] is False
