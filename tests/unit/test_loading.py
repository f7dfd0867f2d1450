from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.errors import Problem, RegistryProblems
from conferral.files import FolderFiles
from conferral.loading import load, load_registry
from conferral.model import Finding, Place
from tests.unit.memory_files import REGISTRIES, MemoryFiles, minimal, registered
from tests.unit.test_images import png

BADGE = "credentials/badges/first-aid/badge.yml"
BATCH = "credentials/awards/data-analysis/2026-spring-b4qc.yml"
ROWS = "credentials/register/awards/data-analysis/2026-spring-b4qc.csv"


@pytest.mark.parametrize("name", ["minimal", "unicode"])
def test_a_sound_registry_loads_without_a_problem(name: str) -> None:
    loaded = load(FolderFiles(REGISTRIES / name))
    assert loaded.problems == ()
    assert loaded.registry is not None
    assert loaded.registry.gaps == frozenset()


def test_pictures_of_badges_are_square_whatever_the_badge_is_called() -> None:
    folder, wide = "credentials/badges/issuers", png(400, 100)
    badge = minimal().read(BADGE)
    files = {f"{folder}/badge.yml": badge, f"{folder}/badge.png": wide, "credentials/logo.png": wide}

    assert [(problem.file, problem.what) for problem in load(minimal(files)).problems] == [
        (f"{folder}/badge.png", "the image has 400 x 100 pixels, which is far from square")
    ]


def test_every_file_finds_its_place_in_the_registry() -> None:
    registry = load_registry(
        minimal(
            {
                **registered(),
                "credentials/issuers/northwind/logo.svg": minimal().read("credentials/badges/first-aid/badge.svg"),
                "credentials/logo.svg": minimal().read("credentials/badges/first-aid/badge.svg"),
                "credentials/collections/work.yml": "title: Work\ndescription: At work.\nbadges: [first-aid]\n",
                "credentials/revocations/79v19c1mrrnwr9vsntmwm9338f.yml": "on: 2026-08-01\nreason: misconduct\n",
                "credentials/suspensions/2r2skewhdt20vw9zfv4wjbqv5z.yml": "on: 2026-08-01\nreason: under-review\n",
                "credentials/register/salts/northwind-zzzz.csv": "ff" * 16 + "\n",
                "credentials/README.md": "not the registry's",
            },
        )
    )
    assert registry.file.title == "Northwind Credentials"
    assert list(registry.issuers) == ["northwind"]
    assert registry.logo
    assert (registry.logo.file, registry.logo.media_type) == ("credentials/logo.svg", "image/svg+xml")
    assert {slug: one.file.badges for slug, one in registry.collections.items()} == {"work": ("first-aid",)}
    logo = registry.issuers["northwind"].logo
    assert logo
    assert (logo.file, logo.media_type) == ("credentials/issuers/northwind/logo.svg", "image/svg+xml")
    assert {slug: list(badge.versions) for slug, badge in registry.badges.items()} == {
        "data-analysis": [1, 2],
        "first-aid": [1],
    }
    assert {number: image.file for number, image in registry.badges["data-analysis"].images.items()} == {
        1: "credentials/badges/data-analysis/1.svg",
        2: "credentials/badges/data-analysis/badge.svg",
    }
    sri = hashlib.sha384(minimal().read("credentials/badges/data-analysis/1.svg")).digest()
    assert registry.badges["data-analysis"].images[1].digest == f"sha384-{base64.b64encode(sri).decode()}"
    assert [(batch.badge, batch.name) for batch in registry.batches] == [
        ("data-analysis", "2026-spring-b4qc"),
        ("first-aid", "2026-07-81ht"),
    ]
    assert list(registry.revocations) == ["79v19c1mrrnwr9vsntmwm9338f"]
    assert list(registry.suspensions) == ["2r2skewhdt20vw9zfv4wjbqv5z"]
    assert list(registry.recipients) == ["r-7pb02gtds4a7fsm9t821vxn9rg5"]
    assert registry.pins is not None
    assert registry.pins.timezone == "Europe/Berlin"
    assert registry.salts == {"northwind": bytes(range(16))}  # of two files, the first in the order of names
    assert [award.row and award.row.index for award in registry.awards] == [17, 4711, 17, 99]


def test_text_of_every_script_arrives_as_it_was_written() -> None:
    registry = load_registry(FolderFiles(REGISTRIES / "unicode"))
    assert registry.file.title == "سجل الشهادات"
    assert registry.badges["calligraphy"].current.name == "書道 ✍🏽"
    assert registry.issuers["universite"].current.name == "Universite\u0301 אוניברסיטה"  # not made one character
    assert registry.badges["calligraphy"].current.skills == ("楷書", "行書", "草書: 初級")


def test_a_folder_without_a_registry_says_so(tmp_path: Path) -> None:
    loaded = load(FolderFiles(tmp_path))
    assert loaded.registry is None
    assert loaded.problems == (
        Problem(
            "credentials/registry.yml",
            0,
            0,
            "there is no registry here",
            "the file that describes it",
            "change to the registry's folder, or make a registry there",
        ),
    )
    with pytest.raises(RegistryProblems, match=r"^1 problem in the registry$"):
        load_registry(FolderFiles(tmp_path))


def test_load_registry_raises_all_problems() -> None:
    with pytest.raises(RegistryProblems, match=r"^2 problems in the registry$"):
        load_registry(minimal({BADGE: "- x\n", BATCH: "12: x\n"}))


def test_what_could_not_be_read_is_a_gap() -> None:
    loaded = load(
        minimal(
            {
                "credentials/registry.yml": "title: 5\n",
                "credentials/badges/data-analysis/1.yml": "- x\n",
                "credentials/issuers/northwind/issuer.yaml": "x: y\n",
                "credentials/issuers/northwind/issuer.yml": None,
                BATCH: "",
                ROWS: "no heading\n",
                "credentials/awards/first-aid/no-ending.yml": "x: y\n",
            }
        )
    )
    assert loaded.registry is not None
    assert loaded.registry.gaps == {
        ("registry",),
        ("badge", "data-analysis"),
        ("issuer", "northwind"),
        ("awards", "data-analysis", "2026-spring-b4qc"),
        ("rows", "data-analysis", "2026-spring-b4qc"),
        ("awards",),
    }
    assert list(loaded.registry.badges) == ["first-aid"]


def test_findings_become_problems_where_their_keys_lead() -> None:
    loaded = load(minimal({ROWS: "id\n"}))
    found = loaded.locate(
        [
            Finding(Place(BATCH, ("recipients", 1, "result", "value")), "a value"),
            Finding(Place(BATCH, ("recipients", 0, "narrative")), "a missing value"),
            Finding(Place(BATCH, ("recipients", 0, "narrative")), "a missing value"),
            Finding(Place(BATCH), "a file", "another", "mend it"),
            Finding(Place(ROWS, (7,)), "a row"),
            Finding(Place("credentials/badges/first-aid/badge.svg"), "an image"),
            Finding(Place("credentials/gone.yml", ("a",)), "a file that is gone"),
        ]
    )
    assert [str(problem) for problem in found] == [
        f"{BATCH}: a file\n    expected: another\n    hint: mend it",
        f"{BATCH}:6:5: a missing value",
        f"{BATCH}:10:40: a value",
        "credentials/badges/first-aid/badge.svg: an image",
        "credentials/gone.yml: a file that is gone",
        f"{ROWS}:7:1: a row",
    ]


def test_a_link_is_a_problem_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text("name: secret\n")
    for path, content in minimal().contents.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (tmp_path / BADGE).unlink()
    (tmp_path / BADGE).symlink_to(tmp_path / "secret.yml")
    (tmp_path / "keys").symlink_to(tmp_path)
    assert [str(problem) for problem in load(FolderFiles(tmp_path)).problems] == [
        f"{BADGE}: the file is a symbolic link\n    hint: put the file itself there; links are never followed",
        "keys: the file is a symbolic link\n    hint: put the file itself there; links are never followed",
    ]


def test_a_file_name_that_a_terminal_would_act_on_is_shown_escaped(tmp_path: Path) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "a\n\x1b[31mb.yml").touch()
    (folder / b"\xff.yml".decode("utf-8", "surrogateescape")).touch()
    files = {problem.file for problem in load(FolderFiles(tmp_path)).problems}
    assert files == {"credentials/a\\n\\x1b[31mb.yml", "credentials/\\udcff.yml", "credentials/registry.yml"}


PATHS = [
    *minimal().contents,
    ROWS,
    "credentials/register/registry.csv",
    "credentials/register/salts/northwind-0000.csv",
]


@given(st.dictionaries(st.sampled_from(PATHS), st.binary(max_size=60), max_size=3))
def test_whatever_the_files_hold_loading_ends_in_problems_and_nothing_else(changes: dict[str, bytes]) -> None:
    loaded = load(minimal({**changes}))
    assert loaded.problems or not changes or loaded.registry


@given(st.sampled_from(PATHS[:-3]), st.data())
def test_a_damaged_file_loads_or_is_a_problem_of_that_file(path: str, data: st.DataObject) -> None:
    content = minimal().read(path)
    at = data.draw(st.integers(0, len(content)))
    damaged = content[:at] + data.draw(st.binary(max_size=3)) + content[at + data.draw(st.integers(0, 9)) :]
    loaded = load(minimal({path: damaged}))
    folder = path.rpartition("/")[0]
    assert all(problem.file.startswith(folder) for problem in loaded.problems)


@given(
    st.text(alphabet="credntials/bgokyRE.Mvu0-ä\n", max_size=40), st.sampled_from(["", ".yml", ".yaml", ".csv", ".svg"])
)
def test_whatever_the_path_it_is_known_or_a_problem(path: str, ending: str) -> None:
    load(MemoryFiles({f"credentials/{path}{ending}": b""}))
