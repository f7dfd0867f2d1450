"""Registering: ids and rows for new awards.  Planned as a whole first, then written file by file.

The order of writing makes being killed harmless: pins and salts, then the ids in the batch files, then the rows.
An award with an id and no row is simply not registered yet; the next run gives it the row.  Each file is replaced
as a whole.  A second run changes nothing.
"""

from __future__ import annotations

import fcntl
import os
import random
import secrets
from codecs import BOM_UTF8
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from conferral.atomic import remove_leftovers, replace_file
from conferral.credentials import credential, digest, layout_for
from conferral.errors import RegistryError
from conferral.files import Files
from conferral.identifiers import new_award_id, new_file_ending
from conferral.model import Award, Batch, Pins, Place, Registry, Row, StatusPurpose
from conferral.register.drawing import draw
from conferral.register.ids import with_ids
from conferral.register.rows import REGISTRY_FILE, SALTS_FOLDER, format_pins, format_rows, format_salt

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What registering does: files to write, in this order, and the rows that are new or drawn again."""

    files: tuple[tuple[str, bytes], ...]
    registered: tuple[Row, ...]
    redrawn: tuple[Row, ...]


def plan(
    registry: Registry,
    files: Files,
    *,
    now: datetime,
    deployed: Collection[Row] | None = None,
    chance: random.Random | None = None,
) -> Plan:
    """What has to be written so that every award is registered.

    `registry` has no problem but awards that are not registered and, when `deployed` is given, indexes taken twice:
    the rows that are not among the `deployed` ones then draw again.  `now` is in UTC, whole seconds.
    """
    chance = chance or secrets.SystemRandom()
    salts, salt_files = _salts(registry)
    taken = _Taken(registry, set(deployed) if deployed is not None else None)
    batch_files: list[tuple[str, bytes]] = []
    row_files: list[tuple[str, bytes]] = []
    registered: list[Row] = []
    redrawn: list[Row] = []
    for batch, awards in _by_batch(registry):
        issuer, purpose = _status_of(registry, batch)
        rows: dict[Row, Row] = {}
        for award in awards:
            for row in award.rows:
                rows[row] = row
                if taken.collides(batch, row):
                    ((number, index),) = taken.draw(1, *_status_of(registry, batch, row.badge_version), salts, chance)
                    rows[row] = _registered(registry, award, replace(row, list=number, index=index))
                    redrawn.append(rows[row])
        fresh = [(position, award) for position, award in enumerate(awards) if not award.rows]
        ids: dict[int, str] = {}
        new: list[Row] = []
        pairs = taken.draw(len(fresh), issuer, purpose, salts, chance)
        for (position, award), pair in zip(fresh, pairs, strict=True):
            if award.id is None:
                ids[position] = new_award_id()
            row = _new_row(registry, award, award.id or ids[position], pair, now)
            new.append(_registered(registry, award, row))
        if ids:
            batch_files.append(_batch_file(files, batch, ids))
        kept = [rows[row] for row in sorted(rows, key=lambda row: row.place.keys)]
        if new or kept != list(rows):
            row_files.append((batch.register_file, format_rows([*kept, *new]).encode()))
        registered += new
    return Plan(
        files=(*_pins(registry), *salt_files, *batch_files, *row_files),
        registered=tuple(registered),
        redrawn=tuple(redrawn),
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
    for path, content in plan.files:
        replace_file(root / path, content)


def _by_batch(registry: Registry) -> Iterator[tuple[Batch, list[Award]]]:
    for _, awards in groupby(registry.awards, key=lambda award: award.batch.register_file):
        listed = list(awards)
        yield listed[0].batch, listed


class _Taken:
    """The (list, index) pairs in use, by issuer and purpose."""

    def __init__(self, registry: Registry, deployed: set[Row] | None) -> None:
        self._pairs: dict[tuple[str, StatusPurpose], dict[Pair, list[Row]]] = {}
        self._registry = registry
        self._deployed = deployed
        for award in registry.awards:
            for row in award.rows:
                pairs = self._pairs.setdefault(_status_of(registry, award.batch, row.badge_version), {})
                pairs.setdefault((row.list, row.index), []).append(row)

    def collides(self, batch: Batch, row: Row) -> bool:
        """Whether the row shares its index and has to give way: deployed rows never do, else the lowest id stays."""
        if self._deployed is None or row in self._deployed:
            return False
        deployed = self._deployed
        sharing = self._pairs[_status_of(self._registry, batch, row.badge_version)][row.list, row.index]
        return min(sharing, key=lambda other: (other not in deployed, other.id, other.issue)) != row

    def draw(
        self, count: int, issuer: str, purpose: StatusPurpose, salts: Mapping[str, bytes], chance: random.Random
    ) -> list[Pair]:
        """Free pairs, taken from now on."""
        pairs = self._pairs.setdefault((issuer, purpose), {})
        drawn = draw(count, salt=salts[issuer], purpose=purpose, taken=pairs.keys(), chance=chance)
        pairs.update((pair, []) for pair in drawn)
        return drawn


def _status_of(registry: Registry, batch: Batch, number: int | None = None) -> tuple[str, StatusPurpose]:
    badge = registry.badges[batch.badge]
    version = badge.versions[number] if number else badge.current
    return version.issuer, version.status_purpose


def _new_row(registry: Registry, award: Award, award_id: str | None, pair: Pair, now: datetime) -> Row:
    badge = registry.badges[award.badge].current
    return Row(
        id=award_id or "",
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


def _registered(registry: Registry, award: Award, row: Row) -> Row:
    """The row with the digest of what it issues, under the registry's own base URL."""
    earlier = tuple(other for other in award.rows if other.issue < row.issue)
    document = credential(registry, replace(award, rows=(*earlier, row)), registry.file.base_url)
    return replace(row, digest=digest(document))


def _salts(registry: Registry) -> tuple[Mapping[str, bytes], list[tuple[str, bytes]]]:
    salts = dict(registry.salts)
    files = []
    for issuer in sorted({registry.badges[award.badge].current.issuer for award in registry.awards} - salts.keys()):
        salts[issuer] = secrets.token_bytes(16)
        # a random name, so that two branches with an issuer's first awards do not write the same file
        files.append((f"{SALTS_FOLDER}/{issuer}-{new_file_ending()}.csv", format_salt(salts[issuer]).encode()))
    return salts, files


def _pins(registry: Registry) -> list[tuple[str, bytes]]:
    if registry.pins or not registry.awards:
        return []
    pins = Pins(base_url=registry.file.base_url, timezone=registry.file.timezone, place=Place(REGISTRY_FILE))
    return [(REGISTRY_FILE, format_pins(pins).encode())]


def _batch_file(files: Files, batch: Batch, ids: dict[int, str]) -> tuple[str, bytes]:
    file = batch.file.place.file
    content = files.read(file)
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    return file, mark + with_ids(content.removeprefix(mark).decode(), ids).encode()
