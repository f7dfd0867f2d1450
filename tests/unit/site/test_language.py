"""Messages, days and numbers in the language of a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from conferral.errors import BuildError
from conferral.fields import Period
from conferral.site.language import Language, shipped

ENGLISH, GERMAN = Language.of("en"), Language.of("de")
DAY = date(2028, 6, 30)
OWN = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Valid until %(day)s"
msgstr "{said}"
"""


def test_a_day_never_breaks_at_the_end_of_a_line() -> None:
    assert ENGLISH.day(DAY) == "30\N{NO-BREAK SPACE}June\N{NO-BREAK SPACE}2028"
    assert GERMAN.day(DAY) == "30.\N{NO-BREAK SPACE}Juni\N{NO-BREAK SPACE}2028"


def test_a_day_says_itself_to_programs_too() -> None:
    assert ENGLISH.time(DAY) == Markup(
        '<time datetime="2028-06-30">30\N{NO-BREAK SPACE}June\N{NO-BREAK SPACE}2028</time>'
    )


def test_numbers_are_written_as_the_language_does() -> None:
    assert [ENGLISH.number(number) for number in (40, 2.5, 12.0, 2400)] == ["40", "2.5", "12", "2,400"]
    assert [GERMAN.number(number) for number in (2.5, 2400)] == ["2,5", "2.400"]


def test_things_are_counted_in_singular_and_plural() -> None:
    counted = [ENGLISH.count("%(num)s hour", "%(num)s hours", number) for number in (0, 1, 1.5, 2400)]
    assert counted == ["0 hours", "1 hour", "1.5 hours", "2,400 hours"]
    assert [ENGLISH.period(Period(*period)) for period in ((1, "year"), (18, "month"))] == ["1 year", "18 months"]


def test_values_in_html_are_escaped_and_elements_are_kept() -> None:
    assert ENGLISH.html("%(a)s and %(b)s", a="<i>", b=Markup("<b>x</b>")) == "&lt;i&gt; and <b>x</b>"


def test_names_with_accents_stand_among_those_without() -> None:
    key = Language.of("de").sort_key

    assert sorted(("Zahlen", "Übersetzen", "Excel", "ändern", "Unterricht"), key=key) == [
        "ändern", "Excel", "Übersetzen", "Unterricht", "Zahlen",
    ]  # fmt: skip


def test_languages_without_messages_are_said_in_the_nearest_that_has_some() -> None:
    assert [Language.of(code).code for code in ("de-AT", "tlh", "en-US")] == ["de", "en", "en"]


def test_every_language_knows_its_direction_and_its_own_name() -> None:
    known = {code: (Language.of(code).direction, Language.of(code).name) for code in shipped()}
    assert known == {
        "ar": ("rtl", "العربية"),
        "de": ("ltr", "Deutsch"),
        "en": ("ltr", "English"),
        "es": ("ltr", "español"),
        "fr": ("ltr", "français"),
        "tr": ("ltr", "Türkçe"),
    }


def test_the_messages_of_a_registry_go_before_ours_and_may_add_a_language(tmp_path: Path) -> None:
    for code, said in (("de", "Bis %(day)s"), ("nl", "Geldig tot %(day)s")):
        (tmp_path / f"{code}.po").write_text(OWN.format(language=code, said=said), encoding="utf-8")
    until = [Language.of(code, tmp_path).say("Valid until %(day)s", day="x") for code in ("de", "nl", "en")]
    assert until == ["Bis x", "Geldig tot x", "Valid until x"]


def test_a_message_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nl.po").write_text("not a message file", encoding="utf-8")
    with pytest.raises(BuildError, match=r"^the messages in nl\.po cannot be read: "):
        Language.of("nl", tmp_path)
