"""Keys that the tests of this folder sign with; none of them guards anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    RSAPublicNumbers,
    rsa_recover_prime_factors,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from conferral.standards.base64url import decode_base64url, encode_base64url
from conferral.standards.multikey import encode_base58btc
from conferral.standards.public_keys import PublicKey, public_key_from_jwk

_MULTICODEC = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24"}

# The RSA key of RFC 7515, appendix A.2.
_RSA_MODULUS = (
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4Ql"
    "L-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs"
    "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoud"
    "F8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
)
_RSA_SECRET = (
    "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe"
    "46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9J"
    "YanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuh"
    "LhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ"
)


@dataclass(frozen=True, slots=True)
class SignWith:
    """A key pair: the public half, the same as JSON Web Key, and how the secret half signs."""

    public: PublicKey
    jwk: dict[str, Any]
    sign: Callable[[bytes], bytes]


def ed25519(seed: int = 1) -> SignWith:
    """The Ed25519 key of `seed`."""
    secret = Ed25519PrivateKey.from_private_bytes(bytes([seed] * 32))
    x = encode_base64url(secret.public_key().public_bytes_raw())
    return _pair({"kty": "OKP", "crv": "Ed25519", "x": x}, secret.sign)


def p256(seed: int = 1) -> SignWith:
    """The P-256 key of `seed`."""
    return _elliptic("P-256", ec.derive_private_key(seed, ec.SECP256R1()), 32, SHA256())


def p384(seed: int = 1) -> SignWith:
    """The P-384 key of `seed`."""
    return _elliptic("P-384", ec.derive_private_key(seed, ec.SECP384R1()), 48, SHA384())


def rsa() -> SignWith:
    """The RSA key of RFC 7515, appendix A.2, of 2,048 bits."""

    def sign(data: bytes) -> bytes:
        return _rsa_key().sign(data, padding.PKCS1v15(), SHA256())

    return _pair({"kty": "RSA", "n": _RSA_MODULUS, "e": "AQAB"}, sign)


@cache
def _rsa_key() -> RSAPrivateKey:
    modulus, secret = (int.from_bytes(decode_base64url(text), "big") for text in (_RSA_MODULUS, _RSA_SECRET))
    p, q = rsa_recover_prime_factors(modulus, 65_537, secret)  # takes a while
    numbers = RSAPrivateNumbers(
        p=p,
        q=q,
        d=secret,
        dmp1=secret % (p - 1),
        dmq1=secret % (q - 1),
        iqmp=pow(q, -1, p),
        public_numbers=RSAPublicNumbers(65_537, modulus),
    )
    return numbers.private_key()


def multikey(key: PublicKey) -> str:
    """The public key as Multikey (Controlled Identifiers 1.0, section 2.2.2), even one that is off its curve."""
    return "z" + encode_base58btc(_MULTICODEC[key.kind] + key.data)


def token(header: dict[str, Any], payload: bytes, pair: SignWith) -> str:
    """A compact JSON Web Signature with just this header."""
    parts = [encode_base64url(each) for each in (json.dumps(header).encode(), payload)]
    signing_input = ".".join(parts)
    return f"{signing_input}.{encode_base64url(pair.sign(signing_input.encode()))}"


def _elliptic(curve: str, secret: ec.EllipticCurvePrivateKey, size: int, digest: SHA256 | SHA384) -> SignWith:
    point = secret.public_key().public_numbers()

    def sign(data: bytes) -> bytes:
        r, s = decode_dss_signature(secret.sign(data, ec.ECDSA(digest)))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    x, y = (encode_base64url(number.to_bytes(size, "big")) for number in (point.x, point.y))
    return _pair({"kty": "EC", "crv": curve, "x": x, "y": y}, sign)


def _pair(jwk: dict[str, Any], sign: Callable[[bytes], bytes]) -> SignWith:
    return SignWith(public_key_from_jwk(jwk), jwk, sign)
