"""Reports as text for a terminal."""

from __future__ import annotations

from conferral.verify.report import CheckOutcome, Report
from conferral.verify.words import harmless

_MARKS = {CheckOutcome.PASSED: "passed ", CheckOutcome.FAILED: "FAILED ", CheckOutcome.UNKNOWN: "unknown"}


def report_text(report: Report) -> str:
    """`report` in lines: the statement first, then what is proven, then check by check, then the notes.

    Strangers' texts in it can steer no terminal.  The last line has no line end.
    """
    lines = [report.statement]
    facts = {
        "achievement": report.achievement,
        "issuer": _issuer(report),
        "credential": report.credential,
    }
    lines += [f"  {name:<12} {harmless(value)}" for name, value in facts.items() if value]
    lines += [f"  {_MARKS[check.outcome]}  {check.name:<11} {check.sentence}" for check in report.checks]
    lines += [f"  note: {note}" for note in report.notes]
    return "\n".join(lines)


def _issuer(report: Report) -> str | None:
    if report.issuer is None:
        return None
    return f"{report.issuer_name} ({report.issuer})" if report.issuer_name else report.issuer
