"""Key pairs that are always the same.  None of them guards anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateNumbers, RSAPublicNumbers, rsa_recover_prime_factors
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conferral.standards.multikey import encode_base58btc

Kind = Literal["Ed25519", "P-256", "P-384", "RSA"]
JSON = dict[str, Any]

# The key of RFC 7515, appendix A.2.
_MODULUS = (
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-"
    "pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2Ca"
    "pHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb5"
    "4h4FRWyuXpoQ"
)
_EXPONENT = (
    "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-"
    "pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjud"
    "U2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1"
    "DhOVRuOopznQ"
)
_HEADERS = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24"}


@dataclass(frozen=True, slots=True)
class Secret:
    """A key pair: how its public half is written, and how its secret half signs.

    `multibase` is empty for RSA, which Multikey is not used for.
    """

    kind: Kind
    multibase: str
    jwk: JSON
    private_jwk: JSON
    sign: Callable[[bytes], bytes]


@cache
def secret(name: str, kind: Kind = "Ed25519") -> Secret:
    """The key pair of this kind and name; of RSA there is one."""
    seed = hashlib.sha256(f"corpus {kind} {name}".encode()).digest()
    match kind:
        case "Ed25519":
            return _ed25519(seed)
        case "P-256":
            return _elliptic(kind, ec.SECP256R1(), int.from_bytes(seed[:31], "big"))
        case "P-384":
            return _elliptic(kind, ec.SECP384R1(), int.from_bytes(seed, "big"))
        case "RSA":
            return _rsa()


def base64url(data: bytes) -> str:
    """`data` as RFC 7515, section 2, writes it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unbase64url(text: str) -> bytes:
    """The bytes that `base64url` wrote."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _ed25519(seed: bytes) -> Secret:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url(public)}
    return Secret("Ed25519", _multibase("Ed25519", public), jwk, {**jwk, "d": base64url(seed)}, key.sign)


def _elliptic(kind: Literal["P-256", "P-384"], curve: ec.EllipticCurve, number: int) -> Secret:
    key = ec.derive_private_key(number, curve)
    size = 32 if kind == "P-256" else 48
    digest = SHA256() if kind == "P-256" else SHA384()
    public = key.public_key()
    point = public.public_numbers()
    jwk = {
        "kty": "EC",
        "crv": kind,
        "x": base64url(point.x.to_bytes(size, "big")),
        "y": base64url(point.y.to_bytes(size, "big")),
    }

    def sign(data: bytes) -> bytes:
        # RFC 6979: the same data, the same signature.
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(digest, deterministic_signing=True)))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    compressed = public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    private = {**jwk, "d": base64url(number.to_bytes(size, "big"))}
    return Secret(kind, _multibase(kind, compressed), jwk, private, sign)


def _rsa() -> Secret:
    modulus, exponent = (int.from_bytes(unbase64url(text), "big") for text in (_MODULUS, _EXPONENT))
    p, q = rsa_recover_prime_factors(modulus, 65_537, exponent)
    key = RSAPrivateNumbers(
        p=p,
        q=q,
        d=exponent,
        dmp1=exponent % (p - 1),
        dmq1=exponent % (q - 1),
        iqmp=pow(q, -1, p),
        public_numbers=RSAPublicNumbers(65_537, modulus),
    ).private_key()
    jwk = {"kty": "RSA", "n": _MODULUS, "e": "AQAB"}
    return Secret("RSA", "", jwk, {**jwk, "d": _EXPONENT}, lambda data: key.sign(data, padding.PKCS1v15(), SHA256()))


def _multibase(kind: Kind, public: bytes) -> str:
    return "z" + encode_base58btc(_HEADERS[kind] + public)
