"""Public keys, however they are written, and the signatures that they verify.

A key is read from Multikey text (Controlled Identifiers 1.0, section 2.2.2) or from a JSON Web Key (RFC 7517,
RFC 7518, RFC 8037).  It is looked at once, when it is read: a point that is not on its curve, a modulus that is
too short and a key that would accept signatures nobody made are refused.  No message repeats what was read,
since somebody may have written a secret key in the place of a public one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from conferral.errors import EncodingError
from conferral.standards.base64url import decode_base64url
from conferral.standards.multikey import public_bytes_from_multibase

Kind = Literal["Ed25519", "P-256", "P-384", "RSA"]
"""The kinds of keys that are understood."""

ALGORITHMS: Mapping[str, Kind] = MappingProxyType(
    {"EdDSA": "Ed25519", "Ed25519": "Ed25519", "ES256": "P-256", "ES384": "P-384", "RS256": "RSA"}
)
"""The kind of key of each signature algorithm, by its JOSE name (RFC 7518, RFC 8037, RFC 9864)."""

MINIMUM_RSA_BITS = 2_048
MAXIMUM_RSA_BITS = 8_192

_MAXIMUM_EXPONENT = 2**32 - 1
_MAXIMUM_MEMBER_CHARACTERS = 1_500  # a modulus of 8,192 bits has 1,366
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_PRIME = 2**255 - 19
_D = -121_665 * pow(121_666, -1, _PRIME) % _PRIME
# The second coordinates of the eight points of edwards25519 that the cofactor takes to the neutral one.
_EIGHTH = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_ORDER = frozenset({0, 1, _PRIME - 1, _EIGHTH, _PRIME - _EIGHTH})


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key.

    `data` is the raw 32 bytes of an Ed25519 key, the compressed point of a P-256 or P-384 key (SEC 1, section
    2.3.3), or the DER of an RSA key's SubjectPublicKeyInfo.
    """

    kind: Kind
    data: bytes


def public_key_from_multibase(text: str) -> PublicKey:
    """The Ed25519, P-256 or P-384 key that is written as Multikey.  Raises `EncodingError`."""
    kind, data = public_bytes_from_multibase(text)
    if kind == "Ed25519":
        return _ed25519(data)
    return _point(kind, data)


def public_key_from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """The Ed25519, P-256, P-384 or RSA key that a JSON Web Key holds.

    Where the key says what it is for (`use`, `key_ops`, `alg`), that must be to verify signatures.

    Raises `EncodingError`, for a key with private members, too.
    """
    private = sorted(_PRIVATE_MEMBERS & jwk.keys())
    if private:
        raise EncodingError(f"got a JSON Web Key with the private member {private[0]!r}, expected a public key")
    match jwk.get("kty"), jwk.get("crv"):
        case "OKP", "Ed25519":
            key = _ed25519(_bytes(jwk, "x", 32))
        case "EC", "P-256":
            key = _point("P-256", b"\x04" + _bytes(jwk, "x", 32) + _bytes(jwk, "y", 32))
        case "EC", "P-384":
            key = _point("P-384", b"\x04" + _bytes(jwk, "x", 48) + _bytes(jwk, "y", 48))
        case "RSA", _:
            key = _rsa(_integer(jwk, "n"), _integer(jwk, "e"))
        case _:
            raise EncodingError(
                f"got a JSON Web Key of type {_shown(jwk.get('kty'))} and curve {_shown(jwk.get('crv'))}, "
                "expected 'OKP' with 'Ed25519', 'EC' with 'P-256' or 'P-384', or 'RSA'"
            )
    _check_purpose(jwk, key.kind)
    return key


def verify_signature(key: PublicKey, signature: bytes, data: bytes) -> bool:
    """Whether `signature` over `data` was made with the secret half of `key`.

    The algorithm is the key's: Ed25519 (RFC 8032), ECDSA on P-256 with SHA-256 or on P-384 with SHA-384 (r and
    s one after the other), or RSASSA-PKCS1-v1_5 with SHA-256.
    """
    try:
        match key.kind:
            case "Ed25519":
                return _verify_ed25519(key.data, signature, data)
            case "P-256" | "P-384":
                return _verify_ecdsa(key, signature, data)
            case "RSA":
                loaded = load_der_public_key(key.data)
                if not isinstance(loaded, RSAPublicKey):
                    return False
                loaded.verify(signature, data, padding.PKCS1v15(), SHA256())
                return True
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False


def _verify_ed25519(key: bytes, signature: bytes, data: bytes) -> bool:
    # Verifiers disagree about these keys and signatures, for which more than one message can hold.
    if _has_small_order(key) or _has_small_order(signature[:32]):
        return False
    _loaded(key).verify(signature, data)
    return True


@lru_cache(maxsize=256)
def _loaded(key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(key)


def _verify_ecdsa(key: PublicKey, signature: bytes, data: bytes) -> bool:
    curve, digest, size = (ec.SECP256R1(), SHA256(), 32) if key.kind == "P-256" else (ec.SECP384R1(), SHA384(), 48)
    if len(signature) != 2 * size:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:size], signature[size:]))
    loaded = ec.EllipticCurvePublicKey.from_encoded_point(curve, key.data)
    loaded.verify(encode_dss_signature(r, s), data, ec.ECDSA(digest))
    return True


def _ed25519(data: bytes) -> PublicKey:
    if not _is_point(data) or _has_small_order(data):
        raise EncodingError("got an Ed25519 key that is no point of the curve, or one that any signature fits")
    return PublicKey("Ed25519", data)


def _point(kind: Literal["P-256", "P-384"], encoded: bytes) -> PublicKey:
    curve = ec.SECP256R1() if kind == "P-256" else ec.SECP384R1()
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(curve, encoded)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise EncodingError(f"got a {kind} key that is no point of the curve") from error
    return PublicKey(kind, point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


def _rsa(modulus: int, exponent: int) -> PublicKey:
    bits = modulus.bit_length()
    if not MINIMUM_RSA_BITS <= bits <= MAXIMUM_RSA_BITS:
        raise EncodingError(f"got an RSA key of {bits} bits, expected {MINIMUM_RSA_BITS} to {MAXIMUM_RSA_BITS}")
    if modulus % 2 == 0:
        raise EncodingError("got an RSA key with an even modulus, expected an odd one")
    if exponent % 2 == 0 or not 3 <= exponent <= _MAXIMUM_EXPONENT:
        raise EncodingError("got an RSA key with another exponent, expected an odd one from 3 to 2**32 - 1")
    try:
        key = RSAPublicNumbers(exponent, modulus).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise EncodingError("got an RSA key that cannot be used") from error
    return PublicKey("RSA", key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _check_purpose(jwk: Mapping[str, Any], kind: Kind) -> None:
    if jwk.get("use", "sig") != "sig":
        raise EncodingError(f"got a JSON Web Key with use {_shown(jwk['use'])}, expected 'sig'")
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        raise EncodingError("got a JSON Web Key whose 'key_ops' do not list 'verify'")
    algorithms = [name for name, needed in ALGORITHMS.items() if needed == kind]
    if jwk.get("alg", algorithms[0]) not in algorithms:
        known = " or ".join(repr(name) for name in algorithms)
        raise EncodingError(f"got a JSON Web Key with algorithm {_shown(jwk['alg'])}, expected {known}")


def _bytes(jwk: Mapping[str, Any], name: str, size: int) -> bytes:
    data = _member(jwk, name)
    if len(data) != size:
        raise EncodingError(f"got {len(data)} bytes as {name!r} of the JSON Web Key, expected {size}")
    return data


def _integer(jwk: Mapping[str, Any], name: str) -> int:
    """A number as RFC 7518, section 2, writes it: with no byte more than it needs."""
    data = _member(jwk, name)
    if not data or data[0] == 0:
        raise EncodingError(f"got zeros before {name!r} of the JSON Web Key, expected a number without them")
    return int.from_bytes(data, "big")


def _member(jwk: Mapping[str, Any], name: str) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str) or len(text) > _MAXIMUM_MEMBER_CHARACTERS:
        raise EncodingError(f"{name!r} of the JSON Web Key is missing, or no text of a key")
    try:
        return decode_base64url(text)
    except EncodingError as error:
        raise EncodingError(f"{name!r} of the JSON Web Key: {error.message}") from error


def _is_point(encoded: bytes) -> bool:
    """RFC 8032, section 5.1.3: whether the curve has a point with this second coordinate."""
    y = _coordinate(encoded)
    square = (y * y - 1) * (_D * y * y + 1)  # in place of the quotient, which is a square when this is one
    return y < _PRIME and pow(square, (_PRIME - 1) // 2, _PRIME) in {0, 1}


def _has_small_order(encoded: bytes) -> bool:
    return _coordinate(encoded) % _PRIME in _SMALL_ORDER


def _coordinate(encoded: bytes) -> int:
    return int.from_bytes(encoded, "little") & (2**255 - 1)


def _shown(value: object) -> str:
    return repr(value)[:40] if value is None or isinstance(value, str) else "of no text"
