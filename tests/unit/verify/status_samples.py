"""Status entries and lists beyond those of `small_site`: of several bits, and of the older kinds."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from typing import Any

from conferral.standards.base64url import encode_base64url
from conferral.standards.bitstring import MINIMUM_LENGTH
from tests.unit.verify.small_site import BASE, FIRST, JSON, SmallSite, private_key

PLACE = "issuers/academy/status/{}.json"


def url_of(name: str) -> str:
    return BASE + PLACE.format(name)


def packed(values: Mapping[int, int], size: int = 1, length: int = MINIMUM_LENGTH) -> bytes:
    """The gzipped list of `length` entries of `size` bits, with `values` at their indexes."""
    bits = 0
    for index, value in values.items():
        bits |= value << ((length - 1 - index) * size)
    return gzip.compress(bits.to_bytes(length * size // 8, "big"), mtime=0)


def encoded(values: Mapping[int, int], size: int = 1) -> str:
    return "u" + base64.urlsafe_b64encode(packed(values, size)).rstrip(b"=").decode()


def messages(*texts: str) -> list[JSON]:
    return [{"status": f"0x{value:x}", "message": text} for value, text in enumerate(texts)]


def entry(purpose: str, index: int = 7, **members: Any) -> JSON:
    """An entry of Bitstring Status List; `members` replace its own, and None leaves them out."""
    found = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": url_of(f"{purpose}-1"),
        **members,
    }
    return {name: value for name, value in found.items() if value is not None}


def credential(site: SmallSite, *entries: JSON) -> JSON:
    document = site.credential(FIRST)
    document["credentialStatus"] = list(entries) if len(entries) > 1 else entries[0]
    return document


def token(payload: Mapping[str, Any], *, issuer: str = "academy", kid: str) -> str:
    """`payload` in a compact JWT, signed by the key of `issuer`."""
    parts = [encode_base64url(json.dumps(part).encode()) for part in ({"alg": "EdDSA", "kid": kid}, payload)]
    signature = private_key(issuer, "key-1").sign(".".join(parts).encode())
    return ".".join([*parts, encode_base64url(signature)])


def write_token(site: SmallSite, payload: Mapping[str, Any], *, issuer: str = "academy") -> str:
    """A list in a JWT at the address of `revocation-1`."""
    text = token(payload, issuer=issuer, kid=f"{site.did(issuer)}#key-1")
    (site.folder / PLACE.format("revocation-1")).write_text(text)
    return text


def write_2021(site: SmallSite, text: str, *, subject: Mapping[str, Any] | None = None, **members: Any) -> None:
    """A signed list of StatusList2021 in the data model 1.1, at the address of `revocation-1`."""
    url = url_of("revocation-1")
    unsigned = {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "https://w3id.org/vc/status-list/2021/v1",
            "https://w3id.org/security/data-integrity/v2",
        ],
        "id": url,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": site.did("academy"),
        "issuanceDate": "2026-07-01T08:00:00Z",
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "StatusList2021",
            "statusPurpose": "revocation",
            "encodedList": text,
            **(subject or {}),
        },
        **members,
    }
    site.write(PLACE.format("revocation-1"), site.sign(unsigned))
