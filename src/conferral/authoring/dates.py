"""Days as spreadsheets write them.

`30/06/2026` and `06/30/2026` are told apart by the whole column, never by one cell: a column is day first if all its
days can be read so and some only so.  Where both readings are possible for all, somebody has to say which (`Order`).
With dots the day is first.  A number such as 46203 is Excel's count of days from 1899-12-30.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from conferral.spelling import without_accents

Order = Literal["dmy", "mdy"]
"""Which comes first in a day written with slashes or hyphens: the day or the month."""

EXCEL_EPOCH = date(1899, 12, 30)
"""Excel takes 1900 for a leap year, so that from March 1900 on its day 1 is 1899-12-31."""

_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119; smaller numbers are years, scores and the like
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DOTS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})")
_EITHER = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_TIME = re.compile(
    r"(?:[ T]|, )\s*\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?\s?[Mm]\.?)?\s*"
    r"(?P<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?\Z"
)
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th|er|re|o|º|ª)?(?:\s+(?:de|of)\s+|[\s-]+)([^\W\d_]+)\.?,?(?:\s+(?:de|del|of)\s+|[\s-]+)(\d{4}|\d{2})"
)
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})")
_WEEKDAY = re.compile(r"\A[^\W\d_]+(?:\.?,\s+(?=\d|[^\W\d_]+\.?\s+\d)|\.?\s+(?=\d{1,2}\.?[\s-]+[^\W\d_]))")

_MONTHS = (
    "january jan januar janner janvier janv enero ene gennaio gen januari janeiro styczen stycznia",
    "february feb februar fevrier fevr febrero febbraio februari fevereiro fev luty lutego",
    "march mar marz mrz mars marzo maart mrt marco marzec marca maerz",
    "april apr avril avr abril abr aprile kwiecien kwietnia",
    "may mai mayo maggio mag mei maio maj maja",
    "june jun juni juin junio giugno giu junho czerwiec czerwca",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca",
    "august aug aout agosto ago augustus sierpien sierpnia augusti",
    "september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika",
    "november nov novembre noviembre novembro listopad listopada",
    "december dec dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia",
)
"""Names of months in the languages of `conferral.columns` and a few more, without accents."""

_MONTH: Mapping[str, int] = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


@dataclass(frozen=True, slots=True)
class Written:
    """A day as it was written: what it is if the day comes first, and if the month does; alike where it is plain.

    `serial` says that it is one of Excel's numbers.
    """

    day_first: date | None
    month_first: date | None
    serial: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it means the same in both orders."""
        return self.day_first == self.month_first

    def read(self, order: Order | None) -> date | None:
        """The day in an order; None if there is no such day, or if the order matters and is not known."""
        if self.is_plain or order == "dmy":
            return self.day_first
        return self.month_first if order == "mdy" else None


def written_day(text: str, zone: tzinfo | None = None) -> Written | None:
    """What a cell says, its time of day left out; None if it is no day in any way of writing.

    A time with an offset from UTC is a moment, whose day is that of `zone`.
    """
    text = text.strip()
    moment = _moment(text, zone)
    if moment:
        return Written(moment, moment)
    text = _WEEKDAY.sub("", _TIME.sub("", text).strip())
    for pattern, reading in _WAYS:
        found = pattern.fullmatch(text)
        if found:
            return reading(found)
    return None


def order_of(days: Iterable[Written]) -> Order | None:
    """Which order a column is written in; None where nothing tells, or the column is a mixture.

    One slip in ten among the days that tell is taken for a slip: `Written.read` then gives no day for it.
    """
    unlike = [day for day in days if not day.is_plain]
    only_day_first = sum(day.month_first is None for day in unlike)
    only_month_first = sum(day.day_first is None for day in unlike)
    if only_day_first > 9 * only_month_first:
        return "dmy"
    return "mdy" if only_month_first > 9 * only_day_first else None


def _moment(text: str, zone: tzinfo | None) -> date | None:
    found = _TIME.search(text)
    if zone is None or not found or not found["offset"]:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("UTC", "Z").replace("GMT", "Z").replace(" Z", "Z"))
    except ValueError:
        return None
    return moment.astimezone(zone).date() if moment.tzinfo else None


def _either(found: re.Match[str]) -> Written | None:
    first, _, second, year = found.groups()
    written = Written(_day(year, second, first), _day(year, first, second))
    return written if written.day_first or written.month_first else None


def _serial(found: re.Match[str]) -> Written | None:
    number = int(found[1])
    if number not in _EXCEL_DAYS:
        return None
    day = EXCEL_EPOCH + timedelta(days=number)
    return Written(day, day, serial=True)


def _plain(year: str, month: str | int, day: str) -> Written | None:
    found = _day(year, month, day)
    return Written(found, found) if found else None


def _day(year: str, month: str | int, day: str) -> date | None:
    """A day of the calendar; years of two digits are those from 1970 to 2069, as spreadsheets read them."""
    number = int(year) if len(year) == 4 else (2000 if int(year) < 70 else 1900) + int(year)
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _month(name: str) -> int:
    """The number of a month by its name in one of the languages; 0 for other words."""
    plain = without_accents(name)
    return _MONTH.get(plain.replace("ł", "l"), 0)


_WAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Written | None]], ...] = (
    (_ISO, lambda found: _plain(found[1], found[3], found[4])),
    (_COMPACT, lambda found: _plain(found[1], found[2], found[3])),
    (_DOTS, lambda found: _plain(found[3], found[2], found[1])),
    (_EITHER, _either),
    (_SERIAL, _serial),
    (_DAY_MONTH, lambda found: _plain(found[3], _month(found[2]), found[1])),
    (_MONTH_DAY, lambda found: _plain(found[3], _month(found[1]), found[2])),
)
