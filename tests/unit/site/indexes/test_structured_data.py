"""What pages say in the words of schema.org, and that no text can end the element in which it stands."""

from __future__ import annotations

import re

import pytest

from conferral.fields import Period
from conferral.site.indexes.structured_data import duration, duration_of_hours
from tests.unit.site.indexes.samples import BASE, HOSTILE, Published, addresses_in


def test_a_badge_is_a_credential_in_the_words_of_schema_org(site: Published) -> None:
    assert site.structured("badges/data-analysis") == {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": f"{BASE}/badges/data-analysis/",
        "name": "Data Analysis",
        "description": "Turns data into answers.",
        "url": f"{BASE}/badges/data-analysis/",
        "image": f"{BASE}/badges/data-analysis/2/badge.svg",
        "credentialCategory": "Micro-credential",
        "educationalLevel": "Foundation",
        "about": "Data",
        "competencyRequired": [
            {"@type": "DefinedTerm", "name": "SQL"},
            {"@type": "DefinedTerm", "name": "Statistics"},
            {
                "@type": "DefinedTerm",
                "name": "Data Scientists",
                "url": "https://www.onetonline.org/link/summary/15-2051.00",
                "termCode": "15-2051.00",
                "inDefinedTermSet": "O*NET",
            },
        ],
        "validFor": "P3Y",
        "timeRequired": "PT40H",
        "datePublished": "2026-06-01T08:00:00Z",
        "dateModified": "2026-07-01T09:00:00Z",
        "recognizedBy": {
            "@type": "Organization",
            "@id": f"{BASE}/issuers/lakeside/",
            "name": "Lakeside School",
            "url": "https://lakeside.example.org",
        },
        "inLanguage": "en",
        "version": "2",
        "identifier": f"{BASE}/badges/data-analysis/2/badge.json",
    }


def test_the_page_in_another_language_speaks_it(site: Published) -> None:
    german = site.structured("de/badges/data-analysis")

    assert german["@id"] == german["url"] == f"{BASE}/de/badges/data-analysis/"
    assert (german["name"], german["description"]) == ("Datenanalyse", "Macht aus Daten Antworten.")
    assert german["inLanguage"] == "de"
    assert german["competencyRequired"][1]["name"] == "Statistik"


def test_an_untranslated_text_says_which_language_it_is_in(site: Published) -> None:
    assert site.structured("de/badges/sailing")["inLanguage"] == "en"


def test_an_issuer_is_an_organisation(site: Published) -> None:
    assert site.structured("issuers/harbour") == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{BASE}/issuers/harbour/",
        "name": "Harbour School",
        "description": "A school by the sea & more.",
        "url": "https://harbour.example.org",
        "mainEntityOfPage": f"{BASE}/issuers/harbour/",
        "logo": f"{BASE}/issuers/harbour/logo.svg",
        "email": "office@harbour.example.org",
        "sameAs": ["https://ror.example.org/harbour"],
        "parentOrganization": {
            "@type": "Organization",
            "@id": f"{BASE}/issuers/lakeside/",
            "name": "Lakeside School",
            "url": "https://lakeside.example.org",
        },
        "identifier": "did:web:credentials.example.org:registry:issuers:harbour",
    }


@pytest.mark.parametrize(("page", "top"), [("", f"{BASE}/"), ("de", f"{BASE}/de/")])
def test_the_home_page_says_how_to_search(site: Published, page: str, top: str) -> None:
    home = site.structured(page)

    assert (home["@type"], home["url"]) == ("WebSite", top)
    assert home["potentialAction"] == {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{top}badges/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }


def test_every_address_answers_within_the_site(site: Published) -> None:
    pages = [path for path in sorted(site.out.rglob("index.html")) if b'ld+json">{' in path.read_bytes()]

    assert len(pages) == 2 * (1 + 3 + 2)
    for page in pages:
        named = addresses_in(site.structured(page.parent.relative_to(site.out).as_posix()))
        assert [address for address in named if not site.answers(address)] == []


def test_no_text_ends_the_element_it_stands_in(site: Published) -> None:
    html = (site.out / "badges/teaching/index.html").read_text()
    (inside,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)

    assert site.structured("badges/teaching")["description"] == HOSTILE
    assert not re.search(r"[<>&]", inside)
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    ("hours", "said"), [(40, "PT40H"), (2.5, "PT2H30M"), (0.25, "PT15M"), (1, "PT1H"), (0.001, "PT0H")]
)
def test_hours_are_durations(hours: float, said: str) -> None:
    assert duration_of_hours(hours) == said


@pytest.mark.parametrize(
    ("period", "said"), [(Period(2, "year"), "P2Y"), (Period(18, "month"), "P18M"), (Period(90, "day"), "P90D")]
)
def test_periods_are_durations(period: Period, said: str) -> None:
    assert duration(period) == said
