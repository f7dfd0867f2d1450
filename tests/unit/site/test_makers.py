"""Whoever makes pages of credentials can write nowhere, and is believed of the content of a page and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from conferral.errors import BuildError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.portions import portions
from conferral.signed_folder import signed_credentials
from conferral.site import landlock, page_work
from conferral.site.credential_folders import CredentialFolder
from conferral.site.makers import make_pages
from conferral.site.page_work import PageWork
from conferral.site.wall import behind_wall, wall_strength
from tests.registry_builder import files, recipient, write_registry
from tests.unit.site import site_builder
from tests.unit.site.children import children
from tests.unit.site.site_builder import add_files

HOSTILE = Path(__file__).resolve().parent / "hostile_makers.py"
HINT = "A template, theme, plugin or hook has changed it, or ended rendering too early."
STRANGE = "A template, theme, plugin or hook has written it, or it lies in the docs_dir of mkdocs.yml."
RICH = {
    "credentials/registry.yml": files()["credentials/registry.yml"] + "  certificates: true\n  baked_images: true\n",
    f"recipients/{recipient(1)}.yml": "portfolio: true\nconsent: {on: 2026-01-01, to: [portfolio]}\n",
}
needs_landlock = pytest.mark.skipif(wall_strength() != "landlock", reason="this kernel has no Landlock")


class Site:
    """A registry with its signed documents, and the pages that others make of it."""

    def __init__(self, folder: Path, changes: dict[str, str] | None = None) -> None:
        self.root = write_registry(folder / "registry", changes or {})
        self.ids = site_builder.register(self.root)
        self.signed = folder / "signed"
        self.out = folder / "staged"
        self.pages: dict[str, bytes] = {}
        self.steps: list[tuple[str, int, int]] = []

    def sign(self) -> None:
        site_builder.sign(self.root, self.signed, preview=False)

    def make(self, target: str, *others: str) -> None:
        """Have the pages made by these targets, of which the first makes the catalogue, or says so."""
        manifest = Manifest.of(self.signed)
        whole = load_registry(FolderFiles(self.root))
        work = PageWork(self.root, whole, whole.under(manifest.registry_base), self.signed, manifest)
        with ExitStack() as running:
            walled = [
                running.enter_context(
                    behind_wall(self.root, self.signed, out, target=one, readable=[HOSTILE], channel=True)
                )
                for one, out in zip((target, *others), (self.out, *[None] * len(others)), strict=True)
            ]
            make_pages(walled[0], walled[1:], work, self._put, progress=lambda *step: self.steps.append(step))

    def complaint(self, target: str, *others: str) -> tuple[str, str]:
        before = children()
        with pytest.raises(BuildError) as caught:
            self.make(target, *others)
        assert children() <= before
        return caught.value.message, caught.value.hint

    def _put(self, folder: CredentialFolder, page: bytes, certificate: bytes | None) -> None:
        assert folder.page not in self.pages
        self.pages[folder.page] = page
        if certificate is not None:
            self.pages[folder.certificate] = certificate


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("makers"))
    made.sign()
    return made


@pytest.fixture(autouse=True)
def _forget(site: Site) -> Iterator[None]:
    yield
    site.pages.clear()
    site.steps.clear()


def hostile(name: str) -> str:
    return f"{HOSTILE}:{name}"


CATALOGUE = "conferral.site.rendering:render_site"
MAKER = "conferral.site.channel:make_pages"


@pytest.mark.parametrize("others", [0, 2])
def test_whoever_makes_the_pages_they_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    site = Site(tmp_path, RICH)
    batch = next((site.root / "credentials/awards/sailing").glob("*.yml"))
    award = load_registry(FolderFiles(site.root)).awards[0].id
    add_files(
        site.root,
        {
            f"credentials/suspensions/{award}.yml": "on: 2026-07-01\nreason: other\n",
            batch.relative_to(site.root).as_posix(): _with_one_erased(batch.read_text()),
        },
    )
    site.sign()
    alone = site_builder.render(site.root, site.signed, tmp_path / "alone")
    monkeypatch.setattr(page_work, "portions", lambda registry: portions(registry, 2))

    site.make(CATALOGUE, *[MAKER] * others)

    expected = {path.relative_to(alone).as_posix(): path.read_bytes() for path in alone.rglob("*") if path.is_file()}
    apart = {path: content for path, content in expected.items() if path.startswith("credentials/")}
    assert site.pages == apart
    assert [path.rpartition("/")[2] for path in sorted(apart)].count("certificate.pdf") == 2
    written = {
        path.relative_to(site.out).as_posix(): path.read_bytes() for path in site.out.rglob("*") if path.is_file()
    }
    assert written == {path: content for path, content in expected.items() if path not in apart}
    assert [step for step in site.steps if step[0] == "pages"][-1] == ("pages", 4, 4)


def _with_one_erased(text: str) -> str:
    """A batch whose last entry is reduced to its id and a day."""
    before, _, last = text.rpartition("- recipient:")
    award = next(line.split()[-1] for line in last.splitlines() if line.strip().startswith("id:"))
    return f"{before}- id: {award}\n  erased: 2026-09-14\n"


def test_what_is_made_honestly_is_taken(site: Site) -> None:
    site.make(hostile("honest"))

    assert site.pages == {f"credentials/{award}/index.html": b"a page" for award in site.ids}


@pytest.mark.parametrize(
    ("target", "number"),
    [("leave_one_out", 1), ("leave_the_last_out", -1), ("turn_round", 0)],
)
def test_a_page_that_is_not_there_when_it_is_due_ends_the_build(site: Site, target: str, number: int) -> None:
    due = f"credentials/{site.ids[number]}/index.html"

    assert site.complaint(hostile(target)) == (f"the page '{due}' is missing from the site", HINT)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("make_one_twice", "credentials/{last}/index.html"),
        ("sign", "credentials/{first}/credential.json"),
        ("climb", "../ [2Jelsewhere"),
        ("certify", "credentials/{first}/certificate.pdf"),
    ],
)
def test_what_was_not_asked_for_ends_the_build(site: Site, target: str, path: str) -> None:
    path = path.format(first=site.ids[0], last=site.ids[-1])

    assert site.complaint(hostile(target)) == (f"'{path}' in the site belongs to no credential", STRANGE)


@pytest.mark.parametrize("target", ["say_done", "look_elsewhere"])
def test_whoever_makes_no_pages_ends_the_build(site: Site, target: str) -> None:
    assert site.complaint(hostile(target)) == ("the page 'index.html' is missing from the site", HINT)


def test_what_is_too_large_ends_the_build_before_it_is_read(site: Site) -> None:
    assert site.complaint(hostile("exaggerate")) == (
        "rendering gave back something that is no page",
        "A page may have 256 MB.",
    )


@pytest.mark.parametrize(("target", "how"), [("die", "signal SIGKILL"), ("fall_silent", "exit code 0")])
def test_a_maker_that_ends_in_the_middle_ends_the_build(site: Site, target: str, how: str) -> None:
    assert site.complaint(hostile(target)) == (f"rendering ended early with {how}", "")


@pytest.mark.parametrize("others", [["sleep", "say_done"], ["sleep", "sleep"]])
def test_when_one_fails_the_others_are_ended(site: Site, others: Sequence[str]) -> None:
    first = "say_done" if "say_done" not in others else "honest"

    assert site.complaint(hostile(first), *map(hostile, others))[1] == HINT


def test_letters_that_are_missing_are_told_without_control_characters(site: Site) -> None:
    assert site.complaint(hostile("complain"))[0] == ("certificates need letters that no font has:  [2Jrecipient; 7")


@needs_landlock
def test_whoever_makes_pages_can_write_nowhere(site: Site) -> None:
    assert landlock.abi()
    places = [site.out, site.out.parent, site.root, site.signed]
    (site.root / "plan.json").write_text(json.dumps([str(place) for place in places]))
    site.out.mkdir(exist_ok=True)

    site.make(hostile("honest"), hostile("break_out"))

    assert set(site.pages.values()) <= {b"a page", b"[]"}
    assert not [place for place in places if (place / "forged").exists()]


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (
            "{{ c.nonsense }}",
            "template credential.html: 'conferral.site.views.CredentialView object' has no attribute 'nonsense'",
        ),
        ("{% if %}", "template credential.html line 1: Expected an expression, got 'end of statement block'"),
    ],
)
@pytest.mark.parametrize("others", [0, 1])
def test_a_mistake_in_a_template_is_named(tmp_path: Path, template: str, message: str, others: int) -> None:
    site = Site(tmp_path)
    add_files(site.root, {"site_templates/credential.html": template})
    site.sign()

    assert site.complaint(CATALOGUE, *[MAKER] * others) == (message, "")


def test_a_credential_that_was_not_signed_ends_the_build(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.sign()
    lines = site.signed / "credentials/000000.lines"
    first, *rest = lines.read_bytes().splitlines(keepends=True)

    lines.write_bytes(b"".join(rest))
    assert site.complaint(hostile("honest")) == (
        f"the signed document credentials/{site.ids[0]}/credential.json is missing or damaged",
        "Sign again.",
    )
    lines.write_bytes(b"".join([first, *rest, first]))
    assert site.complaint(hostile("honest")) == (
        f"the signed document credentials/{site.ids[0]}/credential.json belongs to no credential",
        "Sign again.",
    )
    lines.write_bytes(b"".join([first, *rest]))
    site.make(hostile("honest"))
    assert len(list(signed_credentials(site.signed))) == len(site.pages)
