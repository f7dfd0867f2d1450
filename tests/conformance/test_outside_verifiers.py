"""Every credential and every status list of a site, verified by software that we did not write, step by step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from conferral.verify import FolderResolver, State, Verifier, verify_site
from tests.conformance import outside
from tests.conformance.outside import READ_LISTS, VERIFIERS, Answer, Finding, Job
from tests.conformance.sites import Expected, SignedSite, states_in

pytestmark = pytest.mark.xdist_group("outside verifiers")

SCHEMAS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/"
"""verifier-core asks for the schema of Open Badges and notes that it got none; nothing of a finding hangs on it."""

Asked = tuple[str, SignedSite, Answer]


@pytest.fixture(scope="module", params=["demo", "small"])
def site(request: pytest.FixtureRequest) -> SignedSite:
    return cast("SignedSite", request.getfixturevalue(request.param))


@pytest.fixture(scope="module", params=list(VERIFIERS))
def asked(request: pytest.FixtureRequest, site: SignedSite) -> Asked:
    jobs = [Job(name=path, at=site.at, path=path) for path in _expected_of(request.param, site)]
    return request.param, site, VERIFIERS[request.param](site, jobs)


def test_everything_that_is_signed_is_looked_at(site: SignedSite) -> None:
    signed = {path.relative_to(site.folder).as_posix() for path in site.folder.glob("credentials/*/credential.json")}
    lists = {path.relative_to(site.folder).as_posix() for path in site.folder.glob("issuers/*/status/*.json")}
    endorsements = {one.path for one in site.own_endorsements}
    assert endorsements <= {path.relative_to(site.folder).as_posix() for path in site.folder.glob("endorsements/*")}
    assert signed | lists | endorsements | set(site.records) == set(site.expected())
    assert signed
    assert lists


def test_the_demo_has_an_award_in_every_state_that_matters(demo: SignedSite) -> None:
    assert states_in(demo) >= {"valid", "revoked", "suspended", "expired"}


def test_the_small_registry_has_an_award_in_every_state(small: SignedSite) -> None:
    assert states_in(small) == {"valid", "revoked", "suspended", "expired", "not-yet-valid"}
    both = [found for found in small.expected().values() if found.expired and any(found.status.values())]
    assert both


def test_each_finds_what_the_registry_says(asked: Asked, record_property: Callable[[str, object], None]) -> None:
    name, site, answer = asked
    expected = {path: _finding(found, name) for path, found in _expected_of(name, site).items()}
    assert answer.findings == expected
    record_property("outside verifier took", f"{name}: {len(expected)} documents in {answer.seconds:.1f} s")


def test_none_asks_for_anything_outside_the_folder(asked: Asked) -> None:
    *_, answer = asked
    assert [url for url in answer.refused if not url.startswith(SCHEMAS)] == []


def test_ours_finds_the_same(site: SignedSite) -> None:
    verifier = Verifier(resolver=FolderResolver(site.folder, site.base_url), at=site.at)
    found = {
        path: verifier.inspect(site.document(path), place=f"{site.base_url}/{path}").state
        for path, expected in site.expected().items()
        if expected.state is not None
    }
    assert found == {path: expected.state for path, expected in site.expected().items() if expected.state is not None}
    assert verify_site(site.folder, at=site.at).sound


def test_most_of_the_demo_is_valid(demo: SignedSite) -> None:
    states = [expected.state for expected in demo.expected().values()]
    assert states.count(State.VALID) > len(states) / 2


def test_without_node_modules_the_tests_fail_and_say_what_to_run(
    small: SignedSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(outside, "CHECKOUT", tmp_path)
    with pytest.raises(pytest.fail.Exception, match="node_modules is missing: run `npm ci`"):
        outside.digitalbazaar(small, [])


def _expected_of(name: str, site: SignedSite) -> dict[str, Expected]:
    """What a verifier is asked about; `test_records` says why one takes no learner records."""
    left_out = site.records if name == "openvc-core" else []
    return {path: found for path, found in site.expected().items() if path not in left_out}


def _finding(expected: Expected, name: str) -> Finding:
    return Finding(
        signature=True,
        status=expected.status,
        expired=expected.expired,
        not_yet_valid=expected.not_yet_valid,
        error="",
        bits=expected.bits if name in READ_LISTS else None,
    )
