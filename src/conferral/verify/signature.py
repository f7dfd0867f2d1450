"""Checks `proof` and `issuer_key`: unaltered, and signed by the issuer that it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conferral.errors import CanonicalizationError, EncodingError, ProofError, UndefinedTermError
from conferral.standards import data_integrity
from conferral.standards.canonical import canonicalize
from conferral.standards.jose import Jws, verify_jws
from conferral.standards.proof_chains import previous_proofs
from conferral.standards.public_keys import ALGORITHMS, PublicKey
from conferral.verify.claims import instant_of, issuer_of, unknown_context
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.issuer import IssuerKeys
from conferral.verify.presented import Presented
from conferral.verify.report import Check, CheckOutcome, State
from conferral.verify.vocabulary import BUNDLED, Vocabulary

MOST_PROOFS = 10
"""Proofs of one document that are looked at."""

_PURPOSE = "assertionMethod"
Proof = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What was found about the signatures of a document.

    `claims` is the canonical form of what is signed, or None where there is no such form; `unclear` is why not.
    """

    proof: Check
    issuer_key: Check
    claims: str | None = None
    unclear: CanonicalizationError | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing was changed since somebody with this key signed it."""
        return self.proof.outcome is CheckOutcome.PASSED

    @property
    def trusted(self) -> bool:
        """Whether it holds, and the key is the issuer's and still good."""
        return self.holds and self.issuer_key.outcome is CheckOutcome.PASSED

    @property
    def refused(self) -> bool:
        """Whether one of the two failed."""
        return CheckOutcome.FAILED in {self.proof.outcome, self.issuer_key.outcome}

    @property
    def trouble(self) -> Check:
        """The check that keeps it from being trusted."""
        checks = (self.issuer_key, self.proof)
        failures = [check for check in checks if check.outcome is CheckOutcome.FAILED]
        doubts = [check for check in checks if check.outcome is not CheckOutcome.PASSED]
        return (failures or doubts or [self.proof])[0]


def check_signature(
    presented: Presented, keys: IssuerKeys, at: datetime, vocabulary: Vocabulary = BUNDLED
) -> Signature:
    """Look at the token, or at every proof of the document; one that is in order is enough (Open Badges 3.0, 9.1).

    Where none is, the report tells of the issuer's own proofs before those of others, and of a failure
    before what is merely unknown.
    """
    if presented.token is not None:
        return _Document(presented, keys, at, vocabulary).check_token(presented.token, presented.disagreement)
    try:
        proofs = data_integrity.proofs_of(presented.document)
    except ProofError as error:
        return _unsigned(failed("proof.unusable", State.UNTRUSTED, problem=error.message))
    if not proofs:
        return _unsigned(failed("proof.missing", State.UNTRUSTED))
    if len(proofs) > MOST_PROOFS:
        return _unsigned(failed("proof.too_many", State.UNTRUSTED, count=len(proofs)))
    return _Proofs(proofs, _Document(presented, keys, at, vocabulary)).check()


class _Document:
    """A document whose signatures are being looked at, with its canonical form, made once."""

    def __init__(self, presented: Presented, keys: IssuerKeys, at: datetime, vocabulary: Vocabulary) -> None:
        self.unsigned = data_integrity.without_proof(presented.document)
        self.issuer = issuer_of(presented.document)
        self.keys = keys
        self.at = at
        self.loader = vocabulary.loader
        self.json_forms: dict[str, str] = {}
        self.claims: str | None = None
        self.unclear: CanonicalizationError | None = None
        if unknown_context(self.unsigned, vocabulary.known, presented.outline) is None:
            try:
                self.claims = canonicalize(self.unsigned, loader=self.loader, effort=keys.effort)
            except CanonicalizationError as error:
                self.unclear = error

    def check_token(self, token: Jws, disagreement: str | None) -> Signature:
        issuer_key, key = self.keys.key_for_token(token.header, self.issuer)
        return self.signature(_check_token(token, key, disagreement), issuer_key)

    def signature(self, proof: Check, issuer_key: Check) -> Signature:
        return Signature(proof=proof, issuer_key=issuer_key, claims=self.claims, unclear=self.unclear)


class _Proofs:
    """All proofs of a document."""

    def __init__(self, proofs: Sequence[Proof], document: _Document) -> None:
        self._proofs = proofs
        self._document = document
        self._links: dict[int, Check] = {}

    def check(self) -> Signature:
        found = [self._check_one(proof) for proof in self._proofs]
        if len(found) > 1:
            found = [_numbered(one, number, len(found)) for number, one in enumerate(found, start=1)]
        own = [one for one in found if one.issuer_key.code != "issuer_key.somebody_else"] or found
        return next(
            (one for one in found if one.trusted),
            next((one for one in own if one.refused), own[0]),
        )

    def _check_one(self, proof: Proof) -> Signature:
        issuer_key, key = self._document.keys.key_for(proof.get("verificationMethod"), self._document.issuer)
        return self._document.signature(self._check_proof(proof, key), issuer_key)

    def _check_proof(self, proof: Proof, key: PublicKey | None) -> Check:
        suite, kind, purpose = data_integrity.suite_of(proof), _kind_of(proof), proof.get("proofPurpose")
        if suite is None and kind is not None:
            return unknown("proof.unknown_kind", kind=kind)
        if isinstance(purpose, str) and purpose != _PURPOSE:
            return failed("proof.other_purpose", State.UNTRUSTED, purpose=purpose)
        if suite is not None and not suite.jcs and self._document.claims is None:
            return _not_canonical(self._document.unclear) if self._document.unclear else unknown("proof.unknown_words")
        trouble, previous = self._predecessors(proof)
        if trouble is not None:
            return trouble
        if key is None:
            return unknown("proof.no_key")
        return self._verify(proof, key, previous)

    def _predecessors(self, proof: Proof) -> tuple[Check | None, Sequence[Proof]]:
        """The proofs that `proof` builds on, and what keeps them from holding (Data Integrity 1.0, section 2.1.2)."""
        if "previousProof" not in proof:
            return None, ()
        try:
            previous = previous_proofs(proof, self._proofs)
        except ProofError as error:
            return failed("proof.broken_chain", State.UNTRUSTED, problem=error.message), ()
        for each in previous:
            worse = self._link(each)
            if worse.outcome is CheckOutcome.FAILED:
                return failed("proof.broken_link", State.UNTRUSTED, sentence=worse.sentence), ()
            if worse.outcome is CheckOutcome.UNKNOWN:
                return unknown("proof.unknown_link", sentence=worse.sentence), ()
        return None, previous

    def _link(self, proof: Proof) -> Check:
        """What is found about a proof that others build on."""
        # In a chain of ten, the first may be named by each after it, and by way of each of these once more.
        if id(proof) not in self._links:
            # Whoever signed before may be anybody; what counts here is that this very signature was theirs.
            check, key = self._document.keys.key_for(proof.get("verificationMethod"), _owner(proof))
            found = self._check_proof(proof, key)
            self._links[id(proof)] = found if found.outcome is not CheckOutcome.PASSED else check
        return self._links[id(proof)]

    def _verify(self, proof: Proof, key: PublicKey, previous: Sequence[Proof]) -> Check:
        try:
            data_integrity.verify_proof(
                self._document.unsigned,
                proof,
                key,
                document_nquads=self._document.claims,
                previous=previous,
                loader=self._document.loader,
                effort=self._document.keys.effort,
                json_forms=self._document.json_forms,
            )
            expires = instant_of(proof, "expires")
        except CanonicalizationError as error:
            return _not_canonical(error)
        except (ProofError, EncodingError) as error:
            return failed("proof.broken", State.ALTERED, problem=error.message)
        if expires is not None and expires <= self._document.at:
            return failed("proof.expired", State.UNTRUSTED, date=expires)
        return passed("proof.passed", cryptosuite=_kind_of(proof))


def _check_token(token: Jws, key: PublicKey | None, disagreement: str | None) -> Check:
    if token.algorithm not in ALGORITHMS:
        return unknown("proof.unknown_kind", kind=f"JWT {token.algorithm}")
    if key is None:
        return unknown("proof.no_key")
    try:
        verify_jws(token, key)
    except ProofError as error:
        return failed("proof.broken", State.ALTERED, problem=error.message)
    if disagreement is not None:
        return failed("proof.claims_differ", State.UNTRUSTED, claim=disagreement)
    return passed("proof.passed", cryptosuite=f"JWT {token.algorithm}")


def _kind_of(proof: Proof) -> str | None:
    """The suite that a proof names, or its type where that says all; None where it says nothing readable."""
    kind = proof.get("cryptosuite") if proof.get("type") == "DataIntegrityProof" else proof.get("type")
    return kind if isinstance(kind, str) else None


def _owner(proof: Proof) -> str | None:
    method = proof.get("verificationMethod")
    return method.partition("#")[0] if isinstance(method, str) else None


def _numbered(one: Signature, number: int, count: int) -> Signature:
    if not one.holds:
        return one
    suite = one.proof.values["cryptosuite"]
    return replace(one, proof=passed("proof.one_of_several", number=number, count=count, cryptosuite=suite))


def _not_canonical(error: CanonicalizationError) -> Check:
    # What JSON-LD drops is unsigned for everybody; what only we refuse may be fine elsewhere.
    if isinstance(error, UndefinedTermError):
        return failed("proof.not_covered", State.UNTRUSTED, problem=error.message)
    return unknown("proof.not_canonical", problem=error.message)


def _unsigned(proof: Check) -> Signature:
    return Signature(proof=proof, issuer_key=unknown("issuer_key.unsigned"))
