"""What `conferral check` says of the skills that badges name: mistakes before the first award, notes after it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral import validation
from conferral.checking import check
from conferral.files import FolderFiles
from conferral.loading import load
from tests.registry_builder import commit_all, files, write_registry
from tests.unit.register.conftest import register

AS_OF = datetime(2026, 7, 10, tzinfo=UTC)
FRAMEWORK = "credentials/skills/lakeside.yml"
TEACHING = "credentials/badges/teaching/badge.yml"
SAILING = "credentials/badges/sailing/badge.yml"
SKILLS = """\
name: Lakeside Skills
levels: [{name: Level 1}, {name: Level 2}]
skills:
  - {id: data, name: Data, code: D1}
  - {id: sums, name: Sums, deprecated: true, replaced_by: data}
"""
DATA = (
    "name: Data, url: https://credentials.example.org/registry/skills/lakeside/data/, framework: Lakeside Skills, "
    "code: D1, type: ext:Skill"
)


def with_entries(path: str, *entries: str, state: str = "active") -> dict[str, str]:
    lines = "".join(f"  - {{{entry}}}\n" for entry in entries)
    return {FRAMEWORK: SKILLS, path: f"{files()[path]}state: {state}\nalignments:\n{lines}"}


def said(root: Path, what: str) -> list[str]:
    loaded = load(FolderFiles(root))
    assert loaded.problems == ()
    assert loaded.registry
    assert list(validation.findings_before_registration(loaded.registry, as_of=AS_OF)) == []
    rules = {"mistakes": validation.findings_on_branches, "notes": validation.notes}[what]
    return [str(problem) for problem in loaded.locate(rules(loaded.registry, as_of=AS_OF))]


def test_an_entry_that_says_what_the_framework_says_is_right(tmp_path: Path) -> None:
    write_registry(
        tmp_path, with_entries(TEACHING, f"skill: lakeside/data, level: Level 2, {DATA}, description: Mine.")
    )

    assert said(tmp_path, "mistakes") == []
    assert said(tmp_path, "notes") == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            f"skill: lakeside/dta, {DATA}",
            (
                '8:13: the framework "lakeside" has no skill "dta"\n'
                "    expected: the id of a skill in credentials/skills/lakeside.yml\n"
                '    hint: did you mean "lakeside/data"?'
            ),
        ),
        (
            f"skill: lakesid/data, {DATA}",
            (
                '8:13: there is no framework "lakesid"\n'
                "    expected: the name of a file in credentials/skills\n"
                '    hint: did you mean "lakeside"?'
            ),
        ),
        (
            f"skill: lakeside/data, level: Level 3, {DATA}",
            (
                '8:35: the framework "lakeside" has no level "Level 3"\n'
                "    expected: Level 1, Level 2\n"
                '    hint: did you mean "Level 2"?'
            ),
        ),
        (
            "name: Data, url: https://example.org/data, level: Level 1",
            (
                "8:56: a level without the skill that is had at it\n"
                "    expected: skill: <framework>/<id of the skill>\n"
                "    hint: name the skill, or say the level in the description"
            ),
        ),
        (
            f"skill: lakeside/data, {DATA.replace('name: Data', 'name: Dates')}",
            (
                '8:34: the framework says "Data" for the name of entry 1, this is "Dates"\n'
                "    expected: the texts of the framework, as they are to be signed\n"
                "    hint: conferral skill fill teaching"
            ),
        ),
        (
            f"skill: lakeside/data, {DATA.replace(', code: D1', '')}",
            (
                '8:5: the framework says "D1" for the code of entry 1, this is nothing\n'
                "    expected: the texts of the framework, as they are to be signed\n"
                "    hint: conferral skill fill teaching"
            ),
        ),
    ],
)
def test_what_does_not_fit_is_a_mistake_where_nothing_is_awarded_yet(tmp_path: Path, entry: str, expected: str) -> None:
    write_registry(tmp_path, with_entries(TEACHING, entry))

    assert said(tmp_path, "mistakes") == [f"{TEACHING}:{expected}"]
    assert said(tmp_path, "notes") == []


def test_a_new_badge_names_no_deprecated_skill(tmp_path: Path) -> None:
    address = "https://credentials.example.org/registry/skills/lakeside/sums/"
    entry = f"skill: lakeside/sums, name: Sums, url: {address}, framework: Lakeside Skills, type: ext:Skill"
    write_registry(tmp_path, with_entries(TEACHING, entry))

    assert said(tmp_path, "mistakes") == [
        (
            f'{TEACHING}:8:13: the skill "lakeside/sums" is deprecated\n'
            "    expected: a skill that is in use\n"
            '    hint: "lakeside/data" replaces it'
        )
    ]


def awarded(root: Path, *entries: str, state: str = "active") -> Path:
    """A registry whose badge of sailing is awarded, with these entries."""
    write_registry(root, with_entries(SAILING, *entries))
    register(root)
    if state != "active":
        text = (root / SAILING).read_text()
        (root / SAILING).write_text(text.replace("state: active", f"state: {state}"))
    return root


def test_of_what_is_awarded_there_are_notes_alone(tmp_path: Path) -> None:
    root = awarded(
        tmp_path,
        "skill: lakeside/sums, name: Summing, url: https://example.org/sums",
        "skill: lakeside/gone, name: Gone, url: https://example.org/gone, level: Level 1",
    )

    assert said(root, "mistakes") == []
    assert said(root, "notes") == [
        (
            f'{SAILING}:10:13: the skill "lakeside/sums" is deprecated\n'
            "    expected: what was awarded stays as it is; the next version of the badge may say it anew\n"
            '    hint: "lakeside/data" replaces it'
        ),
        (
            f'{SAILING}:11:13: the framework "lakeside" has no skill "gone"\n'
            "    expected: the id of a skill in credentials/skills/lakeside.yml\n"
            "    hint: the key `skill` is not signed: write the skill that it is now, or delete the line"
        ),
    ]


def test_a_retired_badge_may_show_what_is_deprecated(tmp_path: Path) -> None:
    root = awarded(tmp_path, "skill: lakeside/sums, name: Sums, url: https://example.org/sums", state="retired")

    assert said(root, "mistakes") == []
    assert said(root, "notes") == []


def test_a_skill_that_goes_while_a_badge_comes_stands_in_the_way_of_no_later_branch(tmp_path: Path) -> None:
    write_registry(tmp_path, with_entries(TEACHING, f"skill: lakeside/gone, {DATA}"))
    register(tmp_path)
    base = commit_all(tmp_path)
    what = ['the framework "lakeside" has no skill "gone"']

    assert [one.what for one in check(tmp_path, as_of=AS_OF).problems] == what
    assert check(tmp_path, as_of=AS_OF, base=base).problems == ()
    assert check(tmp_path, as_of=AS_OF, base=base, publishing=True).problems == ()
