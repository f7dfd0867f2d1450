"""Writes the reference pages from the code: `python -m tests.docs.reference`.

`docs/reference/commands.md` comes from the command line, `docs/reference/files.md` from the JSON Schemas of the
model, so that neither can say anything else than the program does.  A test compares them with what is committed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter

from conferral import fields
from conferral.cli import cli
from conferral.file_kinds import SHAPES
from conferral.model import FILE_KINDS
from conferral.register.rows import COLUMNS
from conferral.schemas import editor_schemas

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
WIDTH = 100
"""Columns of help texts, whatever the terminal."""

Schema = dict[str, Any]

_GENERATED = "<!-- Written by `python -m tests.docs.reference` from the code. Do not edit by hand. -->"

_ON_COMMANDS = """\
Exit codes: 0 done or verified, 1 problems found or failed, 2 wrong usage, 3 could not be decided (only `conferral
verify` and `conferral doctor`). Results go to standard output, everything else to standard error. Where a
passphrase is needed, it is read from `CONFERRAL_PASSPHRASE` if that is set, and asked for otherwise."""

_ON_FILES = """\
A registry is three folders: `credentials/`, `recipients/` and `keys/`. Every file that people edit is YAML in
UTF-8, read strictly ([decision 7](../decisions/0007-strict-yaml.md)): unknown keys are refused, and so is a word
that two readers of YAML could take for different things. A `README.md` may stand anywhere.

A *short name* is made of lower-case letters, digits and single hyphens, at most 80 characters. It is the name of
a folder or file and part of an address, and never changes once there are awards. The name of a file of awards
ends in a hyphen and four random characters, so that two branches never choose the same one.

Every text is in the first of the registry's `languages`, which is the one that is signed; `translations` hold it in
the others. Changing them needs no new version.

`conferral schemas` writes a JSON Schema for each kind into `schemas/`. A file whose first line is
`# yaml-language-server: $schema=` and the path to its schema gets completion and explanations in editors."""

_ON_IMAGES = """\
`<image>` is `svg` or `png`. At most 512 KiB. An SVG holds a drawing and nothing that runs, loads or links. A PNG
has sides of 90 to 4,096 pixels; a badge's is about as wide as high."""

_NAMED_KINDS: tuple[tuple[Any, str], ...] = (
    (fields.Line, "one line of text, at most 300 characters"),
    (fields.ShortLine, "one line of text, at most 120 characters"),
    (fields.Markdown, "Markdown, at most 20,000 characters"),
    (fields.Slug, "short name"),
    (fields.HttpsUrl, "https address"),
    (fields.VocabularyUrl, "https address, or an http identifier of a vocabulary that has no other"),
    (fields.Day, "day, written `2026-06-30`"),
    (fields.Instant, "time in UTC, written `2026-06-30T09:00:00Z`"),
    (fields.AwardId, "award id"),
    (fields.SkillId, "skill: `<framework>/<id>`"),
    (fields.RecipientId, "recipient id"),
    (fields.Timezone, "name of the IANA timezone database"),
    (fields.PublicKeyMultibase, "public key as `conferral key new` writes it"),
    (fields.Signature, "signature as `conferral key new` writes it"),
    (fields.PeriodField, "period: a number and days, months or years"),
    (fields.Handle, "handle at the git host: `@user`, `@organisation/team` or an e-mail address"),
    (fields.Email, "e-mail address"),
    (fields.HolderDid, "DID"),
    (fields.IdentityHash, "`sha256$` and 64 hexadecimal digits"),
    (fields.Language, "language code"),
    (fields.Colour, "colour: `#` and six hexadecimal digits, in quotes"),
    (fields.NumberText, "number, in quotes"),
    (fields.SecretFingerprint, "fingerprint as `conferral people secret` writes it"),
    (fields.Salt, "16 to 64 letters, digits, hyphens and underscores"),
)
"""How each kind of value is called; the first with the same schema counts."""

_BESIDES = {"description", "default", "examples"}

_MACHINE_WRITTEN = {
    "pins": "Base URL and timezone, a line each, as the first registration fixed them.",
    "rows": "The rows of one batch. Columns: " + ", ".join(f"`{name}`" for name in COLUMNS) + ".",
    "endorsement answers": "What the web answered when `conferral endorsement` verified it: addresses and bytes.",
    "corrected rows": "The rows that one correction issued, with the same columns.",
    "salt": "An issuer's salt, 32 hexadecimal digits. The name is the issuer's, a hyphen and four random characters.",
}

_CARRIED = {
    "endorsement document": "The signed EndorsementCredential of an outside organisation, as it came.",
    "endorsement token": "The same where it is a token (VC-JWT).",
    "federated catalog": "What another registry publishes about itself, as it was fetched.",
}

_IMAGES = ("logo", "issuer logo", "badge image", "badge version image")


def commands() -> str:
    """The page on the commands: each with its help text."""
    parts = [
        "# Commands",
        _GENERATED,
        _ON_COMMANDS,
    ]
    for context in every_command():
        help_text = "\n".join(line.rstrip() for line in context.get_help().splitlines())
        parts += [f"## {context.command_path}", f"```text\n{help_text}\n```"]
    return "\n\n".join(parts) + "\n"


def every_command() -> Iterator[click.Context]:
    """The context of every command, the program itself first, groups before what they hold."""

    def below(name: str, command: click.Command, parent: click.Context | None) -> Iterator[click.Context]:
        context = click.Context(
            command,
            info_name=name,
            parent=parent,
            **{**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH},
        )
        yield context
        if isinstance(command, click.Group):
            for word in command.list_commands(context):
                inner = command.get_command(context, word)
                assert inner
                yield from below(word, inner, context)

    yield from below("conferral", cli, None)


def files() -> str:
    """The page on the files: every kind that people edit with every key, then what the program writes."""
    paths = dict(SHAPES)
    parts = [
        "# Files of a registry",
        _GENERATED,
        _ON_FILES,
    ]
    for name, schema in editor_schemas().items():
        parts += [f"## `{paths[name]}`", _plain(schema["title"])]
        if f"{name} version" in paths:
            parts.append(f"Earlier versions have the same keys and stand in `{paths[f'{name} version']}`.")
        parts.append(_keys(schema))
        for record, inner in schema.get("$defs", {}).items():
            parts += [f"### {_heading(record)}", _plain(inner["description"]), _keys(inner)]
    parts += [
        "## Images",
        "\n".join(f"- `{paths[kind]}`" for kind in _IMAGES),
        _ON_IMAGES,
        "## Documents of others",
        "They stand in the registry byte for byte.",
        "\n".join(f"- `{paths[kind]}`: {words}" for kind, words in _CARRIED.items()),
        "## Machine-written files",
        "`conferral register` and `conferral endorsement` write these. They are never edited by hand.",
        "\n".join(f"- `{paths[kind]}`: {words}" for kind, words in _MACHINE_WRITTEN.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _keys(schema: Schema) -> str:
    required = schema.get("required") or schema.get("anyOf", [{}])[0].get("required", [])
    return "\n".join(_key(key, member, required=key in required) for key, member in schema["properties"].items())


def _key(key: str, member: Schema, *, required: bool) -> str:
    text = f"- `{key}` ({'required; ' if required else ''}{_words(member)}): {_plain(member['description'])}"
    if "default" in member and not isinstance(member["default"], dict):
        text += f" Default: {_value(member['default'])}."
    if member.get("examples"):
        text += f" Example: {_value(member['examples'][0])}."
    return text


def _words(schema: Schema) -> str:  # noqa: PLR0911 - a case for each kind of schema
    named = {key: value for key, value in schema.items() if key not in _BESIDES}
    for kind, words in _NAMED_KINDS:
        made = TypeAdapter(kind).json_schema()
        if named == {key: value for key, value in made.items() if key not in _BESIDES}:
            return words
    if "$ref" in schema:
        record = schema["$ref"].rpartition("/")[2]
        return f"keys of [{_heading(record)}](#{_heading(record).lower().replace(' ', '-')})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return f"one of {', '.join(f'`{choice}`' for choice in schema['enum'])}"
    if schema.get("type") == "array":
        return f"list; each: {_words(schema['items'])}"
    if "patternProperties" in schema:
        (inner,) = schema["patternProperties"].values()
        return f"by language code: {_words(inner)}"
    if schema.get("type") == "boolean":
        return "`true` or `false`"
    if schema.get("type") == "integer":
        return f"whole number from {schema['minimum']} to {schema['maximum']}"
    if {"type": "number"} in schema.get("anyOf", []):
        return f"number above {schema['exclusiveMinimum']}, at most {schema['maximum']}"
    if "anyOf" in schema:
        return ", or ".join(_words(branch) for branch in schema["anyOf"])
    if schema.get("pattern") == "^ext:.":
        return "your own, beginning with `ext:`"
    raise LookupError(f"no words for the schema {json.dumps(schema)}")


def _heading(record: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in record).strip().capitalize()


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _plain(text: str) -> str:
    """Text whose angle brackets Markdown leaves alone."""
    return re.sub(r"`[^`]*`|<", lambda found: found[0] if found[0] != "<" else "\\<", text)


def pages() -> dict[Path, str]:
    """Every generated page."""
    return {REFERENCE / "commands.md": commands(), REFERENCE / "files.md": files()}


def main() -> None:
    """Write them."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    assert set(FILE_KINDS) <= dict(SHAPES).keys()
    main()
