"""`conferral.authoring.cohort`: rows of a spreadsheet, and all that can be wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.authoring.cohort import Rules, read_cohort
from conferral.authoring.identifying import Identifying
from conferral.errors import RegistryProblems
from conferral.people import NewPerson
from tests.registry_builder import recipient, write_registry
from tests.unit.authoring.cohorts import ADA, GRACE, people, problems_of, read, rules


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry that nothing is written into."""
    return write_registry(tmp_path_factory.mktemp("registry"))


def test_a_row_says_all_that_an_entry_can_hold(root: Path) -> None:
    cohort = read(
        root,
        "Kurs 2026;;;;;;;;\n"
        "Vorname;Nachname;E-Mail;Punkte (von 100);Status;Datum;Gültig bis;Nachweis;narrative;Name des Nachweises\n"
        'Ada;Lovelace; ADA@example.org;92,5 %;bestanden;30.06.2026;31.12.2027;https://a.b/1;"Led\nthe work.";Notes\n',
    )
    row = cohort.rows[0]

    assert problems_of(cohort) == []
    assert row.entry(date(2026, 6, 30), None) == {
        "recipient": ADA,
        "valid_until": date(2027, 12, 31),
        "result": {"status": "Completed", "value": "92.5", "of": "score"},
        "narrative": "Led\nthe work.",
        "evidence": [{"id": "https://a.b/1", "name": "Notes"}],
    }
    assert cohort.notes[0].startswith(
        'columns: "Vorname" is given_name, "Nachname" is family_name, "E-Mail" is email, '
    )
    assert cohort.notes[1:] == ("the rows above the headings in line 2 were left out",)


def test_somebody_new_gets_an_id_and_a_line_in_the_map(root: Path) -> None:
    row = read(root, "name,e-mail,score\nKatherine Johnson,kj@example.org,88\n").rows[0]

    assert row.new == NewPerson(recipient=row.recipient, email="kj@example.org", name="Katherine Johnson")
    assert row.recipient not in people().by_recipient


BELOW = '2:2: "59.5" is less than the "60" that "score" requires'
MIXED = '2:2: the column "date" has the day first in some rows, the month in others'
NAMESAKES = '2:1: several people in people.csv are called "Somerville, Mary": lines 4 and 5'
OTHERS = f"2:2: grace@example.org belongs to {GRACE}, and the row says {ADA}"


@pytest.mark.parametrize(
    ("headings", "row", "problem"),
    [
        ("email", "ada@example", '2:1: "ada@example" is no e-mail address'),
        ("recipient", f"{ADA[:-1]}0", f'2:1: recipient id "{ADA[:-1]}0" has a wrong check character'),
        ("recipient", recipient(99), f"2:1: {recipient(99)} is not in people.csv"),
        ("recipient,email", f"{ADA},grace@example.org", OTHERS),
        ("name", "Ada Byron", '2:1: nobody in people.csv is called "Ada Byron"'),
        ("name", '"Somerville, Mary"', NAMESAKES),
        ("name,email", "=1+1,new@example.org", '2:1: "=1+1" begins like a formula'),
        ("email,score", ",92", "2:1: nobody is named"),
        ("email", "ada@example.org\n ADA@example.org", "3:1: the same person stands in line 2"),
        ("email,date", "ada@example.org,soon", '2:2: "soon" is no day'),
        ("email,date", "ada@example.org,31.06.2026", '2:2: there is no day "31.06.2026"'),
        ("email,date", "ada@example.org,2026-07-02", "2:2: 2026-07-02 lies in the future"),
        ("email,date", "ada@example.org,2025-06-30", "2:2: 2025-06-30 is before the course"),
        ("email,date", "ada@example.org,", "2:2: the day is missing"),
        ("email,expires", "ada@example.org,1.6.2026", "2:2: the last valid day, 2026-06-01, is before 2026-07-01"),
        ("email,score", "ada@example.org,101", '2:2: "101" is out of the range of "score"'),
        ("email,score", "ada@example.org,good", '2:2: "good" is no number'),
        ("email,score", "ada@example.org,59.5", BELOW),
        ("email,score", "ada@example.org,", "2:2: the result is missing"),
        ("email,status", "ada@example.org,échoué", '2:2: "échoué" says that the badge was not earned'),
        ("email,status", "ada@example.org,active", '2:2: "active" is no status of a result'),
        ("email,score,result of", "ada@example.org,92,marks", '2:3: the badge has no result "marks"'),
        ("email,link", "ada@example.org,http://example.org/1", '2:2: "http://example.org/1" is not https'),
        ("email,link,evidence name", "ada@example.org,https://a.b https://c.d,X", "2:3: 2 addresses share one name"),
        ("email,narrative", "ada@example.org,Ada did it.", '2:2: this holds the name "Ada"'),
        ("email,narrative", "ada@example.org,With hopper grace.", '2:2: this holds the name "Grace Hopper"'),
        ("email,narrative", "ada@example.org,x@example.org", '2:2: this holds an e-mail address "x@example.org"'),
        ("email,link", "ada@example.org,https://a.b/Grace-Hopper/", '2:2: this holds the name "Grace Hopper"'),
        ("email,link", "ada@example.org,https://example.org/ada/1", '2:2: this holds the name "Ada"'),
        (
            "email,narrative",
            "ada@example.org,x\u202edid",
            '2:2: text with an invisible character, U+202E RIGHT-TO-LEFT OVERRIDE, after "x"',
        ),
        ("email,score", "ada@example.org,#REF!", '2:2: the cell holds the spreadsheet\'s error "#REF!"'),
        ("email,score", "ada@example.org,99,2,", "2:3: the row has 3 cells, and there are 2 headings"),
        ("email,score", "", "1:1: there is no row below the headings"),
        ("ada@example.org", "", "1:1: the first row holds data, not headings"),
        ("group,score", "A,92", "1:1: no column says who it is"),
        ("email,mail", "ada@example.org,", '1:2: the columns "email" and "mail" both look like the e-mail address'),
        ("email", 'ada@example.org\n"grace', "3:1: a quotation mark opens a cell that is never closed"),
        ("email,date", "ada@example.org,03/04/2026", '2:2: "03/04/2026" may be 3 April 2026 or 4 March 2026'),
        ("email,date", "ada@example.org,13/05/2026\ngrace@example.org,05/13/2026", MIXED),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(root: Path, headings: str, row: str, problem: str) -> None:
    assert problems_of(read(root, f"{headings}\n{row}\n")) == [problem]


def test_a_problem_says_what_was_expected_and_how_to_mend_it(root: Path) -> None:
    cohort = read(root, "email,score\nada@example.org,92\nbob@,101\n")

    assert [str(problem) for problem in cohort.rows[1].problems] == [
        'cohort.csv:3:1: "bob@" is no e-mail address\n    expected: one address, name@host',
        'cohort.csv:3:2: "101" is out of the range of "score"\n    expected: at least 0 and at most 100',
    ]


@pytest.mark.parametrize(
    ("rows", "changes", "days"),
    [
        (["03/04/2026", "13/04/2026"], {}, [date(2026, 4, 3), date(2026, 4, 13)]),
        (["05/04/2026", "05/13/2026"], {}, [date(2026, 5, 4), date(2026, 5, 13)]),
        (["04/05/2026", "6/6/2026"], {"dates": "mdy"}, [date(2026, 4, 5), date(2026, 6, 6)]),
        (["04/05/2026", "6/6/2026"], {"dates": "dmy"}, [date(2026, 5, 4), date(2026, 6, 6)]),
        (["46203", ""], {"awarded": date(2026, 6, 1)}, [date(2026, 6, 30), date(2026, 6, 1)]),
    ],
)
def test_days_are_read_by_the_whole_column(root: Path, rows: list[str], changes: Any, days: list[date]) -> None:
    cohort = read(root, f"email,date\nada@example.org,{rows[0]}\ngrace@example.org,{rows[1]}\n", **changes)

    assert problems_of(cohort) == []
    assert [row.awarded for row in cohort.rows] == days


def test_a_column_can_be_named_by_heading_letter_and_number_or_left_out(root: Path) -> None:
    text = "who,note,email,score\nada@example.org,70,nobody,92\n"
    cohort = read(root, text, columns={"e-mail": "A", "score": "2"})
    assert (cohort.rows[0].recipient, cohort.rows[0].result) == (ADA, {"value": "70", "of": "score"})

    assert read(root, text, columns={"email": "who", "result.value": ""}).rows[0].result is None

    assert problems_of(read(root, text, columns={"emial": "who", "awarded": "Z"})) == [
        '1:1: there is no "emial" that a column can hold',
        '1:1: there is no column "Z" for awarded',
        '2:3: "nobody" is no e-mail address',
    ]


def test_without_a_people_file_it_is_said_once_and_not_of_every_row(root: Path) -> None:
    cohort = read_cohort(b"name,e-mail\nAda,a@example.org\nBo,b@example.org\n", "c.csv", rules(root), Identifying())

    assert problems_of(cohort) == ['1:2: people are named by "e-mail" here, and no file says whose an id is']


def test_somebody_whose_address_the_map_does_not_have_gets_no_second_id(root: Path) -> None:
    known = people(f"recipient,name,email\n{ADA},Ada Lovelace,\n{GRACE},Grace Hopper,grace@example.org\n")
    cohort = read(root, "name,email\nada lovelace,ada@example.org\nHopper,\n", known)

    first, second = (row.problems[0] for row in cohort.rows)
    what = 'ada@example.org is new, and line 2 of people.csv has "Ada Lovelace" without an address'
    assert (first.line, first.column, first.what) == (2, 2, what)
    assert first.hint == "write the address into that line if it is the same person, and the other one's if it is not"
    assert second.hint == 'did you mean "Grace Hopper"?'


def test_a_share_of_one_is_no_percentage(root: Path) -> None:
    problem = read(root, "email,score\nada@example.org,0.92\n").rows[0].problems[0]

    assert problem.what == '"0.92" is less than the "60" that "score" requires'
    assert problem.hint == "if it is a share of one, format the cells as percentages and save them as they are shown"


def test_a_known_address_with_another_name_is_a_warning(root: Path) -> None:
    cohort = read(root, "name,email\nAda King,ada@example.org\nGrace Hopper,gh@example.org\n")

    assert problems_of(cohort) == []
    assert [row.warnings for row in cohort.rows] == [
        ('ada@example.org is "Ada Lovelace" in the people file, and "Ada King" here',),
        (NEW_ADDRESS,),
    ]


NEW_ADDRESS = (
    'gh@example.org is new, and "Grace Hopper" is in people.csv with another address (line 3): if it is the same '
    "person, write the id of that line into a row with this address"
)


PIECES = st.sampled_from(
    [
        *("email", "name", "score", "date", "valid until", "status", "evidence", "narrative", "recipient", "result of"),
        *("ada@example.org", "Ada Lovelace", ADA, "92", "92,5 %", "=1+1", "30/06/2026", "06/30/2026", "46203", "soon"),
        *("bestanden", "Failed", "https://example.org/1", "#REF!", "Ada", '"', '"x\ny"', ",", ";", "\t", "\n", "\r\n"),
        *("sep=;\n", "\u202e", "\x00", "é", "\u0130@example.org", " ", "９２", "٣٠/٠٦/٢٠٢٦"),
    ]
)
CONTENTS = st.binary(max_size=60) | st.builds(
    lambda pieces, mark, encoding: mark.join(pieces).encode(encoding, "ignore"),
    st.lists(PIECES, max_size=40),
    st.sampled_from(["", ",", ";"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)


@pytest.fixture(scope="module")
def read_by(root: Path) -> Rules:
    """What all rows are read by."""
    return rules(root)


@given(CONTENTS)
def test_no_file_makes_the_program_stumble(read_by: Rules, content: bytes) -> None:
    try:
        cohort = read_cohort(content, "cohort.csv", read_by, Identifying(people()))
    except RegistryProblems:
        return
    for row in cohort.rows:
        assert row.problems or (row.recipient and row.awarded)
        assert row.new is None or row.new.email
    assert cohort.rows or cohort.problems
