"""What the pages of badges show besides what was written: changes in words, and what belongs together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from conferral.loading import load
from conferral.manifest import Manifest
from conferral.model import Alignment, Registry
from conferral.site.badge_views import BadgeView, badge_view
from conferral.site.collection_views import CollectionView, collection_views
from conferral.site.frameworks import framework_views
from conferral.site.language import Language
from conferral.site.overviews import Overview, overview
from conferral.site.relations import related
from conferral.site.tallies import counts
from conferral.site.views import SiteView, site_view
from conferral.site.withdrawn import withdrawn_list
from tests.registry_builder import SVG, files
from tests.unit.memory_files import MemoryFiles
from tests.unit.site.badge_samples import badge

AS_OF = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
BADGE = "credentials/badges/sailing"
BEFORE = (
    "issuer: harbour\nversion: 1\nname: Sailing\ndescription: Can sail.\ncriteria: Sailed.\nlevel: foundation\n"
    "hours: 10\nskills: [Knots, Tides]\n"
    "alignments: [{name: A standard, url: https://standards.example.org/a}]\n"
)


def registry_with(texts: dict[str, str]) -> Registry:
    everything = {path: text for path, text in files().items() if "/awards/sailing/" not in path} | texts
    loaded = load(MemoryFiles({path: text.encode() for path, text in everything.items()}))
    assert loaded.registry
    return loaded.registry


def view_of(registry: Registry, edition: str = "en") -> SiteView:
    manifest = Manifest(
        conferral="0",
        commit=None,
        dirty=False,
        as_of="2026-07-01T09:00:00Z",
        base_url="https://credentials.example.org/registry",
        preview=False,
        registry_base="https://credentials.example.org/registry",
        moved_to=None,
        moved_from=[],
        files_digest="",
        documents_digest="",
        awards=0,
    )
    return site_view(registry, manifest, Language.of(edition), edition=edition)


def sailing(after: str, edition: str = "en", *, times: dict[tuple[str, int], datetime] | None = None) -> BadgeView:
    """The badge whose version 1 is BEFORE and whose version 2 is `after`, with the same image."""
    languages = files()["credentials/registry.yml"] + "languages: [en, de]\n"
    registry = registry_with(
        {
            "credentials/registry.yml": languages,
            f"{BADGE}/badge.yml": after,
            f"{BADGE}/1.yml": BEFORE,
            f"{BADGE}/1.svg": SVG.replace("{colour}", "000000"),
            f"{BADGE}/badge.svg": SVG.replace("{colour}", "000000"),
        }
    )
    return badge_view(
        registry, view_of(registry, edition), registry.badges["sailing"], counts(registry, AS_OF), times or {}
    )


def changes(after: str, edition: str = "en") -> list[str]:
    return [str(change) for change in sailing(after, edition).versions[0].changes]


SECOND = BEFORE.replace("version: 1", "version: 2")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (SECOND, ["No text that is shown here changed."]),
        (SECOND.replace("name: Sailing", "name: Seamanship"), ["Name: Seamanship (before: Sailing)"]),
        (SECOND.replace("hours: 10", "hours: 12.5"), ["Effort: 12.5 hours (before: 10 hours)"]),
        (SECOND.replace("level: foundation\n", ""), ["Level: not given (before: Foundation)"]),
        (f"{SECOND}validity: 2 years\n", ["Validity: 2 years (before: not given)"]),
        (SECOND.replace("Can sail.", "Can sail alone."), ["The description was reworded."]),
        (SECOND.replace("criteria: Sailed.", "criteria: Sailed far."), ["The criteria changed."]),
        (
            SECOND.replace("[Knots, Tides]", "[Tides, Charts, Weather]"),
            ["New skills: Charts and Weather", "Skills left out: Knots"],
        ),
        (SECOND.replace("[Knots, Tides]", "[Tides, Knots]"), ["No text that is shown here changed."]),
        (
            SECOND.replace("name: A standard", "name: B standard"),
            ["New links to frameworks: B standard", "Links to frameworks left out: A standard"],
        ),
        (f"{SECOND}status_purpose: suspension\n", ["Awards can be suspended and reinstated."]),
        (
            SECOND.replace("name: Sailing", "name: <b>Fast</b> & far"),
            ["Name: &lt;b&gt;Fast&lt;/b&gt; &amp; far (before: Sailing)"],
        ),
    ],
    ids=[
        "nothing",
        "name",
        "effort",
        "level",
        "validity",
        "description",
        "criteria",
        "skills",
        "order",
        "frameworks",
        "purpose",
        "hostile",
    ],
)
def test_what_a_version_changed_is_told_in_words(after: str, told: list[str]) -> None:
    assert changes(after) == told


def test_the_registry_s_own_words_keep_their_language() -> None:
    (told,) = changes(SECOND.replace("name: Sailing", "name: Seamanship"), "de")
    assert '<span lang="en">Seamanship</span>' in told
    assert '<span lang="en">Sailing</span>' in told


def test_another_image_is_told() -> None:
    registry = registry_with(
        {
            f"{BADGE}/badge.yml": SECOND,
            f"{BADGE}/1.yml": BEFORE,
            f"{BADGE}/1.svg": SVG.replace("{colour}", "111111"),
            f"{BADGE}/badge.svg": SVG.replace("{colour}", "222222"),
        }
    )
    view = badge_view(registry, view_of(registry), registry.badges["sailing"], counts(registry, AS_OF), {})
    assert [str(change) for change in view.versions[0].changes] == ["The image is another one."]


def test_versions_come_newest_first_with_their_days() -> None:
    times = {("sailing", 1): datetime(2026, 1, 5, 23, 30, tzinfo=UTC)}
    view = sailing(SECOND, times=times)
    assert [(one.number, one.current, one.since) for one in view.versions] == [
        (2, True, None),
        (1, False, date(2026, 1, 6)),  # in the registry's timezone
    ]
    assert (view.since, view.versions[1].changes) == (date(2026, 1, 6), ())


def replaced(by: str, edition: str = "en") -> BadgeView:
    teaching = files()["credentials/badges/teaching/badge.yml"]
    registry = registry_with(
        {
            "credentials/registry.yml": files()["credentials/registry.yml"] + "languages: [en, de]\n",
            "credentials/badges/teaching/badge.yml": f"{teaching}state: retired\n{by}",
            f"{BADGE}/badge.yml": BEFORE
            + "translations: {de: {name: Segeln, description: Segelt., criteria: Segeln., skills: [Knoten, Tiden]}}\n",
        }
    )
    return badge_view(registry, view_of(registry, edition), registry.badges["teaching"], counts(registry, AS_OF), {})


def test_a_retired_badge_names_the_one_that_is_awarded_instead() -> None:
    assert replaced("replaced_by: sailing\n").successor == ("Sailing", "badges/sailing/")
    assert replaced("replaced_by: sailing\n", "de").successor == ("Segeln", "badges/sailing/")
    assert replaced("").successor is None


def test_skills_occupations_and_standards_are_kept_apart() -> None:
    def alignment(url: str, **more: Any) -> Alignment:
        return Alignment(name=url.rsplit("/", 1)[-1], url=url, **more)

    registry = registry_with({})
    kinds = framework_views(
        registry,
        view_of(registry),
        [
            alignment("https://standards.example.org/1"),
            alignment("http://data.europa.eu/esco/skill/2"),
            alignment("http://data.europa.eu/esco/occupation/3"),
            alignment("https://www.onetonline.org/link/summary/4"),
            alignment("https://skills.example.org/5", type="ceasn:Competency"),
            alignment("https://elsewhere.example.org/data.europa.eu/esco/skill/6"),
        ],
    )
    assert [(kind.heading, [item.name for item in kind.items]) for kind in kinds] == [
        ("Skills in public frameworks", ["2", "5"]),
        ("Occupations that need it", ["3", "4"]),
        ("Standards and other credentials", ["1", "6"]),
    ]


def collection(*badges: BadgeView) -> CollectionView:
    return CollectionView(
        slug="c",
        page="collections/c/",
        title=badges[0].name,
        description=badges[0].description,
        badges=badges,
        issuers=(),
        hours=0,
        credits=0,
        partly=False,
        skills=(),
    )


def test_what_is_like_a_badge_shares_skills_before_collections_before_fields() -> None:
    data = badge("data", skills=("SQL", "Charts"), field="Data", issuer="a")
    both = badge("both", skills=("Charts", "sql"), issuer="b")
    one = badge("one", skills=("SQL",), issuer="b")
    near = badge("near", skills=("SQL",), field="Data", issuer="a")
    beside = badge("beside")
    gone = badge("gone", skills=("SQL", "Charts"), retired=True)
    found = related([data, both, one, near, beside, gone], [collection(data, beside)])
    assert [view.slug for view in found["data"]] == ["both", "near", "one"]
    assert [view.slug for view in found["beside"]] == ["data"]
    assert [view.slug for view in found["gone"]] == ["both", "data", "near"]


def test_a_badge_that_shares_nothing_is_followed_by_the_most_awarded_of_its_field() -> None:
    alone = badge("alone", field="Data", skills=("Alone",))
    others = [badge(f"b{number}", field="Data", awarded=number) for number in range(5)]
    found = related([alone, badge("elsewhere", field="Art"), *others], [])
    assert [view.slug for view in found["alone"]] == ["b4", "b3", "b2"]
    assert found["elsewhere"] == ()


def collections_of(text: str) -> tuple[CollectionView, ...]:
    registry = registry_with(
        {
            "credentials/collections/steps.yml": text,
            f"{BADGE}/badge.yml": BEFORE,
            "credentials/badges/knots/badge.yml": BEFORE.replace("version: 1", "version: 1\nstate: draft"),
            "credentials/badges/knots/badge.svg": SVG.replace("{colour}", "000000"),
        }
    )
    shown: Overview = overview(registry, view_of(registry), counts(registry, AS_OF))
    return collection_views(registry, view_of(registry), shown.badges)


def test_a_collection_adds_up_its_badges_in_its_own_order() -> None:
    (steps,) = collections_of("title: Steps\ndescription: Two.\nbadges: [sailing, knots, data-analysis]\n")
    assert [view.slug for view in steps.badges] == ["sailing", "data-analysis"]
    assert (steps.hours, steps.credits, steps.partly) == (50, 2.5, False)
    assert [skill.key for skill, _ in steps.skills] == ["Knots", "Tides", "SQL", "Statistics"]
    assert steps.issuers == ("Harbour School", "Lakeside School")


def test_a_collection_with_a_badge_of_unknown_hours_says_at_least() -> None:
    (steps,) = collections_of("title: Steps\ndescription: Two.\nbadges: [sailing, teaching]\n")
    assert (steps.hours, steps.partly) == (10, True)


def test_a_collection_of_drafts_alone_is_not_shown() -> None:
    assert collections_of("title: Steps\ndescription: None.\nbadges: [knots]\n") == ()


def test_nothing_taken_back_is_an_empty_list_without_choices() -> None:
    registry = registry_with({})
    site = view_of(registry)
    found = withdrawn_list(registry, site, counts(registry, site.as_of))
    assert (found.years, found.choices) == ((), ())
