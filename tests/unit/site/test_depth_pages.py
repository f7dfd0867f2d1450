"""Depth on the pages: rubrics, related achievements, results and activities, each as it was stated."""

from __future__ import annotations

import pytest

from tests.registry_builder import recipient, write_registry
from tests.unit.site.page_reader import Page
from tests.unit.site.site_builder import register, render, sign
from tests.unit.site.test_rendering import Site
from tests.unit.test_depth import BADGE, BATCH, DEEP_BADGE, DEEP_BATCH

RENEWAL = "renewal: {hours: 8, within: 3 years, of: [sailing]}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("deep")
    root = write_registry(
        folder / "registry", {BADGE: DEEP_BADGE + RENEWAL.replace("sailing", "teaching"), BATCH: DEEP_BATCH}
    )
    teaching = root / "credentials/badges/teaching/badge.yml"
    teaching.write_text(teaching.read_text() + "hours: 8\n")
    register(root)
    made = Site(root, folder / "signed", folder / "out")
    sign(root, made.signed)
    render(root, made.signed, made.out)
    return made


@pytest.fixture(scope="module")
def badge(site: Site) -> Page:
    return site.page("badges/data-analysis")


def test_the_page_of_a_badge_shows_its_rubric_as_a_table(badge: Page) -> None:
    assert (
        "Method Level What it means Points Weak 1 0 Good 2 required Chooses a method that fits. 5 Strong" in badge.text
    )
    (table,) = badge.all("table")
    assert table == {"class": "cf-rubric", "aria-labelledby": "rubric-method"}
    assert [one["scope"] for one in badge.all("th")] == ["col", "col", "col", "row", "row", "row"]


def test_the_page_of_a_badge_says_what_it_is_called_elsewhere_and_what_it_is_related_to(badge: Page) -> None:
    assert "Specialisation Time series Code DA-101 Validity until 31 December 2028" in badge.text
    assert "All awards end on 31 December 2028 ." in badge.text
    assert (
        "Related achievements Sailing example.org/achievements/7 example.org/achievements/8 "
        "In other registers Made by Open Curriculum CourseCode 4711 identifier urn:example:da"
    ) in badge.text
    assert {
        "../sailing/",
        "https://example.org/achievements/7",
        "https://curriculum.example.org",
    } <= {link.replace("../../badges/", "../") for link in badge.links}


def test_the_page_of_a_badge_says_what_earns_a_renewal(badge: Page) -> None:
    assert "A renewal is earned by 8 hours of further learning within 3 years, by awards of: Teaching" in badge.text


def test_the_page_of_a_credential_shows_every_result_and_when_and_in_which_part_it_was_done(site: Site) -> None:
    page = site.page(f"credentials/{site.award(1, 'data-analysis')}")

    assert (
        "Period 2 March 2026 to 26 June 2026 Term Spring 2026 Role Team lead Assessed by Exam Board "
        "Credits earned 2.5 Licence number L-2026-17"
    ) in page.text
    assert "Results Score 92 of 100 60 required Completed Method Strong Good required" in page.text
    assert "Capstone Employers" in page.text
    assert "https://exams.example.org" in page.links


def test_the_page_of_a_credential_with_one_result_says_what_its_level_means(site: Site) -> None:
    page = site.page(f"credentials/{site.award(2, 'data-analysis')}")

    assert "Period until 29 June 2026 Term Spring 2026 Role Analyst" in page.text
    assert "Result Method Good : Chooses a method that fits. Good required" in page.text
    assert "Licence number" not in page.text


def test_the_page_of_a_credential_shows_nothing_of_what_is_not_stated(site: Site) -> None:
    page = site.page(f"credentials/{site.award(1, 'sailing')}")

    for word in ("Period", "Term", "Role", "Assessed by", "Credits earned", "Licence number", "Result"):
        assert word not in page.text
    assert recipient(1) not in page.text
