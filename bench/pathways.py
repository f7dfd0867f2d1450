"""How long it takes to find everybody who has completed a pathway.

    python -m bench.pathways [PEOPLE]        10,000 by default

Each person has fifteen awards of 120 badges in three years, a third of them with an end, among them those of a pathway
that the person follows; 50 pathways ask for such badges by all kinds of rules, half of them with a period.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from conferral.identifiers import check_character, encode_128_bits
from conferral.model import (
    Badge,
    BadgeFile,
    Batch,
    BatchFile,
    Pathway,
    PathwayFile,
    Place,
    Registry,
    RegistryFile,
    Row,
)
from conferral.model.choices import Level
from conferral.pathways import completed

PEOPLE = 10_000
_PATHWAYS = 50
_BADGES = 120
_AWARDS = 15
_FOLLOWED = 10
_FIRST = date(2024, 1, 1)
_ON = date(2026, 12, 31)
_LEVELS: tuple[Level, ...] = ("foundation", "intermediate", "advanced", "expert")


def show_pathways(people: int = PEOPLE) -> None:
    """Print how long it takes to find out who has completed what, and how it was completed."""
    registry = synthetic_registry(people)
    people_awards = f"{people} people, {len(registry.awards)} awards, {_PATHWAYS} pathways"
    started = (time.perf_counter(), time.process_time())
    found = list(completed(registry, _ON))
    evaluated = (time.perf_counter(), time.process_time())
    for completion in found:
        assert completion.counted  # noqa: S101 -- asked for so that it is worked out
    explained = (time.perf_counter(), time.process_time())
    print(f"\n{people_awards}: {len(found)} completed")
    for name, (begun, used), (ended, using) in (
        ("who has completed which", started, evaluated),
        ("by which awards", evaluated, explained),
    ):
        print(f"  {name:<32}{ended - begun:>9.2f} s, of the processor {using - used:.2f} s")


def synthetic_registry(people: int) -> Registry:
    """A registry in memory; the same for the same number of people."""
    chance = random.Random(people)  # noqa: S311 -- repeatable, not secret
    badges = [f"badge-{number}" for number in range(_BADGES)]
    pathways = [_pathway(chance, number, badges) for number in range(_PATHWAYS)]
    entries: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    rows: list[Row] = []
    for _ in range(people):
        body = encode_128_bits(chance.getrandbits(128))
        recipient = f"r-{body}{check_character(body)}"
        followed = sorted(_badges_of(chance.choice(pathways)))
        held = chance.sample(followed, _FOLLOWED)
        others = [badge for badge in badges if badge not in held]
        for badge in sorted([*held, *chance.sample(others, _AWARDS - _FOLLOWED)]):
            award = encode_128_bits(chance.getrandbits(128))
            day = _FIRST + timedelta(days=chance.randrange(1000))
            until = day + timedelta(days=730) if chance.random() < 1 / 3 else None
            entries[badge].append({"recipient": recipient, "id": award, "awarded": day, "valid_until": until})
            rows.append(_row(award, badge))
    batches = (
        BatchFile.model_validate({"badge": badge, "awarded": _FIRST, "recipients": listed})
        for badge, listed in sorted(entries.items())
    )
    return Registry(
        file=RegistryFile(
            base_url="https://credentials.example.org", title="Bench", description="Synthetic.", timezone="UTC"
        ),
        issuers={},
        badges={slug: _badge(slug, number) for number, slug in enumerate([*badges, "whole"])},
        collections={},
        batches=tuple(Batch(badge=file.badge, name="2024-k3v9", file=file) for file in batches),
        revocations={},
        suspensions={},
        recipients={},
        corrections=(),
        keys=(),
        pins=None,
        salts={},
        rows=tuple(rows),
        pathways={pathway.slug: pathway for pathway in pathways},
    )


def _pathway(chance: random.Random, number: int, badges: list[str]) -> Pathway:
    chosen = iter([{"badge": badge} for badge in chance.sample(badges, 12)])
    requires: list[Any] = [
        next(chosen),
        {"one_of": [next(chosen), next(chosen)]},
        {"choose": 2, "of": [next(chosen) for _ in range(4)], "within": "2 years" if number % 2 else None},
        {"all_of": [next(chosen), {**next(chosen), "minimum_level": "intermediate"}]},
        {"optional": [next(chosen), next(chosen)]},
    ]
    requires = [{key: value for key, value in one.items() if value is not None} for one in requires]
    said = {"title": f"Pathway {number}", "description": "Synthetic.", "earns": "whole", "requires": requires}
    period = {"within": "3 years"} if number % 4 == 3 else {}
    return Pathway(slug=f"pathway-{number:02}", file=PathwayFile.model_validate({**said, **period}))


def _badges_of(pathway: Pathway) -> set[str]:
    parts = [part for requirement in pathway.file.requires for part in (requirement, *requirement.parts)]
    return {part.badge for part in parts if part.badge}


def _badge(slug: str, number: int) -> Badge:
    file = BadgeFile(
        issuer="school", version=1, name=slug, description="A badge.", criteria="Earn it.", level=_LEVELS[number % 4]
    )
    return Badge(slug=slug, current=file, versions={1: file}, images={})


def _row(award: str, badge: str) -> Row:
    return Row(
        id=award,
        issue=1,
        badge_version=1,
        issuer_version=1,
        layout="plain-1",
        list=1,
        index=0,
        registered=datetime(2024, 1, 1, tzinfo=UTC),
        digest="0" * 64,
        place=Place(f"credentials/register/awards/{badge}/2024-k3v9.csv"),
    )


if __name__ == "__main__":
    show_pathways(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
