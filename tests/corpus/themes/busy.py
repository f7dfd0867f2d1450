"""What kept a verifier busy for long, or broke one off, until the fuzzer found it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.corpus.builders.expectations import NOT_AUTHENTIC, UNREAD, Case, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY
from tests.corpus.builders.secrets import JSON
from tests.corpus.builders.signing import proof_over

JCS = "eddsa-jcs-2022"


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    names = ",".join(f'"n{number}":0' for number in [*range(30_000), 29_999])
    yield case(
        "busy-name-twice-among-many",
        "Of thirty thousand names in one object the last stands twice.",
        f"{{{names}}}",
        **UNREAD,
    )
    text = json.dumps(ACADEMY.issued())
    yield case(
        "busy-many-numbers",
        "A credential with a list of sixty thousand numbers.",
        f'{text[:-1]}, "n": [{",".join("0" * 60_000)}]}}',
        **UNREAD,
    )
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
