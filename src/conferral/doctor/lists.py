"""Check `status-lists`: every list is signed by its issuer, in force, and holds what was built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from conferral.doctor.built import Built
from conferral.doctor.findings import STALE, Finding, failed, passed, summed_up, unknown
from conferral.doctor.issuers import named
from conferral.doctor.live import LiveSite
from conferral.plurals import counted
from conferral.verify import words
from conferral.verify.report import Check, CheckOutcome
from conferral.verify.resolving import FetchError
from conferral.verify.status_lists import StatusList
from conferral.verify.verifying import Verifier

_PURPOSES = ("revocation", "suspension")
_MOST_OF_A_KIND = 50  # lists of one issuer and purpose that are looked for


def check_lists(
    site: LiveSite, issuers: Sequence[Mapping[str, Any]], verifier: Verifier, built: Built | None
) -> Iterator[Finding]:
    """Verify every status list; without a folder to compare with, those that the issuers' addresses have."""
    offline = Verifier(resolver=built.resolver, at=verifier.at) if built else None
    troubles: list[Finding] = []
    lists = entries = 0
    for slug, did, awarded in named(issuers):
        paths = built.status_lists.get(slug, ()) if built else [*_looked_for(site, slug)]
        if awarded and not paths:
            troubles.append(failed("status-lists", f"No status list of {slug} was found.", STALE, passing=True))
        for path in paths:
            url = site.url(path)
            verifier.resolver.begin()
            found = verifier.lists.get(url, did)
            if isinstance(found, Check):
                troubles.append(_unusable(path, found))
                continue
            lists += 1
            entries += _bits(found).bit_count()
            troubles += _out_of_force(found, path, verifier.at)
            if offline is not None:
                offline.resolver.begin()
                troubles += _compared(path, found, offline.lists.get(url, did))
    if lists or troubles:
        told = f"{counted(lists, 'status list')} signed and in force, with {counted(entries, 'entry', 'entries')} set."
        yield from summed_up("status-lists", troubles, told)
    else:
        yield passed("status-lists", "No issuer has awarded anything, so there are no status lists.")


def _looked_for(site: LiveSite, slug: str) -> Iterator[str]:
    """The paths at which an issuer has lists, which are numbered from 1; one that cannot be had ends the search."""
    for purpose in _PURPOSES:
        for number in range(1, _MOST_OF_A_KIND + 1):
            path = f"issuers/{slug}/status/{purpose}-{number}.json"
            try:
                status = site.ask(path).status
            except FetchError:
                status = 0
            if status in {404, 410}:
                break
            yield path
            if status != 200:
                break


def _unusable(path: str, found: Check) -> Finding:
    if found.outcome is CheckOutcome.FAILED:
        return failed(
            "status-lists", f"{path}: {found.sentence}", "Nothing that this list covers verifies: publish again."
        )
    return unknown("status-lists", f"{path}: {found.sentence}", STALE, passing=True)


def _out_of_force(found: StatusList, path: str, at: datetime) -> Iterator[Finding]:
    if found.end is not None and found.end < at:
        yield failed(
            "status-lists",
            f"{path} has lapsed: it was valid until {words.format_instant(found.end)}.",
            "Widely used verifiers refuse every credential that it covers: build and publish again.",
        )
    if found.begin is not None and found.begin > at:
        yield failed(
            "status-lists",
            f"{path} is only valid from {words.format_instant(found.begin)}.",
            "The clock of this machine or of the one that built the site is wrong.",
        )


def _compared(path: str, live: StatusList, built: StatusList | Check) -> Iterator[Finding]:
    if isinstance(built, Check):
        yield failed("status-lists", f"{path} in the folder is of no use: {built.sentence}", "Build again.")
        return
    missing = (_bits(built) & ~_bits(live)).bit_count()
    beyond = (_bits(live) & ~_bits(built)).bit_count()
    if missing:
        yield failed(
            "status-lists",
            f"{path}: {counted(missing, 'bit')} that was built as set is not set in the live list.",
            f"Whoever verifies one of these now is told that it holds. {STALE}",
            passing=True,
        )
    elif beyond:
        yield failed(
            "status-lists",
            f"{path}: {counted(beyond, 'bit')} set in the live list is not set in the folder.",
            "The folder is older than what is published, or a revocation was lost or taken back: `conferral check "
            "--base` tells.",
        )


def _bits(found: StatusList) -> int:
    return int.from_bytes(found.bits, "big")
