"""`conferral.people`: the map of who is who, which never gives one person two ids."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.authoring.identifying import Identifying, Said
from conferral.errors import Problem, RegistryProblems
from conferral.people import NewPerson, Person, new_map, normal_email, normal_name, read_people
from conferral.recipient_secret import RecipientSecret
from tests.registry_builder import recipient

ADA, GRACE, BOB = recipient(1), recipient(2), recipient(3)
MAP = (
    "Gruppe;recipient;Name;E-Mail;Notiz\r\n"
    f'A;{ADA};Ada Lovelace;Ada@Example.org;"mag\r\nsüßen Tee"\r\n'
    ";;Grace Hopper;grace@example.org;\r\n"
    f"B;{BOB};Bob; ;\r\n"
)


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(RegistryProblems) as caught:
        read_people(text.encode(), "people.csv")
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (" Ada@Example.ORG\n", "ada@example.org"),
        ("mailto:ada@example.org", "ada@example.org"),
        ("ADA@ÄPFEL.example", "ada@xn--pfel-koa.example"),
        ("ada@straße.example", "ada@xn--strae-oqa.example"),
        ("ada@example。org", "ada@example.org"),
        ("a.d.a+x@example.org", "a.d.a+x@example.org"),
        ("ünï@example.org", "ünï@example.org"),
        ("ada@example", None),
        ("ada@@example.org", None),
        ("a da@example.org", None),
        ("ada@example..org", None),
        ("ada@-example.org", None),
        ("Ada <ada@example.org>", None),
        ("ada@example.org, bob@example.org", None),
        ("", None),
    ],
)
def test_an_address_has_one_normal_form(written: str, normal: str | None) -> None:
    assert normal_email(written) == normal


@given(
    st.emails() | st.builds("{}@{}.example".format, st.text(min_size=1, max_size=9), st.text(min_size=1, max_size=9))
)
def test_the_normal_form_is_that_of_itself_and_of_every_unicode_form(address: str) -> None:
    normal = normal_email(address)
    if normal is not None:
        assert normal_email(normal) == normal
        assert normal_email(f" {unicodedata.normalize('NFD', address)} ") == normal


def test_names_are_compared_without_case_order_and_spaces() -> None:
    assert normal_name("  Lovelace,  ADA ") == normal_name("Ada Lovelace") == "ada lovelace"


def test_people_are_found_by_address_name_and_id() -> None:
    people = read_people(MAP.encode(), "people.csv")

    assert people.by_email["ada@example.org"].recipient == ADA
    assert people.by_recipient[BOB] == Person(recipient=BOB, name="Bob", email="", line=5)
    assert [person.line for person in people.named("hopper, grace")] == [4]
    assert [people.name_of(one) for one in (ADA, BOB, GRACE)] == ["Ada Lovelace", "Bob", ""]
    assert [person.line for person in people.matching("EXAMPLE.org")] == [2, 4]
    assert [person.line for person in people.matching(ADA)] == [2]


def test_new_people_are_added_and_all_else_stays_as_it_is() -> None:
    people = read_people(MAP.encode("cp1252"), "people.csv")
    content = people.with_new(
        [
            NewPerson(recipient=GRACE, email="grace@example.org", name="Grace Hopper", line=4),
            NewPerson(recipient=recipient(4), email="zoe@example.org", name="Zoë; X"),
        ]
    )

    assert content.decode("cp1252") == MAP.replace(";;Grace", f";{GRACE};Grace") + (
        f';{recipient(4)};"Zoë; X";zoe@example.org;\r\n'
    )


def test_a_letter_that_the_files_encoding_lacks_makes_it_utf_8() -> None:
    people = read_people("recipient,name,email\n,Zoë,z@example.org".encode("cp1252"), "people.csv")
    content = people.with_new([NewPerson(recipient=ADA, email="a@example.org", name="Łucja")])

    assert content.decode("utf-8-sig") == f"recipient,name,email\n,Zoë,z@example.org\n{ADA},Łucja,a@example.org\n"
    assert content.startswith(b"\xef\xbb\xbf")


def test_everything_wrong_with_a_map_is_said_at_once() -> None:
    text = (
        "recipient,name,email\n"
        f"{ADA},Ada,ada@example.org\n"
        f"{GRACE},Grace,ADA@example.org\n"
        f"{ADA[:-1]}!,Bob,bob\n"
        ",Eve,eve@example.org\n"
        ",Eve,eve@example.org\n"
        f"{ADA},Ada,ada@example.net\n"
    )

    assert [(problem.line, problem.column, problem.what) for problem in problems_of(text)] == [
        (3, 3, "the e-mail address ada@example.org stands in line 2 too, for another person"),
        (4, 1, f'"{ADA[:-1]}!" is no recipient id'),
        (4, 3, '"bob" is no e-mail address'),
        (6, 3, "the e-mail address eve@example.org stands in line 5 too, for another person"),
    ]


def test_a_map_needs_a_column_of_ids() -> None:
    assert problems_of("name,email\nAda,ada@example.org\n") == (
        Problem(
            "people.csv",
            1,
            1,
            "no column holds the recipient id",
            "a column with the heading recipient",
            "write that heading above an empty column; ids are filled in",
        ),
    )


def test_what_another_map_has_is_missing_here_and_two_ids_for_an_address_are_told() -> None:
    here = read_people(MAP.encode(), "people.csv")
    text = (
        "recipient,name,email\n"
        f"{ADA},Ada Lovelace,ada@example.org\n"
        f"{GRACE},Grace Hopper,grace@example.org\n"
        f"{ADA},Ada Lovelace,ada@example.net\n"
        f"{recipient(4)},Zoë,zoe@example.org\n"
        f"{BOB},Bob,\n"
    )
    new, problems = here.missing(read_people(text.encode(), "theirs.csv"))

    assert problems == ()
    assert [(one.recipient, one.email, one.line) for one in new] == [
        (GRACE, "grace@example.org", 4),
        (ADA, "ada@example.net", None),
        (recipient(4), "zoe@example.org", None),
    ]
    both = read_people(here.with_new(new), "people.csv")
    assert both.missing(read_people(text.encode(), "theirs.csv")) == ((), ())

    _, problems = both.missing(read_people(text.replace(GRACE, recipient(5)).encode(), "theirs.csv"))
    assert [(problem.line, problem.what) for problem in problems] == [
        (3, f"grace@example.org is {recipient(5)} here, and {GRACE} in people.csv")
    ]


NAMES = st.sampled_from(["", "Ada Lovelace", "ada LOVELACE", "Grace Hopper", "Lovelace, Ada"])
ADDRESSES = st.sampled_from(
    ["", "ada@example.org", " ADA@example.org", "grace@example.org", "ä@exämple.org", "a\u0308@EXÄMPLE.org"]
)
SAYINGS = st.lists(st.builds(Said, email=ADDRESSES, name=NAMES), max_size=12)


@given(st.lists(SAYINGS, max_size=4), st.booleans())
def test_one_address_never_gets_two_ids(runs: list[list[Said]], derived: bool) -> None:
    secret = RecipientSecret(bytes(32)) if derived else None
    content = new_map()
    ids: dict[str | None, str] = {}
    for run in runs:
        people = read_people(content, "people.csv")
        identifying = Identifying(people, secret)
        new = {}
        for said in run:
            who = identifying.who(said)
            if who.recipient and said.email:
                assert ids.setdefault(normal_email(said.email), who.recipient) == who.recipient
            if who.new:
                new[who.recipient] = who.new
        content = people.with_new(new.values())
    people = read_people(content, "people.csv")
    assert {person.email: person.recipient for person in people.persons} == ids
    assert len(set(ids.values())) == len(ids)
