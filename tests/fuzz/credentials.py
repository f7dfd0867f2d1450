"""Whole verifications: an input spells what is handed in and all that can be fetched.

The form is that of the cases of the corpus: {"given": …, "documents": {url: …}, "recipient": …, "contexts": […]}, with
the forms of `forms` beside those of the corpus.  What is no such JSON is handed in as it is.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any, NoReturn
from unittest.mock import patch

from conferral.errors import CanonicalizationError
from conferral.verify import CheckOutcome, Verifier, verifying
from conferral.verify.presented import read_presented
from tests.corpus.builders.credentials import endorsement, record
from tests.corpus.builders.issuers import ACADEMY, GUILD, key_issuer
from tests.corpus.builders.secrets import JSON
from tests.corpus.builders.signing import proof_over
from tests.fuzz.forms import Signed, Web, keys_of_the_academy, spelled
from tests.fuzz.mutations import mutated_bytes, mutated_json
from tests.fuzz.reports import BrokenPromiseError, check_report, promise
from tests.fuzz.signatures import NOW, check_signed, corpus
from tests.fuzz.timing import measured

_LARGE = 30_000
_TOKEN_HEADER = {"alg": "EdDSA", "typ": "JWT", "kid": ACADEMY.method}


def run(data: bytes) -> None:
    """Verify the credential that `data` spells, and look at the report."""
    signed = Signed()
    bundle, given = _read(data, signed)
    documents = bundle.get("documents", _usual_documents())
    recipient = bundle.get("recipient")
    recipient = recipient if isinstance(recipient, str) else None
    allowed = bundle.get("contexts")
    contexts = [url for url in allowed if isinstance(url, str)] if isinstance(allowed, list) else []
    web = Web(documents, signed)
    try:
        verifier = Verifier(resolver=web, at=NOW, recipient=recipient, contexts=contexts)
    except CanonicalizationError:  # what the user allows is no context
        return
    with patch.object(verifying, "broken_off", _told):
        report = measured(verifier.inspect, given)
    check_report(report, recipient=recipient is not None)
    if report.check("proof").outcome is CheckOutcome.PASSED:
        presented = read_presented(given)
        check_signed(presented.document, presented.token, report, signed)
    if zlib.crc32(data) % 8 == 0:
        again = Verifier(resolver=web, at=NOW, recipient=recipient, contexts=contexts).inspect(given)
        promise(again.as_json() == report.as_json(), "another look gives another report")


def _told(_name: str, error: BaseException) -> NoReturn:
    """What the verifier would turn into a finding, because no mistake of its own may end in a yes."""
    raise BrokenPromiseError("a check broke off") from error


def mutate(data: bytes, most: int, chance: Random) -> bytes:
    """`data` with another credential, other documents, or other bytes."""
    changed = mutated_json(data, most, chance) if chance.random() < 0.95 else None
    return changed if changed is not None else mutated_bytes(data, most, chance)


def seeds() -> list[bytes]:
    """The cases of the corpus, the usual ones before they are signed, and the signed documents of the demo."""
    return [*_cases(lambda case: "json" in case["given"]), *(_written(bundle) for bundle in _unsigned())]


def token_seeds() -> list[bytes]:
    """Credentials in tokens: in either form of their payload, and by each algorithm."""
    document = ACADEMY.unsigned()
    registered = {
        "iss": ACADEMY.id,
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": 1_782_770_400,
        "exp": 1_845_928_799,
    }
    lacking = {name: value for name, value in document.items() if name not in {"issuer", "id", "validFrom"}}
    payloads: list[Any] = [
        document,
        {**registered, "vc": document},
        {**document, **registered},
        {**registered, "vc": lacking},
        {"vc": {**document, "@context": ["https://www.w3.org/2018/credentials/v1", *document["@context"][1:]]}},
        "{}",
    ]
    headers: list[JSON] = [
        _TOKEN_HEADER,
        {"alg": "ES256", "kid": ACADEMY.named("P-256")},
        {"alg": "RS256", "kid": "#RSA"},
        {"alg": "Ed25519", "jwk": ACADEMY.key.jwk},
        {"alg": "EdDSA", "kid": "https://academy.example/keys/1"},
    ]
    pairs = [(_TOKEN_HEADER, payload) for payload in payloads] + [(header, document) for header in headers[1:]]
    keys = {"https://academy.example/keys/1": {"json": {"keys": [ACADEMY.key.jwk]}}}
    bundles: list[JSON] = [
        {"given": {"token": {"header": header, "payload": payload}}, "documents": {**_usual_documents(), **keys}}
        for header, payload in pairs
    ]
    endorsements = [spelled(bundle["given"], Signed()).decode() for bundle in bundles[:2]]
    bundles.append({"given": {"signed": {**document, "endorsementJwt": endorsements}}, "recipient": "a@example.org"})
    return [*(_written(bundle) for bundle in bundles), *_cases(lambda case: "text" in case["given"])]


def context_seeds() -> list[bytes]:
    """Credentials in words of contexts that the user allows, which lie where the issuer wants them."""
    place = "https://academy.example/"
    url, other = f"{place}context.json", f"{place}other.json"
    bundled = "https://www.w3.org/ns/credentials/v2"
    scoped = {"@id": f"{place}#extra", "@context": {"deep": f"{place}#deep", "inner": {"@id": f"{place}#inner"}}}
    contexts: list[Any] = [
        {"extra": f"{place}#extra"},
        {
            "extra": scoped,
            "Extra": {"@id": f"{place}#Extra", "@context": {"@propagate": True, "deep": f"{place}#deep"}},
        },
        [bundled, other, {"@version": 1.1, "ex": f"{place}#", "extra": {"@id": "ex:extra", "@container": "@set"}}],
        {"@import": other, "@vocab": f"{place}#"},
        {"extra": {"@id": f"{place}#extra", "@context": url}},
    ]
    extra = {"type": ["Extra"], "deep": "a", "extra": {"id": "urn:extra", "deep": "b"}}
    plain = ACADEMY.unsigned()
    document = {**plain, "@context": [*plain["@context"], url], "extra": extra}
    return [
        _written(
            {
                "given": {"signed": document},
                "documents": {
                    **_usual_documents(),
                    url: {"json": {"@context": context}},
                    other: {"json": {"@context": {"other": f"{place}#other", "deep": f"{place}#deep"}}},
                },
                "contexts": [url, other],
            }
        )
        for context in contexts
    ]


@cache
def _usual_documents() -> JSON:
    lists = {
        ACADEMY.list_url(purpose): {"signed": ACADEMY.unsigned_list(purpose)} for purpose in ("revocation", "message")
    }
    return {ACADEMY.place: {"json": keys_of_the_academy()}, GUILD.place: {"json": GUILD.keys()}, **lists}


def _unsigned() -> list[JSON]:
    """Credentials that the harness signs when they are run."""
    plain = ACADEMY.unsigned()
    version_1 = {
        **{name: value for name, value in plain.items() if name not in {"validFrom", "validUntil"}},
        "@context": ["https://www.w3.org/2018/credentials/v1", *plain["@context"][1:]],
        "issuanceDate": plain["validFrom"],
        "expirationDate": plain["validUntil"],
    }
    endorsed = {**plain, "endorsement": [GUILD.sign(endorsement(GUILD.profile, plain["id"]))]}
    held = record(ACADEMY.profile, [ACADEMY.issued(), GUILD.issued(credentialStatus=None)])
    anybody = key_issuer("P-384")
    proof = proof_over(anybody.unsigned(), anybody.key, anybody.method)
    proofs = [{**proof, "nonce": f"{number}"} for number in range(3)]
    evidence = [{"type": ["Evidence"], "name": f"{number}"} for number in range(5)]
    many_proofs = {**anybody.unsigned(), "evidence": evidence, "proof": proofs}
    mine = {**plain, "credentialSubject": {**plain["credentialSubject"], "identifier": [_identity()]}}
    documents = _usual_documents()
    return [
        *({"given": {form: plain}, "documents": documents} for form in ("signed", "signed-jcs")),
        *({"given": {"signed": each}, "documents": documents} for each in (version_1, endorsed, held)),
        {"given": {"json": many_proofs}, "documents": documents},
        {"given": {"signed": {**plain, "endorsement": [many_proofs] * 2}}, "documents": documents},
        {"given": {"signed": mine}, "documents": documents, "recipient": "somebody@example.org"},
    ]


def _identity() -> JSON:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": "sha256$00",
        "identityType": "emailAddress",
        "salt": "a",
    }


def _cases(chosen: Callable[[JSON], bool]) -> list[bytes]:
    """Cases of the corpus, without what is expected of them; one or two for each thing that is, and no large ones."""
    found: dict[str, list[bytes]] = {}
    for case in corpus():
        if chosen(case):
            alike = found.setdefault(json.dumps(case["expect"]), [])
            if len(alike) < 2:
                left = {name: value for name, value in case.items() if name not in {"about", "at", "expect"}}
                alike.append(_written(left))
    return [data for alike in found.values() for data in alike if len(data) < _LARGE]


def _written(bundle: JSON) -> bytes:
    return json.dumps(bundle, separators=(",", ":")).encode()


def _read(data: bytes, signed: Signed) -> tuple[JSON, bytes]:
    """The bundle in `data`, and the bytes that are handed in; what is signed now is noted in `signed`."""
    try:
        bundle = json.loads(data)
    except (ValueError, RecursionError):
        bundle = None
    if isinstance(bundle, dict) and "given" in bundle:
        return bundle, spelled(bundle["given"], signed)
    return {}, data
