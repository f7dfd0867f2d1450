"""Personal data is found where it is, and nowhere else."""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_jsonable_python

from conferral.branches import Message
from conferral.commit_messages import findings
from conferral.files import FolderFiles
from conferral.loading import load, load_registry
from conferral.model import Registry
from conferral.personal_data import holds_name, personal_data
from tests.unit.memory_files import minimal

DEMO = Path(__file__).parents[2]
ROBIN = "r-7pb02gtds4a7fsm9t821vxn9rg5"


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("ask pat@example.com", "an e-mail address", "pat@example.com"),
        ("call +49 30 901820", "a telephone number", "+49 30 901820"),
        ("call +49-30/901820 today", "a telephone number", "+49-30/901820"),
        ("+1 (555) 010-9999", "a telephone number", "+1 (555) 010-9999"),
        ("(555) 010-9999", "a telephone number", "(555) 010-9999"),
        ("Tel.: 030 901820", "a telephone number", "Tel.: 030 901820"),
        ("phone number 030/901820", "a telephone number", "phone number 030/901820"),
        ("SSN 123-45-6789", "a number that stands for one person", "123-45-6789"),
        ("student no. 2026441907", "a number that stands for one person", "student no. 2026441907"),
        ("Matriculation number: K2026441", "a number that stands for one person", "Matriculation number: K2026441"),
        ("born on 1999-02-03", "a number that stands for one person", "born on 1999-02-03"),
        ("DOB: 3/2/1999", "a number that stands for one person", "DOB: 3/2/1999"),
        ("pay DE89 3704 0044 0532 0130 00", "a bank account", "DE89 3704 0044 0532 0130 00"),
    ],
)
def test_it_is_found(text: str, kind: str, found: str) -> None:
    assert list(personal_data(text)) == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "spring cohort of 2026-06-30, 24 people",
        "phone 2026-06-30",
        "The course is 40 hours, 2 credits, level 6.",
        "more than +5 points, +100",
        "see https://example.org/p/+4930901820?student=123-45-6789",
        "ISO 9001:2015, RFC 2606, 000-12-3456, 1234-56-7890",
        "DE89 3704 0044 0532 0130 01",
        "award 7p0c3yyyazrxhwy45e1bjsmkr9",
        "student number 12",
        "Merge pull request #123 from example-org/award-2026-06-30-spring-k3v9",
        "UTC+02:00 @ noon",
    ],
)
def test_nothing_is_found_in_what_only_looks_like_it(text: str) -> None:
    assert list(personal_data(text)) == []


def test_nothing_is_found_in_any_text_of_the_demo() -> None:
    registry = load_registry(FolderFiles(DEMO))
    badges = (version for badge in registry.badges.values() for version in badge.versions.values())
    texts = [text for version in badges for text in strings(version.model_dump(mode="json", exclude={"issuer"}))]
    shared = (batch.file.model_dump(mode="json", exclude={"recipients"}) for batch in registry.batches)
    entries = (to_jsonable_python(entry.said) for batch in registry.batches for entry in batch.file.recipients)
    texts += [text for said in (*shared, *entries) for text in strings(said)]
    texts += list(FolderFiles(DEMO).paths())

    assert len(texts) > 1_000
    assert [(text, found) for text in texts for found in personal_data(text)] == []


def test_nothing_is_found_in_the_messages_of_this_repository() -> None:
    log = subprocess.run(["git", "log", "-200", "--format=%B"], cwd=DEMO, capture_output=True, text=True, check=True)

    assert [found for line in log.stdout.splitlines() for found in personal_data(line)] == []


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return list(itertools.chain.from_iterable(map(strings, value.values())))
    if isinstance(value, list):
        return list(itertools.chain.from_iterable(map(strings, value)))
    return [value] if isinstance(value, str) else []


@given(st.dates(), st.from_regex(r"[a-z]{3,9}", fullmatch=True), st.integers(0, 99_999))
def test_names_of_batches_are_never_taken_for_numbers_of_people(day: object, word: str, number: int) -> None:
    assert list(personal_data(f"award {day}-{word} {number} {day}")) == []


@pytest.mark.parametrize("text", ["for Robin Example.", "ROBIN EXAMPLE", "(robin example)"])
def test_a_name_is_found_as_words_of_its_own(text: str) -> None:
    assert holds_name(text, "Robin Example")
    assert not holds_name(f"x{text[1:]}", "Robin Examples")


@pytest.fixture(scope="module")
def registry() -> Registry:
    found = load(minimal()).registry
    assert found
    return found


def said(registry: Registry, message: str = "", *files: str) -> list[tuple[str, str]]:
    return [
        (finding.place.file, finding.what)
        for finding in findings([Message("0123456789abcdef", message)], files, [registry])
    ]


def test_personal_data_in_a_message_is_named_with_its_commit(registry: Registry) -> None:
    assert said(registry, "Award Robin Example\n\nasked by pat@example.com") == [
        (
            "commit 0123456789ab",
            'the message of this commit holds what looks like an e-mail address: "pat@example.com"',
        ),
        ("commit 0123456789ab", f'the message of this commit holds the name "Robin Example" of {ROBIN}'),
    ]


def test_those_who_wrote_a_commit_may_stand_under_it(registry: Registry) -> None:
    message = "Award\n\nCo-authored-by: Sam <sam@example.org>\nSigned-off-by: Sam <sam@example.org>\n"

    assert said(registry, message) == []


def test_a_file_is_not_named_for_a_person(registry: Registry) -> None:
    assert said(registry, "", "docs/robin-example.pdf", "for pat@example.com.txt", "docs/robin.txt") == [
        ("docs/robin-example.pdf", f'the file name holds the name "Robin Example" of {ROBIN}'),
        ("for pat@example.com.txt", 'the file name holds what looks like an e-mail address: "pat@example.com.txt"'),
    ]
