"""Erasing: of an award only the id and the day stay, of a person only that.

What was merged into git before stays there, and in many other places; `PLACES` names them for whoever erases.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from conferral.authoring.edit import Edit
from conferral.authoring.naming import awards_named, recipient_named
from conferral.errors import GIVEN, RegistryProblems
from conferral.files import Files
from conferral.identifiers import RECIPIENT_ID
from conferral.model import Award, Registry, RevocationFile, SuspensionFile
from conferral.yaml_edits import YamlText

PLACES = (
    "the history of this repository, and every clone and fork of it; the git host can remove commits only on request",
    "the git host: pull requests, their diffs, comments and notifications; logs and artifacts of its CI",
    "the published site and its caches, until the next build is published and the caches have run out",
    "search engines, web archives, backups of any of these",
    "the copies that holders and verifiers keep, in wallets and elsewhere: nobody can call them back",
    "your own list of who is who",
)
"""Where data of an erased award may still be, in words for whoever erases it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What is erased.

    `awards` were registered and leave a tombstone; `dropped` were not and leave nothing.  `recipients` are the ids
    whose own file goes.  `notes` are the files whose public note is taken away, `to_read` those that a person has to
    look at, because they may say something about an erased award that no program can tell.  The endorsements of an
    erased award go with it.
    """

    awards: tuple[Award, ...]
    dropped: tuple[Award, ...]
    recipients: tuple[str, ...]
    notes: tuple[str, ...]
    to_read: tuple[str, ...]
    edit: Edit


def erase(registry: Registry, files: Files, named: Iterable[str], *, on: date) -> Erasure:
    """Erase the awards of those ids and addresses, and for the id of a recipient all their awards and their file.

    Raises `RegistryProblems` with every name that leads nowhere.
    """
    awards, recipients = _meant(registry, named)
    registered = tuple(award for award in awards if award.rows)
    dropped = tuple(award for award in awards if not award.rows)
    withdrawn = [
        file
        for award in registered
        for file in (registry.revocations.get(award.id or ""), registry.suspensions.get(award.id or ""))
        if file and file.note
    ]
    ids = {award.id for award in registered}
    corrections = [
        correction.file.place.file
        for correction in registry.corrections
        if correction.file.note and ids & set(correction.file.awards)
    ]
    own = tuple(one for one in recipients if one in registry.recipients)
    batches = list(_batches(files, registered, dropped, on))
    written = [file for file, content in batches if content is not None]
    return Erasure(
        awards=registered,
        dropped=dropped,
        recipients=own,
        notes=tuple(file.place.file for file in withdrawn),
        to_read=(*written, *corrections),
        edit=Edit(
            (
                *((registry.recipients[one].place.file, None) for one in own),
                *batches,
                *(_without_note(files, file) for file in withdrawn),
                *((path, None) for path in _endorsements(registry, ids)),
                *_no_longer_hidden(registry, files, awards, own),
            )
        ),
    )


def _meant(registry: Registry, named: Iterable[str]) -> tuple[tuple[Award, ...], tuple[str, ...]]:
    """The awards and the recipients that are meant, each once."""
    problems: list[RegistryProblems] = []
    recipients: dict[str, None] = {}
    texts: list[str] = []
    for text in named:
        if not RECIPIENT_ID.fullmatch(text.strip().lower()) and "/people/" not in text:
            texts.append(text)
            continue
        try:
            recipients[recipient_named(registry, text)] = None
        except RegistryProblems as error:
            problems.append(error)
    awards: dict[int, Award] = {}
    try:
        awards = {id(award): award for award in awards_named(registry, texts)}
    except RegistryProblems as error:
        problems.append(error)
    if problems:
        raise RegistryProblems((one for error in problems for one in error.problems), where=GIVEN)
    awards |= {id(award): award for award in registry.awards if award.recipient in recipients}
    return tuple(awards.values()), tuple(recipients)


def _batches(
    files: Files, registered: Iterable[Award], dropped: Iterable[Award], on: date
) -> Iterable[tuple[str, bytes | None]]:
    """The batch files without the awards; None for one of which nothing is left."""
    texts: dict[str, YamlText] = {}
    gone: dict[str, list[int]] = {}
    for award in registered:
        file = award.place.file
        text = texts.setdefault(file, YamlText.of(files, file))
        texts[file] = text.replace_entry(award.place.keys, {"id": award.id, "erased": on})
    for award in dropped:
        file = award.place.file
        texts.setdefault(file, YamlText.of(files, file))
        gone.setdefault(file, []).append(int(award.place.keys[-1]))
    for file, text in texts.items():
        positions = sorted(gone.get(file, ()), reverse=True)
        if len(positions) == len(text.data["recipients"]):
            yield file, None
            continue
        for position in positions:
            texts[file] = texts[file].remove(("recipients", position))
        yield file, texts[file].text.encode()


def _no_longer_hidden(
    registry: Registry, files: Files, awards: Iterable[Award], gone: Iterable[str]
) -> Iterable[tuple[str, bytes]]:
    """The files of people that hide one of these awards, without its id: it would tell whose the award was."""
    ids = {award.id for award in awards}
    for recipient, record in registry.recipients.items():
        kept = [award for award in record.hidden if award not in ids]
        if recipient in gone or len(kept) == len(record.hidden):
            continue
        file = record.place.file
        text = YamlText.of(files, file)
        if kept:
            for position in reversed([n for n, award in enumerate(record.hidden) if award in ids]):
                text = text.remove(("hidden", position))
        else:
            text = text.remove(("hidden",))
        yield file, text.text.encode()


def _endorsements(registry: Registry, awards: Container[str | None]) -> Iterable[str]:
    """The files of the endorsements of those awards, documents and kept answers among them."""
    for one in registry.endorsements.values():
        if one.file.award in awards and one.file.award is not None:
            path = one.file.place.file
            yield path
            yield from [one.signed.file] if one.signed else []
            yield from [f"{path.removesuffix('.yml')}.fetched.json"] if one.kept else []


def _without_note(files: Files, record: RevocationFile | SuspensionFile) -> tuple[str, bytes]:
    file = record.place.file
    return file, YamlText.of(files, file).remove(("note",)).text.encode()
