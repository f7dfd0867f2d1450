"""All checks of a published site, in order; and asking again until what was built has arrived."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from conferral.doctor.built import CATALOG, REVOCATIONS, Built
from conferral.doctor.credentials import check_erased, check_sample, check_withdrawn, credential_path, sample_of
from conferral.doctor.describing import Described, check_catalog, described, is_of, read_catalog
from conferral.doctor.endorsements import check_endorsements
from conferral.doctor.findings import STALE, Finding, failed, passed, summed_up, unknown
from conferral.doctor.hosting import (
    age_of,
    ask_for_files,
    check_caching,
    check_cors,
    check_folders,
    check_media_types,
    check_not_found,
    check_redirects,
    longest_kept,
)
from conferral.doctor.issuers import check_issuers, named
from conferral.doctor.lists import check_lists
from conferral.doctor.live import Asking, LiveSite
from conferral.doctor.moves import check_moves
from conferral.doctor.records import check_records
from conferral.plurals import counted
from conferral.standards.timestamps import format_timestamp
from conferral.verify.report import CheckOutcome
from conferral.verify.resolving import FetchError
from conferral.verify.verifying import Verifier

SAMPLE = 20
"""Credentials that are verified unless another number is asked for."""

PAUSE = 20.0
"""Seconds between the first two examinations; each pause is half as long again, up to `LONGEST_PAUSE`."""

LONGEST_PAUSE = 120.0
"""Seconds between two examinations at most."""

# OpenSSL's numbers (X509_V_ERR_...) for what is wrong with a certificate.
_CERTIFICATES: Mapping[int, str] = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is signed by itself alone",
    19: "its certificate is signed by an authority that this machine does not know",
    20: "its certificate is signed by an authority that this machine does not know",
    21: "the host does not send the certificates between its own and the authority's",
    62: "its certificate is for another name",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What is known about the site at `url` at the instant `at`: what it says of itself, and every finding in order."""

    url: str
    at: datetime
    site: Described | None
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> CheckOutcome:
        """Failed if a check failed, unknown if one could not be made, else passed."""
        outcomes = {finding.outcome for finding in self.findings}
        order = (CheckOutcome.FAILED, CheckOutcome.UNKNOWN)
        return next((outcome for outcome in order if outcome in outcomes), CheckOutcome.PASSED)

    @property
    def exit_code(self) -> int:
        """0 all is well, 1 something is wrong, 3 something is not known."""
        return {CheckOutcome.PASSED: 0, CheckOutcome.FAILED: 1, CheckOutcome.UNKNOWN: 3}[self.outcome]

    @property
    def may_pass(self) -> bool:
        """Whether time alone may make it better: something may mend itself, and nothing failed that cannot."""
        troubles = [finding for finding in self.findings if finding.outcome is not CheckOutcome.PASSED]
        for_good = any(finding.outcome is CheckOutcome.FAILED and not finding.passing for finding in troubles)
        return any(finding.passing for finding in troubles) and not for_good

    def as_json(self) -> dict[str, Any]:
        """The diagnosis as plain data, the same keys every time."""
        as_of = self.site.as_of if self.site else None
        return {
            "url": self.url,
            "at": format_timestamp(self.at),
            "outcome": str(self.outcome),
            "commit": self.site.commit if self.site else None,
            "asOf": format_timestamp(as_of) if as_of else None,
            "checks": [finding.as_json() for finding in self.findings],
        }


def examine(
    base_url: str, *, host: Asking, built: Built | None = None, sample: int = SAMPLE, at: datetime | None = None
) -> Diagnosis:
    """Make every check once.  Never raises for what the site is or says.

    `base_url` is an https address without a slash at its end, `host` what asks the network.  With `built`, the folder
    that was published, the two are compared, and `sample` credentials of it are verified.
    """
    site = LiveSite(base_url, host)
    at = at or datetime.now(UTC).replace(microsecond=0)
    findings = [*_reached(site)]
    catalog = read_catalog(site) if findings[-1].outcome is CheckOutcome.PASSED else None
    said = None
    if isinstance(catalog, Finding):
        findings.append(catalog)
    elif catalog is not None:
        said = described(catalog)
        findings += check_catalog(catalog, site)
        if is_of(catalog, site):
            findings += _explained_by_old_copies([*_examined(site, said, built, sample, at)])
    return Diagnosis(url=base_url, at=at, site=said, findings=tuple(findings))


def examine_until_current(
    again: Callable[[], Diagnosis],
    *,
    wait: float,
    say: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Diagnosis:
    """Examine `again` and again until all is well, `wait` seconds have passed since the first, or waiting cannot help.

    `say` is told before each pause.
    """
    diagnosis, next_pause = again(), PAUSE
    end = clock() + wait
    while diagnosis.may_pass and (left := end - clock()) > 0:
        pause, next_pause = min(next_pause, left), min(1.5 * next_pause, LONGEST_PAUSE)
        first = next(finding for finding in diagnosis.findings if finding.passing)
        say(f"not yet: {first.sentence} Asking again in {pause:.0f} seconds, for {left:.0f} seconds more.")
        sleep(pause)
        diagnosis = again()
    return diagnosis


_OF_SEVERAL_FILES = frozenset(
    {"issuers", "status-lists", "credentials", "revoked", "erased", "endorsements", "records"}
)


def _explained_by_old_copies(findings: Sequence[Finding]) -> Sequence[Finding]:
    """The findings, where some files are older copies: a new credential and the old keys, say, make no sense together.

    What was found in several files may then mend itself.
    """
    stale = any(finding.check == "current" and finding.passing for finding in findings)
    return [
        replace(finding, passing=True)
        if stale and finding.check in _OF_SEVERAL_FILES and finding.outcome is not CheckOutcome.PASSED
        else finding
        for finding in findings
    ]


def _reached(site: LiveSite) -> Iterator[Finding]:
    url = site.url("")
    try:
        answer = site.ask("")
    except FetchError as error:
        problem = _certificate(error)
        if problem:
            yield failed(
                "reachable",
                f"{url} cannot be reached safely: {problem}.",
                "No verifier goes on from there. Renew the certificate, or switch HTTPS on in the host's settings.",
            )
        else:
            advice = "Is the name in the DNS, and the site published? Is this machine online?"
            yield unknown("reachable", f"{url} cannot be reached: {error.message}.", advice, passing=True)
        return
    if answer.status >= 500:
        yield unknown("reachable", f"{url} answers {answer.status}.", "Ask again later.", passing=True)
    else:
        yield passed("reachable", f"{url} answers, with a certificate that is trusted.")


def _certificate(error: FetchError) -> str:
    """What is wrong with a certificate; empty if that is not what failed."""
    cause = error.__cause__
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return ""
    return _CERTIFICATES.get(cause.verify_code, "its certificate is not trusted")


def _examined(site: LiveSite, said: Described, built: Built | None, sample: int, at: datetime) -> Iterator[Finding]:
    verifier = Verifier(resolver=site, at=at)
    chosen = sample_of(built, sample, f"{said.commit} {said.as_of}") if built else ()
    issuers = described(built.catalog).issuers if built else said.issuers
    yield from check_issuers(site, issuers)
    yield from check_lists(site, issuers, verifier, built)
    if built:
        yield from check_sample(site, chosen, verifier, built)
        yield from check_records(site, verifier, built)
    yield from check_withdrawn(site, verifier, built)
    if built:
        yield from check_erased(site, built)
    yield from check_endorsements(site, said, verifier)
    yield from check_folders(site, [*_folders(said, chosen)])
    yield from check_not_found(site, built)
    ask_for_files(site, [*_images(site, said)])
    if built:
        yield from _current(site, said, built, chosen)
    yield from check_media_types(site)
    yield from check_cors(site)
    yield from check_caching(site)
    yield from check_redirects(site)
    yield from check_moves(site, said)  # the last, since what other hosts answer is not this one's


def _folders(said: Described, chosen: Sequence[str]) -> Iterator[str]:
    """A page of each kind."""
    yield ""
    yield "verify/"
    yield REVOCATIONS
    yield from (f"issuers/{slug}/" for slug, _, _ in [*named(said.issuers)][:1])
    yield from (f"credentials/{award}/" for award in chosen[:1])


def _images(site: LiveSite, said: Described) -> Iterator[str]:
    """The picture of the first badge, as the catalog names it, where that lies in the site."""
    for badge in said.badges[:1]:
        image = badge.get("image")
        if isinstance(image, str) and image.startswith(site.url("badges/")):
            yield image.removeprefix(site.url(""))


def _current(site: LiveSite, said: Described, built: Built, chosen: Sequence[str]) -> Iterator[Finding]:
    """Whether what is live is what was built: catalog.json tells which is older, then every file asked for counts."""
    ours = described(built.catalog)
    if site.answers[site.url(CATALOG)].body != built.read(CATALOG):
        yield _which_is_older(site, said, ours)
        return
    every = [*(f"issuers/{slug}/did.json" for slug, _, _ in named(ours.issuers)), *map(credential_path, chosen)]
    every += _folders(ours, chosen)
    asked = {path: site.answers.get(site.url(path)) for path in every}
    differing = [
        path for path, answer in asked.items() if answer and answer.status == 200 and answer.body != built.read(path)
    ]
    troubles = [
        failed("current", f"{site.url(path)} is not what was built.", STALE, passing=True) for path in differing
    ]
    told = f"What is live is what was built: {counted(len(asked) - len(differing), 'file')} compared with the folder."
    yield from summed_up("current", troubles, told)


def _which_is_older(site: LiveSite, said: Described, ours: Described) -> Finding:
    if said.as_of and ours.as_of and said.as_of > ours.as_of:
        return unknown(
            "current",
            f"The live copy is newer than the folder: {said.words}, against {ours.words}.",
            "Build the commit that is live, and compare with that.",
        )
    kept, age = longest_kept(site), age_of(site)
    lasting = f"The host keeps copies for {kept} seconds" if kept else "Hosts keep copies for some minutes"
    old = f", and this one is {age} seconds old" if age else ""
    seconds = max(900, 3 * kept // 2)
    older = "older" if said.as_of and ours.as_of and said.as_of < ours.as_of else "another"
    return failed(
        "current",
        f"The live copy is {older} than what was built: {said.words}, against {ours.words}.",
        f"{lasting}{old}: ask again later, or with --wait {seconds}. If it stays, the deployment did not succeed.",
        passing=True,
    )
