"""Values of others made fit for the registry's fields; what does not fit is noted, and never bent without a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import timezone as fixed_offset
from typing import Any

from pydantic import TypeAdapter, ValidationError

from conferral.authoring.importing.found import Notes, Origin
from conferral.due import period_of
from conferral.fields import (
    HTTP_NAMESPACES,
    Day,
    Email,
    HttpsUrl,
    Language,
    Line,
    Markdown,
    Period,
    ShortLine,
    VocabularyUrl,
)
from conferral.model.choices import AchievementType, Credits, IdentifierType, ResultStatus, ResultType, TargetType

LINE, SHORT = 300, 120
"""Characters of a line and of a short one (`conferral.fields`)."""

_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "line": TypeAdapter(Line),
    "short line": TypeAdapter(ShortLine),
    "markdown": TypeAdapter(Markdown),
    "url": TypeAdapter(HttpsUrl),
    "vocabulary url": TypeAdapter(VocabularyUrl),
    "email": TypeAdapter(Email),
    "day": TypeAdapter(Day),
    "achievement type": TypeAdapter(AchievementType),
    "target type": TypeAdapter(TargetType),
    "result type": TypeAdapter(ResultType),
    "result status": TypeAdapter(ResultStatus),
    "credits": TypeAdapter(Credits),
    "identifier type": TypeAdapter(IdentifierType),
    "language": TypeAdapter(Language),
}
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SENTENCE_END = re.compile(r"[.!?…](?=\s)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_LATEST = 32_503_680_000  # the year 3000


@dataclass(frozen=True, slots=True)
class Fitting:
    """Makes values fit, and notes what it does."""

    notes: Notes

    def line(self, value: Any, origin: Origin, what: str, *, short: bool = False) -> str | None:
        """One line of text; None, with a note, for what is none or is too long.  Nothing is said of what is missing."""
        text = self._text(value, origin, what)
        kind = "short line" if short else "line"
        found: str | None = self._checked(kind, " ".join(text.split()), origin, what) if text else None
        return found

    def cut(self, value: Any, origin: Origin, what: str, *, longest: int) -> tuple[str, bool] | None:
        """One line, shortened at the end of a sentence or a word where it is too long; and whether it was."""
        text = self._text(value, origin, what)
        if not text:
            return None
        line = " ".join(text.split())
        if len(line) <= longest:
            return line, False
        ends = [found.end() for found in _SENTENCE_END.finditer(line, 0, longest)]
        short = line[: ends[-1]] if ends and ends[-1] > longest // 3 else f"{line[:longest].rpartition(' ')[0]}…"
        return short if len(short) > 1 else f"{line[: longest - 1]}…", True

    def markdown(self, value: Any, origin: Origin, what: str) -> str | None:
        """Text in Markdown; None for what is none or is too long."""
        text = self._text(value, origin, what)
        found: str | None = self._checked("markdown", text, origin, what) if text else None
        return found

    def url(self, value: Any, origin: Origin, what: str, *, vocabulary: bool = False) -> str | None:
        """An https address; one that is http is written with https, and noted."""
        text = self._text(value, origin, what)
        if not text:
            return None
        if text.startswith("data:"):
            self.notes.not_carried(origin, f"{what}: a data: address, which is the thing itself")
            return None
        kind, names = ("vocabulary url", HTTP_NAMESPACES) if vocabulary else ("url", ())
        if text.lower().startswith("http://") and not text.startswith(names or "https://"):
            upgraded = f"https{text[4:]}"
            if self._checked(kind, upgraded, origin, what) is None:
                return None
            self.notes.changed(origin, f"{what}: {text} is written with https: check that it leads there")
            return upgraded
        found: str | None = self._checked(kind, text, origin, what)
        return found

    def value(self, kind: str, value: Any, origin: Origin, what: str) -> Any:
        """A value of one of the registry's kinds; None, with a note, for what is none."""
        return None if value is None or value == "" else self._checked(kind, value, origin, what)

    def organisation(self, value: Any, origin: Origin, what: str) -> dict[str, str] | None:
        """An organisation by its name and its own address, or else its id; None, with a note, for what has not both."""
        said = value if isinstance(value, dict) else {}
        name = self.line(said.get("name"), origin, f"the name of {what}", short=True)
        url = self.url(said.get("url") or said.get("id"), origin, f"the address of {what}") if name else None
        if name and url:
            for member in sorted(said.keys() - {"id", "type", "name", "url"}):
                self.notes.not_carried(origin.at(member), f'"{member}" of {what}')
            return {"name": name, "url": url}
        self.notes.not_carried(origin, f"{what}: it needs a name and an address")
        return None

    def period(self, value: Any, origin: Origin, what: str) -> Period | None:
        """A period such as "2 years"."""
        if value is None:
            return None
        found = period_of(value) if isinstance(value, str) else None
        if found is None:
            self.notes.not_carried(origin, f"{what}: it is no period")
        return found

    def _text(self, value: Any, origin: Origin, what: str) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.notes.not_carried(origin, f"{what}: it is no text")
            return ""
        text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        if _INVISIBLE.search(text):
            text = _INVISIBLE.sub("", text).strip()
            self.notes.changed(origin, f"{what}: invisible characters are left out")
        return text

    def _checked(self, kind: str, value: Any, origin: Origin, what: str) -> Any:
        try:
            return _ADAPTERS[kind].validate_python(value)
        except ValidationError as error:
            detail = error.errors()[0]
            said = detail.get("ctx", {}).get("what") or detail["msg"].lower()
            self.notes.not_carried(origin, f"{what}: {said}")
            return None


def day_written(value: Any, timezone: tzinfo) -> date | None:
    """The day that a time stands for, in the registry's timezone; None for what is no time.

    Times of ISO 8601, days alone, and seconds since 1970 (version 1.0).  Midnight and the last second of a day, by the
    offset that is written, stand for that day: who writes them means the day, and it must not move to its neighbour.
    """
    moment = _moment(value)
    return _day(moment, timezone) if isinstance(moment, datetime) else moment


def last_day_written(value: Any, timezone: tzinfo) -> date | None:
    """The last day on which something holds that ends at a time: the day before, for what ends at midnight."""
    moment = _moment(value)
    if not isinstance(moment, datetime):
        return moment
    return _day(moment - timedelta(seconds=1), timezone)


def _day(moment: datetime, timezone: tzinfo) -> date:
    """The day of a moment: by its own clock at the edges of a day and where that is all that is known."""
    edge = (moment.hour, moment.minute) in ((0, 0), (23, 59)) and moment.second in (0, 58, 59)
    return moment.date() if edge or moment.tzinfo is None else moment.astimezone(timezone).date()


def _moment(value: Any) -> datetime | date | None:
    """A value as a moment (without offset where none is written), as a day, or None for what is neither."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal() and len(value.strip()) > 8:
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(int(value), UTC) if 0 <= value < _LATEST else None
    return _moment_in(value.strip()) if isinstance(value, str) else None


def _moment_in(text: str) -> datetime | date | None:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        found = _TIME.fullmatch(text)
        if found is None:
            return None
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}:{found[3]}:{found[4] or '00'}")
        if not 1900 <= moment.year <= 2999:
            return None
        if found[5] is None:
            return moment
        sign, hours, minutes = (found[5][0], found[5][1:3], found[5][-2:]) if found[5] != "Z" else ("+", "0", "0")
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return moment.replace(tzinfo=fixed_offset(-offset if sign == "-" else offset))
    except ValueError:
        return None
