"""Signing on a Dask cluster of this machine, beside processes of its own: how long it takes, and the same bytes.

python -m bench.cluster WORKERS        a cluster; says its address, and ends with standard input
"""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.commands import Bench

WORKERS = 2


def measure_dask(bench: Bench) -> None:
    """Sign on two workers and in two processes; raises `RuntimeError` where one writes other bytes than the other."""
    if find_spec("distributed") is None:
        print("  Dask: not measured, since conferral[dask] is not installed")
        return
    with cluster() as address:
        for _ in range(bench.runs):
            for name, options in (("sign-here", ["--jobs", WORKERS]), ("sign-dask", ["--executor", address])):
                out = bench.place / name
                shutil.rmtree(out, ignore_errors=True)
                bench.run(f"dask/*/{name}", "sign", "--root", bench.root, "--out", out, *map(str, options))
            if not alike(bench.place / "sign-here", bench.place / "sign-dask"):
                raise RuntimeError("the cluster wrote other bytes than processes of this machine")
    for name in ("sign-here", "sign-dask"):
        shutil.rmtree(bench.place / name)


def alike(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files with the same bytes."""
    first, second = ({path.relative_to(root) for path in root.rglob("*")} for root in (one, other))
    files = [str(path) for path in first if (one / path).is_file()]
    _, differing, unread = filecmp.cmpfiles(one, other, files, shallow=False)
    return first == second and not differing and not unread


@contextmanager
def cluster() -> Iterator[str]:
    """A cluster of this machine while it lasts: its address, as --executor takes it."""
    command = [sys.executable, "-m", "bench.cluster", str(WORKERS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None and running.stdin is not None  # noqa: S101, PT018 -- both were asked for
        yield running.stdout.readline().strip()
        running.stdin.close()


def _stand_by(workers: int) -> None:
    distributed = import_module("distributed")  # an extra
    with distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as running:
        print(running.scheduler_address.replace("tcp://", "dask://"), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    _stand_by(int(sys.argv[1]))
