"""A cohort as a spreadsheet lists it: rows become the awards that are wanted, each with all that is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from typing import Any

from pydantic import TypeAdapter, ValidationError

from conferral.authoring.dates import Order, Written, order_of, written_day
from conferral.authoring.identifying import Fault, Identifying, Said, Who
from conferral.authoring.results import level_of, status_of, value_of
from conferral.authoring.wanted import Source, Wanted
from conferral.columns import KEYS, WHO, Columns, is_known, recognise
from conferral.errors import Problem
from conferral.fields import HttpsUrl, Line, Markdown, ShortLine, closest, refusal
from conferral.model import BadgeFile, ResultDescription
from conferral.model.choices import Credits
from conferral.names_in_text import Names
from conferral.numbers import as_number
from conferral.people import name_in
from conferral.spreadsheet import Cell, Spreadsheet, TableRow, read_spreadsheet

_URL: TypeAdapter[str] = TypeAdapter(HttpsUrl)
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_MARKDOWN: TypeAdapter[str] = TypeAdapter(Markdown)
_SHORT: TypeAdapter[str] = TypeAdapter(ShortLine)
_CREDITS: TypeAdapter[int | float] = TypeAdapter(Credits)
_SPREADSHEET_ERROR = re.compile(
    r"#(?:REF|NAME|VALUE|N/A|NV|DIV/0|NUM|NULL|WERT|BEZUG|ZAHL|VALEUR|NOMBRE|NOM)[!?]?|Err:\d+"
)
_ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("awarded", "valid_until", "activity.start", "activity.end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the rows of a cohort are read by."""

    badge: str
    version: BadgeFile
    today: date
    zone: tzinfo
    awarded: date | None
    """The day of rows that say none; None if a row has to say it, or it is today where there is no such column."""

    not_before: date
    not_after: date
    """Days outside of these two are slips."""

    dates: Order | None = None
    result: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    allowed_words: tuple[str, ...] = ()
    """Words that texts may hold although they are names of people, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """What a spreadsheet asks for; `problems` are those of the whole file, others stand with their row."""

    rows: tuple[Wanted, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_cohort(content: bytes, file: str, rules: Rules, identifying: Identifying) -> Cohort:
    """The rows of a CSV as wanted awards; raises `RegistryProblems` for a file that is no CSV."""
    names = {_folded(name) for one in rules.version.results for name in (one.id, one.name)}
    sheet = read_spreadsheet(content, file, lambda heading: is_known(heading) or _folded(heading) in names)
    columns, problems = recognise(sheet, rules.columns, results=rules.version.results)
    if columns is None:
        return Cohort(problems=(*sheet.problems, *problems), notes=sheet.notes)
    if not identifying.knows_people and not columns.has("recipient"):
        key = next(key for key in WHO if columns.has(key))
        cell = columns.heading(key)
        what = f'people are named by "{cell.text}" here, and no file says whose an id is'
        hint = "name it with --people FILE; `conferral people new` makes one"
        missing = Problem(file, cell.line, cell.column, what, "a column of recipient ids, or a people file", hint)
        return Cohort(problems=(*sheet.problems, *problems, missing), notes=(*sheet.notes, *columns.notes))
    reading = _Reading(sheet, columns, rules, identifying)
    problems = (*sheet.problems, *problems, *reading.problems())
    rows = tuple(_each_once([reading.row(row) for row in columns.rows]))
    if not columns.rows and not problems:
        what = "there is no row below the headings"
        problems = (Problem(file, columns.headings.line, 1, what, "a row for each person"),)
    rows = tuple(_without_names(rows, identifying, rules.allowed_words))
    return Cohort(rows=rows, problems=problems, notes=(*sheet.notes, *columns.notes, *reading.notes()))


class _Reading:
    """Reads the rows of one file."""

    def __init__(self, sheet: Spreadsheet, columns: Columns, rules: Rules, identifying: Identifying) -> None:
        self._sheet = sheet
        self._columns = columns
        self._rules = rules
        self._identifying = identifying
        self._written: dict[str, dict[int, Written | None]] = {
            key: {
                row.line: written_day(cell.text, rules.zone) for row in columns.rows if (cell := columns.cell(row, key))
            }
            for key in _DAYS
        }
        orders = {key: order_of(day for day in days.values() if day) for key, days in self._written.items()}
        self._orders: dict[str, Order | None] = {
            # one program wrote both columns
            key: rules.dates or orders[key] or next((order for order in orders.values() if order), None)
            for key in _DAYS
        }
        self._awarded = rules.awarded or (None if columns.has("awarded") else rules.today)
        self._results = {one.id: one for one in rules.version.results}
        self._of = rules.result or columns.result or (next(iter(self._results)) if len(self._results) == 1 else None)

    def problems(self) -> Iterator[Problem]:
        """What concerns whole columns."""
        columns, file = self._columns, self._sheet.file
        for key, days in self._written.items():
            unclear = [(line, day) for line, day in days.items() if day and not day.is_plain]
            if unclear and self._orders[key] is None:
                row = next(row for row in columns.rows if row.line == unclear[0][0])
                cell = columns.cell(row, key) or columns.heading(key)
                yield self._unclear(key, cell, [day for _, day in unclear])
        if columns.has("result.value") and len(self._results) > 1 and not self._of and not columns.has("result.of"):
            heading = columns.heading("result.value")
            hint = f"say which one with --result, or name the column like it: {', '.join(self._results)}"
            what = f'the badge has several results, and the column "{heading.text}" does not say which'
            yield Problem(file, heading.line, heading.column, what, "the name of one", hint)

    def notes(self) -> Iterator[str]:
        """What was guessed about the days."""
        for key, days in self._written.items():
            heading = self._columns.heading(key).text if self._columns.has(key) else ""
            if any(day and not day.is_plain for day in days.values()) and self._orders[key] and not self._rules.dates:
                first = "day" if self._orders[key] == "dmy" else "month"
                yield f'the column "{heading}" is read with the {first} first'
            serial = next((line for line, day in days.items() if day and day.serial), None)
            if serial:
                yield f'numbers in the column "{heading}" are read as Excel\'s days (line {serial})'

    def row(self, row: TableRow) -> Wanted:
        """The award that a row asks for."""
        columns = self._columns
        cells = {key: cell for key in KEYS if (cell := columns.cell(row, key))}
        source = Source(
            self._sheet.file,
            row.line,
            {key: (cell.line, cell.column) for key in columns.numbers for cell in [row.cell(columns.numbers[key])]},
            frozenset(cells),
        )
        faults = [
            Fault(key, f'the cell holds the spreadsheet\'s error "{cell.text}"', KEYS[key])
            for key, cell in cells.items()
            if _SPREADSHEET_ERROR.fullmatch(cell.text)
        ]
        broken = {fault.key for fault in faults}
        cells = {key: cell for key, cell in cells.items() if key not in broken}
        who = self._who(row, cells, broken)
        faults += who.faults
        awarded = self._day("awarded", row, cells, faults)
        if "awarded" not in cells and "awarded" not in broken:
            awarded = self._awarded
            if awarded is None:
                hint = "write it, or say the day of such rows with --awarded"
                faults.append(Fault("awarded", "the day is missing", "the day it was awarded", hint))
        valid_until = self._day("valid_until", row, cells, faults)
        faults += _days_fault(awarded, valid_until, self._rules, said="awarded" in cells)
        wanted = Wanted(
            source=source,
            recipient=who.recipient,
            name=who.name,
            email=who.email,
            new=who.new,
            awarded=awarded,
            valid_until=valid_until,
            result=self._result(cells, broken, faults),
            narrative=_checked("narrative", cells, _MARKDOWN, faults),
            evidence=tuple(_evidence(cells, faults)),
            more=self._more(row, cells, faults),
            warnings=who.warnings,
        )
        return replace(wanted, problems=(*self._too_many_cells(row), *map(source.problem_of, faults)))

    def _more(self, row: TableRow, cells: Mapping[str, Cell], faults: list[Fault]) -> dict[str, Any]:
        """Further keys of the entry, as far as the row says them."""
        days = {key.partition(".")[2]: self._day(key, row, cells, faults) for key in ("activity.start", "activity.end")}
        activity = {key: day for key, day in days.items() if day}
        values = {
            "activity": activity or None,
            **{key: _checked(key, cells, _SHORT, faults) for key in ("role", "term", "license_number")},
            "credits_earned": _credits(cells, faults),
        }
        return {key: value for key, value in values.items() if value}

    def _who(self, row: TableRow, cells: Mapping[str, Cell], broken: set[str]) -> Who:
        """Who is meant; nobody where a cell about them is broken."""
        if broken & set(WHO):
            return Who()
        text = {key: " ".join(cells[key].text.split()) if key in cells else "" for key in WHO}
        if "name" not in cells and not broken:
            text["name"] = " ".join(name_in(self._columns, row).split())
        return self._identifying.who(Said(**text))

    def _too_many_cells(self, row: TableRow) -> Iterator[Problem]:
        width = len(self._columns.headings.cells)
        if len(row.cells) > width:
            what = f"the row has {len(row.cells)} cells, and there are {width} headings"
            hint = "put quotation marks around a cell that holds the delimiter"
            extra = row.cells[width]
            yield Problem(self._sheet.file, extra.line, extra.column, what, f"{width} cells", hint)

    def _day(self, key: str, row: TableRow, cells: Mapping[str, Cell], faults: list[Fault]) -> date | None:
        cell = cells.get(key)
        if cell is None:
            return None
        written = self._written[key][row.line]
        if written is None:
            faults.append(_no_day(key, cell.text))
            return None
        order = self._orders[key]
        if order is None and not written.is_plain:
            return None  # said of the whole column
        day = written.read(order)
        if day is None:
            first = "day" if order == "dmy" else "month"
            what = f'"{cell.text}" is no day with the {first} first, as the rest of the column is written'
            faults.append(Fault(key, what, "days of one way of writing", "write it as 2026-06-30"))
        return day

    def _unclear(self, key: str, cell: Cell, days: list[Written]) -> Problem:
        day_first = any(day.month_first is None for day in days)
        month_first = any(day.day_first is None for day in days)
        if day_first and month_first:
            what = f'the column "{self._columns.heading(key).text}" has the day first in some rows, the month in others'
            hint = "format the column as a date with the year first in the spreadsheet, and save it again"
            return Problem(self._sheet.file, cell.line, cell.column, what, "one way of writing days", hint)
        read = next((day for day in days if day.day_first and day.month_first), days[0])
        what = f'"{cell.text}" may be {_in_words(read.day_first)} or {_in_words(read.month_first)}'
        hint = "say which comes first in this file: --dates dmy for the day, --dates mdy for the month"
        return Problem(self._sheet.file, cell.line, cell.column, what, "days that can be read in one way only", hint)

    def _result(self, cells: Mapping[str, Cell], broken: set[str], faults: list[Fault]) -> dict[str, str] | None:
        columns, result = self._columns, {}
        of = self._of
        if "result.of" in cells:
            of = self._named_result(cells["result.of"].text, faults)
        for key in ("result.status", "result.value", "result.level"):
            if key not in cells:
                if columns.has(key) and key not in broken:
                    hint = f"leave the row out, or the column with --column {key}="
                    faults.append(Fault(key, "the result is missing", KEYS[key], hint))
                continue
            described: ResultDescription | None = self._results.get(of or "")
            text = cells[key].text
            if key == "result.level":
                read = level_of(text, described)
            else:
                read = status_of(text) if key == "result.status" else value_of(text, described)
            if isinstance(read, Fault):
                faults.append(read)
            else:
                result[key.partition(".")[2]] = read
        if result.keys() & {"value", "level"} and of:
            result["of"] = of
        return result or None

    def _named_result(self, text: str, faults: list[Fault]) -> str | None:
        found = next(
            (one.id for one in self._results.values() if _folded(text) in map(_folded, (one.id, one.name))), None
        )
        if found is None:
            expected = ", ".join(self._results) or "nothing, as the badge describes no results"
            faults.append(
                Fault("result.of", f'the badge has no result "{text}"', expected, closest(text, self._results))
            )
        return found


def _no_day(key: str, text: str) -> Fault:
    if re.fullmatch(r"\W*\d{1,4}\W\d{1,2}\W\d{1,4}.*", text):
        return Fault(key, f'there is no day "{text}"', "a day of the calendar")
    return Fault(key, f'"{text}" is no day', "a day such as 2026-06-30, 30.06.2026 or 30 June 2026")


def _in_words(day: date | None) -> str:
    return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}" if day else "no day"


def _days_fault(awarded: date | None, valid_until: date | None, rules: Rules, *, said: bool) -> Iterator[Fault]:
    if awarded and said and awarded > rules.not_after:
        where = "in the future" if rules.not_after == rules.today else f"after {rules.not_after}"
        hint = "check the year; if it is right, say until when with --not-after"
        yield Fault("awarded", f"{awarded} lies {where}", f"{rules.not_after} or earlier", hint)
    elif awarded and said and awarded < rules.not_before:
        hint = "check the year; if it is right, say from when on with --not-before"
        yield Fault("awarded", f"{awarded} is before the course", f"{rules.not_before} or later", hint)
    elif awarded and valid_until and valid_until < awarded:
        yield Fault("valid_until", f"the last valid day, {valid_until}, is before {awarded}", f"{awarded} or later")


def _checked(key: str, cells: Mapping[str, Cell], kind: TypeAdapter[str], faults: list[Fault]) -> str | None:
    if key not in cells:
        return None
    fault, value = _read(key, cells[key].text, kind)
    faults += [fault] if fault else []
    return value


def _read(key: str, text: str, kind: TypeAdapter[str]) -> tuple[Fault | None, str | None]:
    refused = refusal(kind, text)
    return (Fault(key, *refused), None) if refused else (None, kind.validate_python(text))


def _credits(cells: Mapping[str, Cell], faults: list[Fault]) -> int | float | None:
    """Credits, with a point or a comma before their fraction."""
    if "credits_earned" not in cells:
        return None
    text = cells["credits_earned"].text
    number = as_number(text.replace(",", "."))
    value = None if number is None else int(number) if number == number.to_integral_value() else float(number)
    try:
        return _CREDITS.validate_python(value)
    except ValidationError:
        faults.append(Fault("credits_earned", f'"{text}" is no number of credits', "a number such as 5 or 2.5"))
        return None


def _evidence(cells: Mapping[str, Cell], faults: list[Fault]) -> Iterator[Mapping[str, str]]:
    addresses = cells["evidence"].text.split() if "evidence" in cells else []
    name = _checked("evidence.name", cells, _LINE, faults)
    if len(addresses) > 1 and name:
        what = f"{len(addresses)} addresses share one name"
        faults.append(Fault("evidence.name", what, "one address, or no name"))
    for address in addresses:
        fault, url = _read("evidence", address, _URL)
        faults += [fault] if fault else []
        if url:
            yield {"id": url, "name": name} if name else {"id": url}
    if name and not addresses:
        yield {"name": name}


def _each_once(rows: list[Wanted]) -> Iterator[Wanted]:
    """Rows with a problem where somebody comes a second time, or one address belongs to two."""
    first: dict[str, Wanted] = {}
    by_email: dict[str, Wanted] = {}
    for row in rows:
        problems = list(row.problems)
        other = first.setdefault(row.recipient, row) if row.recipient else row
        if other is not row:
            what = f"the same person stands in line {other.source.line}"
            key = next((key for key in WHO if key in row.source.filled), "")
            problems.append(row.source.problem(key, what, "each person once", "delete one of the rows"))
        elif row.email and (same := by_email.setdefault(row.email, row)) is not row:
            what = f"the e-mail address {row.email} stands in line {same.source.line} too"
            problems.append(row.source.problem("email", what, "an address for each person"))
        yield replace(row, problems=tuple(problems)) if len(problems) > len(row.problems) else row


def _without_names(rows: tuple[Wanted, ...], identifying: Identifying, allowed: tuple[str, ...]) -> Iterator[Wanted]:
    """Rows with a problem where a text that would be published names somebody."""
    known = identifying.people.persons if identifying.people else ()
    names = Names(
        {person.name for person in known if person.name} | {row.name for row in rows if row.name}, allowed=allowed
    )
    for row in rows:
        texts = [("narrative", row.narrative or "")]
        texts += [(key, row.more.get(key, "")) for key in ("role", "term", "license_number")]
        texts += [("evidence.name" if key == "name" else "evidence", one[key]) for one in row.evidence for key in one]
        problems = []
        for key, text in texts:
            found = names.found(text, own=row.name) if text else None
            if found:
                kind = "an e-mail address" if "@" in found else "the name"
                hint = "say it without naming anybody, as what is published cannot be taken back"
                if kind == "the name":
                    hint += f"; if it only is a word here: --allow-word {found.split()[0].lower()}"
                problems.append(row.source.problem(key, f'this holds {kind} "{found}"', "text without names", hint))
        yield replace(row, problems=(*row.problems, *dict.fromkeys(problems))) if problems else row


def usual_day(rows: tuple[Wanted, ...]) -> date | None:
    """The day that most rows have; the earliest of several."""
    counted = Counter(row.awarded for row in rows if row.awarded)
    return max(counted, key=lambda day: (counted[day], -day.toordinal()), default=None)


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())
