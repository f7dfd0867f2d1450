"""Who has completed a pathway and has not been awarded what it earns, and whose award no longer stands on what it asks.

Nobody is due who was awarded the badge and keeps the award, whatever its state: renewing what has ended is for
`conferral renew`, as it has an end so that its holder is looked at anew.  Whoever lost it by a revocation is named
apart, as somebody has decided about that once.  Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from conferral.addresses import credential_json, credential_page, pathway_page, url
from conferral.model import Award, Badge, Pathway, Registry
from conferral.pathways.counting import given_version, last_day, stands
from conferral.pathways.progress import Completion, Rules
from conferral.portfolios import portfolio_awards
from conferral.skills import badge_shows
from conferral.states import start_of

Row = dict[str, Any]
Gone = Literal["revoked", "suspended", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePerson:
    """Somebody who has completed a pathway; `revoked` is the latest award of the badge, where it was revoked."""

    completion: Completion
    revoked: Award | None = None

    @property
    def recipient(self) -> str:
        """The recipient's id."""
        return self.completion.recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePathway:
    """Those who are due for what a pathway earns, and those left out as their award was revoked; in order of days."""

    pathway: Pathway
    badge: Badge
    people: tuple[DuePerson, ...]
    revoked: tuple[DuePerson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed:
    """An award on the evidence of a pathway's badges, which are no longer enough.

    `gone` are those of them that no longer count, and why; none where the pathway asks for something else now.
    """

    pathway: Pathway
    award: Award
    gone: tuple[tuple[Award, Gone], ...]


def due(registry: Registry, on: date, pathway: str | None = None, *, again: bool = False) -> tuple[DuePathway, ...]:
    """Who is due on a day, for each pathway or for one; with `again`, also those whose award was revoked."""
    keeps: set[tuple[str, str]] = set()
    lost: dict[tuple[str, str], Award] = {}
    for award in sorted(registry.awards, key=lambda award: (award.awarded, award.id or "")):
        if award.id in registry.revocations:
            lost[award.badge, award.recipient] = award
        else:
            keeps.add((award.badge, award.recipient))
    found: dict[str, list[Completion]] = {}
    for completion in Rules(registry).completed(on):
        earns = completion.pathway.file.earns
        if pathway not in (None, completion.pathway.slug) or earns not in registry.badges:
            continue
        if (earns, completion.recipient) not in keeps:
            found.setdefault(completion.pathway.slug, []).append(completion)
    return tuple(
        _due_pathway(registry, slug, completions, lost, again=again) for slug, completions in sorted(found.items())
    )


def _due_pathway(
    registry: Registry,
    slug: str,
    completions: Iterable[Completion],
    lost: Mapping[tuple[str, str], Award],
    *,
    again: bool,
) -> DuePathway:
    pathway = registry.pathways[slug]
    people = [
        DuePerson(completion=one, revoked=lost.get((pathway.file.earns, one.recipient)))
        for one in sorted(completions, key=lambda one: (one.completed_on, one.recipient))
    ]
    return DuePathway(
        pathway=pathway,
        badge=registry.badges[pathway.file.earns],
        people=tuple(one for one in people if again or one.revoked is None),
        revoked=tuple(one for one in people if not again and one.revoked),
    )


def evidence(registry: Registry, completion: Completion, on: date) -> tuple[Mapping[str, str], ...]:
    """What stands as evidence of a completed pathway: its page, and the counted credentials where those are shown.

    Evidence is signed and public, and addresses of credentials tell for good that these are of one person.  So they
    are named only where on that day the holder's portfolio shows all of them together anyway.
    """
    pathway = completion.pathway
    page = {
        "id": url(registry.file.base_url, pathway_page(pathway.slug)),
        "name": f"The pathway {pathway.file.title}",
    }
    shown = {award.id for award in portfolio_awards(registry, completion.recipient, _noon(registry, on))}
    counted = completion.counted if all(award.id in shown for award in completion.counted) else ()
    return page, *(
        {
            "id": url(registry.base_of(award), credential_page(award.id or "")),
            "name": registry.badges[award.badge].current.name,
        }
        for award in counted
    )


def _noon(registry: Registry, on: date) -> datetime:
    return start_of(on, registry.file.timezone) + timedelta(hours=12)


def lapsed(registry: Registry, on: date, pathway: str | None = None) -> tuple[Lapsed, ...]:
    """Awards given on the evidence of a pathway's badges, which are valid and no longer stand on it; people decide.

    The evidence is the pathway's page, or its credentials.  An award of which the registry knows neither was given
    otherwise, and is not among them; nor is one whose holder has completed another pathway to the same badge.
    """
    awards = {award.id: award for award in registry.awards if award.id}
    addresses = {
        url(registry.base_of(award), path(award.id or "")): award
        for award in awards.values()
        for path in (credential_page, credential_json)
    }
    rules = Rules(registry)
    whole = {(one.pathway.file.earns, one.recipient) for one in rules.completed(on)}
    earning: dict[str, list[Pathway]] = {}
    for slug in sorted(registry.pathways):
        earning.setdefault(registry.pathways[slug].file.earns, []).append(registry.pathways[slug])
    found = []
    for award in registry.awards:
        if award.badge not in earning or (award.badge, award.recipient) in whole or not _is_valid(registry, award, on):
            continue
        given = [addresses[one.id] for one in award.evidence if one.id in addresses]
        given = [one for one in given if one.recipient == award.recipient]
        ways = [one for one in earning[award.badge] if pathway in (None, one.slug)]
        named = next((one for one in ways if _names(registry, award, one)), None)
        if named:
            given = _asked_for(registry, named, award)
        way = named or next((one for one in ways if _stood_on(one, given)), None)
        if way:
            found.append(Lapsed(pathway=way, award=award, gone=tuple(_gone(registry, way, given, on))))
    return tuple(sorted(found, key=lambda one: (one.pathway.slug, one.award.awarded, one.award.id or "")))


def _is_valid(registry: Registry, award: Award, on: date) -> bool:
    if not stands(registry, award) or award.awarded > on:
        return False
    last = last_day(registry, award)
    return last is None or on <= last


def _names(registry: Registry, award: Award, pathway: Pathway) -> bool:
    """Whether the page of a pathway is evidence of an award."""
    pages = {url(base, pathway_page(pathway.slug)) for base in registry.bases}
    return any(one.id in pages for one in award.evidence)


def _asked_for(registry: Registry, pathway: Pathway, award: Award) -> list[Award]:
    """The awards that its holder had by then, of what the pathway asks for and in that order."""
    asked = list(pathway.file.requires)
    for requirement in asked:
        asked.extend(requirement.parts)

    def place(one: Award) -> int | None:
        version = given_version(registry, one)
        for number, each in enumerate(asked):
            if each.badge == one.badge or (each.skill and version and badge_shows(registry, version, each.skill)):
                return number
        return None

    held = (
        one
        for one in registry.awards_by_recipient.get(award.recipient, ())
        if one.id and one.id != award.id and one.awarded <= award.awarded
    )
    found = [(number, one.awarded, one.id, one) for one in held if (number := place(one)) is not None]
    return [one for *_, one in sorted(found, key=lambda each: each[:3])]


def _stood_on(pathway: Pathway, given: Iterable[Award]) -> bool:
    """Whether any of these awards is of what the pathway asks for: a badge that it names, or some skill."""
    asked = list(pathway.file.requires)
    for requirement in asked:
        asked.extend(requirement.parts)
    badges = {one.badge for one in asked if one.badge}
    return any(award.badge in badges for award in given) or (
        any(one.skill for one in asked) and any(True for _ in given)
    )


def _gone(registry: Registry, pathway: Pathway, given: Iterable[Award], on: date) -> Iterator[tuple[Award, Gone]]:
    for award in given:
        if award.id in registry.revocations:
            yield award, "revoked"
        elif not stands(registry, award):
            yield award, "suspended"
        elif not pathway.file.expired_count and not _is_valid(registry, award, on):
            yield award, "expired"


def due_rows(registry: Registry, found: Iterable[DuePathway]) -> list[Row]:
    """Who is due, as plain data for JSON."""
    return [
        {
            "pathway": one.pathway.slug,
            "title": one.pathway.file.title,
            "earns": one.badge.slug,
            "due": [_person(registry, person) for person in one.people],
            "revoked": [_person(registry, person) for person in one.revoked],
        }
        for one in found
    ]


def lapsed_rows(found: Iterable[Lapsed]) -> list[Row]:
    """Whose requirements no longer hold, as plain data for JSON."""
    return [
        {
            "pathway": one.pathway.slug,
            "award": one.award.id,
            "badge": one.award.badge,
            "recipient": one.award.recipient,
            "awarded": one.award.awarded.isoformat(),
            "gone": [{"award": award.id, "badge": award.badge, "why": why} for award, why in one.gone],
        }
        for one in found
    ]


def _person(registry: Registry, person: DuePerson) -> Row:
    return {
        "recipient": person.recipient,
        "completed_on": person.completion.completed_on.isoformat(),
        "revoked_award": person.revoked.id if person.revoked else None,
        "counted": [
            {
                "award": award.id,
                "badge": award.badge,
                "awarded": award.awarded.isoformat(),
                "page": url(registry.base_of(award), credential_page(award.id or "")),
            }
            for award in person.completion.counted
        ],
    }
