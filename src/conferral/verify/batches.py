"""Inspecting the documents of a site batch by batch, in this process or in several."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conferral.verify.packed import Pack
from conferral.verify.report import Outcome, Report, State
from conferral.verify.site_documents import SiteDocuments
from conferral.verify.site_report import is_authentic

_AHEAD = 3  # batches under way for each process
_MANY = 32  # processes that an executor may have which does not say
_FEWEST = 1_000  # documents below which starting processes takes longer than they save


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What was found of some documents: how many are in which state, and the reports on those not in force."""

    states: Counter[State]
    not_verified: Pack
    faults: Pack

    @classmethod
    def of(cls, reports: Mapping[str, Report]) -> Batch:
        """What `reports`, by path, come to."""
        not_verified = {path: report for path, report in reports.items() if report.outcome is not Outcome.VERIFIED}
        return cls(
            states=Counter(report.state for report in reports.values()),
            not_verified=Pack.of(not_verified),
            faults=Pack.of({path: report for path, report in not_verified.items() if not is_authentic(report)}),
        )


Inspected = Callable[[Sequence[str], int], Iterator[Batch]]
"""Takes paths and how many make a batch; gives what is found of each batch, in order."""


@contextmanager
def inspecting(
    site: SiteDocuments, folder: Path, documents: int, jobs: int | None, executor: Executor | None
) -> Iterator[Inspected]:
    """How so many `documents` are inspected: by the `executor`, or in `jobs` processes where that pays, or in this one.

    By default there are as many processes as processors.
    """
    processes = jobs or _processors()
    run = _Run(folder=folder.absolute(), at=site.verifier.at, name=secrets.token_hex(8))
    if executor is not None:
        yield lambda paths, size: _elsewhere(executor, jobs or _MANY, run, paths, size)
    elif processes == 1 or documents < _FEWEST:
        yield lambda paths, size: (_inspect(site, batch) for batch in _batches(paths, size))
    else:
        # Started afresh, since this process may have threads, which do not survive being copied.
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=fresh) as pool:
            yield lambda paths, size: _elsewhere(pool, processes, run, paths, size)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One verification of a site.  The `name` is its own, since whoever works for several must not mix them up."""

    folder: Path
    at: datetime
    name: str


def _elsewhere(executor: Executor, jobs: int, run: _Run, paths: Sequence[str], size: int) -> Iterator[Batch]:
    """Only so many batches are under way as keep everybody busy."""
    waiting: deque[Future[Batch]] = deque()
    try:
        for batch in _batches(paths, size):
            waiting.append(executor.submit(_inspect_elsewhere, run, batch))
            if len(waiting) >= _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _batches(paths: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (paths[start : start + size] for start in range(0, len(paths), size))


def _inspect_elsewhere(run: _Run, paths: Sequence[str]) -> Batch:
    return _inspect(_site(run), paths)


class _Kept(threading.local):
    """The site that a thread works on: one for all batches, since it keeps the issuers' keys and status lists."""

    run: _Run | None = None
    site: SiteDocuments | None = None


_KEPT = _Kept()


def _site(run: _Run) -> SiteDocuments:
    if _KEPT.site is None or _KEPT.run != run:
        _KEPT.site, _KEPT.run = SiteDocuments(run.folder, run.at), run
    return _KEPT.site


def _inspect(site: SiteDocuments, paths: Sequence[str]) -> Batch:
    return Batch.of({path: site.inspect(path) for path in paths})


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
