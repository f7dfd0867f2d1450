"""What a change does to skill frameworks is said in numbers, and by name where badges show what goes."""

from __future__ import annotations

from conferral.describing import as_json, changes, statements
from conferral.loading import load
from conferral.model import Registry
from tests.registry_builder import files
from tests.unit.memory_files import MemoryFiles

FILE = "credentials/skills/lakeside.yml"
TEACHING = "credentials/badges/teaching/badge.yml"
SKILLS = """\
name: Lakeside Skills
skills:
  - {id: data, name: Data}
  - {id: sums, name: Sums}
  - {id: tables, name: Tables, broader: [data]}
  - {id: charts, name: Charts}
"""
AFTER = """\
name: Lakeside Skills
license: CC0
skills:
  - {id: data, name: Data analysis}
  - {id: sums, name: Sums, deprecated: true, replaced_by: data}
  - {id: tables, name: Tables}
  - {id: maps, name: Maps}
  - {id: plans, name: Plans}
"""


def registry_of(skills: str | None) -> Registry:
    entry = "alignments: [{skill: lakeside/sums, name: Sums, url: https://example.org/sums}]\n"
    texts = files() | {TEACHING: files()[TEACHING] + entry} | ({FILE: skills} if skills else {})
    loaded = load(MemoryFiles({path: text.encode() for path, text in texts.items()}))
    assert loaded.registry
    return loaded.registry


def said(before: str | None, after: str | None) -> list[tuple[str, tuple[str, ...], bool]]:
    found = statements(changes(registry_of(before), registry_of(after)))
    return [(one.words, one.details, one.warning) for one in found]


def test_a_framework_that_comes_is_told_with_its_number_of_skills() -> None:
    assert said(None, SKILLS) == [("adds the skill framework Lakeside Skills with 4 skills", (), False)]


def test_a_framework_that_goes_is_a_warning_where_badges_show_its_skills() -> None:
    assert said(SKILLS, None) == [
        ("removes the skill framework Lakeside Skills", ("sums, which the badge teaching shows",), True)
    ]


def test_of_a_framework_that_changes_every_kind_of_change_is_counted() -> None:
    assert said(SKILLS, AFTER) == [
        (
            (
                "changes the skill framework Lakeside Skills: its license, 2 skills added, 1 gone, 1 deprecated, "
                "1 part of something else, 1 reworded"
            ),
            (
                "sums, which the badge teaching shows",
                "maps added",
                "plans added",
                "charts gone",
                "sums deprecated",
                "tables part of something else",
                "data reworded",
            ),
            True,
        )
    ]
    assert said(SKILLS, SKILLS) == []


def test_the_same_is_told_to_programs() -> None:
    assert as_json(changes(registry_of(SKILLS), registry_of(AFTER)))["frameworks"] == [
        {
            "name": "lakeside",
            "title": "Lakeside Skills",
            "change": "changed",
            "skills": 5,
            "fields": ["license"],
            "added": ["maps", "plans"],
            "removed": ["charts"],
            "deprecated": ["sums"],
            "restored": [],
            "moved": ["tables"],
            "reworded": ["data"],
            "shown": {"sums": ["teaching"]},
        }
    ]


def test_a_name_that_passes_for_another_is_a_warning() -> None:
    told = said(None, SKILLS.replace("Lakeside Skills", "\u0421\u043e\u0440\u0443 Skills"))

    assert told[1][2]
