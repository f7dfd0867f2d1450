"""ESCO's download in CSV, read."""

from __future__ import annotations

import pytest

from conferral.authoring.frameworks import esco
from conferral.authoring.frameworks.described import FoundFramework, FoundTexts
from conferral.authoring.importing.found import Notes
from conferral.errors import RegistryProblems
from tests.unit.authoring.frameworks.exports import (
    BROADER,
    COLLECTION,
    ESCO,
    GROUPS_EN,
    HIERARCHY,
    ICT,
    ICT_USE,
    JAVA,
    PROGRAMMING,
    PYTHON,
    SKILLS_DE,
    SKILLS_EN,
    SOFTWARE,
    given,
)


def _read(files: dict[str, str | bytes], **languages: str) -> FoundFramework:
    by_file = {name.replace("_csv", ".csv"): code for name, code in languages.items()}
    return esco.read([given(name, text) for name, text in files.items()], by_file, Notes())


def _problems(files: dict[str, str | bytes]) -> list[str]:
    with pytest.raises(RegistryProblems) as caught:
        _read(files)
    return [str(problem) for problem in caught.value.problems]


def test_labels_codes_and_addresses_come_exactly_whatever_the_file_is_like() -> None:
    plain = _read(dict(ESCO))
    marked = _read({name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in ESCO.items()})
    assert plain.skills == marked.skills
    python = plain.skills[PYTHON]
    assert python.url == PYTHON
    assert python.texts["en"].name == "Python (computer programming)"
    assert python.texts["en"].description == 'How to write, "test" and\ncompile programs in Python.'
    assert python.texts["de"] == FoundTexts("Python (Computerprogrammierung)", "Prüfen „und“ übersetzen, größtenteils.")
    assert {skill.code: skill.texts["en"].name for skill in plain.skills.values() if skill.code} == {
        "06": "information and communication technologies (icts)",
        "061": "information and communication technologies (icts)",
        "0613": "software and applications development and analysis",
    }


def test_the_relations_are_the_tree() -> None:
    found = _read(dict(ESCO))
    assert found.has_tree
    assert {key: skill.broader for key, skill in found.skills.items()} == {
        PYTHON: (PROGRAMMING,),
        JAVA: (PROGRAMMING,),
        PROGRAMMING: (SOFTWARE,),
        SOFTWARE: (ICT_USE,),
        ICT_USE: (ICT,),
        ICT: (),
    }


def test_without_relations_nothing_is_said_of_a_tree() -> None:
    assert not _read({"skills_en.csv": SKILLS_EN}).has_tree


def test_the_hierarchy_is_the_tree_of_the_groups_and_names_them() -> None:
    found = _read({"skillsHierarchy_en.csv": HIERARCHY})
    assert {key: (skill.code, skill.broader) for key, skill in found.skills.items()} == {
        ICT: ("06", ()),
        ICT_USE: ("061", (ICT,)),
    }
    assert found.skills[ICT_USE].texts["en"].description == "All of it."


def test_a_collection_does_for_skills_and_relations() -> None:
    found = _read({"digitalSkillsCollection_en.csv": COLLECTION})
    assert found.skills[PYTHON].broader == (PROGRAMMING, SOFTWARE)
    assert found.skills[PROGRAMMING].broader == (SOFTWARE,)
    assert not found.covers(JAVA, "")


def test_only_skills_and_groups_together_can_tell_what_is_gone() -> None:
    assert _read(dict(ESCO)).covers(JAVA, "")
    assert not _read(dict(ESCO)).covers("https://example.org/own", "")
    assert not _read({"skills_en.csv": SKILLS_EN}).covers(JAVA, "")


def test_a_status_says_what_is_not_to_be_used_any_more() -> None:
    text = SKILLS_EN.replace("(computer programming),,,released", "(computer programming),,,deprecated")
    found = _read({"skills_en.csv": text})
    assert {key: skill.deprecated for key, skill in found.skills.items()} == {
        PYTHON: False,
        JAVA: True,
        PROGRAMMING: False,
    }


def test_the_edition_stands_in_the_name_of_the_download() -> None:
    found = _read({"ESCO dataset - v1.2.0 - classification - en - csv.zip:skills_en.csv": SKILLS_EN})
    assert found.edition == "1.2.0"


def test_a_language_is_said_where_the_name_does_not_say_it() -> None:
    assert _problems({"labels.csv": SKILLS_DE}) == [
        (
            "labels.csv: its name does not say in which language its texts are\n"
            "    expected: skills_en.csv\n"
            "    hint: say it with --language, such as --language en=labels.csv"
        )
    ]
    found = _read({"labels.csv": SKILLS_DE}, labels_csv="de")
    assert list(found.skills[JAVA].texts) == ["de"]


def test_tables_that_say_nothing_of_skills_are_passed_over() -> None:
    notes = Notes()
    relations = given("occupationSkillRelations_en.csv", "occupationUri,relationType,skillType,skillUri\na,b,c,d\n")
    found = esco.read([given("skills_en.csv", SKILLS_EN), relations], {}, notes)
    assert len(found.skills) == 3
    assert [note.what for note in notes.all] == ["a table of ESCO that says nothing of the skills themselves"]


def test_mistakes_are_told_by_line_and_all_at_once() -> None:
    broken = SKILLS_EN.replace(f"KnowledgeSkillCompetence,{JAVA}", "Skill,x").replace(PROGRAMMING, PYTHON)
    relation = BROADER + f"SkillGroup,{ICT},SkillGroup,\n"
    assert _problems(
        {"skills_en.csv": broken, "broaderRelationsSkillPillar_en.csv": relation, "x_en.csv": "a,b\n"}
    ) == [
        "broaderRelationsSkillPillar_en.csv:7:1: a relation with one end\n    expected: conceptUri and broaderUri",
        (
            'skills_en.csv:5:1: "Skill" is no kind of concept\n'
            "    expected: conceptType: KnowledgeSkillCompetence, SkillGroup, Occupation, ISCOGroup\n"
            "    hint: export the file again"
        ),
        f"skills_en.csv:6:1: {PYTHON} stands in line 2 already\n    expected: each concept once",
        (
            "x_en.csv:1:1: this is no table of ESCO: its columns are a, b\n"
            "    expected: one of ESCO's: skills, skillGroups, occupations, ISCOGroups, broaderRelations, "
            "skillsHierarchy, a collection"
        ),
    ]


def test_occupations_are_no_skills() -> None:
    occupations = (
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
        "regulatedProfessionNote,scopeNote,definition,inScheme,description,code\n"
        "Occupation,http://data.europa.eu/esco/occupation/00030d09-2b3a-4efd-87cc-c4ea39d27c34,2654,"
        "technical director,,,released,,,,,,,2654.1.7\n"
    )
    found = _read({"occupations_en.csv": occupations})
    assert (found.name, found.type) == ("ESCO occupations", "ext:Occupation")
    assert [skill.code for skill in found.skills.values()] == ["2654.1.7"]
    assert _problems({"occupations_en.csv": occupations, "skillGroups_en.csv": GROUPS_EN}) == [
        (
            "occupations_en.csv:2: occupations among skills\n"
            "    expected: one of the two\n"
            "    hint: import the occupations as a framework of their own"
        )
    ]
