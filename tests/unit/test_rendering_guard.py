"""What the trusted side of rendering checks once the pages are there, whatever has happened behind the wall."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conferral import addresses
from conferral.errors import BuildError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.rendering import render
from conferral.signed_folder import signed_credentials
from conferral.site import makers, wall
from conferral.site.bundle import Bundle
from conferral.site.cards import is_card
from conferral.site.indexes.messages_file import messages_file
from conferral.site.language import Language, shipped
from conferral.site.makers import Put
from conferral.site.page_work import PageWork
from conferral.site.unaltered import known_files
from tests.registry_builder import recipient, write_registry
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
    (pages / "verify").mkdir(parents=True)
    for name in PAGES:
        (pages / name).write_text("a page")
    for path, content in known_files(root, load_registry(FolderFiles(root)), manifest):
        (pages / path).parent.mkdir(parents=True, exist_ok=True)
        (pages / path).write_bytes(content)
    (pages / "assets/languages").mkdir(parents=True)
    for code in shipped():
        (pages / addresses.messages(code)).write_bytes(messages_file(Language.of("en"), Language.of(code)))
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """The same in a folder that may be changed."""
    return Path(shutil.copytree(made, tmp_path / "place"))


def rendered(place: Path, monkeypatch: pytest.MonkeyPatch, tamper: Tamper | None = None) -> Path:
    """Render with ready-made pages in place of the processes behind the wall, which `tamper` then changes."""

    really = wall.behind_wall

    @contextmanager
    def pretend(root: Path, signed: Path, staged: Path, **options: Any) -> Iterator[Any]:
        if options.get("channel"):
            shutil.copytree(place / "pages", staged, dirs_exist_ok=True)
            yield staged
        else:  # cards are drawn
            with really(root, signed, staged, **options) as child:
                yield child

    def make(staged: Path, _others: object, work: PageWork, put: Put, **_: Any) -> None:
        for folder in work.folders():
            put(folder, b"a page", None)
        if tamper:
            tamper(staged)

    monkeypatch.setattr(wall, "behind_wall", pretend)
    monkeypatch.setattr(makers, "make_pages", make)
    render(place / "registry", place / "signed", place / "site", jobs=1)
    return place / "site"


def complaint(place: Path, monkeypatch: pytest.MonkeyPatch, tamper: Tamper | None = None) -> tuple[str, str]:
    with pytest.raises(BuildError) as caught:
        rendered(place, monkeypatch, tamper)
    assert not (place / "site").exists()
    return caught.value.message, caught.value.hint


def test_an_honest_site_is_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (rendered(place, monkeypatch) / "index.html").is_file()


def test_share_cards_are_laid_over_whatever_a_plugin_has_put_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tamper(staged: Path) -> None:
        (staged / "badges/sailing/card.png").symlink_to(place / "registry/credentials/registry.yml")

    site = rendered(place, monkeypatch, tamper)

    cards = [site / f"badges/{badge}/card.png" for badge in ("data-analysis", "sailing", "teaching")]
    assert [is_card(card.read_bytes()) for card in cards] == [True] * 3
    assert not any(path.is_symlink() for path in cards)


def test_a_share_card_is_never_laid_through_a_link(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tamper(staged: Path) -> None:
        shutil.rmtree(staged / "badges/teaching")
        (staged / "badges/teaching").symlink_to(place / "registry")

    complaint(place, monkeypatch, tamper)

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


@pytest.mark.parametrize(
    "name",
    [
        "revocations.json",
        "revocations.csv",
        "feed.atom",
        "feed.json",
        "catalog.schema.json",
        "badges/sailing/oembed.json",
    ],
)
def test_what_programs_read_is_what_the_registry_says(place: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    told = (f"'{name}' in the site is not what the registry says", HINT)

    def empty(staged: Path) -> None:
        (staged / name).write_text("{}")

    assert complaint(place, monkeypatch, empty) == told
    assert complaint(place, monkeypatch, lambda staged: (staged / name).unlink()) == told


def test_a_catalogue_with_another_badge_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tamper(staged: Path) -> None:
        file = staged / "catalog.json"
        file.write_text(file.read_text().replace('"Sailing"', '"Doctor"'))

    assert complaint(place, monkeypatch, tamper) == ("'catalog.json' in the site is not what the registry says", HINT)


def test_the_sentences_of_the_verifier_are_those_of_the_files_of_messages(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tamper(staged: Path) -> None:
        file = staged / "assets/languages/de.json"
        messages = json.loads(file.read_text())
        messages["said"]["Revoked by its issuer."] = "Gültig"
        file.write_text(json.dumps(messages))

    told = ("'assets/languages/de.json' in the site says something else than the files of messages", HINT)
    assert complaint(place, monkeypatch, tamper) == told
    assert complaint(place, monkeypatch, lambda staged: (staged / "assets/languages/de.json").unlink()) == told


@pytest.mark.parametrize(
    "name", ["01forged/index.html", "{id}/index.html", "{id}/certificate.pdf", "{id}/more/index.html", "index.html"]
)
def test_nothing_else_stands_beside_credentials(place: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    award, _ = next(signed_credentials(place / "signed"))
    path = name.format(id=award)

    def tamper(staged: Path) -> None:
        (staged / "credentials" / path).parent.mkdir(parents=True, exist_ok=True)
        (staged / "credentials" / path).write_text("forged")

    assert complaint(place, monkeypatch, tamper) == (
        f"'credentials/{path}' in the site belongs to no credential",
        "A template, theme, plugin or hook has written it, or it lies in the docs_dir of mkdocs.yml.",
    )


def test_empty_folders_where_credentials_belong_give_way(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = rendered(place, monkeypatch, lambda staged: (staged / "credentials/empty").mkdir(parents=True))

    awards = [award for award, _ in signed_credentials(place / "signed")]
    assert sorted(path.name for path in (site / "credentials").iterdir()) == sorted(awards)


def test_what_stands_in_the_way_of_credentials_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "'credentials' in the site belongs to no credential"

    assert complaint(place, monkeypatch, lambda staged: _write(staged / "credentials"))[0] == told
    elsewhere = place / "registry"
    assert complaint(place, monkeypatch, lambda staged: (staged / "credentials").symlink_to(elsewhere))[0] == (
        "'credentials' in the site is a symbolic link"
    )


def test_credentials_stand_beside_their_pages_as_they_were_signed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.umask(0o077)
    try:
        site = rendered(place, monkeypatch)
    finally:
        os.umask(before)

    for award, content in signed_credentials(place / "signed"):
        assert (site / f"credentials/{award}/credential.json").read_bytes() == content
        assert (site / f"credentials/{award}/index.html").read_bytes() == b"a page"
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in site.rglob("*")}
    assert modes == {(True, 0o755), (False, 0o644)}


def _alter_document(credentials: Path, award: str) -> None:
    (credentials / award / "credential.json").write_text("{}")


def _link_page(credentials: Path, award: str) -> None:
    (credentials / award / "index.html").unlink()
    (credentials / award / "index.html").symlink_to("credential.json")


def _add_file(credentials: Path, award: str) -> None:
    (credentials / award / "more.html").write_text("")


def _lose_folder(credentials: Path, award: str) -> None:
    shutil.rmtree(credentials / award)


@pytest.mark.parametrize("change", [_alter_document, _link_page, _add_file, _lose_folder])
def test_where_the_wall_is_weak_credentials_are_looked_at_again(
    place: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path, str], None]
) -> None:
    award, _ = next(signed_credentials(place / "signed"))
    monkeypatch.setattr(wall, "wall_strength", lambda: "process")

    rendered(place, monkeypatch)
    shutil.rmtree(place / "site")

    assert complaint(place, monkeypatch, lambda staged: change(staged.with_name(f"{staged.name}.apart"), award)) == (
        f"'credentials/{award}' in the site is not what was written there",
        f"{HINT.partition(',')[0]}, theme, plugin or hook has changed it.",
    )


def test_where_the_wall_is_weak_nothing_is_added_to_credentials(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tamper(staged: Path) -> None:
        _write(staged.with_name(f"{staged.name}.apart") / "01forged/index.html")

    monkeypatch.setattr(wall, "wall_strength", lambda: "process")

    assert complaint(place, monkeypatch, tamper)[0] == (
        "'credentials/01forged/index.html' in the site belongs to no credential"
    )


SHOWN, OTHER = recipient(1), recipient(2)


@pytest.fixture
def with_portfolio(place: Path) -> Path:
    """The same with somebody who consents to a portfolio, and its page."""
    (place / "registry/recipients").mkdir()
    consent = "portfolio: true\nconsent: {on: 2026-01-01, to: [portfolio]}\n"
    (place / f"registry/recipients/{SHOWN}.yml").write_text(consent)
    shutil.rmtree(place / "signed")
    manifest = Manifest.of(site_builder.sign(place / "registry", place / "signed", preview=False))
    for path, content in known_files(place / "registry", load_registry(FolderFiles(place / "registry")), manifest):
        (place / "pages" / path).parent.mkdir(parents=True, exist_ok=True)
        (place / "pages" / path).write_bytes(content)
    (place / "pages" / addresses.person_page(SHOWN) / "index.html").write_text("a page")
    return place


def test_a_portfolio_has_its_page_and_its_resume(with_portfolio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = rendered(with_portfolio, monkeypatch)
    found = {path.relative_to(site).as_posix() for path in (site / "people").rglob("*") if path.is_file()}
    assert found == {f"people/{SHOWN}/index.html", f"people/{SHOWN}/resume.json"}


def test_a_portfolio_without_its_page_is_refused(with_portfolio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"people/{SHOWN}/index.html"
    assert complaint(with_portfolio, monkeypatch, lambda staged: (staged / path).unlink()) == (
        f"the page '{path}' is missing from the site",
        HINT,
    )


def test_a_resume_that_says_something_else_is_refused(with_portfolio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"people/{SHOWN}/resume.json"
    assert complaint(with_portfolio, monkeypatch, lambda staged: _write(staged / path)) == (
        f"'{path}' in the site is not what the registry says",
        HINT,
    )


@pytest.mark.parametrize("path", ["people/{other}/index.html", "people/{shown}/photo.png", "people/index.html"])
def test_nothing_is_published_of_people_but_what_they_agreed_to(
    with_portfolio: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    path = path.format(other=OTHER, shown=SHOWN)
    assert complaint(with_portfolio, monkeypatch, lambda staged: _write(staged / path)) == (
        f"'{path}' in the site is of nobody who has consented to it",
        "A template, theme, plugin or hook has written it, or it lies in the docs_dir of mkdocs.yml.",
    )


def _write(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{}")


def _alter(signed: Path) -> None:
    file = signed / "credentials/000000.lines"
    file.write_bytes(file.read_bytes().replace(b'"}\n', b'" }\n', 1).replace(b"}]}\n", b"}] }\n", 1))


def _lose(signed: Path) -> None:
    (signed / "site/issuers/harbour/did.json").unlink()


def _add(signed: Path) -> None:
    (signed / "site/did.json").write_text("{}")


def _rename(signed: Path) -> None:
    (signed / "credentials/000000.lines").rename(signed / "credentials/000001.lines")


def _empty(signed: Path) -> None:
    shutil.rmtree(signed / "site")


@pytest.mark.parametrize("change", [_alter, _lose, _add, _rename, _empty])
def test_signed_documents_that_are_not_those_that_were_signed_are_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, change: Tamper
) -> None:
    expected = (f"the signed documents in '{place / 'signed'}' are not those that were signed", "Sign again.")
    after = shutil.copytree(place, place.with_name("after"))

    change(place / "signed")

    assert complaint(place, monkeypatch) == expected
    # the same while rendering goes on, which a plugin can do where there is no Landlock
    assert complaint(after, monkeypatch, lambda _: change(after / "signed"))[0] == (
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
