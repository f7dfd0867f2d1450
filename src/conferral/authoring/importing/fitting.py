"""Values of others made fit for the registry's fields; what does not fit is noted, and never bent without a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from conferral.authoring.importing.found import Notes, Origin
from conferral.due import period_of
from conferral.errors import EncodingError
from conferral.fields import HTTP_NAMESPACES, Day, Email, HttpsUrl, Line, Markdown, Period, ShortLine, VocabularyUrl
from conferral.model.written import AchievementType, Credits, ResultStatus, ResultType, TargetType
from conferral.standards.timestamps import parse_timestamp

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
}
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SENTENCE_END = re.compile(r"[.!?…](?=\s)")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?")
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
        short = line[: ends[-1]] if ends and ends[-1] > longest // 3 else f"{line[: longest - 1].rpartition(' ')[0]}…"
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


def day_written(value: Any) -> date | None:
    """The day that a time names, as it was written: the registry keeps days, and nobody's day moves to a neighbour.

    Times of ISO 8601, days alone, and seconds since 1970 (version 1.0), which are taken in UTC.  None for all else.
    """
    moment = _moment(value)
    return moment[0] if moment else None


def last_day_written(value: Any) -> date | None:
    """The last day on which something holds that ends at a time: the day before, for what ends at midnight."""
    moment = _moment(value)
    if moment is None:
        return None
    day, is_midnight = moment
    return day - timedelta(days=1) if is_midnight else day


def _moment(value: Any) -> tuple[date, bool] | None:  # noqa: PLR0911 - a case for each way to write a time
    """The day that a value names, and whether it is the first instant of that day."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal() and len(value.strip()) > 8:
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not 0 <= value < _LATEST:
            return None
        instant = datetime.fromtimestamp(int(value), UTC)
        return instant.date(), instant.hour == instant.minute == instant.second == 0
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text), False
        found = _TIME.fullmatch(text)
        if found is None:
            return None
        if text.endswith("Z") or text[-6] in "+-":
            parse_timestamp(f"{found[1]}T{found[2]}:{found[3]}:{found[4] or '00'}Z")
        return date.fromisoformat(found[1]), all(int(found[part] or 0) == 0 for part in (2, 3, 4))
    except (ValueError, EncodingError):
        return None
