"""ESCO, the European classification of skills and occupations, as its download gives it in CSV.

A set of files a language, such as `skills_en.csv`, `skillGroups_en.csv`, `broaderRelationsSkillPillar_en.csv` and
`skillsHierarchy_en.csv`; the language stands in their names.  Concepts have an address (`conceptUri`), by which the
same concept in several languages is one skill; groups have a `code` from version 1.2 on.  What is part of what is told
by the broader relations, or by `skillsHierarchy` for the groups alone.  The collections, such as
`digCompSkillsCollection_en.csv`, can be read in the place of `skills_en.csv`; in them, and only there, lists are
divided by ` | `.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from conferral.authoring.frameworks.described import FoundFramework, FoundSkill, FoundTexts
from conferral.authoring.frameworks.tables import Table, TableRow, headings, read_table
from conferral.authoring.importing.found import Notes, Origin
from conferral.authoring.importing.handed_in import GivenFile
from conferral.errors import Problem, RegistryProblems

ENDINGS = (".csv",)

CONCEPTS = frozenset({"conceptType", "conceptUri", "preferredLabel"})
BROADER = frozenset({"conceptUri", "broaderUri"})
HIERARCHY = frozenset({"Level 0 URI", "Level 1 URI", "Level 0 preferred term"})
_OTHERS = (
    frozenset({"occupationUri", "skillUri"}),
    frozenset({"originalSkillUri", "relatedSkillUri"}),
    frozenset({"conceptSchemeUri"}),
)
"""Tables that the download has, and that say nothing of what is imported."""

LICENSE = "Reuse with acknowledgement (Commission Decision 2011/833/EU)"
ACKNOWLEDGEMENT = "This registry uses the ESCO classification of the European Commission."

_SKILLS = ("KnowledgeSkillCompetence", "SkillGroup")
_OCCUPATIONS = ("Occupation", "ISCOGroup")
_NO_LONGER = ("deprecated", "obsolete", "replaced", "withdrawn")
_LANGUAGE = re.compile(r"_([a-z]{2,3})(?:[-_][A-Za-z]{2})?\.csv", re.IGNORECASE)
_EDITION = re.compile(r"\bv(\d+\.\d+(?:\.\d+)?)")
_MOST_LEVELS = 4
_TABLES = "one of ESCO's: skills, skillGroups, occupations, ISCOGroups, broaderRelations, skillsHierarchy, a collection"


@dataclass(slots=True)
class _Concept:
    """What several tables say of one concept."""

    origin: Origin
    kind: str
    texts: dict[str, FoundTexts] = field(default_factory=dict)
    code: str = ""
    status: str = ""
    broader: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    languages: Mapping[str, str]
    notes: Notes
    concepts: dict[str, _Concept] = field(default_factory=dict)
    broader: dict[str, dict[str, None]] = field(default_factory=dict)
    kinds_of_tables: set[str] = field(default_factory=set)
    has_tree: bool = False

    def read(self, given: GivenFile) -> Iterator[Problem]:
        words = headings(given)
        if any(columns <= words for columns in _OTHERS):
            self.notes.note(Origin(given.name), "a table of ESCO that says nothing of the skills themselves")
            return
        known = CONCEPTS | BROADER | HIERARCHY
        table = read_table(given, known.__contains__)
        columns = set(table.columns)
        if columns >= CONCEPTS:
            yield from self._concepts(table)
        elif columns >= BROADER:
            yield from self._broader(table)
        elif columns >= HIERARCHY:
            yield from self._hierarchy(table)
        else:
            shown = ", ".join(table.columns[:6])
            yield table.problem(1, f"this is no table of ESCO: its columns are {shown}", _TABLES)

    def _language(self, table: Table) -> str | None:
        name = PurePosixPath(table.file.replace(":", "/")).name
        if name in self.languages:
            return self.languages[name]
        found = _LANGUAGE.search(name)
        return found[1].lower() if found else None

    def _concepts(self, table: Table) -> Iterator[Problem]:
        language = self._language(table)
        if language is None:
            hint = f"say it with --language, such as --language en={PurePosixPath(table.file).name}"
            yield table.problem(0, "its name does not say in which language its texts are", "skills_en.csv", hint)
            return
        in_collection = "broaderConceptUri" in table.columns
        self.has_tree |= in_collection
        seen: dict[str, int] = {}
        for row in table.rows:
            uri = row["conceptUri"]
            problem = _fault(table, row, seen)
            if problem:
                yield problem
                continue
            seen[uri] = row.line
            kind = row["conceptType"]
            if not in_collection:
                self.kinds_of_tables.add(kind)
            origin = Origin(f"{table.file}:{row.line}")
            concept = self.concepts.setdefault(uri, _Concept(origin, kind))
            if row["preferredLabel"] and language not in concept.texts:
                concept.texts[language] = FoundTexts(row["preferredLabel"], row["description"] or row["definition"])
            concept.code = concept.code or row["code"]
            concept.status = concept.status or row["status"]
            if in_collection:
                above = (one.strip() for one in row["broaderConceptUri"].split("|"))
                self.broader.setdefault(uri, {}).update(dict.fromkeys(one for one in above if one))

    def _broader(self, table: Table) -> Iterator[Problem]:
        self.has_tree = True
        for row in table.rows:
            if not row["conceptUri"] or not row["broaderUri"]:
                yield table.problem(row.line, "a relation with one end", "conceptUri and broaderUri")
                continue
            self.broader.setdefault(row["conceptUri"], {})[row["broaderUri"]] = None

    def _hierarchy(self, table: Table) -> Iterator[Problem]:
        self.has_tree = True
        language = self._language(table)
        for row in table.rows:
            levels = [number for number in range(_MOST_LEVELS) if row[f"Level {number} URI"]]
            if not levels or levels != list(range(len(levels))):
                yield table.problem(row.line, "levels that do not follow one another", "Level 0 URI, Level 1 URI, ...")
                continue
            last = levels[-1]
            uri = row[f"Level {last} URI"]
            origin = Origin(f"{table.file}:{row.line}")
            concept = self.concepts.setdefault(uri, _Concept(origin, "SkillGroup"))
            concept.code = concept.code or row[f"Level {last} code"]
            name = row[f"Level {last} preferred term"]
            if name and language and language not in concept.texts:
                concept.texts[language] = FoundTexts(name, row["Description"])
            if last:
                self.broader.setdefault(uri, {})[row[f"Level {last - 1} URI"]] = None


def _fault(table: Table, row: TableRow, seen: Mapping[str, int]) -> Problem | None:
    uri, kind = row["conceptUri"], row["conceptType"]
    if kind not in _SKILLS + _OCCUPATIONS:
        expected = f"conceptType: {', '.join(_SKILLS + _OCCUPATIONS)}"
        return table.problem(row.line, f'"{kind}" is no kind of concept', expected, "export the file again")
    if not uri:
        return table.problem(row.line, "a concept without its address", "conceptUri: http://data.europa.eu/esco/...")
    if uri in seen:
        return table.problem(row.line, f"{uri} stands in line {seen[uri]} already", "each concept once")
    return None


def read(given: Iterable[GivenFile], languages: Mapping[str, str], notes: Notes) -> FoundFramework:
    """The framework in the files of a download; `languages` are those of files whose names do not say it, by name.

    Raises `RegistryProblems` with everything that is wrong with them.
    """
    reading = _Reading(languages, notes)
    problems: list[Problem] = []
    edition = ""
    for file in given:
        found = _EDITION.search(file.name)
        edition = edition or (found[1] if found else "")
        try:
            problems += reading.read(file)
        except RegistryProblems as error:
            problems += error.problems
    kinds = {one.kind for one in reading.concepts.values()}
    of_skills, of_occupations = kinds & set(_SKILLS), kinds & set(_OCCUPATIONS)
    if of_skills and of_occupations:
        which = next(one.origin.file for one in reading.concepts.values() if one.kind in _OCCUPATIONS)
        hint = "import the occupations as a framework of their own"
        problems.append(Problem(which, 0, 0, "occupations among skills", "one of the two", hint))
    if problems:
        raise RegistryProblems(problems, where="the export")
    whole = reading.kinds_of_tables >= set(_OCCUPATIONS if of_occupations else _SKILLS)
    return FoundFramework(
        name="ESCO occupations" if of_occupations else "ESCO",
        description=ACKNOWLEDGEMENT,
        url="https://esco.ec.europa.eu/",
        edition=edition,
        license=LICENSE,
        type="ext:Occupation" if of_occupations else "ext:Skill",
        has_tree=reading.has_tree,
        covers=lambda url, _code: whole and url.startswith("http://data.europa.eu/esco/"),
        skills={
            uri: FoundSkill(
                key=uri,
                origin=one.origin,
                texts=one.texts,
                code=one.code,
                url=uri,
                broader=tuple(reading.broader.get(uri, ())),
                deprecated=one.status.casefold() in _NO_LONGER,
            )
            for uri, one in reading.concepts.items()
        },
    )
