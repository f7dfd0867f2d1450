"""Credentials as JSON Web Tokens: the bytes are put together by hand (RFC 7515, section 3.1)."""

from __future__ import annotations

import json
from typing import Any

from conferral.standards.timestamps import parse_timestamp
from tests.corpus.builders.issuers import Issuer
from tests.corpus.builders.secrets import JSON, Kind, Secret, base64url, unbase64url

ALGORITHMS: dict[Kind, str] = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}


def token(payload: Any, key: Secret, **header: Any) -> str:
    """A compact JWS.  `header` adds to `alg` and `typ` or replaces them, and None leaves them out."""
    head = {"alg": ALGORITHMS[key.kind], "typ": "JWT", **header}
    head = {name: value for name, value in head.items() if value is not None}
    parts = [_packed(head), _packed(payload)]
    return ".".join([*parts, base64url(key.sign(".".join(parts).encode("ascii")))])


def claims(document: JSON, **changes: Any) -> JSON:
    """What Open Badges 3.0, section 8.2.3, wants beside a credential; `changes` replace it, None leaves it out."""
    issuer = document.get("issuer")
    found = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document.get("id"),
        "sub": document["credentialSubject"].get("id"),
        "nbf": _seconds(document.get("validFrom") or document.get("issuanceDate")),
        "exp": _seconds(document.get("validUntil") or document.get("expirationDate")),
        **changes,
    }
    return {name: value for name, value in found.items() if value is not None}


def signed(issuer: Issuer, document: JSON, changes: JSON | None = None, **header: Any) -> str:
    """`document` as a token of `issuer`, with the usual claims; `changes` are to these."""
    return token({**claims(document, **(changes or {})), **document}, issuer.key, **{"kid": issuer.method, **header})


def altered(given: str, **changes: Any) -> str:
    """The same token and signature over a payload of which some members were changed."""
    header, payload, signature = given.split(".")
    return ".".join([header, _packed({**json.loads(unbase64url(payload)), **changes}), signature])


def reheaded(given: str, **changes: Any) -> str:
    """The same token and signature under a header of which some members were changed."""
    header, payload, signature = given.split(".")
    return ".".join([_packed({**json.loads(unbase64url(header)), **changes}), payload, signature])


def _packed(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64url(text.encode("utf-8"))


def _seconds(written: str | None) -> int | None:
    return int(parse_timestamp(written).timestamp()) if written is not None else None
