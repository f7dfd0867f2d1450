"""Check `records`: the learner records of the folder that was published are live, and say the same there."""

from __future__ import annotations

from collections.abc import Iterator

from conferral.doctor.built import Built
from conferral.doctor.findings import STALE, Finding, failed, summed_up, unknown
from conferral.doctor.live import LiveSite
from conferral.plurals import counted
from conferral.verify.report import CheckOutcome, Outcome, Report
from conferral.verify.verifying import Verifier

MOST_RECORDS = 20
"""Records that are looked at; each holds many credentials."""


def check_records(site: LiveSite, verifier: Verifier, built: Built) -> Iterator[Finding]:
    """Verify the first ones over HTTPS, and compare the answer with what the folder's own copy is."""
    looked_at = built.records[:MOST_RECORDS]
    offline = Verifier(resolver=built.resolver, at=verifier.at)
    troubles: list[Finding] = []
    for path in looked_at:
        live = verifier.inspect_at(site.url(path))
        expected = offline.inspect(built.read(path) or b"", place=site.url(path))
        if live.state is expected.state:
            continue
        if live.outcome is Outcome.UNDECIDED:
            troubles.append(unknown("records", f"{path}: {_reason(live)}", passing=True))
        else:
            sentence = f'{path} is "{live.state}", and the copy in the folder "{expected.state}": {_reason(live)}'
            troubles.append(failed("records", sentence, STALE, passing=True))
    if looked_at:
        every = f"{len(looked_at)} of {counted(len(built.records), 'learner record')}"
        yield from summed_up("records", troubles, f"{every} verified over HTTPS.")


def _reason(report: Report) -> str:
    return next((check.sentence for check in report.checks if check.outcome is not CheckOutcome.PASSED), "")
