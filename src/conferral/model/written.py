"""What people write: one class for each kind of file, key by key.

The descriptions and examples are what editors show (`conferral.schemas`) and what the reference is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from conferral.fields import (
    AwardId,
    BaseUrl,
    Day,
    Email,
    Handle,
    HolderDid,
    HttpsUrl,
    IdentityHash,
    Instant,
    Language,
    Line,
    Markdown,
    PeriodField,
    PublicKeyMultibase,
    RecipientId,
    Salt,
    SecretFingerprint,
    ShortLine,
    Signature,
    Slug,
    Timezone,
    VersionNumber,
    VocabularyUrl,
    closest,
    refuse,
)
from conferral.model.places import Record
from conferral.standards.open_badges import (
    ACHIEVEMENT_TYPES,
    ALIGNMENT_TARGET_TYPES,
    RESULT_STATUSES,
    RESULT_TYPES,
)


def _one_of(choices: tuple[str, ...] | frozenset[str], what: str, *, extension: bool = False) -> BeforeValidator:
    def check(value: Any) -> str:
        if not isinstance(value, str):
            refuse(f"this is no {what}", expected=", ".join(sorted(choices)))
        if value not in choices and not (extension and value.startswith("ext:") and len(value) > 4):
            also = ', or your own beginning with "ext:"' if extension else ""
            hint = closest(value, choices)
            refuse(f'"{value}" is no {what}', expected=", ".join(sorted(choices)) + also, hint=hint)
        return value

    return BeforeValidator(check)


def _extensible(choices: tuple[str, ...] | frozenset[str]) -> Any:
    listed: list[Any] = [{"enum": sorted(choices)}, {"pattern": "^ext:."}]
    return Field(json_schema_extra={"anyOf": listed})


def _many(value: Any) -> Any:
    """Lists arrive as lists and are kept as tuples."""
    if isinstance(value, tuple):
        return value
    if not isinstance(value, list):
        refuse("one value where a list is needed", expected="a list", hint="write it on its own line after a hyphen")
    if not value:
        refuse("an empty list", expected="at least one entry", hint="delete the key if there is nothing to list")
    return tuple(value)


Many = BeforeValidator(_many)


def _evidence(value: Any) -> Any:
    """One address, or a list of addresses and of descriptions, as a list of descriptions."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list):
        value = [{"id": item} if isinstance(item, str) else item for item in value]
    return _many(value)


AchievementType = Annotated[
    str,
    _one_of(ACHIEVEMENT_TYPES, "achievement type", extension=True),
    _extensible(ACHIEVEMENT_TYPES),
]
TargetType = Annotated[
    str,
    _one_of(ALIGNMENT_TARGET_TYPES, "alignment type", extension=True),
    _extensible(ALIGNMENT_TARGET_TYPES),
]
ResultStatus = Annotated[
    str, _one_of(RESULT_STATUSES, "result status"), Field(json_schema_extra={"enum": sorted(RESULT_STATUSES)})
]
ResultType = Annotated[
    str,
    _one_of(RESULT_TYPES, "result type", extension=True),
    _extensible(RESULT_TYPES),
]
Level = Literal["foundation", "intermediate", "advanced", "expert"]
StatusPurpose = Literal["revocation", "suspension"]
IdentityKind = Literal["did", "name", "email"]
Hours = Annotated[int | float, Field(gt=0, le=10_000)]
Credits = Annotated[int | float, Field(gt=0, le=1_000)]


class Policy(Record):
    """What the registry allows (credentials/registry.yml, `policy`)."""

    identity: Annotated[tuple[IdentityKind, ...], Many] = Field(
        default=("did",),
        description="What a signed credential may say about who holds it, if the holder consents: did (a DID of "
        "theirs), name, email (a salted hash; anyone can test a guessed address against it).",
    )
    baked_images: bool = Field(
        default=False,
        description="Whether the site holds, for each credential, the badge's image with the credential baked into it: "
        "one more file of the image's size for each award.",
    )
    evidence_required: bool = Field(default=False, description="Whether every new award needs evidence.")
    maximum_validity: PeriodField | None = Field(
        default=None, description="The longest time for which a new award may be valid; left out: any, or for ever."
    )
    result_required: Annotated[tuple[Slug, ...], Many] = Field(
        default=(), description="Badges whose new awards need a result.", examples=[["data-analysis"]]
    )
    two_approvals: Annotated[tuple[Level, ...], Many] = Field(
        default=(),
        description="Levels of badges whose pull requests two stewards have to approve, as `conferral approvals` "
        "checks.",
        examples=[["expert"]],
    )


class RegistryFile(Record):
    """credentials/registry.yml: the registry as a whole."""

    base_url: BaseUrl = Field(
        description="Where the site is published: part of every credential and of every issuer's DID. The first "
        "registration pins it; after that only `conferral move` changes it, for new awards.",
        examples=["https://credentials.example.org"],
    )
    title: ShortLine = Field(description="The registry's name on its pages.")
    description: Line = Field(description="One sentence for the home page.")
    timezone: Timezone = Field(description="Whose days the dates are. Pinned by the first registration.")
    languages: Annotated[tuple[Language, ...], Many] = Field(
        default=("en",), description="Languages of the texts; the first is the one that is signed.", examples=[["en"]]
    )
    policy: Policy = Field(default=Policy(), description="What the registry allows.")
    operators: Annotated[tuple[Handle, ...], Many] = Field(
        default=(),
        description="Handles at the git host of those who look after keys, workflows, templates and this file.",
        examples=[["@example-org/operators"]],
    )
    status_list_ttl_minutes: Annotated[int, Field(ge=10, le=10_080)] = Field(
        default=15, description="For how long a verifier may keep a copy of a status list."
    )


class RecipientIds(Record):
    """How an issuer's recipient ids are made, if they are not random."""

    kind: Literal["derived"] = Field(
        description="derived: a keyed hash of the e-mail address, with a secret that the stewards share."
    )
    check: SecretFingerprint = Field(
        description="Fingerprint of the secret, as `conferral people secret` writes it; tells nothing about it."
    )


class IssuerFile(Record):
    """credentials/issuers/<issuer>/issuer.yml: an organisation that awards."""

    version: VersionNumber = Field(
        description="Goes up by one when name or url change; the earlier text moves to <version>.yml."
    )
    name: ShortLine = Field(description="The organisation's name, as it is signed into credentials.")
    url: HttpsUrl = Field(description="The organisation's own website, as it is signed into credentials.")
    description: Markdown = Field(description="Who they are and why their word counts.")
    email: Email | None = Field(default=None, description="A published address of the organisation, never a person's.")
    parent: Slug | None = Field(default=None, description="The issuer this one belongs to.")
    stewards: Annotated[tuple[Handle, ...], Many] = Field(
        default=(), description="Handles at the git host of those who may award for this issuer.", examples=[["@data"]]
    )
    recipient_ids: RecipientIds | None = Field(
        default=None, description="Left out: recipient ids are random, and a list says whose they are."
    )
    formerly: Annotated[tuple[Slug, ...], Many] = Field(default=(), description="Earlier short names.")


class Alignment(Record):
    """What a badge corresponds to in a framework that others publish."""

    name: Line = Field(description="The skill, occupation or standard, as the framework names it.")
    url: VocabularyUrl = Field(description="Its address in the framework.")
    framework: ShortLine | None = Field(default=None, description="The framework.", examples=["ESCO", "O*NET"])
    code: ShortLine | None = Field(default=None, description="Its code in the framework.")
    type: TargetType | None = Field(default=None, description="What kind of thing it is.", examples=["CFItem"])
    description: Line | None = Field(default=None, description="One sentence.")


class ResultDescription(Record):
    """A result that awards of a badge may carry."""

    id: Slug = Field(description="Short name; awards say `of: <id>`.")
    name: ShortLine = Field(description="What is measured.")
    type: ResultType = Field(description="How it is measured.")
    allowed: Annotated[tuple[ShortLine, ...], Many] = Field(default=(), description="Possible values, lowest first.")
    required: ShortLine | None = Field(default=None, description="The value that must be reached.")
    minimum: ShortLine | None = Field(default=None, description="Lowest possible value.")
    maximum: ShortLine | None = Field(default=None, description="Highest possible value.")


class BadgeFile(Record):
    """credentials/badges/<badge>/badge.yml: a badge class. Its image stands beside it as badge.svg or badge.png."""

    issuer: Slug = Field(description="The issuer who awards it (its folder under credentials/issuers/).")
    version: VersionNumber = Field(
        description="Goes up by one when anything that is signed changes; the earlier text moves to <version>.yml."
    )
    state: Literal["draft", "active", "retired"] = Field(
        default="active", description="draft: not shown, not awarded. retired: shown, no longer awarded."
    )
    name: ShortLine = Field(description="The badge's name.")
    description: Line = Field(description="What whoever holds it can do, in one or two sentences.")
    criteria: Markdown = Field(description="What had to be done to earn it, in Markdown.")
    criteria_url: HttpsUrl | None = Field(default=None, description="A page that says more about the criteria.")
    type: AchievementType = Field(default="MicroCredential", description="What kind of achievement it is.")
    field: ShortLine | None = Field(default=None, description="Field of study.", examples=["Data"])
    level: Level | None = Field(default=None, description="How demanding it is.")
    hours: Hours | None = Field(default=None, description="Hours of work it takes, all told.")
    credits: Credits | None = Field(default=None, description="Credits it is worth.")
    skills: Annotated[tuple[ShortLine, ...], Many] = Field(
        default=(), description="What it shows, in a few words each."
    )
    alignments: Annotated[tuple[Alignment, ...], Many] = Field(
        default=(), description="What it corresponds to in frameworks such as ESCO or O*NET."
    )
    results: Annotated[tuple[ResultDescription, ...], Many] = Field(default=(), description="Results awards may carry.")
    validity: PeriodField | None = Field(default=None, description="How long an award is valid; left out: for ever.")
    status_purpose: StatusPurpose = Field(
        default="revocation",
        description="revocation: can be revoked for good. suspension: can be suspended and reinstated.",
    )
    stewards: Annotated[tuple[Handle, ...], Many] = Field(
        default=(),
        description="Handles at the git host of those who may award this badge, besides the issuer's stewards.",
        examples=[["@example-org/data-team"]],
    )
    image_caption: Line | None = Field(default=None, description="What the image shows, for those who cannot see it.")
    formerly: Annotated[tuple[Slug, ...], Many] = Field(default=(), description="Earlier short names.")


class Evidence(Record):
    """Something that shows the achievement. An address whose content does not change serves best."""

    id: HttpsUrl | None = Field(default=None, description="Its address.")
    name: Line | None = Field(default=None, description="What it is.")
    description: Line | None = Field(default=None, description="More about it.")
    narrative: Markdown | None = Field(default=None, description="How it came about, in Markdown.")
    genre: ShortLine | None = Field(default=None, description="Its kind, such as project or report.")

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

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.status is None and self.value is None:
            refuse("a result without status or value", expected="at least one of them")
        return self


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
    result: Result | None = Field(default=None, description="What the person reached.")
    narrative: Markdown | None = Field(default=None, description="How the person earned it; public, no names.")
    evidence: Annotated[tuple[Evidence, ...], Listed] = Field(
        default=(), description="Evidence of this person, besides the batch's."
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
    to: Annotated[tuple[Literal["display_name", "identity", "portfolio"], ...], Many] = Field(
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
    identity: Identity | None = Field(default=None, description="Goes into credentials registered from now on, signed.")
    consent: Consent = Field(description="The recorded consent; without it, no such file.")

    @property
    def names(self) -> tuple[str, ...]:
        """The names that are published: the one on pages, and the one that is signed."""
        names = (self.display_name, self.identity.name if self.identity else None)
        return tuple(name for name in names if name)

    @model_validator(mode="after")
    def _consented(self) -> Self:
        for key in ("display_name", "identity", "portfolio"):
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
    "awards": BatchFile,
    "revocation": RevocationFile,
    "suspension": SuspensionFile,
    "correction": CorrectionFile,
    "recipient": RecipientFile,
    "key": KeyFile,
}
"""Every kind of file people edit, by the name of its JSON Schema."""
