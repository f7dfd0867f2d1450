"""Who is who in a change: what a reviewer with the map of people sees on their own machine.

The comparison itself is `conferral.describing`; here each award gets the name of its recipient, and texts that name
somebody are found, which only someone who knows the people can do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from conferral.describing import Changes, StatusChange
from conferral.model import Award, Registry
from conferral.names_in_text import Names
from conferral.people import People

Kind = Literal[
    "award", "renew", "register", "revoke", "suspend", "reinstate", "correct", "erase", "alter", "lose", "publish"
]

_DONE = {
    "award": "is awarded",
    "renew": "is renewed",
    "register": "is registered",
    "revoke": "is revoked",
    "suspend": "is suspended",
    "reinstate": "is reinstated",
    "correct": "is issued again",
    "erase": "is erased",
    "alter": "says something else now",
    "lose": "is gone",
    "publish": "changes what is published",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What happens to one award or person.

    `recipient` is empty where no file says whose it is; `name` where the map does not know.  `remarks` are what a
    reviewer should look at, in words.
    """

    kind: Kind
    badge: str
    award: str
    recipient: str
    name: str
    awarded: str = ""
    result: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What happens, such as "is awarded"."""
        return _DONE[self.kind]

    def as_json(self) -> dict[str, Any]:
        """The line as plain data."""
        return {
            "kind": self.kind,
            "badge": self.badge or None,
            "award": self.award or None,
            "recipient": self.recipient or None,
            "name": self.name or None,
            "awarded": self.awarded or None,
            "result": self.result or None,
            "remarks": list(self.remarks),
        }


def review(base: Registry, registry: Registry, changes: Changes, people: People) -> tuple[Line, ...]:
    """A line for each award and person that a change concerns, in the order: new ones, states, all else."""
    return tuple(_Reviewing(base, registry, people).lines(changes))


class _Reviewing:
    def __init__(self, base: Registry, registry: Registry, people: People) -> None:
        self._people = people
        self._names = Names({person.name for person in people.persons if person.name})
        self._awards: Mapping[str, Award] = {award.id: award for award in (*base.awards, *registry.awards) if award.id}
        self._revoked: dict[tuple[str, str], str] = {}
        for award_id, file in registry.revocations.items():
            award = self._awards.get(award_id)
            if award and award_id in base.revocations:
                self._revoked[award.badge, award.recipient] = f"{file.on}: {file.reason}"

    def lines(self, changes: Changes) -> Iterator[Line]:
        """All lines."""
        for group in changes.awarded:
            for award in group.awards:
                yield self._new("award", award, holds=award.recipient in group.holders)
        for group in changes.renewed:
            for award in group.awards:
                yield self._new("renew", award)
        for award in changes.registered:
            yield self._line("register", award)
        yield from self._states(changes)
        for change in changes.altered:
            yield self._line("alter", change.award, remarks=[f"{', '.join(change.fields)} of an issued award"])
        for lost in changes.lost:
            yield self._line("lose", self._awards.get(lost), lost, ["`conferral check --base` refuses this"])
        for published in changes.recipients:
            before, after = (", ".join(keys) or "nothing" for keys in (published.before, published.now))
            yield Line(
                kind="publish",
                badge="",
                award="",
                recipient=published.recipient,
                name=self._people.name_of(published.recipient),
                remarks=(*self._unknown(published.recipient), f"published before: {before}; now: {after}"),
            )

    def _states(self, changes: Changes) -> Iterator[Line]:
        """What is revoked, suspended, reinstated, issued again and erased."""
        kinds: tuple[tuple[Kind, tuple[StatusChange, ...]], ...] = (
            ("revoke", changes.revoked),
            ("suspend", changes.suspended),
            ("reinstate", changes.reinstated),
        )
        for kind, states in kinds:
            for state in states:
                note = self._named_in(state.file.note, state.award)
                yield self._line(kind, state.award, state.id, [f"reason: {state.file.reason}", *note])
        for state in changes.reworded:
            note = self._named_in(state.file.note, state.award)
            yield self._line("alter", state.award, state.id, ["its revocation or suspension is worded anew", *note])
        for reissue in changes.reissued:
            for award_id in reissue.awards:
                award = self._awards.get(award_id)
                note = self._named_in(reissue.note, award)
                yield self._line("correct", award, award_id, [f"reason: {reissue.reason}", *note])
        for erased in changes.erased:
            yield self._line("erase", self._awards.get(erased.id), erased.id)

    def _named_in(self, note: str | None, award: Award | None) -> list[str]:
        found = self._names.found(note, self._name(award)) if note else None
        return [f'the note holds "{found}"'] if found else []

    def _new(self, kind: Kind, award: Award, *, holds: bool = False) -> Line:
        remarks = []
        if holds:
            remarks.append("holds it already")
        revoked = self._revoked.get((award.badge, award.recipient))
        if revoked:
            remarks.append(f"an earlier award of it was revoked on {revoked}")
        own = self._name(award)
        texts = [award.entry.narrative, award.batch.name.replace("-", " ")]
        texts += [award.role, award.term, award.entry.license_number, award.source.name if award.source else None]
        for one in award.evidence:
            texts += [one.id, one.name, one.description, one.narrative, one.audience]
        found = {name for text in texts if text and (name := self._names.found(text, own))}
        remarks += [f'the text holds "{name}"' for name in sorted(found)]
        return self._line(kind, award, remarks=remarks)

    def _line(self, kind: Kind, award: Award | None, award_id: str = "", remarks: list[str] | None = None) -> Line:
        recipient = award.recipient if award else ""
        results = award.entry.result if award else ()
        return Line(
            kind=kind,
            badge=award.badge if award else "",
            award=award_id or (award.id if award else None) or "",
            recipient=recipient,
            name=self._people.name_of(recipient),
            awarded=award.awarded.isoformat() if award else "",
            result="; ".join(" ".join(part for part in (one.status, one.value, one.level) if part) for one in results),
            remarks=(*self._unknown(recipient), *(remarks or [])),
        )

    def _unknown(self, recipient: str) -> tuple[str, ...]:
        if not recipient:
            return ("no file says whose it is",)
        return () if recipient in self._people.by_recipient else ("not in the people file",)

    def _name(self, award: Award | None) -> str:
        person = self._people.by_recipient.get(award.recipient) if award else None
        return person.name if person else ""
