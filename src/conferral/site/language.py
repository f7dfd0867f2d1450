"""The language of a page: its messages, its days and numbers, and whether it runs from right to left.

A message is an English sentence in the code, with its values by name: `language.say("Valid until %(day)s", day=…)`.
What other languages say for it stands in files of the form that translators know, `languages/<code>.po`, in this
package or, over it, in a registry's site_templates/languages/.  A message that a file lacks is said in English.

`message` marks texts in tables, which are said later.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from unicodedata import combining, normalize

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from conferral.errors import BuildError
from conferral.fields import Period
from conferral.model import Text
from conferral.site import message_files

_SHIPPED = Path(__file__).parent / "languages"
_OURS = "en"
_BRITISH = Locale("en", "GB")
"""English pages write 30 June 2028."""
_MOST_NUMBERS = 4096  # that are remembered at a time; days there are never that many


def message(text: str) -> str:
    """The text itself: it is a message, which is said later."""
    return text


class Language:
    """One language of pages; see `Language.of`.  `code` is what HTML's `lang` says, `name` what its speakers call it.

    `direction` is "ltr" or "rtl".  `said` holds the messages that were said, as (singular, plural), the plural empty
    where there is none.
    """

    def __init__(self, code: str, translations: gettext.NullTranslations) -> None:
        self._translations = translations
        try:
            self._locale = _BRITISH if code == _OURS else Locale.parse(code, sep="-")
        except UnknownLocaleError as error:
            raise BuildError(
                f'the language "{code}" is none whose days and numbers are known',
                hint="Pages can be in any language of the Unicode CLDR; take one of these, or leave out its messages.",
            ) from error
        self.code = code
        self.direction = str(self._locale.text_direction)
        self.name = name_of(code)
        self.said: dict[tuple[str, str], None] = {}
        self._days: dict[date, str] = {}
        self._times: dict[date, Markup] = {}
        self._numbers: dict[str, str] = {}

    @classmethod
    def of(cls, code: str, own: Path | None = None) -> Language:
        """The language that a registry's `languages:` calls `code`, or the nearest that has messages, or English.

        `own` is the registry's folder of message files, which go before ours.  Raises `BuildError` for a file that is
        none, see `message_files`.
        """
        for nearest in dict.fromkeys((code, code.partition("-")[0])):
            found = [
                _compiled(file, nearest)
                for folder in (own, _SHIPPED)
                if folder and (file := folder / f"{nearest}.po").is_file()
            ]
            if found:
                return cls(nearest, _joined(found))
        return cls(_OURS, gettext.NullTranslations())

    def lang(self, text: Text | str) -> Markup:
        """The attributes of an element with a text in another language than the page's; nothing if it is in the same.

        `text` is the text itself, or the code of its language.
        """
        code = text.language if isinstance(text, Text) else text
        if code == self.code:
            return Markup("")
        turned = Markup(' dir="{}"').format(direction_of(code)) if direction_of(code) != self.direction else Markup("")
        return Markup(' lang="{}"{}').format(code, turned)

    def gettext(self, text: str) -> str:
        """A message without its values."""
        self.said[text, ""] = None
        return self._translations.gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form of a message that goes with a number, without its values."""
        self.said[one, many] = None
        return self._translations.ngettext(one, many, number)

    def forms(self, one: str, many: str) -> dict[str, str]:
        """All forms of a message about a number of things, by the names that the Unicode CLDR has for them."""
        rule = self._locale.plural_form
        samples = {rule(number): number for number in reversed((*range(201), 1_000_000))}
        return {name: self._translations.ngettext(one, many, samples.get(name, 2)) for name in (*rule.tags, "other")}

    def say(self, text: str, **values: object) -> str:
        """A message with its values."""
        return self.gettext(text) % values

    def count(self, one: str, many: str, number: float, **values: object) -> str:
        """A message about a number of things, which it has as `%(num)s`."""
        return self.ngettext(one, many, _whole(number)) % {"num": self.number(number), **values}

    def html(self, text: str, **values: object) -> Markup:
        """A message with values that may be HTML; those that are not `Markup` are escaped."""
        return Markup(self.gettext(text)) % values  # noqa: S704 - no message has other tags than ours

    def day(self, day: date) -> str:
        """A day in words that never breaks at the end of a line: 30 June 2028, with no-break spaces."""
        if day not in self._days:
            self._days[day] = format_date(day, "long", self._locale).replace(" ", "\N{NO-BREAK SPACE}")
        return self._days[day]

    def time(self, day: date) -> Markup:
        """The same as an element that says which day it is to programs, too."""
        if day not in self._times:
            self._times[day] = Markup('<time datetime="{}">{}</time>').format(day.isoformat(), self.day(day))
        return self._times[day]

    def month(self, day: date) -> str:
        """The month of a day, with its year: June 2028."""
        return format_date(day, "LLLL y", self._locale)

    def number(self, number: float) -> str:
        """A number as it is written: 40, 2.5, 2,400."""
        written = repr(number)
        if written not in self._numbers:
            if len(self._numbers) >= _MOST_NUMBERS:
                self._numbers.clear()
            self._numbers[written] = format_decimal(number, "#,##0.###", self._locale)
        return self._numbers[written]

    def percent(self, share: float) -> str:
        """A share of 100, rounded: 88%."""
        return format_percent(share / 100, locale=self._locale)

    def listed(self, items: Iterable[str]) -> str:
        """Things one after the other: "a, b and c"."""
        return format_list(list(items), locale=self._locale)

    def period(self, period: Period) -> str:
        """How long something lasts: 2 years."""
        match period.unit:
            case "day":
                return self.count("%(num)s day", "%(num)s days", period.number)
            case "month":
                return self.count("%(num)s month", "%(num)s months", period.number)
            case _:
                return self.count("%(num)s year", "%(num)s years", period.number)

    def sort_key(self, text: str) -> str:
        """By which names are put in order: letters with accents among those without."""
        return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))


def direction_of(code: str) -> str:
    """ "ltr" or "rtl", as the language runs; one that Babel does not know runs from left to right."""
    try:
        return str(Locale.parse(code, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def name_of(code: str) -> str:
    """What the speakers of a language call it; the code of one that Babel does not know."""
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    return str((locale.get_display_name() if locale.territory else locale.get_language_name()) or code)


def _whole(number: float) -> int:
    """The number by which a plural is chosen: 2.5 hours are several."""
    return int(number) if number == int(number) else 2


def shipped() -> tuple[str, ...]:
    """The languages that have message files in this package, and English."""
    return tuple(sorted({_OURS, *(file.stem for file in _SHIPPED.glob("*.po"))}))


def available(own: Path | None = None) -> tuple[str, ...]:
    """The languages that pages can be in: those of this package, and those of a registry's folder of message files."""
    return tuple(sorted({*shipped(), *(message_files.codes(own) if own else ())}))


_compiled = cache(message_files.compiled)


def _joined(given: Iterable[bytes]) -> gettext.NullTranslations:
    """Messages of the first file, then of the next for what it lacks."""
    made = gettext.NullTranslations()
    for one in given:
        made.add_fallback(gettext.GNUTranslations(BytesIO(one)))
    return made
