"""oembed.json: the members that oEmbed 1.0 asks for, found from the page, with nothing that runs."""

from __future__ import annotations

from tests.unit.site.indexes.samples import BASE, HOSTILE, Published, addresses_in
from tests.unit.site.page_reader import read


def test_the_page_of_a_badge_says_where_its_oembed_is(site: Published) -> None:
    for page, top in (("badges/sailing", "../../"), ("de/badges/sailing", "../../../")):
        (found,) = [one for one in site.page(page).all("link") if one.get("type") == "application/json+oembed"]
        assert (found["rel"], found["href"]) == ("alternate", f"{top}badges/sailing/oembed.json")


def test_it_has_what_the_specification_asks_of_rich_content(site: Published) -> None:
    document = site.json("badges/data-analysis/oembed.json")

    html = document.pop("html")
    assert document == {
        "version": "1.0",
        "type": "rich",
        "title": "Data Analysis",
        "author_name": "Lakeside School",
        "author_url": f"{BASE}/issuers/lakeside/",
        "provider_name": "Test registry",
        "provider_url": f"{BASE}/",
        "thumbnail_url": f"{BASE}/badges/data-analysis/card.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 627,
        "width": 480,
        "height": 200,
    }
    assert read(html).links == [f"{BASE}/badges/data-analysis/"]
    assert read(html).text == "Data Analysis Turns data into answers. Open Badge by Lakeside School"
    assert read(html).all("img")[0]["alt"] == "A circle."
    assert [address for address in addresses_in(document) if not site.answers(address)] == []


def test_hostile_texts_stay_texts(site: Published) -> None:
    page = read(site.json("badges/teaching/oembed.json")["html"])

    assert page.tags == {"blockquote", "p", "img", "a", "b", "br"}
    assert len(page.all("img")) == 1
    assert HOSTILE in page.text


def test_a_draft_has_none(site: Published) -> None:
    assert not (site.out / "badges/knots").exists()
