"""Which column of a spreadsheet holds what: by its heading in several languages, or as the user says.

`Columns` maps a key such as `email` or `result.value` to the number of a column.  The keys are those of an entry in a
batch of awards, and those that say who a person is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conferral.errors import Problem
from conferral.fields import closest
from conferral.model import ResultDescription
from conferral.spelling import without_accents
from conferral.spreadsheet import Cell, Spreadsheet, TableRow

KEYS: Mapping[str, str] = {
    "recipient": "the recipient id",
    "email": "the e-mail address",
    "name": "the whole name",
    "given_name": "the given name",
    "family_name": "the family name",
    "awarded": "the day it was awarded",
    "valid_until": "the last valid day",
    "result.value": "the value reached",
    "result.status": "how it ended, such as Completed",
    "result.of": "which of the badge's results it is",
    "result.level": "the level reached",
    "evidence": "an address, or several with spaces or line breaks between them",
    "evidence.name": "what the evidence is",
    "narrative": "how the person earned it",
    "activity.start": "the first day of the activity",
    "activity.end": "the last day of the activity",
    "credits_earned": "the credits earned",
    "license_number": "the number of the licence",
    "role": "the person's part in it",
    "term": "the academic term",
}
"""What a column can hold."""

ONLY_SAID = ("role", "term")
"""Keys that no heading stands for by itself: a column of that name is most often about a course or an account, and what
is awarded is published."""

WHO = ("recipient", "email", "name", "given_name", "family_name")

_HEADINGS: Mapping[str, str] = {
    "recipient": """
        recipient | recipient id | recipients | conferral id | holder id | empfanger | empfanger id | empfangerkennung
        | destinataire | id destinataire | destinatario | id destinatario | ontvanger | ontvanger id""",
    "email": """
        email | e mail | mail | email address | e mail address | mail address | emailadresse | e mail adresse
        | mailadresse | courriel | adresse courriel | adresse email | adresse e mail | adresse mail
        | correo | correo electronico | direccion de correo | direccion de correo electronico | posta elettronica
        | indirizzo email | indirizzo e mail | e mailadres | emailadres | endereco de email | endereco eletronico
        | adres e mail | epost | e post""",
    "name": """
        name | full name | participant | participant name | learner | learner name | student | student name | holder
        | recipient name | vollstandiger name | vor und nachname | teilnehmer | teilnehmerin | teilnehmende
        | nom complet | nom et prenom | prenom et nom | participant e | etudiant | nombre completo
        | nombre y apellidos | nombre y apellido | participante | alumno | nome completo | nome e cognome | partecipante
        | studente | volledige naam | naam | deelnemer | nome | imie i nazwisko""",
    "given_name": """
        first name | given name | forename | firstname | vorname | prenom | nombre | nombre de pila | voornaam
        | primeiro nome | imie""",
    "family_name": """
        last name | family name | surname | lastname | nachname | familienname | nom | nom de famille | apellido
        | apellidos | cognome | achternaam | apelido | sobrenome | nazwisko""",
    "awarded": """
        awarded | awarded on | date awarded | award date | date | issue date | issued | issued on | date of issue
        | completed on | completion date | date completed | date of completion | verliehen | verliehen am | datum
        | ausstellungsdatum | ausgestellt am | abschlussdatum | abgeschlossen am | verleihdatum
        | decerne le | date d obtention | date d attribution | date de delivrance | date de fin | obtenu le | fecha
        | fecha de emision | fecha de obtencion | fecha de finalizacion | otorgado | data | data di rilascio
        | data di conseguimento | data di completamento | behaald op | datum behaald | uitgereikt op | afgerond op
        | data de emissao | data de conclusao | data de obtencao""",
    "valid_until": """
        valid until | valid to | valid through | expires | expires on | expiry | expiry date | expiration
        | expiration date | end of validity | gultig bis | ablaufdatum | lauft ab | lauft ab am | valable jusqu au
        | valide jusqu au | date d expiration | expire le | valido hasta | valida hasta | fecha de caducidad
        | fecha de vencimiento | vence | valido fino al | valido fino a | scadenza | data di scadenza | geldig tot
        | geldig tot en met | vervaldatum | valido ate | data de validade""",
    "result.value": """
        result | result value | value | score | final score | mark | grade | points | percent | percentage
        | ergebnis | punkte | punktzahl | prozent | resultat | resultats | note finale | score final | resultado
        | puntuacion | calificacion | nota | nota final | puntos | risultato | punteggio | voto | resultaat | cijfer
        | punten | pontuacao | classificacao""",
    "result.status": """
        status | result status | completion status | outcome | ergebnisstatus | statut | etat | estado
        | situacion | stato | esito | uitslag""",
    "result.of": "result of | result id | which result | assessment | prufung | epreuve | prueba | prova | toets",
    "evidence": """
        evidence | evidence url | evidence link | evidence address | link | url | portfolio | proof | nachweis
        | nachweis url | nachweis link | beleg | preuve | lien | url de la preuve | evidencia | enlace | prueba url
        | evidenza | prova url | collegamento | bewijs | bewijs url | comprovativo | ligacao""",
    "evidence.name": """
        evidence name | evidence title | title of evidence | project title | name des nachweises | projekttitel
        | nom de la preuve | titre du projet | nombre de la evidencia | titulo del proyecto | nome della prova
        | titolo del progetto | naam van het bewijs | titulo do projeto""",
    "narrative": "narrative | how it was earned | narrativ | recit | narration | narrativa",
    "result.level": """
        achieved level | level achieved | level reached | result level | erreichte stufe | erreichtes niveau
        | niveau atteint | nivel alcanzado | livello raggiunto | behaald niveau | nivel alcancado""",
    "activity.start": """
        activity start | start of activity | course start | start date of course | kursbeginn | beginn des kurses
        | debut du cours | inicio del curso | inizio del corso | begin van de cursus | inicio do curso""",
    "activity.end": """
        activity end | end of activity | course end | end date of course | kursende | ende des kurses | fin du cours
        | fin del curso | fine del corso | einde van de cursus | fim do curso""",
    "credits_earned": """
        credits earned | earned credits | ects earned | erworbene ects | erworbene leistungspunkte | credits obtenus
        | creditos obtenidos | crediti ottenuti | behaalde studiepunten | creditos obtidos""",
    "license_number": """
        license number | licence number | license no | licence no | lizenznummer | numero de licence
        | numero de licencia | numero di licenza | licentienummer | numero da licenca""",
}
"""Headings in English, German, French, Spanish, Italian, Dutch, Portuguese and a few of Polish and Swedish, as
`_plain` leaves them.  What is often something else stands not here: note, description, title, project."""


def _plain(heading: str) -> str:
    """A heading in lower case without accents, punctuation and what is in parentheses at its end."""
    text = re.sub(r"[\s*:]+\Z", "", heading)
    text = re.sub(r"\s*[(\[][^()\[\]]*[)\]]\Z", "", text)
    text = without_accents(text)
    return re.sub(r"[\W_]+", " ", text).strip()


_KNOWN: Mapping[str, str] = {
    **{_plain(name): key for key, names in _HEADINGS.items() for name in names.split("|")},
    **{_plain(key): key for key in KEYS if key not in ONLY_SAID},
}
_ROWS_ABOVE = 20
_LETTERS = re.compile(r"[A-Za-z]{1,2}")


def is_known(heading: str) -> bool:
    """Whether a heading says what its column holds."""
    return _plain(heading) in _KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of a table hold; numbers of columns count from 1."""

    headings: TableRow
    rows: tuple[TableRow, ...]
    numbers: Mapping[str, int]
    result: str | None
    """The id of the badge's result that the column of values is named for, if it is."""

    notes: tuple[str, ...]

    def has(self, key: str) -> bool:
        """Whether there is a column for a key."""
        return key in self.numbers

    def cell(self, row: TableRow, key: str) -> Cell | None:
        """The filled cell of a row; None if it is empty or there is no such column."""
        number = self.numbers.get(key)
        cell = row.cell(number) if number else None
        return cell if cell and cell.text else None

    def heading(self, key: str) -> Cell:
        """The heading of a key's column."""
        return self.headings.cell(self.numbers[key])


def recognise(
    sheet: Spreadsheet,
    said: Mapping[str, str],
    *,
    results: Sequence[ResultDescription] = (),
) -> tuple[Columns | None, tuple[Problem, ...]]:
    """The columns of a table, and what is wrong with its headings; None if no rows can be read by them.

    `said` is what the user says, key -> a heading, or a letter or number of a column, or "" for none.  `results` are
    the badge's: a column named like one holds its values.  One of the keys in `WHO` has to have a column.
    """
    if not sheet.rows:
        return None, (Problem(sheet.file, 0, 0, "there is no row", "a line of headings and a row for each person"),)
    by_result = {_plain(name): one.id for one in results for name in (one.id, one.name)}
    at = _heading_row(sheet.rows, by_result)
    headings = sheet.rows[at]
    problems: list[Problem] = []
    numbers: dict[str, int] = {}
    said = {key if key in KEYS else _KNOWN.get(_plain(key), key): column for key, column in said.items()}
    for key, column in said.items():
        number = _column_said(column, headings)
        if key not in KEYS:
            what, hint = f'there is no "{key}" that a column can hold', closest(key, KEYS)
            problems.append(Problem(sheet.file, headings.line, 1, what, ", ".join(KEYS), hint))
        elif number is None and column:
            hint = closest(column, (cell.text for cell in headings.cells))
            what = f'there is no column "{column}" for {key}'
            problems.append(Problem(sheet.file, headings.line, 1, what, _listed(headings), hint))
        elif number:
            numbers[key] = number
    result: str | None = None
    for cell in headings.cells:
        key = "result.value" if _plain(cell.text) in by_result else _KNOWN.get(_plain(cell.text), "")
        if not key or key in said or cell.column in numbers.values():
            continue
        if key in numbers:
            other = headings.cell(numbers[key]).text
            what = f'the columns "{other}" and "{cell.text}" both look like {KEYS[key]}'
            hint = f"say which one with --column {key}=..., or --column {key}= for neither"
            problems.append(Problem(sheet.file, cell.line, cell.column, what, "one column for each", hint))
        else:
            numbers[key] = cell.column
    _settle_names(numbers, said)
    if "result.value" in numbers:
        result = by_result.get(_plain(headings.cell(numbers["result.value"]).text))
    if not numbers.keys() & set(WHO) and not problems:
        problems.append(_nobody(sheet.file, headings))
    if problems and not numbers.keys() & set(WHO):
        return None, tuple(problems)
    notes = _notes(headings, numbers, at)
    columns = Columns(headings=headings, rows=sheet.rows[at + 1 :], numbers=numbers, result=result, notes=notes)
    return columns, tuple(problems)


def _heading_row(rows: Sequence[TableRow], by_result: Mapping[str, str]) -> int:
    """The first row that has a heading for who it is; else the first one."""
    for number, row in enumerate(rows[:_ROWS_ABOVE]):
        if any(_KNOWN.get(_plain(cell.text)) in WHO for cell in row.cells if _plain(cell.text) not in by_result):
            return number
    return 0


def _settle_names(numbers: dict[str, int], said: Mapping[str, str]) -> None:
    """A name beside a given name is a family name, and a given name alone is all there is of the name."""
    if "given_name" not in numbers or "family_name" in numbers:
        return
    if "name" in numbers and "name" not in said:
        numbers["family_name"] = numbers.pop("name")
    elif "given_name" not in said:
        numbers["name"] = numbers.pop("given_name")


def _column_said(column: str, headings: TableRow) -> int | None:
    """A column by its heading, or else by its number or the letters that spreadsheets show above it."""
    same = [cell.column for cell in headings.cells if cell.text == column]
    alike = [cell.column for cell in headings.cells if _plain(cell.text) == _plain(column) != ""]
    if same or alike:
        return (same or alike)[0]
    number = None
    if column.isdecimal():
        number = int(column)
    elif _LETTERS.fullmatch(column):
        number = 0
        for letter in column.upper():
            number = number * 26 + ord(letter) - ord("A") + 1
    return number if number and 1 <= number <= len(headings.cells) else None


def _nobody(file: str, headings: TableRow) -> Problem:
    if any("@" in cell.text or cell.text.startswith("r-") for cell in headings.cells):
        what = "the first row holds data, not headings"
        hint = "write a line of headings above it, such as: recipient, result"
    else:
        what = "no column says who it is"
        hint = "name the column with --column email=..., --column recipient=... or --column name=..."
    return Problem(file, headings.line, 1, what, "a column of recipient ids, e-mail addresses or names", hint)


def _listed(headings: TableRow) -> str:
    return ", ".join(f'"{cell.text}"' for cell in headings.cells if cell.text)


def _notes(headings: TableRow, numbers: Mapping[str, int], at: int) -> tuple[str, ...]:
    by_column: dict[int, list[str]] = {}
    for key, number in numbers.items():
        by_column.setdefault(number, []).append(key)
    used = [f'"{headings.cell(number).text}" is {" and ".join(keys)}' for number, keys in sorted(by_column.items())]
    unused = [f'"{cell.text}"' for cell in headings.cells if cell.text and cell.column not in by_column]
    notes = [f"columns: {', '.join(used)}"]
    if unused:
        notes.append(f"columns that are not used: {', '.join(unused)}")
    if at:
        notes.append(f"the rows above the headings in line {headings.line} were left out")
    return tuple(notes)
