"""`conferral.columns`: headings in several languages, each for one thing."""

from __future__ import annotations

import pytest

from conferral.columns import _HEADINGS, KEYS, ONLY_SAID, is_known, recognise
from conferral.model import ResultDescription
from conferral.spreadsheet import read_spreadsheet

RESULTS = [
    ResultDescription.model_validate({"id": "final-score", "name": "Abschlusspunkte", "type": "Percent"}),
    ResultDescription.model_validate({"id": "project", "name": "Project", "type": "LetterGrade"}),
]


def columns(headings: str) -> dict[str, int]:
    found, problems = recognise(read_spreadsheet(f"{headings}\nx\n".encode(), "a.csv", is_known), {}, results=RESULTS)
    assert problems == ()
    assert found
    return dict(found.numbers)


def test_every_heading_stands_for_one_thing() -> None:
    listed = [
        (" ".join(heading.split()), key) for key, headings in _HEADINGS.items() for heading in headings.split("|")
    ]

    assert set(_HEADINGS) == set(KEYS) - set(ONLY_SAID)
    assert len({heading for heading, _ in listed}) == len(listed)
    assert [heading for heading, _ in listed if not is_known(heading)] == []
    assert [heading for heading, key in listed if key == "email" and columns(heading) != {"email": 1}] == []


@pytest.mark.parametrize(
    ("headings", "numbers"),
    [
        ("E-MAIL-Adresse *;Ergebnis (in %):", {"email": 1, "result.value": 2}),
        ("Prénom;NOM;Courriel;Date d’obtention", {"given_name": 1, "family_name": 2, "email": 3, "awarded": 4}),
        ("Name;Vorname;Mail", {"family_name": 1, "given_name": 2, "email": 3}),
        ("Nombre;Correo electrónico;Calificación", {"name": 1, "email": 2, "result.value": 3}),
        ("recipient;result.value;evidence.name", {"recipient": 1, "result.value": 2, "evidence.name": 3}),
        ("Name;Final Score;Remarks;Description", {"name": 1, "result.value": 2}),
        ("Name;PROJECT", {"name": 1, "result.value": 2}),
    ],
)
def test_usual_headings_are_known_however_they_are_decorated(headings: str, numbers: dict[str, int]) -> None:
    assert columns(headings) == numbers


def test_a_column_named_like_one_of_the_badges_results_says_which_it_is() -> None:
    found, _ = recognise(read_spreadsheet(b"name,abschlusspunkte\nx,1\n", "a.csv", is_known), {}, results=RESULTS)

    assert found
    assert found.result == "final-score"
