"""What people describe: the registry as a whole, issuers, badges and collections of badges, key by key.

The descriptions and examples are what editors show (`conferral.schemas`) and what the reference is made of.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from conferral.fields import (
    BaseUrl,
    Day,
    Email,
    Handle,
    HttpsUrl,
    Language,
    Line,
    Markdown,
    NumberText,
    PeriodField,
    SecretFingerprint,
    ShortLine,
    SkillId,
    Slug,
    Timezone,
    VersionNumber,
    VocabularyUrl,
    refuse,
)
from conferral.model.choices import (
    AchievementType,
    Credits,
    Hours,
    IdentityKind,
    Level,
    Many,
    ResultType,
    StatusPurpose,
    TargetType,
)
from conferral.model.depth import Identifier, ManyRelated, Organisation, Related, Renewal, RubricLevel
from conferral.model.look import Brand
from conferral.model.places import Record
from conferral.model.texts import (
    BadgeTexts,
    BadgeTranslation,
    CollectionTranslation,
    IssuerTexts,
    IssuerTranslation,
    Reading,
    RegistryTranslation,
    TitledTexts,
    Translations,
)


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
    certificates: bool = Field(
        default=False,
        description="Whether the site holds a certificate in PDF for each credential; without them, its page can be "
        "printed as one.",
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
        default=("en",),
        description="Languages of the texts and of the pages; the texts in the first one are signed.",
        examples=[["en", "de"]],
    )
    translations: Translations[RegistryTranslation] = Field(
        default_factory=dict, description="Title and description in the other languages, by language."
    )
    brand: Brand | None = Field(
        default=None, description="The registry's colours; its logo stands beside this file as logo.svg or logo.png."
    )
    policy: Policy = Field(default=Policy(), description="What the registry allows.")
    operators: Annotated[tuple[Handle, ...], Many] = Field(
        default=(),
        description="Handles at the git host of those who look after keys, workflows, templates and this file.",
        examples=[["@example-org/operators"]],
    )
    records_by: Slug | None = Field(
        default=None,
        description="The issuer who signs learner records (CLR 2.0) for recipients who consent; left out: there are "
        "none.",
    )
    status_list_ttl_minutes: Annotated[int, Field(ge=10, le=10_080)] = Field(
        default=15, description="For how long a verifier may keep a copy of a status list."
    )

    def in_language(self, language: str) -> TitledTexts:
        """Title and description in a language."""
        reading = Reading(self, self.translations.get(language), language, self.languages[0])
        return TitledTexts(title=reading.text("title"), description=reading.text("description"))


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
    same_as: Annotated[tuple[VocabularyUrl, ...], Many] = Field(
        default=(),
        description="Addresses of its entries in public registers, by which others can see who it is.",
        examples=[["https://register.example.org/organisations/4711"]],
    )
    linkedin_organization_id: NumberText | None = Field(
        default=None,
        description="The number of its page at LinkedIn, for the link by which holders add a credential to their "
        "profile.",
        examples=["1234567"],
    )
    formerly: Annotated[tuple[Slug, ...], Many] = Field(
        default=(), description="Earlier short names, whose addresses keep answering."
    )
    translations: Translations[IssuerTranslation] = Field(
        default_factory=dict, description="The description in the registry's other languages, by language."
    )

    def in_language(self, language: str, first: str) -> IssuerTexts:
        """The texts in a language; `first` is the registry's first language."""
        reading = Reading(self, self.translations.get(language), language, first)
        return IssuerTexts(description=reading.text("description"))


class Alignment(Record):
    """What a badge corresponds to in a framework: one of this registry's, or one that others publish.

    All of it is signed but `skill`.  Name and url may be left out beside `skill` until `conferral skill fill` writes
    them; a badge that is awarded has both.
    """

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["name", "url"]}, {"required": ["skill"]}]})

    name: Line | None = Field(
        default=None,
        description="The skill, occupation or standard, as the framework names it. `conferral skill fill` writes it.",
    )
    url: VocabularyUrl | None = Field(
        default=None, description="Its address in the framework. `conferral skill fill` writes it."
    )
    framework: ShortLine | None = Field(default=None, description="The framework.", examples=["ESCO", "O*NET"])
    code: ShortLine | None = Field(default=None, description="Its code in the framework.")
    type: TargetType | None = Field(default=None, description="What kind of thing it is.", examples=["CFItem"])
    description: Line | None = Field(default=None, description="One sentence.")
    skill: SkillId | None = Field(
        default=None, description="Which skill of this registry's frameworks it is; its page shows the badge."
    )
    level: ShortLine | None = Field(
        default=None, description="At which of the framework's levels; signed.", examples=["Level 5"]
    )

    @property
    def label(self) -> str:
        """The name, or that of the skill while the name is to be filled in."""
        return self.name or self.skill or ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        missing = [key for key in ("name", "url") if not getattr(self, key)]
        if missing and not self.skill:
            keys = " and ".join(f'"{key}"' for key in missing)
            refuse(
                f"the key {keys} is missing" if len(missing) == 1 else f"the keys {keys} are missing",
                expected="the name of what it corresponds to, and its address in the framework",
                hint="or name a skill of this registry's frameworks with `skill:`, and run `conferral skill fill`",
            )
        return self


class ResultDescription(Record):
    """A result that awards of a badge may carry."""

    id: Slug = Field(description="Short name; awards say `of: <id>`.")
    name: ShortLine = Field(description="What is measured.")
    type: ResultType = Field(description="How it is measured.")
    allowed: Annotated[tuple[ShortLine, ...], Many] = Field(default=(), description="Possible values, lowest first.")
    required: ShortLine | None = Field(default=None, description="The value that must be reached.")
    minimum: ShortLine | None = Field(default=None, description="Lowest possible value.")
    maximum: ShortLine | None = Field(default=None, description="Highest possible value.")
    levels: Annotated[tuple[RubricLevel, ...], Many] = Field(
        default=(), description="The levels of a rubric, lowest first; for the types RubricCriterionLevel and the like."
    )
    required_level: Slug | None = Field(default=None, description="The level that must be reached, by its id.")


class BadgeFile(Record):
    """credentials/badges/<badge>/badge.yml: a badge class. Its image stands beside it as badge.svg or badge.png."""

    issuer: Slug = Field(description="The issuer who awards it (its folder under credentials/issuers/).")
    version: VersionNumber = Field(
        description="Goes up by one when anything that is signed changes; the earlier text moves to <version>.yml."
    )
    state: Literal["draft", "active", "retired"] = Field(
        default="active", description="draft: not shown, not awarded. retired: shown, no longer awarded."
    )
    replaced_by: Slug | None = Field(
        default=None, description="The badge that is awarded instead of a retired one; never signed."
    )
    name: ShortLine = Field(description="The badge's name.")
    description: Line = Field(description="What whoever holds it can do, in one or two sentences.")
    criteria: Markdown = Field(description="What had to be done to earn it, in Markdown.")
    criteria_url: HttpsUrl | None = Field(default=None, description="A page that says more about the criteria.")
    type: AchievementType = Field(default="MicroCredential", description="What kind of achievement it is.")
    field: ShortLine | None = Field(default=None, description="Field of study.", examples=["Data"])
    specialization: ShortLine | None = Field(default=None, description="What it specialises in.")
    code: ShortLine | None = Field(default=None, description="Its code in a catalogue of courses.", examples=["DA-101"])
    identifiers: Annotated[tuple[Identifier, ...], Many] = Field(
        default=(), description="What other registers call it."
    )
    creator: Organisation | None = Field(
        default=None, description="Who made it, if not the issuer; signed as it stands here."
    )
    related: Annotated[tuple[Related, ...], ManyRelated] = Field(
        default=(), description="Achievements it is related to: short names of badges, or addresses of others' ids."
    )
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
    valid_until: Day | None = Field(
        default=None, description="Last valid day of all awards, in place of a validity.", examples=["2027-12-31"]
    )
    renewal: Renewal | None = Field(
        default=None, description="What earns the renewal of an award; `conferral due` counts it. Never signed."
    )
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
    formerly: Annotated[tuple[Slug, ...], Many] = Field(
        default=(), description="Earlier short names, whose addresses keep answering."
    )
    translations: Translations[BadgeTranslation] = Field(
        default_factory=dict, description="The texts in the registry's other languages, by language; never signed."
    )

    @model_validator(mode="after")
    def _ends_once(self) -> Self:
        if self.validity and self.valid_until:
            refuse(
                "a badge with both validity and valid_until",
                expected="a period, or a last day",
                hint="delete one of them",
                at="valid_until",
            )
        return self

    def in_language(self, language: str, first: str) -> BadgeTexts:
        """The texts in a language; `first` is the registry's first language."""
        reading = Reading(self, self.translations.get(language), language, first)
        return BadgeTexts(
            name=reading.text("name"),
            description=reading.text("description"),
            criteria=reading.text("criteria"),
            field=reading.perhaps("field"),
            skills=reading.texts("skills"),
            image_caption=reading.perhaps("image_caption"),
        )


class CollectionFile(Record):
    """credentials/collections/<collection>.yml: badges that belong together, on a page of their own."""

    title: ShortLine = Field(description="The collection's name.")
    description: Line = Field(description="What its badges have in common.")
    badges: Annotated[tuple[Slug, ...], Many] = Field(
        description="The badges (their folders under credentials/badges/), in the order of the page."
    )
    translations: Translations[CollectionTranslation] = Field(
        default_factory=dict, description="Title and description in the registry's other languages, by language."
    )

    def in_language(self, language: str, first: str) -> TitledTexts:
        """The texts in a language; `first` is the registry's first language."""
        reading = Reading(self, self.translations.get(language), language, first)
        return TitledTexts(title=reading.text("title"), description=reading.text("description"))
