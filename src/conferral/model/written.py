"""What people write about recipients, keys and what became of awards, and every kind of file.

The descriptions and examples are what editors show (`conferral.schemas`) and what the reference is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from conferral.fields import (
    AwardId,
    Day,
    HolderDid,
    IdentityHash,
    Instant,
    Line,
    PublicKeyMultibase,
    Salt,
    ShortLine,
    Signature,
    Slug,
    refuse,
)
from conferral.model.awards import BatchFile
from conferral.model.choices import IdentityKind, Many
from conferral.model.described import BadgeFile, CollectionFile, IssuerFile, RegistryFile
from conferral.model.endorsements import EndorsementFile
from conferral.model.federation import FederationFile
from conferral.model.pathways import PathwayFile
from conferral.model.places import Record
from conferral.model.skills import FrameworkFile

RevocationReason = Literal[
    "awarded-in-error", "requirements-not-met", "misconduct", "superseded", "holder-request", "other"
]


class RevocationFile(Record):
    """credentials/revocations/<id>.yml: adding the file revokes the award, for good."""

    on: Day = Field(description="The day of the decision.")
    reason: RevocationReason = Field(description="Why; shown on the credential's page.")
    note: Line | None = Field(default=None, description="One public sentence; no names.")


SuspensionReason = Literal["under-review", "renewal-overdue", "holder-request", "other"]


class SuspensionFile(Record):
    """credentials/suspensions/<id>.yml: adding the file suspends the award until `lifted` is written."""

    on: Day = Field(description="The day of the decision.")
    reason: SuspensionReason = Field(description="Why; shown on the credential's page.")
    lifted: Day | None = Field(default=None, description="The day it was reinstated; writing it reinstates.")
    note: Line | None = Field(default=None, description="One public sentence; no names.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.lifted and self.lifted < self.on:
            refuse(
                f"lifted on {self.lifted}, before it began on {self.on}", expected=f"{self.on} or later", at="lifted"
            )
        return self


CorrectionReason = Literal["clerical-error", "result-changed", "extension", "holder-request", "badge-text", "other"]


class CorrectionFile(Record):
    """credentials/corrections/<badge>/<correction>.yml: adding the file issues awards again, as the files are now."""

    badge: Slug = Field(description="The badge; the same as the folder's name.")
    on: Day = Field(description="The day of the decision.")
    reason: CorrectionReason = Field(description="Why; shown on the pages of the corrected credentials.")
    note: Line | None = Field(default=None, description="One public sentence; no names.")
    awards: Annotated[tuple[AwardId, ...], Many] = Field(
        description="The ids of the awards that are issued again, each with its id, its address and its badge version."
    )


class Consent(Record):
    """A recipient's recorded consent."""

    on: Day = Field(description="The day it was given.")
    to: Annotated[tuple[Literal["display_name", "identity", "portfolio", "record"], ...], Many] = Field(
        description="What may be published."
    )
    record: Line | None = Field(default=None, description="Where the consent is kept, without personal data.")


class Identity(Record):
    """What a signed credential says about who holds it. One of did, name, email_hash with salt."""

    did: HolderDid | None = Field(default=None, description="A DID that the holder controls.")
    name: ShortLine | None = Field(default=None, description="The holder's name, in plain text.")
    email_hash: IdentityHash | None = Field(
        default=None,
        description="sha256$ and the SHA-256 of the trimmed, lower-case e-mail address followed by the salt.",
    )
    salt: Salt | None = Field(default=None, description="The salt of email_hash; published with it.")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [key for key in ("did", "name", "email_hash") if getattr(self, key) is not None]
        if len(kinds) != 1:
            got = " and ".join(kinds) if kinds else "none"
            refuse(f"an identity with {got}", expected="exactly one of did, name, email_hash")
        if (self.salt is None) != (self.email_hash is None):
            refuse("email_hash and salt belong together", expected="both or neither")
        return self

    @property
    def kind(self) -> IdentityKind:
        """Which kind of identity it is."""
        return "did" if self.did else "name" if self.name else "email"


class RecipientFile(Record):
    """recipients/<recipient>.yml: only for those with something to publish."""

    display_name: ShortLine | None = Field(default=None, description="Shown on the recipient's pages, not signed.")
    portfolio: bool = Field(default=False, description="Whether the recipient has a portfolio page.")
    record: bool = Field(
        default=False, description="Whether a signed record of all credentials (CLR 2.0) is published there."
    )
    hidden: Annotated[tuple[AwardId, ...], Many] = Field(
        default=(), description="Ids of awards that the portfolio and the record leave out."
    )
    identity: Identity | None = Field(default=None, description="Goes into credentials registered from now on, signed.")
    consent: Consent = Field(description="The recorded consent; without it, no such file.")

    @property
    def names(self) -> tuple[str, ...]:
        """The names that are published: the one on pages, and the one that is signed."""
        names = (self.display_name, self.identity.name if self.identity else None)
        return tuple(name for name in names if name)

    @model_validator(mode="after")
    def _consented(self) -> Self:
        for key in ("display_name", "identity", "portfolio", "record"):
            if getattr(self, key) and key not in self.consent.to:
                refuse(
                    f"{key} without consent to it",
                    expected=f"{key} in the list `to` of consent",
                    hint="ask the recipient first, then record it",
                    at=key,
                )
        return self


class Vouch(Record):
    """Another active key of the issuer that vouches for a key."""

    key: Slug = Field(description="Name of the vouching key.")
    signature: Signature = Field(description="Its signature over the statement about this key.")


class KeyFile(Record):
    """keys/<issuer>/<key>.yml: the public half of a signing key, as `conferral key new` writes it."""

    public_key: PublicKeyMultibase = Field(description="Ed25519 public key as Multikey.")
    signer: Line = Field(
        description="Where the private half is: env:NAME or file:PATH.", examples=["env:CONFERRAL_KEY_NORTHWIND_1"]
    )
    activated: Instant = Field(description="From when on it signs.")
    retired: Instant | None = Field(
        default=None, description="From when on it no longer signs; old copies keep verifying."
    )
    compromised: Instant | None = Field(default=None, description="From when on nothing it signed may be trusted.")
    proof_of_possession: Signature = Field(description="The key's own signature over the statement about it.")
    vouched_by: Vouch | None = Field(default=None, description="Needed from an issuer's second key on.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.retired and self.retired < self.activated:
            refuse("retired before it was activated", expected="a time later than activated", at="retired")
        return self


FILE_KINDS: Mapping[str, type[Record]] = {
    "registry": RegistryFile,
    "issuer": IssuerFile,
    "badge": BadgeFile,
    "collection": CollectionFile,
    "framework": FrameworkFile,
    "pathway": PathwayFile,
    "endorsement": EndorsementFile,
    "federation": FederationFile,
    "awards": BatchFile,
    "revocation": RevocationFile,
    "suspension": SuspensionFile,
    "correction": CorrectionFile,
    "recipient": RecipientFile,
    "key": KeyFile,
}
"""Every kind of file people edit, by the name of its JSON Schema."""
