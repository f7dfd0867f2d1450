"""The list of what was taken back stays of a size that a browser opens, and says what it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.site import withdrawn
from conferral.site.overviews import overview
from conferral.site.pages import Pages
from conferral.site.tallies import counts
from conferral.site.withdrawn import withdrawn_list
from tests.registry_builder import recipient, write_registry
from tests.unit.site.english_site import SITE
from tests.unit.site.page_reader import Page, read
from tests.unit.site.site_builder import add_files, register


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    entries = "".join(f"- recipient: {recipient(number)}\n" for number in range(10, 16))
    batch = "credentials/awards/sailing/2025-03-01-many-4k7x.yml"
    root = write_registry(tmp_path, {batch: f"badge: sailing\nawarded: 2025-03-01\nrecipients:\n{entries}"})
    register(root)
    many = [award.id for award in load_registry(FolderFiles(root)).awards if award.place.file == batch]
    days = ("2025-04-01", "2025-04-02", "2025-04-03", "2026-01-05", "2026-01-06", "2026-01-07")
    add_files(
        root,
        {
            f"credentials/revocations/{award}.yml": f"on: {day}\nreason: misconduct\n"
            for award, day in zip(many, days, strict=True)
        },
    )
    return load_registry(FolderFiles(root))


def _page(registry: Registry, folder: Path) -> Page:
    pages = Pages(folder, SITE).catalogue(overview(registry, SITE, counts(registry, SITE.as_of)))
    return read(next(page.html for page in pages if page.path == "revocations/"))


def test_the_newest_are_listed_and_every_year_says_how_many_it_has(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawn, "LISTED", 4)

    listed = withdrawn_list(registry, SITE, counts(registry, SITE.as_of))

    assert [(year.year, year.number, [str(line.since) for line in year.lines]) for year in listed.years] == [
        (2026, 3, ["2026-01-07", "2026-01-06", "2026-01-05"]),
        (2025, 3, ["2025-04-03"]),
    ]
    assert (listed.listed, listed.more) == (4, 2)


def test_the_page_leads_to_those_that_it_leaves_out(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawn, "LISTED", 4)

    page = _page(registry, tmp_path)

    assert len([link for link in page.links if link.startswith("../credentials/")]) == 4
    assert "4 credentials None of them has all of what is asked for. 2026 3 credentials" in page.text
    assert "2 more As of" in page.text
    assert page.links.count("../revocations.csv") == 2


def test_a_page_that_has_all_of_them_says_nothing_of_more(registry: Registry, tmp_path: Path) -> None:
    page = _page(registry, tmp_path)

    assert len([link for link in page.links if link.startswith("../credentials/")]) == 6
    assert " more " not in page.text
    assert page.links.count("../revocations.csv") == 1
