"""Checks `endorsements` and `credentials`: what is embedded in a credential is verified like the whole.

An endorsement (Open Badges 3.0, section 9.1, step 6) is a credential of its own about the credential, the achievement
or the profile in which it stands, which it names by its id.  A record (Comprehensive Learner Record 2.0) holds whole
signed credentials.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conferral.standards.safe_document import Place, pointer
from conferral.verify.claims import text_at
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.report import Check, CheckName, Embedded, EmbeddedKind, Outcome, Report, State

MOST_EMBEDDED = 100
"""Documents embedded in one that are looked at, those inside them included."""

DEEPEST = 3
"""How many documents one may be inside of."""

_MEMBERS: Mapping[str, EmbeddedKind] = {
    "endorsement": "endorsement",
    "endorsementJwt": "endorsement",
    "verifiableCredential": "credential",
}
_CHECKS: Mapping[EmbeddedKind, CheckName] = {"endorsement": "endorsements", "credential": "credentials"}

Source = Mapping[str, Any] | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A document inside another: where it stands, and the id of the object that holds it."""

    kind: EmbeddedKind
    place: Place
    source: Source
    holder: str | None

    @property
    def at(self) -> str:
        """Where it stands, as a JSON Pointer."""
        return pointer(self.place)

    def fits(self, report: Report) -> bool:
        """Whether what stands here is what should, by the `report` on it.

        An endorsement of something else, put here by the issuer, would lend it a stranger's good name, and so would a
        badge of that stranger's for whomever.  Of what is not proven nobody can say what it is about; that it is not
        proven counts by itself.
        """
        if self.kind != "endorsement" or report.kind is None:
            return True
        return report.kind == "endorsement" and self.holder is not None and report.subject == self.holder


Inspect = Callable[[Inside], Report]


def inside(document: Mapping[str, Any]) -> Iterator[Inside]:
    """Every document embedded in `document`, but not those that are embedded in these."""
    waiting: deque[tuple[Place, Any]] = deque([(None, document)])
    while waiting:
        where, value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(((where, number), item) for number, item in enumerate(value) if _holds(item))
        elif isinstance(value, Mapping):
            for name, held in value.items():
                kind = _MEMBERS.get(name)
                if kind is not None:
                    yield from _each(kind, (where, name), held, text_at(value, "id"))
                elif name not in {"@context", "proof"} and _holds(held):
                    waiting.append(((where, name), held))


def _holds(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _each(kind: EmbeddedKind, where: Place, held: Any, holder: str | None) -> Iterator[Inside]:
    items: list[tuple[Place, Any]] = [(where, held)]
    if isinstance(held, list):
        items = [((where, number), item) for number, item in enumerate(held)]
    for place, item in items:
        yield Inside(kind=kind, place=place, source=item if isinstance(item, Mapping | str) else {}, holder=holder)


def inspect_inside(found: Sequence[Inside], inspect: Inspect) -> tuple[Embedded, ...]:
    """A report on each document of `found`."""
    return tuple(
        Embedded(
            kind=each.kind,
            at=each.at,
            report=(report := inspect(each)),
            fits=each.fits(report),
        )
        for each in found
    )


def checks_on(embedded: Sequence[Embedded]) -> list[Check]:
    """The check on the endorsements and the one on the credentials inside, each where there are any."""
    return [
        _check(name, own) for kind, name in _CHECKS.items() if (own := [each for each in embedded if each.kind == kind])
    ]


def unchecked(found: Sequence[Inside], reason: str) -> list[Check]:
    """The same checks where nothing was looked at: `reason` ends their codes."""
    kinds = {each.kind for each in found}
    return [unknown(f"{name}.{reason}") for kind, name in _CHECKS.items() if kind in kinds]


def _check(name: CheckName, embedded: Sequence[Embedded]) -> Check:
    count = len(embedded)
    failures = sum(not each.fits or each.report.outcome is Outcome.FAILED for each in embedded)
    doubts = sum(each.report.outcome is Outcome.UNDECIDED for each in embedded)
    if failures:
        return failed(f"{name}.failed", State.PARTLY, number=failures, count=count)
    if doubts:
        return unknown(f"{name}.unknown", number=doubts, count=count)
    return passed(f"{name}.passed", number=count, count=count)
