"""feed.atom by the grammar of RFC 4287 and the rules around it, feed.json by the rules of JSON Feed 1.1."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from conferral.site.indexes.feeds import NEWEST, atom, entries, json_feed
from conferral.site.publications import Publication
from conferral.standards.timestamps import parse_timestamp
from tests.unit.site.indexes.samples import BASE, FIRST_COMMIT, HOSTILE, Published
from tests.unit.site.page_reader import read

ATOM = "{http://www.w3.org/2005/Atom}"
GRAMMAR = etree.RelaxNG(etree.parse(str(Path(__file__).parent / "atom.rng")))


@pytest.fixture(scope="module")
def feed(site: Published) -> Any:
    return etree.fromstring((site.out / "feed.atom").read_bytes())


def links(element: Any) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def test_the_atom_feed_follows_the_grammar(feed: Any) -> None:
    assert GRAMMAR.validate(feed), GRAMMAR.error_log


def test_the_grammar_can_refuse(site: Published) -> None:
    text = (site.out / "feed.atom").read_text()
    for before, after in (("<title>", "<name>"), ("T08:00:00Z", ""), ("<id>", "<id>x</id><id>")):
        assert before in text
        broken = text.replace(before, after).replace("</title>" if after == "<name>" else "\0", "</name>")
        assert not GRAMMAR.validate(etree.fromstring(broken.encode())), after


def test_the_atom_feed_keeps_the_rules_that_no_grammar_says(feed: Any) -> None:
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    updated = [entry.findtext(f"{ATOM}updated") for entry in entries]

    assert len(entries) == 4
    assert len(set(ids)) == len(ids)
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    assert all(parse_timestamp(moment) for moment in updated)
    assert all(entry.find(f"{ATOM}author") is not None and "alternate" in links(entry) for entry in entries)
    assert links(feed) == {"self": f"{BASE}/feed.atom", "alternate": f"{BASE}/"}
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_an_entry_is_of_a_version_and_leads_to_the_badge(feed: Any, site: Published) -> None:
    newest = feed.find(f"{ATOM}entry")

    assert newest.findtext(f"{ATOM}id") == f"{BASE}/badges/data-analysis/2/badge.json"
    assert newest.findtext(f"{ATOM}title") == "Data Analysis, version 2"
    assert newest.findtext(f"{ATOM}author/{ATOM}name") == "Lakeside School"
    assert newest.findtext(f"{ATOM}author/{ATOM}uri") == f"{BASE}/issuers/lakeside/"
    assert links(newest)["alternate"] == f"{BASE}/badges/data-analysis/"
    assert [item.get("term") for item in newest.findall(f"{ATOM}category")] == ["Data", "SQL", "Statistics"]
    named = [element.text for element in feed.iter() if (element.text or "").startswith(f"{BASE}/")]
    named += [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert [address for address in named if not site.answers(address)] == []


def test_both_feeds_say_the_same(feed: Any, site: Published) -> None:
    items = site.json("feed.json")["items"]
    found = feed.findall(f"{ATOM}entry")

    for member, element in {
        "id": "id",
        "title": "title",
        "summary": "summary",
        "content_html": "content",
        "date_published": "published",
        "date_modified": "updated",
    }.items():
        assert [item[member] for item in items] == [entry.findtext(f"{ATOM}{element}") for entry in found]


def test_the_json_feed_keeps_the_rules_of_its_version(site: Published) -> None:
    document = site.json("feed.json")

    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["title"] == "New badges of Test registry"
    assert (document["home_page_url"], document["feed_url"]) == (f"{BASE}/", f"{BASE}/feed.json")
    assert document["language"] == "en"
    assert document["authors"] == [{"name": "Test registry", "url": f"{BASE}/"}]
    for item in document["items"]:
        assert isinstance(item["id"], str)
        assert {"content_html", "url"} <= item.keys()
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert all(author["name"] and author["url"] for author in item["authors"])
        assert "author" not in item  # of version 1.0
        assert item.keys() <= {
            "id", "url", "title", "summary", "content_html", "image", "date_published", "date_modified", "authors",
            "tags",
        }  # fmt: skip


def test_hostile_texts_stay_texts_in_a_feed(site: Published) -> None:
    (item,) = [item for item in site.json("feed.json")["items"] if item["title"] == "Teaching"]
    content = read(item["content_html"])

    assert item["summary"] == HOSTILE
    assert content.tags == {"p", "img", "h2"}
    assert [picture["src"] for picture in content.all("img")] == [f"{BASE}/badges/teaching/1/badge.svg"]
    assert HOSTILE in content.text


def test_a_feed_has_only_the_newest(site: Published) -> None:
    badge = site.registry.badges["sailing"]
    one = Publication(badge=badge, number=1, when=FIRST_COMMIT, first=FIRST_COMMIT)

    assert len(entries(site.registry, site.view(), [one] * (NEWEST + 1))) == NEWEST


def test_feeds_without_news_are_feeds(site: Published) -> None:
    empty = etree.fromstring(atom(site.view(), ()))

    assert GRAMMAR.validate(empty), GRAMMAR.error_log
    assert empty.findtext(f"{ATOM}updated") == "2026-11-23T10:00:00Z"
    assert b'"items": []' in json_feed(site.view(), ())
