"""The list of issuers, as the DCC's own clients read it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conferral.addresses import ISSUER_REGISTRY
from conferral.keys import did
from conferral.manifest import Manifest
from conferral.site.indexes.issuer_registry_file import issuer_registry
from tests.conformance.outside import Job, run_node
from tests.conformance.sites import SignedSite

pytestmark = pytest.mark.xdist_group("outside verifiers")


@pytest.fixture(scope="module")
def listed(small: SignedSite) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(issuer_registry(small.registry, Manifest.of(small.folder.parent)))
    return found


def test_it_has_every_issuer_by_its_did(small: SignedSite, listed: dict[str, Any]) -> None:
    assert listed == {
        "meta": {"created": "2026-01-01T00:00:00Z", "updated": "2026-07-01T09:00:00Z"},
        "registry": {
            did(small.base_url, "harbour"): {"name": "Harbour School", "url": "https://harbour.example.org"},
            did(small.base_url, "lakeside"): {"name": "Lakeside School", "url": "https://lakeside.example.org"},
        },
    }


def test_their_clients_find_the_issuer_of_a_credential(small: SignedSite, listed: dict[str, Any]) -> None:
    path = small.path("data-analysis", 1)
    stranger = {**small.document(path), "issuer": {"id": "did:web:stranger.example.org", "type": ["Profile"]}}
    jobs = [
        Job(name="ours", at=small.at, path=path, replaced={ISSUER_REGISTRY: listed}),
        Job(name="stranger", at=small.at, document=stranger, replaced={ISSUER_REGISTRY: listed}),
    ]

    found = run_node("issuer-registry.mjs", small, jobs)["findings"]

    assert found["ours"] == {
        "issuers": [{"organization_name": "Lakeside School", "homepage_uri": "https://lakeside.example.org"}],
        "unchecked": 0,
        "registered": True,
    }
    assert (found["stranger"]["issuers"], found["stranger"]["unchecked"]) == ([], 0)
    assert found["stranger"]["registered"] is not True
