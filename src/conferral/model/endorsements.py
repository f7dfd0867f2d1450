"""Endorsements: an organisation vouches for a badge, an issuer or one award, in a credential of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from conferral.fields import AwardId, Day, Markdown, Slug, refuse
from conferral.model.places import Record

_TARGETS: tuple[Literal["badge", "issuer", "award"], ...] = ("badge", "issuer", "award")


class EndorsementFile(Record):
    """credentials/endorsements/<endorsement>.yml: who vouches for a badge, an issuer or one award.

    With `by`, one of the registry's issuers signs it in the build; without, the signed EndorsementCredential of an
    outside organisation stands beside this file as <endorsement>.json.
    """

    badge: Slug | None = Field(default=None, description="The badge that is endorsed.")
    issuer: Slug | None = Field(default=None, description="The issuer that is endorsed.")
    award: AwardId | None = Field(default=None, description="The award that is endorsed.")
    by: Slug | None = Field(
        default=None, description="The issuer of this registry who endorses; left out: an outside organisation does."
    )
    comment: Markdown | None = Field(default=None, description="With `by`: what it vouches for; signed.")
    on: Day | None = Field(default=None, description="With `by`: the day from which it holds.")
    until: Day | None = Field(default=None, description="With `by`: its last day; left out: for ever.")
    withdrawn: Day | None = Field(
        default=None, description="The day it was withdrawn; the page says so, and no badge carries it any more."
    )

    @property
    def target(self) -> Literal["badge", "issuer", "award"]:
        """What kind of thing is endorsed."""
        return next(kind for kind in _TARGETS if getattr(self, kind))

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        targets = [kind for kind in _TARGETS if getattr(self, kind)]
        if len(targets) != 1:
            got = " and ".join(targets) if targets else "nothing"
            refuse(f"an endorsement of {got}", expected="exactly one of badge, issuer, award")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """An endorsement by its short name; `document` is the signed one of an outside organisation, as it was read."""

    slug: str
    file: EndorsementFile
    document: dict[str, Any] | None = None
