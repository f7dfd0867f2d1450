"""O*NET's database in text, read."""

from __future__ import annotations

import pytest

from conferral.authoring.frameworks import onet
from conferral.authoring.frameworks.described import FoundFramework
from conferral.authoring.importing.found import Notes
from conferral.errors import RegistryProblems
from tests.unit.authoring.frameworks.exports import OCCUPATIONS, RATINGS, REFERENCE, TECHNOLOGY, given

BASE = "https://www.onetonline.org"


def _read(*files: tuple[str, str | bytes]) -> FoundFramework:
    return onet.read([given(name, text) for name, text in files], Notes())


def _problems(*files: tuple[str, str | bytes]) -> list[str]:
    with pytest.raises(RegistryProblems) as caught:
        _read(*files)
    return [str(problem) for problem in caught.value.problems]


def test_ids_are_the_tree_and_texts_come_exactly() -> None:
    found = _read(("Content Model Reference.txt", b"\xef\xbb\xbf" + REFERENCE.replace("\n", "\r\n").encode()))
    assert {code: (one.texts["en"].name, one.broader) for code, one in found.skills.items()} == {
        "2": ("Worker Requirements", ()),
        "2.A": ("Basic Skills", ("2",)),
        "2.A.1": ("Content", ("2.A",)),
        "2.A.1.a": ("Reading Comprehension", ("2.A.1",)),
        "2.A.1.b": ("Active Listening", ("2.A.1",)),
        "2.B": ("Cross-Functional Skills", ("2",)),
        "2.B.3": ("Technical Skills", ("2.B",)),
        "2.B.3.e": ("Programming", ("2.B.3",)),
    }
    assert found.skills["2.A"].texts["en"].description == 'What facilitates the "acquisition" of knowledge'


def test_elements_without_others_below_them_have_a_page() -> None:
    found = _read(("Content Model Reference.txt", REFERENCE))
    assert {code: one.url for code, one in found.skills.items() if one.url} == {
        code: f"{BASE}/find/descriptor/result/{code}" for code in ("2.A.1.a", "2.A.1.b", "2.B.3.e")
    }


def test_ratings_choose_elements_from_the_reference() -> None:
    found = _read(("Skills.txt", RATINGS), ("Content Model Reference.txt", REFERENCE))
    assert sorted(found.skills) == ["2", "2.A", "2.A.1", "2.A.1.a", "2.B", "2.B.3", "2.B.3.e"]
    assert not found.covers("", "2.A.1.b")  # not chosen, and in the framework all the same
    assert found.covers("", "2.C")


def test_ratings_alone_have_names_and_no_tree_above() -> None:
    found = _read(("Skills.txt", RATINGS))
    assert {code: one.broader for code, one in found.skills.items()} == {"2.B.3.e": (), "2.A.1.a": ()}
    assert not found.covers("", "2.C")


def test_software_is_by_commodity_with_hot_examples_first() -> None:
    found = _read(("Technology Skills.txt", TECHNOLOGY))
    assert {code: (one.texts["en"].name, one.texts["en"].description) for code, one in found.skills.items()} == {
        "43232202": ("Document management software", "Such as Adobe Acrobat, Adobe Acrobat Reader."),
        "43232103": ("Video creation and editing software", "Such as Adobe After Effects."),
    }


def test_occupations_are_a_framework_of_their_own() -> None:
    found = _read(("Occupation Data.txt", OCCUPATIONS))
    assert (found.name, found.type) == ("O*NET occupations", "ext:Occupation")
    assert found.skills["15-1252.00"].url == f"{BASE}/link/summary/15-1252.00"
    assert _problems(("Occupation Data.txt", OCCUPATIONS), ("Skills.txt", RATINGS)) == [
        (
            "Occupation Data.txt:2: occupations among skills\n"
            "    expected: one of the two\n"
            "    hint: import the occupations as a framework of their own"
        )
    ]


def test_of_a_folder_the_reference_and_the_ratings_are_read() -> None:
    notes = Notes()
    files = {
        "db_30_1_text/Content Model Reference.txt": REFERENCE,
        "db_30_1_text/Skills.txt": RATINGS,
        "db_30_1_text/Occupation Data.txt": OCCUPATIONS,
        "db_30_1_text/Work Context.txt": RATINGS.replace("2.A.1.a", "4.C.1"),
    }
    found = onet.read([given(name, text, named=False) for name, text in files.items()], notes)
    assert found.edition == "30.1"
    assert len(found.skills) == 7
    assert [str(note.origin) for note in notes.all] == [
        "db_30_1_text/Occupation Data.txt",
        "db_30_1_text/Work Context.txt",
    ]


def test_mistakes_are_told_by_line_and_all_at_once() -> None:
    broken = REFERENCE.replace("2.A.1.a\tR", "A-1\tR").replace("Active Listening", "") + "2.B\tAgain\tx\ty\n"
    assert _problems(("reference.txt", broken)) == [
        (
            "reference.txt:10:1: 4 cells in this row\n"
            "    expected: at most 3, as there are headings\n"
            "    hint: export the file again; a delimiter stands in a cell that has no quotation marks around it"
        )
    ]
    assert _problems(("reference.txt", broken.replace("\ty\n", "\n")), ("words.txt", "one\ttwo\n")) == [
        'reference.txt:5:1: "A-1" under Element ID is no code of O*NET\n    expected: a code such as 2.A.1.a',
        'reference.txt:6:1: the element "2.A.1.b" has no name\n    expected: Element Name',
        'reference.txt:10:1: the element "2.B" stands here twice\n    expected: each element once',
        (
            "words.txt:1:1: this is no table of O*NET: its columns are one, two\n"
            "    expected: one of O*NET's: Content Model Reference, Skills, Knowledge, Abilities, Technology Skills, "
            "Occupation Data, ..."
        ),
    ]
