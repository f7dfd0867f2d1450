"""Registering: ids and rows for new awards, rows for corrected ones.

All is planned as a whole first, then written file by file.

The order of writing makes being killed harmless: pins and salts, then the ids in the batch files, then the rows.
An award with an id and no row is simply not registered yet; the next run gives it the row.  Each file is replaced
as a whole.  A second run changes nothing.
"""

from __future__ import annotations

import fcntl
import os
import random
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from conferral.atomic import remove_leftovers, replace_files
from conferral.credentials import layout_for
from conferral.errors import RegistryError
from conferral.files import Files
from conferral.identifiers import new_award_id, new_file_ending
from conferral.model import Award, Batch, Correction, Move, Pins, Place, Registry, Row
from conferral.register.drawing import Pair
from conferral.register.ids import with_ids
from conferral.register.mending import Mended, Published, mended, pinned
from conferral.register.rows import REGISTRY_FILE, SALTS_FOLDER, format_pins, format_rows, format_salt, parse_pins
from conferral.register.taken import Taken, lists_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What registering does: files to write, in this order, and the rows that are new or mended.

    `registered` are the rows of new awards, `corrected` those that corrections issue again.
    """

    files: tuple[tuple[str, bytes], ...]
    registered: tuple[Row, ...]
    corrected: tuple[Row, ...]
    mended: tuple[Mended, ...]
    redated: Move | None = None
    """The latest move of the registry where `conferral.register.moving` has dated it anew."""


def plan(
    registry: Registry,
    files: Files,
    *,
    now: datetime,
    deployed: Published | None = None,
    chance: random.Random | None = None,
) -> Plan:
    """What has to be written so that every award is registered and every correction has issued its awards again.

    `registry` has no problem but awards and corrections that are not registered and, when `deployed` is given, what
    `conferral.register.mending` mends in the rows that are not among the `deployed` ones.  `now` is in UTC, whole
    seconds; a clock that is behind the latest move of the registry counts from there.
    """
    now = max([now, *(move.since for move in registry.pins.moves)]) if registry.pins else now
    salts, salt_files = _salts(registry)
    taken = Taken(registry, salts, chance or secrets.SystemRandom())
    mends = tuple(mended(registry, taken, deployed, now=now)) if deployed is not None else ()
    book = _Book(registry, mends)
    batch_files: list[tuple[str, bytes]] = []
    for batch, awards in _new_by_batch(registry):
        ids: dict[int, str] = {}
        pairs = taken.draw(len(awards), lists_of(registry, batch.badge))
        for award, pair in zip(awards, pairs, strict=True):
            if award.id is None:
                ids[_position(award)] = new_award_id()
            row = _new_row(registry, award, award.id or ids[_position(award)], pair, now)
            book.add(pinned(registry, award, (), row))
        if ids:
            batch_files.append(_batch_file(files, batch, ids))
    registered = tuple(book.added)
    waiting = {award.id: award for award in registry.awards if award.id in registry.being_corrected}
    for correction in registry.corrections:
        named = (name for name in correction.file.awards if name in waiting)
        awards = [waiting[name] for name in named if not book.has(name, correction.register_file)]
        book.add_all(_corrected(registry, correction, awards, book, taken, now))
    pins = _pins(registry, files)
    return Plan(
        files=(*pins, *salt_files, *batch_files, *book.files()),
        registered=registered,
        corrected=tuple(book.added[len(registered) :]),
        mended=mends,
        redated=registry.pins.moves[-1] if pins and registry.pins and registry.pins.moves else None,
    )


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Hold off a second run over the same registry: both would draw from what neither has written yet.

    The lock is on the folder itself and goes with the process.  Raises `RegistryError` when another run holds it.
    """
    folder = root / "credentials"
    if not folder.is_dir():
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise RegistryError("another run of `conferral register` is under way", hint="Wait for it to end.") from None
    finally:
        os.close(descriptor)


def carry_out(plan: Plan, root: Path) -> None:
    """Write a plan's files, each replaced as a whole; files that a killed run left half-written are removed."""
    for folder in sorted({(root / path).parent for path, _ in plan.files}):
        folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder)
    for _, files in groupby(plan.files, key=lambda file: _step(file[0])):
        replace_files((root / path, content) for path, content in files)


def _step(path: str) -> str:
    """What is on the disk before the next begins: pins, salts, batches, rows of batches, rows of corrections."""
    _, kind, part, *_ = path.split("/")
    return part if kind == "register" else kind


class _Book:
    """The register as it will be: rows replaced and rows added."""

    def __init__(self, registry: Registry, mends: Iterable[Mended]) -> None:
        self._registry = registry
        self._after = {id(one.before): one.after for one in mends}
        self._added_for: dict[str, list[Row]] = {}
        self.added: list[Row] = []

    def rows_of(self, award: str) -> list[Row]:
        """The rows of an award in the order of issue."""
        rows = [self._as_it_will_be(row) for row in self._registry.rows_by_id.get(award, ())]
        return sorted([*rows, *self._added_for.get(award, ())], key=lambda row: row.issue)

    def has(self, award: str, file: str) -> bool:
        """Whether an award has a row in a file."""
        return any(row.place.file == file for row in self.rows_of(award))

    def add(self, row: Row) -> None:
        """Append a row to the file of its place."""
        self.added.append(row)
        self._added_for.setdefault(row.id, []).append(row)

    def add_all(self, rows: Iterable[Row]) -> None:
        """Append rows."""
        for row in rows:
            self.add(row)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file that is new or changed."""
        changed: dict[str, list[Row]] = {row.place.file: [] for row in (*self._after.values(), *self.added)}
        for row in self._registry.rows:
            if row.place.file in changed:
                changed[row.place.file].append(self._as_it_will_be(row))
        for row in self.added:
            changed[row.place.file].append(row)
        for file in sorted(changed):
            yield file, format_rows(changed[file]).encode()

    def _as_it_will_be(self, row: Row) -> Row:
        return self._after.get(id(row), row)


def _new_by_batch(registry: Registry) -> Iterator[tuple[Batch, list[Award]]]:
    new = (award for award in registry.awards if not award.rows)
    for _, awards in groupby(new, key=lambda award: award.batch.register_file):
        listed = list(awards)
        yield listed[0].batch, listed


def _position(award: Award) -> int:
    """Which entry of its file an award is, counted from 0."""
    return int(award.place.keys[-1])


def _corrected(
    registry: Registry, correction: Correction, awards: Sequence[Award], book: _Book, taken: Taken, now: datetime
) -> list[Row]:
    """A row of a correction for each of the awards.

    The badge version stays that of the award; the issuer's text and the layout are those of today.
    """
    latest = {award.id: book.rows_of(award.id or "")[-1] for award in awards}
    lists = {name: lists_of(registry, row.badge, row.badge_version) for name, row in latest.items()}
    rows: dict[str | None, Row] = {}
    for drawn_from in dict.fromkeys(lists.values()):
        sharing = [award for award in awards if lists[award.id] == drawn_from]
        for award, pair in zip(sharing, taken.draw(len(sharing), drawn_from), strict=True):
            row = Row(
                id=latest[award.id].id,
                issue=latest[award.id].issue + 1,
                badge_version=latest[award.id].badge_version,
                issuer_version=registry.issuers[drawn_from[0]].current.version,
                layout=layout_for(registry.recipients.get(award.recipient)),
                list=pair[0],
                index=pair[1],
                registered=now,
                digest="",
                place=Place(correction.register_file),
            )
            rows[award.id] = pinned(registry, award, book.rows_of(row.id), row)
    return [rows[award.id] for award in awards]


def _new_row(registry: Registry, award: Award, award_id: str, pair: Pair, now: datetime) -> Row:
    badge = registry.badges[award.badge].current
    return Row(
        id=award_id,
        issue=1,
        badge_version=badge.version,
        issuer_version=registry.issuers[badge.issuer].current.version,
        layout=layout_for(registry.recipients.get(award.recipient)),
        list=pair[0],
        index=pair[1],
        registered=now,
        digest="",
        place=Place(award.batch.register_file),
    )


def _salts(registry: Registry) -> tuple[Mapping[str, bytes], list[tuple[str, bytes]]]:
    salts = dict(registry.salts)
    files = []
    for issuer in sorted({registry.badges[award.badge].current.issuer for award in registry.awards} - salts.keys()):
        salts[issuer] = secrets.token_bytes(16)
        # a random name, so that two branches with an issuer's first awards do not write the same file
        files.append((f"{SALTS_FOLDER}/{issuer}-{new_file_ending()}.csv", format_salt(salts[issuer]).encode()))
    return salts, files


def _pins(registry: Registry, files: Files) -> list[tuple[str, bytes]]:
    pins = registry.pins
    if pins is None:
        if not registry.awards:
            return []
        pins = Pins(base_url=registry.file.base_url, timezone=registry.file.timezone, place=Place(REGISTRY_FILE))
    elif pins == parse_pins(files.read(REGISTRY_FILE).decode())[0]:
        return []
    return [(REGISTRY_FILE, format_pins(pins).encode())]


def _batch_file(files: Files, batch: Batch, ids: dict[int, str]) -> tuple[str, bytes]:
    file = batch.file.place.file
    return file, with_ids(files.read(file).decode(), ids, file).encode()
