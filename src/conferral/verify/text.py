"""Reports as text for a terminal."""

from __future__ import annotations

from conferral.verify.report import CheckOutcome, Holder, Report
from conferral.verify.words import HOLDER_HASHED, HOLDER_NAMED, HOLDER_UNNAMED, LONGEST_VALUE, harmless

_MARKS = {CheckOutcome.PASSED: "passed ", CheckOutcome.FAILED: "FAILED ", CheckOutcome.UNKNOWN: "unknown"}


def report_text(report: Report) -> str:
    """`report` in lines: the statement first, then what is proven, then check by check, then the notes.

    Strangers' texts in it can steer no terminal.  The last line has no line end.
    """
    lines = [report.statement]
    facts = {
        "achievement": report.achievement,
        "issuer": _issuer(report),
        "holder": _holder(report.holder),
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


def _holder(holder: Holder | None) -> str | None:
    if holder is None:
        return None
    if holder.name is not None:
        room = LONGEST_VALUE - len(HOLDER_NAMED.format(holder=""))
        return HOLDER_NAMED.format(holder=harmless(holder.name, room))
    return HOLDER_HASHED.format(kinds=", ".join(holder.hashed)) if holder.hashed else HOLDER_UNNAMED
