from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from conferral.standards import data_integrity
from conferral.standards.canonical import canonicalize
from conferral.standards.multikey import encode_base58btc
from conferral.standards.public_keys import PublicKey
from conferral.verify import Outcome, State
from tests.unit.verify.small_site import AT, FIRST, SmallSite, private_key


def proof_told(site: SmallSite, document: dict[str, Any], at: datetime = AT) -> tuple[str, str]:
    check = site.inspect(document, at).check("proof")
    return str(check.outcome), check.sentence


@pytest.fixture
def signed(site: SmallSite) -> dict[str, Any]:
    return site.read(f"credentials/{FIRST}/credential.json")


def test_the_proof_may_stand_outside_a_list(site: SmallSite, signed: dict[str, Any]) -> None:
    assert site.inspect({**signed, "proof": signed["proof"][0]}).outcome is Outcome.VERIFIED


@pytest.mark.parametrize("proof", [None, []])
def test_an_unsigned_credential_fails(site: SmallSite, signed: dict[str, Any], proof: object) -> None:
    del signed["proof"]
    document = signed if proof is None else {**signed, "proof": proof}
    assert proof_told(site, document) == ("failed", "It is not signed.")
    check = site.inspect(document).check("issuer_key")
    assert (str(check.outcome), check.sentence) == ("unknown", "There is no signing key to look up.")


def test_a_proof_that_is_no_object_fails(site: SmallSite, signed: dict[str, Any]) -> None:
    assert proof_told(site, {**signed, "proof": "z58D"}) == (
        "failed",
        "The signature cannot be used: got a proof that is no object.",
    )


def test_of_two_proofs_one_from_the_issuer_is_enough_and_is_named(site: SmallSite, signed: dict[str, Any]) -> None:
    good = signed["proof"][0]
    foreign = site.sign(site.credential(FIRST), issuer="guild")["proof"][0]
    broken = {**good, "created": "2026-07-02T08:00:00Z"}
    unknown = {**good, "cryptosuite": "ecdsa-sd-2023"}
    sentence = "Signature 2 of 2 holds: nothing was changed since it was signed."
    for other in (foreign, broken, unknown):
        report = site.inspect({**signed, "proof": [other, good]})
        assert report.outcome is Outcome.VERIFIED
        assert report.check("proof").sentence == sentence


def test_of_two_proofs_none_of_which_will_do_the_issuers_own_is_told(site: SmallSite, signed: dict[str, Any]) -> None:
    good = signed["proof"][0]
    foreign = site.sign(site.credential(FIRST), issuer="guild")["proof"][0]
    unknown = {**good, "cryptosuite": "ecdsa-sd-2023"}
    report = site.inspect({**signed, "proof": [foreign, unknown]})
    assert report.outcome is Outcome.UNDECIDED
    broken = {**good, "created": "2026-07-02T08:00:00Z"}
    report = site.inspect({**signed, "proof": [unknown, broken]})
    assert report.state is State.ALTERED


def test_more_proofs_than_anybody_needs_fail(site: SmallSite, signed: dict[str, Any]) -> None:
    assert proof_told(site, {**signed, "proof": signed["proof"] * 11}) == (
        "failed",
        "It carries more signatures than this verifier looks at.",
    )


@pytest.mark.parametrize(
    ("changes", "outcome", "sentence"),
    [
        (
            {"cryptosuite": "ecdsa-sd-2023"},
            "unknown",
            "It is signed in a way that this verifier does not know (“ecdsa-sd-2023”).",
        ),
        (
            {"type": "Ed25519Signature2020"},
            "unknown",
            "It is signed in a way that this verifier does not know (“Ed25519Signature2020”).",
        ),
        (
            {"previousProof": "urn:uuid:1"},
            "failed",
            "The signature builds on others that cannot be told: got no proofs with id 'urn:uuid:1', expected one.",
        ),
        (
            {"proofPurpose": "authentication"},
            "failed",
            "The signature was made for another purpose (“authentication”).",
        ),
        (
            {"proofValue": "z11"},
            "failed",
            "The signature does not hold: it was altered, or somebody else signed it.",
        ),
        (
            {"note": "unsigned"},
            "failed",
            (
                "It holds something that no signature can cover: "
                "term 'note' would go unsigned: no context defines it (at /note)."
            ),
        ),
    ],
)
def test_proofs_of_other_kinds(
    site: SmallSite, signed: dict[str, Any], changes: dict[str, str], outcome: str, sentence: str
) -> None:
    altered = {**signed, "proof": [{**signed["proof"][0], **changes}]}
    assert proof_told(site, altered) == (outcome, sentence)


def test_a_term_that_no_context_defines_fails(site: SmallSite, signed: dict[str, Any]) -> None:
    assert proof_told(site, {**signed, "honours": "highest"}) == (
        "failed",
        (
            "It holds something that no signature can cover: "
            "term 'honours' would go unsigned: no context defines it (at /honours)."
        ),
    )
    assert site.inspect({**signed, "honours": "highest"}).state is State.UNTRUSTED


def test_what_only_this_verifier_refuses_is_unknown(site: SmallSite, signed: dict[str, Any]) -> None:
    assert proof_told(site, {**signed, "description": "a\x01b"}) == (
        "unknown",
        (
            "The signature cannot be checked: got character U+0001 in the text at /description, "
            "expected no control character but tab and line ends."
        ),
    )


def test_words_that_are_not_known_leave_the_signature_unchecked(site: SmallSite, signed: dict[str, Any]) -> None:
    signed["@context"].append("https://example.org/terms.json")
    report = site.inspect(signed)
    assert report.outcome is Outcome.UNDECIDED
    assert report.check("format").sentence == (
        "It uses words from “https://example.org/terms.json”, which this verifier does not know."
    )
    assert report.check("proof").sentence == (
        "The signature cannot be checked: it uses words that this verifier does not know."
    )


def test_words_defined_in_the_credential_itself_are_not_read(site: SmallSite, signed: dict[str, Any]) -> None:
    signed["@context"].append({"name": "https://example.org/other-name"})
    report = site.inspect(signed)
    assert report.outcome is Outcome.UNDECIDED
    assert report.check("format").sentence == ("It defines words of its own, which this verifier does not know.")


def test_a_proof_that_expires_holds_until_then(site: SmallSite) -> None:
    unsigned = site.credential(FIRST)
    config = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-07-01T08:00:00Z",
        "expires": "2026-11-01T00:00:00Z",
        "verificationMethod": f"{site.did('academy')}#key-1",
        "proofPurpose": "assertionMethod",
    }
    data = data_integrity.hash_data(
        canonicalize(unsigned),
        canonicalize({"@context": unsigned["@context"], **config}),
    )
    value = "z" + encode_base58btc(private_key("academy", "key-1").sign(data))
    document = {**unsigned, "proof": [{**config, "proofValue": value}]}
    assert proof_told(site, document, datetime(2026, 10, 31, tzinfo=UTC))[0] == "passed"
    assert proof_told(site, document) == ("failed", "The signature expired on 1 November 2026, 00:00 UTC.")


def test_in_a_chain_in_which_each_names_all_before_it_each_is_looked_at_twice(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsigned = site.credential(FIRST)
    chain: list[dict[str, Any]] = []
    for number in range(10):
        options = data_integrity.ProofOptions(
            id=f"urn:proof:{number}",
            verification_method=f"{site.did('academy')}#key-1",
            created="2026-07-01T08:00:00Z",
            cryptosuite="eddsa-jcs-2022",
            previous_proof=tuple(proof["id"] for proof in chain) or None,
        )
        sign = private_key("academy", "key-1").sign
        chain.append(data_integrity.create_proof(unsigned, options=options, sign=sign, previous=chain))
    looked_at = []
    verify_proof = data_integrity.verify_proof

    def count(document: dict[str, Any], proof: dict[str, Any], key: PublicKey, **options: Any) -> None:
        looked_at.append(proof["id"])
        verify_proof(document, proof, key, **options)

    monkeypatch.setattr(data_integrity, "verify_proof", count)
    assert proof_told(site, {**unsigned, "proof": chain})[0] == "passed"
    assert Counter(looked_at) == {f"urn:proof:{number}": 2 if number < 9 else 1 for number in range(10)}
