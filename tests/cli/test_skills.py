"""`conferral skill list`, `show` and `fill` as a steward sees them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from conferral.credentials import achievement, credential
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.standards.canonical import canonicalize
from tests.cli.calling import call
from tests.registry_builder import commit_all, files, write_registry
from tests.shared import shared
from tests.unit.register.conftest import register

TEACHING = "credentials/badges/teaching/badge.yml"
DATA = "credentials/badges/data-analysis/badge.yml"
SKILLS = """\
name: Lakeside Skills
license: CC BY 4.0
levels: [{name: Level 1}, {name: Level 2}]
skills:
  - {id: digital, name: Digital competence}
  - {id: data, name: Data, broader: [digital], code: D1}
  - {id: statistics, name: Statistics, broader: [data, mathematics], description: Sums and means.}
  - {id: mathematics, name: Mathematics}
  - {id: sums, name: Sums, deprecated: true, replaced_by: statistics, broader: [mathematics]}
"""
ESCO = """\
name: ESCO
edition: 1.2.0
type: CFItem
skills:
  - {id: sail, name: sail boats, url: "http://data.europa.eu/esco/skill/sail", code: S9}
"""
ENTRIES = """\
alignments:
  # what it is about
  - skill: lakeside/statistics
    level: Level 2
  - {skill: esco/sail}  # by the lake
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A registry with two frameworks, and a badge that names a skill of each."""
    return write_registry(
        tmp_path,
        {
            "credentials/skills/lakeside.yml": SKILLS,
            "credentials/skills/esco.yml": ESCO,
            TEACHING: files()[TEACHING] + ENTRIES,
        },
    )


def test_entries_are_filled_in_and_the_rest_of_the_file_stays(place: Path) -> None:
    called = call("skill", "fill", "--root", place)

    assert (called.out, called.code) == (f"{TEACHING}\n", 0)
    assert called.err == (
        "filled in 2 entries\nnext: commit these files on a branch of their own and open a pull request\n"
    )
    assert (place / TEACHING).read_text() == files()[TEACHING] + (
        "alignments:\n"
        "  # what it is about\n"
        "  - skill: lakeside/statistics\n"
        "    level: Level 2\n"
        "    name: Statistics\n"
        "    url: https://credentials.example.org/registry/skills/lakeside/statistics/\n"
        "    framework: Lakeside Skills\n"
        "    type: ext:Skill\n"
        "    description: Sums and means.\n"
        '  - {skill: esco/sail, name: sail boats, url: "http://data.europa.eu/esco/skill/sail", framework: ESCO, '
        "code: S9, type: CFItem}  # by the lake\n"
    )
    again = call("skill", "fill", "--root", place, "teaching")
    assert (again.out, again.err, again.code) == ("", "nothing to fill in\n", 0)


def test_what_is_signed_of_a_skill_begins_its_description_with_the_level(place: Path) -> None:
    call("skill", "fill", "--root", place)
    registry = load_registry(FolderFiles(place))

    assert achievement(registry, registry.badges["teaching"], 1, "https://credentials.example.org")["alignment"] == [
        {
            "type": ["Alignment"],
            "targetName": "Statistics",
            "targetUrl": "https://credentials.example.org/registry/skills/lakeside/statistics/",
            "targetDescription": "Level 2: Sums and means.",
            "targetFramework": "Lakeside Skills",
            "targetType": "ext:Skill",
        },
        {
            "type": ["Alignment"],
            "targetName": "sail boats",
            "targetUrl": "http://data.europa.eu/esco/skill/sail",
            "targetFramework": "ESCO",
            "targetCode": "S9",
            "targetType": "CFItem",
        },
    ]


def test_a_description_of_the_badges_own_stays(place: Path) -> None:
    call("skill", "fill", "--root", place)
    path = place / TEACHING
    path.write_text(path.read_text().replace("Sums and means.", "Means alone.").replace("Statistics\n", "Stats\n"))
    call("skill", "fill", "--root", place)

    text = path.read_text()
    assert "name: Statistics\n" in text
    assert "description: Means alone.\n" in text


def test_nothing_is_filled_in_where_one_skill_does_not_exist(place: Path) -> None:
    path = place / TEACHING
    path.write_text(path.read_text().replace("esco/sail", "esco/sial"))
    before = path.read_text()

    called = call("skill", "fill", "--root", place)

    assert called.err == (
        f'{TEACHING}, entry 2 of alignments: the framework "esco" has no skill "sial"\n'
        "    expected: the id of a skill in credentials/skills/esco.yml\n"
        '    hint: did you mean "sail"?\n'
        "conferral: 1 problem in what was given; nothing was written\n"
    )
    assert called.code == 1
    assert path.read_text() == before


def test_a_version_that_is_awarded_is_left_as_it_is(place: Path) -> None:
    entry = "  - {skill: lakeside/data, name: Dates, url: https://example.org/data}\n"
    text = files()[DATA].replace("alignments:\n", f"alignments:\n{entry}")
    (place / DATA).write_text(text)
    call("skill", "fill", "--root", place, "teaching")
    register(place)

    called = call("skill", "fill", "--root", place)

    assert called.err == "nothing to fill in\n"
    assert (place / DATA).read_text() == text
    listed = call("skill", "list", "lakeside", "--root", place).out
    assert (
        "data (Data) - data-analysis (another name and url and framework and code and type than the framework)\n"
        in (listed)
    )


def test_skills_are_listed_as_trees_with_the_badges_that_show_them(place: Path) -> None:
    called = call("skill", "list", "--root", place)

    assert called.out == (
        "esco: ESCO 1.2.0 (1 skill, 1 shown by badges)\n"
        "  sail (sail boats) - teaching (to be filled in)\n"
        "\n"
        "lakeside: Lakeside Skills (5 skills, 1 shown by badges, 1 deprecated)\n"
        "  digital (Digital competence)\n"
        "    data (Data)\n"
        "      statistics (Statistics) - teaching at Level 2 (to be filled in)\n"
        "  mathematics (Mathematics)\n"
        "    statistics (Statistics) - teaching at Level 2 (to be filled in)\n"
        "  and 1 that no badge shows; --all lists them\n"
    )
    assert (called.err, called.code) == ("2 frameworks\n", 0)
    everything = call("skill", "list", "--root", place, "--all", "lakeside").out
    assert "    sums (Sums) [deprecated, use statistics]\n" in everything


def test_the_list_as_json_holds_the_same_skills(place: Path) -> None:
    listed = json.loads(call("skill", "list", "esco", "--root", place, "--json").out)

    assert listed["frameworks"][0]["framework"] == "esco"
    assert listed["frameworks"][0]["shown"] == 1
    (sail,) = listed["frameworks"][0]["tree"]
    assert sail == {
        "skill": "esco/sail",
        "name": "sail boats",
        "code": "S9",
        "url": "http://data.europa.eu/esco/skill/sail",
        "description": None,
        "broader": [],
        "narrower": [],
        "deprecated": False,
        "replaced_by": None,
        "badges": [
            {
                "badge": "teaching",
                "version": 1,
                "level": None,
                "filled": False,
                "differs": ["name", "url", "framework", "code", "type"],
            }
        ],
        "page": "https://credentials.example.org/registry/skills/esco/sail/",
    }


@pytest.mark.parametrize(
    "name", ["lakeside/data", "D1", "data", "https://credentials.example.org/registry/skills/lakeside/data/"]
)
def test_a_skill_is_shown_by_its_name_its_code_or_its_address(place: Path, name: str) -> None:
    called = call("skill", "show", name, "--root", place)

    assert called.out == (
        "skill        lakeside/data\n"
        "name         Data\n"
        "framework    Lakeside Skills, CC BY 4.0\n"
        "code         D1\n"
        "part of      digital\n"
        "parts        statistics\n"
        "levels       Level 1, Level 2\n"
        "badges       none\n"
        "page         https://credentials.example.org/registry/skills/lakeside/data/\n"
    )


def test_a_skill_that_is_not_there_is_told_with_the_nearest(place: Path) -> None:
    called = call("skill", "show", "lakeside/statistcs", "--root", place)

    assert called.err == (
        'lakeside/statistcs: the framework "lakeside" has no skill "statistcs"\n'
        "    expected: the id of a skill in credentials/skills/lakeside.yml\n"
        '    hint: did you mean "statistics"?\n'
        "conferral: 1 problem in what was given\n"
    )
    assert called.code == 1


OB_SCHEMA = "standards/schemas/ob_v3p0_achievementcredential_schema.ghpages-2024-07.json"


def awarded(place: Path) -> Path:
    """The registry with an awarded badge that shows a deprecated skill at a level."""
    entry = (
        "  - {skill: lakeside/sums, level: Level 1, name: Sums, framework: Lakeside Skills, type: CFItem, "
        "url: https://example.org/sums}\n"
    )
    (place / DATA).write_text(files()[DATA].replace("alignments:\n", f"alignments:\n{entry}"))
    call("skill", "fill", "--root", place, "teaching")
    register(place)
    return place


def test_a_credential_of_a_skill_is_sound_open_badges(place: Path) -> None:
    registry = load_registry(FolderFiles(awarded(place)))
    award = next(award for award in registry.awards if award.badge == "data-analysis")
    document = credential(registry, award, "https://credentials.example.org/registry")

    assert document["credentialSubject"]["achievement"]["alignment"][0] == {
        "type": ["Alignment"],
        "targetName": "Sums",
        "targetUrl": "https://example.org/sums",
        "targetDescription": "Level 1",
        "targetFramework": "Lakeside Skills",
        "targetType": "CFItem",
    }
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofValue": "z1"}
    schema = json.loads(shared(OB_SCHEMA).read_text())
    jsonschema.Draft201909Validator(schema).validate({**json.loads(json.dumps(document)), "proof": [proof]})
    assert '"Level 1"' in canonicalize(document)  # refuses a term that no context defines


def test_notes_are_told_and_fail_nothing(place: Path) -> None:
    awarded(place)

    called = call("check", "--root", place)

    assert (called.out, called.code) == ("no problems: 2 issuers, 3 badges, 5 awards\n", 0)
    assert called.err == (
        f'note: {DATA}:18:13: the skill "lakeside/sums" is deprecated\n'
        "    expected: what was awarded stays as it is; the next version of the badge may say it anew\n"
        '    hint: "lakeside/statistics" replaces it\n'
    )
    found = json.loads(call("check", "--root", place, "--json").out)
    assert (found["problems"], [note["line"] for note in found["notes"]]) == ([], [18])


def test_a_level_that_was_signed_cannot_become_another(place: Path) -> None:
    commit_all(awarded(place))
    path = place / DATA
    path.write_text(path.read_text().replace("level: Level 1", "level: Level 2"))

    called = call("check", "--root", place)

    assert called.out.startswith(
        f"{DATA}:18:35: 3 awards would sign something else than what was registered, the first "
    )
    assert ': level is now "Level 2"\n    expected: "Level 1"\n' in called.out
    assert called.code == 1


def test_the_key_that_is_not_signed_may_change(place: Path) -> None:
    commit_all(awarded(place))
    path = place / DATA
    path.write_text(path.read_text().replace("skill: lakeside/sums", "skill: lakeside/data"))

    called = call("check", "--root", place)

    assert (called.out, called.err, called.code) == ("no problems: 2 issuers, 3 badges, 5 awards\n", "", 0)
