"""Endorsements that a live catalog.json lists are there, and those of the registry's own issuers hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conferral.doctor.describing import described
from conferral.doctor.endorsements import check_endorsements
from conferral.doctor.findings import Finding
from conferral.doctor.live import LiveSite
from conferral.verify import Verifier
from conferral.verify.https import Answer
from tests.endorsers import BASE, OFFICE, SAILING, answers, filed, own, signed
from tests.registry_builder import NOW
from tests.unit.test_issuing import published, registered

OWN = f"{BASE}/endorsements/lakeside.json"
THEIRS = f"{BASE}/endorsements/office.json"


class Host:
    """A host that serves these files, and 404 for anything else."""

    def __init__(self, served: Mapping[str, bytes]) -> None:
        self.served = dict(served)

    def ask(self, url: str) -> Answer:
        found = self.served.get(url)
        return Answer(status=200 if found is not None else 404, headers={}, body=found or b"", place=url)


def served() -> dict[str, bytes]:
    made = published(
        registered(
            {
                **own("lakeside", "badge: sailing", "lakeside", ["version: 1"]),
                **filed("office", "badge: sailing", signed(OFFICE, SAILING), answers(OFFICE)),
            }
        )
    )
    return {f"{BASE}/{path}": content for path, content in made.items()}


def examined(files: Mapping[str, bytes], *listed: Mapping[str, Any]) -> list[Finding]:
    site = LiveSite(BASE, Host(files))
    return list(check_endorsements(site, described({"endorsements": list(listed)}), Verifier(resolver=site, at=NOW)))


def entry(document: str, issuer: str | None) -> dict[str, Any]:
    return {"document": document, "endorser": {"id": "x", "name": "x", "issuer": issuer}}


BOTH = (entry(OWN, "lakeside"), entry(THEIRS, None))


def test_all_is_well() -> None:
    (found,) = examined(served(), *BOTH)
    assert (str(found.outcome), found.sentence) == (
        "passed",
        "2 endorsements can be had, and those of its issuers are what they signed.",
    )


def test_without_endorsements_nothing_is_said() -> None:
    assert examined({}) == []


def test_one_that_is_gone_and_one_that_the_host_has_altered() -> None:
    files = served()
    del files[THEIRS]
    files[OWN] = json.dumps(json.loads(files[OWN]) | {"name": "Another"}).encode()
    assert [(str(found.outcome), found.sentence) for found in examined(files, *BOTH)] == [
        (
            "failed",
            "endorsements/lakeside.json: The signature does not hold: it was altered, or somebody else signed it.",
        ),
        ("failed", "endorsements/office.json answers 404."),
    ]


def test_one_at_no_address_of_the_site() -> None:
    (found,) = examined({}, entry("https://elsewhere.example/e.json", None))
    assert found.sentence == "catalog.json lists an endorsement at no address of this site."
