"""Addresses that badges and issuers had before: pages that lead on, and documents that stay."""

from __future__ import annotations

import pytest

from tests.unit.site.indexes.samples import BASE, Published


@pytest.mark.parametrize(
    ("former", "present", "name"),
    [
        ("badges/numbers", "badges/data-analysis", "Data Analysis"),
        ("badges/figures", "badges/data-analysis", "Data Analysis"),
        ("issuers/quay", "issuers/harbour", "Harbour School"),
        ("de/badges/numbers", "de/badges/data-analysis", "Datenanalyse"),
        ("de/issuers/quay", "de/issuers/harbour", "Harbour School"),
    ],
)
def test_a_former_page_leads_to_the_present_one(site: Published, former: str, present: str, name: str) -> None:
    page = site.page(former)
    metas = {
        meta.get("name") or meta.get("http-equiv"): meta["content"] for meta in page.all("meta") if "content" in meta
    }
    relative = f"../../{present.removeprefix('de/')}/"

    assert [link["href"] for link in page.all("link") if link["rel"] == "canonical"] == [f"{BASE}/{present}/"]
    assert metas["refresh"] == f"0; url={relative}"
    assert metas["robots"] == "noindex"
    assert relative in page.links
    assert name in page.text
    assert (site.out / former / relative / "index.html").resolve() == (site.out / present / "index.html").resolve()


@pytest.mark.parametrize("former", ["numbers", "figures"])
def test_the_documents_and_pictures_of_a_badge_stay_where_they_were(site: Published, former: str) -> None:
    before, now = site.out / "badges" / former, site.out / "badges/data-analysis"

    for name in ("badge.json", "1/badge.json", "2/badge.json", "1/badge.svg", "2/badge.svg"):
        assert (before / name).read_bytes() == (now / name).read_bytes()


def test_the_profile_and_the_logo_of_an_issuer_stay_where_they_were_and_its_did_does_not(site: Published) -> None:
    before, now = site.out / "issuers/quay", site.out / "issuers/harbour"

    for name in ("profile.json", "logo.svg"):
        assert (before / name).read_bytes() == (now / name).read_bytes()
    assert not (before / "did.json").exists()  # it would be the document of another identifier


def test_a_draft_has_no_former_address_either(site: Published) -> None:
    assert not (site.out / "badges/ropes").exists()


def test_former_addresses_are_not_to_be_found(site: Published) -> None:
    listed = (site.out / "sitemap.xml").read_text()

    assert "data-analysis" in listed
    assert [name for name in ("numbers", "figures", "quay") if f"/{name}/" in listed] == []
