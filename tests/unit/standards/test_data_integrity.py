from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.errors import CanonicalizationError, ProofError, UndefinedTermError
from conferral.standards.canonical import Effort, canonical_json, canonicalize
from conferral.standards.data_integrity import (
    LEGACY,
    SUITES,
    ProofOptions,
    create_proof,
    hash_data,
    proof_config,
    proofs_of,
    suite_of,
    verify_proof,
    without_proof,
)
from conferral.standards.multikey import encode_base58btc
from conferral.standards.proof_chains import previous_proofs
from conferral.standards.public_keys import PublicKey
from tests.unit.standards.anything import altered as altered_somewhere
from tests.unit.standards.key_samples import SignWith, ed25519, p256, p384
from tests.unit.standards.samples import badge, full_badge

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PublicKey("Ed25519", SECRET.public_key().public_bytes_raw())
OPTIONS = ProofOptions(verification_method="did:web:badges.example.org:issuers:a#key-1", created="2026-06-30T08:00:00Z")


def signed(**changes: Any) -> dict[str, Any]:
    document = badge(**changes)
    return {**document, "proof": [create_proof(document, options=OPTIONS, sign=SECRET.sign)]}


def test_a_proof_made_here_holds() -> None:
    for document in (badge(), full_badge()):
        proof = create_proof(document, options=OPTIONS, sign=SECRET.sign)
        assert list(proof) == [
            "type",
            "cryptosuite",
            "created",
            "verificationMethod",
            "proofPurpose",
            "proofValue",
        ]
        verify_proof(document, proof, PUBLIC)


def test_the_same_document_always_gets_the_same_proof() -> None:
    assert signed() == signed()


def test_a_canonical_form_at_hand_is_used() -> None:
    document = badge()
    nquads = canonicalize(document)
    proof = create_proof(document, options=OPTIONS, sign=SECRET.sign, document_nquads=nquads)
    assert proof == create_proof(document, options=OPTIONS, sign=SECRET.sign)
    verify_proof(document, proof, PUBLIC, document_nquads=nquads)


def test_plain_forms_are_made_once_for_all_proofs_under_the_same_contexts() -> None:
    document = badge(evidence=[{"type": ["Evidence"], "name": f"{number}"} for number in range(500)])
    options = replace(OPTIONS, cryptosuite="eddsa-jcs-2022")
    proof = create_proof(document, options=options, sign=SECRET.sign)
    others = {**document, "@context": [*document["@context"], "https://b.example/context"]}
    forms: dict[str, str] = {}
    effort = Effort(4_000)
    for _ in range(10):
        verify_proof(document, proof, PUBLIC, effort=effort, json_forms=forms)
        verify_proof(others, proof, PUBLIC, effort=effort, json_forms=forms)
    assert list(forms.values()) == [canonical_json(document).decode()]

    other = create_proof(others, options=options, sign=SECRET.sign)
    verify_proof(others, other, PUBLIC, json_forms=forms)
    assert list(forms.values()) == [canonical_json(each).decode() for each in (document, others)]
    with pytest.raises(CanonicalizationError) as caught:
        verify_proof(document, proof, PUBLIC, effort=effort)
    assert caught.value.message == "all documents together would take too long to make canonical"


def altered(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        target, *rest = name.split(".")
        inner: Any = document if not rest else document[target]
        inner[rest[-1] if rest else target] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        altered("name", "Another"),
        altered("validFrom", "2026-06-29T22:00:01Z"),
        altered("issuer.name", "Another School"),
        altered("credentialSubject.id", "urn:uuid:6f0f7d0e-4b4e-4d0c-9d59-0c8f1e5d2a12"),
        altered("validUntil", "2030-01-01T00:00:00Z"),
    ],
)
def test_an_altered_document_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    document = signed(name="One")
    change(document)
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), document["proof"][0], PUBLIC)
    assert caught.value.message == "the signature does not match the document and the key"


@pytest.mark.parametrize(
    "change",
    [
        {"created": "2026-06-30T08:00:01Z"},
        {"verificationMethod": "did:web:badges.example.org:issuers:b#key-1"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"nonce": "1"},
    ],
)
def test_an_altered_proof_is_refused(change: dict[str, Any]) -> None:
    document = signed()
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), {**document["proof"][0], **change}, PUBLIC)
    assert caught.value.message == "the signature does not match the document and the key"


def test_a_proof_without_created_is_checked_all_the_same() -> None:
    document = badge()
    config = proof_config(OPTIONS, document)
    del config["created"]
    data = hash_data(canonicalize(document), canonicalize(config))
    del config["@context"]
    proof = {**config, "proofValue": "z" + encode_base58btc(SECRET.sign(data))}
    verify_proof(document, proof, PUBLIC)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"type": "Ed25519Signature2018"},
            "got proof type 'Ed25519Signature2018', expected 'DataIntegrityProof' or 'Ed25519Signature2020'",
        ),
        ({"type": "Ed25519Signature2020"}, "got cryptosuite 'eddsa-rdfc-2022', expected none"),
        ({"type": ["DataIntegrityProof"]}, "got ['DataIntegrityProof'] as 'type' of the proof, expected text"),
        (
            {"cryptosuite": "ecdsa-sd-2023"},
            (
                "got cryptosuite 'ecdsa-sd-2023', expected one of "
                "'eddsa-rdfc-2022', 'eddsa-jcs-2022', 'ecdsa-rdfc-2019', 'ecdsa-jcs-2019'"
            ),
        ),
        (
            {"cryptosuite": "ecdsa-rdfc-2019"},
            "got a key of kind Ed25519 for 'ecdsa-rdfc-2019', expected P-256 or P-384",
        ),
        ({"proofPurpose": "authentication"}, "got proof purpose 'authentication', expected 'assertionMethod'"),
        (
            {"verificationMethod": {"id": "did:web:x"}},
            "got {'id': 'did:web:x'} as 'verificationMethod' of the proof, expected text",
        ),
        (
            {"created": "2026-06-30"},
            "'created' of the proof: got timestamp '2026-06-30', expected one like '2026-06-30T22:00:00Z'",
        ),
        ({"created": None}, "got None as 'created' of the proof, expected a timestamp"),
        ({"previousProof": "urn:a"}, "got the previous proofs [], expected ['urn:a']"),
        (
            {"previousProof": []},
            "got [] as 'previousProof' of the proof, expected an id or a list of ids",
        ),
        (
            {"previousProof": ["urn:a", 7]},
            "got ['urn:a', 7] as 'previousProof' of the proof, expected an id or a list of ids",
        ),
        (
            {"previousProof": None},
            "got None as 'previousProof' of the proof, expected an id or a list of ids",
        ),
        (
            {"previousProof": ["urn:a", "urn:a"]},
            "got an id twice in 'previousProof' of the proof, expected each once",
        ),
        ({"id": 7}, "got 7 as 'id' of the proof, expected text"),
        ({"nonce": {"a": 1}}, "got {'a': 1} as 'nonce' of the proof, expected text"),
        ({"challenge": None}, "got None as 'challenge' of the proof, expected text"),
        ({"@context": "https://www.w3.org/ns/credentials/v2"}, "got a proof with '@context', expected one without"),
        ({"proofValue": None}, "got None, expected 'z' and 64 bytes in base58btc as 'proofValue'"),
        ({"proofValue": "uAAAA"}, "got 'uAAAA', expected 'z' and 64 bytes in base58btc as 'proofValue'"),
        ({"proofValue": "z2"}, "got 1 bytes, expected 'z' and 64 bytes in base58btc as 'proofValue'"),
        (
            {"proofValue": "z0"},
            (
                "got '0' at position 1, expected a base58btc character; "
                "expected 'z' and 64 bytes in base58btc as 'proofValue'"
            ),
        ),
        ({"nonce": "x" * 30_000}, "got a proof of 30317 bytes, expected at most 20000"),
    ],
)
def test_a_malformed_proof_is_refused(change: dict[str, Any], message: str) -> None:
    document = signed()
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), {**document["proof"][0], **change}, PUBLIC)
    assert caught.value.message == message


@pytest.mark.parametrize("name", ["type", "cryptosuite", "proofPurpose", "verificationMethod"])
def test_a_proof_without_a_required_member_is_refused(name: str) -> None:
    document = signed()
    del document["proof"][0][name]
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), document["proof"][0], PUBLIC)
    assert caught.value.message == f"got None as {name!r} of the proof, expected text"


def test_an_unknown_member_of_a_proof_is_refused() -> None:
    document = signed()
    with pytest.raises(UndefinedTermError) as caught:
        verify_proof(without_proof(document), {**document["proof"][0], "colour": "red"}, PUBLIC)
    assert caught.value.message == "term 'colour' would go unsigned: no context defines it (at /colour)"


def test_a_large_number_in_a_proof_is_told_as_it_was_read() -> None:
    document = signed()
    with pytest.raises(CanonicalizationError) as caught:
        verify_proof(without_proof(document), {**document["proof"][0], "nonce": "x", "evidence": 1e20}, PUBLIC)
    assert caught.value.message == "got number 1e+20 at /evidence, expected at most 2**53 - 1"


def test_an_unknown_member_of_the_document_is_refused() -> None:
    document = signed()
    with pytest.raises(UndefinedTermError) as caught:
        verify_proof(without_proof(document) | {"colour": "red"}, document["proof"][0], PUBLIC)
    assert caught.value.message == "term 'colour' would go unsigned: no context defines it (at /colour)"


def test_an_expiry_cannot_be_hidden_behind_an_iri() -> None:
    document = signed(validUntil="2020-01-01T00:00:00Z")
    document["https://www.w3.org/2018/credentials#validUntil"] = {
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": document.pop("validUntil"),
    }
    with pytest.raises(CanonicalizationError) as caught:
        verify_proof(without_proof(document), document["proof"][0], PUBLIC)
    assert caught.value.message == (
        "got member 'https://www.w3.org/2018/credentials#validUntil' at the top, expected a term and no IRI"
    )


def test_another_key_is_refused() -> None:
    document = signed()
    other = ed25519(2).public
    for key in (other, PublicKey("Ed25519", bytes(32)), PublicKey("Ed25519", b"")):
        with pytest.raises(ProofError) as caught:
            verify_proof(without_proof(document), document["proof"][0], key)
        assert caught.value.message == "the signature does not match the document and the key"
    with pytest.raises(ProofError) as caught:
        verify_proof(without_proof(document), document["proof"][0], p256().public)
    assert caught.value.message == "got a key of kind P-256 for 'eddsa-rdfc-2022', expected Ed25519"


def test_a_nested_context_is_refused() -> None:
    document = signed()
    changed = copy.deepcopy(without_proof(document))
    changed["credentialSubject"]["@context"] = "https://www.w3.org/ns/credentials/v2"
    for attempt in (
        lambda: verify_proof(changed, document["proof"][0], PUBLIC),
        lambda: create_proof(changed, options=OPTIONS, sign=SECRET.sign),
    ):
        with pytest.raises(CanonicalizationError) as caught:
            attempt()
        assert (
            caught.value.message
            == "got a nested '@context' at /credentialSubject, expected it at the top or in an embedded credential"
        )


def test_a_document_that_has_a_proof_is_not_signed_again() -> None:
    document = signed()
    for attempt in (
        lambda: verify_proof(document, document["proof"][0], PUBLIC),
        lambda: create_proof(document, options=OPTIONS, sign=SECRET.sign),
    ):
        with pytest.raises(ProofError) as caught:
            attempt()
        assert caught.value.message == "got a document with a proof, expected one without"


def test_a_signer_that_gives_too_little_is_refused() -> None:
    with pytest.raises(ProofError) as caught:
        create_proof(badge(), options=OPTIONS, sign=lambda data: data[:63])
    assert caught.value.message == "got a signature of 63 bytes, expected 64"


def test_proofs_are_read_as_one_or_a_list() -> None:
    assert proofs_of({}) == []
    assert proofs_of({"proof": {"type": "a"}}) == [{"type": "a"}]
    assert proofs_of({"proof": [{"type": "a"}, {"type": "b"}]}) == [{"type": "a"}, {"type": "b"}]
    with pytest.raises(ProofError) as caught:
        proofs_of({"proof": ["a"]})
    assert caught.value.message == "got a proof that is no object"


def test_suites_are_registered_under_their_own_name() -> None:
    assert {name: suite.name for name, suite in SUITES.items()} == {
        name: name for name in ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019")
    }


@pytest.mark.parametrize(
    ("proof", "name"),
    [
        ({"type": "DataIntegrityProof", "cryptosuite": "ecdsa-jcs-2019"}, "ecdsa-jcs-2019"),
        ({"type": "Ed25519Signature2020"}, "Ed25519Signature2020"),
        ({"type": "Ed25519Signature2020", "cryptosuite": "eddsa-rdfc-2022"}, None),
        ({"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"}, None),
        ({"type": "DataIntegrityProof", "cryptosuite": ["eddsa-rdfc-2022"]}, None),
        ({"type": ["DataIntegrityProof"], "cryptosuite": "eddsa-rdfc-2022"}, None),
        ({"type": "DataIntegrityProof"}, None),
        ({"cryptosuite": "eddsa-rdfc-2022"}, None),
        ({}, None),
    ],
)
def test_the_suite_of_a_proof_is_known_or_none(proof: dict[str, Any], name: str | None) -> None:
    suite = suite_of(proof)
    assert (suite and suite.name) == name


ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
CASES = [
    ("eddsa-rdfc-2022", ed25519()),
    ("eddsa-jcs-2022", ed25519()),
    ("ecdsa-rdfc-2019", p256()),
    ("ecdsa-rdfc-2019", p384()),
    ("ecdsa-jcs-2019", p256()),
    ("ecdsa-jcs-2019", p384()),
    (LEGACY, ed25519()),
]
KINDS = [f"{suite}-{pair.public.kind}" for suite, pair in CASES]


def proof_over(
    document: dict[str, Any],
    suite: str,
    pair: SignWith,
    previous: Sequence[dict[str, Any]] = (),
    **options: Any,
) -> dict[str, Any]:
    asked = ProofOptions(
        **{
            "verification_method": "did:web:badges.example.org:issuers:a#key-1",
            "created": "2026-06-30T08:00:00Z",
            "cryptosuite": suite,
            **options,
        }
    )
    return create_proof(document, options=asked, sign=pair.sign, kind=pair.public.kind, previous=previous)


def under(suite: str, **changes: Any) -> dict[str, Any]:
    document = badge(**changes)
    if suite == LEGACY:
        document["@context"] = [*document["@context"], ED25519_2020]
    return document


@pytest.mark.parametrize(("suite", "pair"), CASES, ids=KINDS)
def test_a_proof_of_every_suite_may_say_all_that_proofs_say(suite: str, pair: SignWith) -> None:
    document = under(suite)
    options: dict[str, Any] = {
        "id": "urn:uuid:1",
        "created": None,
        "expires": "2027-01-01T00:00:00Z",
        "domain": ("a.example", "b.example"),
        "challenge": "one",
        "nonce": "two",
    }
    if suite == LEGACY:
        del options["expires"]  # its context has no such word
    proof = proof_over(document, suite, pair, **options)
    verify_proof(document, proof, pair.public)
    assert proof["domain"] == ["a.example", "b.example"]
    for name in proof:
        without = {key: value for key, value in proof.items() if key != name}
        with pytest.raises((ProofError, CanonicalizationError)):
            verify_proof(document, without, pair.public)


@pytest.mark.parametrize(("suite", "pair"), CASES, ids=KINDS)
def test_chains_hold_across_suites(suite: str, pair: SignWith) -> None:
    document = under(LEGACY)
    first = proof_over(document, suite, pair, id="urn:uuid:1")
    second = proof_over(document, "eddsa-rdfc-2022", ed25519(2), id="urn:uuid:2")
    last = proof_over(
        document,
        "ecdsa-jcs-2019",
        p384(2),
        previous=[first, second],
        previous_proof=("urn:uuid:2", "urn:uuid:1"),
    )
    proofs = [first, second, last]
    previous = previous_proofs(last, proofs)
    assert previous == [first, second]
    verify_proof(document, last, p384(2).public, previous=previous)
    # RFC 8785 keeps the order of lists, so that of the proofs is signed.
    with pytest.raises(ProofError) as caught:
        verify_proof(document, last, p384(2).public, previous=previous[::-1])
    assert caught.value.message == "the signature does not match the document and the key"


def test_a_proof_over_statements_may_follow_one_over_json_only_without_its_contexts() -> None:
    document = badge()
    first = proof_over(document, "eddsa-jcs-2022", ed25519(), id="urn:uuid:1")
    with pytest.raises(CanonicalizationError) as caught:
        proof_over(document, "eddsa-rdfc-2022", ed25519(), previous=[first], previous_proof="urn:uuid:1")
    assert (
        caught.value.message
        == "got a nested '@context' at /proof/0, expected it at the top or in an embedded credential"
    )


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "ecdsa-jcs-2019"])
def test_contexts_added_after_those_that_a_jcs_proof_names_are_not_signed(suite: str) -> None:
    pair = ed25519() if suite.startswith("eddsa") else p256()
    document = badge()
    proof = proof_over(document, suite, pair)
    assert proof["@context"] == document["@context"]
    contexts = document["@context"]
    verify_proof({**document, "@context": [*contexts, ED25519_2020]}, proof, pair.public)
    for other in ([ED25519_2020, *contexts], contexts[:1], contexts[::-1], contexts[0], [], None):
        with pytest.raises(ProofError) as caught:
            verify_proof({**document, "@context": other}, proof, pair.public)
        assert caught.value.message == "got a document whose '@context' does not start with that of the proof"
    with pytest.raises(ProofError) as caught:
        verify_proof({key: value for key, value in document.items() if key != "@context"}, proof, pair.public)
    assert caught.value.message == "got a document whose '@context' does not start with that of the proof"


def test_a_jcs_proof_without_contexts_signs_those_of_the_document() -> None:
    document = badge()
    config = {name: value for name, value in proof_config(jcs_options(), document).items() if name != "@context"}
    data = hash_data(canonical_json(document).decode(), canonical_json(config).decode())
    proof = {**config, "proofValue": "z" + encode_base58btc(SECRET.sign(data))}
    verify_proof(document, proof, PUBLIC)
    with pytest.raises(ProofError) as caught:
        verify_proof({**document, "@context": [*document["@context"], ED25519_2020]}, proof, PUBLIC)
    assert caught.value.message == "the signature does not match the document and the key"


def jcs_options() -> ProofOptions:
    return ProofOptions(
        verification_method=OPTIONS.verification_method, created=OPTIONS.created, cryptosuite="eddsa-jcs-2022"
    )


def test_a_jcs_proof_is_over_everything_that_json_holds() -> None:
    document: dict[str, Any] = {"a": [1.5, -0.0, None, {}, [], "\x01"], "b": {"@context": {"c": "d"}}}
    proof = create_proof(document, options=jcs_options(), sign=SECRET.sign)
    assert "@context" not in proof
    verify_proof(document, proof, PUBLIC)
    for changed in ({**document, "c": None}, {"a": document["a"]}, {**document, "b": {"@context": {"c": "e"}}}):
        with pytest.raises(ProofError) as broken:
            verify_proof(changed, proof, PUBLIC)
        assert broken.value.message == "the signature does not match the document and the key"
    with pytest.raises(CanonicalizationError) as caught:
        verify_proof({"a": 2**53}, proof, PUBLIC)
    assert caught.value.message == "got number 9007199254740992 at /a, expected at most 2**53 - 1"


def test_a_canonical_form_with_another_hash_is_made_again() -> None:
    document = badge()
    nquads = canonicalize(document)
    proof = proof_over(document, "ecdsa-rdfc-2019", p384())
    verify_proof(document, proof, p384().public, document_nquads=nquads)


def test_a_legacy_proof_needs_its_own_words() -> None:
    with pytest.raises(UndefinedTermError) as caught:
        proof_over(badge(), LEGACY, ed25519())
    assert caught.value.message == "term 'created' would go unsigned: no context defines it (at /created)"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"cryptosuite": "eddsa-2022"},
            (
                "got cryptosuite 'eddsa-2022', expected one of "
                "'eddsa-rdfc-2022', 'eddsa-jcs-2022', 'ecdsa-rdfc-2019', 'ecdsa-jcs-2019'"
            ),
        ),
        ({"cryptosuite": "ecdsa-jcs-2019"}, "got a key of kind Ed25519 for 'ecdsa-jcs-2019', expected P-256 or P-384"),
        ({"previous_proof": "urn:a"}, "got the previous proofs [], expected ['urn:a']"),
        (
            {"created": "today"},
            "'created' of the proof: got timestamp 'today', expected one like '2026-06-30T22:00:00Z'",
        ),
    ],
)
def test_a_proof_that_nobody_could_check_is_not_made(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ProofError) as caught:
        proof_over(badge(), "eddsa-rdfc-2022", ed25519(), **options)
    assert caught.value.message == message


@cache
def signed_in_every_way() -> list[dict[str, Any]]:
    return [proof_over(under(LEGACY), suite, pair) for suite, pair in CASES]


@settings(max_examples=200)
@given(st.deferred(lambda: st.sampled_from(signed_in_every_way()).flatmap(altered_somewhere)), st.sampled_from(CASES))
def test_whatever_proof_is_given_it_holds_as_it_was_made_or_ends_in_an_error(
    proof: Any, case: tuple[str, SignWith]
) -> None:
    try:
        verify_proof(under(LEGACY), proof if isinstance(proof, dict) else {}, case[1].public)
    except (ProofError, CanonicalizationError):
        return
    assert proof in signed_in_every_way()
