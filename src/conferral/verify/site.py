"""Verifying a whole site offline: every credential in its folder, every status list and every endorsement."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any

from conferral.errors import EncodingError
from conferral.standards.timestamps import format_timestamp
from conferral.verify import words
from conferral.verify.claims import issuer_of
from conferral.verify.folder import FolderResolver, catalog_of
from conferral.verify.places import lies_under, place_of
from conferral.verify.presented import read_presented
from conferral.verify.reading import read_document
from conferral.verify.report import CheckOutcome, Outcome, Report, State
from conferral.verify.resolving import FetchError, is_preview
from conferral.verify.status_fetching import MAX_LIST_BYTES
from conferral.verify.status_lists import StatusList
from conferral.verify.verifying import Verifier

_BATCH = 100  # credentials that a process is given at a time
_FEWEST_BATCHES = 4  # below that, starting processes takes longer than they save

Progress = Callable[[int, int], None]
"""Called with the number of documents done, and of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What is known about a site at the instant `at`.

    `states` counts its credentials by state.  `not_verified` has the report on each credential that is not
    in force, by its path in the folder; those that are revoked, suspended, expired or not yet valid are no
    fault of the site.  `endorsements` counts those that the site's own issuers signed, which are told with the
    credentials where they do not hold; `of_others` those of others, of which nothing can be said without the network.
    `records` counts the learner records, which are told with the credentials, too.
    `lists` is the number of status lists, `list_problems` a sentence on each that is of
    no use, by its path.  `missing` is a sentence where the folder holds fewer credentials than the site's own
    catalog.json counts, or neither credentials nor a count; else None.
    """

    base_url: str
    at: datetime
    states: Mapping[State, int]
    not_verified: Mapping[str, Report]
    lists: int
    list_problems: Mapping[str, str]
    missing: str | None
    notes: tuple[str, ...]
    endorsements: int = 0
    of_others: int = 0
    records: int = 0

    @property
    def credentials(self) -> int:
        """How many credentials there are."""
        return sum(self.states.values())

    @property
    def faults(self) -> Mapping[str, Report]:
        """The credentials that are not what their issuer signed and publishes."""
        return {path: report for path, report in self.not_verified.items() if not _is_authentic(report)}

    @property
    def sound(self) -> bool:
        """Whether every credential is there and authentic, and every status list of use."""
        return not self.faults and not self.list_problems and self.missing is None

    @property
    def exit_code(self) -> int:
        """0 sound, 1 not sound, 3 if nothing is wrong that is known and something is not known."""
        if self.sound:
            return 0
        undecided = all(report.outcome is Outcome.UNDECIDED for report in self.faults.values())
        return 3 if undecided and not self.list_problems and self.missing is None else 1

    def as_json(self) -> dict[str, Any]:
        """The report as plain data, the same keys every time."""
        return {
            "baseUrl": self.base_url,
            "at": format_timestamp(self.at),
            "sound": self.sound,
            "credentials": self.credentials,
            "states": {str(state): self.states.get(state, 0) for state in State},
            "notVerified": {path: report.as_json() for path, report in self.not_verified.items()},
            "lists": self.lists,
            "listProblems": dict(self.list_problems),
            "missing": self.missing,
            "endorsements": self.endorsements,
            "endorsementsOfOthers": self.of_others,
            "records": self.records,
            "notes": list(self.notes),
        }


def verify_site(
    folder: Path, *, at: datetime | None = None, jobs: int | None = None, progress: Progress | None = None
) -> SiteReport:
    """Verify every signed document of the site in `folder`, with nothing from the network.

    A credential's folder without a JSON file is a tombstone, and fine unless catalog.json counts it.  `jobs` is the
    number of processes, by default one for each processor; a small site takes one whatever is said.

    Raises:
        UndecidedError: `folder` is no site of a registry.
    """
    site = _Site(folder, at)
    credentials = _paths(folder, "credentials/*/credential.json")
    lists = _paths(folder, "issuers/*/status/*.json")
    endorsements = [*_paths(folder, "endorsements/*.json"), *_paths(folder, "endorsements/*.jwt")]
    records = [*_paths(folder, "people/*/record.json"), *_paths(folder, "people/*/pathways/*.json")]
    total = len(credentials) + len(lists) + len(endorsements) + len(records)
    tell = progress or (lambda _done, _total: None)
    states: Counter[State] = Counter()
    not_verified: dict[str, Report] = {}
    list_problems: dict[str, str] = {}
    done = 0
    for batch in _inspected(folder, site, credentials, jobs or os.cpu_count() or 1):
        states += batch.states
        not_verified |= batch.not_verified
        done += batch.states.total()
        tell(done, total)
    for done, path in enumerate(lists, start=len(credentials) + 1):
        problem = site.list_problem(path)
        if problem is not None:
            list_problems[path] = problem
        tell(done, total)
    of_others = 0
    for done, path in enumerate(endorsements, start=len(credentials) + len(lists) + 1):
        found = site.inspect_own(path)
        if found is None:
            of_others += 1
        elif found.outcome is not Outcome.VERIFIED:
            not_verified[path] = found
        tell(done, total)
    for done, path in enumerate(records, start=total - len(records) + 1):
        report = site.inspect(path)
        if report.outcome is not Outcome.VERIFIED:
            not_verified[path] = report
        tell(done, total)
    notes = [site.resolver.note]
    if is_preview(site.resolver.base_url):
        notes.append(words.NOTES["preview"])
    return SiteReport(
        base_url=site.resolver.base_url,
        at=site.verifier.at,
        states=dict(states),
        not_verified=not_verified,
        lists=len(lists),
        list_problems=list_problems,
        missing=_missing(folder, len(credentials)),
        notes=tuple(notes),
        endorsements=len(endorsements) - of_others,
        of_others=of_others,
        records=len(records),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """What was found of some credentials: how many are in which state, and the reports on those not in force."""

    states: Counter[State]
    not_verified: dict[str, Report]


class _Site:
    """The site in a folder, and the verifier of what lies in it."""

    def __init__(self, folder: Path, at: datetime | None) -> None:
        self.resolver = FolderResolver.for_site(folder)
        self.verifier = Verifier(resolver=self.resolver, at=at)

    def inspect(self, path: str) -> Report:
        """The report on the credential at a site path."""
        url = self.resolver.base_url + path
        try:
            data = self.resolver.fetch(url)
        except FetchError as error:
            return self.verifier.unreadable(error.message)
        return self.verifier.inspect(data, place=url)

    def inspect_own(self, path: str) -> Report | None:
        """The report on the endorsement at a site path; None for one of somebody whose keys lie elsewhere."""
        try:
            document = read_presented(self.resolver.fetch(self.resolver.base_url + path)).document
        except (FetchError, EncodingError) as error:
            return self.verifier.unreadable(error.message)
        place = place_of(issuer_of(document))
        return self.inspect(path) if place is not None and lies_under(place, self.resolver.base_url) else None

    def list_problem(self, path: str) -> str | None:
        """What keeps the status list at a site path from being of use."""
        url = self.resolver.base_url + path
        try:
            document = read_document(self.resolver.fetch(url), max_bytes=MAX_LIST_BYTES)
        except (FetchError, EncodingError) as error:
            return words.say("status.unreadable", url=url, problem=error.message)
        self.verifier.resolver.begin()
        found = self.verifier.lists.get(url, issuer_of(document))
        return None if isinstance(found, StatusList) else found.sentence


def _inspected(folder: Path, site: _Site, paths: Sequence[str], jobs: int) -> Iterator[_Batch]:
    """Every batch of `paths`, in order."""
    batches = [paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)]
    if jobs == 1 or len(batches) < _FEWEST_BATCHES:
        yield from (_inspect(site, batch) for batch in batches)
        return
    # Started afresh, since this process may have threads, which do not survive being copied.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(batches)), mp_context=fresh) as pool:
        yield from pool.map(_inspect_elsewhere, repeat(folder), repeat(site.verifier.at), batches)


def _inspect_elsewhere(folder: Path, at: datetime, paths: Sequence[str]) -> _Batch:
    return _inspect(_site(folder, at), paths)


@lru_cache(maxsize=1)
def _site(folder: Path, at: datetime) -> _Site:
    # One for all batches of a process: it keeps the issuers' keys and status lists.
    return _Site(folder, at)


def _inspect(site: _Site, paths: Sequence[str]) -> _Batch:
    states: Counter[State] = Counter()
    not_verified: dict[str, Report] = {}
    for path in paths:
        report = site.inspect(path)
        states[report.state] += 1
        if report.outcome is not Outcome.VERIFIED:
            not_verified[path] = report
    return _Batch(states=states, not_verified=not_verified)


def site_text(report: SiteReport, *, most: int = 20) -> str:
    """`report` in lines for a terminal; at most `most` faults are told one by one."""
    counts = [f"{number} {state}" for state in State if (number := report.states.get(state, 0))]
    counted = [_count(report.credentials, "credential"), _count(report.lists, "status list")]
    counted += [_count(report.endorsements, "endorsement")] if report.endorsements else []
    counted += [_count(report.records, "learner record")] if report.records else []
    size = f"{', '.join(counted[:-1])} and {counted[-1]}"
    lines = [f"{'Sound' if report.sound else 'NOT SOUND'}: {size} of {words.harmless(report.base_url)}"]
    if counts:
        lines.append(f"  {', '.join(counts)}")
    if report.missing is not None:
        lines.append(f"  {report.missing}")
    faults = [f"{path}: {_reason(found)}" for path, found in report.faults.items()]
    faults += [f"{path}: {problem}" for path, problem in report.list_problems.items()]
    lines += [f"  {words.harmless(fault, 1000)}" for fault in faults[:most]]
    if len(faults) > most:
        lines.append(f"  and {len(faults) - most} more")
    lines += [f"  note: {note}" for note in report.notes]
    if report.of_others:
        whose = f"{_count(report.of_others, 'endorsement')} of others"
        lines.append(f"  note: {whose} not looked at: their keys are not in the folder.")
    return "\n".join(lines)


def _is_authentic(report: Report) -> bool:
    """Whether a document is what its issuer signed and publishes.

    A record and what it holds may be over by now; what was revoked or suspended must not be in it any more.
    """
    if report.kind != "clr":
        return report.authentic
    over = {State.EXPIRED, State.NOT_YET_VALID}
    own = (check for check in report.checks if check.name != "credentials")
    return (
        all(check.outcome is CheckOutcome.PASSED or check.verdict in over for check in own)
        and bool(report.embedded)
        and all(each.report.authentic and each.report.state in {State.VALID, *over} for each in report.embedded)
    )


def _missing(folder: Path, found: int) -> str | None:
    counted = (catalog_of(folder) or {}).get("awarded")
    if not isinstance(counted, int) or isinstance(counted, bool):
        return None if found else words.say("site.nothing")
    return words.say("site.missing", counted=counted, found=found) if counted > found else None


def _paths(folder: Path, pattern: str) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _reason(report: Report) -> str:
    troubles: Iterable[str] = (check.sentence for check in report.checks if check.outcome is CheckOutcome.FAILED)
    doubts = (check.sentence for check in report.checks if check.outcome is CheckOutcome.UNKNOWN)
    return next(iter(troubles), None) or next(iter(doubts), report.statement)
