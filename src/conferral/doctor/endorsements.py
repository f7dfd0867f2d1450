"""Check `endorsements`: those that catalog.json lists can be had, and those of the registry's own issuers hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conferral.doctor.describing import Described
from conferral.doctor.findings import STALE, Finding, failed, summed_up, unknown
from conferral.doctor.live import LiveSite
from conferral.plurals import counted
from conferral.verify.report import CheckOutcome, Outcome, State
from conferral.verify.resolving import FetchError
from conferral.verify.verifying import Verifier

MOST_ENDORSEMENTS = 50
"""Endorsements that are looked at."""

_ADVICE = "Publish what `conferral build` writes, unchanged."


def check_endorsements(site: LiveSite, said: Described, verifier: Verifier) -> Iterator[Finding]:
    """Each is asked for; what a stranger signed is for its own host to answer for, and for readers to check."""
    looked_at = said.endorsements[:MOST_ENDORSEMENTS]
    troubles = [trouble for one in looked_at for trouble in _troubles(site, one, verifier)]
    if looked_at:
        listed = len(said.endorsements)
        first = f"The first {len(looked_at)} of " if listed > len(looked_at) else ""
        told = f"{first}{counted(listed, 'endorsement')} can be had, and those of its issuers are what they signed."
        yield from summed_up("endorsements", troubles, told)


def _troubles(site: LiveSite, entry: Mapping[str, Any], verifier: Verifier) -> Iterator[Finding]:
    address, endorser = entry.get("document"), entry.get("endorser")
    if not isinstance(address, str) or not address.startswith(site.url("endorsements/")):
        yield failed("endorsements", "catalog.json lists an endorsement at no address of this site.", _ADVICE)
        return
    path = address.removeprefix(site.url(""))
    try:
        status = site.ask(path).status
    except FetchError as error:
        yield unknown("endorsements", f"{path} cannot be asked for: {error.message}.", passing=True)
        return
    if status != 200:
        yield failed("endorsements", f"{path} answers {status}.", STALE, passing=True)
    elif isinstance(endorser, Mapping) and endorser.get("issuer") is not None and path.endswith(".json"):
        report = verifier.inspect_at(address)
        if not report.authentic:
            reasons = [check.sentence for check in report.checks if check.outcome is not CheckOutcome.PASSED]
            if report.outcome is Outcome.UNDECIDED:
                yield unknown("endorsements", f"{path}: {reasons[0]}", passing=True)
            else:
                old = report.state is State.WITHDRAWN
                yield failed("endorsements", f"{path}: {reasons[0]}", _ADVICE, passing=old)
