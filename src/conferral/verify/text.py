"""Reports as text for a terminal."""

from __future__ import annotations

from conferral.verify.report import CheckOutcome, Embedded, Holder, Report
from conferral.verify.words import (
    HOLDER_HASHED,
    HOLDER_NAMED,
    HOLDER_UNNAMED,
    LONGEST_VALUE,
    format_instant,
    harmless,
)

_MARKS = {CheckOutcome.PASSED: "passed ", CheckOutcome.FAILED: "FAILED ", CheckOutcome.UNKNOWN: "unknown"}


def report_text(report: Report, *, dated: bool = False) -> str:
    """`report` in lines: the statement first, then what is proven, then check by check, then the notes.

    Strangers' texts in it can steer no terminal.  With `dated` it says as of when it answers.  The last line has no
    line end.
    """
    lines = [report.statement]
    facts = {
        "as of": format_instant(report.at) if dated else None,
        "achievement": report.achievement,
        "issuer": _issuer(report),
        "holder": _holder(report.holder),
        "credential": report.credential,
    }
    lines += [f"  {name:<12} {harmless(value)}" for name, value in facts.items() if value]
    lines += [f"  {_MARKS[check.outcome]}  {check.name:<11} {check.sentence}" for check in report.checks]
    for each in report.embedded:
        lines += _embedded(each)
    lines += [f"  note: {note}" for note in report.notes]
    return "\n".join(lines)


def _embedded(each: Embedded) -> list[str]:
    """A document inside: its statement, and what keeps it from being believed."""
    by = f" by {_issuer(each.report)}" if each.report.issuer else ""
    elsewhere = "" if each.fits else " It is about something else."
    name = each.report.achievement or each.report.credential or "without a name"
    lines = [f"  {each.kind} inside: {harmless(f'{name}{by}')}: {each.report.statement}{elsewhere}"]
    troubles = [check for check in each.report.checks if check.outcome is not CheckOutcome.PASSED]
    return lines + [f"    {_MARKS[check.outcome]}  {check.name:<11} {check.sentence}" for check in troubles]


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
