"""Reports as text for a terminal, and as JSON that is printed on one."""

from __future__ import annotations

import json
import re

from conferral.verify.report import CheckOutcome, Embedded, Holder, Report
from conferral.verify.words import (
    HOLDER_HASHED,
    HOLDER_NAMED,
    HOLDER_UNNAMED,
    LONGEST_VALUE,
    format_instant,
    harmless,
    steers,
)

_LONGEST_NAME = 80  # characters of a name that stands before what it must not hide
_LONGEST_ID = 2_000  # an id is whole, but for one made to flood the terminal
_BEYOND_ASCII = re.compile("[\x7f-\U0010ffff]")
_MARKS = {CheckOutcome.PASSED: "passed ", CheckOutcome.FAILED: "FAILED ", CheckOutcome.UNKNOWN: "unknown"}


def report_text(report: Report, *, dated: bool = False) -> str:
    """`report` in lines: the statement first, then what is proven, then check by check, then the notes.

    Strangers' texts in it can steer no terminal.  With `dated` it says as of when it answers.  The last line has no
    line end.
    """
    lines = [report.statement]
    is_endorsement = report.kind == "endorsement"  # which is about something, and awarded to nobody
    facts = {
        "as of": format_instant(report.at) if dated else None,
        "endorsement" if is_endorsement else "achievement": report.achievement and harmless(report.achievement),
        "issuer": _issuer(report),
        "endorses": harmless(report.subject) if is_endorsement and report.subject else None,
        "holder": None if is_endorsement else _holder(report.holder),
        "credential": report.credential and harmless(report.credential),
    }
    lines += [f"  {name:<12} {value}" for name, value in facts.items() if value]
    lines += [f"  {_MARKS[check.outcome]}  {check.name:<11} {check.sentence}" for check in report.checks]
    for each in report.embedded:
        lines += _embedded(each)
    lines += [f"  note: {note}" for note in report.notes]
    return "\n".join(lines)


def json_text(value: object) -> str:
    """`value` as indented JSON, in which what could steer a terminal is escaped and all else can be read.

    The last line has no line end.
    """
    # json.dumps escapes the controls of ASCII, but for DEL; line ends then stand between values only.
    return _BEYOND_ASCII.sub(_unsteering, json.dumps(value, indent=2, ensure_ascii=False))


def _unsteering(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1] if steers(found[0]) else found[0]


def _embedded(each: Embedded) -> list[str]:
    """A document inside: its statement, and what keeps it from being believed."""
    issuer = _issuer(each.report)
    by = f" by {issuer}" if issuer else ""
    elsewhere = "" if each.fits else " It is about something else."
    name = _name(each.report.achievement or each.report.credential) or "without a name"
    lines = [f"  {each.kind} inside: {name}{by}: {each.report.statement}{elsewhere}"]
    troubles = [check for check in each.report.checks if check.outcome is not CheckOutcome.PASSED]
    return lines + [f"    {_MARKS[check.outcome]}  {check.name:<11} {check.sentence}" for check in troubles]


def _issuer(report: Report) -> str | None:
    """The issuer's id, after what it calls itself, which anybody can."""
    if report.issuer is None:
        return None
    name, issuer = _name(report.issuer_name), harmless(report.issuer, _LONGEST_ID)
    return f"{name} ({issuer})" if name else issuer


def _name(name: str | None) -> str:
    return harmless(" ".join((name or "").split()), _LONGEST_NAME)


def _holder(holder: Holder | None) -> str | None:
    if holder is None:
        return None
    if holder.name is not None:
        room = LONGEST_VALUE - len(HOLDER_NAMED.format(holder=""))
        return HOLDER_NAMED.format(holder=harmless(holder.name, room))
    return HOLDER_HASHED.format(kinds=", ".join(holder.hashed)) if holder.hashed else HOLDER_UNNAMED
