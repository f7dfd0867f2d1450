"""`conferral skill import` as a steward sees it: nothing lost, nothing half-written, and everything said."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from conferral.yaml_text import read_yaml
from tests.cli.calling import call, refused
from tests.program import tree
from tests.registry_builder import files, write_registry
from tests.unit.authoring.frameworks.exports import (
    ESCO,
    ICT,
    JAVA,
    PROGRAMMING,
    PYTHON,
    REFERENCE,
    SKILLS_EN,
    SOFTWARE,
    as_json,
    association,
    item,
    package,
    uuid,
    written,
)

FILE = "credentials/skills/esco.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A registry in English and German, without awards."""
    changes: dict[str, str | None] = dict.fromkeys(path for path in files() if "/awards/" in path)
    registry = files()["credentials/registry.yml"] + "languages: [en, de]\n"
    return write_registry(tmp_path / "registry", {**changes, "credentials/registry.yml": registry})


@pytest.fixture
def export(tmp_path: Path) -> list[Path]:
    return written(tmp_path / "export", ESCO)


def _data(root: Path, file: str = FILE) -> dict[str, Any]:
    data: dict[str, Any] = read_yaml((root / file).read_bytes(), file).data
    return data


def _skills(root: Path, file: str = FILE) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in _data(root, file)["skills"]}


def test_an_export_becomes_a_file_that_keeps_codes_and_labels_exactly(root: Path, export: list[Path]) -> None:
    called = call("skill", "import", "esco", *export, "--as", "esco", "--edition", "1.2.0", "--root", root)
    assert called.err == (
        "6 skills: 6 new\n"
        "next: look through credentials/skills/esco.yml\n"
        "      name its skills in badges: `skill: <framework>/<id>`\n"
        "      commit these files on a branch of their own and open a pull request\n"
    )
    assert (called.code, called.out) == (0, f"{FILE}\n")
    data = _data(root)
    assert {key: value for key, value in data.items() if key != "skills"} == {
        "name": "ESCO",
        "description": "This registry uses the ESCO classification of the European Commission.",
        "url": "https://esco.ec.europa.eu/",
        "edition": "1.2.0",
        "license": "Reuse with acknowledgement (Commission Decision 2011/833/EU)",
        "type": "ext:Skill",
    }
    assert list(_skills(root)) == [
        "python-computer-programming",
        "java-computer-programming",
        "computer-programming",
        "information-and-communication-technologies-icts",
        "information-and-communication-technologies-icts-061",
        "software-and-applications-development-and-analysis",
    ]
    assert _skills(root)["python-computer-programming"] == {
        "id": "python-computer-programming",
        "name": "Python (computer programming)",
        "url": PYTHON,
        "description": 'How to write, "test" and compile programs in Python.',
        "broader": ["computer-programming"],
        "translations": {
            "de": {
                "name": "Python (Computerprogrammierung)",
                "description": "Prüfen „und“ übersetzen, größtenteils.",
            }
        },
    }
    assert {one["code"]: one["name"] for one in _skills(root).values() if "code" in one} == {
        "06": "information and communication technologies (icts)",
        "061": "information and communication technologies (icts)",
        "0613": "software and applications development and analysis",
    }


def test_imported_again_nothing_changes(root: Path, export: list[Path]) -> None:
    call("skill", "import", "esco", *export, "--as", "esco", "--root", root)
    before = tree(root)
    called = call("skill", "import", "esco", *export, "--as", "esco", "--root", root)
    assert (called.code, called.out, called.err) == (0, "", "6 skills: 6 as before; nothing to write\n")
    assert tree(root) == before


def test_a_new_edition_keeps_ids_and_all_that_a_person_added(root: Path, export: list[Path], tmp_path: Path) -> None:
    call("skill", "import", "esco", *export, "--as", "esco", "--root", root)
    path = root / FILE
    text = path.read_text(encoding="utf-8").replace(
        "  - id: java-computer-programming\n",
        "  # Taught in the second year.\n  - id: java-computer-programming\n",
    )
    text += (
        "  - id: our-own\n    name: Programming at our school\n    broader: [python-computer-programming]\n"
        "levels:\n  - name: Level 1\n"
    )
    path.write_text(text, encoding="utf-8")
    new_edition = {
        "skills_en.csv": SKILLS_EN.replace("Python (computer programming)", "Python").replace(
            f"KnowledgeSkillCompetence,{JAVA},knowledge,sector-specific,Java (computer programming),,,released,,,,,\n",
            "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/bf4d884f-c848-402a-b130-69c266b04164,"
            "skill/competence,cross-sector,apply basic programming skills,,,released,,,,,\n",
        ),
        "skillGroups_en.csv": ESCO["skillGroups_en.csv"],
        "broaderRelationsSkillPillar_en.csv": ESCO["broaderRelationsSkillPillar_en.csv"],
    }
    paths = written(tmp_path / "new", new_edition)

    called = call("skill", "import", "esco", *paths, "--as", "esco", "--edition", "1.3", "--root", root)

    assert called.err.splitlines()[:4] == [
        "changed: python-computer-programming (Python): name",
        "no longer in the framework, now deprecated: java-computer-programming (Java (computer programming))",
        "new: apply-basic-programming-skills (apply basic programming skills)",
        "8 skills: 1 new, 1 changed, 1 deprecated, 5 as before",
    ]
    skills = _skills(root)
    assert skills["python-computer-programming"]["url"] == PYTHON
    assert skills["python-computer-programming"]["translations"]["de"]["name"] == "Python (Computerprogrammierung)"
    assert skills["java-computer-programming"]["deprecated"] is True
    assert skills["our-own"] == {
        "id": "our-own",
        "name": "Programming at our school",
        "broader": ["python-computer-programming"],
    }
    assert (_data(root)["edition"], _data(root)["levels"]) == ("1.3", [{"name": "Level 1"}])
    assert "# Taught in the second year." in path.read_text(encoding="utf-8")


def test_a_part_of_the_export_says_nothing_of_the_rest(root: Path, export: list[Path], tmp_path: Path) -> None:
    call("skill", "import", "esco", *export, "--as", "esco", "--root", root)
    german = written(tmp_path / "de", {"skills_de.csv": ESCO["skills_de.csv"].replace("Prüfen", "Ausprobieren")})
    before = _skills(root)
    call("skill", "import", "esco", *german, "--as", "esco", "--known", "--root", root)
    after = _skills(root)
    assert after["java-computer-programming"]["broader"] == ["computer-programming"]
    assert [name for name in after if after[name].get("deprecated")] == []
    assert list(after) == list(before)


def test_a_selection_brings_what_it_is_part_of(root: Path, export: list[Path], tmp_path: Path) -> None:
    wanted = tmp_path / "wanted.txt"
    wanted.write_text(f"# What we teach.\n{PYTHON} # in the first year\n", encoding="utf-8")
    call("skill", "import", "esco", *export, "--as", "esco", "--only", wanted, "--root", root)
    assert [one["url"] for one in _skills(root).values()] == [
        PYTHON,
        PROGRAMMING,
        ICT,
        "http://data.europa.eu/esco/isced-f/061",
        SOFTWARE,
    ]
    call("skill", "import", "esco", *export, "--as", "esco", "--only", "Java (computer programming)", "--root", root)
    assert [one["url"] for one in _skills(root).values()][-1] == JAVA


def test_what_is_under_a_group_is_selected_by_its_code(root: Path, tmp_path: Path) -> None:
    (tmp_path / "Content Model Reference.txt").write_text(REFERENCE, encoding="utf-8")
    reference = tmp_path / "Content Model Reference.txt"
    call("skill", "import", "onet", reference, "--as", "onet", "--under", "2.A.1, 2.B.3.e", "--root", root)
    codes = [one["code"] for one in _skills(root, "credentials/skills/onet.yml").values()]
    assert codes == ["2", "2.A", "2.A.1", "2.A.1.a", "2.A.1.b", "2.B", "2.B.3", "2.B.3.e"]


def test_a_name_that_the_export_has_not_is_told_where_it_stands(root: Path, export: list[Path], tmp_path: Path) -> None:
    wanted = tmp_path / "wanted.txt"
    wanted.write_text("0613\n\ncomputer programing\n", encoding="utf-8")
    refused(
        root,
        *("skill", "import", "esco"),
        *export,
        *("--as", "esco", "--under", "99", "--only"),
        wanted,
        because=(
            f'--under: the export has nothing called "99"\n'
            "    expected: an address, a code or a label of the export\n"
            f'{wanted}:3:1: the export has nothing called "computer programing"\n'
            "    expected: an address, a code or a label of the export\n"
            '    hint: did you mean "computer programming"?\n'
            "conferral: 2 problems in what was given\n"
        ),
    )


def test_thousands_of_skills_have_to_be_asked_for(root: Path, tmp_path: Path) -> None:
    rows = "".join(f"2.A.{number}\tSkill {number}\tText\n" for number in range(1, 1000))
    rows += "".join(f"2.B.{number}\tSkill {number}\tText\n" for number in range(1, 1000))
    rows += "".join(f"2.C.{number}\tSkill {number}\tText\n" for number in range(1, 10))
    reference = tmp_path / "Content Model Reference.txt"
    reference.write_text(f"Element ID\tElement Name\tDescription\n{rows}", encoding="utf-8")
    refused(
        root,
        *("skill", "import", "onet", reference, "--as", "onet"),
        because=(
            "conferral: this would be 2007 skills (the export has 2007), and more than 2000 make a registry slow to "
            "check and build\n"
            "hint: Say which with --only CODES or FILE, or --under GROUP; --known renews those that the file has; "
            "--all takes all the same.\n"
        ),
    )
    called = call("skill", "import", "onet", reference, "--as", "onet", "--all", "--dry-run", "--root", root)
    assert (called.code, called.err) == (0, "dry run, nothing was written: 2007 skills: 2007 new\n")


def test_mistakes_in_an_export_leave_everything_as_it_was(root: Path, tmp_path: Path) -> None:
    (path,) = written(
        tmp_path / "broken", {"skills_en.csv": SKILLS_EN.replace("sector-specific,Java", 'sector,"Ja"va')}
    )
    refused(
        root,
        *("skill", "import", "esco", path, "--as", "esco"),
        because=(
            f"{path}:5:1: a quotation mark stands where a cell has ended already\n"
            "    expected: cells in pairs of quotation marks\n"
            '    hint: write "" for a quotation mark inside a cell; the rows below could not be read\n'
            "conferral: 1 problem in the export\n"
        ),
    )


def test_a_file_of_another_framework_is_never_overwritten(root: Path, export: list[Path], tmp_path: Path) -> None:
    call("skill", "import", "esco", *export, "--as", "esco", "--root", root)
    other = tmp_path / "case.json"
    other.write_text(as_json(package()), encoding="utf-8")
    refused(
        root,
        *("skill", "import", "case", other, "--as", "esco"),
        because=(
            "conferral: credentials/skills/esco.yml holds another framework: none of its 6 skills is in this export\n"
            "hint: Give the import another name with --as.\n"
        ),
    )


def test_texts_in_other_languages_are_passed_over_with_a_word(root: Path, export: list[Path], tmp_path: Path) -> None:
    french = written(tmp_path / "fr", {"skills_fr.csv": ESCO["skills_de.csv"].replace("(Computerp", "(p")})
    called = call("skill", "import", "esco", *export, *french, "--as", "esco", "--dry-run", "--root", root)
    assert called.err == (
        'note: texts in "fr" are passed over: it is no language of the registry (the export)\n'
        "dry run, nothing was written: 6 skills: 6 new\n"
    )


def test_a_download_is_read_from_its_archive(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "ESCO dataset - v1.2.0 - classification - en - csv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in ESCO.items():
            archive.writestr(name, text)
        archive.writestr("ReadMe.pdf", "x")
    called = call("skill", "import", "esco", path, "--as", "esco", "--root", root)
    assert (called.code, called.out) == (0, f"{FILE}\n")
    assert called.err.startswith(f"note: a file that is no part of such an export ({path}:ReadMe.pdf)\n")
    assert _data(root)["edition"] == "1.2.0"


def test_a_package_of_case_is_carried_with_its_order_and_its_ends(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "science.json"
    content = package()
    content["CFItems"].append(item(13, "Was once wanted", humanCodingScheme="SCI.9"))
    content["CFAssociations"].append(association(24, 13, "replacedBy", 10))
    path.write_text(as_json(content), encoding="utf-8")
    called = call("skill", "import", "case", path, "--as", "science", "--root", root)
    assert called.code == 0
    file = "credentials/skills/science.yml"
    assert {key: value for key, value in _data(root, file).items() if key != "skills"} == {
        "name": "Science",
        "url": f"https://case.example.org/ims/case/v1p0/CFDocuments/{uuid(1)}",
        "edition": "2024",
        "license": "CC BY 4.0",
        "type": "CFItem",
    }
    assert [(one["code"], one["name"], one.get("broader")) for one in _skills(root, file).values()] == [
        ("SCI.1", "Understands energy", None),
        ("SCI.1.a", "Names “forms” of energy", ["understands-energy"]),
        ("SCI.1.b", "Says where energy comes from", ["understands-energy"]),
        ("SCI.9", "Was once wanted", None),
    ]
    gone = _skills(root, file)["was-once-wanted"]
    assert (gone["deprecated"], gone["replaced_by"]) == (True, "understands-energy")


def test_a_letter_that_no_address_can_have_gives_its_place_to_the_code(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "science.json"
    items = [item(10, "読む", humanCodingScheme="JA.1"), item(11, "書く", humanCodingScheme="JA.2")]
    path.write_text(as_json(package(CFItems=items, CFAssociations=[])), encoding="utf-8")
    call("skill", "import", "case", path, "--as", "japanese", "--root", root)
    assert list(_skills(root, "credentials/skills/japanese.yml")) == ["skill-ja-1", "skill-ja-2"]


def test_programs_get_what_came_of_it(root: Path, export: list[Path]) -> None:
    called = call("skill", "import", "esco", *export, "--as", "esco", "--only", ICT, "--json", "--root", root)
    assert json.loads(called.out) == {
        "written": True,
        "file": FILE,
        "skills": 1,
        "new": ["information-and-communication-technologies-icts"],
        "changed": {},
        "deprecated": [],
        "gone": [],
        "kept": 0,
        "notes": [],
    }


def test_long_texts_are_shortened_with_a_word(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "science.json"
    long = "A first sentence that says a good deal about what it is. " * 8
    items = [item(10, "Reads", notes=long)]
    path.write_text(as_json(package(CFItems=items, CFAssociations=[])), encoding="utf-8")
    called = call("skill", "import", "case", path, "--as", "science", "--root", root)
    assert called.err.startswith(
        f"changed: the description of a skill is shortened: at most 300 characters fit ({path} at /CFItems/0)\n"
    )
    assert len(_skills(root, "credentials/skills/science.yml")["reads"]["description"]) == 284


def test_addresses_that_are_http_and_characters_that_cannot_be_seen_are_mended_with_a_word(
    root: Path, tmp_path: Path
) -> None:
    path = tmp_path / "science.json"
    items = [item(10, "Re\u00adads"), item(11, "Writes\u200b  well")]
    text = as_json(package(CFItems=items, CFAssociations=[])).replace("https:\\/\\/case", "http:\\/\\/case")
    path.write_text(text, encoding="utf-8")
    called = call("skill", "import", "case", path, "--as", "science", "--root", root)
    places = f"{path} at /CFItems/0, {path} at /CFItems/1"
    assert called.err.splitlines()[:2] == [
        f"changed: a text of a skill: invisible characters are left out ({places})",
        f"changed: the address of a skill is http, and is written with https: check that it leads there ({places})",
    ]
    skills = _skills(root, "credentials/skills/science.yml")
    assert [one["name"] for one in skills.values()] == ["Reads", "Writes well"]
    again = call("skill", "import", "case", path, "--as", "science", "--root", root)
    assert again.err.splitlines()[-1] == "2 skills: 2 as before; nothing to write"
