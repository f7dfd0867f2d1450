"""The HTML of every page of both sites is valid, as it is published and as scripts have changed it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Visits
from tests.browser.html_checker import problems
from tests.browser.sites import Site

pytestmark = pytest.mark.xdist_group("browser")  # one worker builds the sites and runs the browser


def test_the_html_of_every_page_is_valid(sites: dict[str, Site], visits: Visits) -> None:
    published = [file for site in sites.values() for file in sorted(site.served.folder.rglob("*.html"))]
    changed = sorted(visits.kept.glob("*.html"))
    assert len(published) > 170
    assert len(changed) == sum(len(site.paths) for site in sites.values())
    assert problems([*published, *changed]) == {}


def test_what_is_not_valid_is_noticed_and_what_the_checker_cannot_know_is_not(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    policy = "default-src 'none'; style-src 'self'; script-src 'self'"
    page.write_text(
        '<!doctype html>\n<html lang="en">\n<head><title>A page</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<link rel="stylesheet" href="own.css">\n'
        '<script type="application/ld+json">{}</script>\n'
        "<script>1</script>\n"
        '<link rel="stylesheet" href="https://elsewhere.example.org/x.css">\n</head>\n'
        "<body><h1>A page</h1><p><div>A block in a paragraph</div></p>\n<img src=x.png></body></html>\n"
    )
    other = tmp_path / "other.html"
    other.write_text('<!doctype html>\n<html lang="en"><title>Sound</title><p>Sound</p></html>\n')
    found = problems([page, other])
    assert list(found) == [str(page)]
    assert [line.split(":")[0] for line in found[str(page)]] == ["7", "8", "10", "11"]
