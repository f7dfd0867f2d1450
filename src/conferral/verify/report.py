"""What a verification found: named checks, and what they add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Literal

from conferral.standards.open_badges import Kind
from conferral.standards.timestamps import format_timestamp
from conferral.verify.words import harmless, say

CheckName = Literal[
    "format",
    "proof",
    "issuer_key",
    "status",
    "validity",
    "registered",
    "recipient",
    "endorsements",
    "credentials",
]

CHECKS: Final[tuple[CheckName, ...]] = ("format", "proof", "issuer_key", "status", "validity", "registered")
"""The names of the checks that every report lists, in this order.

`recipient` follows where somebody was asked about, `endorsements` and `credentials` where there are such inside.
"""

EmbeddedKind = Literal["endorsement", "credential"]


class CheckOutcome(StrEnum):
    """How one check ended.  Unknown never counts as passed."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What all checks add up to."""

    VERIFIED = "verified"
    FAILED = "failed"
    UNDECIDED = "undecided"


class State(StrEnum):
    """The one word for a credential's state; `Report.statement` says it in a sentence."""

    VALID = "valid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    AWARDED_TO_ANOTHER = "awarded to another"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    PARTLY = "holds in part"
    ALTERED = "altered"
    UNTRUSTED = "untrusted"
    MALFORMED = "malformed"
    UNDECIDED = "cannot be checked now"


EXIT_CODES: Final[Mapping[Outcome, int]] = MappingProxyType(
    {Outcome.VERIFIED: 0, Outcome.FAILED: 1, Outcome.UNDECIDED: 3}
)
"""Exit codes of a command that verifies; 2 is left for its wrong use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One named check.

    `verdict` is the state that the check by itself amounts to: the failed one, else `State.VALID`, or
    `State.UNDECIDED`.  `code` is one of `words.SENTENCES`, `values` what its sentence is about, and `also` what is told
    after it.
    """

    name: CheckName
    outcome: CheckOutcome
    verdict: State
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[Check, ...] = ()

    @property
    def sentence(self) -> str:
        """The check for people.  It is put into words when it is asked for: most that pass are never read."""
        return " ".join([say(self.code, **self.values), *(each.sentence for each in self.also)])

    @property
    def details(self) -> Mapping[str, Any]:
        """The check for programs: plain JSON values."""
        values = {name: _plain(value) for name, value in self.values.items()}
        also = {"also": [each.details for each in self.also]} if self.also else {}
        return {"code": self.code, **values, **also}

    def as_json(self) -> dict[str, Any]:
        """The check as plain data."""
        return {
            "name": self.name,
            "outcome": str(self.outcome),
            "sentence": self.sentence,
            "details": self.details,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The subject of a credential, as Open Badges 3.0 identifies it.

    `name` is what can be read: names, other identifiers with their kind, and the subject's id unless that
    is a mere number (`urn:...`); None where there is none.  `hashed` are the kinds of identifiers that only
    who knows them can recognise, such as `emailAddress`.
    """

    name: str | None
    hashed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is known about one credential at the instant `at`.

    `credential` is the id that the document gives itself.  `kind`, `issuer`, `issuer_name`, `holder`, `achievement`,
    `subject` (the id of what it is about) and `valid_until` are what it claims; they are None unless format, proof
    and issuer's key were all found in order, because what an altered document says is nobody's word.  `embedded`
    has the reports on the endorsements and credentials inside.  `notes` are sentences on how far the whole report
    reaches.
    """

    credential: str | None
    at: datetime
    state: State
    statement: str
    checks: tuple[Check, ...]
    kind: Kind | None = None
    issuer: str | None = None
    issuer_name: str | None = None
    holder: Holder | None = None
    achievement: str | None = None
    subject: str | None = None
    valid_until: datetime | None = None
    embedded: tuple[Embedded, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """`verified` if every check passed, `failed` if one failed, else `undecided`."""
        outcomes = {check.outcome for check in self.checks}
        if outcomes == {CheckOutcome.PASSED}:
            return Outcome.VERIFIED
        return Outcome.FAILED if CheckOutcome.FAILED in outcomes else Outcome.UNDECIDED

    @property
    def authentic(self) -> bool:
        """Whether it is, unaltered, what its issuer signed and still stands by, in force or not.

        A revoked, suspended or expired credential can be authentic.
        """
        withheld = {State.REVOKED, State.SUSPENDED, State.EXPIRED, State.NOT_YET_VALID}
        return all(check.outcome is CheckOutcome.PASSED or check.verdict in withheld for check in self.checks)

    @property
    def exit_code(self) -> int:
        """0 verified, 1 failed, 3 undecided."""
        return EXIT_CODES[self.outcome]

    def check(self, name: CheckName) -> Check:
        """The check of this name."""
        return next(check for check in self.checks if check.name == name)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data, the same keys every time."""
        return {
            "credential": self.credential,
            "outcome": str(self.outcome),
            "state": str(self.state),
            "statement": self.statement,
            "at": format_timestamp(self.at),
            "issuer": self.issuer,
            "issuerName": self.issuer_name,
            "holder": self.holder.name if self.holder else None,
            "achievement": self.achievement,
            "validUntil": format_timestamp(self.valid_until) if self.valid_until else None,
            "checks": [check.as_json() for check in self.checks],
            "embedded": [each.as_json() for each in self.embedded],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A document inside another, at the JSON Pointer `at`, and the report on it.

    `fits` is False for what should endorse the object that holds it, and is no endorsement or one of something else.
    """

    kind: EmbeddedKind
    at: str
    report: Report
    fits: bool = True

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        return {"kind": self.kind, "at": self.at, "fits": self.fits, "report": self.report.as_json()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_timestamp(value)
    if isinstance(value, str):
        return harmless(value, 1000)
    return list(value) if isinstance(value, tuple) else value
