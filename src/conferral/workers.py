"""Work in portions, on as many processors as there are, or on a cluster.

The work is a pure function of what all portions share and of one portion; both and the result can be pickled.  So
where it runs makes no difference to what comes out, and it comes out in order.  Processes of this machine inherit
what is shared; those of a Dask cluster are sent it once.  Only as many portions are under way as keep everybody busy,
so that memory is bounded by the portion and not by the registry.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import chain, islice
from typing import Any, TypeVar

from conferral.errors import BuildError

Shared = TypeVar("Shared")
Portion = TypeVar("Portion")
Result = TypeVar("Result")

_AHEAD = 3  # portions under way for each process
_PATIENCE = 10  # seconds until a scheduler has to have answered
_DASK, _TCP = "dask://", "tcp://"


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does the work: `jobs` processes of this machine, or the cluster of a Dask scheduler at `address`."""

    jobs: int = 1
    address: str | None = None

    @property
    def arguments(self) -> list[str]:
        """The options of a command line that name these."""
        executor = [] if self.address is None else ["--executor", self.address.replace(_TCP, _DASK)]
        return ["--jobs", str(self.jobs), *executor]

    @classmethod
    def named(cls, jobs: int | None = None, executor: str | None = None) -> Workers:
        """As asked for on a command line: by default a process for each processor that this one may use.

        `executor` is `dask://host:port`.  Raises `BuildError` for anything else.
        """
        if executor is not None and not executor.startswith(_DASK):
            raise BuildError(f"'{executor}' is no executor", hint="Write dask://HOST:PORT, or leave it out.")
        address = executor.replace(_DASK, _TCP) if executor else None
        return cls(jobs or processors(), address)

    def each(
        self, work: Callable[[Shared, Portion], Result], shared: Shared, portions: Iterable[Portion]
    ) -> Iterator[Result]:
        """What `work(shared, portion)` gives for each of `portions`, in their order."""
        if self.address is not None:
            with _cluster(self.address) as (executor, scattered):
                yield from _in_order(executor, self.jobs, work, (scattered(shared),), portions)
            return
        waiting = iter(portions)
        first = list(islice(waiting, 2))
        if self.jobs == 1 or len(first) < 2:  # starting a process takes longer than a portion
            for portion in chain(first, waiting):
                yield work(shared, portion)
        else:
            yield from self._on_this_machine(work, shared, chain(first, waiting))

    def _on_this_machine(
        self, work: Callable[[Shared, Portion], Result], shared: Shared, portions: Iterable[Portion]
    ) -> Iterator[Result]:
        # A copy of this process has everything already; where copying is not safe, processes start afresh.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        with ProcessPoolExecutor(self.jobs, context, _remember, (work, shared)) as pool:
            yield from _in_order(pool, self.jobs, _remembered, (), portions)


ALONE = Workers()
"""This process alone."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_order(
    executor: Executor, jobs: int, work: Callable[..., Result], first: tuple[Any, ...], portions: Iterable[Any]
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    try:
        for portion in portions:
            waiting.append(executor.submit(work, *first, portion))
            if len(waiting) >= _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


_memory: list[Any] = []


def _remember(work: Callable[..., Any], shared: Any) -> None:
    _memory[:] = [work, shared]


def _remembered(portion: Any) -> Any:
    work, shared = _memory
    return work(shared, portion)


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, Callable[[Any], Any]]]:
    try:
        distributed: Any = import_module("distributed")  # comes with an extra, and most of it has no types
    except ImportError:
        raise BuildError(
            "conferral is installed without Dask", hint="Install it with its extra: pip install 'conferral[dask]'"
        ) from None
    try:
        client = distributed.Client(address, timeout=_PATIENCE)
    except OSError as error:
        raise BuildError(f"no Dask scheduler answers at {address.replace(_TCP, _DASK)}") from error
    with client:
        yield client.get_executor(pure=False), lambda shared: client.scatter(shared, broadcast=True)
