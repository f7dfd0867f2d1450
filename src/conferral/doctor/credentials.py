"""Checks through the independent verifier: a sample, what was revoked, and what was erased."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from conferral.doctor.built import REVOCATIONS, Built, withdrawn
from conferral.doctor.findings import STALE, Finding, failed, passed, summed_up, unknown
from conferral.doctor.live import LiveSite
from conferral.plurals import counted
from conferral.verify.report import CheckOutcome, Outcome, Report, State
from conferral.verify.resolving import FetchError
from conferral.verify.verifying import Verifier

MOST_WITHDRAWN = 50
"""Revoked and suspended credentials that are verified, the newest first, and erased ones that are asked for."""


def credential_path(award: str) -> str:
    """The site path of a credential."""
    return f"credentials/{award}/credential.json"


def sample_of(built: Built, number: int, seed: str) -> Sequence[str]:
    """Ids of `number` credentials: the same ones for the same seed, others for another."""
    every = built.credentials
    return sorted(random.Random(seed).sample(every, min(number, len(every))))  # noqa: S311 -- no secret


def check_sample(site: LiveSite, sample: Sequence[str], verifier: Verifier, built: Built) -> Iterator[Finding]:
    """Verify each over HTTPS, and compare the answer with what the folder's own copy is."""
    offline = Verifier(resolver=built.resolver, at=verifier.at)
    states: Counter[State] = Counter()
    troubles: list[Finding] = []
    for award in sample:
        path = credential_path(award)
        url = site.url(path)
        live = verifier.inspect_at(url)
        states[live.state] += 1
        expected = offline.inspect(built.read(path) or b"", place=url)
        if live.authentic and live.state is expected.state:
            continue
        if not live.authentic:
            troubles.append(_not_authentic(path, live, site))
        else:
            sentence = f"{path} is {live.state}, and the copy in the folder is {expected.state}."
            troubles.append(failed("credentials", sentence, STALE, passing=True))
    told = ", ".join(f"{states[state]} {state}" for state in State if states[state]) or "none was asked for"
    every = f"{len(sample)} of {counted(len(built.credentials), 'credential')}"
    yield from summed_up("credentials", troubles, f"{every} verified over HTTPS: {told}.")


def check_withdrawn(site: LiveSite, verifier: Verifier, built: Built | None) -> Iterator[Finding]:
    """Everything that the page of revocations lists must be refused by a verifier; the newest ones are looked at."""
    page = built.read(f"{REVOCATIONS}") if built else _page(site)
    if page is None:
        yield unknown("revoked", f"{site.url(REVOCATIONS)} cannot be had.", passing=True)
        return
    listed = withdrawn(page)
    looked_at = listed[:MOST_WITHDRAWN]
    troubles: list[Finding] = []
    for award in looked_at:
        path = credential_path(award)
        live = verifier.inspect_at(site.url(path))
        status = live.check("status").outcome
        if status is CheckOutcome.PASSED:
            sentence = f"{path} is revoked or suspended, and a verifier is told: {live.statement}"
            troubles.append(failed("revoked", sentence, STALE, passing=True))
        elif live.outcome is Outcome.UNDECIDED:
            troubles.append(unknown("revoked", f"{path}: {_reason(live)}", passing=True))
    if not listed:
        yield passed("revoked", "Nothing is revoked or suspended.")
        return
    newest = f"The newest {len(looked_at)} of " if len(listed) > len(looked_at) else ""
    told = f"{newest}{counted(len(listed), 'revoked or suspended credential')} " + (
        "is refused by verifiers." if len(listed) == 1 else "are refused by verifiers."
    )
    yield from summed_up("revoked", troubles, told)


def check_erased(site: LiveSite, built: Built) -> Iterator[Finding]:
    """What was erased must be gone."""
    erased = built.erased
    looked_at = erased[:MOST_WITHDRAWN]
    troubles: list[Finding] = []
    for award in looked_at:
        path = credential_path(award)
        try:
            status = site.ask(path).status
        except FetchError as error:
            troubles.append(unknown("erased", f"{path} cannot be asked for: {error.message}.", passing=True))
            continue
        if status not in {404, 410}:
            sentence = f"{path} was erased and still answers {status}."
            troubles.append(failed("erased", sentence, STALE, passing=True))
    if erased:
        yield from summed_up("erased", troubles, f"{counted(len(looked_at), 'erased credential')} gone.")


def _not_authentic(path: str, live: Report, site: LiveSite) -> Finding:
    answer = site.answers.get(site.url(path))
    if answer is not None and answer.status in {404, 410}:
        return failed("credentials", f"{path} was built and answers {answer.status}.", STALE, passing=True)
    if live.outcome is Outcome.UNDECIDED:
        return unknown("credentials", f"{path}: {_reason(live)}", passing=True)
    advice = "Publish what `conferral build` writes, unchanged."
    return failed("credentials", f"{path}: {_reason(live)}", advice, passing=live.state is State.WITHDRAWN)


def _reason(report: Report) -> str:
    """The sentence of the first check that failed, else of the first that could not be made."""
    troubles = [check.sentence for check in report.checks if check.outcome is CheckOutcome.FAILED]
    doubts = [check.sentence for check in report.checks if check.outcome is CheckOutcome.UNKNOWN]
    return next(iter((*troubles, *doubts)), report.statement)


def _page(site: LiveSite) -> bytes | None:
    try:
        answer = site.ask(REVOCATIONS)
    except FetchError:
        return None
    return answer.body if answer.status == 200 else None
