"""The message files: src/conferral/site/languages/<code>.po, and the list of what scripts say, in scripts.json.

They say where a message stands by its file alone, and no time, so that they change only when messages do.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.messages.found import SITE, Found, in_scripts, messages

FOLDER = SITE / "languages"
OF_SCRIPTS = FOLDER / "scripts.json"
"""What scripts say: a list of messages, each a text, or singular and plural."""

_HEAD = """\
# What conferral's pages say, in {name}. `make messages` adds what is new and keeps what is translated.
#
# A value, %(like)s this or {{like}} this, has to be in the translation, too; HTML stays as it is, around other words.
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Key = str | tuple[str, str]


def codes() -> list[str]:
    """The languages that have files."""
    return sorted(file.stem for file in FOLDER.glob("*.po"))


def read(code: str) -> Catalog:
    """The messages of a language."""
    with (FOLDER / f"{code}.po").open("rb") as stream:
        return read_po(stream, locale=code.replace("-", "_"), abort_invalid=True)


def contents() -> dict[Path, str]:
    """What the files should hold: all messages, with the translations that there are."""
    found = messages()
    of_scripts = list(dict.fromkeys((one.one, one.many) for one in in_scripts()))
    listed = json.dumps([[one, many] if many else one for one, many in of_scripts], ensure_ascii=False, indent=1)
    files = {FOLDER / f"{code}.po": written(brought_up(read(code), found)) for code in codes()}
    return {OF_SCRIPTS: f"{listed}\n", **files}


def update() -> None:
    """Write the files."""
    for file, text in contents().items():
        file.write_text(text, encoding="utf-8")


def missing() -> dict[str, int]:
    """How many messages each language lacks."""
    return {code: sum(not translated(message) for message in read(code) if message.id) for code in codes()}


def ids(message: Message) -> tuple[str, ...]:
    """A message as the code says it: one text, or singular and plural."""
    return tuple(map(str, message.id)) if isinstance(message.id, tuple) else (str(message.id),)


def said(message: Message) -> tuple[str, ...]:
    """Its translations: one, or each plural form."""
    return tuple(text or "" for text in message.string) if isinstance(message.string, tuple) else (str(message.string),)


def translated(message: Message) -> bool:
    """Whether a message has all of its translations."""
    return all(said(message))


def brought_up(old: Catalog, found: list[Found]) -> Catalog:
    """A catalogue of the messages that were found, with what `old` says; what is said no more is kept as obsolete."""
    new = Catalog(locale=old.locale, charset="utf-8", fuzzy=False)
    places: dict[Key, tuple[Key, dict[str, None]]] = {}
    for item in found:
        # A text that is said both alone and of a number is one message, which has the plural.
        known = places.get(item.one)
        key: Key = (item.one, item.many) if item.many else known[0] if known else item.one
        files = known[1] if known else {}
        files[item.file] = None
        places[item.one] = (key, files)
    for one, (key, files) in places.items():
        before = old.get(one) or old.obsolete.get(one)
        said = before.string if before and isinstance(before.string, tuple) == isinstance(key, tuple) else ""
        new.add(key, said or (("",) * new.num_plurals if isinstance(key, tuple) else ""), [(file, 0) for file in files])
    for message in [*old, *old.obsolete.values()]:
        one = ids(message)[0]
        if one and one not in places and translated(message):
            message.locations = []
            new.obsolete[one] = message
    return new


def written(catalog: Catalog) -> str:
    """A catalogue as text."""
    stream = BytesIO()
    write_po(stream, catalog, width=0, omit_header=True, include_lineno=False)
    locale = catalog.locale
    assert locale
    head = _HEAD.format(
        name=locale.get_language_name("en"), code=str(locale).replace("_", "-"), plural_forms=catalog.plural_forms
    )
    return head + stream.getvalue().decode().strip("\n") + "\n"
