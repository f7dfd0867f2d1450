"""Changes as sentences: one line that says it all, then each change with its details."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from conferral.describing.changes import (
    BadgeAwards,
    Changes,
    CollectionChange,
    KeyChange,
    RecipientChange,
    Replacement,
    TextChange,
)
from conferral.describing.endorsements import endorsement_words
from conferral.describing.federation import RegistryChange
from conferral.errors import on_one_line
from conferral.escaping import as_markdown_code, in_markdown
from conferral.model import Record, RevocationFile, SuspensionFile
from conferral.plurals import counted
from conferral.standards.confusables import foreign_word

_MOST_DETAILS = 20
_MOST_FOLDERS = 10
_TAKES_PART = (".github/", ".gitlab-ci.yml", "tools/", "site_templates/", "src/", "mkdocs.yml", "requirements")
"""How the paths begin of what checks, builds or signs: among many files, a reviewer has to see these."""

_MOST_BYTES = 250_000
"""Of each part of the Markdown.  A summary of a run may have 1 MiB, and of a larger one GitHub shows nothing."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A change in words that complete "this change ...": lower case, no full stop.

    `details` say the same thing by thing; where they are files, `folders` says for each in which folder of the
    repository it lies.  A `warning` is something a reviewer must not overlook.
    """

    words: str
    details: tuple[str, ...] = ()
    warning: bool = False
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """How texts of strangers and names of things are written in what is made."""

    text: Callable[[str], str] = on_one_line
    code: Callable[[str], str] = on_one_line


MARKDOWN = Voice(in_markdown, as_markdown_code)


def headline(changes: Changes, voice: Voice = Voice()) -> str:
    """One line that says what a change does, such as "issues 24 credentials of SQL to 24 people; revokes 1"."""
    return "; ".join(statement.words for statement in statements(changes, voice)) or "changes nothing in the registry"


def in_plain_text(changes: Changes) -> str:
    """The description for a terminal: the headline, then whatever has details.  The last line has no line end.

    A single statement is its own headline.
    """
    found = list(statements(changes))
    lines = [headline(changes), ""] if len(found) != 1 else []
    for statement in found:
        if len(found) == 1 or statement.details or statement.warning:
            lines += [("warning: " if statement.warning else "") + statement.words]
            lines += [*(f"  - {detail}" for detail in _capped(statement)), ""]
    return "\n".join(lines[:-1])


def in_markdown_text(changes: Changes) -> str:
    """The description as Markdown, in which texts of strangers mean nothing.  The last line has no line end.

    It stays within what a host shows: of a change of very many things the first are told, and that there are more.
    """
    found = list(statements(changes, MARKDOWN))
    told = "; ".join(statement.words for statement in found) or "changes nothing in the registry"
    if _bytes_of(told) > _MOST_BYTES:
        told = f"makes {len(found)} changes; `conferral describe` lists them"
    lines = [f"**This change {told}.**"]
    warnings = [f"> - {statement.words}" for statement in found if statement.warning]
    if warnings:
        lines += ["", "> **Look twice**", *_within(warnings, "> - ")]
    return "\n".join([*lines, *_within([_unfolding(statement) for statement in found if statement.details], "\n")])


def _unfolding(statement: Statement) -> str:
    details = [f"- {detail}" for detail in _capped(statement)]
    begin = f"<details><summary>{_capital(statement.words)}</summary>"
    return "\n".join(["", begin, "", *details, "", "</details>"])


def _within(parts: Sequence[str], before: str) -> Iterator[str]:
    """The first of the parts, as far as they may be shown, and how many are not."""
    left = _MOST_BYTES
    for number, part in enumerate(parts):
        left -= _bytes_of(part) + 1
        if left < 0:
            yield f"{before}and {len(parts) - number} more; `conferral describe` lists them"
            return
        yield part


def _bytes_of(text: str) -> int:
    return len(text.encode(errors="replace"))


def statements(changes: Changes, voice: Voice = Voice()) -> Iterator[Statement]:
    """Everything that changes, what concerns people first."""
    yield from _awards(changes, voice)
    yield from _states(changes, voice)
    yield from _of_what_was_issued(changes, voice)
    for badge in changes.badges:
        yield from _text("badge", badge, voice)
    for issuer in changes.issuers:
        yield from _text("issuer", issuer, voice)
    for collection in changes.collections:
        yield from _collection(collection, voice)
    for framework in changes.frameworks:
        words, told = framework.words(voice.text, voice.code)
        yield Statement(words, told, warning=bool(framework.shown))
        if framework.kind == "added" or "name" in framework.fields:
            yield from _disguise("the skill framework", framework.title, voice)
    for pathway in changes.pathways:
        words, told = pathway.words(voice.text, voice.code)
        yield Statement(words, told, warning="earns" in pathway.fields)
        if pathway.kind == "added" or "title" in pathway.fields:
            yield from _disguise("the pathway", pathway.title, voice)
    yield from _endorsements(changes, voice)
    for one in changes.registries:
        yield from _registry(one, voice)
    yield from _people(changes.recipients, voice)
    yield from _keys(changes.keys, voice)
    for move in changes.moves:
        details = (
            f"awards that are registered from {move.since:%Y-%m-%dT%H:%M:%SZ} on get addresses there",
            "what was issued before keeps its address, which has to stay online",
        )
        yield Statement(f"moves the registry to {voice.text(move.base_url)}", details, warning=True)
    yield from _settings(changes.settings, voice)
    yield from _outside(changes.outside, voice)
    if changes.unread:
        words = f"holds {counted(len(changes.unread), 'file')} that cannot be read, of which nothing is said here"
        yield Statement(words, tuple(map(voice.code, changes.unread)), warning=True)


def _awards(changes: Changes, voice: Voice) -> Iterator[Statement]:
    for verb, to, groups in (("issues", "to", changes.awarded), ("renews", "of", changes.renewed)):
        for group in groups:
            people = len(group.people)
            words = (
                f"{verb} {counted(len(group.awards), 'credential')} of {voice.text(group.name)} "
                f"{to} {people} {'person' if people == 1 else 'people'}"
            )
            if verb == "issues" and (held := len(group.holders)):
                whom = "who" if people == 1 else f"{held} of whom"
                words += f", {whom} already {'holds' if held == 1 else 'hold'} it"
            yield Statement(words, tuple(_batches(group, voice)))
    if changes.registered:
        words = f"registers {counted(len(changes.registered), 'award')} that came without being registered"
        yield Statement(words)


def _batches(group: BadgeAwards, voice: Voice) -> Iterator[str]:
    files: dict[str, list[date]] = {}
    for award in group.awards:
        files.setdefault(award.place.file, []).append(award.awarded)
    for file, days in files.items():
        when = str(min(days)) if min(days) == max(days) else f"{min(days)} to {max(days)}"
        yield f"{voice.code(file)}: {counted(len(days), 'award')} of {when}"
    if group.unregistered:
        yield f"{counted(group.unregistered, 'award')} not registered yet"
    if group.holders:
        yield f"already held by {', '.join(map(voice.code, group.holders))}"
    if group.without_pathway:
        titles = " or ".join(map(voice.text, group.pathways))
        yield f"without having completed {titles}: {', '.join(map(voice.code, group.without_pathway))}"


def _states(changes: Changes, voice: Voice) -> Iterator[Statement]:
    for verb, states in (
        ("revokes", changes.revoked),
        ("suspends", changes.suspended),
        ("reinstates", changes.reinstated),
    ):
        if states:
            details = []
            for one in states:
                of = f" of {voice.text(one.name)}, awarded {one.award.awarded}" if one.award else ""
                details.append(f"{voice.code(one.id)}{of}: {_decision(one.file, voice, verb)}")
            yield Statement(f"{verb} {counted(len(states), 'credential')}", tuple(details))
    if changes.reworded:
        number = counted(len(changes.reworded), "revocation or suspension", "revocations or suspensions")
        said = (f"{voice.code(one.id)}: {_decision(one.file, voice, '')}" for one in changes.reworded)
        yield Statement(f"changes what is said of {number}", tuple(said))


def _decision(file: RevocationFile | SuspensionFile, voice: Voice, verb: str) -> str:
    day = file.lifted if isinstance(file, SuspensionFile) and verb == "reinstates" else file.on
    note = f" ({voice.text(file.note)})" if file.note else ""
    return f"{file.reason}, {day}{note}"


def _of_what_was_issued(changes: Changes, voice: Voice) -> Iterator[Statement]:
    for correction in changes.reissued:
        note = f" ({voice.text(correction.note)})" if correction.note else ""
        number = counted(len(correction.awards), "credential")
        words = f"corrects {number} of {voice.text(correction.name)}: {correction.reason}{note}"
        yield Statement(words, tuple(map(voice.code, correction.awards)))
    if changes.erased:
        words = f"erases {counted(len(changes.erased), 'credential')} for good"
        yield Statement(words, tuple(f"{voice.code(one.id)}, {one.on}" for one in changes.erased), warning=True)
    if changes.altered:
        words = f"alters {counted(len(changes.altered), 'issued award')} without a correction"
        details = (
            f"{voice.code(one.award.id or '')} of {voice.text(one.name)}: {', '.join(one.fields)}"
            for one in changes.altered
        )
        yield Statement(words, tuple(details), warning=True)
    if changes.lost:
        number = counted(len(changes.lost), "award, revocation or suspension", "awards, revocations or suspensions")
        stay = "stays" if len(changes.lost) == 1 else "stay"
        yield Statement(f"loses {number} that {stay} for good", tuple(map(voice.code, changes.lost)), warning=True)


def _text(noun: str, change: TextChange, voice: Voice) -> Iterator[Statement]:
    name = f"the {noun} {voice.text(change.name)}"
    if change.kind != "changed":
        verb, state = ("adds", f" ({change.state})" if change.state not in ("", "active") else "")
        yield Statement(f"{verb} {name}{state}" if change.kind == "added" else f"removes {name}")
        if change.kind == "added":
            yield from _disguise(f"the {noun}", change.name, voice)
        return
    if change.versions or any("name" in fields for fields in change.fields.values()):
        yield from _disguise(f"the {noun}", change.name, voice)
    if change.versions:
        numbers = " and ".join(map(str, change.versions))
        yield Statement(f"makes version {numbers} of {name}")
    if change.state:
        yield Statement(f"makes {name} {change.state}")
    fields = tuple(dict.fromkeys(field for fields in change.fields.values() for field in fields))
    others = tuple(field for field in fields if field not in ("stewards", "version"))
    if others:
        details = (f"version {number}: {', '.join(changed)}" for number, changed in change.fields.items())
        yield Statement(f"changes the text of {name}: {', '.join(others)}", tuple(details))
    if "stewards" in fields:
        yield Statement(f"changes who may award for {name}: its stewards", warning=True)


def _disguise(what: str, name: str, voice: Voice) -> Iterator[Statement]:
    """A word in a new name that is in another alphabet and reads as Latin: no fault, and no accident perhaps."""
    found = foreign_word(name)
    if found:
        words = (
            f"names {what} {voice.text(name)}, in which {voice.text(found.word)} is written in {found.script.title()} "
            f"letters and looks like the Latin {found.latin}"
        )
        yield Statement(words, warning=True)


def _collection(change: CollectionChange, voice: Voice) -> Iterator[Statement]:
    name = f"the collection {voice.text(change.title)}"
    match change.kind:
        case "added":
            yield Statement(f"adds {name} of {counted(change.badges, 'badge')}")
        case "removed":
            yield Statement(f"removes {name}")
        case "changed":
            yield Statement(f"changes {name}: {', '.join(change.fields)}")
    if change.kind == "added" or "title" in change.fields:
        yield from _disguise("the collection", change.title, voice)


_ANYBODYS = "anybody can write the answers into a file, so ask yourself: `conferral endorsement refresh"


def _endorsements(changes: Changes, voice: Voice) -> Iterator[Statement]:
    asked = [one for one in changes.endorsements if one.kind == "asked"]
    for one, words, warning in endorsement_words([one for one in changes.endorsements if one not in asked]):
        who = f"{voice.text(one.by)}, {'an issuer of this registry' if one.known else 'a stranger'}"
        details = [f"whose identifier is {voice.code(one.id)}"] if one.id and not one.known else []
        if one.state and one.kind != "removed":
            details.append(f"{one.state}, by what is kept; {_ANYBODYS} {one.slug}`")
        yield Statement(f"{words} {voice.text(one.of)} by {who}", tuple(details), warning=warning)
        if one.kind == "added" and not one.known:
            yield from _disguise("the endorser", one.by, voice)
    if asked:
        details = [f"{voice.code(one.slug)} by {voice.text(one.by)}: {one.state}" for one in asked]
        details.append(f"{_ANYBODYS}`")
        yield Statement(f"asks again about {counted(len(asked), 'endorsement')}", tuple(details), warning=True)


def _registry(change: RegistryChange, voice: Voice) -> Iterator[Statement]:
    name = f"the other registry {voice.text(change.title)}"
    match change.kind:
        case "added":
            yield Statement(f"lists {name}", (f"which is at {voice.text(change.url)}",), warning=True)
        case "removed":
            yield Statement(f"no longer lists {name}")
        case "listed":
            details = (f"which is at {voice.text(change.url)}",) if "url" in change.fields else ()
            words = f"changes how {name} is listed: {', '.join(change.fields)}"
            yield Statement(words, details, warning=bool(details))
        case "copied" if change.unsound:
            yield Statement(f"brings a copy of {name} that cannot be shown", warning=True)
        case "copied":
            there = [f"new there: {voice.text(one)}" for one in change.new]
            there += [f"no longer there: {voice.text(one)}" for one in change.gone]
            yield Statement(f"shows {counted(change.number, 'badge')} of {name}, as it is now", tuple(there))
            yield from _disguise("the other registry", change.title, voice)


def _people(recipients: Sequence[RecipientChange], voice: Voice) -> Iterator[Statement]:
    more = [one for one in recipients if one.shown or set(one.now) - set(one.before)]
    others = [one for one in recipients if one not in more]
    less = [one for one in others if one.hidden or set(one.before) - set(one.now)]
    same = [one for one in others if one not in less]
    for verb, group in (("publishes more", more), ("publishes less", less), ("publishes something else", same)):
        if group:
            number = len(group)
            words = f"{verb} about {number} {'person' if number == 1 else 'people'}"
            yield Statement(words, tuple(_person(one, voice) for one in group))


def _person(one: RecipientChange, voice: Voice) -> str:
    """What is published of one person, and of which awards it is said."""
    was = f" (was: {', '.join(one.before) or 'nothing'})" if one.before != one.now else ""
    hidden = f"; hides {', '.join(map(voice.code, one.hidden))}" if one.hidden else ""
    shown = f"; shows {', '.join(map(voice.code, one.shown))} again" if one.shown else ""
    return f"{voice.code(one.recipient)}: {', '.join(one.now) or 'nothing'}{was}{hidden}{shown}"


def _keys(keys: Sequence[KeyChange], voice: Voice) -> Iterator[Statement]:
    if keys:
        details = tuple(f"{one.issuer}: {voice.code(one.key)} {one.kind}" for one in keys)
        yield Statement(f"changes who may sign: {counted(len(keys), 'key')}", details, warning=True)


def _settings(settings: Sequence[Replacement], voice: Voice) -> Iterator[Statement]:
    policy = [one for one in settings if one.key.startswith("policy.")]
    operators = [one for one in settings if one.key == "operators"]
    others = [one for one in settings if one not in policy and one not in operators]
    for words, group, warning in (
        ("changes the policy", policy, True),
        ("changes who operates the registry", operators, True),
        ("changes the registry itself", others, any(one.key in ("base_url", "timezone") for one in others)),
    ):
        if group:
            listed = ", ".join(one.key.removeprefix("policy.") for one in group)
            details = (f"{one.key}: {_value(one.before, voice)} before, {_value(one.now, voice)} now" for one in group)
            yield Statement(f"{words}: {listed}", tuple(details), warning=warning)


def _outside(files: Sequence[str], voice: Voice) -> Iterator[Statement]:
    """Files beside the registry: texts to read, who has to approve, and all that takes part in a build.

    Of the last, workflows and programs come first: however many others there are, these are told.
    """
    texts = [file for file in files if file.endswith(".md") or file == "LICENSE"]
    owners = [file for file in files if file.rsplit("/", 1)[-1] == "CODEOWNERS"]
    others = sorted(set(files) - {*texts, *owners}, key=lambda file: (not _takes_part(file), file))
    number = counted(len(others), "file")
    for words, group, warning in (
        ("changes who has to approve: CODEOWNERS", owners, True),
        (f"changes how the registry is built: {number} outside it", others, True),
        (f"changes {counted(len(texts), 'text')} beside the registry", texts, False),
    ):
        if group:
            folders = (voice.code(f"{file.split('/', 1)[0]}/") if "/" in file else "the top folder" for file in group)
            yield Statement(words, tuple(map(voice.code, group)), warning, tuple(folders))


def _takes_part(file: str) -> bool:
    name = file.rsplit("/", 1)[-1]
    return file.startswith(_TAKES_PART) or name.startswith("requirements") or name.endswith(".whl")


def _value(value: Any, voice: Voice) -> str:
    if value is None or value == ():
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(_value(one, voice) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Record):
        said = value.model_dump(exclude_none=True, exclude_defaults=True)
        return ", ".join(f"{key} {_value(one, voice)}" for key, one in said.items())
    return voice.text(str(value))


def _capped(statement: Statement) -> Iterable[str]:
    yield from statement.details[:_MOST_DETAILS]
    if (left := len(statement.details) - _MOST_DETAILS) > 0:
        folders = list(dict.fromkeys(statement.folders[_MOST_DETAILS:]))
        listed = ", ".join(folders[:_MOST_FOLDERS])
        if len(folders) > _MOST_FOLDERS:
            listed += f" and {counted(len(folders) - _MOST_FOLDERS, 'folder')} more"
        yield f"and {left} more" + (f", in {listed}" if listed else "")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
