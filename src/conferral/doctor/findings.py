"""What a check of a published site found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from conferral.verify.report import CheckOutcome
from conferral.verify.words import harmless

CheckName = Literal[
    "reachable",
    "catalog",
    "redirects",
    "folders",
    "not-found",
    "media-types",
    "cors",
    "caching",
    "issuers",
    "status-lists",
    "credentials",
    "revoked",
    "erased",
    "endorsements",
    "records",
    "current",
    "moves",
]

MOST_TOLD = 5
"""Findings of one kind that are told one by one."""

STALE = "Hosts keep copies for some minutes: ask again later, or with --wait 900."
"""What to do where an older copy is handed out."""

_LONGEST = 500  # characters of a sentence: an address in it may be long


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one check ended, in a sentence for people, and what to do about it (empty where there is nothing to do).

    `passing` says that it may mend itself: a host was not reached, or still hands out an older copy.
    """

    check: CheckName
    outcome: CheckOutcome
    sentence: str
    advice: str = ""
    passing: bool = False

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return {
            "name": self.check,
            "outcome": str(self.outcome),
            "sentence": self.sentence,
            "advice": self.advice,
            "passing": self.passing,
        }


def passed(check: CheckName, sentence: str) -> Finding:
    """A check in which all was well."""
    return Finding(check=check, outcome=CheckOutcome.PASSED, sentence=harmless(sentence, _LONGEST))


def failed(check: CheckName, sentence: str, advice: str = "", *, passing: bool = False) -> Finding:
    """Something is wrong."""
    sentence = harmless(sentence, _LONGEST)
    return Finding(check=check, outcome=CheckOutcome.FAILED, sentence=sentence, advice=advice, passing=passing)


def unknown(check: CheckName, sentence: str, advice: str = "", *, passing: bool = False) -> Finding:
    """Something could not be looked at."""
    sentence = harmless(sentence, _LONGEST)
    return Finding(check=check, outcome=CheckOutcome.UNKNOWN, sentence=sentence, advice=advice, passing=passing)


def summed_up(check: CheckName, troubles: Sequence[Finding], all_well: str) -> Iterator[Finding]:
    """The first of the troubles and how many there are more; `all_well` where there are none."""
    if not troubles:
        yield passed(check, all_well)
        return
    ordered = sorted(troubles, key=lambda finding: finding.outcome is not CheckOutcome.FAILED)
    yield from ordered[:MOST_TOLD]
    rest = ordered[MOST_TOLD:]
    if rest:
        yield replace(
            rest[0],
            sentence=f"And {len(rest)} more of this kind.",
            advice="",
            passing=all(finding.passing for finding in rest),
        )
