"""The registry put together: issuers, badges and awards with all that belongs to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from conferral.model.places import Place
from conferral.model.written import (
    AwardEntry,
    BadgeFile,
    BatchFile,
    CorrectionFile,
    Evidence,
    IssuerFile,
    KeyFile,
    RecipientFile,
    RegistryFile,
    RevocationFile,
    SuspensionFile,
)


@dataclass(frozen=True, slots=True)
class Image:
    """The image of a badge version: its file in the registry, its media type, and the digest of its bytes.

    The digest is in the form of Subresource Integrity: `sha384-` and base64.
    """

    file: str
    media_type: Literal["image/svg+xml", "image/png"]
    digest: str

    @property
    def extension(self) -> str:
        """File name ending, without the dot."""
        return "svg" if self.media_type == "image/svg+xml" else "png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """An organisation with all versions of its description."""

    slug: str
    current: IssuerFile
    versions: Mapping[int, IssuerFile]
    logo: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A badge class with all its versions and their images."""

    slug: str
    current: BadgeFile
    versions: Mapping[int, BadgeFile]
    images: Mapping[int, Image]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A signing key's public half."""

    issuer: str
    name: str
    file: KeyFile

    def signs_at(self, instant: datetime) -> bool:
        """Whether it may sign at that time: activated, and neither retired nor compromised."""
        ended = (self.file.retired, self.file.compromised)
        return self.file.activated <= instant and not any(end and end <= instant for end in ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the register: what was issued, once and for all (DESIGN section 3)."""

    id: str
    issue: int
    badge_version: int
    issuer_version: int
    layout: str
    list: int
    index: int
    registered: datetime
    digest: str
    place: Place = field(compare=False)

    @property
    def badge(self) -> str:
        """The badge's short name: the folder that its file is in."""
        return self.place.file.split("/")[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A file of awards."""

    badge: str
    name: str
    file: BatchFile

    @property
    def register_file(self) -> str:
        """The register's file for this batch."""
        return f"credentials/register/awards/{self.badge}/{self.name}.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A file that issues awards again."""

    badge: str
    name: str
    file: CorrectionFile

    @property
    def register_file(self) -> str:
        """The register's file for what this correction issued."""
        return f"credentials/register/corrections/{self.badge}/{self.name}.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One person's award: its entry in a batch and the rows of the register with its id, in order of issue."""

    batch: Batch
    entry: AwardEntry
    rows: tuple[Row, ...]

    @property
    def id(self) -> str | None:
        """The award's id; None until it is registered."""
        return self.entry.id

    @property
    def badge(self) -> str:
        """The badge's short name."""
        return self.batch.badge

    @property
    def recipient(self) -> str:
        """The recipient's id."""
        assert self.entry.recipient is not None  # noqa: S101 -- only an erased entry has none, and that is no award
        return self.entry.recipient

    @property
    def awarded(self) -> date:
        """The day it was awarded."""
        return self.entry.awarded or self.batch.file.awarded

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The batch's evidence, then the entry's."""
        return self.batch.file.evidence + self.entry.evidence

    @property
    def place(self) -> Place:
        """Where the entry stands."""
        return self.entry.place

    @property
    def row(self) -> Row | None:
        """The latest issue; None until it is registered."""
        return self.rows[-1] if self.rows else None

    def last_day(self, badge: BadgeFile) -> date | None:
        """The last valid day: the entry's, the batch's, or by the badge's validity; None means no end."""
        if self.entry.valid_until or self.batch.file.valid_until:
            return self.entry.valid_until or self.batch.file.valid_until
        return badge.validity.after(self.awarded) if badge.validity else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What is left of an award that was erased: its id, the day, and the rows of the register."""

    batch: Batch
    id: str
    on: date
    place: Place
    rows: tuple[Row, ...]

    @property
    def badge(self) -> str:
        """The badge's short name."""
        return self.batch.badge


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """What the first registration fixed (credentials/register/registry.csv)."""

    base_url: str
    timezone: str
    place: Place = field(compare=False)


@dataclass(frozen=True, kw_only=True)
class Registry:
    """All files of a registry, read and each sound in itself."""

    file: RegistryFile
    issuers: Mapping[str, Issuer]
    badges: Mapping[str, Badge]
    batches: tuple[Batch, ...]
    revocations: Mapping[str, RevocationFile]
    suspensions: Mapping[str, SuspensionFile]
    recipients: Mapping[str, RecipientFile]
    corrections: tuple[Correction, ...]
    keys: tuple[Key, ...]
    pins: Pins | None
    salts: Mapping[str, bytes]
    rows: tuple[Row, ...]
    gaps: frozenset[tuple[str, ...]] = frozenset()
    """Files that are there and could not be read: the kind, then the names in the path, as in
    `conferral.file_kinds`.  No rule complains about what is missing only because of them."""

    @cached_property
    def awards(self) -> tuple[Award, ...]:
        """Every award that is not erased, in the order of files and entries."""
        return tuple(
            Award(batch=batch, entry=entry, rows=self.rows_by_id.get(entry.id or "", ()))
            for batch in self.batches
            for entry in batch.file.recipients
            if entry.erased is None
        )

    @cached_property
    def erased(self) -> tuple[Erased, ...]:
        """Every award that was erased, in the order of files and entries."""
        return tuple(
            Erased(
                batch=batch,
                id=entry.id,
                on=entry.erased,
                place=entry.place,
                rows=self.rows_by_id.get(entry.id, ()),
            )
            for batch in self.batches
            for entry in batch.file.recipients
            if entry.erased and entry.id
        )

    @cached_property
    def issuers_with_awards(self) -> frozenset[str]:
        """The short names of issuers with something to sign: awards, or the status lists of erased ones."""
        badges = ({one.badge for one in self.awards} | {one.badge for one in self.erased}) & self.badges.keys()
        return frozenset(self.badges[badge].current.issuer for badge in badges)

    @cached_property
    def rows_by_id(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows of the register by award id, in the order of issue."""
        rows: dict[str, list[Row]] = {}
        for row in sorted(self.rows, key=lambda row: row.issue):
            rows.setdefault(row.id, []).append(row)
        return {award: tuple(listed) for award, listed in rows.items()}

    @cached_property
    def being_corrected(self) -> frozenset[str]:
        """The ids of awards that a correction names and has not issued again yet."""
        issued = {(row.place.file, row.id) for row in self.rows}
        return frozenset(
            award
            for correction in self.corrections
            for award in correction.file.awards
            if (correction.register_file, award) not in issued
        )

    def keys_of(self, issuer: str) -> tuple[Key, ...]:
        """An issuer's keys, in the order of activation."""
        return tuple(
            sorted((key for key in self.keys if key.issuer == issuer), key=lambda key: (key.file.activated, key.name))
        )
