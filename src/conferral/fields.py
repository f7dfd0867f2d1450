"""The kinds of values that people write into the files of a registry.

Each kind is an annotated type: the check of its text, the value it becomes, and what an editor needs to know
about it (JSON Schema).  A check that fails says what is wrong, what was expected and how to mend it.
"""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, NamedTuple, NoReturn
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, PlainSerializer, TypeAdapter, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from conferral.errors import EncodingError
from conferral.identifiers import ALPHABET, AWARD_ID, RECIPIENT_ID, check_character
from conferral.plurals import counted
from conferral.standards.invisible_characters import character_name, invisible_character
from conferral.standards.multikey import ed25519_public_from_multibase
from conferral.timezones import names

# Persistent identifiers of public vocabularies that are http by design: names, not addresses.
HTTP_NAMESPACES = ("http://data.europa.eu/", "http://www.wikidata.org/entity/")

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SKILL = re.compile(rf"{_SLUG.pattern}/{_SLUG.pattern}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_PERIOD = re.compile(r"([1-9][0-9]{0,3}) (day|month|year)s?")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}(?:\.[^@\s.]{1,63}){1,8}")
_HANDLE = re.compile(
    r"@[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_])?(?:/[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_])?){0,8}"
    r"|[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_DID = re.compile(r"did:[a-z0-9]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]")
_HASH = re.compile(r"sha256\$[0-9a-f]{64}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)
_USUAL_URL = re.compile(rf"https://(?i:{_HOST.pattern})(?:/[A-Za-z0-9\-._~/:?#@!$&'()*+,;=]*)?", re.ASCII)
_URL_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")

# Characters without a shape of their own, which are no part of a text.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_LONGEST_SHOWN = 200
_LINE_CONTROLS = re.compile(r"[\n\t]")


def refuse(what: str, *, expected: str = "", hint: str = "", at: str = "") -> NoReturn:
    """Refuse the value under validation, in the words of `conferral.errors.Problem`.

    `at` names the key that is to be mended, when a whole record is under validation.
    """
    context = {"what": what, "expected": expected, "hint": hint, "at": at}
    raise PydanticCustomError("conferral", "{what}", context)


class Refusal(NamedTuple):
    """What is wrong with a value, in the words of `conferral.errors.Problem`."""

    what: str
    expected: str
    hint: str


def refusal(kind: TypeAdapter[Any], value: Any) -> Refusal | None:
    """Why a value is none of that kind; None if it is one."""
    try:
        kind.validate_python(value)
    except ValidationError as error:
        context = error.errors()[0]["ctx"]
        return Refusal(context["what"], context["expected"], context["hint"])
    return None


def closest(name: str, names: Iterable[str]) -> str:
    """A hint with the name that was probably meant; empty if none is near."""
    found = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.7)
    return f'did you mean "{found[0]}"?' if found else ""


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    kinds = {bool: "true or false", int: "a number", float: "a number", type(None): "nothing"}
    got = kinds.get(type(value), "a list" if isinstance(value, list) else "a mapping")
    refuse(f"text is needed here, this is {got}", expected="text", hint="put quotes around it if it is meant as text")


def _visible(text: str) -> str:
    """The text, if all of it can be seen: what cannot makes it read differently from what is signed."""
    if text.isascii() and text.isprintable():
        return text
    hint = "delete it; it may have come along when the text was copied from elsewhere"
    found = _CONTROLS.search(text)
    if found:
        what = f"text with the control character U+{ord(found[0]):04X}"
        refuse(what, expected="visible characters only", hint=hint)
    at = invisible_character(text)
    if at is not None:
        before = text[:at].rsplit("\n", maxsplit=1)[-1][-20:]
        where = f' after "{before}"' if before else " at its beginning" if at == 0 else " at the beginning of a line"
        what = f"text with an invisible character, {character_name(text[at])},{where}"
        refuse(what, expected="visible characters only", hint=hint)
    return text


def _shown(text: str) -> str:
    """A text in quotes for a message, cut short where it is long."""
    return f'"{text}"' if len(text) <= _LONGEST_SHOWN else f'"{text[:_LONGEST_SHOWN]}..."'


def _line(limit: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        text = _visible(_text(value))
        if _LINE_CONTROLS.search(text):
            refuse("text with a line break or tab", expected="one line", hint="write it on one line")
        if not text.strip():
            refuse("empty text", expected="at least one visible character", hint="write it, or delete the key")
        if len(text) > limit:
            refuse(f"text of {len(text)} characters", expected=f"at most {limit} characters")
        if text != text.strip():
            refuse(f'"{text}" begins or ends with a space', expected=f'"{text.strip()}"')
        return text

    return check


def _markdown(value: Any) -> str:
    text = _visible(_text(value)).strip("\n")
    if not text.strip():
        refuse("empty text", expected="at least one visible character", hint="write it, or delete the key")
    if len(text) > 20_000:
        refuse(f"text of {len(text)} characters", expected="at most 20000 characters")
    return text


def is_short_name(text: str) -> bool:
    """Whether a text may be the short name of something: in addresses and in the names of files and folders."""
    return bool(_SLUG.fullmatch(text)) and len(text) <= 80


def _slug(value: Any) -> str:
    text = _text(value)
    if not is_short_name(text):
        refuse(
            f"{_shown(text)} is no short name",
            expected="lower-case letters, digits and single hyphens, such as data-analysis, at most 80 characters",
        )
    return text


def _url(value: Any, *, namespaces: tuple[str, ...] = ()) -> str:
    text = _text(value)
    if len(text) <= 2000 and _USUAL_URL.fullmatch(text):
        return text
    if text.startswith("http://") and not text.startswith(namespaces or "https://"):
        refuse(
            f"{_shown(text)} is not https",
            expected="an address that begins with https://",
            hint="use the https address",
        )
    if not text.startswith(("https://", *namespaces)):
        refuse(f"{_shown(text)} is no https address", expected="an address that begins with https://")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("https://")
    if not _HOST.fullmatch(host) or parts.username is not None or len(text) > 2000:
        refuse(f"{_shown(text)} is no https address", expected="https://, a host name, and a path")
    if not _URL_CHARACTERS.fullmatch(text) or re.search(r"%(?![0-9A-Fa-f]{2})", text):
        refuse(
            f"{_shown(text)} holds characters that an address must write as %XX",
            expected="letters, digits and the punctuation of addresses",
            hint="copy the address from the browser's address bar",
        )
    return text


def _base_url(value: Any) -> str:
    text = _url(value)
    parts = urlsplit(text)
    if parts.query or parts.fragment or "//" in parts.path or "%" in parts.path or ":" in parts.path:
        refuse(f"{_shown(text)} cannot be the base of addresses", expected="https://, a host name, and a plain path")
    if parts.netloc != parts.netloc.lower() or parts.netloc.replace(".", "").replace(":", "").isdigit():
        refuse(f"{_shown(text)} cannot name issuers", expected="a host name in lower case, no number address")
    return text.rstrip("/")


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = _text(value)
    if _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            refuse(f"there is no day {_shown(text)}", expected="a day of the calendar, written 2026-06-30")
        if not 1900 <= day.year <= 2999:
            refuse(f"{_shown(text)} is out of range", expected="a year between 1900 and 2999")
        return day
    refuse(f"{_shown(text)} is no date", expected="year, month and day, written 2026-06-30")


def _instant(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    text = _text(value)
    if _INSTANT.fullmatch(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            refuse(f"there is no time {_shown(text)}", expected="a time in UTC, written 2026-06-30T09:00:00Z")
    refuse(f"{_shown(text)} is no time", expected="a time in UTC, written 2026-06-30T09:00:00Z")


def award_id(value: Any) -> str:
    """The check of an `AwardId`."""
    text = _text(value)
    if not AWARD_ID.fullmatch(text):
        refuse(
            f"{_shown(text)} is no award id",
            expected="26 characters of 0-9 and a-z without i, l, o, u, as `conferral register` writes them",
            hint="delete the line; `conferral register` gives the award an id",
        )
    return text


def recipient_id(value: Any) -> str:
    """The check of a `RecipientId`."""
    text = _text(value)
    if not RECIPIENT_ID.fullmatch(text):
        refuse(
            f"{_shown(text)} is no recipient id",
            expected='"r-" and 27 characters of 0-9 and a-z without i, l, o, u',
            hint="copy the whole id; a name or an e-mail address never stands here",
        )
    body, check = text[2:-1], text[-1]
    if check_character(body) != check:
        refuse(
            f'recipient id "{text}" has a wrong check character',
            expected="the id exactly as it was given out",
            hint="a character was mistyped or swapped; copy the id again",
        )
    return text


def _timezone(value: Any) -> str:
    text = _text(value)
    if text not in names():
        zones = (name for name in sorted(names(), reverse=True) if not name.startswith("Etc/"))  # their signs mislead
        cities = {name.rpartition("/")[2].lower(): name for name in zones}
        near = difflib.get_close_matches(text.rpartition("/")[2].replace(" ", "_").lower(), sorted(cities), 1, 0.9)
        refuse(
            f"{_shown(text)} is no timezone",
            expected="a name of the IANA database, such as Europe/Berlin or UTC",
            hint=f'did you mean "{cities[near[0]]}"?' if near else "",
        )
    return text


def _public_key(value: Any) -> str:
    text = _text(value)
    try:
        ed25519_public_from_multibase(text)
    except EncodingError as error:
        refuse(
            f"this is no Ed25519 public key: {error.message}",
            expected="a Multikey that begins with z6Mk",
            hint="copy the line that `conferral key new` wrote",
        )
    return text


@dataclass(frozen=True, slots=True)
class Period:
    """A number of days, months or years, such as "2 years"."""

    number: int
    unit: str

    def after(self, day: date) -> date:
        """The last valid day of a credential awarded on `day`: the same day of a later month or year.

        A day that the later month lacks becomes its last day (31 January + 1 month is 28 or 29 February).
        """
        if self.unit == "day":
            return day + timedelta(days=self.number)
        months = day.year * 12 + day.month - 1 + self.number * (12 if self.unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def __str__(self) -> str:
        return counted(self.number, self.unit)


def _period(value: Any) -> Period:
    if isinstance(value, Period):
        return value
    text = _text(value)
    found = _PERIOD.fullmatch(text)
    if not found:
        refuse(f"{_shown(text)} is no period", expected='a number and "days", "months" or "years", such as 2 years')
    period = Period(int(found[1]), found[2])
    if period.number > {"day": 36_600, "month": 1_200, "year": 100}[period.unit]:
        refuse(f"{_shown(text)} is longer than a century", expected="at most 100 years", hint="leave it out: no end")
    return period


def _matching(pattern: re.Pattern[str], what: str, expected: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        text = _visible(_text(value))
        if len(text) > 2000 or not pattern.fullmatch(text):
            refuse(f"{_shown(text)} is {what}", expected=expected)
        return text

    return check


def _schema(**members: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **members})


Line = Annotated[str, BeforeValidator(_line(300)), _schema(minLength=1, maxLength=300)]
ShortLine = Annotated[str, BeforeValidator(_line(120)), _schema(minLength=1, maxLength=120)]
Markdown = Annotated[str, BeforeValidator(_markdown), _schema(minLength=1, maxLength=20_000)]
Slug = Annotated[str, BeforeValidator(_slug), _schema(pattern=f"^{_SLUG.pattern}$", maxLength=80)]
HttpsUrl = Annotated[str, BeforeValidator(_url), _schema(format="uri", pattern="^https://")]
VocabularyUrl = Annotated[
    str,
    BeforeValidator(lambda value: _url(value, namespaces=HTTP_NAMESPACES)),
    _schema(format="uri", pattern="^https?://"),
]
BaseUrl = Annotated[str, BeforeValidator(_base_url), _schema(format="uri", pattern="^https://")]
Day = Annotated[date, BeforeValidator(_day), _schema(format="date")]
Instant = Annotated[datetime, BeforeValidator(_instant), _schema(format="date-time", pattern="Z$")]
SkillId = Annotated[
    str,
    BeforeValidator(_matching(_SKILL, "no skill", "<framework>/<id of the skill>, such as esco/data-analysis")),
    _schema(pattern=f"^{_SKILL.pattern}$"),
]
AwardId = Annotated[str, BeforeValidator(award_id), _schema(pattern=f"^{AWARD_ID.pattern}$")]
RecipientId = Annotated[str, BeforeValidator(recipient_id), _schema(pattern=f"^{RECIPIENT_ID.pattern}$")]
Timezone = Annotated[str, BeforeValidator(_timezone), _schema(examples=["Europe/Berlin", "UTC"])]
PublicKeyMultibase = Annotated[str, BeforeValidator(_public_key), _schema(pattern="^z6Mk[1-9A-HJ-NP-Za-km-z]+$")]
Signature = Annotated[
    str,
    BeforeValidator(
        _matching(
            re.compile(r"z[1-9A-HJ-NP-Za-km-z]{80,90}"), "no signature", "the line that `conferral key new` wrote"
        )
    ),
    _schema(pattern="^z[1-9A-HJ-NP-Za-km-z]{80,90}$"),
]
PeriodField = Annotated[
    Period,
    BeforeValidator(_period),
    PlainSerializer(str),
    _schema(pattern=f"^{_PERIOD.pattern}$", examples=["2 years", "18 months"]),
]
Handle = Annotated[
    str,
    BeforeValidator(
        _matching(
            _HANDLE,
            "no handle at a git host",
            "@user, @organisation/team or an e-mail address",
        )
    ),
    _schema(pattern=f"^(?:{_HANDLE.pattern})$"),
]
Email = Annotated[str, BeforeValidator(_matching(_EMAIL, "no e-mail address", "name@host")), _schema(format="email")]
HolderDid = Annotated[
    str, BeforeValidator(_matching(_DID, "no DID", "such as did:key:z6Mk...")), _schema(pattern=f"^{_DID.pattern}$")
]
IdentityHash = Annotated[
    str,
    BeforeValidator(_matching(_HASH, "no salted hash", "sha256$ and 64 hexadecimal digits")),
    _schema(pattern=r"^sha256\$[0-9a-f]{64}$"),
]
Language = Annotated[
    str,
    BeforeValidator(
        _matching(re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?"), "no language code", "a code such as en, de or pt-BR")
    ),
    _schema(pattern="^[a-z]{2,3}(?:-[A-Z]{2})?$", examples=["en", "de", "pt-BR"]),
]
Colour = Annotated[
    str,
    BeforeValidator(
        _matching(re.compile("#[0-9a-fA-F]{6}"), "no colour", '# and six hexadecimal digits, in quotes: "#0b5a6b"')
    ),
    _schema(pattern="^#[0-9a-fA-F]{6}$"),
]
NumberText = Annotated[
    str,
    BeforeValidator(_matching(re.compile("[1-9][0-9]{0,18}"), "no number", 'digits in quotes, such as "1234567"')),
    _schema(pattern="^[1-9][0-9]{0,18}$"),
]
Salt = Annotated[
    str,
    BeforeValidator(
        _matching(re.compile(r"[0-9A-Za-z_-]{16,64}"), "no salt", "16 to 64 letters, digits, hyphens and underscores")
    ),
    _schema(pattern="^[0-9A-Za-z_-]{16,64}$"),
]
SecretFingerprint = Annotated[
    str,
    BeforeValidator(
        _matching(re.compile(rf"[{ALPHABET}]{{16}}"), "no fingerprint", "the line that `conferral people secret` wrote")
    ),
    _schema(pattern=f"^[{ALPHABET}]{{16}}$"),
]
VersionNumber = Annotated[int, Field(ge=1, le=9999, strict=True)]
