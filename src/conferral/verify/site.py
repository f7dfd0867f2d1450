"""Verifying a whole site offline: every credential in its folder, every status list and every endorsement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime
from pathlib import Path

from conferral.verify import words
from conferral.verify.batches import Batch, inspecting
from conferral.verify.folder import catalog_of
from conferral.verify.packed import Pack, PackedReports
from conferral.verify.report import Outcome, Report, State
from conferral.verify.resolving import is_preview
from conferral.verify.site_documents import SiteDocuments, credential_paths, document_paths
from conferral.verify.site_report import SiteReport

_BATCH = 200  # credentials that a process is given at a time
_BATCH_OF_RECORDS = 20  # each of which holds credentials

Progress = Callable[[int, int], None]
"""Called with the number of documents done, and of all."""


def verify_site(
    folder: Path,
    *,
    at: datetime | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> SiteReport:
    """Verify every signed document of the site in `folder`, with nothing from the network.

    A credential's folder without a JSON file is a tombstone, and fine unless catalog.json counts it.  `jobs` is the
    number of processes, by default one for each processor; a small site takes one whatever is said.  An `executor`
    does the work in their place, whatever the size, and `jobs` says how many it has; they must be able to read
    `folder`.

    Raises:
        UndecidedError: `folder` is no site of a registry.
    """
    site = SiteDocuments(folder, at)
    credentials = credential_paths(folder)
    lists = document_paths(folder, "issuers/*/status/*.json")
    endorsements = [*document_paths(folder, "endorsements/*.json"), *document_paths(folder, "endorsements/*.jwt")]
    records = [*document_paths(folder, "people/*/record.json"), *document_paths(folder, "people/*/pathways/*.json")]
    total = len(credentials) + len(lists) + len(endorsements) + len(records)
    tell = progress or (lambda _done, _total: None)
    states: Counter[State] = Counter()
    not_verified: list[Pack] = []
    faults: list[Pack] = []
    list_problems: dict[str, str] = {}
    of_others = 0

    def add(batch: Batch) -> None:
        if batch.not_verified.count:
            not_verified.append(batch.not_verified)
        if batch.faults.count:
            faults.append(batch.faults)

    done = 0
    with inspecting(site, folder, len(credentials) + len(records), jobs, executor) as inspected:
        for batch in inspected(credentials, _BATCH):
            states += batch.states
            add(batch)
            done += batch.states.total()
            tell(done, total)
        for done, path in enumerate(lists, start=len(credentials) + 1):
            problem = site.list_problem(path)
            if problem is not None:
                list_problems[path] = problem
            tell(done, total)
        refused: dict[str, Report] = {}
        for done, path in enumerate(endorsements, start=len(credentials) + len(lists) + 1):
            report = site.inspect_own(path)
            if report is None:
                of_others += 1
            elif report.outcome is not Outcome.VERIFIED:
                refused[path] = report
            tell(done, total)
        add(Batch.of(refused))
        done = total - len(records)
        for batch in inspected(records, _BATCH_OF_RECORDS):
            add(batch)
            done += batch.states.total()
            tell(done, total)
    notes = [site.resolver.note]
    if is_preview(site.resolver.base_url):
        notes.append(words.NOTES["preview"])
    return SiteReport(
        base_url=site.resolver.base_url,
        at=site.verifier.at,
        states=dict(states),
        not_verified=PackedReports(not_verified),
        faults=PackedReports(faults),
        lists=len(lists),
        list_problems=list_problems,
        missing=_missing(folder, len(credentials)),
        notes=tuple(notes),
        endorsements=len(endorsements) - of_others,
        of_others=of_others,
        records=len(records),
    )


def _missing(folder: Path, found: int) -> str | None:
    counted = (catalog_of(folder) or {}).get("awarded")
    if not isinstance(counted, int) or isinstance(counted, bool):
        return None if found else words.say("site.nothing")
    return words.say("site.missing", counted=counted, found=found) if counted > found else None
