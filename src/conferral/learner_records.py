"""Learner records: what somebody was awarded, whole and signed once more as one (Comprehensive Learner Record 2.0).

A record holds signed credentials as they are published, byte for byte, and says how their achievements belong
together.  The registry's `records_by` issuer signs it for recipients who consent to it: one of everything, and one of
each pathway that they have completed and were awarded its badge for.  Everything here is pure; `conferral.issuing`
signs.

A record is a snapshot, and whoever verifies one verifies all that is in it.  So it holds only what is valid: not what
is hidden, revoked, suspended, over, or to come.  It is made anew whenever any of that changes: `validFrom` is the
newest instant of what it holds, or of what took something out of it, since of two copies with the same id the newer
one counts (Open Badges 3.0, section 9.2).  It ends when the first credential in it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conferral.addresses import learner_record, pathway_record, url
from conferral.credentials import embedded_issuer, hashed_urn
from conferral.model import Award, Pathway, Registry
from conferral.pathways.progress import Rules
from conferral.portfolios import consents, visible_awards
from conferral.standards.open_badges import RECORD_CONTEXTS
from conferral.standards.timestamps import format_timestamp, parse_timestamp
from conferral.states import day_of, start_of, state_of, valid_until

Document = dict[str, Any]

MOST_HELD = 100
"""Credentials in a record, the newest ones: verifiers look at so many and no more (`conferral.verify.embedded`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRecord:
    """A record that is not signed yet: its site path, who signs it, and from when on it holds."""

    path: str
    issuer: str
    moment: datetime
    document: Document


def recorded_awards(registry: Registry, recipient: str, as_of: datetime) -> tuple[Award, ...]:
    """The awards that a recipient's record holds, the oldest first; none where there is no record."""
    if registry.file.records_by is None or not consents(registry, recipient, "record", as_of):
        return ()
    valid = [one for one in visible_awards(registry, recipient) if state_of(registry, one, as_of).kind == "valid"]
    return tuple(reversed(valid[:MOST_HELD]))


def awards_to_keep(registry: Registry, as_of: datetime) -> frozenset[str]:
    """The ids of the awards whose signed credentials are needed for records."""
    return frozenset(
        award.id
        for recipient in registry.recipients
        for award in recorded_awards(registry, recipient, as_of)
        if award.id
    )


def learner_records(
    registry: Registry, signed: Mapping[str, Document], *, base_url: str, as_of: datetime
) -> Iterator[LearnerRecord]:
    """Every record, by recipient; `signed` has the credentials of `awards_to_keep` by the award's id."""
    rules = Rules(registry)
    for recipient in sorted(registry.recipients):
        awards = recorded_awards(registry, recipient, as_of)
        if not awards:
            continue
        making = _Making(rules, recipient, awards, signed, base_url=base_url, as_of=as_of)
        yield making.whole()
        for pathway in making.completed:
            yield making.of_pathway(pathway)


def learner_id(registry: Registry, recipient: str, as_of: datetime, path: str) -> str:
    """The subject of a record: the DID that the recipient consented to, else a `urn:uuid` of their own for each record.

    It is neither the recipient's id nor the subject of any credential inside.
    """
    file = registry.recipients.get(recipient)
    today = day_of(as_of, registry.file.timezone)
    if file and file.identity and file.identity.did and "identity" in file.consent.to and file.consent.on <= today:
        return file.identity.did
    return hashed_urn(f"conferral learner\n{path}\n{recipient}\n")


@dataclass(frozen=True, slots=True)
class _Completed:
    """A pathway that somebody completed: the awards that count in it, and those of the badge that it earns."""

    pathway: Pathway
    components: tuple[Award, ...]
    earned: tuple[Award, ...]


class _Making:
    """The records of one recipient; `awards` are those of `recorded_awards`."""

    def __init__(
        self,
        rules: Rules,
        recipient: str,
        awards: Sequence[Award],
        signed: Mapping[str, Document],
        *,
        base_url: str,
        as_of: datetime,
    ) -> None:
        self._registry = rules.registry
        self._recipient = recipient
        self._awards = awards
        self._signed = signed
        self._base_url = base_url
        self._as_of = as_of
        self.completed = tuple(self._completed(rules))

    def whole(self) -> LearnerRecord:
        """The record of everything."""
        path = learner_record(self._recipient)
        return self._record(path, "Learner record", self._awards, self.completed, badges=None)

    def of_pathway(self, completed: _Completed) -> LearnerRecord:
        """The record of one pathway, named as the badge that it earns."""
        path = pathway_record(self._recipient, completed.pathway.slug)
        wanted = {award.id for award in (*completed.components, *completed.earned)}
        held = [award for award in self._awards if award.id in wanted]
        name = str(self._credential(completed.earned[-1])["name"])
        return self._record(path, name, held, [completed], badges={award.badge for award in held})

    def _record(
        self,
        path: str,
        name: str,
        held: Sequence[Award],
        completed: Iterable[_Completed],
        *,
        badges: set[str] | None,
    ) -> LearnerRecord:
        registry = self._registry
        by = registry.file.records_by
        assert by is not None  # noqa: S101 -- without one nothing is recorded
        inside = [self._credential(award) for award in held]
        moment = min(max(*map(_made, inside), *self._decided(badges)), self._as_of)
        ends = [end for award in held if (end := valid_until(registry, award))]
        associations = sorted({pair for each in completed for pair in self._associations(each)})
        document: Document = {
            "@context": list(RECORD_CONTEXTS),
            "id": url(self._base_url, path),
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": name,
            "issuer": embedded_issuer(registry.issuers[by], registry.issuers[by].current.version, self._base_url),
            "validFrom": format_timestamp(moment),
            **({"validUntil": format_timestamp(min(ends))} if ends else {}),
            "credentialSubject": {
                "id": learner_id(registry, self._recipient, self._as_of, path),
                "type": ["ClrSubject"],
                "verifiableCredential": inside,
                **({"association": [_part_of(*pair) for pair in associations]} if associations else {}),
            },
        }
        return LearnerRecord(path=path, issuer=by, moment=moment, document=document)

    def _decided(self, badges: set[str] | None) -> Iterator[datetime]:
        """When it was decided what the record holds, of awards of `badges` or of all: consent, and what left it."""
        registry, timezone = self._registry, self._registry.file.timezone
        yield start_of(registry.recipients[self._recipient].consent.on, timezone)
        hidden = registry.recipients[self._recipient].hidden
        for award in registry.awards_by_recipient[self._recipient]:
            if not award.row or award.id in hidden or (badges is not None and award.badge not in badges):
                continue
            revocation = registry.revocations.get(award.id or "")
            suspension = registry.suspensions.get(award.id or "")
            days = [revocation.on] if revocation else []
            days += [suspension.lifted or suspension.on] if suspension else []
            yield from (start_of(day, timezone) for day in days)
            end = valid_until(registry, award)
            if end and end < self._as_of:
                yield end + timedelta(seconds=1)

    def _completed(self, rules: Rules) -> Iterator[_Completed]:
        registry = self._registry
        earning = {award.badge for award in self._awards}
        visible = visible_awards(registry, self._recipient)
        today = day_of(self._as_of, registry.file.timezone)
        for slug, pathway in sorted(registry.pathways.items()):
            if pathway.file.earns not in earning:
                continue
            reached = rules.progress(slug, visible, today)
            if not reached.complete:
                continue
            counted = {award.id for award in reached.counted}
            earned = tuple(award for award in self._awards if award.badge == pathway.file.earns)
            others = (award for award in self._awards if award.badge != pathway.file.earns)
            components = tuple(award for award in others if award.id in counted)
            if components:
                yield _Completed(pathway, components, earned)

    def _associations(self, completed: _Completed) -> Iterator[tuple[str, str]]:
        """The ids of the achievements that are part of another, with the id of that."""
        for award in completed.components:
            for earned in completed.earned:
                yield self._achievement(award), self._achievement(earned)

    def _achievement(self, award: Award) -> str:
        return str(self._credential(award)["credentialSubject"]["achievement"]["id"])

    def _credential(self, award: Award) -> Document:
        return self._signed[award.id or ""]


def _made(credential: Document) -> datetime:
    """The newest instant of a signed credential: a copy that another key signed is a newer one."""
    created = (proof["created"] for proof in credential["proof"])
    return max(map(parse_timestamp, (credential["validFrom"], *created)))


def _part_of(source: str, target: str) -> Document:
    return {"type": "Association", "associationType": "isPartOf", "sourceId": source, "targetId": target}
