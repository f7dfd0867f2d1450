"""Registries of a few badges and one pathway, put together without files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from conferral.identifiers import encode_128_bits
from conferral.model import (
    AwardEntry,
    Badge,
    BadgeFile,
    Batch,
    BatchFile,
    Framework,
    FrameworkFile,
    Pathway,
    PathwayFile,
    Place,
    Registry,
    RegistryFile,
    RevocationFile,
    Row,
    SuspensionFile,
)
from tests.registry_builder import recipient

REGISTERED = datetime(2026, 1, 1, tzinfo=UTC)
RESULTS = [
    {"id": "score", "name": "Score", "type": "Percent", "minimum": "0", "maximum": "100"},
    {"id": "grade", "name": "Grade", "type": "LetterGrade", "allowed": ["C", "B", "A"]},
    {
        "id": "rubric",
        "name": "Rubric",
        "type": "RubricCriterionLevel",
        "levels": [{"id": "fair", "name": "Fair"}, {"id": "good", "name": "Good"}],
    },
]


@dataclass(frozen=True, kw_only=True)
class Given:
    """An award, as a test says it; a member left out is the usual."""

    badge: str
    day: str
    who: int = 1
    until: str | None = None
    version: int = 1
    result: Mapping[str, str] | None = None
    registered: bool = True
    revoked: bool = False
    suspended: bool = False
    reinstated: bool = False
    number: int = field(default=0, compare=False)


def award_id(number: int) -> str:
    """The id of the n-th award."""
    return encode_128_bits(number)


def badge(slug: str, *versions: Mapping[str, Any]) -> Badge:
    """A badge with versions that say something of their own."""
    files = {
        number: BadgeFile.model_validate(
            {
                "issuer": "lakeside",
                "version": number,
                "name": slug.title(),
                "description": "A badge.",
                "criteria": "Earn it.",
                "results": RESULTS,
                **said,
            }
        )
        for number, said in enumerate(versions or ({},), 1)
    }
    return Badge(slug=slug, current=files[len(files)], versions=files, images={})


def pathway(requires: Sequence[Mapping[str, Any]], **more: Any) -> Pathway:
    """The pathway `programme`."""
    said = {"title": "Programme", "description": "A stack.", "earns": "whole", "requires": list(requires), **more}
    return Pathway(slug="programme", file=PathwayFile.model_validate(said))


def registry_of(
    pathways: Pathway | Iterable[Pathway],
    given: Iterable[Given] = (),
    badges: Iterable[Badge] = (),
    frameworks: Mapping[str, Mapping[str, Any]] | None = None,
) -> Registry:
    """A registry with these pathways and awards; badges that awards name and nobody described are plain ones."""
    listed = list(given)
    known = {one.slug: one for one in badges}
    for name in ("whole", *(one.badge for one in listed)):
        known.setdefault(name, badge(name))
    batches: list[Batch] = []
    rows: list[Row] = []
    revocations, suspensions = {}, {}
    for slug in sorted(known):
        entries = []
        for number, one in enumerate(listed, 1):
            if one.badge != slug:
                continue
            name = award_id(number)
            entry = {"recipient": recipient(one.who), "awarded": one.day, "valid_until": one.until}
            if one.result:
                entry["result"] = dict(one.result)  # type: ignore[assignment]
            if one.registered:
                entry["id"] = name
                rows.append(_row(name, slug, one.version))
            entries.append(AwardEntry.model_validate({key: value for key, value in entry.items() if value}))
            if one.revoked:
                revocations[name] = RevocationFile.model_validate({"on": "2029-01-01", "reason": "misconduct"})
            if one.suspended or one.reinstated:
                lifted = {"lifted": "2029-01-02"} if one.reinstated else {}
                said = {"on": "2029-01-01", "reason": "under-review", **lifted}
                suspensions[name] = SuspensionFile.model_validate(said)
        if entries:
            file = BatchFile.model_validate({"badge": slug, "awarded": "2026-01-01", "recipients": entries})
            batches.append(Batch(badge=slug, name="2026-k3v9", file=file))
    listed_pathways = [pathways] if isinstance(pathways, Pathway) else list(pathways)
    return Registry(
        file=RegistryFile(
            base_url="https://credentials.example.org", title="Test", description="A registry.", timezone="UTC"
        ),
        issuers={},
        badges=known,
        collections={},
        batches=tuple(batches),
        revocations=revocations,
        suspensions=suspensions,
        recipients={},
        corrections=(),
        keys=(),
        pins=None,
        salts={},
        rows=tuple(rows),
        frameworks={
            slug: Framework(slug=slug, file=FrameworkFile.model_validate(said))
            for slug, said in (frameworks or {}).items()
        },
        pathways={one.slug: one for one in listed_pathways},
    )


def _row(award: str, slug: str, version: int) -> Row:
    return Row(
        id=award,
        issue=1,
        badge_version=version,
        issuer_version=1,
        layout="plain-1",
        list=1,
        index=0,
        registered=REGISTERED,
        digest="0" * 64,
        place=Place(f"credentials/register/awards/{slug}/2026-k3v9.csv"),
    )


def day(text: str) -> date:
    """A day as files write it."""
    return date.fromisoformat(text)
