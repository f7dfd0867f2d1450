"""The page of a person who consents to one: what it shows, in which words, and how it goes away again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conferral import addresses
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.pathways.progress import Rules
from conferral.signed_folder import DOCUMENTS
from conferral.site.indexes.resume_file import resumes
from conferral.site.language import Language
from conferral.site.pages import Look, Pages
from conferral.site.person_views import person_view
from conferral.site.views import site_view
from tests.registry_builder import SVG, recipient, write_registry
from tests.unit.site.page_reader import Page, read
from tests.unit.site.site_builder import AS_OF, add_files, register, render, sign

HOLDER = recipient(1)
NAME = "Wren Ashdown"
OWN_FILE = f"recipients/{HOLDER}.yml"
CONSENT = (
    f"display_name: {NAME}\nportfolio: true\nrecord: true\n"
    "consent: {on: 2026-06-01, to: [display_name, portfolio, record]}\n"
)
FRAMEWORK = (
    "name: Sea skills\nlevels:\n- {name: Hand}\n- {name: Skipper}\n"
    "skills:\n- {id: knots, name: Tying knots}\n- {id: steer, name: Steering}\n"
)
SAILING = (
    "issuer: harbour\nversion: 1\nname: Sailing\ndescription: Can sail.\ncriteria: Sailed.\nvalidity: 2 years\n"
    "status_purpose: suspension\nhours: 12\nskills: [Teamwork, SQL]\nalignments:\n"
    "- {skill: sea/knots, name: Tying knots, url: 'https://example.org/knots', framework: Sea skills, level: Hand}\n"
)
TEACHING = (
    "issuer: lakeside\nversion: 1\nname: Teaching\ndescription: Teaches.\ncriteria: Taught.\n"
    "alignments:\n"
    "- {skill: sea/knots, name: Tying knots, url: 'https://example.org/knots', framework: Sea skills, level: Skipper}\n"
)
PATHWAYS = {
    "credentials/pathways/captain.yml": (
        "title: Captain\ndescription: To the sea.\nearns: teaching\n"
        "requires:\n- badge: sailing\n- badge: data-analysis\n"
    ),
    "credentials/badges/boating/badge.yml": (
        "issuer: harbour\nversion: 1\nname: Boating\ndescription: Knows boats.\ncriteria: Knew them.\n"
    ),
    "credentials/badges/boating/badge.svg": SVG.replace("{colour}", "00ff00"),
    "credentials/pathways/scholar.yml": (
        "title: Scholar\ndescription: To school.\nearns: boating\nrequires:\n- badge: teaching\n- badge: sailing\n"
    ),
}


def registry_in(tmp_path: Path, **changes: str) -> Path:
    root = write_registry(
        tmp_path / "registry",
        {
            OWN_FILE: CONSENT,
            "credentials/skills/sea.yml": FRAMEWORK,
            "credentials/badges/sailing/badge.yml": SAILING,
            "credentials/badges/teaching/badge.yml": TEACHING,
            "credentials/awards/teaching/2025-02-03-all-4q8w.yml": (
                f"badge: teaching\nawarded: 2025-02-03\nrecipients:\n- recipient: {HOLDER}\n"
            ),
            **changes,
        },
    )
    file = root / "credentials/registry.yml"
    file.write_text(f"{file.read_text()}records_by: lakeside\n")
    register(root)
    return root


def html_of(root: Path, tmp_path: Path, as_of: datetime = AS_OF, *, preview: bool = False) -> str:
    """The portfolio, made as a build makes it."""
    signed = tmp_path / f"signed-{as_of.timestamp():.0f}-{len(list(tmp_path.iterdir()))}"
    sign(root, signed, as_of=as_of, preview=preview)
    registry = load_registry(FolderFiles(root))
    site = site_view(registry, Manifest.of(signed), Language.of("en"))
    place = signed / DOCUMENTS / addresses.person_page(HOLDER)
    records = [path.relative_to(signed / DOCUMENTS).as_posix() for path in place.rglob("*.json")]
    view = person_view(registry, site, HOLDER, Rules(registry), records)
    return Pages(root, site).portfolios(Look())(view)


def page_of(root: Path, tmp_path: Path, as_of: datetime = AS_OF) -> Page:
    return read(html_of(root, tmp_path, as_of))


def id_of(root: Path, badge: str) -> str:
    awards = load_registry(FolderFiles(root)).awards
    (found,) = (one.id for one in awards if (one.badge, one.recipient) == (badge, HOLDER))
    assert found
    return found


def resume_of(root: Path, tmp_path: Path, as_of: datetime = AS_OF) -> dict[str, Any]:
    signed = sign(root, tmp_path / f"resume-{as_of.timestamp():.0f}", as_of=as_of, preview=False)
    registry = load_registry(FolderFiles(root))
    site = site_view(registry, Manifest.of(signed), Language.of("en"))
    found: dict[str, Any] = json.loads(dict(resumes(registry, site))[addresses.person_resume(HOLDER)])
    return found


def test_it_shows_the_credentials_of_all_issuers_by_year_with_their_states_in_words(tmp_path: Path) -> None:
    root = registry_in(tmp_path)
    page = page_of(root, tmp_path)
    assert page.open == []
    assert page.misnested == []
    assert (
        "Credentials 2026 Data Analysis Lakeside School · 30 June 2026 Valid until 30 June 2029 "
        "Sailing Harbour School · 2 May 2026 Valid until 2 May 2028 "
        "2025 Teaching Lakeside School · 3 February 2025 Valid, with no end date"
    ) in page.text
    links = [link for link in page.links if "/credentials/" in link]
    assert links == [f"../../credentials/{id_of(root, badge)}/" for badge in ("data-analysis", "sailing", "teaching")]


def test_it_names_whom_it_is_about_only_where_they_consented_to_that(tmp_path: Path) -> None:
    root = registry_in(tmp_path)
    assert f"Portfolio {NAME} What the holder" in page_of(root, tmp_path).text
    (root / OWN_FILE).write_text("portfolio: true\nconsent: {on: 2026-06-01, to: [portfolio]}\n")
    page = html_of(root, tmp_path)
    assert NAME not in page
    assert "Credentials of one person" in page


def test_skills_are_summed_up_with_what_is_behind_each_and_at_the_highest_level(tmp_path: Path) -> None:
    page = page_of(registry_in(tmp_path), tmp_path)
    assert (
        "Skills Each with the credentials that show it, and the evidence behind it. "
        "SQL Data Analysis , Sailing · Evidence : example.org/cohorts/2026-spring "
        "Tying knots · Skipper Sailing , Teaching "
        "Statistics Data Analysis · Evidence : example.org/cohorts/2026-spring "
        "Teamwork Sailing Credentials"
    ) in page.text
    assert "../../skills/sea/knots/" in page.links
    assert page.links.count("https://example.org/cohorts/2026-spring") == 2
    anchors = {item["id"] for item in page.all("li") if "id" in item}
    assert {link for link in page.links if link.startswith("#")} == {f"#{anchor}" for anchor in anchors}


def test_a_skill_that_only_expired_credentials_show_is_marked(tmp_path: Path) -> None:
    page = page_of(registry_in(tmp_path), tmp_path, datetime(2028, 6, 1, tzinfo=UTC))
    assert "Expired What only expired credentials show: Teamwork Sailing Credentials" in page.text
    assert "Tying knots · Skipper Sailing , Teaching Statistics Data Analysis" in page.text


def test_what_a_suspended_credential_shows_is_not_among_the_skills(tmp_path: Path) -> None:
    root = registry_in(tmp_path)
    add_files(root, {f"credentials/suspensions/{id_of(root, 'sailing')}.yml": "on: 2026-08-01\nreason: under-review\n"})
    page = page_of(root, tmp_path)
    assert "Teamwork" not in page.text
    assert "Sailing Harbour School · 2 May 2026 Suspended since 1 August 2026" in page.text


def test_hours_and_credits_are_added_up(tmp_path: Path) -> None:
    page = page_of(registry_in(tmp_path), tmp_path)
    assert "Credentials 3 Issuers 2 Effort 52 hours Credits 2.5 Skills" in page.text


def test_what_ends_soon_and_what_is_over_stand_at_its_top(tmp_path: Path) -> None:
    root = registry_in(tmp_path)
    soon = page_of(root, tmp_path, datetime(2028, 2, 2, 12, tzinfo=UTC))
    assert "Credits 2.5 Sailing : Valid until 2 May 2028 Skills" in soon.text
    assert "Credits 2.5 Skills" in page_of(root, tmp_path, datetime(2028, 2, 1, 12, tzinfo=UTC)).text
    over = page_of(root, tmp_path, datetime(2028, 6, 1, tzinfo=UTC))
    assert "Credits 2.5 Expired : Sailing Skills" in over.text


def test_it_says_how_far_the_holder_is_on_pathways_and_offers_the_record_of_a_completed_one(tmp_path: Path) -> None:
    page = page_of(registry_in(tmp_path, **PATHWAYS), tmp_path)
    assert "Pathways Captain : completed Signed record of this pathway Scholar : completed" in page.text
    assert f"../../people/{HOLDER}/pathways/captain.json" in page.links


def test_progress_counts_only_what_is_shown(tmp_path: Path) -> None:
    root = registry_in(tmp_path, **PATHWAYS)
    (root / OWN_FILE).write_text(f"hidden: [{id_of(root, 'teaching')}]\n{CONSENT}")
    page = page_of(root, tmp_path)
    assert "Pathways Captain : completed Scholar : 1 of 2 What is met" in page.text
    assert not [link for link in page.links if "/pathways/" in link and link.endswith(".json")]


def test_a_hidden_credential_leaves_no_trace(tmp_path: Path) -> None:
    root = registry_in(tmp_path)
    hidden = id_of(root, "sailing")
    (root / OWN_FILE).write_text(f"hidden: [{hidden}]\n{CONSENT}")
    page = html_of(root, tmp_path)
    assert hidden not in page
    assert "Sailing" not in page
    assert "Teamwork" not in page
    assert (
        "Credentials 2 Issuers 1 Effort 40 hours"
        in read(page.replace("<dt data-t>Credentials", "<dt>Credentials")).text
    )


def test_a_revoked_credential_leaves_no_trace(tmp_path: Path) -> None:
    root = registry_in(tmp_path)
    gone = id_of(root, "sailing")
    add_files(root, {f"credentials/revocations/{gone}.yml": "on: 2026-08-01\nreason: misconduct\n"})
    page = html_of(root, tmp_path)
    assert gone not in page
    assert "Sailing" not in page


def test_the_record_is_offered_with_ways_to_verify_it(tmp_path: Path) -> None:
    root = registry_in(tmp_path)
    address = f"https://credentials.example.org/registry/people/{HOLDER}/record.json"
    page = page_of(root, tmp_path)
    assert f"conferral verify {address}" in page.text
    assert {"record.json", f"../../verify/#vc={address}"} <= set(page.links)
    (root / OWN_FILE).write_text(CONSENT.replace("record: true\n", ""))
    assert "record.json" not in html_of(root, tmp_path)


def test_it_is_kept_from_search_engines_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = page_of(registry_in(tmp_path), tmp_path)
    assert {"name": "robots", "content": "noindex"} in page.all("meta")
    sources = [item.get("src", "") for tag in ("img", "script") for item in page.all(tag)]
    assert [source for source in sources if "://" in source] == []


def test_names_are_written_as_text_and_never_as_markup(tmp_path: Path) -> None:
    hostile = '<b>Robin</b> & "co"'
    root = registry_in(tmp_path)
    (root / OWN_FILE).write_text(CONSENT.replace(NAME, f"'{hostile}'"))
    page = html_of(root, tmp_path)
    assert hostile not in page
    assert hostile in read(page).text


def test_a_portfolio_of_ten_credentials_takes_at_most_12_kilobytes(tmp_path: Path) -> None:
    changes = {}
    for number in range(7):
        name = f"course-{number}"
        changes[f"credentials/badges/{name}/badge.yml"] = (
            f"issuer: {('harbour', 'lakeside')[number % 2]}\nversion: 1\nname: Course number {number} of the school\n"
            "description: A course.\ncriteria: Took it.\nvalidity: 2 years\nhours: 20\n"
            f"skills: [Skill {number} that is new, Communication]\n"
        )
        changes[f"credentials/badges/{name}/badge.svg"] = SVG.replace("{colour}", f"ff00{number}0")
        changes[f"credentials/awards/{name}/2026-0{number + 1}-03-all-4q8w.yml"] = (
            f"badge: {name}\nawarded: 202{number % 4 + 3}-0{number % 6 + 1}-03\n"
            f"evidence: [{{id: 'https://example.org/projects/{name}/report.html', name: Report {number}}}]\n"
            f"recipients:\n- recipient: {HOLDER}\n"
        )
    root = registry_in(tmp_path, **changes)
    assert len(html_of(root, tmp_path).encode()) <= 12_000


def test_json_resume_holds_what_is_valid_and_names_nobody_without_consent(tmp_path: Path) -> None:
    root = registry_in(tmp_path)
    base = "https://credentials.example.org/registry"
    assert resume_of(root, tmp_path, datetime(2028, 6, 1, tzinfo=UTC)) == {
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": {"name": NAME, "url": f"{base}/people/{HOLDER}/"},
        "certificates": [
            {
                "name": "Data Analysis",
                "date": "2026-06-30",
                "issuer": "Lakeside School",
                "url": f"{base}/credentials/{id_of(root, 'data-analysis')}/",
            },
            {
                "name": "Teaching",
                "date": "2025-02-03",
                "issuer": "Lakeside School",
                "url": f"{base}/credentials/{id_of(root, 'teaching')}/",
            },
        ],
        "skills": [
            {"name": "SQL", "keywords": ["Data Analysis"]},
            {"name": "Statistics", "keywords": ["Data Analysis"]},
            {"name": "Tying knots", "level": "Skipper", "keywords": ["Teaching"]},
        ],
        "meta": {"canonical": f"{base}/people/{HOLDER}/resume.json", "version": "v1.0.0"},
    }
    (root / OWN_FILE).write_text("portfolio: true\nconsent: {on: 2026-06-01, to: [portfolio]}\n")
    assert list(resume_of(root, tmp_path)["basics"]) == ["url"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A registry, and its site with the portfolio and after consent to it was withdrawn."""
    folder = tmp_path_factory.mktemp("portfolio")
    root = registry_in(folder)
    (root / f"recipients/{recipient(2)}.yml").write_text(CONSENT.replace(NAME, "Somebody Else"))
    first = render(root, sign(root, folder / "signed", preview=False), folder / "first")
    (root / OWN_FILE).unlink()
    second = render(root, sign(root, folder / "again", preview=False), folder / "second")
    return root, first, second


def holding(site: Path, text: str) -> set[str]:
    """The files of a site that hold a text."""
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix() for path in files if text.encode() in path.read_bytes()}


def test_its_credentials_lead_to_it_and_no_list_of_the_site_does(built: tuple[Path, Path, Path]) -> None:
    root, first, _ = built
    pages = {f"credentials/{id_of(root, badge)}/index.html" for badge in ("sailing", "data-analysis", "teaching")}
    own = {f"people/{HOLDER}/index.html", f"people/{HOLDER}/resume.json"}
    assert holding(first, HOLDER) == pages | own
    assert (first / f"people/{HOLDER}/index.html").is_file()


def test_it_is_gone_at_the_next_build_when_consent_is_withdrawn(built: tuple[Path, Path, Path]) -> None:
    _, _, second = built
    assert holding(second, HOLDER) == set()
    assert holding(second, NAME) == set()
    assert [path.name for path in (second / "people").iterdir()] == [recipient(2)]
