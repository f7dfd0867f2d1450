"""The search of badges in the browser, over the index that the build writes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from conferral.loading import load_registry
from conferral.model import Alignment, Text
from conferral.site.badge_views import BadgeView, Term
from conferral.site.frameworks import framework_views
from conferral.site.indexes.search_index import search_index
from tests.unit.memory_files import minimal
from tests.unit.site.badge_samples import badge
from tests.unit.site.english_site import SITE
from tests.unit.verifier.browser_side import Json, ask, outcome

MODULE = "../../tests/unit/pages/finding.ts"
FACETS = ("skill", "field", "issuer", "level", "type")


def term(key: str, text: str = "") -> Term:
    return Term(key, Text(text or key, "en"))


def german(name: str, description: str, **changes: Any) -> BadgeView:
    return replace(
        badge(name.casefold().replace(" ", "-")), name=Text(name, "de"), description=Text(description, "de"), **changes
    )


DATA = badge("data", name="Data Analysis", description="Turns numbers into answers.", skills=("SQL", "Statistics"))
CHARTS = badge("charts", name="Charts", description="Draws data for readers.", skills=("Drawing", "Statistics"))
TEAMS = badge(
    "teams", name="Teams", description="Leads a team through a crisis.", skills=("Listening",), level="expert"
)
OLD = badge("old", name="Data Entry", description="Types numbers.", skills=("Typing",), retired=True)
ALL = (CHARTS, DATA, TEAMS, OLD)


def searched(badges: tuple[BadgeView, ...], *asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What the search answers to each of `asked`."""
    index = json.loads(search_index(badges))
    return [outcome(answer) for answer in ask(MODULE, [("search", (Json(index), one)) for one in asked])]


def found(badges: tuple[BadgeView, ...], *words: str) -> list[list[str]]:
    """The short names of what each of `words` finds, best first."""
    return [answer["badges"] for answer in searched(badges, *({"words": one} for one in words))]


def test_words_are_found_in_name_skill_field_issuer_and_description() -> None:
    ours = replace(DATA, field=term("Informatics"), issuer="harbour", issuer_name="Harbour School")
    badges = (CHARTS, ours, TEAMS)
    assert found(badges, "analysis", "sql", "informatics", "harbour", "answers") == [["data"]] * 5


def test_every_word_has_to_be_found_and_its_beginning_is_enough() -> None:
    assert found(ALL, "dat ana", "data lead", "", "   ", "?!") == [
        ["data"],
        [],
        [one.slug for one in ALL],
        [one.slug for one in ALL],
        [],
    ]


def test_words_beyond_two_dozen_are_not_looked_for() -> None:
    parts = [word[:end] for word in ("turns", "numbers", "into", "answers") for end in range(1, len(word) + 1)]
    two_dozen = " ".join([*parts, "d"])
    assert len(parts) == 23
    assert found(ALL, two_dozen, f"{two_dozen} nothing", f"nothing {two_dozen}") == [["data"], ["data"], []]
    assert found(ALL, "data " * 1000) == found(ALL, "data")


def test_what_stands_in_the_name_comes_before_what_stands_in_the_description() -> None:
    assert found(ALL, "data", "statistics data") == [["data", "charts", "old"], ["data", "charts"]]


def test_what_is_no_longer_awarded_comes_last_however_well_it_fits() -> None:
    assert found(ALL, "data entry", "numbers") == [["old"], ["data", "old"]]


def test_case_and_diacritics_do_not_matter() -> None:
    french = badge("etudes", name="Études", description="Sait étudier à l’école.")
    assert found((french, TEAMS), "etudes", "ÉTUDES", "ecole", "etudié") == [["etudes"]] * 4


def test_dotted_and_dotless_i_are_one_letter() -> None:
    turkish = badge("istatistik", name="İstatistik", description="Isı ve ışık ölçer.")
    assert (
        found((turkish, TEAMS), "istatistik", "ISTATISTIK", "İSTATİSTİK", "ısı", "isi", "IŞIK") == [["istatistik"]] * 6
    )


def test_german_letters_are_found_however_they_are_typed() -> None:
    size = german("Größen prüfen", "Misst Straßen.")
    words = ("größen", "groessen", "GROSSEN", "pruefen", "prufen", "strasse", "STRASSEN", "straße")
    assert found((size, TEAMS), *words) == [["grössen-prüfen"]] * len(words)


def test_a_part_of_a_long_word_is_found_after_whole_words() -> None:
    compound = german("Datenanalyse", "Untersucht Daten.")
    whole = german("Analyse", "Zerlegt.")
    assert found((compound, whole), "analyse", "ana") == [["analyse", "datenanalyse"], ["analyse"]]


def test_a_name_that_begins_with_the_words_is_first() -> None:
    later = badge("b", name="Advanced Data Analysis", description="More.")
    assert found((later, DATA), "data analysis") == [["data", "b"]]


def test_a_word_with_one_wrong_letter_finds_what_is_written_like_it() -> None:
    typed = ["statitics", "statisstics", "statastics", "sttaistics", "statu"]
    for one, answer in zip(typed, searched(ALL, *({"words": one} for one in typed)), strict=True):
        assert (answer["badges"], answer["unknown"]) == (["charts", "data"], [one])


def test_a_word_that_is_found_as_typed_finds_nothing_that_is_only_like_it() -> None:
    (answer,) = searched((DATA, badge("dates", name="Dates")), {"words": "dates"})
    assert (answer["badges"], answer["unknown"]) == (["dates"], [])


def test_a_short_word_a_wrong_first_letter_and_two_wrong_letters_find_nothing() -> None:
    typed = ["sqk", "ztatistics", "statiztucs"]
    for one, answer in zip(typed, searched(ALL, *({"words": one} for one in typed)), strict=True):
        assert (answer["badges"], answer["unknown"]) == ([], [one])


def test_words_of_another_script_are_found() -> None:
    arabic = badge("teaching", name="التدريس", description="يُدَرِّسُ عبر الإنترنت.")
    assert found((arabic, TEAMS), "التدريس", "يدرس", "الانترنت") == [["teaching"]] * 3


def test_alignments_are_found_by_name_and_code() -> None:
    item = Alignment(
        name="Data Scientists", url="https://www.onetonline.org/link/summary/15-2051.00", code="15-2051.00"
    )
    registry = load_registry(minimal())
    aligned = replace(TEAMS, frameworks=framework_views(registry, SITE, [item]))
    assert found((aligned, CHARTS), "scientists", "15-2051.00", "15-2051.01") == [["teams"], ["teams"], []]


def test_signs_that_belong_to_a_word_count() -> None:
    plain, sharp, plus = (badge(slug, name=name) for slug, name in (("c", "C"), ("cs", "C#"), ("cpp", "C++")))
    assert found((plus, sharp, plain), "c#", "c++", "c") == [["cs"], ["cpp"], ["c", "cpp", "cs"]]


def test_a_word_that_most_badges_have_is_found_in_all_and_can_be_typed_letter_by_letter() -> None:
    many = tuple(badge(f"b{number:03}", name=f"Name {number}", description="Knows the ropes.") for number in range(120))
    index = json.loads(search_index(many))
    assert index["common"] == ["knows", "ropes", "the"]
    numbers = [len(one) for one in found(many, "t", "th", "the", "the name 7", "thx")]
    assert numbers == [120, 120, 120, 11, 0]


def test_of_a_facet_one_value_is_enough_and_facets_are_all_needed() -> None:
    chosen = [
        {"skill": ["SQL"]},
        {"skill": ["SQL", "Listening"]},
        {"skill": ["SQL", "Listening"], "level": ["expert"]},
        {"skill": ["Falconry"]},
        {"skill": ["Falconry", "SQL"]},
    ]
    answers = searched(ALL, *({"chosen": one, "sort": "name"} for one in chosen))
    assert [answer["badges"] for answer in answers] == [["data"], ["data", "teams"], ["teams"], [], ["data"]]


def test_counts_follow_the_words_and_the_other_facets() -> None:
    everything, chosen = searched(ALL, {}, {"words": "data", "chosen": {"skill": ["SQL"]}})
    assert everything["counts"]["skill"] == {"Statistics": 2, "Drawing": 1, "Listening": 1, "SQL": 1, "Typing": 1}
    assert everything["counts"]["level"] == {"foundation": 3, "expert": 1}
    assert chosen["counts"]["skill"] == {"Statistics": 2, "Drawing": 1, "Listening": 0, "SQL": 1, "Typing": 1}
    assert chosen["counts"]["level"] == {"foundation": 1, "expert": 0}
    assert (chosen["badges"], chosen["byWords"]) == (["data"], 3)


def test_the_orders() -> None:
    ordered = (
        badge("a", awarded=3, since="2026-01-02"),
        badge("b", awarded=9, since="2025-01-01"),
        badge("c", awarded=3, since="2026-03-01"),
        badge("d", awarded=99, since="2026-06-01", retired=True),
    )
    answers = searched(ordered, *({"sort": sort} for sort in ("name", "newest", "awarded", "relevance")))
    assert ["".join(answer["badges"]) for answer in answers] == ["abcd", "cabd", "bacd", "abcd"]


@pytest.mark.parametrize(
    ("query", "words", "sort", "again"),
    [
        ("", "", "name", ""),
        ("?q=data", "data", "relevance", "?q=data"),
        ("?q=%20data%20", " data ", "relevance", "?q=data"),
        ("?q=data&sort=name", "data", "name", "?q=data&sort=name"),
        ("?sort=relevance", "", "name", ""),
        ("?sort=newest", "", "newest", "?sort=newest"),
        ("?sort=loudest&page=3", "", "name", ""),
        ("?q=C%2B%2B%20%26%20C%23", "C++ & C#", "relevance", "?q=C%2B%2B+%26+C%23"),
    ],
)
def test_an_address_says_words_and_order(query: str, words: str, sort: str, again: str) -> None:
    (answer,) = ask(MODULE, [("asked", (query,))])
    wish = outcome(answer)
    assert (wish["words"], wish["sort"], wish["query"]) == (words, sort, again)


def test_an_address_says_the_values_of_facets() -> None:
    query = "?type=Course&level=expert&skill=Data+cleaning&skill=SQL&skill=&skill=SQL&issuer=harbour"
    (answer,) = ask(MODULE, [("asked", (query,))])
    wish = outcome(answer)
    assert wish["chosen"] == {
        "skill": ["Data cleaning", "SQL"],
        "field": [],
        "issuer": ["harbour"],
        "level": ["expert"],
        "type": ["Course"],
    }
    assert wish["query"] == "?skill=Data+cleaning&skill=SQL&issuer=harbour&level=expert&type=Course"
