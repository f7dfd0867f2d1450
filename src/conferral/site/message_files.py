"""Message files, `<code>.po`, read so that no translation can do more than say a message in another language.

Messages are formatted with values, put between tags and into attributes, and some have tags themselves.  So whoever
translates keeps what is no word of the message: its values, %(like)s this or {like} this, its tags as they are, and no
other mark of HTML.  Whatever else a file says is refused with its place, all of it at once.
"""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from conferral.errors import BuildError

_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_LARGEST = 4 * 1024 * 1024  # bytes; ours have 150,000
_FORMS = 6  # plural forms; no language has more
_VALUE = re.compile(r"%\((\w+)\)s|\{(\w*)\}|%%")
_NUMBER = "%(num)s"
_TAG = re.compile(r"<[^<>]*>")
_MARKS = '<>&"'
_MORE_THAN_WORDS = re.compile(r'[%{<>&"]')
_NAMED = 10  # faults in one message


def codes(folder: Path) -> tuple[str, ...]:
    """The languages that have a message file in a folder; raises `BuildError` for a file that is named otherwise."""
    names = sorted(file.stem for file in folder.glob("*.po"))
    for name in names:
        if not _CODE.fullmatch(name):
            raise BuildError(
                f"the file of messages {name}.po is not named by its language",
                hint="Languages are named as in registry.yml: de.po, pt-BR.po.",
            )
    return tuple(names)


def compiled(file: Path, code: str) -> bytes:
    """The messages of a file in gettext's binary form.

    Raises `BuildError` for a file that is none, with all that is wrong with it.
    """
    try:
        content = file.read_bytes()
        if len(content) > _LARGEST:
            raise ValueError(f"it has more than {_LARGEST} bytes")
        text = content.decode("utf-8-sig")
        catalog = read_po(BytesIO(text.encode()), locale=code.replace("-", "_"), abort_invalid=True, charset="utf-8")
    except (PoFileError, ValueError, LookupError, OSError) as error:
        raise BuildError(f"the messages in {file.name} cannot be read: {error}") from error
    faults = [*_faults(catalog)]
    if faults:
        more = [f"and {len(faults) - _NAMED} more"] if len(faults) > _NAMED else []
        raise BuildError(
            f"messages in {file.name} cannot be used: {'; '.join([*faults[:_NAMED], *more])}",
            hint="A translation has the values and the tags of its message, and words around them.",
        )
    try:
        return _binary(catalog)
    except LookupError as error:
        raise BuildError(f"the messages in {file.name} cannot be read: {error}", hint="Write it in UTF-8.") from error
    except (ValueError, ArithmeticError) as error:
        raise BuildError(f"the plural forms in {file.name} cannot be used: {error}") from error


def _binary(catalog: Catalog) -> bytes:
    """Raises `LookupError` for an unknown encoding, `ValueError` or `ArithmeticError` for a rule that is none."""
    number = catalog.num_plurals
    if not 1 <= number <= _FORMS:
        raise ValueError(f"there cannot be {number}")
    stream = BytesIO()
    write_mo(stream, catalog)
    made = gettext.GNUTranslations(BytesIO(stream.getvalue()))
    for num in (*range(201), 1_000_000):
        if not 0 <= made.plural(num) < number:  # type: ignore[attr-defined] # of every GNUTranslations
            raise ValueError(f"there are {number}, and the rule gives {num} another")
    return stream.getvalue()


def _faults(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        if message.id:
            for text in _texts(message.string or ""):
                fault = text and _fault(message, text)
                if fault:
                    yield f'line {message.lineno}: "{_shown(text)}" {fault}'


def _fault(message: Message, text: str) -> str:
    """What is wrong with a translation, in words; empty if nothing is."""
    *ones, whole = _texts(message.id)
    if not _MORE_THAN_WORDS.search(text + whole):
        return ""
    values, needed = _values(text), _values(whole)
    stray = _VALUE.sub("", text)
    if "%" in stray:
        return 'has a % that begins no value; a percent sign is written "%%"'
    if values - needed:
        return f"has {min(values - needed)}, which its message has not"
    if needed - values - {_NUMBER if ones else ""}:
        return f"lacks {min(needed - values)}, which its message has"
    if Counter(_TAG.findall(text)) != Counter(_TAG.findall(whole)):
        return "has other tags than its message"
    foreign = set(_TAG.sub("", text)).intersection(_MARKS) - set(_TAG.sub("", whole))
    return f"has {min(foreign)}, which HTML reads as its own" if foreign else ""


def _values(text: str) -> set[str]:
    return {found[0] for found in _VALUE.finditer(text)} - {"%%"}


def _texts(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(one or "" for one in text)


def _shown(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
