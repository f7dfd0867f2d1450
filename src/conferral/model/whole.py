"""The registry put together: issuers, badges and awards with all that belongs to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal, Self

from conferral.model.awards import BatchFile, Entry, Evidence
from conferral.model.depth import Activity, Organisation
from conferral.model.described import BadgeFile, CollectionFile, IssuerFile, RegistryFile
from conferral.model.endorsements import EndorsedKind, Endorsement
from conferral.model.federation import FederationFile
from conferral.model.pathways import Pathway
from conferral.model.places import Place
from conferral.model.skills import Framework
from conferral.model.written import (
    CorrectionFile,
    KeyFile,
    RecipientFile,
    RevocationFile,
    SuspensionFile,
)


@dataclass(frozen=True, slots=True)
class Image:
    """The image of a badge version, or a logo: its file in the registry, its media type, and the digest of its bytes.

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
class Collection:
    """Badges that belong together."""

    slug: str
    file: CollectionFile


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

    def __reduce__(self) -> tuple[Any, ...]:
        return _row_at, (*_VALUES_OF_ROW(self), self.place.file, self.place.keys)


_VALUES_OF_ROW = attrgetter(
    *("id", "issue", "badge_version", "issuer_version", "layout", "list", "index", "registered", "digest")
)


def _row_at(*said: Any) -> Row:
    """A row from its pickle, which has half the bytes of one that names every value, and takes half the time."""
    award, issue, badge_version, issuer_version, layout, number, index, registered, digest, file, keys = said
    return Row(
        id=award,
        issue=issue,
        badge_version=badge_version,
        issuer_version=issuer_version,
        layout=layout,
        list=number,
        index=index,
        registered=registered,
        digest=digest,
        place=Place(file, keys),
    )


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
    entry: Entry
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
    def activity(self) -> Activity | None:
        """When it was done: the entry's, else the batch's."""
        return self.entry.activity or self.batch.file.activity

    @property
    def role(self) -> str | None:
        """The person's part in it: the entry's, else the batch's."""
        return self.entry.role or self.batch.file.role

    @property
    def source(self) -> Organisation | None:
        """Who assessed it: the entry's, else the batch's."""
        return self.entry.source or self.batch.file.source

    @property
    def credits_earned(self) -> int | float | None:
        """Credits earned: the entry's, else the batch's."""
        return self.entry.credits_earned or self.batch.file.credits_earned

    @property
    def term(self) -> str | None:
        """The term: the entry's, else the batch's."""
        return self.entry.term or self.batch.file.term

    @property
    def place(self) -> Place:
        """Where the entry stands."""
        return self.entry.place

    @property
    def row(self) -> Row | None:
        """The latest issue; None until it is registered."""
        return self.rows[-1] if self.rows else None

    def last_day(self, badge: BadgeFile) -> date | None:
        """The last valid day: the entry's, the batch's, the badge's, or by its validity; None means no end."""
        own = self.entry.valid_until or self.batch.file.valid_until or badge.valid_until
        if own:
            return own
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
class Move:
    """A move of the registry: awards that are registered at `since` or later belong to `base_url`."""

    since: datetime
    base_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """What the first registration fixed, and every move since, oldest first (credentials/register/registry.csv)."""

    base_url: str
    timezone: str
    moves: tuple[Move, ...] = ()
    place: Place = field(compare=False)

    @property
    def present_base_url(self) -> str:
        """The base URL that new awards belong to."""
        return self.moves[-1].base_url if self.moves else self.base_url

    @property
    def bases(self) -> tuple[str, ...]:
        """Every base URL that the registry has had, each once, in the order in which it came to them."""
        return tuple(dict.fromkeys((self.base_url, *(move.base_url for move in self.moves))))

    def base_at(self, instant: datetime) -> str:
        """The base URL of awards that were first registered at that time."""
        return next((move.base_url for move in reversed(self.moves) if move.since <= instant), self.base_url)


@dataclass(frozen=True, kw_only=True)
class Registry:
    """All files of a registry, read and each sound in itself."""

    file: RegistryFile
    issuers: Mapping[str, Issuer]
    badges: Mapping[str, Badge]
    collections: Mapping[str, Collection]
    batches: tuple[Batch, ...]
    revocations: Mapping[str, RevocationFile]
    suspensions: Mapping[str, SuspensionFile]
    recipients: Mapping[str, RecipientFile]
    corrections: tuple[Correction, ...]
    keys: tuple[Key, ...]
    pins: Pins | None
    salts: Mapping[str, bytes]
    rows: tuple[Row, ...]
    logo: Image | None = None
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    pathways: Mapping[str, Pathway] = field(default_factory=dict)
    endorsements: Mapping[str, Endorsement] = field(default_factory=dict)
    federation: FederationFile | None = None
    federated: Mapping[str, bytes] = field(default_factory=dict)
    """What other registries published, by their short names, as it was fetched."""
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
    def awards_by_recipient(self) -> Mapping[str, tuple[Award, ...]]:
        """The awards of each recipient, by the recipient's id, in the order of files and entries."""
        found: dict[str, list[Award]] = {}
        for award in self.awards:
            found.setdefault(award.recipient, []).append(award)
        return {recipient: tuple(awards) for recipient, awards in found.items()}

    @cached_property
    def awards_by_id(self) -> Mapping[str, Award]:
        """The awards that have an id, by it."""
        return {award.id: award for award in self.awards if award.id}

    @cached_property
    def endorsements_about(self) -> Mapping[tuple[EndorsedKind, str], tuple[Endorsement, ...]]:
        """The endorsements of each badge, issuer and award, by its kind and its short name or id, as files follow."""
        found: dict[tuple[EndorsedKind, str], list[Endorsement]] = {}
        for one in self.endorsements.values():
            found.setdefault((one.file.target, one.file.name), []).append(one)
        return {about: tuple(endorsements) for about, endorsements in found.items()}

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
    def issuers_that_sign(self) -> frozenset[str]:
        """The short names of issuers with something to sign: credentials, status lists, endorsements or records."""
        by = {one.file.by for one in self.endorsements.values()}
        if any(file.record for file in self.recipients.values()):
            by.add(self.file.records_by)
        return self.issuers_with_awards.union(issuer for issuer in by if issuer and issuer in self.issuers)

    @cached_property
    def rows_by_id(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows of the register by award id, in the order of issue."""
        rows: dict[str, tuple[Row, ...]] = {}
        for row in sorted(self.rows, key=attrgetter("issue")):
            rows[row.id] = (*rows.get(row.id, ()), row)
        return rows

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

    @property
    def bases(self) -> tuple[str, ...]:
        """Every base URL that awards may belong to, each once; more than one once the registry has moved."""
        return self.pins.bases if self.pins else (self.file.base_url,)

    def base_of(self, award: Award | Erased) -> str:
        """The base URL that an award belongs to, for good: that of the time when it was first registered.

        What is not registered yet belongs to the present one.
        """
        if self.pins is None or not award.rows:
            return self.file.base_url
        return self.pins.base_at(award.rows[0].registered)

    def under(self, base_url: str) -> Self:
        """The registry as the site of one of its `bases` shows it.

        It has that base URL, and of awards only those that belong to it, with their rows, corrections, revocations and
        suspensions.  Raises `LookupError` for any other base URL.
        """
        if base_url not in self.bases:
            raise LookupError(base_url)
        if len(self.bases) == 1:
            return self
        known: tuple[Award | Erased, ...] = (*self.awards, *self.erased)
        ids = {one.id for one in known if one.id and self.base_of(one) == base_url}
        with_new = base_url == self.file.base_url
        batches = (
            replace(batch, file=batch.file.model_copy(update={"recipients": entries}))
            for batch in self.batches
            if (entries := tuple(one for one in batch.file.recipients if one.id in ids or (with_new and not one.id)))
        )
        corrections = (
            replace(one, file=one.file.model_copy(update={"awards": awards}))
            for one in self.corrections
            if (awards := tuple(award for award in one.file.awards if award in ids))
        )
        return replace(
            self,
            file=self.file.model_copy(update={"base_url": base_url}),
            batches=tuple(batches),
            corrections=tuple(corrections),
            revocations={award: file for award, file in self.revocations.items() if award in ids},
            suspensions={award: file for award, file in self.suspensions.items() if award in ids},
            rows=tuple(row for row in self.rows if row.id in ids),
        )

    def keys_of(self, issuer: str) -> tuple[Key, ...]:
        """An issuer's keys, in the order of activation."""
        return tuple(
            sorted((key for key in self.keys if key.issuer == issuer), key=lambda key: (key.file.activated, key.name))
        )
