"""What the pages of frameworks and skills show."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.register.registration import carry_out, plan
from conferral.site.badge_views import badge_view
from conferral.site.indexes.skill_files import FRAMEWORK, SKILL, framework_list, skill_list, skills_files
from conferral.site.indexes.structured_data import page_data
from conferral.site.overviews import Overview, overview
from conferral.site.skill_views import Branch, SkillPage
from conferral.site.tallies import counts
from tests.registry_builder import SVG, files, write_registry
from tests.unit.site.page_reader import read
from tests.unit.site.site_builder import render, sign
from tests.unit.site.test_badge_pages import view_of

AS_OF = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
BASE = "https://credentials.example.org/registry"
FRAMEWORK_FILE = """\
name: Lakeside Skills
description: What Lakeside teaches.
license: CC BY 4.0
levels: [{name: Level 1, description: With help.}, {name: Level 2}]
skills:
  - id: digital
    name: Digital competence
    description: To work with computers.
    translations: {de: {name: Digitale Kompetenz, description: Mit Rechnern arbeiten.}}
  - {id: data, name: Data, broader: [digital], code: D1, translations: {de: {name: Daten}}}
  - {id: statistics, name: Statistics, broader: [data, mathematics], url: "https://example.org/skills/statistics"}
  - {id: mathematics, name: Mathematics}
  - {id: regression, name: Regression, broader: [statistics]}
  - {id: sums, name: Sums, deprecated: true, replaced_by: statistics, broader: [mathematics]}
translations: {de: {name: Seeufer-Fähigkeiten}}
"""


def entry(skill: str, level: str = "") -> str:
    at = f", level: {level}" if level else ""
    return f"  - {{skill: lakeside/{skill}, name: {skill}, url: https://example.org/skills/{skill}{at}}}\n"


def write(root: Path) -> Path:
    """Three badges: one shows data, one statistics, and an earlier version of one showed sums."""
    texts = files()
    data = "credentials/badges/data-analysis"
    teaching = "credentials/badges/teaching/badge.yml"
    sailing = "credentials/badges/sailing/badge.yml"
    return write_registry(
        root,
        {
            "credentials/registry.yml": texts["credentials/registry.yml"] + "languages: [en, de]\n",
            "credentials/skills/lakeside.yml": FRAMEWORK_FILE,
            f"{data}/badge.yml": texts[f"{data}/badge.yml"].replace(
                "alignments:\n", f"alignments:\n{entry('data', 'Level 2')}"
            ),
            f"{data}/1.yml": texts[f"{data}/1.yml"] + f"alignments:\n{entry('sums')}",
            teaching: texts[teaching] + f"alignments:\n{entry('statistics', 'Level 1')}",
            sailing: texts[sailing] + "alignments: [{name: Boats, url: https://example.org/boats}]\n",
            "credentials/badges/draft/badge.yml": (
                f"issuer: lakeside\nversion: 1\nname: Draft\ndescription: D.\ncriteria: D.\nstate: draft\n"
                f"alignments:\n{entry('regression')}"
            ),
            "credentials/badges/draft/badge.svg": SVG.replace("{colour}", "00ff00"),
        },
    )


def register(root: Path) -> None:
    loaded = FolderFiles(root)
    carry_out(plan(load_registry(loaded), loaded, now=AS_OF, chance=random.Random(7)), root)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("skills"))
    register(root)
    return root


@pytest.fixture(scope="module")
def shown(place: Path) -> Overview:
    registry = load_registry(FolderFiles(place))
    return overview(registry, view_of(registry), counts(registry, AS_OF))


def page_of(shown: Overview, slug: str) -> SkillPage:
    return next(page for page in shown.skills.skills if page.slug == slug)


def drawn(branches: tuple[Branch, ...]) -> list[object]:
    return [
        [str(one.link.name), one.link.badges, drawn(one.parts), *(["again"] if one.again else [])] for one in branches
    ]


def test_skills_that_something_names_have_pages_and_so_has_what_they_are_part_of(shown: Overview) -> None:
    (framework,) = shown.skills.frameworks

    assert [page.slug for page in shown.skills.skills] == ["digital", "data", "statistics", "mathematics", "sums"]
    assert (framework.skills, framework.shown, framework.others) == (6, 2, 1)


def test_the_tree_says_how_many_badges_show_a_skill_or_a_part_of_it(shown: Overview) -> None:
    (framework,) = shown.skills.frameworks

    assert drawn(framework.tree) == [
        ["Digital competence", 2, [["Data", 2, [["Statistics", 1, []]]]]],
        ["Mathematics", 1, [["Statistics", 1, []], ["Sums", 0, []]]],
    ]


def test_a_skill_says_which_badges_show_it_and_which_a_part_of_it(shown: Overview) -> None:
    page = page_of(shown, "data")

    assert [(one.badge.slug, one.notes) for one in page.showing] == [("data-analysis", ("Level 2",))]
    assert [(one.badge.slug, one.notes) for one in page.below] == [("teaching", ("Statistics", "Level 1"))]
    assert ([str(one.name) for one in page.above], page.code, page.source) == (["Digital competence"], "D1", "")
    assert ([str(one.name) for one in page.parts], page.others) == (["Statistics"], 0)


def test_credentials_count_by_the_version_they_were_given_under(shown: Overview) -> None:
    assert {page.slug: page.awarded for page in shown.skills.skills} == {
        "digital": 3,
        "data": 3,
        "statistics": 0,
        "mathematics": 0,
        "sums": 0,
    }
    assert [(bar.name, bar.number, bar.page) for bar in shown.statistics.skills] == [
        ("Data", 3, "skills/lakeside/data/")
    ]


def test_a_deprecated_skill_says_what_to_use_instead(shown: Overview) -> None:
    page = page_of(shown, "sums")

    assert page.deprecated
    assert page.instead is not None
    assert (page.instead.name, page.instead.page) == ("Statistics", "skills/lakeside/statistics/")
    assert (page.showing, page.below) == ((), ())


def test_a_badge_leads_to_the_pages_of_its_skills_in_the_language_of_the_page(place: Path) -> None:
    registry = load_registry(FolderFiles(place))
    counted = counts(registry, AS_OF)
    badge = registry.badges["data-analysis"]

    english = badge_view(registry, view_of(registry), badge, counted, {})
    german = badge_view(registry, view_of(registry, "de"), badge, counted, {})

    assert [(kind.heading, [(one.name, one.page, one.level) for one in kind.items]) for kind in english.frameworks] == [
        ("Skills in frameworks", [("data", "skills/lakeside/data/", "Level 2")]),
        ("Occupations that need it", [("Data Scientists", "", "")]),
    ]
    assert german.frameworks[0].items[0].name == "Daten"
    assert german.frameworks[0].items[0].name.language == "de"
    assert [(term.key, str(term)) for term in german.searched_skills] == [
        ("SQL", "SQL"),
        ("Statistics", "Statistics"),
        ("Data", "Daten"),
    ]


def test_pages_are_there_in_every_language(place: Path, tmp_path: Path) -> None:
    out = render(place, sign(place, tmp_path / "signed"), tmp_path / "out")

    english = read((out / "skills/lakeside/statistics/index.html").read_text())
    german = read((out / "de/skills/lakeside/data/index.html").read_text())
    assert "../../../skills/lakeside/mathematics/" in english.links
    assert "https://example.org/skills/statistics" in english.links
    assert "Daten" in german.text
    assert "Seeufer-Fähigkeiten" in german.text
    assert "../../../de/skills/lakeside/digital/" in german.links or "../../../skills/lakeside/digital/" in german.links
    assert "skills/" in read((out / "index.html").read_text()).links
    assert json.loads((out / "skills/lakeside/skills.json").read_text())["known"] == 6
    catalog = json.loads((out / "catalog.json").read_text())
    assert [one["framework"] for one in catalog["frameworks"]] == ["lakeside"]
    assert not (out / "skills/lakeside/regression").exists()


def test_what_programs_read_is_as_its_schema_says(place: Path) -> None:
    registry = load_registry(FolderFiles(place))

    frameworks, skills = framework_list(registry, BASE), skill_list(registry, BASE)
    for found, schema in ((frameworks, FRAMEWORK), (skills, SKILL)):
        for one in found:
            jsonschema.validate(one, schema)
    assert [(one["skill"], one["url"], one["badges"]) for one in skills] == [
        ("lakeside/data", f"{BASE}/skills/lakeside/data/", [{"badge": "data-analysis", "level": "Level 2"}]),
        ("lakeside/statistics", "https://example.org/skills/statistics", [{"badge": "teaching", "level": "Level 1"}]),
    ]
    ((path, content),) = skills_files(registry, BASE)
    assert path == "skills/lakeside/skills.json"
    assert [one["id"] for one in json.loads(content)["skills"]] == [
        "digital", "data", "statistics", "mathematics", "sums",
    ]  # fmt: skip


def test_search_engines_are_told_of_terms_and_their_set(place: Path) -> None:
    registry = load_registry(FolderFiles(place))

    said = page_data(registry, view_of(registry, "de"), ())

    assert said["de/skills/lakeside/data/"] == {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": f"{BASE}/de/skills/lakeside/data/",
        "name": "Daten",
        "url": f"{BASE}/de/skills/lakeside/data/",
        "termCode": "D1",
        "inDefinedTermSet": f"{BASE}/de/skills/lakeside/",
        "inLanguage": "de",
    }
    assert said["de/skills/lakeside/"]["@type"] == "DefinedTermSet"
    assert said["de/skills/lakeside/"]["name"] == "Seeufer-Fähigkeiten"


def test_a_registry_without_frameworks_has_no_such_pages(tmp_path: Path) -> None:
    root = write_registry(tmp_path)
    registry = load_registry(FolderFiles(root))

    shown = overview(registry, view_of(registry), counts(registry, AS_OF))

    assert (shown.skills.frameworks, shown.skills.skills, shown.statistics.skills) == ((), (), ())
