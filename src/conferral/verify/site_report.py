"""The report on a whole site: as data, and as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conferral.standards.timestamps import format_timestamp
from conferral.verify import words
from conferral.verify.report import CheckOutcome, Outcome, Report, State


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What is known about a site at the instant `at`.

    `states` counts its credentials by state.  `not_verified` has the report on each credential that is not in force, by
    its path in the folder; those that are revoked, suspended, expired or not yet valid are no fault of the site.
    `faults` has the others, which are not what their issuer signed and publishes.  `endorsements` counts those that the
    site's own issuers signed, which are told with the credentials where they do not hold; `of_others` those of others,
    of which nothing can be said without the network.  `records` counts the learner records, which are told with the
    credentials, too.  `lists` is the number of status lists, `list_problems` a sentence on each that is of no use, by
    its path.  `missing` is a sentence where the folder holds fewer credentials than the site's own catalog.json counts,
    or neither credentials nor a count; else None.
    """

    base_url: str
    at: datetime
    states: Mapping[State, int]
    not_verified: Mapping[str, Report]
    faults: Mapping[str, Report]
    lists: int
    list_problems: Mapping[str, str]
    missing: str | None
    notes: tuple[str, ...]
    endorsements: int = 0
    of_others: int = 0
    records: int = 0

    @property
    def credentials(self) -> int:
        """How many credentials there are."""
        return sum(self.states.values())

    @property
    def sound(self) -> bool:
        """Whether every credential is there and authentic, and every status list of use."""
        return not self.faults and not self.list_problems and self.missing is None

    @property
    def exit_code(self) -> int:
        """0 sound, 1 not sound, 3 if nothing is wrong that is known and something is not known."""
        if self.sound:
            return 0
        undecided = all(report.outcome is Outcome.UNDECIDED for report in self.faults.values())
        return 3 if undecided and not self.list_problems and self.missing is None else 1

    def as_json(self) -> dict[str, Any]:
        """The report as plain data, the same keys every time."""
        return {
            "baseUrl": self.base_url,
            "at": format_timestamp(self.at),
            "sound": self.sound,
            "credentials": self.credentials,
            "states": {str(state): self.states.get(state, 0) for state in State},
            "notVerified": {path: report.as_json() for path, report in self.not_verified.items()},
            "lists": self.lists,
            "listProblems": dict(self.list_problems),
            "missing": self.missing,
            "endorsements": self.endorsements,
            "endorsementsOfOthers": self.of_others,
            "records": self.records,
            "notes": list(self.notes),
        }


def site_text(report: SiteReport, *, most: int = 20) -> str:
    """`report` in lines for a terminal; at most `most` faults are told one by one."""
    counts = [f"{number} {state}" for state in State if (number := report.states.get(state, 0))]
    counted = [_count(report.credentials, "credential"), _count(report.lists, "status list")]
    counted += [_count(report.endorsements, "endorsement")] if report.endorsements else []
    counted += [_count(report.records, "learner record")] if report.records else []
    size = f"{', '.join(counted[:-1])} and {counted[-1]}"
    lines = [f"{'Sound' if report.sound else 'NOT SOUND'}: {size} of {words.harmless(report.base_url)}"]
    if counts:
        lines.append(f"  {', '.join(counts)}")
    if report.missing is not None:
        lines.append(f"  {report.missing}")
    faults = [f"{path}: {_reason(found)}" for path, found in report.faults.items()]
    faults += [f"{path}: {problem}" for path, problem in report.list_problems.items()]
    lines += [f"  {words.harmless(fault, 1000)}" for fault in faults[:most]]
    if len(faults) > most:
        lines.append(f"  and {len(faults) - most} more")
    lines += [f"  note: {note}" for note in report.notes]
    if report.of_others:
        whose = f"{_count(report.of_others, 'endorsement')} of others"
        lines.append(f"  note: {whose} not looked at: their keys are not in the folder.")
    return "\n".join(lines)


def is_authentic(report: Report) -> bool:
    """Whether a document is what its issuer signed and publishes.

    A record and what it holds may be over by now; what was revoked or suspended must not be in it any more.
    """
    if report.kind != "clr":
        return report.authentic
    over = {State.EXPIRED, State.NOT_YET_VALID}
    own = (check for check in report.checks if check.name != "credentials")
    return (
        all(check.outcome is CheckOutcome.PASSED or check.verdict in over for check in own)
        and bool(report.embedded)
        and all(each.report.authentic and each.report.state in {State.VALID, *over} for each in report.embedded)
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _reason(report: Report) -> str:
    troubles: Iterable[str] = (check.sentence for check in report.checks if check.outcome is CheckOutcome.FAILED)
    doubts = (check.sentence for check in report.checks if check.outcome is CheckOutcome.UNKNOWN)
    return next(iter(troubles), None) or next(iter(doubts), report.statement)
