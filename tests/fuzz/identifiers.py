"""Identifiers of issuers, the documents behind them, and the keys in these."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from conferral.errors import DIDError, EncodingError, Error
from conferral.standards import controlled_identifiers, did_jwk, did_key, did_web
from conferral.standards.public_keys import public_key_from_jwk, public_key_from_multibase, verify_signature
from conferral.verify import CheckOutcome
from conferral.verify.issuer import IssuerKeys
from conferral.verify.places import folder_of, lies_under, place_of
from tests.corpus.builders.issuers import ACADEMY, Issuer, https_issuer, jwk_issuer, key_issuer
from tests.corpus.builders.secrets import JSON, secret
from tests.fuzz.forms import Signed, Web, keys_of_the_academy
from tests.fuzz.mutations import mutated_bytes, mutated_json
from tests.fuzz.reports import promise
from tests.fuzz.signatures import NOW
from tests.fuzz.timing import measured


def run(data: bytes) -> None:
    """Look for the key of {"issuer": …, "method": …, "header": …, "documents": {url: …}}, in every way there is."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        value = {"issuer": data.decode("latin-1"), "method": data.decode("latin-1") + "#key-1"}
    issuer, method, header = value.get("issuer"), value.get("method"), value.get("header")
    documents = value.get("documents")
    keys = IssuerKeys(Web(documents, Signed()), NOW)
    named = issuer if isinstance(issuer, str) else None
    _look(measured(keys.key_for, method, named))
    if isinstance(header, dict):
        _look(measured(keys.key_for_token, header, named))
    for text in (issuer, method):
        if isinstance(text, str):
            _read_identifier(text)
    for form in documents.values() if isinstance(documents, dict) else ():
        document = form.get("json") if isinstance(form, dict) else None
        if isinstance(document, dict):
            _read_document(document, method)


def mutate(data: bytes, most: int, chance: Random) -> bytes:
    """`data` with other names, documents or bytes."""
    changed = mutated_json(data, most, chance) if chance.random() < 0.95 else None
    return changed if changed is not None else mutated_bytes(data, most, chance)


def seeds() -> list[bytes]:
    """Issuers of each kind with keys of each kind, and what tells about keys that have ended."""
    https = https_issuer()
    issuers: list[Issuer] = [ACADEMY, https]
    found: list[JSON] = [_asked(each, each.keys()) for each in issuers]
    found.append(_asked(ACADEMY, keys_of_the_academy()))
    found += [
        _asked(issuer(kind), None) for issuer in (key_issuer, jwk_issuer) for kind in ("Ed25519", "P-256", "P-384")
    ]
    for kind in ("Ed25519", "P-256", "P-384", "RSA"):
        key = secret("fuzz", kind)
        found.append(_asked(ACADEMY, ACADEMY.keys(ACADEMY.web_key(key))))
        found.append(_asked(https, key.jwk, method=https.id, header={"alg": "EdDSA", "kid": https.id}))
    embedded = ACADEMY.multikey(revoked="2026-01-01T00:00:00Z", expires="2027-01-01T00:00:00Z")
    found.append(_asked(ACADEMY, ACADEMY.keys(embedded, assertionMethod=[embedded], verificationMethod=None)))
    older = ACADEMY.multikey(type="Ed25519VerificationKey2020")
    found.append(_asked(ACADEMY, ACADEMY.keys(older), header={"alg": "EdDSA", "kid": "#key-1", "jwk": ACADEMY.key.jwk}))
    found.append(_asked(https, {"keys": [https.key.jwk] * 2}, method=https.id))
    places = ("did:web:a.example%3A8443:b:c%2Ed", "did:web:a.example", "https://a.example/issuers/b/did.json")
    return [*(json.dumps(each).encode() for each in found), *(place.encode() for place in places)]


def _asked(issuer: Issuer, document: JSON | None, *, method: str = "", header: JSON | None = None) -> JSON:
    return {
        "issuer": issuer.id,
        "method": method or issuer.method,
        "header": header or {"alg": "EdDSA", "kid": issuer.method},
        "documents": {issuer.place: {"json": document}} if document is not None else {},
    }


def _look(found: Any) -> None:
    check, key = found
    code = check.details["code"]
    promise(code.startswith("issuer_key."), f"a finding of another check: {code}")
    promise(check.outcome is not CheckOutcome.PASSED or key is not None, "it passed without a key")
    if key is not None:
        promise(not verify_signature(key, _some_signature(key.kind), b"anything"), "any signature fits")


@cache
def _some_signature(kind: str) -> bytes:
    return b"\1" * {"Ed25519": 64, "P-256": 64, "P-384": 96, "RSA": 256}[kind]


def _read_identifier(text: str) -> None:
    readers: list[tuple[Callable[[str], Any], type[Error]]] = [
        (did_key.controlled_document, DIDError),
        (did_jwk.controlled_document, DIDError),
        (did_web.document_url, DIDError),
        (did_web.did_for_url, DIDError),
        (public_key_from_multibase, EncodingError),
    ]
    for read, error in readers:
        try:
            document = measured(read, text)
        except error:
            continue
        if isinstance(document, dict):
            controlled_identifiers.assertion_method(document, document["assertionMethod"][0])
    with contextlib.suppress(DIDError):
        promise(did_web.did_for_url(did_web.document_url(text).removesuffix("/did.json") + "/") != "", "a DID is lost")
    place = place_of(text)
    if place is not None:
        lies_under(text, folder_of(place))


def _read_document(document: JSON, method: object) -> None:
    named = method if isinstance(method, str) else "did:web:academy.example#key-1"
    for read in (
        lambda: controlled_identifiers.assertion_method(document, named),
        lambda: controlled_identifiers.method_alone(document, named, controller=named.partition("#")[0]),
    ):
        with contextlib.suppress(DIDError):
            measured(read)
    with contextlib.suppress(EncodingError):
        measured(public_key_from_jwk, document)
