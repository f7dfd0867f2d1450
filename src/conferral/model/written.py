"""What people write about awards, recipients and keys, and every kind of file.

The descriptions and examples are what editors show (`conferral.schemas`) and what the reference is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from conferral.fields import (
    AwardId,
    Day,
    HolderDid,
    HttpsUrl,
    IdentityHash,
    Instant,
    Line,
    Markdown,
    PublicKeyMultibase,
    RecipientId,
    Salt,
    ShortLine,
    Signature,
    Slug,
    refuse,
)
from conferral.model.choices import Credits, IdentityKind, Many, ResultStatus, list_of_values
from conferral.model.depth import Activity, Organisation
from conferral.model.described import BadgeFile, CollectionFile, IssuerFile, RegistryFile
from conferral.model.endorsements import EndorsementFile
from conferral.model.federation import FederationFile
from conferral.model.pathways import PathwayFile
from conferral.model.places import Record
from conferral.model.skills import FrameworkFile


def _evidence(value: Any) -> Any:
    """One address, or a list of addresses and of descriptions, as a list of descriptions."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list):
        value = [{"id": item} if isinstance(item, str) else item for item in value]
    return list_of_values(value)


class Evidence(Record):
    """Something that shows the achievement. An address whose content does not change serves best."""

    id: HttpsUrl | None = Field(default=None, description="Its address.")
    name: Line | None = Field(default=None, description="What it is.")
    description: Line | None = Field(default=None, description="More about it.")
    narrative: Markdown | None = Field(default=None, description="How it came about, in Markdown.")
    genre: ShortLine | None = Field(default=None, description="Its kind, such as project or report.")
    audience: ShortLine | None = Field(default=None, description="Whom it was made for.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.id or self.name or self.narrative):
            refuse("evidence without id, name or narrative", expected="at least one of them")
        return self


class Result(Record):
    """What a person reached."""

    status: ResultStatus | None = Field(default=None, description="How it ended.")
    value: ShortLine | None = Field(default=None, description="The value reached, as text.", examples=["92"])
    of: Slug | None = Field(default=None, description="Which of the badge's results it is.")
    level: Slug | None = Field(default=None, description="The level of that result that was reached, by its id.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.status is None and self.value is None and self.level is None:
            refuse("a result without status, value or level", expected="at least one of them")
        if self.level and not self.of:
            refuse("a level without the result it is one of", expected="of: <id of the badge's result>", at="level")
        return self


def _results(value: Any) -> Any:
    """One result, or a list of them, as a list."""
    return list_of_values([value] if isinstance(value, dict) else value)


OneOrMore = BeforeValidator(_results, json_schema_input_type=Result | list[Result])


Listed = BeforeValidator(_evidence, json_schema_input_type=HttpsUrl | list[HttpsUrl | Evidence])


def _living_or_erased(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["id", "erased"]}]


class AwardEntry(Record):
    """One recipient of a batch; what stands here wins over the batch."""

    model_config = ConfigDict(json_schema_extra=_living_or_erased)

    recipient: RecipientId | None = Field(description="The recipient's random id; never a name or an e-mail address.")
    id: AwardId | None = Field(default=None, description="Written by `conferral register`; never changed by hand.")
    awarded: Day | None = Field(default=None, description="The day it was awarded, if not the batch's.")
    valid_until: Day | None = Field(default=None, description="Last valid day, if not the badge's validity.")
    result: Annotated[tuple[Result, ...], OneOrMore] = Field(
        default=(), description="What the person reached: one result, or a list of them."
    )
    narrative: Markdown | None = Field(default=None, description="How the person earned it; public, no names.")
    evidence: Annotated[tuple[Evidence, ...], Listed] = Field(
        default=(), description="Evidence of this person, besides the batch's."
    )
    activity: Activity | None = Field(default=None, description="When it was done, if not when the batch says.")
    role: ShortLine | None = Field(default=None, description="The person's part in it, if not the batch's.")
    source: Organisation | None = Field(default=None, description="Who assessed it, if not who the batch says.")
    credits_earned: Credits | None = Field(default=None, description="Credits earned, if not the batch's.")
    term: ShortLine | None = Field(default=None, description="The term, if not the batch's.")
    license_number: ShortLine | None = Field(
        default=None, description="The number of a licence; public, so none that stands for the person elsewhere."
    )
    renews: AwardId | None = Field(default=None, description="Id of the earlier award that this one renews.")
    erased: Day | None = Field(
        default=None,
        description="The day the award was erased, as `conferral erase` writes it; only the id stands beside it.",
    )

    @model_validator(mode="before")
    @classmethod
    def _erased_has_no_recipient(cls, data: Any) -> Any:
        return {"recipient": None, **data} if isinstance(data, dict) and "erased" in data else data

    @model_validator(mode="after")
    def _erased_whole(self) -> Self:
        if self.erased is None:
            if self.recipient is None:
                refuse("an entry without its recipient", expected="a recipient's id", at="recipient")
            return self
        if self.id is None:
            refuse("an erased entry without its id", expected="id and erased", at="erased")
        said = (key for key in type(self).model_fields if key not in ("id", "erased") and getattr(self, key))
        more = next(said, None)
        if more:
            hint = "delete the other lines: nothing is kept of an erased award but its id"
            refuse("an erased entry says more than its id", expected="id and erased, nothing else", hint=hint, at=more)
        return self


class BatchFile(Record):
    """credentials/awards/<badge>/<batch>.yml: a batch of awards: one cohort, one pull request."""

    badge: Slug = Field(description="The badge; the same as the folder's name.")
    awarded: Day = Field(description="The day it was awarded.", examples=["2026-06-30"])
    valid_until: Day | None = Field(default=None, description="Last valid day, if not the badge's validity.")
    evidence: Annotated[tuple[Evidence, ...], Listed] = Field(
        default=(), description="Evidence that all of the batch share."
    )
    activity: Activity | None = Field(default=None, description="When what it is for was done.")
    role: ShortLine | None = Field(default=None, description="The part that all of them had.", examples=["Team member"])
    source: Organisation | None = Field(default=None, description="Who assessed it for the issuer.")
    credits_earned: Credits | None = Field(default=None, description="Credits that each of them earned.")
    term: ShortLine | None = Field(default=None, description="The academic term.", examples=["Spring 2026"])
    recipients: Annotated[tuple[AwardEntry, ...], Many] = Field(description="One entry per recipient.")


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
