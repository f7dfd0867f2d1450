"""Reading what a person wrote into an issue form of a git host: a badge to award, or awards to revoke.

A host hands an issue form on as Markdown: a heading `### Label` for each field, and below it what was written, or
`_No response_`.  A person can write anything instead.  So the text is read strictly: these headings, once each, in
this order, and nothing around them; each field is an id, an address, a day or a word of a closed list.  There is no
field for free text, because an issue can be read by everybody and for ever.  For that reason messages do not repeat
what was written: it may be a name, and an answer would be one more place to delete it from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from conferral.errors import Problem, RegistryProblems
from conferral.fields import AwardId, Day, HttpsUrl, RecipientId, Slug
from conferral.model.written import RevocationReason
from conferral.personal_data import personal_data

MAX_ENTRIES = 500
"""People or awards in one form; more come from a spreadsheet."""

LABELS: Mapping[str, tuple[str, ...]] = {
    "award": ("Badge", "Recipients", "Awarded on", "Evidence"),
    "revoke": ("Awards", "Reason", "Revoked on"),
}
"""Label of an issue -> headings of its form, in order; the forms themselves are in `conferral/starter`."""

_HEADING = re.compile(r"###[ \t]+(.*?)[ \t]*")
_NOTHING = "_No response_"
_FENCE = re.compile(r"(`{3,})[a-z]*")
_SEPARATOR = re.compile(r"[\s,;]+")
_PUBLIC = "Everybody can read the issue: delete it, with its history, and open another with ids only."


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardForm:
    """A badge for people, each with the line of the issue; `awarded`, `evidence` are None where nothing was written."""

    issue: int
    badge: str
    recipients: Mapping[str, int]
    awarded: date | None
    evidence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeForm:
    """Awards to revoke, each an id or an address of its page, with its line; `on` is None where nothing was written."""

    issue: int
    awards: Mapping[str, int]
    reason: str
    on: date | None


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a field holds: how it is read, what it is called, and how it is written."""

    reader: TypeAdapter[Any]
    name: str
    written: str


_BADGE = _Kind(TypeAdapter(Slug), "short name of a badge", "the name of its folder in credentials/badges")
_RECIPIENT = _Kind(TypeAdapter(RecipientId), "recipient id", 'the whole id as it was given out: "r-" and 27 characters')
_AWARD = _Kind(TypeAdapter(AwardId | HttpsUrl), "award", "the 26 characters of its id, or the address of its page")
_DAY = _Kind(TypeAdapter(Day), "day", "year, month and day, written 2026-06-30")
_ADDRESS = _Kind(TypeAdapter(HttpsUrl), "address", "an address that begins with https://")
_REASON = _Kind(TypeAdapter(RevocationReason), "reason to revoke", f"one of {', '.join(get_args(RevocationReason))}")


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands below a heading, each line with its number."""

    line: int
    lines: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class _Reading:
    """An issue while it is read: the values by heading, and the problems so far."""

    name: str
    values: dict[str, _Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, what: str, *, expected: str = "", hint: str = "") -> None:
        self.problems.append(Problem(self.name, line, 1 if line else 0, what, expected, hint))

    def one(self, heading: str, kind: _Kind) -> Any:
        """The value of a field that holds one thing; None where it holds nothing."""
        value = self.values.get(heading)
        if value is None or not value.lines:
            return None
        if len(value.lines) > 1:
            self.problem(value.lines[1][0], f'"{heading}" has more than one line', expected="one line")
            return None
        return self.read(*value.lines[0], heading, kind)

    def many(self, heading: str, kind: _Kind) -> Mapping[str, int]:
        """The values, with their lines, of a field that holds one thing a line, or several with spaces or commas."""
        value = self.values.get(heading)
        found: dict[str, int] = {}
        for line, text in value.lines if value else ():
            for word in filter(None, _SEPARATOR.split(text)):
                entry = self.read(line, word, heading, kind)
                if entry in found:
                    self.problem(line, f'"{entry}" stands in "{heading}" twice', hint="Delete one of them.")
                elif entry is not None:
                    found[entry] = line
                if len(found) > MAX_ENTRIES:
                    self.problem(
                        line,
                        f'"{heading}" has more than {MAX_ENTRIES} entries',
                        hint="So many are for a spreadsheet, or for several issues.",
                    )
                    return found
        return found

    def needed(self, *headings: str) -> None:
        """Report fields that were left empty and may not be."""
        for heading in headings:
            value = self.values.get(heading)
            if value and not value.lines:
                self.problem(value.line, f'"{heading}" is empty')

    def read(self, line: int, text: str, heading: str, kind: _Kind) -> Any:
        """What was written, or None where it is something else."""
        if "@" in text:
            self.problem(
                line, f'"{heading}" holds an @, perhaps of an e-mail address', expected="ids only", hint=_PUBLIC
            )
            return None
        try:
            return kind.reader.validate_python(text)
        except ValidationError:
            self.problem(line, f'"{heading}" holds what is no {kind.name}', expected=kind.written)
            return None


def read_form(event: bytes) -> AwardForm | RevokeForm:
    """The form in the event that a host hands to a workflow when an issue gets a label (JSON, `issues.labeled`).

    The label says which form it is.  Raises `RegistryProblems` with all that is wrong, each by its line in the issue.
    """
    label, number, title, body = _issue(event)
    reading = _Reading(f"issue {number}")
    for kind, _ in personal_data(title):
        reading.problem(0, f"the title holds {kind}", hint=_PUBLIC)
    _read_parts(reading, body, LABELS[label])
    form = _award(reading, number) if label == "award" else _revoke(reading, number)
    if reading.problems:
        raise RegistryProblems(reading.problems, where="the issue")
    return form


def _award(reading: _Reading, number: int) -> AwardForm:
    reading.needed("Badge", "Recipients")
    return AwardForm(
        issue=number,
        badge=reading.one("Badge", _BADGE) or "",
        recipients=reading.many("Recipients", _RECIPIENT),
        awarded=reading.one("Awarded on", _DAY),
        evidence=reading.one("Evidence", _ADDRESS),
    )


def _revoke(reading: _Reading, number: int) -> RevokeForm:
    reading.needed("Awards", "Reason")
    return RevokeForm(
        issue=number,
        awards=reading.many("Awards", _AWARD),
        reason=reading.one("Reason", _REASON) or "",
        on=reading.one("Revoked on", _DAY),
    )


def _issue(event: bytes) -> tuple[str, int, str, str]:
    """Label, number, title and body of the issue in an event."""
    try:
        data = json.loads(event)
        issue = data["issue"]
        label, number, title = data["label"]["name"], issue["number"], issue["title"]
        body = issue["body"] or ""
        if not (isinstance(number, int) and all(isinstance(text, str) for text in (label, title, body))):
            raise TypeError
    except (ValueError, TypeError, KeyError, RecursionError):
        problem = Problem("the event", 0, 0, "this is no event about an issue that was given a label")
        raise RegistryProblems([problem], where="the event") from None
    if label not in LABELS:
        what = f'the label "{label}" belongs to no form'
        raise RegistryProblems(
            [Problem(f"issue {number}", 0, 0, what, expected=f"one of {', '.join(LABELS)}")], where="the issue"
        )
    return label, number, title, body


def _read_parts(reading: _Reading, body: str, headings: Sequence[str]) -> None:
    """Split the body at its headings into `reading.values`."""
    found: list[tuple[str, int, list[tuple[int, str]]]] = []
    before = False
    for line, text in enumerate(re.split(r"\r\n|\r|\n", body), 1):
        match = _HEADING.fullmatch(text)
        if match:
            found.append((match[1], line, []))
        elif found:
            found[-1][2].append((line, text.strip()))
        elif text.strip() and not before:
            before = True
            reading.problem(line, "text stands before the first heading", hint="Open the issue with the form.")
    for name, line, _ in found:
        if name not in headings:
            expected = ", ".join(f'"{heading}"' for heading in headings)
            reading.problem(line, "the form has no such heading", expected=f"only {expected}")
    names = [name for name, _, _ in found if name in headings]
    missing = [heading for heading in headings if heading not in names]
    for heading in missing:
        reading.problem(0, f'the heading "{heading}" is missing', hint="Open the issue with the form.")
    if not missing and names != list(headings) and not reading.problems:
        reading.problem(0, "the headings are not those of the form, once each and in its order")
    for name, line, lines in found:
        if name in headings:
            reading.values.setdefault(name, _Value(line, tuple(_written(lines))))


def _written(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines of a field that say something: without the fence around a field of several lines."""
    said = [(line, text) for line, text in lines if text]
    if [text for _, text in said] == [_NOTHING]:
        return
    fence = _FENCE.fullmatch(said[0][1]) if said else None
    if fence and len(said) > 1 and said[-1][1] == fence[1]:
        said = said[1:-1]
    yield from said
