"""Several proofs: sets, of which one is enough, and chains, of which every link counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.corpus.builders.credentials import put
from tests.corpus.builders.expectations import ALTERED, NOT_AUTHENTIC, Case, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY, FORGER, GUILD, Issuer, web_issuer
from tests.corpus.builders.secrets import JSON, secret
from tests.corpus.builders.signing import proof_over

JCS = "eddsa-jcs-2022"
ONE = {"proof": passed("proof.one_of_several")}
UNIVERSITY = web_issuer("did:web:university.example", "Example University")
FIRST, SECOND, THIRD = (f"urn:uuid:1f6d1c3b-8e7a-4b5d-9c0e-1a2b3c4d5e0{number}" for number in (1, 2, 3))


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _sets()
    yield from _none()
    yield from _single()
    yield from _chains()
    yield from _broken_chains()


def _documents() -> dict[str, Any]:
    return ACADEMY.documents() | {issuer.place: issuer.keys() for issuer in (GUILD, UNIVERSITY, FORGER)}


def _by(issuer: Issuer, suite: str = "", previous: Sequence[JSON] = (), **members: Any) -> JSON:
    """A proof of `issuer` over the usual credential of the academy."""
    return proof_over(ACADEMY.unsigned(), issuer.key, issuer.method, suite, previous=previous, **members)


def _with(*proofs: JSON) -> JSON:
    return {**ACADEMY.unsigned(), "proof": list(proofs)}


def _broken(proof: JSON) -> JSON:
    return {**proof, "created": "2020-01-01T00:00:00Z"}


def _unheard_of(proof: JSON) -> JSON:
    return {**proof, "cryptosuite": "unheard-of-2030"}


def _sets() -> Iterator[Case]:
    own, text, guild = _by(ACADEMY), _by(ACADEMY, JCS), _by(GUILD)
    for name, about, proofs in (
        ("of-two", "Two proofs of the issuer, both good.", (own, text)),
        ("one-good", "Two proofs of the issuer, of which the second is good.", (_broken(text), own)),
        ("the-first-good", "Two proofs of the issuer, of which the first is good.", (own, _broken(text))),
        ("with-another-signer", "Somebody else has signed as well.", (guild, own)),
        ("with-another-signer-broken", "Somebody else's proof as well, which does not hold.", (_broken(guild), own)),
        ("with-an-unknown-suite", "A proof of a suite that nobody knows comes first.", (_unheard_of(own), own)),
        ("of-three", "Two proofs that do not hold, and one that does.", (_broken(own), _broken(text), own)),
        (
            "with-one-for-another-purpose",
            "A proof for another purpose comes first.",
            (_by(ACADEMY, proofPurpose="authentication"), own),
        ),
        ("of-ten", "Ten proofs, the last of which is good.", (*(_broken(own) for _ in range(9)), own)),
    ):
        yield case(f"proofs-{name}", about, _with(*proofs), _documents(), **ONE)
    unreachable = _documents()
    del unreachable[GUILD.place]
    yield case(
        "proofs-with-an-unreachable-signer",
        "Somebody else has signed as well, whose keys cannot be had.",
        _with(guild, own),
        unreachable,
        **ONE,
    )
    retired = ACADEMY.sign(ACADEMY.unsigned(), secret("retired"), "key-0")["proof"][0]
    yield case(
        "proofs-with-one-of-a-retired-key",
        "One proof is by a key that the issuer no longer lists, one by a key that it does.",
        _with(retired, own),
        _documents(),
        **ONE,
    )


def _none() -> Iterator[Case]:
    own, text, guild, forged = _by(ACADEMY), _by(ACADEMY, JCS), _by(GUILD), _by(FORGER)
    yield case(
        "proofs-none-good",
        "Two proofs of the issuer, neither of which holds.",
        _with(_broken(own), _broken(text)),
        _documents(),
        **ALTERED,
    )
    yield case(
        "proofs-own-broken-and-a-good-one-of-another",
        "The issuer's proof does not hold; that somebody else's does is of no help.",
        _with(guild, _broken(own)),
        _documents(),
        **ALTERED,
    )
    yield case(
        "proofs-none-of-the-issuer",
        "Two proofs, neither of which is the issuer's.",
        _with(guild, forged),
        _documents(),
        state="untrusted",
        issuer_key=failed("issuer_key.somebody_else"),
        proof=unknown("proof.no_key"),
        **NOT_AUTHENTIC,
    )
    yield case(
        "proofs-broken-and-unknown",
        "One proof does not hold, and one is of a suite that nobody knows: what failed is told.",
        _with(_unheard_of(own), _broken(text)),
        _documents(),
        **ALTERED,
    )
    unsigned = {"state": "untrusted", "issuer_key": unknown("issuer_key.unsigned"), **NOT_AUTHENTIC}
    yield case(
        "proofs-too-many",
        "Eleven proofs are more than anybody needs.",
        _with(*[own] * 11),
        _documents(),
        **unsigned,
        proof=failed("proof.too_many"),
    )
    yield case("proofs-empty", "A list of no proofs.", _with(), _documents(), **unsigned, proof=failed("proof.missing"))
    malformed: Mapping[str, Any] = {**unsigned, "state": "malformed", "format": failed("format.structure")}
    for name, about, proof in (
        ("text", "The proof is a mere text.", "z3FXQjecWufY46"),
        ("list-of-text", "One of two proofs is a mere text.", [own, "z3FXQjecWufY46"]),
        ("null", "The proof is null.", None),
    ):
        yield case(
            f"proof-{name}",
            about,
            {**ACADEMY.unsigned(), "proof": proof},
            _documents(),
            **malformed,
            proof=failed("proof.unusable"),
        )


def _single() -> Iterator[Case]:
    def one(name: str, about: str, proof: JSON, /, **expected: Any) -> Case:
        return case(f"proof-{name}", about, _with(proof), _documents(), **{**NOT_AUTHENTIC, **expected})

    untrusted = {"state": "untrusted"}
    past, now = "2026-09-01T00:00:00Z", "2026-11-01T00:00:00Z"
    yield one(
        "expired", "The proof has expired.", _by(ACADEMY, expires=past), **untrusted, proof=failed("proof.expired")
    )
    yield one(
        "expired-at-this-instant",
        "The proof expires at this very instant.",
        _by(ACADEMY, expires=now),
        **untrusted,
        proof=failed("proof.expired"),
    )
    yield one(
        "for-another-purpose",
        "The proof was made for logging in.",
        _by(ACADEMY, proofPurpose="authentication"),
        **untrusted,
        proof=failed("proof.other_purpose"),
    )
    unknown_kind = {"state": "cannot be checked now", "proof": unknown("proof.unknown_kind")}
    yield one(
        "of-an-unknown-suite", "The proof is of a suite that nobody knows.", _unheard_of(_by(ACADEMY)), **unknown_kind
    )
    yield one(
        "of-an-unknown-type",
        "The proof is of a type that nobody knows.",
        put(_by(ACADEMY), "/type", "UnheardOfProof2030"),
        **unknown_kind,
    )
    yield one(
        "of-selective-disclosure",
        "The proof is of a suite that is known elsewhere and not here.",
        put(_by(ACADEMY), "/cryptosuite", "ecdsa-sd-2023"),
        **unknown_kind,
    )
    broken = {"state": "altered", "proof": failed("proof.broken")}
    without_purpose = {name: value for name, value in _by(ACADEMY).items() if name != "proofPurpose"}
    yield one("without-purpose", "The proof does not say what it was made for.", without_purpose, **broken)
    yield one(
        "with-a-context",
        "A proof over a graph brings a context of its own.",
        {"@context": ACADEMY.unsigned()["@context"], **_by(ACADEMY)},
        **broken,
    )


def _chains() -> Iterator[Case]:
    guild = _by(GUILD, id=FIRST)
    own = _by(ACADEMY, previous=[guild], previousProof=FIRST)
    yield case(
        "chain-of-two", "The guild has signed, and the issuer has signed that.", _with(guild, own), _documents(), **ONE
    )
    yield case(
        "chain-of-two-in-another-order",
        "The same, with the later proof written first.",
        _with(own, guild),
        _documents(),
        **ONE,
    )
    university = _by(UNIVERSITY, id=SECOND, previous=[guild], previousProof=FIRST)
    last = _by(ACADEMY, id=THIRD, previous=[university], previousProof=SECOND)
    yield case(
        "chain-of-three",
        "Each of three has signed what the one before signed.",
        _with(guild, university, last),
        _documents(),
        **ONE,
    )
    other = _by(UNIVERSITY, id=SECOND)
    joined = _by(ACADEMY, previous=[guild, other], previousProof=[FIRST, SECOND])
    yield case(
        "chain-on-two-proofs",
        "The issuer has signed the proofs of two others.",
        _with(guild, other, joined),
        _documents(),
        **ONE,
    )
    text = _by(GUILD, JCS, id=FIRST)
    yield case(
        "chain-jcs",
        "A chain of proofs over the text.",
        _with(text, _by(ACADEMY, JCS, [text], previousProof=FIRST)),
        _documents(),
        **ONE,
    )
    # The issuer's own stands by itself; what was signed on top of it takes nothing away.
    first = _by(ACADEMY, id=FIRST)
    yield case(
        "chain-begun-by-the-issuer",
        "The issuer has signed, and the guild has signed that.",
        _with(first, _by(GUILD, previous=[first], previousProof=FIRST)),
        _documents(),
        **ONE,
    )


def _broken_chains() -> Iterator[Case]:
    guild = _by(GUILD, id=FIRST)
    own = _by(ACADEMY, id=THIRD, previous=[guild], previousProof=FIRST)

    def untrusted(
        name: str, about: str, *proofs: JSON, code: str, documents: Any = None, state: str = "untrusted"
    ) -> Case:
        finding = unknown(code) if state == "cannot be checked now" else failed(code)
        return case(
            f"chain-{name}",
            about,
            _with(*proofs),
            documents or _documents(),
            state=state,
            proof=finding,
            **NOT_AUTHENTIC,
        )

    altered = _broken(guild)
    yield untrusted(
        "predecessor-broken",
        "The issuer has signed a proof that does not hold.",
        altered,
        _by(ACADEMY, previous=[altered], previousProof=FIRST),
        code="proof.broken_link",
    )
    yield untrusted(
        "predecessor-missing", "The proof that the issuer has signed was taken away.", own, code="proof.broken_chain"
    )
    yield untrusted(
        "predecessor-renamed",
        "The proof that the issuer has signed was given another id.",
        put(guild, "/id", SECOND),
        own,
        code="proof.broken_chain",
    )
    yield untrusted(
        "predecessor-twice",
        "Two proofs have the id that the issuer has signed.",
        guild,
        _by(UNIVERSITY, id=FIRST),
        own,
        code="proof.broken_chain",
    )
    circle = _by(ACADEMY, id=FIRST, previousProof=FIRST)
    yield untrusted("of-itself", "A proof comes before itself.", circle, code="proof.broken_chain")
    round_trip = [_by(GUILD, id=FIRST, previousProof=SECOND), _by(ACADEMY, id=SECOND, previousProof=FIRST)]
    yield untrusted("in-a-circle", "Each of two proofs comes before the other.", *round_trip, code="proof.broken_chain")
    yield untrusted(
        "previous-no-id",
        "What the proof follows is no id.",
        _by(ACADEMY, id=THIRD) | {"previousProof": 7},
        guild,
        code="proof.broken_chain",
    )
    swapped = _by(GUILD, id=FIRST, created="2026-07-02T08:00:00Z")
    yield case(
        "chain-predecessor-exchanged",
        "The proof that the issuer has signed was exchanged for another that holds.",
        _with(swapped, own),
        _documents(),
        **ALTERED,
    )
    unreachable = _documents()
    del unreachable[GUILD.place]
    yield untrusted(
        "predecessor-unreachable",
        "The keys of the one who signed before the issuer cannot be had.",
        guild,
        own,
        code="proof.unknown_link",
        documents=unreachable,
        state="cannot be checked now",
    )
    strange = _unheard_of(guild)
    yield untrusted(
        "predecessor-of-an-unknown-suite",
        "The proof before the issuer's is of a suite that nobody knows.",
        strange,
        _by(ACADEMY, JCS, previous=[strange], previousProof=FIRST),
        code="proof.unknown_link",
        state="cannot be checked now",
    )
    revoked = _documents() | {GUILD.place: GUILD.keys(GUILD.multikey(revoked="2026-09-01T00:00:00Z"))}
    yield untrusted(
        "predecessor-of-a-revoked-key",
        "The key of the one who signed before the issuer was revoked.",
        guild,
        own,
        code="proof.broken_link",
        documents=revoked,
    )
    university = _by(UNIVERSITY, id=SECOND, previous=[altered], previousProof=FIRST)
    last = _by(ACADEMY, id=THIRD, previous=[university], previousProof=SECOND)
    yield untrusted(
        "of-three-with-the-first-broken",
        "The first of three proofs does not hold.",
        altered,
        university,
        last,
        code="proof.broken_link",
    )
    expired = _by(GUILD, id=FIRST, expires="2026-09-01T00:00:00Z")
    yield untrusted(
        "predecessor-expired",
        "The proof before the issuer's has expired.",
        expired,
        _by(ACADEMY, previous=[expired], previousProof=FIRST),
        code="proof.broken_link",
    )
