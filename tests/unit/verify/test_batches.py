"""A site comes to the same whatever is kept from one credential to the next, in any order and any number of batches.

Most of these credentials are made to be taken for another that holds.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conferral.verify import State, Verifier, batches, site_text, verify_site
from conferral.verify.batches import Batch, inspecting
from conferral.verify.packed import PackedReports
from conferral.verify.site_documents import SiteDocuments
from tests.unit.verify.small_site import AT, BASE, FIRST, SECOND, SmallSite, public_key

JSON = dict[str, Any]
THIRD = "0000000000000000000000000c"


def path_of(name: str) -> str:
    return f"credentials/{name}/credential.json"


def of_academy(site: SmallSite, name: str, **members: Any) -> JSON:
    return {**site.credential(name), **members}


def of_guild(site: SmallSite, name: str, index: int = 7) -> JSON:
    return site.credential(name, issuer="guild", index=index)


def written(site: SmallSite, name: str, document: JSON) -> None:
    site.write(path_of(name), document)


def another_word(site: SmallSite, name: str) -> None:
    """The signed words are those of its neighbours but for one letter."""
    written(site, name, site.sign(of_academy(site, name)) | {"name": "Data Analysis Foundation"})


def anothers_signature(site: SmallSite, name: str) -> None:
    proof = site.read(path_of(FIRST))["proof"]
    written(site, name, {**of_academy(site, name), "proof": proof})


def anothers_key(site: SmallSite, name: str) -> None:
    """Both issuers call their key `key-1`."""
    written(site, name, site.sign(of_guild(site, name), issuer="academy", method=f"{site.did('guild')}#key-1"))


def a_key_of_another_issuer(site: SmallSite, name: str) -> None:
    written(site, name, site.sign(of_guild(site, name), issuer="academy"))


def a_revoked_key(site: SmallSite, name: str) -> None:
    written(site, name, site.sign(of_academy(site, name), key="key-2"))


def a_key_that_is_not_listed(site: SmallSite, name: str) -> None:
    written(site, name, site.sign(of_academy(site, name), key="key-3"))


def anothers_list(site: SmallSite, name: str) -> None:
    document = of_guild(site, name)
    document["credentialStatus"] = of_academy(site, name)["credentialStatus"]
    site.publish(document, issuer="guild")


def a_list_for_something_else(site: SmallSite, name: str) -> None:
    document = of_academy(site, name)
    document["credentialStatus"] |= {"statusPurpose": "suspension"}
    site.publish(document)


def revoked(site: SmallSite, name: str) -> None:
    site.publish(of_academy(site, name) | {"credentialStatus": site.credential(name, index=9)["credentialStatus"]})


def revoked_at_the_same_place_by_the_other(site: SmallSite, name: str) -> None:
    site.publish(of_guild(site, name, index=9), issuer="guild")


def expired(site: SmallSite, name: str) -> None:
    site.publish(of_academy(site, name, validUntil="2026-07-01T00:00:00Z"))


def a_copy(site: SmallSite, name: str) -> None:
    written(site, name, site.read(path_of(FIRST)))


def a_name_twice(site: SmallSite, name: str) -> None:
    text = json.dumps(site.sign(of_academy(site, name)))
    site.write(path_of(name), {})
    (site.folder / path_of(name)).write_text(text[:-1] + ', "name": "Data Analysis Foundations"}', "utf-8")


def too_deep(site: SmallSite, name: str) -> None:
    site.write(path_of(name), {})
    (site.folder / path_of(name)).write_text('{"a":' * 70 + "1" + "}" * 70, "utf-8")


def half_of_a_pair(site: SmallSite, name: str) -> None:
    written(site, name, of_academy(site, name) | {"name": "\ud83d"})


def an_empty_list(site: SmallSite, name: str) -> None:
    written(site, name, site.sign(of_academy(site, name)) | {"evidence": []})


def a_hidden_status(site: SmallSite, name: str) -> None:
    document = site.sign(of_academy(site, name))
    document["https://www.w3.org/2018/credentials#credentialStatus"] = document.pop("credentialStatus")
    written(site, name, document)


def a_changed_type(site: SmallSite, name: str) -> None:
    written(site, name, site.sign(of_academy(site, name)) | {"type": ["VerifiableCredential", "EndorsementCredential"]})


KINDS: dict[Callable[[SmallSite, str], None], State] = {
    another_word: State.ALTERED,
    anothers_signature: State.ALTERED,
    anothers_key: State.ALTERED,
    a_key_of_another_issuer: State.UNTRUSTED,
    a_revoked_key: State.UNTRUSTED,
    a_key_that_is_not_listed: State.UNTRUSTED,
    anothers_list: State.UNTRUSTED,
    a_list_for_something_else: State.UNTRUSTED,
    revoked: State.REVOKED,
    revoked_at_the_same_place_by_the_other: State.VALID,
    expired: State.EXPIRED,
    a_copy: State.WITHDRAWN,
    a_name_twice: State.MALFORMED,
    too_deep: State.MALFORMED,
    half_of_a_pair: State.MALFORMED,
    an_empty_list: State.MALFORMED,
    a_hidden_status: State.MALFORMED,
    a_changed_type: State.ALTERED,
}


@pytest.fixture(scope="module")
def crooked(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with a credential of each kind, and two of each issuer that hold."""
    site = SmallSite(tmp_path_factory.mktemp("crooked"))
    keys = site.did_document("academy", keys=("key-1", "key-2"))
    keys["verificationMethod"][1]["revoked"] = "2026-07-02T00:00:00Z"
    site.write("issuers/academy/did.json", keys)
    site.write_list("academy", "revocation", bits=[9])
    for number, make in enumerate(KINDS):
        make(site, name_of(number))
    site.publish(of_academy(site, THIRD))
    return site


def name_of(number: int) -> str:
    return f"00000000000000000000000{number + 500}"


def alone(site: SmallSite, path: str) -> JSON:
    """What is found by a verifier that has seen nothing before."""
    resolver = site.resolver()
    url = BASE + path
    return Verifier(resolver=resolver, at=AT).inspect(resolver.fetch(url), place=url).as_json()


def test_each_is_what_it_was_made_to_be(crooked: SmallSite) -> None:
    found = {make.__name__: alone(crooked, path_of(name_of(number))) for number, make in enumerate(KINDS)}
    assert {name: report["state"] for name, report in found.items()} == {
        make.__name__: state for make, state in KINDS.items()
    }


PATHS = [path_of(name) for name in (FIRST, SECOND, THIRD, *map(name_of, range(len(KINDS))))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=st.permutations(PATHS * 2), size=st.integers(1, 50))
def test_in_any_order_each_is_what_it_is_alone(crooked: SmallSite, paths: list[str], size: int) -> None:
    documents = SiteDocuments(crooked.folder, AT)
    expected = {path: alone_once(crooked, path) for path in PATHS}
    assert {path: documents.inspect(path).as_json() for path in paths} == expected
    once = list(dict.fromkeys(paths))
    with inspecting(documents, crooked.folder, len(once), 1, None) as inspected:
        together = list(inspected(once, size))
    refused = {path: report for path, report in expected.items() if report["outcome"] != "verified"}
    assert packed(together) == refused
    assert sum(batch.states.total() for batch in together) == len(PATHS)


def packed(found: Sequence[Batch]) -> JSON:
    return {path: each.as_json() for path, each in PackedReports([batch.not_verified for batch in found]).items()}


_ALONE: dict[str, JSON] = {}


def alone_once(site: SmallSite, path: str) -> JSON:
    if path not in _ALONE:
        _ALONE[path] = alone(site, path)
    return _ALONE[path]


def in_processes() -> Executor:
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("executor", [in_processes, lambda: ThreadPoolExecutor(3)], ids=["processes", "threads"])
def test_the_report_is_the_same_whoever_does_the_work(
    crooked: SmallSite, executor: Callable[[], Executor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conferral.verify.site._BATCH", 4)
    expected = verify_site(crooked.folder, at=AT, jobs=1)
    assert expected.states[State.UNTRUSTED] == 5
    assert list(expected.not_verified) == sorted(expected.not_verified)
    with executor() as work:
        found = verify_site(crooked.folder, at=AT, executor=work, jobs=2)
    assert found.as_json() == expected.as_json()
    assert list(found.not_verified) == list(expected.not_verified)
    assert list(found.faults) == list(expected.faults)
    assert site_text(found) == site_text(expected)


def test_a_large_site_is_shared_among_processes(crooked: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = verify_site(crooked.folder, at=AT, jobs=1)
    monkeypatch.setattr(batches, "_FEWEST", 1)
    monkeypatch.setattr("conferral.verify.site._BATCH", 5)
    seen: list[tuple[int, int]] = []
    found = verify_site(crooked.folder, at=AT, jobs=2, progress=lambda done, total: seen.append((done, total)))
    assert found.as_json() == expected.as_json()
    assert seen == [(done, 25) for done in (5, 10, 15, 20, 21, 22, 23, 24, 25)]


def test_who_has_verified_a_site_before_takes_nothing_from_then(site: SmallSite) -> None:
    with ThreadPoolExecutor(1) as work:
        assert verify_site(site.folder, at=AT, executor=work).states == {State.VALID: 2}
        site.write_list("academy", "revocation", bits=[7])
        keys = site.did_document("guild")
        keys["verificationMethod"][0]["publicKeyMultibase"] = public_key("guild", "key-9")
        site.write("issuers/guild/did.json", keys)
        assert verify_site(site.folder, at=AT, executor=work).states == {State.REVOKED: 1, State.ALTERED: 1}


def test_lists_that_were_exchanged_are_believed_of_neither_issuer(site: SmallSite) -> None:
    ours, theirs = (f"issuers/{issuer}/status/revocation-1.json" for issuer in ("academy", "guild"))
    one, other = site.read(ours), site.read(theirs)
    site.write(ours, other)
    site.write(theirs, one)
    report = verify_site(site.folder, at=AT)
    assert report.states == {State.UNTRUSTED: 2}
    assert {each.check("status").details["code"] for each in report.faults.values()} == {"status.somebody_else"}


def test_an_old_list_at_another_address_is_not_the_one_there(site: SmallSite) -> None:
    site.write("issuers/academy/status/revocation-1.json", site.read("issuers/academy/status/suspension-1.json"))
    report = verify_site(site.folder, at=AT)
    assert report.faults[path_of(FIRST)].check("status").sentence == (
        f"The status list at “{BASE}issuers/academy/status/revocation-1.json” is of no use: "
        "it gives itself another address."
    )
