"""What must be true of every report, whatever it is about."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from conferral.verify import CHECKS, CheckName, CheckOutcome, Outcome, Report, State, report_text
from conferral.verify.words import SENTENCES

LATER = ("recipient", "endorsements", "credentials")
_LONGEST = 8_000
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


class BrokenPromiseError(AssertionError):
    """Something came out that must not, whatever went in."""


def promise(holds: bool, what: str) -> None:
    """Raise `BrokenPromiseError` unless `holds`."""
    if not holds:
        raise BrokenPromiseError(what)


def check_report(report: Report, *, recipient: bool = False) -> None:
    """Raise `BrokenPromiseError` if `report` contradicts itself, or says something that must not be shown."""
    names = [check.name for check in report.checks]
    promise(tuple(names[:6]) == CHECKS, f"the checks are {names}")
    promise(names[6:] == [name for name in LATER if name in names], f"the later checks are {names[6:]}")
    promise(not recipient or "recipient" in names, "nothing is said about the recipient")
    for check in report.checks:
        code = check.details["code"]
        promise(code in SENTENCES and code.startswith(f"{check.name}."), f"{check.name} has the code {code}: {check}")
        promise((check.outcome is CheckOutcome.PASSED) == (check.verdict is State.VALID), f"{code} is {check.verdict}")
        promise((check.outcome is CheckOutcome.UNKNOWN) == (check.verdict is State.UNDECIDED), f"verdict of {code}")
    outcomes = [check.outcome for check in report.checks]
    all_well = all(outcome is CheckOutcome.PASSED for outcome in outcomes)
    promise((report.outcome is Outcome.VERIFIED) == all_well, f"{report.outcome} of {outcomes}")
    promise((report.state is State.VALID) == all_well, f"{report.state} of {outcomes}")
    promise(all_well or CheckOutcome.FAILED in outcomes or report.state is State.UNDECIDED, "it is undecided")
    if not all(outcome is CheckOutcome.PASSED for outcome in outcomes[:3]):
        claimed = (report.issuer, report.issuer_name, report.holder, report.achievement, report.subject)
        promise(claimed == (None,) * 5, f"claims of what is not proven: {claimed}")
    for each in report.embedded:
        check_report(each.report)
        name: CheckName = "endorsements" if each.kind == "endorsement" else "credentials"
        sound = each.fits and each.report.outcome is Outcome.VERIFIED
        promise(sound or report.check(name).outcome is not CheckOutcome.PASSED, f"{each.at} is unsound")
    _check_texts(report)


def _check_texts(report: Report) -> None:
    lines = report_text(report).split("\n")
    sentences = [report.statement, *(check.sentence for check in report.checks), *report.notes]
    for text in (*lines, *sentences):
        promise(len(text) <= _LONGEST, f"a text of {len(text)} characters")
        unseen = {character for character in text if unicodedata.category(character) in _UNSEEN}
        promise(not unseen, f"a text with {unseen}: {text[:200]!r}")
    json.dumps(report.as_json(), allow_nan=False).encode()


def facts(report: Report) -> dict[str, Any]:
    """What a credential says to whoever believes it."""
    return {
        "credential": report.credential,
        "issuer": report.issuer,
        "issuer_name": report.issuer_name,
        "achievement": report.achievement,
        "subject": report.subject,
        "valid_until": report.valid_until,
        "has no status": report.check("status").details["code"] == "status.none",
        "inside": sorted(each.kind for each in report.embedded),
    }
