"""Endorsements: an organisation vouches for a badge, an issuer or one award, in a credential of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from conferral.fields import AwardId, Day, Markdown, Slug, VersionNumber, refuse
from conferral.model.places import Record

EndorsedKind = Literal["badge", "issuer", "award"]
"""What can be endorsed."""

_TARGETS: tuple[EndorsedKind, ...] = ("badge", "issuer", "award")


class EndorsementFile(Record):
    """credentials/endorsements/<endorsement>.yml: who vouches for a badge, an issuer or one award.

    With `by`, one of the registry's issuers signs it in the build; without, the signed EndorsementCredential of an
    outside organisation stands beside this file as <endorsement>.json, or .jwt for a token.
    """

    badge: Slug | None = Field(default=None, description="The badge that is endorsed.")
    issuer: Slug | None = Field(default=None, description="The issuer that is endorsed.")
    award: AwardId | None = Field(default=None, description="The award that is endorsed.")
    version: VersionNumber | None = Field(
        default=None, description="With `by` and `badge`: the version of the badge whose text is endorsed."
    )
    by: Slug | None = Field(
        default=None, description="The issuer of this registry who endorses; left out: an outside organisation does."
    )
    comment: Markdown | None = Field(default=None, description="With `by`: what it vouches for, in Markdown; signed.")
    on: Day | None = Field(default=None, description="With `by`: the day from which it holds.")
    until: Day | None = Field(default=None, description="With `by`: its last day; left out: for ever.")
    withdrawn: Day | None = Field(
        default=None, description="The day it was withdrawn; the page says so, and no badge carries it any more."
    )

    @property
    def target(self) -> EndorsedKind:
        """What kind of thing is endorsed."""
        return next(kind for kind in _TARGETS if getattr(self, kind))

    @property
    def name(self) -> str:
        """What is endorsed: the short name of a badge or an issuer, or an award's id."""
        return str(getattr(self, self.target))

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        targets = [kind for kind in _TARGETS if getattr(self, kind)]
        if len(targets) != 1:
            got = " and ".join(targets) if targets else "nothing"
            refuse(f"an endorsement of {got}", expected="exactly one of badge, issuer, award")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedEndorsement:
    """The signed document of an outside organisation, byte for byte as it came, and the file that holds it."""

    file: str
    content: bytes

    @property
    def ending(self) -> Literal["json", "jwt"]:
        """How its file is called: a JSON document, or a token (VC-JWT)."""
        return "jwt" if self.file.endswith(".jwt") else "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswers:
    """What the web answered when an endorsement was verified at the instant `asked`, so that a build asks nobody.

    `answers` are by address; None stands for one under which nothing was.  `source` is where the document itself was
    fetched, empty where it was a file.
    """

    asked: datetime
    answers: Mapping[str, bytes | None]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """An endorsement by its short name; of an outside organisation with its document and what was kept for it."""

    slug: str
    file: EndorsementFile
    signed: SignedEndorsement | None = None
    kept: KeptAnswers | None = None
