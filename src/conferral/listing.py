"""What a registry holds, in rows: awards, badges, collections, issuers, recipients and keys, chosen and counted.

Everything here is pure: the registry is read, the time is handed in, and names have been looked up.  Rows are plain
data (dict, list, str, int, None), the same for a table and for JSON.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from conferral.addresses import badge_page, collection_page, credential_page, issuer_page, url
from conferral.model import Award, Batch, Erased, Key, Registry
from conferral.states import State, last_day, state_of

Row = dict[str, Any]
ListedState = Literal["valid", "suspended", "not-yet-valid", "expired", "revoked", "not-registered", "erased"]

STATES: tuple[ListedState, ...] = (
    "valid",
    "suspended",
    "not-yet-valid",
    "expired",
    "revoked",
    "not-registered",
    "erased",
)
"""Every state that an award can be listed with: those of `conferral.states`, and what has none of them."""

_STILL_TO_COME: tuple[ListedState, ...] = ("valid", "suspended", "not-yet-valid", "not-registered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which awards are meant; what is empty or None chooses all.

    Days are in the registry's timezone.  `expiring_before` means the last valid day; without `states` it leaves out
    what has ended already: expired, revoked and erased awards.
    """

    badges: frozenset[str] = frozenset()
    issuers: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    states: frozenset[ListedState] = frozenset()
    expiring_before: date | None = None
    awarded_since: date | None = None

    @property
    def is_about_awards(self) -> bool:
        """Whether it says anything that badges, issuers and keys do not have."""
        return bool(self.recipients or self.states or self.expiring_before or self.awarded_since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An award with its state at an instant; `state` is None for one that is erased or not registered."""

    award: Award | Erased
    kind: ListedState
    state: State | None
    issuer: str
    until: date | None


def listed_awards(registry: Registry, choice: Choice, as_of: datetime) -> Iterator[Listed]:
    """The chosen awards with their states, in the order of files and entries.

    `registry` has no problems in itself; awards of a badge that is not there are left out.
    """
    states = choice.states or frozenset(_STILL_TO_COME if choice.expiring_before else STATES)
    for award in registry.awards:
        if not _is_of(registry, award.batch, choice):
            continue
        if choice.recipients and award.recipient not in choice.recipients:
            continue
        if choice.awarded_since and award.awarded < choice.awarded_since:
            continue
        listed = listed_award(registry, award, as_of)
        if listed.kind not in states:
            continue
        if choice.expiring_before and (listed.until is None or listed.until >= choice.expiring_before):
            continue
        yield listed
    if "erased" in states and not (choice.recipients or choice.expiring_before or choice.awarded_since):
        yield from (
            listed_erased(registry, erased) for erased in registry.erased if _is_of(registry, erased.batch, choice)
        )


def listed_award(registry: Registry, award: Award, as_of: datetime) -> Listed:
    """One award with its state at an instant."""
    issuer = _issuer_of(registry, award.badge)
    if award.row is None:
        until = last_day(registry, award)
        return Listed(award=award, kind="not-registered", state=None, issuer=issuer, until=until)
    state = state_of(registry, award, as_of)
    return Listed(award=award, kind=state.kind, state=state, issuer=issuer, until=state.until)


def listed_erased(registry: Registry, erased: Erased) -> Listed:
    """What is left of an erased award."""
    return Listed(award=erased, kind="erased", state=None, issuer=_issuer_of(registry, erased.badge), until=None)


def award_row(registry: Registry, listed: Listed) -> Row:
    """An award as a row; an erased one has neither recipient nor days."""
    award, state = listed.award, listed.state
    since = award.on if isinstance(award, Erased) else state.since if state else None
    return {
        "id": award.id,
        "badge": award.badge,
        "issuer": listed.issuer,
        "recipient": award.recipient if isinstance(award, Award) else None,
        "awarded": award.awarded.isoformat() if isinstance(award, Award) else None,
        "valid_until": listed.until.isoformat() if listed.until else None,
        "state": listed.kind,
        "since": since.isoformat() if since else None,
        "reason": state.reason if state and state.reason else None,
        "issues": len(award.rows),
        "page": url(registry.base_of(award), credential_page(award.id)) if award.rows and award.id else None,
    }


def badge_rows(registry: Registry, choice: Choice, as_of: datetime) -> list[Row]:
    """Badges with the number of their chosen awards in each state; with a choice of awards, those that have some."""
    counts = _counts(registry, choice, as_of, lambda listed: listed.award.badge)
    return [
        {
            "badge": badge.slug,
            "name": badge.current.name,
            "issuer": badge.current.issuer,
            "version": badge.current.version,
            "state": badge.current.state,
            **_counted(counts.get(badge.slug)),
            "page": url(registry.file.base_url, badge_page(badge.slug)),
        }
        for badge in registry.badges.values()
        if (not choice.badges or badge.slug in choice.badges)
        and (not choice.issuers or badge.current.issuer in choice.issuers)
        and (badge.slug in counts or not choice.is_about_awards)
    ]


def collection_rows(registry: Registry, choice: Choice, as_of: datetime) -> list[Row]:
    """Collections with the number of the chosen awards of their badges in each state.

    A choice of badges or issuers leaves out collections that hold none of theirs, one of awards those without any.
    """
    counts = _counts(registry, choice, as_of, lambda listed: listed.award.badge)
    rows = []
    for collection in registry.collections.values():
        badges = [slug for slug in collection.file.badges if slug in registry.badges]
        chosen = [
            slug
            for slug in badges
            if (not choice.badges or slug in choice.badges)
            and (not choice.issuers or _issuer_of(registry, slug) in choice.issuers)
        ]
        if chosen and (any(slug in counts for slug in chosen) or not choice.is_about_awards):
            rows.append(
                {
                    "collection": collection.slug,
                    "title": collection.file.title,
                    "badges": badges,
                    **_counted(sum((counts[slug] for slug in chosen if slug in counts), Counter())),
                    "page": url(registry.file.base_url, collection_page(collection.slug)),
                }
            )
    return rows


def issuer_rows(registry: Registry, choice: Choice, as_of: datetime) -> list[Row]:
    """Issuers with the numbers of their badges, active keys and chosen awards."""
    counts = _counts(registry, choice, as_of, lambda listed: listed.issuer)
    badges = Counter(badge.current.issuer for badge in registry.badges.values())
    of_badges = {registry.badges[badge].current.issuer for badge in choice.badges}
    return [
        {
            "issuer": issuer.slug,
            "name": issuer.current.name,
            "parent": issuer.current.parent,
            "badges": badges[issuer.slug],
            "keys": sum(key.signs_at(as_of) for key in registry.keys_of(issuer.slug)),
            **_counted(counts.get(issuer.slug)),
            "page": url(registry.file.base_url, issuer_page(issuer.slug)),
        }
        for issuer in registry.issuers.values()
        if (not choice.issuers or issuer.slug in choice.issuers)
        and (not choice.badges or issuer.slug in of_badges)
        and (issuer.slug in counts or not choice.is_about_awards)
    ]


def recipient_rows(registry: Registry, choice: Choice, as_of: datetime) -> list[Row]:
    """Recipients of the chosen awards with their numbers, sorted by id; with files of their own and no awards, too."""
    chosen = [listed for listed in listed_awards(registry, choice, as_of) if isinstance(listed.award, Award)]
    counts: dict[str, Counter[ListedState]] = {}
    badges: dict[str, set[str]] = {}
    for listed in chosen:
        assert isinstance(listed.award, Award)  # noqa: S101 -- chosen so
        recipient = listed.award.recipient
        counts.setdefault(recipient, Counter())[listed.kind] += 1
        badges.setdefault(recipient, set()).add(listed.award.badge)
    alone = registry.recipients.keys() if choice == Choice() else registry.recipients.keys() & choice.recipients
    return [
        {
            "recipient": recipient,
            "badges": sorted(badges.get(recipient, ())),
            **_counted(counts.get(recipient)),
            "has_file": recipient in registry.recipients,
        }
        for recipient in sorted({*counts, *alone})
    ]


def key_rows(registry: Registry, choice: Choice, as_of: datetime) -> list[Row]:
    """Keys of the chosen issuers in the order of activation."""
    wanted = [issuer for issuer in registry.issuers if not choice.issuers or issuer in choice.issuers]
    return [key_row(key, as_of) for issuer in wanted for key in registry.keys_of(issuer)]


def key_row(key: Key, as_of: datetime) -> Row:
    """A key as a row."""
    file = key.file
    return {
        "issuer": key.issuer,
        "key": key.name,
        "state": key_state(key, as_of),
        "activated": file.activated.isoformat(),
        "retired": file.retired.isoformat() if file.retired else None,
        "compromised": file.compromised.isoformat() if file.compromised else None,
        "public_key": file.public_key,
        "signer": file.signer,
    }


def key_state(key: Key, as_of: datetime) -> str:
    """What holds of a key at an instant: compromised, retired, not-yet-active or active."""
    if key.file.compromised and key.file.compromised <= as_of:
        return "compromised"
    if key.file.retired and key.file.retired <= as_of:
        return "retired"
    return "active" if key.signs_at(as_of) else "not-yet-active"


def _counts(
    registry: Registry, choice: Choice, as_of: datetime, by: Callable[[Listed], str]
) -> Mapping[str, Counter[ListedState]]:
    counts: dict[str, Counter[ListedState]] = {}
    for listed in listed_awards(registry, choice, as_of):
        counts.setdefault(by(listed), Counter())[listed.kind] += 1
    return counts


def _counted(counts: Counter[ListedState] | None) -> Row:
    found = counts or Counter()
    return {"awards": sum(found.values()), "states": {state: found[state] for state in STATES if found[state]}}


def _issuer_of(registry: Registry, badge: str) -> str:
    return registry.badges[badge].current.issuer


def _is_of(registry: Registry, batch: Batch, choice: Choice) -> bool:
    if batch.badge not in registry.badges:
        return False
    if choice.badges and batch.badge not in choice.badges:
        return False
    return not choice.issuers or _issuer_of(registry, batch.badge) in choice.issuers
