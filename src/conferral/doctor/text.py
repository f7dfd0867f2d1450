"""A diagnosis in lines for a terminal."""

from __future__ import annotations

from conferral.doctor.examining import Diagnosis
from conferral.verify.report import CheckOutcome
from conferral.verify.words import harmless

_MARKS = {CheckOutcome.PASSED: "passed ", CheckOutcome.FAILED: "FAILED ", CheckOutcome.UNKNOWN: "unknown"}
_VERDICTS = {
    CheckOutcome.PASSED: "All is well",
    CheckOutcome.FAILED: "NOT WELL",
    CheckOutcome.UNKNOWN: "Not everything could be looked at",
}
_INDENT = " " * 11

WITHOUT_A_FOLDER = (
    "note: nowhere is it published which credentials there are. With --site DIR, the folder that was published, a "
    "sample of them is verified and the two are compared."
)


def diagnosis_text(diagnosis: Diagnosis, *, compared: bool) -> str:
    """The verdict, then a line a check and what to do; `compared` is whether there was a folder to compare with.

    Strangers' texts in it can steer no terminal.  The last line has no line end.
    """
    site = f" ({diagnosis.site.words})" if diagnosis.site else ""
    lines = [f"{_VERDICTS[diagnosis.outcome]}: {harmless(diagnosis.url)}{site}"]
    for finding in diagnosis.findings:
        lines.append(f"  {_MARKS[finding.outcome]}  {finding.check:<12}  {finding.sentence}")
        if finding.advice:
            lines.append(f"{_INDENT}{'':<12}  {finding.advice}")
    if not compared:
        lines.append(f"  {WITHOUT_A_FOLDER}")
    return "\n".join(lines)
