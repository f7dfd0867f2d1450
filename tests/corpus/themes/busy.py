"""What kept a verifier busy for long, or broke one off, until the fuzzer found it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.corpus.builders.credentials import OPEN_BADGES, V2, record
from tests.corpus.builders.expectations import NOT_AUTHENTIC, Case, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY, GUILD
from tests.corpus.builders.secrets import JSON
from tests.corpus.builders.signing import proof_over

JCS = "eddsa-jcs-2022"


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    chain: list[JSON] = []
    for number in range(10):
        previous = {"previousProof": [proof["id"] for proof in chain]} if chain else {}
        proof = proof_over(
            ACADEMY.unsigned(), ACADEMY.key, ACADEMY.method, JCS, previous=chain, id=f"urn:p:{number}", **previous
        )
        chain.append(proof)
    yield case(
        "busy-chain-each-on-all-before",
        "Ten proofs, each of which builds on all before it.",
        {**ACADEMY.unsigned(), "proof": chain},
        ACADEMY.documents(),
        proof=passed("proof.one_of_several"),
    )
    # Each takes a verifier a while by itself, and the record that holds them takes as long as all of them.
    contexts = [V2, OPEN_BADGES] * 10
    held = [
        ACADEMY.issued(**{"@context": contexts, "id": f"urn:uuid:{number:08}-6b0e-4f0e-9a3a-0c7d5f1b2a01"})
        for number in range(28)
    ]
    yield case(
        "busy-record-of-many",
        "A record of credentials that take too long to be looked at all.",
        GUILD.sign(record(GUILD.profile, held)),
        ACADEMY.documents() | {GUILD.place: GUILD.keys()},
        state="cannot be checked now",
        format=passed("format.record"),
        status=passed("status.none"),
        credentials=unknown("credentials.unknown"),
    )
    yield from _plain_forms()
    yield case(
        "busy-words-of-its-own-and-no-kind",
        "Something of no kind that defines words of its own.",
        {"@context": [{"name": "https://academy.example/name"}], "type": ["Certificate"], "name": "A certificate"},
        state="malformed",
        format=failed("format.structure"),
        proof=failed("proof.missing"),
        issuer_key=unknown("issuer_key.unsigned"),
        **NOT_AUTHENTIC,
    )


def _plain_forms() -> Iterator[Case]:
    """Ten proofs over the JSON of a large document, made canonical once for all under the same contexts."""
    contexts = [V2, OPEN_BADGES] * 5
    large = {**ACADEMY.unsigned(), "@context": contexts, "numbers": [0] * 12_000}
    each = [
        proof_over({**large, "@context": contexts[:count]}, ACADEMY.key, ACADEMY.method, JCS) for count in range(1, 11)
    ]
    last = each[-1]
    for name, about, proofs, status in (
        (
            "busy-json-under-many-contexts",
            "Ten proofs of a large document, each under other contexts.",
            each,
            unknown("status.signature_unknown"),
        ),
        (
            "busy-json-under-the-same-contexts",
            "Ten proofs of a large document, of which the last one holds.",
            [{**last, "created": f"2026-07-01T08:00:0{number}Z"} for number in range(1, 10)] + [last],
            passed("status.passed"),
        ),
    ):
        yield case(
            name,
            about,
            json.dumps({**large, "proof": proofs}, separators=(",", ":")),
            ACADEMY.documents(),
            state="cannot be checked now",
            format=unknown("format.not_canonical"),
            proof=passed("proof.one_of_several"),
            status=status,
        )
