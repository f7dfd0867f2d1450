from __future__ import annotations

import json
from typing import Any

import pytest

from conferral.verify import Check, Report, State, UnreachableError, Verifier, inspect
from conferral.verify.findings import failed
from conferral.verify.presented import Presented
from conferral.verify.registered import check_registered
from conferral.verify.signature import Signature
from tests.unit.verify.small_site import AT, BASE, FIRST, SmallSite

NOT_KEPT = (
    "passed",
    "Its issuer is not known to publish credentials at addresses of their own, so there is no copy to compare with.",
)
URL = f"{BASE}credentials/{FIRST}/credential.json"
PATH = f"credentials/{FIRST}/credential.json"


def told(report: Report) -> tuple[str, str]:
    check: Check = report.check("registered")
    return str(check.outcome), check.sentence


def test_a_copy_signed_with_an_older_key_counts_as_the_same(site: SmallSite) -> None:
    """Every build signs anew with the active key; what people hold keeps the signature of its day."""
    site.write("issuers/academy/did.json", site.did_document("academy", keys=["key-1", "key-2"]))
    held = site.read(PATH)
    site.publish(site.credential(FIRST), key="key-2")
    assert told(site.inspect(held)) == ("passed", "The issuer publishes it, with the same claims.")
    reordered = dict(reversed(site.credential(FIRST).items()))
    site.publish(reordered, key="key-2")
    assert told(site.inspect(held))[0] == "passed"


@pytest.mark.parametrize(
    ("held", "published", "outcome"), [(True, 1, "failed"), (1, 1, "passed"), (True, True, "passed")]
)
def test_a_copy_with_1_for_true_is_not_the_same(site: SmallSite, held: object, published: object, outcome: str) -> None:
    """No signature is made over `true` that fits 1, so a copy that has it must not pass for word for word."""
    ours = site.sign(site.credential(FIRST))
    presented, copy = (Presented(document={**ours, "honours": value}) for value in (held, published))
    site.write(PATH, copy.document)
    check = check_registered(
        presented,
        None,
        resolver=site.resolver(),
        signatures=lambda _: Signature(
            proof=failed("proof.broken", State.ALTERED), issuer_key=failed("proof.broken", State.ALTERED)
        ),
    )
    assert str(check.outcome) == outcome


def test_a_corrected_copy_supersedes_the_one_held(site: SmallSite) -> None:
    held = site.read(PATH)
    corrected = {**site.credential(FIRST, index=9), "validFrom": "2026-08-01T00:00:00Z"}
    site.publish(corrected)
    site.write_list("academy", "revocation", bits=[7])
    report = site.inspect(held)
    assert told(report) == (
        "failed",
        f"The issuer has replaced it by a corrected copy, published at “{URL}”.",
    )
    assert report.state is State.SUPERSEDED
    assert report.statement == "Superseded by a corrected copy."
    assert report.check("registered").details["replaced"] == "2026-08-01T00:00:00Z"
    assert site.inspect(site.read(PATH)).state is State.VALID


@pytest.mark.parametrize("valid_from", ["2026-06-29T22:00:00Z", "2026-06-01T00:00:00Z"])
def test_a_forgery_with_a_stolen_retired_key_is_told_by_what_is_published(site: SmallSite, valid_from: str) -> None:
    site.write("issuers/academy/did.json", site.did_document("academy", keys=["key-1", "key-2"]))
    site.publish({**site.credential(FIRST), "validFrom": valid_from}, key="key-2")
    forged = site.sign({**site.credential(FIRST), "name": "Doctor of Everything"})
    report = site.inspect(forged)
    assert told(report) == ("failed", f"The issuer publishes other claims at its address, “{URL}”.")
    assert report.state is State.WITHDRAWN


def test_a_forgery_under_an_id_that_was_never_issued_is_told(site: SmallSite) -> None:
    forged = site.sign(site.credential("0000000000000000000000000z"))
    report = site.inspect(forged)
    url = f"{BASE}credentials/0000000000000000000000000z/credential.json"
    assert told(report) == (
        "failed",
        f"The issuer does not publish it: nothing stands at its address, “{url}”.",
    )
    assert report.statement == "Withdrawn: its issuer does not publish these claims."


@pytest.mark.parametrize(
    "identifier",
    [
        "https://elsewhere.example.org/credential.json",
        "https://badges.example.org/other/credential.json",
        "https://badges.example.org:8443/registry/credential.json",
        f"{BASE}../other/credential.json",
        f"{BASE}%2e%2e/other/credential.json",
    ],
)
def test_a_forgery_published_at_another_address_is_not_taken_for_registered(site: SmallSite, identifier: str) -> None:
    forged = site.sign({**site.credential(FIRST), "id": identifier})
    assert told(site.inspect(forged)) == (
        "unknown",
        f"Its address, “{identifier}”, is not one of the issuer’s, so a copy there proves nothing.",
    )


def test_a_forgery_without_an_address_is_not_taken_for_registered(site: SmallSite) -> None:
    """An issuer whose DID lies in a registry gives every credential an address."""
    forged = site.sign({**site.credential(FIRST), "id": "urn:uuid:3f2c9a52-8f2a-4b6c-9d3e-000000000000"})
    assert told(site.inspect(forged)) == (
        "unknown",
        "The issuer publishes its credentials at addresses, and this one has none.",
    )


def foreign(site: SmallSite, **changes: Any) -> dict[str, Any]:
    """A credential of an issuer whose DID document lies in no registry of ours."""
    did = "did:web:badges.example.org:registry:other"
    document = {**site.credential(FIRST), **changes}
    document["issuer"] = {**document["issuer"], "id": did}
    del document["credentialStatus"]
    method = f"{did}#key-1"
    keys = site.did_document("academy")
    key = {**keys["verificationMethod"][0], "id": method, "controller": did}
    site.write("other/did.json", {"id": did, "verificationMethod": [key], "assertionMethod": [method]})
    return site.sign(document, method=method)


def test_a_credential_of_another_kind_of_issuer_needs_no_address(site: SmallSite) -> None:
    document = foreign(site, id="urn:uuid:3f2c9a52-8f2a-4b6c-9d3e-000000000000")
    report = site.inspect(document)
    assert report.state is State.VALID
    assert told(report) == (
        "passed",
        "It is not published by address, so there is no published copy to compare with.",
    )


def test_an_issuer_elsewhere_publishes_beside_its_keys(site: SmallSite) -> None:
    beside = foreign(site, id=f"{BASE}other/1.json")
    site.write("other/1.json", beside)
    assert told(site.inspect(beside)) == ("passed", "The issuer publishes it, with the same claims.")
    assert told(site.inspect(foreign(site))) == NOT_KEPT


@pytest.mark.parametrize("published", ["<html>", "[]", "{}", '{"id": "urn:x"}'])
def test_anything_else_at_its_address_fails(site: SmallSite, published: str) -> None:
    held = site.read(PATH)
    (site.folder / PATH).write_text(published, "utf-8")
    assert told(site.inspect(held)) == (
        "failed",
        f"What stands at its address, “{URL}”, is not a credential that the issuer signed.",
    )


def test_another_credential_of_the_issuer_at_its_address_fails(site: SmallSite) -> None:
    held = site.read(PATH)
    other = {**site.credential("0000000000000000000000000c"), "validFrom": "2026-09-01T00:00:00Z"}
    site.write(PATH, site.sign(other))
    assert told(site.inspect(held))[1] == (
        f"What stands at its address, “{URL}”, is not a credential that the issuer signed."
    )


def test_other_claims_under_a_signature_that_is_not_known_are_unknown(site: SmallSite) -> None:
    held = site.read(PATH)
    other = site.sign({**site.credential(FIRST), "name": "Other"})
    other["proof"][0]["cryptosuite"] = "ecdsa-sd-2023"
    site.write(PATH, other)
    assert told(site.inspect(held)) == (
        "unknown",
        (
            f"The published copy at “{URL}” differs and cannot be trusted yet. "
            "It is signed in a way that this verifier does not know (“ecdsa-sd-2023”)."
        ),
    )


def test_an_address_that_does_not_answer_is_unknown(site: SmallSite) -> None:
    class Partial:
        note = ""

        def fetch(self, url: str) -> bytes:
            if url == URL:
                raise UnreachableError("it did not answer within 10 seconds", url=url)
            return site.resolver().fetch(url)

    report = inspect(site.read(PATH), resolver=Partial(), at=AT)
    assert report.exit_code == 3
    assert told(report) == (
        "unknown",
        f"The published copy could not be fetched from “{URL}”: it did not answer within 10 seconds.",
    )
    assert report.statement == "Cannot be checked now."


@pytest.mark.parametrize("published", ["<html>", "[]", "{}", '{"id": "urn:x"}', None])
def test_with_other_systems_only_a_signed_copy_that_says_something_else_counts(
    site: SmallSite, published: str | None
) -> None:
    """Their ids are often addresses of pages, or lead nowhere."""
    beside = foreign(site, id=f"{BASE}other/1.json")
    if published is not None:
        (site.folder / "other").mkdir(exist_ok=True)
        (site.folder / "other/1.json").write_text(published, "utf-8")
    assert told(site.inspect(beside)) == NOT_KEPT


def test_a_copy_of_another_system_that_says_something_else_counts(site: SmallSite) -> None:
    beside = foreign(site, id=f"{BASE}other/1.json")
    site.write("other/1.json", foreign(site, id=f"{BASE}other/1.json", validFrom="2026-08-01T00:00:00Z"))
    report = site.inspect(beside)
    assert told(report)[0] == "failed"
    assert report.state is State.SUPERSEDED


def test_what_is_handed_in_is_not_taken_for_what_stands_at_its_place(site: SmallSite) -> None:
    verifier = Verifier(resolver=site.resolver(), at=AT)
    handed_in = site.sign({**site.credential(FIRST), "name": "Another name"})
    report = verifier.inspect(json.dumps(handed_in).encode(), place=URL)
    assert (report.state, report.check("registered").details["code"]) == (State.WITHDRAWN, "registered.other_claims")
    assert verifier.inspect_in_place(URL).state is State.VALID
    assert verifier.inspect_in_place(f"{URL}x").check("format").sentence == (
        "It cannot be read: the folder holds no such file."
    )
