from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from conferral import fields
from conferral.fields import Period
from conferral.standards.multikey import ed25519_public_multibase

KEY = ed25519_public_multibase(bytes(32))

GOOD = [
    (fields.Line, "Can sew", "Can sew"),
    (fields.Line, "x" * 300, "x" * 300),
    (fields.Markdown, "\n- one\n- two\n", "- one\n- two"),
    (fields.Markdown, "    code first\n", "    code first"),
    (fields.Slug, "data-analysis-2", "data-analysis-2"),
    (fields.HttpsUrl, "https://example.org", "https://example.org"),
    (fields.HttpsUrl, "https://example.org:8443/a%20b?c=d#e", "https://example.org:8443/a%20b?c=d#e"),
    (fields.VocabularyUrl, "http://data.europa.eu/esco/skill/1", "http://data.europa.eu/esco/skill/1"),
    (fields.BaseUrl, "https://example.org/registry/", "https://example.org/registry"),
    (fields.Day, "2024-02-29", date(2024, 2, 29)),
    (fields.Instant, "2026-06-30T23:59:59Z", datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)),
    (fields.Timezone, "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    (fields.PeriodField, "18 months", Period(18, "month")),
    (fields.PeriodField, "1 day", Period(1, "day")),
    (fields.Email, "badges@example.org", "badges@example.org"),
    (fields.HolderDid, "did:key:z6Mkabc", "did:key:z6Mkabc"),
    (fields.IdentityHash, "sha256$" + "0a" * 32, "sha256$" + "0a" * 32),
    (fields.PublicKeyMultibase, KEY, KEY),
    (fields.Language, "pt-BR", "pt-BR"),
    (fields.VersionNumber, 9999, 9999),
]

REFUSED = [
    (fields.Line, 12, "text is needed here, this is a number"),
    (fields.Line, True, "text is needed here, this is true or false"),
    (fields.Line, None, "text is needed here, this is nothing"),
    (fields.Line, ["a"], "text is needed here, this is a list"),
    (fields.Line, {"a": "b"}, "text is needed here, this is a mapping"),
    (fields.Line, "\u3000", "empty text"),
    (fields.Line, "a\u202eb", 'text with an invisible character, U+202E RIGHT-TO-LEFT OVERRIDE, after "a"'),
    (fields.Line, "a\x85b", "text with the control character U+0085"),
    (fields.Line, "a\tb", "text with a line break or tab"),
    (fields.Line, "x" * 301, "text of 301 characters"),
    (fields.Markdown, " \n", "empty text"),
    (fields.Markdown, "x" * 20_001, "text of 20001 characters"),
    (fields.Markdown, "a\rb", "text with the control character U+000D"),
    (fields.Slug, "Data", '"Data" is no short name'),
    (fields.Slug, "a--b", '"a--b" is no short name'),
    (fields.Slug, "a/../b", '"a/../b" is no short name'),
    (fields.Slug, "a\n", '"a\n" is no short name'),
    (fields.Slug, "ä", '"ä" is no short name'),
    (fields.Slug, "a" * 81, f'"{"a" * 81}" is no short name'),
    (fields.HttpsUrl, "HTTPS://example.org", '"HTTPS://example.org" is no https address'),
    (fields.HttpsUrl, "http://example.org", '"http://example.org" is not https'),
    (fields.HttpsUrl, "ftp://example.org", '"ftp://example.org" is no https address'),
    (fields.HttpsUrl, "javascript:alert(1)", '"javascript:alert(1)" is no https address'),
    (fields.HttpsUrl, "https://", '"https://" is no https address'),
    (fields.HttpsUrl, "https://a@example.org", '"https://a@example.org" is no https address'),
    (fields.HttpsUrl, "https://[::1", '"https://[::1" is no https address'),
    (fields.HttpsUrl, "https://example.org:port", '"https://example.org:port" is no https address'),
    (fields.HttpsUrl, "https://exa mple.org", '"https://exa mple.org" is no https address'),
    (
        fields.HttpsUrl,
        "https://example.org/é",
        '"https://example.org/é" holds characters that an address must write as %XX',
    ),
    (
        fields.HttpsUrl,
        "https://example.org/%zz",
        '"https://example.org/%zz" holds characters that an address must write as %XX',
    ),
    (fields.VocabularyUrl, "http://example.org/", '"http://example.org/" is not https'),
    (fields.VocabularyUrl, "http://data.europa.eu.example.org/", '"http://data.europa.eu.example.org/" is not https'),
    (fields.BaseUrl, "https://Example.org", '"https://Example.org" cannot name issuers'),
    (fields.BaseUrl, "https://192.0.2.1", '"https://192.0.2.1" cannot name issuers'),
    (fields.BaseUrl, "https://example.org/a//b", '"https://example.org/a//b" cannot be the base of addresses'),
    (fields.Day, "2026-2-3", '"2026-2-3" is no date'),
    (fields.Day, "2025-02-29", 'there is no day "2025-02-29"'),
    (fields.Day, "1899-12-31", '"1899-12-31" is out of range'),
    (fields.Day, "٢٠٢٦-٠٦-٣٠", '"٢٠٢٦-٠٦-٣٠" is no date'),
    (fields.Day, 20260630, "text is needed here, this is a number"),
    (fields.Instant, "2026-06-30", '"2026-06-30" is no time'),
    (fields.Instant, "2026-06-30T24:00:01Z", 'there is no time "2026-06-30T24:00:01Z"'),
    (fields.Instant, "2026-06-30T10:00:00+02:00", '"2026-06-30T10:00:00+02:00" is no time'),
    (fields.AwardId, "8" + "0" * 25, f'"8{"0" * 25}" is no award id'),
    (fields.RecipientId, "jane.doe", '"jane.doe" is no recipient id'),
    (fields.Timezone, "Berlin", '"Berlin" is no timezone'),
    (fields.Timezone, "../../etc/passwd", '"../../etc/passwd" is no timezone'),
    (fields.PeriodField, "0 years", '"0 years" is no period'),
    (fields.PeriodField, "2 weeks", '"2 weeks" is no period'),
    (fields.PeriodField, "101 years", '"101 years" is longer than a century'),
    (fields.Email, "badges at example.org", '"badges at example.org" is no e-mail address'),
    (fields.HolderDid, "did:key:", '"did:key:" is no DID'),
    (fields.IdentityHash, "sha256$" + "0A" * 32, f'"sha256${"0A" * 32}" is no salted hash'),
    (fields.Signature, "zshort", '"zshort" is no signature'),
    (fields.Language, "EN", '"EN" is no language code'),
    (fields.Salt, "short", '"short" is no salt'),
]


@pytest.mark.parametrize(("kind", "value", "becomes"), GOOD)
def test_a_good_value_is_kept(kind: Any, value: object, becomes: object) -> None:
    assert TypeAdapter(kind).validate_python(value) == becomes


@pytest.mark.parametrize(("kind", "value", "what"), REFUSED)
def test_a_bad_value_is_refused_in_these_words(kind: Any, value: object, what: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    (error,) = caught.value.errors()
    assert error["ctx"]["what"] == what
    assert error["ctx"]["expected"]


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("Lndon", 'did you mean "Europe/London"?'),
        ("europe/berlin", 'did you mean "Europe/Berlin"?'),
        ("New York", 'did you mean "America/New_York"?'),
        ("GMT+1", ""),
        ("Europe/Atlantis", ""),
    ],
)
def test_a_timezone_is_found_by_its_city(given: str, hint: str) -> None:
    refused = fields.refusal(TypeAdapter(fields.Timezone), given)
    assert refused
    assert refused.hint == hint


@pytest.mark.parametrize(
    ("period", "day", "last"),
    [
        ("1 day", date(2026, 12, 31), date(2027, 1, 1)),
        ("1 month", date(2026, 1, 31), date(2026, 2, 28)),
        ("1 month", date(2028, 1, 31), date(2028, 2, 29)),
        ("12 months", date(2026, 12, 31), date(2027, 12, 31)),
        ("1 year", date(2024, 2, 29), date(2025, 2, 28)),
        ("4 years", date(2024, 2, 29), date(2028, 2, 29)),
    ],
)
def test_a_period_ends_on_the_same_day_or_the_last_of_the_month(period: str, day: date, last: date) -> None:
    assert TypeAdapter(fields.PeriodField).validate_python(period).after(day) == last


PARTS = (
    "https://",
    "HTTPS://",
    "http://",
    "a.org",
    "A.org",
    "\u017f.org",
    "-",
    ".",
    "/",
    ":",
    "8443",
    "?",
    "#",
    "@",
    "%20",
    "[",
    "é",
)


@given(st.lists(st.sampled_from(PARTS), max_size=6).map("".join))
def test_the_usual_address_is_an_address(text: str) -> None:
    """What one expression accepts at once, the steps that have words for every fault accept, too."""
    if fields._USUAL_URL.fullmatch(text):
        with patch.object(fields, "_USUAL_URL", re.compile(r"(?!)")):
            assert TypeAdapter(fields.HttpsUrl).validate_python(text) == text


@given(st.integers(1, 99), st.sampled_from(["day", "month", "year"]), st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_every_period_ends_later_and_reads_as_it_was_written(number: int, unit: str, day: date) -> None:
    period = Period(number, unit)
    assert period.after(day) > day
    assert TypeAdapter(fields.PeriodField).validate_python(str(period)) == period


def test_the_nearest_name_is_proposed() -> None:
    assert fields.closest("nmae", ["name", "url"]) == 'did you mean "name"?'
    assert fields.closest("zzz", ["name", "url"]) == ""
