"""JSON Web Signatures in compact form: RFC 7515, with the algorithms of RFC 7518 and RFC 8037 that are safe here.

The key decides the algorithm and the header has to agree, so that no token can choose how it is looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from conferral.errors import EncodingError, ProofError
from conferral.standards.base64url import decode_base64url
from conferral.standards.public_keys import ALGORITHMS, PublicKey, verify_signature
from conferral.standards.strict_json import read_object

MAXIMUM_CHARACTERS = 1 << 20
"""Longest token that is read."""

_MAXIMUM_HEADER_CHARACTERS = 16_384
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.([A-Za-z0-9_-]*)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jws:
    """A token, read and not yet verified: its header, what it signs, and the signature over `signing_input`."""

    header: dict[str, Any]
    payload: bytes
    signing_input: bytes
    signature: bytes

    @property
    def algorithm(self) -> str:
        """The algorithm that the header names: one of `ALGORITHMS`, or one that is not known here."""
        algorithm: str = self.header["alg"]
        return algorithm


def looks_like_jws(text: str, *, signed: bool = True) -> bool:
    """Whether a text has the form of a token (RFC 7515, section 7.1) with a payload.

    Unless `signed`, it may lack the signature, which `read_jws` then says.
    """
    found = _COMPACT.fullmatch(text)
    return found is not None and (found[1] != "" or not signed)


def read_jws(text: str) -> Jws:
    """The token in `text`: three parts in base64url, of which the first is a JSON object with `alg`.

    Raises `EncodingError` for what is no such token, and `ProofError` for one that has no signature (`none`) or
    whose header asks for something that changes what is signed (`crit`, `b64`, `zip`).
    """
    if len(text) > MAXIMUM_CHARACTERS:
        raise EncodingError(f"got a token of {len(text)} characters, expected at most {MAXIMUM_CHARACTERS}")
    parts = text.split(".")
    if len(parts) != 3:
        raise EncodingError(f"got a token of {len(parts)} parts, expected header, payload and signature")
    if len(parts[0]) > _MAXIMUM_HEADER_CHARACTERS:
        raise EncodingError(
            f"got a header of {len(parts[0])} characters, expected at most {_MAXIMUM_HEADER_CHARACTERS}"
        )
    data = [_decode(part, name) for part, name in zip(parts, ("header", "payload", "signature"), strict=True)]
    try:
        header = read_object(data[0])
    except EncodingError as error:
        raise EncodingError(f"header of the token: {error.message}") from error
    _check_header(header)
    signing_input = f"{parts[0]}.{parts[1]}".encode("ascii")
    return Jws(header=header, payload=data[1], signing_input=signing_input, signature=data[2])


def verify_jws(jws: Jws, key: PublicKey) -> None:
    """That the token was signed with the secret half of `key`, by the algorithm that it names.

    Where the key comes from and whether it may be used is for the caller to say.  A key that the header brings
    along proves nothing.

    Raises `ProofError`.
    """
    kind = ALGORITHMS.get(jws.algorithm)
    if kind is None:
        known = ", ".join(repr(name) for name in ALGORITHMS)
        raise ProofError(f"got algorithm {jws.algorithm[:100]!r}, expected one of {known}")
    if key.kind != kind:
        raise ProofError(f"got a key of kind {key.kind} for algorithm {jws.algorithm!r}, expected {kind}")
    if not verify_signature(key, jws.signature, jws.signing_input):
        raise ProofError("the signature does not match the token and the key")


def _decode(part: str, name: str) -> bytes:
    try:
        return decode_base64url(part)
    except EncodingError as error:
        raise EncodingError(f"{name} of the token: {error.message}") from error


def _check_header(header: dict[str, Any]) -> None:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str):
        raise EncodingError("header of the token: got no 'alg', expected the name of an algorithm")
    if algorithm.lower() == "none":
        raise ProofError("got a token without a signature (algorithm 'none'), expected one with it")
    for name in ("crit", "b64", "zip"):
        if name in header:
            raise ProofError(f"got a token with {name!r} in its header, expected one without")
