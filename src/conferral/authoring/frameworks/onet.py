"""O*NET, the occupational information network of the US Department of Labor, as its database is published in text.

Tab-delimited files with a line of headings.  `Content Model Reference.txt` has every element with its id, name and
description; ids such as 2.A.1.a are their own tree.  `Skills.txt`, `Knowledge.txt`, `Abilities.txt` and the like rate
occupations by elements: given beside the reference they say which of its elements are wanted, and given alone they have
ids and names.  `Technology Skills.txt` has software by its commodities (UNSPSC), which become the skills.
`Occupation Data.txt` has occupations, a framework of their own.  Of a folder or an archive with all of the database,
the reference and the ratings by skills, knowledge and abilities are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from conferral.authoring.frameworks.described import FoundFramework, FoundSkill, FoundTexts
from conferral.authoring.frameworks.tables import Table, headings, read_table
from conferral.authoring.importing.found import Notes, Origin
from conferral.authoring.importing.handed_in import GivenFile
from conferral.errors import Problem, RegistryProblems

ENDINGS = (".txt", ".csv")

ELEMENTS = frozenset({"Element ID", "Element Name", "Description"})
RATINGS = frozenset({"O*NET-SOC Code", "Element ID", "Element Name"})
TECHNOLOGY = frozenset({"O*NET-SOC Code", "Commodity Code", "Commodity Title"})
OCCUPATIONS = frozenset({"O*NET-SOC Code", "Title", "Description"})

LICENSE = "CC BY 4.0, US Department of Labor, Employment and Training Administration"

_ELEMENT = re.compile(r"[0-9](?:\.[0-9A-Za-z]{1,3})*")
_COMMODITY = re.compile(r"[0-9]{8}")
_OCCUPATION = re.compile(r"[0-9]{2}-[0-9]{4}\.[0-9]{2}")
_EDITIONS = (re.compile(r"db_(\d+)_(\d+)"), re.compile(r"O\*NET (\d+)\.(\d+) Database"))
_FOUND_ONLINE = ("1.A", "2.A", "2.B", "2.C", "4.A", "4.C")
"""The parts of the content model whose elements have a page at O*NET OnLine."""

_MOST_EXAMPLES = 8

_TABLES = (
    "one of O*NET's: Content Model Reference, Skills, Knowledge, Abilities, Technology Skills, Occupation Data, ..."
)


@dataclass(slots=True)
class _Reading:
    notes: Notes
    elements: dict[str, tuple[Origin, FoundTexts]] = field(default_factory=dict)
    rated: dict[str, tuple[Origin, FoundTexts]] = field(default_factory=dict)
    commodities: dict[str, tuple[Origin, str, dict[str, bool]]] = field(default_factory=dict)
    occupations: dict[str, tuple[Origin, FoundTexts]] = field(default_factory=dict)

    def read(self, given: GivenFile) -> Iterator[Problem]:
        words = headings(given)
        if not given.is_named and words != ELEMENTS and not _rates_skills(given):
            self.notes.note(Origin(given.name), "a file of O*NET that is read only where it is named itself")
            return
        if words == ELEMENTS:
            yield from self._elements(read_table(given, ELEMENTS.__contains__))
        elif words >= TECHNOLOGY:
            yield from self._technology(read_table(given, TECHNOLOGY.__contains__))
        elif words >= RATINGS:
            yield from self._ratings(read_table(given, RATINGS.__contains__))
        elif words >= OCCUPATIONS:
            yield from self._occupations(read_table(given, OCCUPATIONS.__contains__))
        else:
            shown = ", ".join(sorted(words)[:6])
            yield Problem(given.name, 1, 1, f"this is no table of O*NET: its columns are {shown}", _TABLES)

    def _elements(self, table: Table) -> Iterator[Problem]:
        for row in table.rows:
            code = row["Element ID"]
            if code in self.elements:
                yield table.problem(row.line, f'the element "{code}" stands here twice', "each element once")
                continue
            problem = _fault(table, row.line, "Element ID", code, _ELEMENT, "such as 2.A.1.a")
            if problem or not row["Element Name"]:
                yield problem or table.problem(row.line, f'the element "{code}" has no name', "Element Name")
                continue
            texts = FoundTexts(row["Element Name"], row["Description"])
            self.elements[code] = (Origin(f"{table.file}:{row.line}"), texts)

    def _ratings(self, table: Table) -> Iterator[Problem]:
        for row in table.rows:
            code = row["Element ID"]
            if code in self.rated:
                continue
            problem = _fault(table, row.line, "Element ID", code, _ELEMENT, "such as 2.A.1.a")
            if problem or not row["Element Name"]:
                yield problem or table.problem(row.line, f'the element "{code}" has no name', "Element Name")
                continue
            self.rated[code] = (Origin(f"{table.file}:{row.line}"), FoundTexts(row["Element Name"]))

    def _technology(self, table: Table) -> Iterator[Problem]:
        for row in table.rows:
            code, title = row["Commodity Code"], row["Commodity Title"]
            problem = _fault(table, row.line, "Commodity Code", code, _COMMODITY, "eight digits, such as 43232306")
            if problem or not title:
                yield problem or table.problem(row.line, f'the commodity "{code}" has no title', "Commodity Title")
                continue
            origin = Origin(f"{table.file}:{row.line}")
            _, _, examples = self.commodities.setdefault(code, (origin, title, {}))
            example = row["Example"]
            if example:
                examples[example] = examples.get(example, False) or row["Hot Technology"] == "Y"

    def _occupations(self, table: Table) -> Iterator[Problem]:
        for row in table.rows:
            code = row["O*NET-SOC Code"]
            problem = _fault(table, row.line, "O*NET-SOC Code", code, _OCCUPATION, "such as 15-1252.00")
            if problem or not row["Title"]:
                yield problem or table.problem(row.line, f'the occupation "{code}" has no title', "Title")
                continue
            texts = FoundTexts(row["Title"], row["Description"])
            self.occupations[code] = (Origin(f"{table.file}:{row.line}"), texts)


def _rates_skills(given: GivenFile) -> bool:
    """Whether a file of a folder or an archive rates occupations by what people can do."""
    return PurePosixPath(given.name.replace(":", "/")).name in ("Skills.txt", "Knowledge.txt", "Abilities.txt")


def _fault(table: Table, line: int, column: str, code: str, form: re.Pattern[str], example: str) -> Problem | None:
    if form.fullmatch(code):
        return None
    return table.problem(line, f'"{code}" under {column} is no code of O*NET', f"a code {example}")


def read(given: Iterable[GivenFile], notes: Notes) -> FoundFramework:
    """The framework in the files of the database.  Raises `RegistryProblems` with all that is wrong with them."""
    reading = _Reading(notes)
    problems: list[Problem] = []
    edition = ""
    for file in given:
        for pattern in _EDITIONS:
            found = pattern.search(file.name) or pattern.search(file.content[:400].decode("utf-8", "replace"))
            edition = edition or (f"{found[1]}.{found[2]}" if found else "")
        try:
            problems += reading.read(file)
        except RegistryProblems as error:
            problems += error.problems
    if reading.occupations and (reading.elements or reading.rated or reading.commodities):
        first = next(iter(reading.occupations.values()))[0].file
        hint = "import the occupations as a framework of their own"
        problems.append(Problem(first, 0, 0, "occupations among skills", "one of the two", hint))
    if problems:
        raise RegistryProblems(problems, where="the export")
    has_elements, has_commodities = bool(reading.elements), bool(reading.commodities)
    return FoundFramework(
        name="O*NET occupations" if reading.occupations else "O*NET",
        url="https://www.onetcenter.org/database.html",
        description="O*NET is a trademark of the US Department of Labor, Employment and Training Administration.",
        edition=edition,
        license=LICENSE,
        type="ext:Occupation" if reading.occupations else "ext:Skill",
        skills={one.key: one for one in _skills(reading)},
        covers=lambda _url, code: bool(
            (has_elements and _ELEMENT.fullmatch(code) and code not in reading.elements)
            or (has_commodities and _COMMODITY.fullmatch(code))
            or (reading.occupations and _OCCUPATION.fullmatch(code))
        ),
    )


def _skills(reading: _Reading) -> Iterator[FoundSkill]:
    for code, (origin, texts) in reading.occupations.items():
        url = f"https://www.onetonline.org/link/summary/{code}"
        yield FoundSkill(key=code, origin=origin, texts={"en": texts}, code=code, url=url)
    elements = {**reading.rated, **reading.elements}
    wanted = {above for code in reading.rated for above in _and_above(code)} if reading.rated else set(elements)
    parents = {code.rpartition(".")[0] for code in elements}
    for code, (origin, texts) in elements.items():
        if code not in wanted:
            continue
        above = next((one for one in _and_above(code)[1:] if one in elements), "")
        shown = code not in parents and code.startswith(_FOUND_ONLINE)
        yield FoundSkill(
            key=code,
            origin=origin,
            texts={"en": texts},
            code=code,
            url=f"https://www.onetonline.org/find/descriptor/result/{code}" if shown else "",
            broader=(above,) if above else (),
        )
    for code, (origin, title, examples) in reading.commodities.items():
        ordered = sorted(examples, key=lambda name: (not examples[name], name.casefold(), name))
        named = f"Such as {', '.join(ordered[:_MOST_EXAMPLES])}." if ordered else ""
        yield FoundSkill(key=code, origin=origin, texts={"en": FoundTexts(title, named)}, code=code)


def _and_above(code: str) -> list[str]:
    """An id and those above it, the nearest first: 2.A.1.a, 2.A.1, 2.A, 2."""
    parts = code.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
