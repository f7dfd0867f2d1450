"""A spreadsheet of 5,000 people with 40 faults of more than 20 kinds: each is told by its row, and nothing is written.

Repaired, all are awarded.  How long it takes is measured by hand: `python -m tests.unit.authoring.test_five_thousand`.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from conferral.authoring.edit import readable
from conferral.people import new_map
from conferral.people_file import people_file
from tests.program import tree
from tests.registry_builder import recipient, write_registry
from tests.unit.authoring.cohorts import award, read, told
from tests.unit.register.conftest import register

PEOPLE = 5_000
HEADINGS = ("Recipient", "Name", "E-mail", "Score", "Status", "Date", "Valid until", "Evidence", "Narrative")
ID, NAME, EMAIL, SCORE, STATUS, DATE, UNTIL, EVIDENCE, NARRATIVE = range(9)

INVISIBLE = 'text with an invisible character, U+202E RIGHT-TO-LEFT OVERRIDE, after "left"'
FAULTS: Mapping[int, tuple[int, str, str]] = {
    # the row's number: the cell, what is written into it, and what is said of it
    7: (EMAIL, "person-7@example", '"person-7@example" is no e-mail address'),
    19: (EMAIL, "person 19@example.org", '"person 19@example.org" is no e-mail address'),
    301: (EMAIL, "person-300@example.org", "the same person stands in line {300}"),
    999: (EMAIL, " PERSON-3@example.org", "the same person stands in line {3}"),
    402: (EMAIL, "", 'nobody in {file} is called "Learner Aapm Zwölf"'),
    40: (ID, "r-0000000000000000000000000x", '"r-0000000000000000000000000x" is no recipient id'),
    41: (ID, recipient(1)[:-1] + "0", f'recipient id "{recipient(1)[:-1]}0" has a wrong check character'),
    2044: (ID, recipient(77), recipient(77) + " is not in {file}"),
    4999: (ID, recipient(78), recipient(78) + " is not in {file}"),
    88: (SCORE, "59", '"59" is less than the "60" that "score" requires'),
    89: (SCORE, "59,99 %", '"59,99 %" is less than the "60" that "score" requires'),
    90: (SCORE, "100.5", '"100.5" is out of the range of "score"'),
    1200: (SCORE, "-1", '"-1" is out of the range of "score"'),
    91: (SCORE, "ninety", '"ninety" is no number'),
    3333: (SCORE, "9O", '"9O" is no number'),
    92: (SCORE, "", "the result is missing"),
    93: (SCORE, "#DIV/0!", 'the cell holds the spreadsheet\'s error "#DIV/0!"'),
    94: (DATE, "#N/A", 'the cell holds the spreadsheet\'s error "#N/A"'),
    500: (STATUS, "Failed", '"Failed" says that the badge was not earned'),
    501: (STATUS, "withdrawn", '"withdrawn" says that the badge was not earned'),
    502: (STATUS, "Compleated", '"Compleated" is no status of a result'),
    600: (DATE, "31/06/2026", 'there is no day "31/06/2026"'),
    601: (DATE, "29.02.2026", 'there is no day "29.02.2026"'),
    602: (DATE, "end of June", '"end of June" is no day'),
    603: (DATE, "06/28/2026", '"06/28/2026" is no day with the day first, as the rest of the column is written'),
    604: (DATE, "02/07/2026", "2026-07-02 lies in the future"),
    605: (DATE, "30/06/2206", "2206-06-30 lies in the future"),
    606: (DATE, "30/06/2025", "2025-06-30 is before the course"),
    607: (DATE, "1 January 2026", "2026-01-01 is before the course"),
    608: (DATE, "", "the day is missing"),
    700: (UNTIL, "01/01/2026", "the last valid day, 2026-01-01, is before 2026-06-01"),
    701: (UNTIL, "never", '"never" is no day'),
    800: (EVIDENCE, "http://example.org/800", '"http://example.org/800" is not https'),
    801: (EVIDENCE, "www.example.org/801", '"www.example.org/801" is no https address'),
    802: (EVIDENCE, "https://a.b/|", '"https://a.b/|" holds characters that an address must write as %XX'),
    903: (NARRATIVE, "Ask boss@example.org.", 'this holds an e-mail address "boss@example.org"'),
    901: (NARRATIVE, "Led by Learner Aaaf Zwölf.", 'this holds the name "Learner Aaaf Zwölf"'),
    902: (NARRATIVE, "x" * 20_001, "text of 20001 characters"),
    3001: (NARRATIVE, "left\u202eright", INVISIBLE),
    4000: (ID, recipient(1), "Emmy holds the badge: awarded 2026-06-30"),
}  # fmt: skip


def rows() -> list[list[str]]:
    """The rows of a cohort in which nothing is wrong; some cells hold delimiters and line breaks."""
    made = []
    for number in range(1, PEOPLE + 1):
        letters = "".join(chr(97 + number // power % 26) for power in (17_576, 676, 26, 1))
        made.append(
            [
                "",
                f"Learner {letters.capitalize()} Zwölf",
                f"person-{number}@example.org",
                f"{60 + number % 40}",
                "Completed" if number % 2 else "bestanden",
                f"{1 + number % 28:02}/06/2026" if number != 700 else "01/06/2026",
                "31/12/2027" if number % 5 == 0 else "",
                f"https://example.org/projects/{number}" if number % 3 else "",
                'Said: "done";\nand was right.' if number % 50 == 0 else "",
            ]
        )
    return made


def text(table: list[list[str]]) -> str:
    """A table as Excel saves it."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows([HEADINGS, *table])
    return written.getvalue()


def lines() -> list[int]:
    """The line of each row in the file, from that of the first."""
    found, line = [], 2
    for row in rows():
        found.append(line)
        line += 1 + sum(cell.count("\n") for cell in row)
    return found


def test_every_fault_is_told_by_its_row_and_nothing_is_written_until_all_are_repaired(tmp_path: Path) -> None:
    root = tmp_path / "registry"
    register(write_registry(root))
    path = tmp_path / "office/people.csv"
    path.parent.mkdir()
    path.write_bytes(new_map() + f"{recipient(1)},Emmy,emmy@example.org\n".encode())
    before = tree(tmp_path)
    faulty = rows()
    for number, (cell, written, _) in FAULTS.items():
        faulty[number - 1][cell] = written
        if cell == ID:
            faulty[number - 1][EMAIL] = ""
    assert len(FAULTS) == 40

    with people_file(path, environ={}) as opened:
        cohort = read(root, text(faulty), opened.people)
        refused = award(root, cohort, people_file=opened)
        assert told(refused.all_problems) == _expected(path)
        assert not refused.is_written
        assert tree(tmp_path) == before

        repaired = award(root, read(root, text(rows()), opened.people), people_file=opened)

    assert repaired.all_problems == ()
    assert repaired.is_written
    assert len(path.read_text().splitlines()) == 2 + PEOPLE
    registry, _ = readable(root)
    new = [one for one in registry.awards if one.place.file == repaired.path]
    assert len({one.recipient for one in new}) == PEOPLE


def _expected(people: Path) -> list[str]:
    at = lines()
    told_at = {402: NAME, 4000: ID}  # what is said there is not of the cell that was changed
    found = []
    for number, (cell, _, what) in FAULTS.items():
        words = what.replace("{file}", str(people)).replace("{3}", str(at[2])).replace("{300}", str(at[299]))
        found.append((at[number - 1], told_at.get(number, cell) + 1, words))
    return [f"{line}:{column}: {what}" for line, column, what in sorted(found)]


def main() -> None:
    """Measure how long the program takes for a cohort in which nothing is wrong."""
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "registry")
        write_registry(root)
        Path(folder, "cohort.csv").write_text(text(rows()), encoding="utf-8", newline="")
        Path(folder, "people.csv").write_bytes(new_map())
        begun = time.monotonic()
        options = ("--csv", f"{folder}/cohort.csv", "--people", f"{folder}/people.csv", "--not-before", "2026-01-01")
        command = [sys.executable, "-P", "-m", "conferral", "award", "data-analysis", *options, "--root", str(root)]
        subprocess.run(command, check=True)
        sys.stdout.write(f"{PEOPLE} awards in {time.monotonic() - begun:.1f} s\n")


if __name__ == "__main__":
    main()
