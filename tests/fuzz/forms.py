"""Documents as an input spells them, some of them signed only when the input is run.

A byte changed in a signed document breaks its signature, and nothing behind the signature is reached.  So an input
may hold what is to be signed, and the harness signs it with keys of its own.  What it signed is remembered: if any
other signature ever holds, somebody has forged one.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from conferral.errors import CanonicalizationError, Error
from conferral.standards.canonical import canonical_json, canonicalize
from conferral.standards.data_integrity import ProofOptions, create_proof, proofs_of, without_proof
from conferral.verify import NotFoundError, RefusedError, UnreachableError
from tests.corpus.builders.issuers import ACADEMY
from tests.corpus.builders.secrets import JSON, Kind, Secret, secret

_TROUBLES = {"not-found": NotFoundError, "refused": RefusedError}
_MOST_UNPACKED = 12 << 20
_ALGORITHMS: Mapping[str, Kind] = {"EdDSA": "Ed25519", "Ed25519": "Ed25519", "ES256": "P-256", "RS256": "RSA"}


def keys_of_the_academy() -> JSON:
    """The document of the issuer whose keys the harness has: one of each kind that signs tokens or documents."""
    rsa = {"id": ACADEMY.named("RSA"), "type": "JsonWebKey", "controller": ACADEMY.id, "publicKeyJwk": _key("RSA").jwk}
    return ACADEMY.keys(ACADEMY.multikey(), ACADEMY.multikey(_key("P-256"), "P-256"), rsa)


@dataclass(slots=True)
class Signed:
    """Everything that was truly signed: canonical graphs, canonical JSON, and what tokens sign."""

    graphs: set[str] = field(default_factory=set)
    texts: set[bytes] = field(default_factory=set)
    tokens: set[bytes] = field(default_factory=set)

    def add(self, document: JSON) -> None:
        """Note that somebody signed `document`, in whatever form."""
        unsigned = without_proof(document)
        try:
            self.texts.add(canonical_json(unsigned))
            self.graphs.add(canonicalize(unsigned))
        except CanonicalizationError:
            pass

    def holds(self, document: JSON) -> bool:
        """Whether `document` was signed."""
        unsigned = without_proof(document)
        # Others may have added contexts; a JCS proof names those that were there when it was made.
        contexts = [{"@context": proof["@context"]} for proof in proofs_of(document) if "@context" in proof]
        try:
            if any(canonical_json({**unsigned, **each}) in self.texts for each in ({}, *contexts)):
                return True
            return canonicalize(unsigned) in self.graphs
        except CanonicalizationError:
            return False


class Web:
    """Answers with the documents that an input spells out."""

    note = ""

    def __init__(self, documents: object, signed: Signed) -> None:
        self._documents = documents if isinstance(documents, Mapping) else {}
        self._signed = signed

    def fetch(self, url: str) -> bytes:
        """What the input has under `url`."""
        form = self._documents.get(url)
        if isinstance(form, Mapping) and "error" in form:
            kind = _TROUBLES.get(str(form["error"]), UnreachableError)
            raise kind("it is not to be had", url=url)
        if form is None:
            raise UnreachableError("there is no such host", url=url)
        return spelled(form, self._signed)


def spelled(form: object, signed: Signed) -> bytes:
    """The bytes that a form such as {"json": …} or {"signed": …} stands for."""
    name, value = next(iter(form.items()), ("text", "")) if isinstance(form, Mapping) else ("json", form)
    match name:
        case "text":
            return str(value).encode("utf-8", "surrogatepass")
        case "base64":
            return _unbase64(value)
        case "gzip":
            return _unpacked(_unbase64(value))
        case "signed" | "signed-jcs":
            return _written(_sign(value, signed, graph=name == "signed"))
        case "token":
            return _token(value, signed)
        case _:
            return _written(value)


def _written(value: object) -> bytes:
    return json.dumps(value).encode()


def _unbase64(value: object) -> bytes:
    try:
        return base64.b64decode(str(value).encode())
    except ValueError:
        return b""


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, _MOST_UNPACKED)
    except zlib.error:
        return b""


def _sign(document: object, signed: Signed, *, graph: bool) -> object:
    """`document` with a proof, over its graph where it has one, else over its text."""
    if not isinstance(document, dict):
        return document
    unsigned = without_proof(document)
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022") if graph else ("eddsa-jcs-2022",):
        options = ProofOptions(verification_method=ACADEMY.method, created="2026-07-01T08:00:00Z", cryptosuite=suite)
        try:
            proof = create_proof(unsigned, options=options, sign=ACADEMY.key.sign)
        except Error:
            continue
        if suite == "eddsa-rdfc-2022":
            signed.graphs.add(canonicalize(unsigned))
        else:
            signed.texts.add(canonical_json(unsigned))
        return {**unsigned, "proof": proof}
    return document


def _token(value: object, signed: Signed) -> bytes:
    """A compact JWS of {"header": …, "payload": …}, whoever its header names."""
    if not isinstance(value, Mapping):
        return _written(value)
    header, payload = value.get("header"), value.get("payload")
    named = header.get("alg") if isinstance(header, Mapping) else None
    key = _key(_ALGORITHMS.get(named, "Ed25519") if isinstance(named, str) else "Ed25519")
    content = payload.encode("utf-8", "surrogatepass") if isinstance(payload, str) else _written(payload)
    data = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in (_written(header), content))
    signed.tokens.add(data)
    return data + b"." + base64.urlsafe_b64encode(key.sign(data)).rstrip(b"=")


def _key(kind: Kind) -> Secret:
    return ACADEMY.key if kind == "Ed25519" else secret("fuzz", kind)
