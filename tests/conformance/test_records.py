"""Learner records, verified by software that we did not write: the record itself, and every credential in it.

None of the outside verifiers looks into a record: they say whether the record is what its issuer signed.  So whatever
is in it is given to them one by one, and the state of the whole is the worst of these.  Ours does that by itself.

openvc-core takes no record at all: it asks of a document that it is what compacting it again by its first contexts
gives, and documents inside that have contexts of their own never are.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from conferral.addresses import pathway_record
from conferral.verify import FolderResolver, State, Verifier
from tests.conformance.outside import VERIFIERS, Finding, Job, canonical_hashes
from tests.conformance.sites import CHECKOUT, SignedSite
from tests.conformance.test_shape import _hash
from tests.corpus.cases import Case
from tests.corpus.comparing import as_request, different
from tests.unit.test_learner_records import (
    BASE,
    HOLDER,
    LATER,
    PATHWAY,
    RECORD,
    TEACHING,
    award_of,
    document,
    registry_in,
    registry_with,
    signed,
    write,
)

pytestmark = pytest.mark.xdist_group("outside verifiers")

OF_PATHWAY = pathway_record(HOLDER, "sailor")
PURPOSES = {f"{RECORD} 0": "suspension", f"{RECORD} 1": "revocation", f"{RECORD} 2": "revocation"}
"""Sailing can be suspended; what is in a record stands in the order of its days."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    changes = {
        "credentials/pathways/sailor.yml": PATHWAY,
        TEACHING: f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {HOLDER}\n",
    }
    return registry_with(tmp_path_factory.mktemp("records") / "registry", changes)


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> SignedSite:
    folder = signed(root, tmp_path_factory.mktemp("signed") / "signed")
    return SignedSite(folder=folder, base_url=BASE, at=LATER, registry=registry_in(root))


def jobs_of(site: SignedSite, path: str) -> list[Job]:
    """A record, and every credential in it."""
    record = document(site.folder, path)
    inside = record["credentialSubject"]["verifiableCredential"]
    return [
        Job(name=path, at=site.at, path=path),
        *(Job(name=f"{path} {number}", at=site.at, document=one) for number, one in enumerate(inside)),
    ]


TAKES_NO_RECORD = "ProofMalformed: the document is not in compacted form under its @context"
"""How openvc-core begins to say why it refuses any record."""


def sound(**status: bool) -> Finding:
    return Finding(signature=True, status=status, expired=False, not_yet_valid=False, error="")


@pytest.fixture(scope="module", params=list(VERIFIERS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def of_record(name: str, found: Finding) -> Finding:
    """What that verifier is to find of a sound record."""
    if name == "openvc-core":
        assert found.error.startswith(TAKES_NO_RECORD)
        return replace(sound(), signature=False, error=found.error)
    return sound()


@pytest.mark.parametrize("path", [RECORD, OF_PATHWAY])
def test_a_record_and_all_that_is_in_it_verify(site: SignedSite, name: str, path: str) -> None:
    jobs = jobs_of(site, path)
    findings = VERIFIERS[name](site, jobs).findings
    purposes = {job.name: PURPOSES.get(job.name.replace(OF_PATHWAY, RECORD)) for job in jobs}
    expected = {
        job: sound(**{purpose: False}) if purpose else of_record(name, findings[job])
        for job, purpose in purposes.items()
    }
    assert findings == expected


def test_an_altered_record_is_refused(site: SignedSite, name: str) -> None:
    record = document(site.folder)
    held = record["credentialSubject"]["verifiableCredential"]
    altered = {
        "name": {**record, "name": "Learned record"},
        "one less": {
            **record,
            "credentialSubject": {**record["credentialSubject"], "verifiableCredential": held[1:]},
        },
        "without associations": {
            **record,
            "credentialSubject": {
                name: value for name, value in record["credentialSubject"].items() if name != "association"
            },
        },
    }
    answer = VERIFIERS[name](site, [Job(name=how, at=site.at, document=one) for how, one in altered.items()])
    assert {how: found.accepted for how, found in answer.findings.items()} == dict.fromkeys(altered, False)


def test_what_was_revoked_since_is_told_of_the_credential_and_of_the_old_record_only_by_ours(
    root: Path,
    site: SignedSite,
    name: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    award = award_of(registry_in(root), "data-analysis")
    revocation = root / f"credentials/revocations/{award}.yml"
    write(root, f"credentials/revocations/{award}.yml", "on: 2026-07-20\nreason: misconduct\n")
    try:
        later = signed(root, tmp_path_factory.mktemp("later") / "signed")
    finally:
        revocation.unlink()
    old = document(site.folder)
    inside = old["credentialSubject"]["verifiableCredential"]
    jobs = [Job(name="record", at=site.at, document=old, folder=later)]
    jobs += [Job(name=str(number), at=site.at, document=one, folder=later) for number, one in enumerate(inside)]
    findings = VERIFIERS[name](site, jobs).findings
    assert findings == {
        "record": of_record(name, findings["record"]),
        "0": sound(suspension=False),
        "1": sound(revocation=True),
        "2": sound(revocation=False),
    }
    ours = Verifier(resolver=FolderResolver(later, BASE), at=site.at).inspect(old)
    assert ours.state is State.SUPERSEDED
    assert [one.report.state for one in ours.embedded] == [State.VALID, State.REVOKED, State.VALID]


def test_jsonld_js_reads_into_every_record_what_was_signed(site: SignedSite) -> None:
    paths = (RECORD, OF_PATHWAY)
    jobs = [Job(name=path, at=site.at, path=path) for path in paths]
    assert canonical_hashes(site, jobs) == {path: _hash(document(site.folder, path)) for path in paths}


@pytest.mark.parametrize("path", [RECORD, OF_PATHWAY])
def test_the_verifier_that_pages_run_says_the_same_as_ours(site: SignedSite, path: str) -> None:
    documents = {
        f"{BASE}/{file.relative_to(site.folder).as_posix()}": file.read_bytes() for file in site.folder.rglob("*.json")
    }
    case = Case(
        name="record",
        about="",
        at=site.at,
        given=documents[f"{BASE}/{path}"],
        recipient=None,
        documents=documents,
        state="valid",
        checks={},
    )
    request = json.dumps({"cases": [as_request(case)]}).encode()
    program = CHECKOUT / "tests/corpus/node.mjs"
    done = subprocess.run(["node", program], input=request, stdout=subprocess.PIPE, check=True, cwd=CHECKOUT)
    theirs = json.loads(done.stdout)["record"]
    assert theirs["state"] == "valid"
    assert len(theirs["embedded"]) == 3
    assert different(case, theirs) == []
