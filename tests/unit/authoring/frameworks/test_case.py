"""Packages of CASE, read."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

import pytest

from conferral.authoring.frameworks import case
from conferral.authoring.frameworks.described import FoundFramework, FoundTexts
from conferral.authoring.importing.found import Notes
from conferral.errors import RegistryProblems
from tests.unit.authoring.frameworks.exports import as_json, association, given, item, package, uuid

TODAY = date(2026, 7, 1)


def _read(content: dict[str, Any] | str | bytes, notes: Notes | None = None) -> FoundFramework:
    text = as_json(content) if isinstance(content, dict) else content
    return case.read(given("science.json", text), notes or Notes(), today=TODAY)


def _problems(content: dict[str, Any] | str | bytes) -> list[str]:
    with pytest.raises(RegistryProblems) as caught:
        _read(content)
    return [str(problem) for problem in caught.value.problems]


def test_statements_codes_and_addresses_come_exactly_in_the_order_of_the_outline() -> None:
    found = _read(package())
    assert [(one.code, one.texts["en"].name, one.broader) for one in found.skills.values()] == [
        ("SCI.1", "Understands energy", ()),
        ("SCI.1.a", "Names “forms” of energy", (uuid(10),)),
        ("SCI.1.b", "Says where energy comes from", (uuid(10),)),
    ]
    assert found.skills[uuid(12)].texts["en"].description == "With examples."
    assert found.skills[uuid(12)].url == f"https://case.example.org/ims/case/v1p0/CFItems/{uuid(12)}"
    assert (found.name, found.type, found.edition, found.license) == ("Science", "CFItem", "2024", "CC BY 4.0")


def test_a_byte_order_mark_and_a_package_around_it_change_nothing() -> None:
    assert _read(b"\xef\xbb\xbf" + as_json({"CFPackage": package()}).encode()).skills == _read(package()).skills


def test_an_item_without_a_code_has_its_identifier() -> None:
    assert _read(package(CFItems=[item(10, "Reads")], CFAssociations=[])).skills[uuid(10)].code == uuid(10)


def test_a_statement_too_long_for_a_name_is_the_description_of_the_short_one() -> None:
    long = "Understands that energy is neither made nor lost. " * 8
    found = _read(package(CFItems=[item(10, long, abbreviatedStatement="Energy")], CFAssociations=[]))
    assert found.skills[uuid(10)].texts["en"] == FoundTexts("Energy", long.strip())


def test_what_is_replaced_or_over_is_deprecated() -> None:
    over = item(13, "Over", statusEndDate="2026-07-01")
    later = item(14, "Not yet over", statusEndDate="2026-07-02")
    items = [*package()["CFItems"], over, later]
    found = _read(package(CFItems=items, CFAssociations=[association(20, 11, "replacedBy", 12)]))
    assert {one.key: one.replaced_by for one in found.skills.values() if one.deprecated} == {
        uuid(11): uuid(12),
        uuid(13): "",
    }


def test_a_translation_is_a_text_of_what_it_translates() -> None:
    german = item(30, "Versteht Energie", language="de-DE", humanCodingScheme="SCI.1")
    found = _read(
        package(CFItems=[*package()["CFItems"], german], CFAssociations=[association(20, 30, "isTranslationOf", 10)])
    )
    assert uuid(30) not in found.skills
    assert {code: texts.name for code, texts in found.skills[uuid(10)].texts.items()} == {
        "en": "Understands energy",
        "de": "Versteht Energie",
    }


def test_items_in_a_circle_are_read_each_once() -> None:
    associations = [association(20, 10, "isChildOf", 11), association(21, 11, "isChildOf", 10)]
    assert set(_read(package(CFAssociations=associations)).skills) == {uuid(10), uuid(11), uuid(12)}


def test_rubrics_are_passed_over_with_a_word() -> None:
    notes = Notes()
    _read(package(CFRubrics=[{"identifier": uuid(50)}]), notes)
    assert [(note.kind, str(note.origin), note.what) for note in notes.all] == [
        ("not carried", "science.json at /CFRubrics", "rubrics: a framework here has skills alone")
    ]


def test_mistakes_are_told_where_they_stand_and_all_at_once() -> None:
    items = [item(10, ""), {**item(11, "Reads"), "identifier": None}, item(12, "Writes"), item(12, "Again"), "x"]
    found = _problems(package(CFItems=items, CFAssociations=[{"identifier": uuid(20)}]))
    assert [problem.splitlines()[0] for problem in found] == [
        "science.json: this is no item (at /CFItems/4)",
        "science.json:18:18: the item has no fullStatement (at /CFItems/0)",
        "science.json:30:11: the item has no identifier (at /CFItems/1)",
        f"science.json:40:18: the item {uuid(12)} is there twice (at /CFItems/3)",
        "science.json:65:18: the association has no associationType (at /CFAssociations/0)",
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{"CFDocument": {', "science.json:1:17: this is no JSON"),
        ("[]", "science.json: this is no package of CASE"),
        ('{"CFDocument": [], "CFItems": []}', "science.json: this is no package of CASE"),
        ('{"a": 1, "a": 2}', 'science.json: the name "a" stands twice in one object'),
        (b'{"a": "\xff"}', "science.json:1:1: the byte 0xFF is not UTF-8"),
    ],
)
def test_what_is_no_package_is_refused(content: str | bytes, what: str) -> None:
    (problem,) = _problems(content)
    assert problem.splitlines()[0] == what


_JUNK: tuple[Any, ...] = (None, True, 0, -1, 1e300, "", "x" * 5000, "\u0000", [], [[]], {}, {"a": {}}, ["en"])


def _places(value: Any, keys: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [keys, *(place for key, item in inner for place in _places(item, (*keys, key)))]


def test_whatever_stands_anywhere_it_is_read_or_refused_and_never_breaks() -> None:
    for keys in _places(package())[1:]:
        for junk in _JUNK:
            changed = package()
            inside: Any = changed
            for key in keys[:-1]:
                inside = inside[key]
            inside[keys[-1]] = junk
            with contextlib.suppress(RegistryProblems):
                _read(changed)
