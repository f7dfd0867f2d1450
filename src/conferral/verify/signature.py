"""Checks `proof` and `issuer_key`: unaltered, and signed by the issuer that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conferral.errors import CanonicalizationError, EncodingError, ProofError, UndefinedTermError
from conferral.standards import data_integrity
from conferral.standards.canonical import canonicalize
from conferral.standards.public_keys import PublicKey
from conferral.verify.claims import instant_of, issuer_of, unknown_context
from conferral.verify.findings import failed, passed, unknown
from conferral.verify.issuer import IssuerKeys
from conferral.verify.report import Check, CheckOutcome, State

MOST_PROOFS = 10
"""Proofs of one document that are looked at."""

_KIND = "DataIntegrityProof"
_PURPOSE = "assertionMethod"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What was found about the signatures of a document.

    `claims` is the canonical form of what is signed, or None where there is no such form.
    """

    proof: Check
    issuer_key: Check
    claims: str | None = None

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


def check_signature(document: dict[str, Any], keys: IssuerKeys, at: datetime) -> Signature:
    """Look at every proof of `document`; one that is in order is enough (so says Open Badges 3.0).

    Where none is, the report tells of the issuer's own proofs before those of others, and of a failure
    before what is merely unknown.
    """
    try:
        proofs = data_integrity.proofs_of(document)
    except ProofError as error:
        return _unsigned(failed("proof.unusable", State.UNTRUSTED, problem=error.message))
    if not proofs:
        return _unsigned(failed("proof.missing", State.UNTRUSTED))
    if len(proofs) > MOST_PROOFS:
        return _unsigned(failed("proof.too_many", State.UNTRUSTED, count=len(proofs)))
    unsigned = data_integrity.without_proof(document)
    claims = _canonical(unsigned)
    issuer = issuer_of(document)
    found = [_check_one(unsigned, claims, proof, keys.key_for(proof, issuer), at) for proof in proofs]
    if len(proofs) > 1:
        found = [_numbered(one, number, len(proofs)) for number, one in enumerate(found, start=1)]
    own = [one for one in found if one.issuer_key.details["code"] != "issuer_key.somebody_else"] or found
    return next(
        (one for one in found if one.trusted),
        next((one for one in own if one.refused), own[0]),
    )


def _check_one(
    unsigned: dict[str, Any],
    claims: str | Check,
    proof: Mapping[str, Any],
    key: tuple[Check, PublicKey | None],
    at: datetime,
) -> Signature:
    issuer_key, public_key = key
    if isinstance(claims, Check):
        return Signature(proof=claims, issuer_key=issuer_key)
    kind = proof.get("cryptosuite") if proof.get("type") == _KIND else proof.get("type")
    purpose = proof.get("proofPurpose")
    if isinstance(kind, str) and kind not in data_integrity.SUITES:
        check = unknown("proof.unknown_kind", kind=kind)
    elif "previousProof" in proof:
        check = unknown("proof.unknown_kind", kind="one of a chain")
    elif isinstance(purpose, str) and purpose != _PURPOSE:
        check = failed("proof.other_purpose", State.UNTRUSTED, purpose=purpose)
    elif public_key is None:
        check = unknown("proof.no_key")
    else:
        check = _verify(unsigned, claims, proof, public_key, at)
    return Signature(proof=check, issuer_key=issuer_key, claims=claims)


def _verify(unsigned: dict[str, Any], claims: str, proof: Mapping[str, Any], key: PublicKey, at: datetime) -> Check:
    try:
        data_integrity.verify_proof(unsigned, proof, key, document_nquads=claims)
        expires = instant_of(proof, "expires")
    except CanonicalizationError as error:
        return _not_canonical(error)
    except (ProofError, EncodingError) as error:
        return failed("proof.broken", State.ALTERED, problem=error.message)
    if expires is not None and expires <= at:
        return failed("proof.expired", State.UNTRUSTED, date=expires)
    return passed("proof.passed", cryptosuite=proof["cryptosuite"])


def _numbered(one: Signature, number: int, count: int) -> Signature:
    if not one.holds:
        return one
    suite = one.proof.details["cryptosuite"]
    return replace(one, proof=passed("proof.one_of_several", number=number, count=count, cryptosuite=suite))


def _canonical(unsigned: dict[str, Any]) -> str | Check:
    if unknown_context(unsigned) is not None:
        return unknown("proof.unknown_words")
    try:
        return canonicalize(unsigned)
    except CanonicalizationError as error:
        return _not_canonical(error)


def _not_canonical(error: CanonicalizationError) -> Check:
    # What JSON-LD drops is unsigned for everybody; what only we refuse may be fine elsewhere.
    if isinstance(error, UndefinedTermError):
        return failed("proof.not_covered", State.UNTRUSTED, problem=error.message)
    return unknown("proof.not_canonical", problem=error.message)


def _unsigned(proof: Check) -> Signature:
    return Signature(proof=proof, issuer_key=unknown("issuer_key.unsigned"))
