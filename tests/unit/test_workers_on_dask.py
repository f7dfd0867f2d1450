"""A Dask cluster gives the very same as processes of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from conferral.errors import BuildError
from conferral.issuing import Preparing, prepared
from conferral.manifest import Manifest
from conferral.portions import portions, without_awards
from conferral.signed_folder import signed_credentials
from conferral.signing import sign
from conferral.workers import Workers
from tests.registry_builder import environment, write_registry
from tests.unit.register.conftest import register
from tests.unit.test_issuing import registered
from tests.unit.test_workers import PORTIONS, failing, scaled

pytestmark = pytest.mark.xdist_group("dask")  # one cluster is enough

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Workers]:
    distributed: Any = import_module("distributed")  # most of it has no types
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as local:
        yield Workers(2, local.scheduler_address)


def test_results_come_in_the_order_of_the_portions(cluster: Workers) -> None:
    assert list(cluster.each(scaled, 3, PORTIONS)) == [scaled(3, portion) for portion in PORTIONS]


def test_what_a_portion_raises_is_raised_here(cluster: Workers) -> None:
    with pytest.raises(BuildError, match="portion 7 is bad"):
        list(cluster.each(failing, None, range(20)))


def test_credentials_are_prepared_there_as_they_are_here(cluster: Workers) -> None:
    registry = registered()
    method = ("did:web:example.org:issuers:lakeside#key-1", NOW)
    shared = Preparing(without_awards(registry), registry.file.base_url, dict.fromkeys(registry.issuers, method))
    here = [prepared(shared, portion) for portion in portions(registry, 2)]
    assert sum(map(len, here)) == len(registry.awards) > 2
    assert list(cluster.each(prepared, shared, portions(registry, 2))) == here


def test_a_registry_is_signed_with_its_help_to_the_same_bytes(cluster: Workers, tmp_path: Path) -> None:
    root = tmp_path / "registry"
    write_registry(root)
    register(root)
    made: dict[str, Manifest] = {}
    for name, workers in (("here", Workers()), ("there", cluster)):
        made[name] = sign(
            root,
            tmp_path / name,
            preview=False,
            as_of=NOW,
            environ=environment(),
            passphrase=str,
            workers=workers,
        )
    assert made["here"] == made["there"]
    assert list(signed_credentials(tmp_path / "here")) == list(signed_credentials(tmp_path / "there")) != []


def test_a_cluster_that_is_not_there_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.workers._PATIENCE", 0.2)
    with pytest.raises(BuildError) as caught:
        list(Workers(2, "tcp://127.0.0.1:9").each(scaled, 3, PORTIONS))
    assert caught.value.message == "no Dask scheduler answers at dask://127.0.0.1:9"
