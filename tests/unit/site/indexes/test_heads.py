"""What the head of a page names for programs, in each language."""

from __future__ import annotations

import pytest

from tests.unit.site.indexes.samples import Published

FEEDS = [("application/atom+xml", "feed.atom"), ("application/feed+json", "feed.json")]


@pytest.mark.parametrize("home", ["", "de/"])
@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("", [("application/json", "catalog.json")]),
        ("revocations/", [("application/json", "revocations.json"), ("text/csv", "revocations.csv")]),
        (
            "badges/sailing/",
            [
                ("application/ld+json", "badges/sailing/badge.json"),
                ("application/json+oembed", "badges/sailing/oembed.json"),
            ],
        ),
        (
            "issuers/harbour/",
            [
                ("application/ld+json", "issuers/harbour/profile.json"),
                ("application/ld+json", "issuers/harbour/did.json"),
            ],
        ),
        ("statistics/", []),
    ],
)
def test_a_page_names_the_files_that_say_the_same(
    site: Published, home: str, page: str, named: list[tuple[str, str]]
) -> None:
    path = f"{home}{page}"
    links = [link for link in site.page(path).all("link") if link["rel"] == "alternate" and "type" in link]
    top = "../" * path.count("/")

    assert [(link["type"], link["href"]) for link in links] == [(kind, f"{top}{file}") for kind, file in named + FEEDS]
    assert all(link["title"] for link in links)
    assert [link["href"] for link in links if not (site.out / path / link["href"]).resolve().is_file()] == []


def test_a_badge_has_a_picture_to_share_and_a_list_has_none(site: Published) -> None:
    def pictures(path: str) -> list[str]:
        return [meta["content"] for meta in site.page(path).all("meta") if meta.get("property") == "og:image"]

    assert pictures("de/badges/sailing") == [f"{site.base_url}/badges/sailing/card.png"]
    assert [address for address in pictures("badges/sailing") if not site.answers(address)] == []
    assert pictures("badges") == []
