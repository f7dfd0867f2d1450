"""`conferral import` as a steward sees it: all or nothing, and everything said."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.recipient_secret import RecipientSecret
from conferral.standards.baking import bake
from tests.cli.calling import call
from tests.program import tree
from tests.registry_builder import write_registry
from tests.unit.authoring.importing import examples
from tests.unit.authoring.importing.examples import ADA, BO, assertion_2, badge_2, credential_3, hashed, issuer_2
from tests.unit.register.conftest import register
from tests.unit.test_images import png


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small registered registry."""
    folder = write_registry(tmp_path / "registry")
    register(folder)
    return folder


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """An empty map of people."""
    path = tmp_path / "people.csv"
    assert call("people", "new", path).code == 0
    return path


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An archive with an issuer, a badge whose picture lies beside, and two awards."""
    path = tmp_path / "export.zip"
    badge = badge_2(image="https://old.example.org/pictures/bread.svg")
    awards = [assertion_2(), assertion_2(2, recipient=hashed(BO))]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("issuer.json", examples.text(issuer_2()))
        archive.writestr("badges/bread.json", examples.text(badge))
        archive.writestr("badges/bread.svg", examples.SVG)
        archive.writestr("awards.json", examples.text(awards))
        archive.writestr("readme.txt", "Hello.")
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_is_imported_and_can_be_registered(root: Path, people: Path, export: Path) -> None:
    called = call("import", export, "--people", people, "--root", root)
    files = called.out.splitlines()
    assert files[:3] == [
        "credentials/issuers/quarry-hill-adult-education/issuer.yml",
        "credentials/badges/bread-baking/badge.svg",
        "credentials/badges/bread-baking/badge.yml",
    ]
    assert called.err == (
        f"not carried: the file: it is neither JSON nor a picture ({export}:readme.txt)\n"
        "1 new issuer, 1 new badge, 2 awards, 1 award to people of whom only a hash or an id is known, "
        "2 new in the people file\n"
        "next: look through the new files\n"
        "      `conferral key new quarry-hill-adult-education`: a new issuer has no key\n"
        "      `conferral register`; then commit the files and the register, and open a pull request\n"
        "      tell the holders: these are new credentials, and the old copies stay as they are\n"
    )
    assert called.code == 0
    assert (root / "credentials/badges/bread-baking/badge.svg").read_text(encoding="utf-8") == examples.SVG
    assert len(files) == 4
    assert [(row["name"], row["email"]) for row in _rows(people)] == [("", ADA), (hashed(BO)["identity"], "")]
    assert ADA not in (root / files[3]).read_text(encoding="utf-8")

    register(root)
    registry = load_registry(FolderFiles(root))
    assert sum(award.badge == "bread-baking" and bool(award.row) for award in registry.awards) == 2


def test_importing_again_carries_nothing_twice(root: Path, people: Path, export: Path) -> None:
    call("import", export, "--people", people, "--root", root)
    before, rows = tree(root), people.read_bytes()
    called = call("import", export, "--people", people, "--root", root)
    assert called.out == ""
    assert called.err.endswith("0 awards, 2 awards left out\nnothing to write\n")
    assert (tree(root), people.read_bytes()) == (before, rows)


def test_a_dry_run_writes_nothing(root: Path, people: Path, export: Path) -> None:
    before, rows = tree(root), people.read_bytes()
    for more in ((), ("--people", people)):
        called = call("import", export, "--root", root, "--dry-run", *more)
        assert called.out.startswith("credentials/issuers/quarry-hill-adult-education/issuer.yml (not written)\n")
        assert "dry run, nothing was written: 1 new issuer, 1 new badge, 2 awards" in called.err
        assert called.code == 0
    assert (tree(root), people.read_bytes()) == (before, rows)


def test_who_is_who_is_not_lost_for_want_of_a_file(root: Path, export: Path) -> None:
    before = tree(root)
    called = call("import", export, "--root", root)
    assert called.err == (
        "conferral: 2 recipients would get an id, and who is who would be lost\n"
        "hint: Say where it is kept with --people FILE; `conferral people new FILE` makes an empty one.\n"
    )
    assert (called.code, tree(root)) == (1, before)


def test_one_bad_file_keeps_everything_from_being_imported_and_all_are_told(
    root: Path, people: Path, export: Path, tmp_path: Path
) -> None:
    before, rows = tree(root), people.read_bytes()
    bad = {
        "syntax.json": b'{"type":\n  oops}',
        "lie.json": examples.text(badge_2(context={"name": "https://evil.example.org/"})),
        "other.json": examples.text(assertion_2(9, badge="https://old.example.org/unknown")),
        "deep.json": b"[" * 100_000,
        "picture.png": png(),
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    called = call("import", export, *(tmp_path / name for name in bad), "--people", people, "--root", root)
    problems = [
        line for line in called.err.replace(f"{tmp_path}/", "").splitlines() if ".json" in line or ".png" in line
    ]
    assert [line for line in problems if not line.startswith(("not carried", "note"))] == [
        "deep.json: it is nested deeper than 40 levels",
        (
            "lie.json: its @context is written out in the file and can give the words of BadgeClass any meaning "
            "(at the top)"
        ),
        'other.json: the badge of this award is in none of the files: it names "https://old.example.org/unknown"',
        "picture.png: the image holds no credential",
        "syntax.json:2:3: it is no JSON: something else was expected here",
    ]
    assert called.err.endswith("conferral: 5 problems in what was handed in; nothing was written\n")
    assert (called.code, tree(root), people.read_bytes()) == (1, before, rows)


def test_a_script_in_a_picture_is_not_carried_and_the_badge_is(root: Path, tmp_path: Path) -> None:
    picture = examples.SVG.replace("<circle", '<circle onclick="alert(1)"')
    (tmp_path / "badge.json").write_bytes(examples.text([issuer_2(), badge_2(image="badge.svg")]))
    (tmp_path / "badge.svg").write_text(picture, encoding="utf-8")
    called = call("import", tmp_path / "badge.json", "--root", root)
    assert called.err.replace(f"{tmp_path}/", "") == (
        'changed: badge "Bread Baking" has a picture drawn from its name: put its own in its place (badge.json at /1)\n'
        'not carried: the picture of badge "Bread Baking", from the file beside: the SVG holds the script attribute '
        '"onclick" of <circle> on line 1 (badge.json at /1/image)\n'
        "1 new issuer, 1 new badge, 0 awards\n"
        "next: look through the new files\n"
        "      `conferral key new quarry-hill-adult-education`: a new issuer has no key\n"
        "      commit these files on a branch of their own and open a pull request\n"
    )
    assert b"alert" not in b"".join(tree(root).values())


def test_baked_pictures_are_imported_with_their_picture_into_a_badge_of_ones_own(
    root: Path, people: Path, tmp_path: Path
) -> None:
    for number, document in enumerate((assertion_2(badge=badge_2(issuer=issuer_2())), credential_3())):
        (tmp_path / f"{number}.png").write_bytes(bake(png(), json.dumps(document)))
    called = call("import", tmp_path / "1.png", "--people", people, "--root", root, "--issuer", "harbour")
    assert called.code == 0
    assert (root / "credentials/badges/cheese-making/badge.svg").exists()
    called = call("import", tmp_path / "0.png", "--people", people, "--root", root, "--into", "teaching")
    assert called.out.startswith("credentials/awards/teaching/")
    assert len(_rows(people)) == 1


def test_text_of_strangers_steers_no_terminal(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(examples.text([issuer_2(**{"\x1b[2J": "x"}), badge_2(name="Bread \x1b[31m", tags=["\x9b" * 130])]))
    called = call("import", path, "--root", root, "--dry-run")
    assert "\x1b" not in called.out + called.err
    assert "\x9b" not in called.out + called.err
    assert called.code == 0


def test_everything_is_said_as_json_too(root: Path, people: Path, export: Path) -> None:
    called = call("import", export, "--people", people, "--root", root, "--json")
    said = json.loads(called.out)
    assert (said["written"], said["left_out"], said["problems"]) == (True, 0, [])
    assert said["badges"] == [{"badge": "bread-baking", "new": True}]
    assert [(award["id"], award["known"], award["awarded"]) for award in said["awards"]] == [
        (f"{examples.OLD}/assertions/1.json", True, "2021-06-30"),
        (f"{examples.OLD}/assertions/2.json", False, "2021-06-30"),
    ]
    assert said["notes"] == [
        {
            "kind": "not carried",
            "file": f"{export}:readme.txt",
            "pointer": "",
            "what": "the file: it is neither JSON nor a picture",
        }
    ]


def test_the_people_file_gets_its_old_content_back_where_the_registry_cannot_be_written(
    root: Path, people: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, rows = tree(root), people.read_bytes()

    def fails(path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("conferral.authoring.edit.replace_file", fails)
    called = call("import", export, "--people", people, "--root", root)
    assert "no space left on device" in called.err
    monkeypatch.undo()
    assert people.read_bytes() == rows
    assert tree(root) == before


def test_ids_that_are_derived_need_no_file_where_all_addresses_are_plain(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = RecipientSecret.generate()
    issuer = root / "credentials/issuers/harbour/issuer.yml"
    declared = f"recipient_ids:\n  kind: derived\n  check: {secret.fingerprint}\n"
    issuer.write_text(issuer.read_text(encoding="utf-8") + declared, encoding="utf-8")
    monkeypatch.setenv("CONFERRAL_RECIPIENT_SECRET_HARBOUR", secret.as_text())
    path = tmp_path / "awards.json"
    path.write_bytes(examples.text([badge_2(), assertion_2()]))
    called = call("import", path, "--root", root, "--issuer", "harbour")
    assert (called.code, called.err.splitlines()[0]) == (0, "1 new badge, 1 award")
    awarded = [award.recipient for award in load_registry(FolderFiles(root)).awards if award.badge == "bread-baking"]
    assert awarded == [secret.recipient_id(ADA)]

    path.write_bytes(examples.text([badge_2(), assertion_2(2, recipient=hashed(BO))]))
    assert "1 recipient would get an id" in call("import", path, "--root", root, "--issuer", "harbour").err


def test_issuers_that_make_ids_in_different_ways_are_not_mixed(root: Path, people: Path, tmp_path: Path) -> None:
    issuer = root / "credentials/issuers/harbour/issuer.yml"
    declared = f"recipient_ids:\n  kind: derived\n  check: {RecipientSecret.generate().fingerprint}\n"
    issuer.write_text(issuer.read_text(encoding="utf-8") + declared, encoding="utf-8")
    path = tmp_path / "awards.json"
    harbour = badge_2(name="Knots", id="urn:knots", issuer=issuer_2(id="urn:h", name="Harbour School"))
    path.write_bytes(examples.text([issuer_2(), badge_2(), assertion_2(), harbour]))
    called = call("import", path, "--root", root, "--people", people)
    assert called.err == (
        "conferral: the issuers quarry-hill-adult-education, harbour make the ids of people in different ways\n"
        "hint: Import the files of one issuer at a time.\n"
    )
