"""How far somebody has come on a pathway, for the page of a portfolio: what is met, by what, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from conferral import addresses
from conferral.model import Registry
from conferral.pathways import PartProgress, Progress
from conferral.site.pathway_views import RequirementView, is_one, requirement_view
from conferral.site.views import SiteView

Standing = Literal["met", "missing", "spare", "extra"]
"""Spare is what is missing from a group that is met without it, extra what is optional and missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A requirement and how it stands; `reached` of the `needed` parts of a group are met.

    `pages` are the site paths of the credentials that stand for a badge or a skill.
    """

    asked: RequirementView
    standing: Standing
    reached: int
    needed: int
    pages: tuple[str, ...]
    parts: tuple[StepView, ...]


def steps_of(registry: Registry, site: SiteView, progress: Progress) -> tuple[StepView, ...]:
    """The parts of a pathway, each as it stands; `progress` is made from those awards alone that may be shown."""
    return tuple(_step(registry, site, part, spare=progress.complete) for part in progress.parts)


def _step(registry: Registry, site: SiteView, part: PartProgress, *, spare: bool, extra: bool = False) -> StepView:
    requirement = part.requirement
    if is_one(requirement):
        return _step(registry, site, part.parts[0], spare=spare, extra=extra)
    extra = extra or requirement.kind == "optional"
    standing: Standing = "extra" if extra else "spare" if spare else "missing"
    within = spare or (part.met and requirement.kind != "all_of")
    return StepView(
        asked=requirement_view(registry, site, requirement),
        standing="met" if part.met and requirement.kind != "optional" else standing,
        reached=min(part.reached, part.needed),
        needed=part.needed,
        pages=() if part.parts else tuple(addresses.credential_page(award.id) for award in part.counted if award.id),
        parts=tuple(_step(registry, site, one, spare=within, extra=extra) for one in part.parts),
    )
