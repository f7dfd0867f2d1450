"""The map of people: which recipient id is whose, in a file that is no part of a registry.

It is a CSV with a column of recipient ids and one of e-mail addresses or names; other columns are kept.  A person is
found by e-mail address in its normal form (`normal_email`), else by the whole name.  One address never has two ids;
a person may have several addresses, each in a row with the same id.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import TypeAdapter

from conferral.columns import Columns, is_known, recognise
from conferral.errors import Problem, RegistryProblems
from conferral.fields import RecipientId, refusal
from conferral.spreadsheet import Spreadsheet, TableRow, read_spreadsheet

HEADINGS = ("recipient", "name", "email")
"""The columns of a new map."""

_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}")
_LABEL = re.compile(r"(?!-)[\w\u00b7\u0300-\u036f-]{1,63}(?<!-)")
_DOTS = re.compile(r"[.\u3002\uff0e\uff61]")
_ASCII_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_FORMULA = "=+-@\t"
_RECIPIENT: TypeAdapter[str] = TypeAdapter(RecipientId)


def normal_email(text: str) -> str | None:
    """The normal form of an e-mail address, the same for all ways to write it; None for what is none.

    Without spaces around it and a "mailto:" before it, Unicode form C, lower case, the domain as the ASCII of IDNA
    2008 (Punycode).  Nothing that only one provider does: dots and what follows a "+" are part of the address.
    """
    text = unicodedata.normalize("NFC", text.strip()).lower().removeprefix("mailto:")
    local, at, domain = unicodedata.normalize("NFC", text).rpartition("@")
    labels = [_ascii(label) for label in _DOTS.split(domain)]
    if not at or not _LOCAL.fullmatch(local) or len(labels) < 2 or not all(labels):
        return None
    address = f"{local}@{'.'.join(label for label in labels if label)}"
    return address if len(address) <= 254 else None


def normal_name(text: str) -> str:
    """A name as names are compared: Unicode form KC, without case, single spaces; "Lovelace, Ada" is "ada lovelace"."""
    family, comma, given = text.partition(",")
    if comma and given.strip() and "," not in given:
        text = f"{given} {family}"
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _ascii(label: str) -> str | None:
    if not label.isascii():
        if not _LABEL.fullmatch(label):
            return None
        label = "xn--" + label.encode("punycode").decode()
    return label if _ASCII_LABEL.fullmatch(label) else None


def begins_a_formula(text: str) -> bool:
    """Whether a spreadsheet program would run the text instead of showing it."""
    return text.startswith(tuple(_FORMULA))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row of the map; `recipient` is empty until the person has an id, `email` is in normal form."""

    recipient: str
    name: str
    email: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to be written into the map: a new row, or the id for the row `line` that has none."""

    recipient: str
    email: str
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    line: int | None = None


@dataclass(frozen=True)
class People:
    """The map: rows in the order of the file."""

    sheet: Spreadsheet
    columns: Columns
    persons: tuple[Person, ...]

    @cached_property
    def by_email(self) -> Mapping[str, Person]:
        """Who has an e-mail address, by its normal form."""
        return {person.email: person for person in self.persons if person.email}

    @cached_property
    def by_recipient(self) -> Mapping[str, Person]:
        """Who has an id; the first of several rows."""
        found: dict[str, Person] = {}
        for person in self.persons:
            if person.recipient:
                found.setdefault(person.recipient, person)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Person, ...]]:
        found: dict[str, dict[str, Person]] = {}
        for person in self.persons:
            if person.name:
                who = person.recipient or f"line {person.line}"
                found.setdefault(normal_name(person.name), {}).setdefault(who, person)
        return {name: tuple(persons.values()) for name, persons in found.items()}

    def named(self, name: str) -> tuple[Person, ...]:
        """Everybody of that name."""
        return self._by_name.get(normal_name(name), ())

    def name_of(self, recipient: str) -> str:
        """What to call somebody, as far as the map says: the name, else the e-mail address, else nothing."""
        person = self.by_recipient.get(recipient)
        return (person.name or person.email) if person else ""

    def matching(self, words: str) -> Iterator[Person]:
        """Rows with that id, or whose name or e-mail address holds the words."""
        wanted = normal_name(words)
        for person in self.persons:
            if words.strip() == person.recipient or wanted in f"{normal_name(person.name)}\n{person.email}":
                yield person

    def missing(self, other: People) -> tuple[tuple[NewPerson, ...], tuple[Problem, ...]]:
        """Who is in another map and not in this one, and where the two give one address different ids."""
        new: list[NewPerson] = []
        problems: list[Problem] = []
        for person in other.persons:
            mine = self.by_email.get(person.email) if person.email else self.by_recipient.get(person.recipient)
            if mine and mine.recipient and person.recipient and mine.recipient != person.recipient:
                what = f"{person.email} is {person.recipient} here, and {mine.recipient} in {self.sheet.file}"
                hint = "keep the id that was merged first, and write it into the awards of the other branch"
                problems.append(Problem(other.sheet.file, person.line, 1, what, "one id for an address", hint))
            elif mine is None or (person.recipient and not mine.recipient):
                line = mine.line if mine else None
                new.append(NewPerson(recipient=person.recipient, email=person.email, name=person.name, line=line))
        return tuple(new), tuple(problems)

    def with_new(self, new: Iterable[NewPerson]) -> bytes:
        """The content of the file with more people; all other rows, columns and line ends stay as they are."""
        lines = _LINES.findall(self.sheet.text)
        line_end = "\r\n" if "\r\n" in self.sheet.text else "\n"
        rows = {row.line: row for row in self.columns.rows}
        added = []
        for person in new:
            if person.line is None:
                added.append(self._record(person, (), line_end))
                continue
            row = rows[person.line]
            record = self._record(person, [cell.text for cell in row.cells], line_end)
            lines[row.line - 1 : row.last_line] = [record, *[""] * (row.last_line - row.line)]
        if lines and not lines[-1].endswith(("\r", "\n")) and added:
            lines[-1] += line_end
        return _encoded("".join([*lines, *added]), self.sheet.encoding)

    def _record(self, person: NewPerson, cells: Sequence[str], line_end: str) -> str:
        values = list(cells)
        known = {"recipient": person.recipient}
        if person.line is None:
            known |= {"email": person.email, "name": person.name}
            known |= {"given_name": person.given_name, "family_name": person.family_name}
        width = max(len(self.columns.headings.cells), len(values))
        values += [""] * (width - len(values))
        for key, value in known.items():
            if key in self.columns.numbers and value:
                values[self.columns.numbers[key] - 1] = value
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.sheet.delimiter, lineterminator=line_end).writerow(values)
        return text.getvalue()


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:  # a letter that Windows-1252 lacks
        return text.encode("utf-8-sig")


def new_map() -> bytes:
    """The content of a map without people."""
    return (",".join(HEADINGS) + "\n").encode()


def read_people(content: bytes, file: str) -> People:
    """The map in a CSV file; `file` names it in problems.  Raises `RegistryProblems` with all that is wrong with it."""
    sheet = read_spreadsheet(content, file, is_known)
    columns, problems = recognise(sheet, {})
    found = [*sheet.problems, *problems]
    if columns and not columns.has("recipient"):
        what, expected = "no column holds the recipient id", "a column with the heading recipient"
        hint = "write that heading above an empty column; ids are filled in"
        found.append(Problem(file, columns.headings.line, 1, what, expected, hint))
    if columns is None or not columns.has("recipient"):
        raise RegistryProblems(found, where=file)
    persons = [_person(columns, row, found, file) for row in columns.rows]
    found += _one_id_each(persons, columns, file)
    if found:
        raise RegistryProblems(found, where=file)
    return People(sheet, columns, tuple(persons))


def _person(columns: Columns, row: TableRow, problems: list[Problem], file: str) -> Person:
    recipient = columns.cell(row, "recipient")
    email = columns.cell(row, "email")
    normal = ""
    if recipient:
        refused = refusal(_RECIPIENT, recipient.text)
        if refused:
            problems.append(Problem(file, recipient.line, recipient.column, *refused))
    if email:
        normal = normal_email(email.text) or ""
        if not normal:
            what = f'"{email.text}" is no e-mail address'
            problems.append(Problem(file, email.line, email.column, what, "name@host, one address", ""))
    return Person(
        recipient=recipient.text if recipient else "", name=name_in(columns, row), email=normal, line=row.line
    )


def name_in(columns: Columns, row: TableRow) -> str:
    """The whole name that a row gives; empty if it gives none."""
    name = columns.cell(row, "name")
    parts = (name,) if name else (columns.cell(row, "given_name"), columns.cell(row, "family_name"))
    return " ".join(" ".join(part.text.split()) for part in parts if part)


def _one_id_each(persons: Sequence[Person], columns: Columns, file: str) -> Iterator[Problem]:
    first: dict[str, Person] = {}
    column = columns.numbers.get("email", 1)
    for person in persons:
        if not person.email:
            continue
        other = first.setdefault(person.email, person)
        if other is not person and (not person.recipient or other.recipient != person.recipient):
            yield Problem(
                file,
                person.line,
                column,
                f"the e-mail address {person.email} stands in line {other.line} too, for another person",
                "one recipient id for an e-mail address",
                "keep the row whose id is in the registry; `conferral list` shows what each id holds",
            )
