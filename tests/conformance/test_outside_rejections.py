"""What the outside verifiers say of altered credentials: that their word for the sound ones is worth something.

Each turns nearly all of them down.  What each lets through is written down here; ours lets none of it through
(`test_altered_credentials`), and nothing that we publish may rely on another verifier looking.
"""

from __future__ import annotations

import pytest

from tests.conformance import alterations
from tests.conformance.alterations import Alteration
from tests.conformance.outside import VERIFIERS, Finding, Job
from tests.conformance.sites import SignedSite

pytestmark = pytest.mark.xdist_group("outside verifiers")

STOLEN_KEY = frozenset(
    f"signed with a stolen key {how}"
    for how in (
        "under an address where nothing is",
        "under another credential's address",
        "for another holder",
        "for longer",
        "without an address",
        "without a status entry",
    )
)
"""Only who asks the issuer's own address can tell."""

EVERYBODY = frozenset(
    {
        "context: a catch-all",  # it defines nothing that is used
        "list of another address",
        alterations.TOO_SHORT,
    }
)

LETS_THROUGH = {
    "@digitalbazaar/vc": {
        "status under its full name",  # signed as before, and no longer looked up
        "id under its JSON-LD name",
        "key: revoked",
        "key: revoked at no readable time",
        "key: expired",
    },
    "@digitalcredentials/verifier-core": {
        "status under its full name",
        "issued by another issuer under the issuer's address",
        "list issued by another issuer",
        "signed with a stolen key with another issuer's list",
        "key: revoked",
    },
    "openvc-core": {
        "list for no purpose",
        "list that is no list",
        "key: no assertionMethod",
        "key: for authentication only",
        "key: revoked",
        "key: revoked at no readable time",
        "key: expired",
        "key: controlled by another issuer",
        "key: controlled by nobody",
        "key: another type",
    },
}

KEYS_ASKED_ONE_BY_ONE = ("key: revoked", "key: not in assertionMethod", "key: another public key", "key: keys gone")
"""verifier-core keeps a DID document that it has seen, so each of these takes a process of its own."""


@pytest.fixture(scope="module")
def altered(small: SignedSite) -> dict[str, Alteration]:
    path, neighbour = small.path("data-analysis", 2), small.path("data-analysis", 1)
    elsewhere = small.path("sailing", 1)
    found = [
        *alterations.of_the_credential(small, path, neighbour, elsewhere),
        *alterations.of_the_signer(small, path, neighbour, elsewhere),
        *alterations.of_the_list(small, path, elsewhere),
        *alterations.of_the_keys(small, path),
    ]
    return {one.name: one for one in found if one.place is None and not one.name.startswith("list: ")}


@pytest.mark.parametrize("name", list(VERIFIERS))
def test_each_turns_down_what_was_altered(small: SignedSite, altered: dict[str, Alteration], name: str) -> None:
    findings = _ask(name, small, list(altered.values()))
    accepted = {alteration for alteration, finding in findings.items() if finding.accepted}
    assert accepted <= LETS_THROUGH[name] | EVERYBODY | STOLEN_KEY
    assert len(findings) - len(accepted) > 60


@pytest.mark.parametrize("name", list(VERIFIERS))
def test_each_accepts_what_an_issuer_may_change(small: SignedSite, name: str) -> None:
    path = small.path("data-analysis", 2)
    changes = [one for one in alterations.sound_changes(small, path) if not one.name.startswith("key")]
    findings = _ask(name, small, changes)
    assert {change: finding.accepted for change, finding in findings.items()} == {one.name: True for one in changes}


@pytest.mark.parametrize("name", list(VERIFIERS))
def test_each_turns_down_a_credential_with_any_claim_changed(small: SignedSite, name: str) -> None:
    good = small.document(small.path("data-analysis", 2))
    changes = [
        Alteration(name=place, document=document)
        for place, document in alterations.walk(good)
        if place.endswith((" changed", " removed", "with an unknown member")) and not place.startswith(".@context")
    ]
    findings = _ask(name, small, changes)
    assert {change for change, finding in findings.items() if finding.accepted} == set()
    assert len(findings) > 150


def _ask(name: str, site: SignedSite, altered: list[Alteration]) -> dict[str, Finding]:
    jobs = [Job(name=one.name, at=site.at, document=one.document, replaced=one.replaced) for one in altered]
    if name != "@digitalcredentials/verifier-core":
        return dict(VERIFIERS[name](site, jobs).findings)
    of_keys = [job for job in jobs if job.name.startswith("key: ")]
    found = dict(VERIFIERS[name](site, [job for job in jobs if job not in of_keys]).findings)
    for job in of_keys:
        if job.name in KEYS_ASKED_ONE_BY_ONE:
            found |= VERIFIERS[name](site, [job]).findings
    return found
