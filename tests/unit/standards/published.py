"""The published test vectors of Data Integrity proofs, as the W3C and 1EdTech give them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from conferral.standards import contexts
from conferral.standards.data_integrity import proofs_of, without_proof
from conferral.standards.multikey import decode_base58btc
from conferral.standards.public_keys import PublicKey, public_key_from_multibase
from tests.shared import shared

EXTRA = {  # contexts that only the published vectors need
    "https://www.w3.org/ns/credentials/examples/v2": "credentials-examples-v2.jsonld",
    "https://w3id.org/citizenship/v4rc1": "citizenship-v4rc1.jsonld",
    "https://w3id.org/security/suites/ed25519-2020/v1": "ed25519-2020-v1.jsonld",
}


def loader(url: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """A document loader that knows the bundled contexts and those of the vectors."""
    remote = contexts.closed_loader("https://www.w3.org/ns/credentials/v2" if url in EXTRA else url, options)
    if url in EXTRA:
        text = shared(f"standards/contexts/{EXTRA[url]}").read_text("utf-8")
        return {**remote, "documentUrl": url, "document": json.loads(text)}
    return remote


def only(folder: Path, pattern: str) -> str:
    """The text of the only file in `folder` that fits `pattern`."""
    (found,) = folder.glob(pattern)
    return found.read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Vector:
    """One signed document, the key that it was signed with, and the folder with all that was made on the way."""

    folder: Path
    signed: dict[str, Any]
    key: PublicKey
    sign: Callable[[bytes], bytes]

    @property
    def document(self) -> dict[str, Any]:
        """What is signed."""
        return without_proof(self.signed)

    @property
    def proof(self) -> dict[str, Any]:
        """The only proof."""
        (proof,) = proofs_of(self.signed)
        return proof


# The folder of the vector, and the file with its keys.
W3C = [
    ("vc-di-eddsa/eddsa-rdfc-2022", "keyPair.json"),
    ("vc-di-eddsa/eddsa-rdfc-2022/employ", "keyPair.json"),
    ("vc-di-eddsa/eddsa-jcs-2022", "keyPair.json"),
    ("vc-di-eddsa/Ed25519Signature2020", "keyPair.json"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p256", "p256KeyPair.json"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ", "p256KeyPair.json"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p384", "p384KeyPair.json"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ", "p384KeyPair.json"),
    ("vc-di-ecdsa/ecdsa-jcs-2019-p256", "p256KeyPair.json"),
    ("vc-di-ecdsa/ecdsa-jcs-2019-p384", "p384KeyPair.json"),
]


def vector(folder: str, keys: str) -> Vector:
    """The W3C's vector in `folder`; without the shared folder the calling test is skipped."""
    found = shared(f"standards/vectors/{folder}")
    pair = json.loads(shared(f"standards/vectors/{folder.partition('/')[0]}/{keys}").read_text())
    key = public_key_from_multibase(pair["publicKeyMultibase"])
    secret = decode_base58btc((pair.get("privateKeyMultibase") or pair["secretKeyMultibase"])[1:])[2:]
    return Vector(found, json.loads(only(found, "signed*.json")), key, _signer(key, secret))


def _signer(key: PublicKey, secret: bytes) -> Callable[[bytes], bytes]:
    if key.kind == "Ed25519":
        return Ed25519PrivateKey.from_private_bytes(secret).sign
    curve, digest, size = (ec.SECP256R1(), SHA256(), 32) if key.kind == "P-256" else (ec.SECP384R1(), SHA384(), 48)
    private = ec.derive_private_key(int.from_bytes(secret, "big"), curve)

    def sign(data: bytes) -> bytes:
        r, s = decode_dss_signature(private.sign(data, ec.ECDSA(digest, deterministic_signing=True)))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    return sign
